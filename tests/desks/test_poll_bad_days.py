"""A desk that is down, slow, strict or confused is an error on its leg, and never a silence."""

import asyncio

import pytest

from escalation_tests.contract.polling import PollDesk
from escalation_tests.desks import poll_desk
from escalation_tests.errors import DeskError
from escalation_tests.model.record import Leg
from tests.desks.fake_desk import KEY, fake_desk, page_of, raw_json, written

pytestmark = pytest.mark.anyio


@pytest.fixture
async def theirs():
    async with fake_desk() as desk:
        yield desk


@pytest.fixture
def config(theirs):
    def made(**written) -> PollDesk:
        listing = {"url": "tickets", "items": "results", **written.pop("list", {})}
        return PollDesk(**{
            "kind": "poll", "url": theirs.url, "auth": {"kind": "bearer", "token": KEY},
            "list": {"paging": {"next": "next"}, **listing},
            "handoff": {"conversation": "conversation", "queue": "queue"},
            "every": "5ms", "slowest": "20ms", "patience": "150ms", "timeout": "5s", **written,
        })  # fmt: skip

    return made


@pytest.fixture
async def start(config, clock):
    desks = []

    async def started(**written):
        desk = poll_desk(config(**written), clock)
        desks.append(desk)
        await desk.start()
        return desk

    yield started
    for desk in desks:
        await desk.stop()


async def trouble_of(inbox):
    with pytest.raises(DeskError) as caught:
        await asyncio.wait_for(inbox.caught_up(), 10)
    assert caught.value.trouble.leg is Leg.DESK
    return caught.value.trouble


async def test_a_desk_that_is_down_from_the_start(config, clock) -> None:
    desk = poll_desk(config(url="http://127.0.0.1:9/"), clock)
    with pytest.raises(DeskError) as caught:
        await desk.start()
    assert caught.value.trouble.kind == "refused"
    assert "http://127.0.0.1:9/tickets" in caught.value.trouble.message
    await desk.stop()


