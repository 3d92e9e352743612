"""A bot's own wire format, connected by configuration alone."""

import base64

import pytest
from starlette.responses import JSONResponse

from escalation_tests.channels import http_channel
from escalation_tests.contract.bot import HttpBot
from escalation_tests.errors import ChannelError, UnknownName
from escalation_tests.model.event import Confided, Replied, Said, Signalled
from escalation_tests.model.message import Speaker

pytestmark = pytest.mark.anyio


@pytest.fixture
async def recorded(serve):
    """A bot that answers with what it is told to, and remembers what it was asked."""

    class Recorded:
        def __init__(self) -> None:
            self.requests, self.reply = [], {"messages": [{"text": "hello"}]}

        async def answer(self, request):
            self.requests.append((request, await request.body()))
            reply = self.reply
            return JSONResponse(reply.pop(0) if isinstance(reply, list) else reply)

    bot = Recorded()
    bot.url = await serve(bot.answer)
    return bot


def said(events):
    return [event.text for event in events if isinstance(event, Said)]


async def test_without_any_mapping_the_plain_shape_is_spoken(recorded, connect, drained) -> None:
    session = await connect(recorded.url)
    await session.send("hi")
    assert said(await drained(session)) == ["hello"]
    request, body = recorded.requests[0]
    assert body == b'{"conversation":"c-1","text":"hi"}'
    assert request.headers["content-type"] == request.headers["accept"] == "application/json"
    assert request.headers["user-agent"] == "escalation-tests"
    assert request.headers["accept-encoding"] == "gzip, deflate"
    assert not session.listens


async def test_messages_keep_their_order_and_come_once(recorded, connect, drained) -> None:
    recorded.reply = {"messages": [{"text": f"part {n}"} for n in range(5)]}
    session = await connect(recorded.url)
    await session.send("hi")
    assert said(await drained(session)) == [f"part {n}" for n in range(5)]
    assert await session.receive() is None


async def test_placeholders_fill_every_part_of_a_request(recorded, connect) -> None:
    session = await connect(
        f"{recorded.url}/bots/{{conversation_id}}/",
        send={
            "url": "say/{customer_id}",
            "method": "PUT",
            "json": {"a": [{"b": "<{text}>"}], "n": 7, "literal": "{{text}} {} { text }"},
            "query": {"lang": "{language}", "who": "{customer_name}"},
            "headers": {"x-customer": "{customer_name} {token}"},
        },
    )
    session.values["customer_id"] = "u/1 ?#"
    await session.send('é "quoted"\n')
    request, body = recorded.requests[0]
    assert request.scope["raw_path"] == b"/bots/c-1/say/u%2F1%20%3F%23"
    assert request.method == "PUT"
    assert body.decode() == (
        '{"a":[{"b":"<é \\"quoted\\"\\n>"}],"n":7,"literal":"{text} {} { text }"}'
    )
    assert dict(request.query_params) == {"lang": "es", "who": "Ana López-K7F3"}
    assert request.headers["x-customer"] == "Ana L%C3%B3pez-K7F3 k7f3"


async def test_a_form_is_sent_as_a_form(recorded, connect) -> None:
    session = await connect(recorded.url, send={"form": {"Body": "{text}", "From": "+{token}"}})
    await session.send("a & b = ü")
    request, body = recorded.requests[0]
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert body == b"Body=a+%26+b+%3D+%C3%BC&From=%2Bk7f3"


async def test_customers_words_cannot_add_a_header(recorded, connect) -> None:
    session = await connect(recorded.url, send={"headers": {"x-text": "{text}"}})
    await session.send("one\r\nx-admin: yes")
    request, _ = recorded.requests[0]
    assert request.headers["x-text"] == "one x-admin: yes"
    assert "x-admin" not in request.headers


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ({"send": {"json": {"deep": [{"t": "{txt}"}]}}}, "txt"),
        ({"send": {"url": "/{conversationid}"}}, "conversationid"),
        ({"send": {"headers": {"x": "{tokn}"}}}, "tokn"),
        ({"send": {"query": {"x": "{langauge}"}}}, "langauge"),
        ({"send": {"form": {"x": "{opened.id}"}}}, "opened.id"),
        ({"open": {"json": {"first": "{text}"}}}, "text"),
    ],
)
def test_an_unknown_placeholder_is_refused_when_the_channel_is_built(clock, part, name) -> None:
    with pytest.raises(UnknownName) as caught:
        http_channel(HttpBot(channel="http", url="http://bot.test", **part), clock)
    assert caught.value.name == name
    assert "allowed: " in str(caught.value)


