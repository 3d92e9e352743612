"""From a plan's faults to what makes its legs bad."""

from collections.abc import Mapping, Sequence
from typing import Any

from escalation_tests.faults.hangs import hangs
from escalation_tests.faults.refuses import refuses
from escalation_tests.faults.sends_twice import sends_twice
from escalation_tests.faults.slow_bot import slow_bot
from escalation_tests.faults.slow_desk import slow_desk
from escalation_tests.faults.unavailable import unavailable
from escalation_tests.model.plan import FaultSpec
from escalation_tests.ports import Answer, Channel, Clock, Disturb
from escalation_tests.registry import Registry

DESK: Registry[Answer] = Registry(
    "fault of the desk",
    {"unavailable": unavailable, "refuses": refuses, "slow": slow_desk, "hangs": hangs},
)
BOT: Registry[Channel] = Registry(
    "fault of the bot", {"slow": slow_bot, "sends_twice": sends_twice}
)


def disturb(clock: Clock) -> Disturb:
    """The disturbances by name; their methods raise `UnknownName` for any other."""
    return _Disturbances(clock)


def possible(desk: bool) -> tuple[str, ...]:
    """Every disturbance as `leg: name`; those of the desk only where it can be disturbed."""
    legs: Mapping[str, Registry[Any]] = {"bot": BOT, **({"desk": DESK} if desk else {})}
    return tuple(f"{leg}: {name}" for leg, names in legs.items() for name in names)


class _Disturbances:
    """All faults that come with the package."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def channel(self, channel: Channel, faults: Sequence[FaultSpec]) -> Channel:
        for fault in faults:
            if fault.leg == "bot":
                channel = BOT[fault.name](channel, fault, self._clock)
        return channel

    def answers(self, faults: Sequence[FaultSpec]) -> tuple[Answer, ...]:
        return tuple(DESK[fault.name](fault) for fault in faults if fault.leg == "desk")
