"""What the command line and the ini file say about a run."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class Relay:
    """Where another process of this run holds the desk."""

    url: str
    key: str
    address: str = ""
    """Where the bot delivers to; empty for a desk that is asked."""


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
