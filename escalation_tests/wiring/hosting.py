"""A desk for all processes of a run."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escalation_tests.contract.desk import ServedDesk
from escalation_tests.contract.mail import EmailDesk
from escalation_tests.contract.material import Material
from escalation_tests.contract.polling import PollDesk

if TYPE_CHECKING:
    from escalation_tests.engine.ahead import RunAhead


from escalation_tests.wiring.run import Run
from escalation_tests.wiring.settings import Settings


@dataclass(slots=True)
class DeskHost:
    """A desk for all processes of a run, on an engine of its own."""

    engine: "RunAhead"
    desk: Any
    url: str
    key: str
    address: str
    """Where the bot delivers to; empty for a desk that is asked."""

    def close(self) -> dict[str, int]:
        """Stop it; returns the deliveries that nobody expected."""
        self.engine.close()
        return dict(self.desk.strays())


def host_desk(material: Material, settings: Settings) -> DeskHost | None:
    """A started desk that other processes can follow; None when each can have its own.

    Raises `DeskError` when it cannot be started.
    """
    from escalation_tests.desks import hosted_desk
    from escalation_tests.engine.ahead import RunAhead
    from escalation_tests.engine.clock import LoopClock

    written = material.config.desk
    if not isinstance(written, ServedDesk | PollDesk | EmailDesk):
        return None
    run = Run(material, settings)
    desk: Any = run.desk
    if not isinstance(written, ServedDesk):
        desk = hosted_desk(desk, run.clock)
    engine = RunAhead(run.player, LoopClock())
    engine.start(desk.start, desk.stop)
    engine.ready()
    return DeskHost(engine, desk, desk.url, desk.key, desk.address)
