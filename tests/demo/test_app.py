"""The bot over HTTP: what it answers to good and bad requests."""

import asyncio
import json

import httpx
import pytest

from escalation_tests.demo.bot.app import LARGEST, bot_app
from escalation_tests.demo.bot.delivery import DeskClient
from escalation_tests.demo.bot.service import LONGEST, Bot
from escalation_tests.demo.meaning import Meaning
from tests.demo.shop import CHAT, HUMAN

EVIL = "<img src=x onerror=alert(1)>"


class Simple:
    """Hears a wish for a human in the word `human`, and an order number in `#…`."""

    def read(self, text, before="en"):
        numbers = [word for word in text.split() if word.startswith("#")]
        facts = {"order_id": numbers[0]} if numbers else {}
        topic = "order_status" if facts else None
        if "human" in text:
            return Meaning(wants_human=True, topic=topic, facts=facts)
        return Meaning(topic=topic, facts=facts, chatting=not topic)


class Site:
    """The bot's website, and what its desk was sent."""

    def __init__(self) -> None:
        self.posted = []

    def take(self, request):
        self.posted.append(json.loads(request.content))
        return httpx.Response(201, json={})

    def visit(self, *requests):
        """The answers to requests that are made one after the other."""

        async def all_of_them():
            desk = DeskClient("http://desk/handoffs", httpx.MockTransport(self.take))
            app = httpx.ASGITransport(bot_app(Bot(Simple(), desk), desk))
            async with httpx.AsyncClient(transport=app, base_url="http://bot") as client:
                answers = [await client.request(*one[:2], **one[2]) for one in requests]
            await desk.close()
            return answers

        return asyncio.run(all_of_them())

    def chat(self, *bodies):
        return self.visit(*(("POST", "/chat", {"content": self._bytes(one)}) for one in bodies))

    @staticmethod
    def _bytes(body):
        return body if isinstance(body, bytes) else json.dumps(body).encode()


def says(text, **more):
    return {"conversation": "c1", "text": text, **more}


def test_a_reply_has_its_three_parts() -> None:
    (answer,) = Site().chat(says("Where is #1?"))
    assert answer.status_code == 200
    reply = answer.json()
    assert reply["handoff"] is None
    assert "#1" in reply["messages"][0]["text"]
    assert reply["nlu"] == {"intent": "order_status", "confidence": 1.0, "language": "en"}


def test_the_signal_has_the_id_that_the_desk_got() -> None:
    site = Site()
    (answer,) = site.chat(says("human"))
    signal = answer.json()["handoff"]
    assert signal == {key: site.posted[0][key] for key in ("id", "queue", "priority", "reason")}


def test_what_the_website_knows_is_passed_on_and_what_the_customer_says_goes_before_it() -> None:
    site = Site()
    site.chat(says("#7", customer={"name": "Ann", "email": "a@b.example", "x": 1}), says("human"))
    assert site.posted[0]["customer"] == {
        "name": "Ann",
        "email": "a@b.example",
        "order_id": "#7",
    }


@pytest.mark.parametrize("customer", [None, 7, [], {"name": 5}, {"email": "x" * 999}])
def test_an_odd_profile_is_ignored(customer) -> None:
    site = Site()
    (answer,) = site.chat(says("human", customer=customer))
    assert answer.status_code == 200
    assert site.posted[0]["customer"] == {}


@pytest.mark.parametrize(
    ("garbage", "word"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"conversation": "c", "text": NaN}', "not JSON"),
        (b"[1]", "object"),
        (b'"hello"', "object"),
        (b'{"text": "hello"}', "conversation"),
        (b'{"conversation": "", "text": "hello"}', "conversation"),
        (b'{"conversation": 7, "text": "hello"}', "conversation"),
        (says("hello", conversation="c" * 201), "conversation"),
        (b'{"conversation": "c"}', "text"),
        (b'{"conversation": "c", "text": 7}', "text"),
        (b'{"conversation": "c", "text": null}', "text"),
    ],
    ids=str,
)
def test_garbage_is_refused_in_words(garbage, word) -> None:
    (answer,) = Site().chat(garbage)
    assert answer.status_code == 400
    assert word in answer.json()["error"]


