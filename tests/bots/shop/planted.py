"""What a bot of the benchmark is: its code, and what its shop promises differently."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.bots.shop.bot import Bot


@dataclass(frozen=True)
class Planted:
    """A bot with one defect, or one that only looks as if it had one."""

    bot: type[Bot]
    promises: tuple[str, ...] = ()
    """The parts of the promise under which the defect may be named."""
    why: str = ""
    """Why it may be named under another part than its chapter of the catalogue says."""
    config: Mapping[str, Any] = field(default_factory=dict)
    """Changes to the configuration: path with dots → value; `{queue}` words are the shop's own."""
    languages: tuple[str, ...] = ()
    """What it serves; empty: as drawn."""
    asks_first: bool = False
    transport: str = "python"
    """How it is reached: python, http, poll (answers arrive later), or by a stream of pieces that
    follow each other (append) or repeat what came before (replace)."""