async def test_authorisation_lost_in_the_middle(theirs, start, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    theirs.add(conversation="c-1", queue="q")
    await inbox.caught_up()
    theirs.key = "another"
    trouble = await trouble_of(inbox)
    assert trouble.kind == "unauthorized"
    assert "desk.auth" in trouble.message
    assert KEY not in f"{trouble.message}{trouble.received}"
    assert "***" in trouble.received
    with pytest.raises(DeskError, match="unauthorized"):
        await expect(desk, "c-2")
    theirs.key = KEY
    late = await expect(desk, "c-3")
    theirs.add(conversation="c-3", queue="q")
    await late.caught_up()
    assert len(late.handoffs()) == 1, "a desk that is back serves those who come later"
    with pytest.raises(DeskError, match="unauthorized"):
        await inbox.caught_up()


async def test_whoever_waits_at_a_lost_desk_is_told(theirs, start, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    waiting = asyncio.create_task(inbox.arrival())
    await inbox.caught_up()
    theirs.always = page_of(500, "<h1>broken</h1>")
    with pytest.raises(DeskError, match="answered 500"):
        await asyncio.wait_for(waiting, 10)
    assert not inbox.state.observed
    assert "500" in inbox.state.notes["lost"]


@pytest.mark.parametrize(
    "passing",
    [
        [page_of(500, "oops")], [page_of(502, "<h1>bad gateway</h1>")] * 2,
        [page_of(429, "", **{"retry-after": "0"})], [page_of(503, "", **{"retry-after": "0.1"})],
        [page_of(200, "<html>maintenance</html>")], [raw_json("{")], [raw_json("")],
    ],
    ids=["500", "502", "429", "503", "html", "not-json", "empty"],
)  # fmt: skip
async def test_what_passes_is_waited_for(theirs, start, expect, passing) -> None:
    desk = await start(patience="5s")
    inbox = await expect(desk)
    theirs.spoiled = list(passing)
    theirs.add(conversation="c-1", queue="q")
    await inbox.caught_up()
    assert [handoff.id for handoff in inbox.handoffs()] == ["1"]
    assert theirs.spoiled == []


@pytest.mark.parametrize(
    ("answer", "kind", "told"),
    [
        (page_of(500, "<h1>broken</h1>"), "status", "answered 500"),
        (page_of(200, "<html>log in</html>"), "html", "HTML page where JSON was expected"),
        (raw_json('{"results": ['), "not-json", "is not JSON"),
        (raw_json('{"results": [{"id": NaN}]}'), "not-json", "NaN"),
        (raw_json("[" * 9_000), "not-json", "nested too deeply"),
        (raw_json('"hello"'), "not-json", "neither an object nor a list"),
        (page_of(302, "", location="https://login.test/"), "status", "answered 302"),
        (page_of(400, '{"error": "bad query"}'), "status", "answered 400"),
        (page_of(403, "no"), "unauthorized", "does not let us in"),
        (raw_json('{"pad": "' + "y" * 20_000 + '"}'), "too-large", "more than 10000 bytes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_does_not_pass_is_told(theirs, start, expect, answer, kind, told) -> None:
    desk = await start(max_reply=10_000)
    inbox = await expect(desk)
    theirs.always = answer
    trouble = await trouble_of(inbox)
    assert trouble.kind == kind
    assert told in trouble.message
    assert len(trouble.received) <= 500


async def test_a_rate_limit_beyond_reason(theirs, start, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    theirs.always = page_of(429, "slow down", **{"retry-after": "3600"})
    assert (await trouble_of(inbox)).kind == "rate-limited"


async def test_a_desk_that_hangs(theirs, start, expect) -> None:
    desk = await start(timeout="50ms")
    inbox = await expect(desk)
    theirs.spoiled = ["hang"] * 10
    trouble = await trouble_of(inbox)
    assert (trouble.kind, "desk.timeout" in trouble.message) == ("timeout", True)


async def test_pages_in_a_circle(theirs, start, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    theirs.always = written({"results": [{"id": 1}], "next": f"{theirs.url}/tickets?page=2"})
    trouble = await trouble_of(inbox)
    assert (trouble.kind, "desk.list" in trouble.message) == ("page-loop", True)


async def test_a_page_number_that_is_not_heeded_ends_the_list(theirs, start, expect) -> None:
    desk = await start(list={"paging": {"page": "page"}})
    inbox = await expect(desk)
    theirs.always = written({"results": [{"id": 1, "conversation": "c-1", "queue": "q"}]})
    await inbox.caught_up()
    assert [handoff.id for handoff in inbox.handoffs()] == ["1"]


async def test_more_pages_than_may_be_read(theirs, start, expect) -> None:
    theirs.size = 1
    desk = await start(list={"paging": {"next": "next", "most": 3}})
    inbox = await expect(desk)
    for _ in range(4):
        theirs.add(conversation="c-1", queue="q")
    trouble = await trouble_of(inbox)
    assert trouble.kind == "too-many-pages"
    assert "desk.list.paging.most" in trouble.message
    assert inbox.handoffs() == (), "a part of the list is no list"


async def test_pages_that_lead_to_another_host(theirs, start, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    theirs.always = written({"results": [], "next": "http://127.0.0.1:9/steal?page=2"})
    trouble = await trouble_of(inbox)
    assert trouble.kind == "page-elsewhere"
    assert "http://127.0.0.1:9/steal" in trouble.message


async def test_a_thing_that_is_gone_when_its_details_are_asked_for(theirs, start, expect) -> None:
    details = [{"url": "one/{item.conversation}", "as": "more"}]
    desk = await start(details=details)
    inbox = await expect(desk)
    theirs.add(conversation="c-1", queue="q")
    await inbox.caught_up()
    assert len(inbox.handoffs()) == 1


async def test_details_that_cannot_be_read_do_not_make_a_handoff_without_them(
    theirs, start, expect
) -> None:
    desk = await start(details=[{"url": "comments/{id}", "as": "comments"}])
    inbox = await expect(desk)
    theirs.comments["1"] = [{"text": "hi"}]
    theirs.add(conversation="c-1", queue="q")
    theirs.spoiled = [written({"results": theirs.tickets, "next": None}), *[page_of(500, "")] * 30]
    assert (await trouble_of(inbox)).kind == "status"
    assert inbox.handoffs() == ()


async def test_lost_while_each_conversation_is_asked_for(theirs, start, expect) -> None:
    listing = {"url": "one/{conversation_id}", "items": "@", "paging": None}
    desk = await start(list=listing)
    one = await expect(desk, "c-1")
    theirs.key = "another"
    assert (await trouble_of(one)).kind == "unauthorized"
    assert not one.state.observed


async def test_after_the_desk_was_left_nobody_waits_for_ever(start, expect) -> None:
    desk = await start(every="60s")
    inbox = await expect(desk)
    await inbox.caught_up()
    waiting = asyncio.create_task(inbox.caught_up())
    await asyncio.sleep(0)
    await desk.stop()
    with pytest.raises(DeskError, match="left"):
        await asyncio.wait_for(waiting, 5)
    with pytest.raises(DeskError, match="left"):
        await inbox.caught_up()


async def test_a_flood_of_tickets_is_bounded(theirs, start, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    for number in range(300):
        theirs.add(conversation="c-1", queue="q" * 100, id=number)
    await inbox.caught_up()
    assert len(inbox.handoffs()) == 200
    assert inbox.state.notes["dropped"] == "100"