def test_a_request_without_end_is_cut_off() -> None:
    (answer,) = Site().chat(b" " * (LARGEST + 1))
    assert answer.status_code == 413
    assert "larger" in answer.json()["error"]


def test_other_ways_and_paths_are_refused_in_json() -> None:
    wrong, lost = Site().visit(("GET", "/chat", {}), ("GET", "/nowhere", {}))
    assert (wrong.status_code, wrong.json()) == (405, {"error": "Method Not Allowed"})
    assert (lost.status_code, lost.json()) == (404, {"error": "Not Found"})


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "\u200bhu\u200bman", "a\u0301" * 50, EVIL, "{order_id}"]
)
def test_any_text_reaches_the_desk_as_it_came(text) -> None:
    site = Site()
    answers = site.chat(says(text), says("human"), says(text + "!"))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    handoff, message = site.posted
    assert [one["text"] for one in handoff["transcript"] if one["author"] == "customer"] == [
        text,
        "human",
    ]
    assert message["text"] == text + "!"


def test_a_fact_of_odd_letters_is_answered() -> None:
    (answer,) = Site().chat(says("#\ud800 {order_id} {0}"))
    assert "#\ud800" in answer.json()["messages"][0]["text"]


def test_what_is_too_long_is_kept_all_the_same_and_forwarded_in_silence() -> None:
    site, book = Site(), "x" * (LONGEST + 1)
    declined, taken, waiting = site.chat(says(book), says("human"), says(book))
    assert "too long" in declined.json()["messages"][0]["text"]
    assert taken.json()["handoff"]
    assert waiting.json()["messages"] == []
    assert site.posted[0]["transcript"][0]["text"] == book
    assert site.posted[1]["text"] == book


def test_conversations_are_kept_apart() -> None:
    site = Site()
    site.chat(says("#1"), {"conversation": "c2", "text": "human"})
    assert site.posted[0]["customer"] == {}
    assert [line["text"] for line in site.posted[0]["transcript"]] == ["human"]


def test_bubbles_that_arrive_together_are_taken_one_after_the_other() -> None:
    posted = []

    async def slowly(request):
        await asyncio.sleep(0)
        posted.append(json.loads(request.content))
        return httpx.Response(201)

    async def both():
        desk = DeskClient("http://desk/", httpx.MockTransport(slowly))
        bot = Bot(Simple(), desk)
        texts = ("hello", "a human please", "quickly")
        replies = await asyncio.gather(*(bot.hear("c1", text) for text in texts))
        await desk.close()
        return replies

    first, second, third = asyncio.run(both())
    assert first.texts
    assert second.handoff
    assert third.texts == ()
    assert [one["event"] for one in posted] == ["handoff", "message"]
    said = [one["text"] for one in posted[0]["transcript"] if one["author"] == "customer"]
    assert said == ["hello", "a human please"]


def test_latency_holds_back_the_answer_and_nothing_else(monkeypatch) -> None:
    slept = []

    async def sleep(seconds):
        slept.append(seconds)

    async def ask():
        desk = DeskClient("http://desk/", httpx.MockTransport(lambda _: httpx.Response(201)))
        app = httpx.ASGITransport(bot_app(Bot(Simple(), desk), desk, latency=0.3))
        async with httpx.AsyncClient(transport=app, base_url="http://bot") as client:
            monkeypatch.setattr("escalation_tests.demo.bot.app.asyncio.sleep", sleep)
            return await client.post("/chat", json=says("human"))

    assert asyncio.run(ask()).json()["handoff"]
    assert slept == [0.3]


def test_small_talk_and_pages() -> None:
    site = Site()
    page, script, style, health = site.visit(
        *(("GET", path, {}) for path in ("/", "/chat.js", "/chat.css", "/health"))
    )
    assert 'role="log"' in page.text
    assert '<label for="text">' in page.text
    assert "<script>" not in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert script.headers["content-type"].startswith("text/javascript")
    assert style.headers["content-type"].startswith("text/css")
    assert health.json() == {"ok": True}


def test_meanings_used_here_are_what_they_say() -> None:
    ears = Simple()
    assert ears.read("human") == HUMAN
    assert ears.read("hello") == CHAT