def test_the_nearest_placeholder_is_proposed(clock) -> None:
    bot = HttpBot(channel="http", url="http://bot.test", send={"json": "{conversationid}"})
    with pytest.raises(UnknownName, match="did you mean 'conversation_id'"):
        http_channel(bot, clock)


def test_an_expression_that_does_not_parse_is_refused_when_the_channel_is_built(clock) -> None:
    bot = HttpBot(channel="http", url="http://bot.test", receive={"signal": "a[.b"})
    with pytest.raises(ChannelError, match=r"bot\.receive\.signal: 'a\[\.b' is no JMESPath"):
        http_channel(bot, clock)


def test_an_address_of_another_kind_is_refused_when_the_channel_is_built(clock) -> None:
    with pytest.raises(ChannelError, match="no http:// or https:// address"):
        http_channel(HttpBot(channel="http", url="bot.test/chat"), clock)


async def test_an_opening_request_greets_and_names_the_conversation(
    recorded, connect, drained
) -> None:
    recorded.reply = [
        {"id": "bot-77", "session": {"n": 5}, "hello": ["Welcome!"]},
        {"messages": [{"text": "ok"}]},
    ]
    session = await connect(
        recorded.url,
        open={
            "url": "/open",
            "json": {"name": "{customer_name}"},
            "keep": {"conversation_id": "id", "n": "session.n"},
            "receive": {"messages": "hello"},
        },
        send={"url": "/talk/{conversation_id}", "json": {"n": "{opened.n}", "t": "n={opened.n}"}},
    )
    assert session.conversation == "bot-77"
    assert said(await drained(session)) == ["Welcome!"]
    await session.send("hi")
    assert [request.url.path for request, _ in recorded.requests] == ["/open", "/talk/bot-77"]
    assert recorded.requests[1][1] == b'{"n":5,"t":"n=5"}'


async def test_a_value_to_keep_that_does_not_come_is_an_error(recorded, connect) -> None:
    recorded.reply = {"sessionId": "x"}
    with pytest.raises(ChannelError) as caught:
        await connect(recorded.url, open={"keep": {"conversation_id": "session_id"}})
    assert caught.value.trouble.kind == "no-match"
    assert "did you mean `sessionId`?" in caught.value.trouble.message
    assert caught.value.trouble.received == '{"sessionId": "x"}'


async def test_signal_queue_and_confidence_are_found(recorded, connect, drained) -> None:
    recorded.reply = {
        "messages": [{"text": "One moment"}],
        "handoff": {"queue": "billing"},
        "nlu": 0.25,
    }
    session = await connect(
        recorded.url,
        receive={"signal": "handoff", "queue": "handoff.queue", "confidence": "nlu"},
    )
    await session.send("a human please")
    events = await drained(session)
    assert events == [
        Confided(0.25),
        Said("One moment"),
        Signalled("billing", '{"queue": "billing"}'),
        Replied(None),
    ]
    assert events[-1].body == recorded.reply


@pytest.mark.parametrize("nothing", [None, False, "", [], {}, 0])
async def test_an_empty_signal_is_none(recorded, connect, drained, nothing) -> None:
    recorded.reply = {"messages": [], "handoff": nothing}
    session = await connect(recorded.url, receive={"signal": "handoff"})
    await session.send("hi")
    assert [type(event) for event in await drained(session)] == [Replied]


@pytest.mark.parametrize(("written", "understood"), [(1, 1.0), ("0.5", 0.5), (87, 0.87)])
async def test_confidence_in_other_spellings(
    recorded, connect, drained, written, understood
) -> None:
    recorded.reply = {"messages": [], "c": written}
    session = await connect(recorded.url, receive={"confidence": "c"})
    await session.send("hi")
    assert (await drained(session))[0] == Confided(understood)


async def test_authors_are_told_apart_and_echoes_dropped(recorded, connect, drained) -> None:
    recorded.reply = {
        "log": [
            {"t": "hi", "by": "User", "n": 1},
            {"t": "Hello", "by": "bot", "n": 2},
            {"t": "I am Kim", "by": "agent"},
            {"t": "Kim joined", "by": "robo"},
            {"t": "no author"},
        ]
    }
    session = await connect(
        recorded.url,
        receive={
            "messages": "log",
            "text": "t",
            "speaker": "by",
            "id": "n",
            "roles": {"robo": "system"},
        },
    )
    await session.send("hi")
    assert [event for event in await drained(session) if isinstance(event, Said)] == [
        Said("Hello", Speaker.BOT, "2"),
        Said("I am Kim", Speaker.HUMAN),
        Said("Kim joined", Speaker.SYSTEM),
        Said("no author"),
    ]


