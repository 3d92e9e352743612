"""The desk over HTTP: what it takes, holds, passes on and shows."""

import asyncio
import json

import httpx
import pytest

from escalation_tests.demo.desk.app import LARGEST, desk_app
from escalation_tests.demo.desk.cases import Cases
from escalation_tests.demo.desk.counter import Counter


def handoff(number=1, **more):
    return {"event": "handoff", "id": f"h{number}", "conversation_id": f"c{number}", **more}


def message(text="hello?", **more):
    return {"event": "message", "conversation_id": "c1", "text": text, **more}


def desk(*requests, **options):
    """The answers of a desk to deliveries (bytes or JSON) and to paths that are looked at."""

    async def ask():
        counter = Counter(**options)
        app = httpx.ASGITransport(desk_app(counter))
        async with httpx.AsyncClient(transport=app, base_url="http://desk") as client:
            answers = [await _one(client, request) for request in requests]
        await counter.close()
        return answers

    return asyncio.run(ask())


async def _one(client, request):
    if isinstance(request, str):
        return await client.get(request)
    body = request if isinstance(request, bytes) else json.dumps(request).encode()
    return await client.post("/handoffs", content=body)


def behind(answer):
    """Somebody behind the desk who answers like this, and what they were asked."""
    asked = []

    def take(request):
        asked.append(json.loads(request.content))
        return answer

    return asked, {"forward": "http://behind/", "transport": httpx.MockTransport(take)}


def test_a_handoff_is_held_with_the_messages_that_follow() -> None:
    taken, more, listed, one = desk(handoff(), message(), "/handoffs", "/handoffs/c1")
    assert (taken.status_code, more.status_code) == (201, 201)
    assert listed.json() == [{"conversation_id": "c1", "deliveries": [handoff(), message()]}]
    assert one.json() == [handoff(), message()]


def test_a_repeated_id_is_held_once() -> None:
    first, again, listed = desk(handoff(), handoff(), "/handoffs")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["duplicate"] is True
    assert len(listed.json()[0]["deliveries"]) == 1


def test_equal_messages_without_an_id_are_two() -> None:
    *_, listed = desk(handoff(), message("hm"), message("hm"), "/handoffs")
    assert len(listed.json()[0]["deliveries"]) == 3


def test_a_closed_desk_refuses_everything() -> None:
    refused, listed = desk(handoff(), "/handoffs", closed=True)
    assert (refused.status_code, refused.json()) == (409, {"error": "nobody_online"})
    assert listed.json() == []


def test_the_newest_comes_first_and_the_page_asks_for_some() -> None:
    *_, all_of_them, some = desk(
        handoff(1), handoff(2), handoff(3), "/handoffs", "/handoffs?latest=2"
    )
    assert [one["conversation_id"] for one in all_of_them.json()] == ["c3", "c2", "c1"]
    assert [one["conversation_id"] for one in some.json()] == ["c3", "c2"]


def test_nothing_is_sent_again_to_who_has_seen_it() -> None:
    async def look():
        counter = Counter()
        app = httpx.ASGITransport(desk_app(counter))
        async with httpx.AsyncClient(transport=app, base_url="http://desk") as client:
            await client.post("/handoffs", json=handoff())
            tag = (await client.get("/handoffs")).headers["etag"]
            same = await client.get("/handoffs", headers={"if-none-match": tag})
            await client.post("/handoffs", json=message())
            return same, await client.get("/handoffs", headers={"if-none-match": tag})

    same, changed = asyncio.run(look())
    assert (same.status_code, changed.status_code) == (304, 200)


def test_an_unknown_conversation_is_not_found() -> None:
    (answer,) = desk("/handoffs/c9")
    assert (answer.status_code, list(answer.json())) == (404, ["error"])


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\xff",
        b"[]",
        b"{",
        b"[" * 100_000,
        b'{"event": "handoff", "conversation_id": "c", "x": Infinity}',
        {"event": "handoff"},
        {"event": "party", "conversation_id": "c1"},
        {"event": [], "conversation_id": "c1"},
        {"event": "handoff", "conversation_id": ""},
        {"event": "handoff", "conversation_id": {"a": 1}},
        {"event": "handoff", "conversation_id": "c" * 201},
    ],
    ids=lambda garbage: str(garbage)[:40],
)
def test_garbage_is_refused_in_words_and_not_held(garbage) -> None:
    answer, listed = desk(garbage, "/handoffs")
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert listed.json() == []


