"""What the customer writes is late."""

from escalation_tests.faults.wrapped import DisturbedChannel, hits
from escalation_tests.model.plan import FaultSpec
from escalation_tests.ports import Channel, Clock, Session


def slow_bot(channel: Channel, fault: FaultSpec, clock: Clock) -> Channel:
    """`channel`, on which each of the first `times` bubbles is `seconds` late."""

    async def deliver(session: Session, text: str, number: int) -> None:
        if hits(number, fault.times):
            await clock.sleep(fault.seconds)
        await session.send(text)

    return DisturbedChannel(channel, deliver)
