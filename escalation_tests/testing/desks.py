"""What every desk observer owes the run, checked on yours: `await check_desk(make, deliver)`."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from escalation_tests.ports import Answer, Desk, Inbox, Opening


@dataclass(frozen=True, slots=True)
class Post:
    """One handoff to be delivered, by the bot's hand."""

    conversation: str
    token: str
    """Is to stand somewhere in what is delivered."""
    id: str
    queue: str


Deliver = Callable[[Desk, Post], Awaitable[None]]
"""Brings a handoff to a started desk and returns once the desk has answered or taken it."""


async def check_desk(
    make_desk: Callable[[], Desk],
    deliver: Deliver,
    conversations: int = 100,
    *,
    early: bool = True,
    answers: bool = True,
    repeats: bool = True,
    patience: float = 5.0,
) -> None:
    """Raise `AssertionError` with a plain sentence where a desk breaks its port's promises.

    Args:
        make_desk: gives a new desk, not started; `id` and `queue` of a handoff are mapped.
        deliver: delivers one handoff.
        conversations: how many are expected at once.
        early: deliveries may come before `open`, and for conversations that nobody expects.
        answers: the desk answers deliveries, and so can be told how.
        repeats: a delivery can come twice. False for a desk that holds a thing under its id, and
            for whose second delivery nothing can be counted.
        patience: longest wait, in seconds, for what has been delivered.
    """
    check = _Check(make_desk(), deliver, patience, repeats)
    await check.desk.start()
    try:
        await check.order_and_repetition()
        await check.waiting()
        await check.catching_up()
        await check.independence(conversations)
        if early:
            await check.early_and_late()
        if answers:
            await check.told_answers()
    finally:
        await check.desk.stop()
    await _check_stopping(make_desk, check.desk)


