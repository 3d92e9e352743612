"""The line to a bot, on which somebody may listen in."""

from collections.abc import Callable
from typing import Any

from escalation_tests.channels.arrived import Show
from escalation_tests.channels.requests import Build
from escalation_tests.channels.templates import Values
from escalation_tests.channels.transport import Sending
from escalation_tests.ports import Tap


class Line:
    """Tells whoever listens in of each request as it goes out, and of each reply's JSON value."""

    def __init__(self, show: Show) -> None:
        """`show` says what of a request a person may see."""
        self._show = show
        self.tap: Tap | None = None

    def watched(self, build: Build) -> Build:
        """`build`, whose requests are told."""

        def told(values: Values) -> Sending:
            sending = build(values)
            if self.tap is not None:
                self.sent(_written(sending))
            return sending

        return told

    def sent(self, written: str) -> None:
        """Tell of what goes out."""
        if self.tap is not None:
            self.tap.sent(self._show(written))

    def came(self, value: Any) -> None:
        """Tell of a reply, before anything is made of it."""
        if self.tap is not None and value is not None:
            self.tap.came(value)


Came = Callable[[Any], None]


def unheard(value: Any) -> None:
    """What becomes of a reply where nobody listens in."""


def _written(sending: Sending) -> str:
    """A request without its headers, most of which are secrets or noise."""
    body = sending.content.decode("utf-8", "backslashreplace")
    return f"{sending.method} {sending.url}\n{body}".strip()
