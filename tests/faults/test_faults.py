"""Each disturbance does its one thing, as often as it was told to."""

import pytest

from escalation_tests.channels import python_channel
from escalation_tests.contract.scenario import Chaos
from escalation_tests.engine.clock import LoopClock
from escalation_tests.errors import UnknownName
from escalation_tests.faults import disturb
from escalation_tests.faults.disturbance import BOT, DESK
from escalation_tests.model.plan import FaultSpec
from escalation_tests.ports import Answer, Opening
from escalation_tests.testing.virtual import run_virtual

CLOCK = LoopClock(epoch=0.0)
OPENING = Opening("c-1", "u-1", "Kim", "kim@x.test", "en", "t1")


@pytest.mark.parametrize(
    ("name", "times", "answer"),
    [
        ("unavailable", 2, Answer(503, {"error": "unavailable"}, times=2)),
        ("refuses", 0, Answer(409, {"error": "nobody_online"}, times=0)),
        ("slow", 1, Answer(delay=4.0, times=1)),
        ("hangs", 3, Answer(504, delay=3600.0, times=3)),
    ],
)
def test_how_a_bad_desk_answers(name, times, answer) -> None:
    fault = FaultSpec("desk", name, times, 4.0)
    assert disturb(CLOCK).answers([fault]) == (answer,)


def test_faults_follow_each_other_and_each_leg_has_its_own() -> None:
    faults = [
        FaultSpec("desk", "unavailable"), FaultSpec("bot", "slow"), FaultSpec("desk", "refuses"),
    ]  # fmt: skip
    assert [answer.status for answer in disturb(CLOCK).answers(faults)] == [503, 409]
    assert disturb(CLOCK).answers([]) == ()


def test_without_a_fault_the_channel_is_itself() -> None:
    channel = python_channel(lambda _c, text: text, CLOCK)
    assert disturb(CLOCK).channel(channel, [FaultSpec("desk", "slow")]) is channel


def test_every_fault_that_can_be_written_exists() -> None:
    for leg, registry in (("desk", DESK), ("bot", BOT)):
        written = Chaos.model_fields[leg].annotation
        names = {name for part in written.__args__ for name in getattr(part, "__args__", ())}
        assert names == set(registry)


@pytest.mark.parametrize(("leg", "name"), [("desk", "slwo"), ("bot", "sends_twise")])
def test_an_unknown_fault_is_refused_with_the_nearest(leg, name) -> None:
    channel = python_channel(lambda _c, text: text, CLOCK)
    build = {"desk": disturb(CLOCK).answers, "bot": lambda f: disturb(CLOCK).channel(channel, f)}
    with pytest.raises(UnknownName, match="did you mean") as caught:
        build[leg]([FaultSpec(leg, name)])
    assert caught.value.kind == f"fault of the {leg}"


async def spoken(faults, bubbles):
    """What reaches a bot, and when, through a disturbed channel."""
    arrived = []

    async def bot(message):
        arrived.append((CLOCK.now(), message.text, message.message_id))
        return message.text

    good = python_channel(bot, CLOCK)
    channel = disturb(CLOCK).channel(good, faults)
    assert channel.signal_mapped is good.signal_mapped
    await channel.start()
    session = await channel.open(OPENING)
    assert (session.conversation, session.listens) == ("c-1", False)
    for bubble in bubbles:
        await session.send(bubble)
    heard = []
    while (event := await session.receive()) is not None:
        heard.append(event.text)
    await session.close()
    await channel.stop()
    return arrived, heard


def test_bubbles_are_late_as_often_as_told() -> None:
    faults = [FaultSpec("bot", "slow", times=2, seconds=60.0)]
    arrived, heard = run_virtual(spoken(faults, ["a", "b", "c"]))
    assert [(time, text) for time, text, _ in arrived] == [(60, "a"), (120, "b"), (120, "c")]
    assert heard == ["a", "b", "c"]


@pytest.mark.parametrize(("times", "texts"), [(1, "aabc"), (2, "aabbc"), (0, "aabbcc")])
def test_bubbles_arrive_twice_as_the_same_delivery(times, texts) -> None:
    faults = [FaultSpec("bot", "sends_twice", times=times)]
    arrived, heard = run_virtual(spoken(faults, ["a", "b", "c"]))
    assert "".join(text for _, text, _ in arrived) == "".join(heard) == texts
    assert len({identity for *_, identity in arrived}) == 3


def test_disturbances_add_up() -> None:
    faults = [
        FaultSpec("bot", "slow", times=0, seconds=5.0), FaultSpec("bot", "sends_twice", times=0),
    ]  # fmt: skip
    arrived, _ = run_virtual(spoken(faults, ["a", "b"]))
    assert [(time, text) for time, text, _ in arrived] == [
        (5, "a"), (5, "a"), (10, "b"), (10, "b")
    ]  # fmt: skip


def test_a_session_that_cannot_repeat_is_sent_the_text_again() -> None:
    sent = []

    class Session:
        conversation, listens = "c-1", False

        async def send(self, text):
            sent.append(text)

    class Channel:
        signal_mapped = False

        async def open(self, _):
            return Session()

    async def talk():
        faults = [FaultSpec("bot", "sends_twice"), FaultSpec("bot", "slow", seconds=9.0)]
        session = await disturb(CLOCK).channel(Channel(), faults).open(OPENING)
        await session.send("a")
        await session.repeat()

    run_virtual(talk())
    assert sent == ["a", "a", "a"]
