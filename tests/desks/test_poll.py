"""A desk that is asked: what is new counts once, what is old never, whatever the pages say."""

import asyncio

import pytest

from escalation_tests.contract.polling import PollDesk
from escalation_tests.desks import poll_desk
from escalation_tests.errors import DeskError
from escalation_tests.model.handoff import Source
from tests.desks.fake_desk import KEY, fake_desk, raw_json, written

pytestmark = pytest.mark.anyio

MAPPING = {"conversation": "conversation", "queue": "queue", "summary": "summary"}
PAGING = {
    "next": {"next": "next"},
    "link": {"link": True},
    "page": {"page": "page"},
    "cursor": {"cursor": "after", "cursor_as": "page"},
}


@pytest.fixture
async def theirs():
    async with fake_desk() as desk:
        yield desk


@pytest.fixture
def config(theirs):
    def made(paging="next", **written) -> PollDesk:
        listing = {
            "url": "tickets", "items": "results", "order": "made", "paging": PAGING[paging],
            **written.pop("list", {}),
        }  # fmt: skip
        return PollDesk(**{
            "kind": "poll", "url": theirs.url, "auth": {"kind": "bearer", "token": KEY},
            "list": listing, "handoff": MAPPING, "every": "5ms", "slowest": "20ms",
            "patience": "200ms", **written,
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


async def held(inbox):
    await inbox.caught_up()
    return [handoff.id for handoff in inbox.handoffs()]


async def test_what_the_desk_gets_becomes_a_handoff(theirs, start, expect, clock) -> None:
    desk = await start()
    inbox = await expect(desk)
    before = clock.now()
    theirs.add(conversation="c-1", queue="billing")
    await asyncio.wait_for(inbox.arrival(), 5)
    (handoff,) = inbox.handoffs()
    assert (handoff.conversation, handoff.queue, handoff.id) == ("c-1", "billing", "1")
    assert (handoff.source, handoff.accepted) == (Source.POLL, True)
    assert before <= handoff.at <= clock.now()
    assert inbox.state.observed
    assert inbox.state.fields == {"conversation", "queue", "summary"}


async def test_what_lay_there_before_never_counts(theirs, start, expect) -> None:
    old = theirs.add(conversation="c-1", queue="old")
    desk = await start()
    inbox = await expect(desk)
    assert await held(inbox) == []
    old["queue"] = "touched by somebody"
    assert await held(inbox) == []
    theirs.add(conversation="c-1", queue="new")
    assert await held(inbox) == ["2"]
    assert dict(desk.strays()) == {}


async def test_found_by_the_planted_token(theirs, start, expect) -> None:
    desk = await start(handoff={"queue": "queue"})
    inbox = await expect(desk, "c-1", token="zq9token")
    theirs.add(conversation="4711", submitter="zq9token@shop.test", queue="billing")
    theirs.add(conversation="4712", submitter="somebody@else.test", queue="billing")
    assert await held(inbox) == ["1"]
    assert dict(desk.strays()) == {"unknown": 1}
    assert "somebody@else.test" in desk.samples()[0]


@pytest.mark.parametrize("paging", PAGING)
async def test_all_pages_are_read_and_doubles_count_once(theirs, start, expect, paging) -> None:
    theirs.size = 2
    desk = await start(paging=paging)
    inbox = await expect(desk)
    for _ in range(7):
        theirs.add(conversation="c-1", queue="q")
    theirs.tickets.insert(3, theirs.tickets[2])
    assert await held(inbox) == [str(number) for number in range(1, 8)]
    assert await held(inbox) == [str(number) for number in range(1, 8)]


async def test_the_order_is_that_in_which_they_were_made(theirs, start, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    for identity, made in (("late", 3), ("early", 1), ("middle", 2)):
        theirs.add(conversation="c-1", id=identity, made=made)
    assert await held(inbox) == ["early", "middle", "late"]


async def test_what_changes_at_the_desk_changes_its_handoff(theirs, start, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    ticket = theirs.add(conversation="c-1", queue="inbound", summary="")
    await inbox.caught_up()
    first = inbox.handoffs()[0]
    ticket |= {"queue": "billing", "summary": "charged twice"}
    await inbox.caught_up()
    (now,) = inbox.handoffs()
    assert (now.queue, now.summary, now.at) == ("billing", "charged twice", first.at)


async def test_only_what_is_a_handoff_by_now(theirs, start, expect) -> None:
    desk = await start(when="status == 'open'")
    inbox = await expect(desk)
    ticket = theirs.add(conversation="c-1", queue="q", status="pending")
    assert await held(inbox) == []
    ticket["status"] = "open"
    assert await held(inbox) == ["1"]


async def test_comments_are_asked_for_and_messages_among_them_told(theirs, start, expect) -> None:
    desk = await start(
        details=[{"url": "comments/{id}", "as": "comments"}],
        handoff={**MAPPING, "transcript": "comments[?kind == 'transcript'].{role: by, text: text}"},
        entries="comments",
        message={"when": "entry.kind == 'message'", "text": "entry.text"},
    )  # fmt: skip
    inbox = await expect(desk)
    theirs.comments["1"] = [
        {"kind": "transcript", "by": "customer", "text": "hi"},
        {"kind": "note", "by": "agent", "text": "looks odd"},
    ]
    ticket = theirs.add(conversation="c-1", queue="q")
    await inbox.caught_up()
    (handoff,) = inbox.handoffs()
    assert [line.text for line in handoff.transcript] == ["hi"]
    assert inbox.relayed() == ()
    for text in ("Hello?", "Hello?"):
        theirs.comments["1"].append({"kind": "message", "by": "customer", "text": text})
        ticket["updated"] = len(theirs.comments["1"])
        await inbox.caught_up()
    await inbox.caught_up()
    assert [message.text for message in inbox.relayed()] == ["Hello?", "Hello?"]
    assert len(inbox.handoffs()) == 1


async def test_each_conversation_is_asked_for_by_itself(theirs, start, expect) -> None:
    listing = {"url": "one/{conversation_id}", "items": "@", "paging": None, "order": None}
    desk = await start(list=listing, when="paused")
    one, two = await expect(desk, "c-1"), await expect(desk, "c/2?")
    assert await held(one) == []
    tracker = theirs.add(conversation="c-1", queue="q", paused=False)
    assert await held(one) == []
    tracker["paused"] = True
    assert await held(one) == ["1"]
    assert await held(two) == []
    assert "/one/c/2%3F" in theirs.asked, "an id cannot become a query"
    await two.close()
    await one.close()


async def test_early_ones_are_kept_and_late_ones_counted(theirs, start, expect) -> None:
    desk = await start()
    first = await expect(desk, "c-0")
    ticket = theirs.add(conversation="c-1", queue="q")
    await first.caught_up()
    inbox = await expect(desk)
    assert [handoff.id for handoff in inbox.handoffs()] == ["1"]
    await inbox.close()
    theirs.add(conversation="c-1", queue="q")
    ticket["queue"] = "moved, which is no delivery"
    await first.caught_up()
    assert dict(desk.strays()) == {"late": 1}


async def test_a_delivery_that_comes_late_but_within_the_wait(theirs, start, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    waiting = asyncio.create_task(inbox.arrival())
    for _ in range(3):
        await inbox.caught_up()
        assert not waiting.done()
    theirs.add(conversation="c-1", queue="q")
    await asyncio.wait_for(waiting, 5)
    assert len(inbox.handoffs()) == 1


async def test_one_look_serves_everybody_who_waits(theirs, start, expect) -> None:
    desk = await start(slowest="60s", every="50ms")
    inboxes = [await expect(desk, f"c-{number}") for number in range(50)]
    await inboxes[0].caught_up()
    before = len(theirs.asked)
    await asyncio.gather(*(inbox.caught_up() for inbox in inboxes))
    assert len(theirs.asked) - before <= 2


async def test_since_is_when_the_run_began(theirs, start, clock) -> None:
    await start(list={"query": {"from": "{since}", "epoch": "{since_epoch}"}})
    assert f"epoch={int(clock.wall() - 120)}"[:-2] in theirs.asked[0]
    assert "from=20" in theirs.asked[0]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ({"list": {"url": "t/{conversation}"}}, r"desk\.list: unknown placeholder \{conversation\}"),
        ({"details": [{"url": "{ids}", "as": "x"}]}, r"desk\.details\.0: unknown placeholder"),
        ({"list": {"items": "a["}}, r"desk\.list\.items: 'a\[' is no JMESPath"),
        ({"list": {"paging": {"next": "a["}}}, r"desk\.list\.paging\.next"),
        ({"url": "desk.example.test"}, r"desk\.url is no http"),
        ({"auth": {"kind": "jwt", "secret": "x", "algorithm": "RS256"}}, r"desk\.auth\.secret"),
    ],
)  # fmt: skip
async def test_mistakes_are_told_before_anything_is_asked(config, clock, written, problem) -> None:
    with pytest.raises(DeskError, match=problem):
        poll_desk(config(**written), clock)


async def test_a_list_of_another_shape_is_an_error(theirs, config, clock) -> None:
    for odd in (written({"tickets": []}), raw_json('{"results": [{"name": "no id"}]}')):
        theirs.spoiled = [odd]
        desk = poll_desk(config(), clock)
        with pytest.raises(DeskError) as caught:
            await desk.start()
        assert caught.value.trouble.kind == "no-match"
        assert caught.value.trouble.received
