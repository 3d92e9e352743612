"""Foreign code that runs in this process: how it is found, and how it is told what it raised."""

import pkgutil
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from escalation_tests.channels.arrived import shown
from escalation_tests.errors import ChannelError, nearest


def found(key: str, name: str, what: str) -> Callable[..., Any]:
    """The callable that `module:name` names; raises `ChannelError` of kind `import`.

    `key` is where it is written, `what` what it should be.
    """
    module, colon, member = name.partition(":")
    if not (module and colon and member):
        raise ChannelError("import", f"{key} {name!r}: expected `module:{what}`")
    try:
        owner = pkgutil.resolve_name(f"{module}:")
    except Exception as error:  # noqa: BLE001 - importing runs the bot's own code
        raise ChannelError(
            "import", f"{key} {name!r}: the module cannot be imported: {last_line(error)}"
        ) from None
    return _member(owner, key, name, what)


def raised_by_bot(error: BaseException) -> ChannelError:
    """The bot's own exception in the bot's own words."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(str(Path(__file__).parent))
    ]
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    lines = [f"{Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]
    last = last_line(error)
    return ChannelError(
        "raised", f"the bot raised {last}{where}", shown("\n".join([*lines[-10:], last]))
    )


def last_line(error: BaseException) -> str:
    """What a traceback of `error` ends with."""
    lines = "".join(traceback.format_exception_only(error)).strip().splitlines()
    return shown(lines[-1] if lines else type(error).__name__)[:500]


def _member(owner: Any, key: str, name: str, what: str) -> Callable[..., Any]:
    found = owner
    for part in name.partition(":")[2].split("."):
        if not hasattr(found, part):
            public = [word for word in vars(owner) if not word.startswith("_")]
            hint = nearest(part, public)
            raise ChannelError("import", f"{key} {name!r}: there is no {part!r} in it{hint}")
        found = getattr(found, part)
    if not callable(found):
        kind = type(found).__name__
        raise ChannelError("import", f"{key} {name!r} is no {what} but a {kind}")
    return found  # type: ignore[no-any-return]  # `callable` says no more than that
