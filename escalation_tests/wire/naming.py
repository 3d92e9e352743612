"""Code of the user's that runs in this process, found by its name."""

import pkgutil
import traceback
from collections.abc import Callable
from typing import Any

from escalation_tests.errors import nearest


class NoSuchName(Exception):
    """A name leads to nothing that can be called; the message says why."""


def found(key: str, name: str, what: str = "function") -> Callable[..., Any]:
    """The callable that `module:name` names; raises `NoSuchName`.

    `key` is where it is written, `what` what it should be.
    """
    module, colon, member = name.partition(":")
    if not (module and colon and member):
        raise NoSuchName(f"{key} {name!r}: expected `module:{what}`")
    try:
        owner = pkgutil.resolve_name(f"{module}:")
    except Exception as error:  # noqa: BLE001 - importing runs the user's own code
        why = last_line(error)
        raise NoSuchName(f"{key} {name!r}: the module cannot be imported: {why}") from None
    return _member(owner, key, name, what)


def last_line(error: BaseException) -> str:
    """What a traceback of `error` ends with; at most 500 characters."""
    lines = "".join(traceback.format_exception_only(error)).strip().splitlines()
    return (lines[-1] if lines else type(error).__name__)[:500]


def _member(owner: Any, key: str, name: str, what: str) -> Callable[..., Any]:
    found = owner
    for part in name.partition(":")[2].split("."):
        if not hasattr(found, part):
            public = [word for word in vars(owner) if not word.startswith("_")]
            hint = nearest(part, public)
            raise NoSuchName(f"{key} {name!r}: there is no {part!r} in it{hint}")
        found = getattr(found, part)
    if not callable(found):
        kind = type(found).__name__
        raise NoSuchName(f"{key} {name!r} is no {what} but a {kind}")
    return found  # type: ignore[no-any-return]  # `callable` says no more than that
