"""The composition root: names and options become a run that can be played.

Nothing below this file knows more than one room.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from escalation_tests.contract.bot import PythonBot
from escalation_tests.contract.desk import DeskConfig, WebhookDesk
from escalation_tests.contract.material import Material
from escalation_tests.model.finding import Judgement, Promise
from escalation_tests.model.plan import Plan
from escalation_tests.model.played import Played
from escalation_tests.model.record import Record
from escalation_tests.ports import Bench, Case, Channel, Check, Clock, Desk, Reader


@dataclass(frozen=True, slots=True)
class Relay:
    """Where another process of this run holds the desk."""

    url: str
    key: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line and the ini file say about a run; None: as the files say."""

    seed: int = 0
    concurrency: int = 32
    rate: float = 0.0
    """Conversations started per second at most; 0: no limit."""
    trials: int | None = None
    require: int | None = None
    listen: str | None = None
    matrix: str | None = None
    library: bool | None = None
    personas: tuple[str, ...] = ()
    relay: Relay | None = None