def test_a_delivery_without_end_is_cut_off() -> None:
    (answer,) = desk(b" " * (LARGEST + 1))
    assert answer.status_code == 413


@pytest.mark.parametrize("id_", [None, 7, [], {}, "x" * 999])
def test_an_odd_id_is_none(id_) -> None:
    first, second = desk(handoff(id=id_), handoff(id=id_))
    assert (first.status_code, second.status_code) == (201, 201)


@pytest.mark.parametrize("text", ["\ud800", "\x00", "<script>alert(1)</script>", "\u202e", "😀"])
def test_any_text_comes_out_as_it_went_in(text) -> None:
    *_, listed = desk(message(text), "/handoffs")
    assert listed.json()[0]["deliveries"][0]["text"] == text


def test_what_is_accepted_behind_it_is_held() -> None:
    asked, options = behind(httpx.Response(202, json={"ticket": 5}))
    answer, listed = desk(handoff(), "/handoffs", **options)
    assert (answer.status_code, answer.json()) == (202, {"ticket": 5})
    assert asked == [handoff()]
    assert len(listed.json()) == 1


@pytest.mark.parametrize("status", [302, 400, 409, 500, 503])
def test_what_is_refused_behind_it_is_not_held_and_asked_again(status) -> None:
    asked, options = behind(httpx.Response(status, json={"error": "no"}))
    first, second, listed = desk(handoff(), handoff(), "/handoffs", **options)
    assert (first.status_code, first.json()) == (status, {"error": "no"})
    assert second.status_code == status
    assert len(asked) == 2
    assert listed.json() == []


def test_nobody_behind_it_is_said() -> None:
    def fail(request):
        raise httpx.ConnectError("no")

    (answer,) = desk(handoff(), forward="http://behind/", transport=httpx.MockTransport(fail))
    assert answer.status_code == 502
    assert "ConnectError" in answer.json()["error"]


def test_whoever_hangs_behind_it_is_given_up() -> None:
    async def hang(request):
        await asyncio.Event().wait()

    hanging = httpx.MockTransport(hang)
    options = {"forward": "http://behind/", "transport": hanging, "patience": 0.01}
    answer, listed = desk(handoff(), "/handoffs", **options)
    assert answer.status_code == 504
    assert listed.json() == []


def test_a_repetition_waits_for_the_first_answer() -> None:
    asked = []

    async def play():
        go = asyncio.Event()

        async def take(request):
            asked.append(request)
            await go.wait()
            return httpx.Response(201, json={"ticket": 1})

        counter = Counter("http://behind/", transport=httpx.MockTransport(take))
        both = [asyncio.create_task(counter.take("c1", "h1", b"{}")) for _ in range(2)]
        while not asked:
            await asyncio.sleep(0)
        go.set()
        answers = await asyncio.gather(*both)
        await counter.close()
        return answers, counter.cases.of("c1")

    (first, second), held = asyncio.run(play())
    assert first == second
    assert len(asked) == 1
    assert held == b"[{}]"


def test_a_flood_drops_the_oldest() -> None:
    cases = Cases(kept=2, held=100)
    for number in range(3):
        cases.keep(f"c{number}", f"h{number}", b"{}")
    assert cases.of("c0") is None
    assert not cases.has("h0")
    assert cases.has("h2")
    cases.keep("c3", "h3", b'"' + b"x" * 97 + b'"')
    assert (cases.of("c1"), cases.of("c2")) == (None, None)
    assert cases.of("c3")


def test_the_page_is_served_with_its_guard() -> None:
    page, script, style = desk("/", "/desk.js", "/desk.css")
    assert 'role="status"' in page.text
    assert "<script>" not in page.text
    for answer in (page, script, style):
        assert "default-src 'self'" in answer.headers["content-security-policy"]
