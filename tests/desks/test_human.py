"""How a desk is told what a person does: over its own interface, by a call, and its refusals."""

import json

import pytest

from escalation_tests.contract.human import HumanDeeds
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


def person(clock, desk_url="", **says):
    deeds = HumanDeeds.model_validate({"says": says})
    return scripted_human(deeds, clock, lambda: desk_url)


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
