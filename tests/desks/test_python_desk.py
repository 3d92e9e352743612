"""A function says what the desk holds; whatever it does instead is told on the desk's leg."""

import threading
from dataclasses import dataclass

import pytest

from escalation_tests.contract.inprocess import PythonDesk
from escalation_tests.desks import python_desk
from escalation_tests.errors import DeskError
from escalation_tests.model.handoff import Source

pytestmark = pytest.mark.anyio


@pytest.fixture
async def opened(clock, expect):
    desks = []

    async def made(held, **written):
        config = {"kind": "python", "call": "shop:desk", "every": "5ms", "slowest": "20ms"}
        desk = python_desk(PythonDesk(**{**config, **written}), clock, held)
        desks.append(desk)
        await desk.start()
        return await expect(desk)

    yield made
    for desk in desks:
        await desk.stop()


@dataclass
class Case:
    queue: str
    facts: dict


async def test_what_the_function_returns(opened) -> None:
    asked = []

    def held(conversation):
        asked.append(conversation)
        return [Case("billing", {"order": "AB-1"}), {"id": "h2", "queue": "general"}]

    inbox = await opened(held)
    await inbox.caught_up()
    first, second = inbox.handoffs()
    assert set(asked) == {"c-1"}
    assert (first.source, first.queue, first.facts) == (
        Source.PYTHON,
        "billing",
        {"order": "AB-1"},
    )
    assert (first.id, second.id) == ("#1", "h2")


@pytest.mark.parametrize("nothing", [None, [], ()])
async def test_nothing_is_no_handoff(opened, nothing) -> None:
    inbox = await opened(lambda _: nothing)
    await inbox.caught_up()
    assert inbox.handoffs() == ()


async def test_one_handoff_need_not_stand_in_a_list(opened) -> None:
    inbox = await opened(lambda _: {"queue": "billing"})
    await inbox.caught_up()
    await inbox.caught_up()
    assert [handoff.queue for handoff in inbox.handoffs()] == ["billing"]


async def test_what_changes_is_renewed_and_no_second_one(opened) -> None:
    case = {"queue": "inbound"}
    inbox = await opened(lambda _: [case])
    await inbox.caught_up()
    case["queue"] = "billing"
    await inbox.caught_up()
    assert [handoff.queue for handoff in inbox.handoffs()] == ["billing"]


def raises(_):
    raise SystemExit("out of order")


@pytest.mark.parametrize(
    ("held", "kind", "told"),
    [
        (raises, "raised", "`shop:desk` raised SystemExit: out of order"),
        (lambda _: ["text"], "wrong-type", "returned a str where a handoff was expected"),
        (lambda _: 7, "wrong-type", "returned a int"),
    ],
)
async def test_what_it_does_wrong_is_told(opened, held, kind, told) -> None:
    inbox = await opened(held)
    with pytest.raises(DeskError) as caught:
        await inbox.caught_up()
    assert caught.value.trouble.kind == kind
    assert told in caught.value.trouble.message
    with pytest.raises(DeskError):
        await inbox.arrival()


async def test_a_function_that_hangs_is_not_waited_for(opened) -> None:
    release = threading.Event()
    inbox = await opened(lambda _: release.wait(30), timeout="50ms")
    with pytest.raises(DeskError, match="did not answer within"):
        await inbox.caught_up()
    release.set()


@pytest.mark.parametrize("call", ["no_such_module:desk", "json:no_such", "json:__doc__"])
async def test_a_function_that_is_not_there(clock, call) -> None:
    desk = python_desk(PythonDesk(kind="python", call=call), clock)
    with pytest.raises(DeskError, match=r"desk\.call"):
        await desk.start()


async def test_a_function_that_is_found_by_its_name(clock, expect) -> None:
    desk = python_desk(PythonDesk(kind="python", call="builtins:list"), clock)
    await desk.start()
    inbox = await expect(desk, "")
    await inbox.caught_up()
    assert inbox.handoffs() == ()
    await desk.stop()
