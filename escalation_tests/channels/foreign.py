"""Foreign code that runs in this process: how it is found, and how it is told what it raised."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from escalation_tests.channels.arrived import shown
from escalation_tests.errors import ChannelError
from escalation_tests.wire import naming


def found(key: str, name: str, what: str) -> Callable[..., Any]:
    """See `naming.found`; raises `ChannelError` of kind `import`."""
    try:
        return naming.found(key, name, what)
    except naming.NoSuchName as error:
        raise ChannelError("import", shown(str(error))) from None


def raised_by_bot(error: BaseException) -> ChannelError:
    """The bot's own exception in the bot's own words."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(str(Path(__file__).parent))
    ]
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    lines = [f"{Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]
    last = shown(naming.last_line(error))
    return ChannelError(
        "raised", f"the bot raised {last}{where}", shown("\n".join([*lines[-10:], last]))
    )
