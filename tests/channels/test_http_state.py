"""Bots that tell elsewhere how a conversation stands: what is muted, and what is dead."""

import pytest
from starlette.responses import JSONResponse, Response

from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Confided, Replied, Said, Signalled

pytestmark = pytest.mark.anyio

REST = {
    "receive": {"messages": "[].text"},
    "state": {
        "url": "/tracker/{conversation_id}",
        "receive": {
            "messages": "`null`", "signal": "paused", "confidence": "sure", "optional": True,
        },
        "muted": "paused",
    },
}  # fmt: skip


class Tracked:
    """A bot that answers with a list, and has a tracker."""

    def __init__(self) -> None:
        self.says: list[str] = ["hello"]
        self.tracker: dict[str, object] = {"paused": False}
        self.asked: list[str] = []

    async def answer(self, request):
        if request.url.path == "/":
            return JSONResponse([{"text": text} for text in self.says])
        self.asked.append(request.url.path)
        if self.tracker.get("broken"):
            return Response(b"oops", 500)
        return JSONResponse(self.tracker)


@pytest.fixture
async def tracked(serve, connect):
    bot = Tracked()
    bot.session = await connect(await serve(bot.answer), **REST)
    return bot


async def kinds(bot, drained):
    await bot.session.send("hi")
    return [event for event in await drained(bot.session) if not isinstance(event, Replied)]


async def test_the_state_is_asked_for_after_each_reply(tracked, drained) -> None:
    tracked.tracker["sure"] = 0.4
    assert await kinds(tracked, drained) == [Said("hello"), Confided(0.4)]
    assert tracked.asked == ["/tracker/c-1"]


async def test_the_state_is_a_reply_that_a_desk_may_overhear(tracked, drained) -> None:
    await tracked.session.send("hi")
    bodies = [event.body for event in await drained(tracked.session) if isinstance(event, Replied)]
    assert bodies == [[{"text": "hello"}], {"paused": False}]


async def test_a_state_that_lasts_is_one_signal_and_a_new_one_is_another(tracked, drained) -> None:
    tracked.tracker["paused"] = True
    assert await kinds(tracked, drained) == [Said("hello"), Signalled(None, "true")]
    tracked.says = []
    assert await kinds(tracked, drained) == []
    tracked.tracker["paused"], tracked.says = False, ["back"]
    assert await kinds(tracked, drained) == [Said("back")]
    tracked.tracker["paused"] = True
    assert await kinds(tracked, drained) == [Said("back"), Signalled(None, "true")]


async def test_silence_of_a_bot_that_is_not_muted_is_an_error(tracked, drained) -> None:
    tracked.says = []
    with pytest.raises(ChannelError, match=r"dead: the bot said nothing.*`paused`") as caught:
        await kinds(tracked, drained)
    assert caught.value.trouble.received == '{"paused": false}'


async def test_a_state_that_cannot_be_read_is_told(tracked, drained) -> None:
    tracked.tracker["broken"] = True
    with pytest.raises(ChannelError, match="answered HTTP 500"):
        await kinds(tracked, drained)