async def test_an_unknown_author_is_an_error_that_says_where_to_map_it(recorded, connect) -> None:
    recorded.reply = {"messages": [{"text": "x", "by": "zork"}]}
    session = await connect(
        recorded.url, receive={"messages": "messages", "text": "text", "speaker": "by"}
    )
    with pytest.raises(ChannelError, match=r"author zork .*bot\.receive\.roles"):
        await session.send("hi")


@pytest.mark.parametrize(
    ("auth", "header"),
    [
        ({"token": "sesame-77"}, "Bearer sesame-77"),
        ({"basic": "ana:pa55word"}, "Basic " + base64.b64encode(b"ana:pa55word").decode()),
        ({"headers": {"Authorization": "Key k-998877"}}, "Key k-998877"),
        ({}, None),
        ({"token": "loses", "headers": {"authorization": "Wins 1"}}, "Wins 1"),
    ],
)
async def test_authorization_reaches_the_bot(recorded, connect, auth, header) -> None:
    session = await connect(recorded.url, **auth)
    await session.send("hi")
    assert recorded.requests[0][0].headers.get("authorization") == header


async def test_user_and_password_in_the_url_are_basic_authorization(recorded, connect) -> None:
    session = await connect(recorded.url.replace("://", "://ana:p%40ss@"))
    await session.send("hi")
    given = recorded.requests[0][0].headers["authorization"]
    assert base64.b64decode(given.removeprefix("Basic ")) == b"ana:p@ss"


async def test_a_bot_that_shows_our_secrets_does_not_make_us_show_them(serve, connect) -> None:
    async def tells(request):
        return JSONResponse({"you": dict(request.headers), "path": str(request.url)}, 403)

    url = await serve(tells)
    session = await connect(
        url.replace("://", "://ana:urlpa55@") + "/chat?key=urlk3y",
        token="sesame-77",
        basic=None,
        headers={"x-key": "Key k-998877", "x-deep": "d33p-secret"},
        send={"headers": {"x-more": "m0re-secret"}, "json": {}},
    )
    with pytest.raises(ChannelError) as caught:
        await session.send("hi")
    told = str(caught.value) + caught.value.trouble.received
    assert "403" in told
    assert "x-deep" in told
    for secret in ("sesame-77", "k-998877", "d33p-secret", "m0re-secret", "urlpa55", "urlk3y"):
        assert secret not in told


async def test_cookies_stay_within_their_conversation(serve, connect, opening) -> None:
    seen = []

    async def bakes(request):
        seen.append(request.cookies.get("sid"))
        response = JSONResponse({"messages": []})
        if not request.cookies:
            response.set_cookie("sid", f"s{len(seen)}")
        return response

    url = await serve(bakes)
    first, second = await connect(url), await connect(url, opening("c-2"))
    for session in (first, second, first, second):
        await session.send("hi")
    assert seen == [None, None, "s1", "s2"]


async def test_bubbles_of_one_turn_share_its_number_and_not_their_ids(
    recorded, connect, drained
) -> None:
    session = await connect(recorded.url, send={"json": {"turn": "{turn}", "id": "{message_id}"}})
    await session.send("one")
    await session.send("two")
    await drained(session)
    await session.send("three")
    await session.repeat()
    bodies = [body for _, body in recorded.requests]
    assert [body[:11] for body in bodies] == [
        b'{"turn":"1"', b'{"turn":"1"', b'{"turn":"2"', b'{"turn":"2"',
    ]  # fmt: skip
    assert len(set(bodies)) == 3
    assert bodies[2] == bodies[3]


async def test_halves_of_characters_and_nul_are_replaced_and_heard(
    serve, connect, drained
) -> None:
    from starlette.responses import Response

    async def broken(_):
        body = rb'{"messages": [{"text": "a\ud800b\u0000c"}, {"text": "\ud83d\ude00"}]}'
        return Response(body, media_type="application/json")

    session = await connect(await serve(broken))
    await session.send("out \ud800 and \x00")
    assert said(await drained(session)) == ["a\ufffdb\ufffdc", "\U0001f600"]