class _Check:
    """One started desk under check."""

    def __init__(self, desk: Desk, deliver: Deliver, patience: float, repeats: bool) -> None:
        self.desk, self._deliver, self._patience = desk, deliver, patience
        self._repeats = repeats

    async def order_and_repetition(self) -> None:
        inbox = await self._open("order-1")
        assert inbox.handoffs() == (), "a fresh inbox already holds handoffs"
        for number in (1, 2, 2, 3):
            await self._post("order-1", f"n{number}")
        await self._until(inbox, 3)
        await self._caught_up(inbox)
        found = [handoff.id for handoff in inbox.handoffs()]
        assert found == ["n1", "n2", "n3"], (
            "three handoffs, one of them delivered twice under the same id, must be kept once "
            f"each and in order; kept: {found}"
        )
        assert not self._repeats or inbox.state.notes.get("redelivered") == "1", (
            'a repeated delivery is to be counted in state.notes["redelivered"]'
        )
        missing = {"id", "queue"} - inbox.state.fields
        assert not missing, f"state.fields lacks mapped fields: {sorted(missing)}"
        assert {handoff.queue for handoff in inbox.handoffs()} == {"queue order-1"}
        await _never_raises("Inbox.close", inbox.close())

    async def waiting(self) -> None:
        inbox = await self._open("wait-1")
        cut = asyncio.create_task(inbox.arrival())
        await asyncio.sleep(0)
        assert not cut.done(), "Inbox.arrival returned although nothing had arrived"
        cut.cancel()
        await asyncio.wait({cut})
        waiting = asyncio.create_task(inbox.arrival())
        await asyncio.sleep(0)
        await self._post("wait-1", "w1")
        await self._within(waiting, "Inbox.arrival did not return when a handoff arrived")
        assert len(inbox.handoffs()) == 1, "after Inbox.arrival the handoff is not there"
        again = asyncio.create_task(inbox.arrival())
        await asyncio.sleep(0)
        assert not again.done(), "Inbox.arrival must wait for one more handoff than at the call"
        again.cancel()
        await asyncio.wait({again})
        await inbox.close()

    async def independence(self, conversations: int) -> None:
        names = [f"many-{number}" for number in range(conversations)]
        inboxes = [await self._open(name) for name in names]
        await asyncio.gather(*(self._post(name, f"{name}.{n}") for n in (1, 2) for name in names))
        for name, inbox in zip(names, inboxes, strict=True):
            await self._until(inbox, 2)
            found = {(handoff.id, handoff.queue) for handoff in inbox.handoffs()}
            assert found == {(f"{name}.{n}", f"queue {name}") for n in (1, 2)}, (
                f"with {conversations} conversations at once, {name} holds {sorted(found)}"
            )
            await inbox.close()

    async def early_and_late(self) -> None:
        await self._post("early-1", "e1")
        inbox = await self._open("early-1")
        await self._until(inbox, 1)
        assert len(inbox.handoffs()) == 1, "a delivery that came before `open` is lost"
        await inbox.close()
        await self._post("early-1", "e2")
        await self._post("nobody-1", "x1")
        await asyncio.sleep(0)
        assert len(inbox.handoffs()) == 1, "a delivery after `close` was still taken"

    async def catching_up(self) -> None:
        inbox = await self._open("close-1")
        await self._caught_up(inbox)
        assert inbox.handoffs() == (), "a fresh inbox already holds handoffs"
        await self._post("close-1", "c1")
        await self._caught_up(inbox)
        assert len(inbox.handoffs()) == 1, (
            "after Inbox.caught_up a handoff is missing that the desk held before the call"
        )
        await inbox.close()

    async def told_answers(self) -> None:
        told = (Answer(503, times=2), Answer(409, times=1))
        inbox = await self._open("told-1", told)
        for _ in range(4):
            await self._post("told-1", "t1")
        await self._until(inbox, 4)
        found = [(handoff.status, handoff.accepted) for handoff in inbox.handoffs()]
        assert [status for status, _ in found[:3]] == [503, 503, 409], (
            f"told to answer 503 twice, then 409, then normally; answered {found}"
        )
        assert [accepted for _, accepted in found] == [False, False, False, True], (
            f"refused deliveries are recorded as not accepted, the others as accepted: {found}"
        )
        assert not inbox.state.refusing, "state.refusing although the last delivery is accepted"
        await inbox.close()
        never = await self._open("told-2", (Answer(503, times=0),))
        assert never.state.refusing, "state.refusing is unset although all will be refused"
        await never.close()

    async def _open(self, name: str, answers: tuple[Answer, ...] = ()) -> Inbox:
        token = name.replace("-", "") + "tok"
        opening = Opening(name, f"u-{name}", f"Kim {token}", f"{token}@example.test", "en", token)
        return await self.desk.open(opening, name, answers)

    async def _post(self, name: str, identity: str) -> None:
        token = name.replace("-", "") + "tok"
        await self._deliver(self.desk, Post(name, token, identity, f"queue {name}"))

    async def _until(self, inbox: Inbox, count: int) -> None:
        async def arrived() -> None:
            while len(inbox.handoffs()) < count:
                await inbox.arrival()

        late = f"{count} handoffs were delivered, {{}} arrived"
        task = asyncio.create_task(arrived())
        await asyncio.wait({task}, timeout=self._patience)
        if not task.done():
            task.cancel()
            raise AssertionError(late.format(len(inbox.handoffs())))
        task.result()

    async def _caught_up(self, inbox: Inbox) -> None:
        task = asyncio.create_task(inbox.caught_up())
        await self._within(task, "Inbox.caught_up did not return although the desk is there")

    async def _within(self, task: "asyncio.Task[None]", otherwise: str) -> None:
        await asyncio.wait({task}, timeout=self._patience)
        if not task.done():
            task.cancel()
            raise AssertionError(otherwise)
        task.result()


async def _check_stopping(make_desk: Callable[[], Desk], stopped: Desk) -> None:
    await _never_raises("a second Desk.stop", stopped.stop())
    await _never_raises("Desk.stop before any start", make_desk().stop())
    again = make_desk()
    await _never_raises("starting anew after a stop", again.start())
    await _never_raises("Desk.stop", again.stop())


async def _never_raises(what: str, doing: Coroutine[Any, Any, None]) -> None:
    try:
        await doing
    except Exception as error:
        raise AssertionError(f"{what} must never raise; it raised {error!r}") from error
