"""The platform delivers what the customer wrote a second time."""

from escalation_tests.faults.wrapped import DisturbedChannel, again, hits
from escalation_tests.model.plan import FaultSpec
from escalation_tests.ports import Channel, Clock, Session


def sends_twice(channel: Channel, fault: FaultSpec, clock: Clock) -> Channel:  # noqa: ARG001
    """`channel`, on which each of the first `times` bubbles arrives twice.

    The repetition is the same delivery, its message id included, where the session can do
    that: a bot may tell it from a customer who says the same thing again.
    """

    async def deliver(session: Session, text: str, number: int) -> None:
        await session.send(text)
        if hits(number, fault.times):
            await again(session, text)

    return DisturbedChannel(channel, deliver)
