"""Colours for the terminal; without them the text is the same."""

from dataclasses import dataclass

from escalation_tests.reporting.text import columns

_CODES = (
    ("bold", "1"),
    ("dim", "2"),
    ("red", "31"),
    ("green", "32"),
    ("yellow", "33"),
    ("blue", "34"),
    ("magenta", "35"),
    ("cyan", "36"),
)


@dataclass(frozen=True, slots=True)
class Paint:
    """Wraps text in the codes of its styles, if colours are wanted."""

    color: bool

    def __call__(self, text: str, *styles: str) -> str:
        """`text` in these styles, such as `bold` and `red`."""
        codes = dict(_CODES)
        if not self.color or not styles or not text:
            return text
        return f"\x1b[{';'.join(codes[style] for style in styles)}m{text}\x1b[0m"


def padded(text: str, width: int) -> str:
    """`text` filled with blanks to a number of columns."""
    return text + " " * max(0, width - columns(text))
