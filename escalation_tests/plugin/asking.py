"""Calling the hooks that others implement."""

import traceback
from pathlib import Path
from typing import Any

import pluggy
import pytest

from escalation_tests.errors import EscalationError
from escalation_tests.model.secrets import Secrets

_MACHINERY = (Path(pluggy.__file__).parent, Path(__file__).parent)
"""Where the frames lie that lead to a hook, and are nobody's mistake."""


class HookFailed(EscalationError):
    """A hook that somebody wrote for this run raised; the message says which, where and what."""


def asked(config: pytest.Config, name: str, secrets: Secrets, **given: object) -> Any:
    """What the hook of this name answers. Raises `HookFailed`."""
    try:
        return getattr(config.hook, name)(config=config, **given)
    except Exception as error:  # noqa: BLE001 - code of others
        told = f"{type(error).__name__}: {error}\n{_places(error)}"
        raise HookFailed(secrets.redact(f"the hook {name} raised {told}").rstrip()) from None


def _places(error: Exception) -> str:
    """The lines of code that led from the hook to the error, the innermost last."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).parent not in _MACHINERY]
    return "".join(f"{frame.filename}:{frame.lineno}: {frame.line}\n" for frame in own)
