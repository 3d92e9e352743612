"""Environment variables in what people write."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_REFERENCE = re.compile(r"\$(\$\{|\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\{[^}]*\}?)")
_TELLING = ("TOKEN", "SECRET", "KEY", "PASSWORD", "AUTH")


class Unset(Exception):
    """A text refers to a variable that cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its variables put in."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    """The variables that were put in, by name."""


def secretive(name: str) -> bool:
    """Whether a variable's name says that its value must not be shown."""
    return any(word in name.upper() for word in _TELLING)


def fill(text: str, variables: Mapping[str, str]) -> Filled:
    """`text` with `${NAME}` and `${NAME:-default}` replaced; `$${` stands for `${`.

    Raises `Unset`.
    """
    if "${" not in text:
        return Filled(text)
    taken: dict[str, str] = {}

    def value(match: re.Match[str]) -> str:
        if match[1] == "${":
            return "${"
        taken[match[2] or ""] = found = _lookup(match, variables)
        return found

    return Filled(_REFERENCE.sub(value, text), taken)


def _lookup(match: re.Match[str], variables: Mapping[str, str]) -> str:
    name, default = match[2], match[3]
    if name is None:
        raise Unset(
            f"{match[0]!r} names no environment variable; expected ${{NAME}} or "
            "${NAME:-default}, or $${ for a plain ${"
        )
    if default is not None:
        return variables.get(name) or default
    if name not in variables:
        raise Unset(
            f"the environment variable {name} is not set; set it, or write ${{{name}:-default}}"
        )
    return variables[name]
