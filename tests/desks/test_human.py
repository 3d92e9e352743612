"""How a desk is told what a person does: over its own interface, by a call, and its refusals."""

import json

import pytest
from pydantic import TypeAdapter

from escalation_tests.contract.desks import DeskConfig
from escalation_tests.desks import scripted_human
from escalation_tests.errors import DeskError
from escalation_tests.model.deed import Deed, Does, Refusal
from tests.channels.conftest import serve

__all__ = ["serve"]
pytestmark = pytest.mark.anyio
SAYS = Deed(Does.SAYS, text='Hello "Bob"')
CALLS: list[dict] = []


def notes(deed):
    CALLS.append(deed)


async def refuses(deed):
    return False


def breaks(deed):
    raise KeyError("no such case")


def person(clock, desk_url="", desk=None, **says):
    written = {"kind": "webhook", **(desk or {}), "human": {"says": says, "transfers": says}}
    desk = TypeAdapter(DeskConfig).validate_python(written)
    return scripted_human(desk, clock, lambda: desk_url)


async def does(human, deed=SAYS):
    return await human.does(deed, "c-1", "case/7", "tok")


async def test_a_request_may_go_to_the_desk_of_the_run(serve, clock) -> None:
    asked = []

    async def answer(request):
        from starlette.responses import JSONResponse

        asked.append(
            (request.method, request.scope["raw_path"].decode(), json.loads(await request.body()))
        )
        return JSONResponse({})

    url = await serve(answer)
    human = person(
        clock, url, url="{desk_url}/cases/{handoff_id}", method="PUT", json={"note": "{text}"}
    )
    assert await does(human) is None
    assert asked == [("PUT", "/cases/case%2F7", {"note": 'Hello "Bob"'})]


async def heard(serve, asked):
    """A desk that takes whatever comes; where it is."""

    async def answer(request):
        from starlette.responses import JSONResponse

        asked.append((request.scope["path"], dict(request.headers), await request.body()))
        return JSONResponse({})

    return await serve(answer)


async def test_a_desk_that_is_asked_is_signed_in_to_as_for_its_questions(serve, clock) -> None:
    asked = []
    desk = {
        "kind": "poll", "url": f"{await heard(serve, asked)}/api/", "list": {"url": "tickets"},
        "auth": {"kind": "bearer", "scheme": "Token", "token": "t-1"}, "headers": {"X-Shop": "7"},
    }  # fmt: skip
    assert await does(person(clock, desk=desk, url="{desk_url}/notes/", json="{text}")) is None
    ((path, headers, body),) = asked
    assert (path, json.loads(body)) == ("/api/notes/", 'Hello "Bob"')
    assert (headers["authorization"], headers["x-shop"]) == ("Token t-1", "7")
    another = {"Authorization": "Token t-2"}
    assert await does(person(clock, desk=desk, url="{desk_url}/notes/", headers=another)) is None
    assert asked[1][1]["authorization"] == "Token t-2", "a person may have a login of their own"


async def test_nobody_signs_in_elsewhere_as_at_the_desk(serve, clock) -> None:
    asked = []
    desk = {
        "kind": "poll", "url": "https://desk.test/api", "list": {"url": "tickets"},
        "auth": {"kind": "basic", "login": "kim:pass"},
    }  # fmt: skip
    assert await does(person(clock, desk=desk, url=f"{await heard(serve, asked)}/says")) is None
    assert "authorization" not in asked[0][1]


async def test_the_secret_of_the_run_s_own_desk_is_presented(serve, clock) -> None:
    asked = []
    url = await heard(serve, asked)
    assert await does(person(clock, url, {"secret": "hush-7Kq2"}, url="{desk_url}/notes")) is None
    assert asked[0][1]["authorization"] == "Bearer hush-7Kq2"


async def test_what_signs_in_is_not_shown(serve, clock) -> None:
    async def answer(request):
        from starlette.responses import PlainTextResponse

        return PlainTextResponse(f"who is {request.headers['authorization']}?", 403)

    human = person(clock, await serve(answer), {"secret": "hush-7Kq2"}, url="{desk_url}/")
    with pytest.raises(DeskError, match="was answered 403") as raised:
        await does(human)
    assert "hush-7Kq2" not in raised.value.trouble.received


@pytest.mark.parametrize(
    ("queue", "word"), [("billing", "2"), ("Billing", "2"), ("legal", "legal")]
)
async def test_a_queue_goes_by_the_desk_s_own_word(serve, clock, queue, word) -> None:
    asked = []
    desk = {"queues": {"1": "general", "2": "billing", "8": "billing"}}
    human = person(clock, desk=desk, url=f"{await heard(serve, asked)}/to", json={"to": "{queue}"})
    assert await does(human, Deed(Does.TRANSFERS, queue=queue)) is None
    assert json.loads(asked[0][2]) == {"to": word}


@pytest.mark.parametrize("status", [404, 409, 410, 423])
async def test_what_a_desk_refuses_is_told(serve, clock, status) -> None:
    async def answer(request):
        from starlette.responses import PlainTextResponse

        return PlainTextResponse("somebody\x1b else has it", status)

    human = person(clock, url=await serve(answer))
    assert await does(human) == Refusal(status, "somebody  else has it")


@pytest.mark.parametrize("status", [301, 400, 401, 403, 500, 503])
async def test_other_answers_say_nothing_about_the_conversation(serve, clock, status) -> None:
    async def answer(request):
        from starlette.responses import PlainTextResponse

        return PlainTextResponse("no", status)

    with pytest.raises(DeskError, match=rf"desk\.human\.says was answered {status}"):
        await does(person(clock, url=await serve(answer)))


async def test_a_function_in_this_process_is_called_with_all_there_is(clock) -> None:
    CALLS.clear()
    assert await does(person(clock, call=f"{__name__}:notes")) is None
    assert CALLS == [
        {
            "conversation_id": "c-1",
            "handoff_id": "case/7",
            "token": "tok",
            "text": 'Hello "Bob"',
            "queue": "",
        }
    ]


async def test_a_function_may_refuse(clock) -> None:
    assert await does(person(clock, call=f"{__name__}:refuses")) == Refusal(0, "it returned False")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (f"{__name__}:breaks", "`.*breaks` raised KeyError: 'no such case'"),
        (f"{__name__}:nothing", "desk.human.says.call .* there is no 'nothing' in it"),
        ("json:__doc__", "desk.human.says.call 'json:__doc__' is no function"),
        ("no_such_module:f", "desk.human.says.call .* cannot be imported: ModuleNotFoundError"),
    ],
)
async def test_a_function_of_no_use_is_an_error_of_the_desk(clock, call, told) -> None:
    with pytest.raises(DeskError, match=told):
        await does(person(clock, call=call))


async def test_a_module_with_a_slip_in_it_is_told(clock, tmp_path, monkeypatch) -> None:
    (tmp_path / "slipped_desk.py").write_text("def says(:\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(DeskError, match="cannot be imported: SyntaxError"):
        await does(person(clock, call="slipped_desk:says"))


@pytest.mark.parametrize("both", [{}, {"url": "http://d.test/", "call": "a:b"}])
def test_either_a_request_or_a_function(clock, both) -> None:
    with pytest.raises(DeskError, match="needs `url`, or `call`, and not both"):
        person(clock, **both)
