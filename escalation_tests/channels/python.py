"""A bot in this process: a function, plain or async."""

import asyncio
import inspect
import uuid
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from escalation_tests.channels.arrived import shown, whole
from escalation_tests.channels.foreign import found, raised_by_bot
from escalation_tests.channels.incoming import Incoming
from escalation_tests.channels.mapping import Mapper
from escalation_tests.channels.threads import Raised, Threads
from escalation_tests.contract.bot import PythonBot
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Event, Said
from escalation_tests.ports import Clock, Opening, Session

AT_ONCE = 32
"""Plain functions that run at the same time."""

Call = Callable[..., object]


class PythonChannel:
    """What all conversations with one function share."""

    def __init__(self, bot: PythonBot, call: Call | None, clock: Clock) -> None:
        self.signal_mapped = bot.receive.signal is not None
        self._bot, self._clock, self._call = bot, clock, call
        self._mapper = Mapper(bot.receive, "bot.receive", shown)
        self._threads = Threads(AT_ONCE)

    async def start(self) -> None:
        if self._call is None:
            self._call = found("bot.call", self._bot.call, "function")

    async def open(self, opening: Opening) -> Session:
        assert self._call is not None, "a channel is started before it is used"
        return _PythonSession(opening, self._answer)

    async def stop(self) -> None:
        """Nothing is held: threads of bots that never return end with the process."""

    async def _answer(self, incoming: Incoming) -> list[Event]:
        timeout = self._bot.timeout
        try:
            async with self._clock.timeout(timeout):
                answer = await self._asked(incoming)
        except TimeoutError:
            raise ChannelError(
                "timeout",
                f"the bot `{self._bot.call}` did not answer within {timeout:g} s; `bot.timeout` "
                "sets how long is waited",
            ) from None
        except Raised as raised:
            raise raised_by_bot(raised.error) from None
        return self._read(answer)

    async def _asked(self, incoming: Incoming) -> object:
        assert self._call is not None, "a channel is started before it is used"
        call, arguments = self._call, _arguments(self._call, incoming)
        if _is_async(call):
            return await _guarded(call, arguments)
        answer = await self._threads.run(lambda: call(*arguments))
        return await _guarded(lambda: answer, ()) if inspect.isawaitable(answer) else answer

    def _read(self, answer: object) -> list[Event]:
        if answer is None:
            return []
        if isinstance(answer, str):
            return [Said(whole(answer))]
        if isinstance(answer, Mapping):
            return self._mapper.read(answer)
        if isinstance(answer, list | tuple):
            return [event for part in answer for event in self._read(part)]
        raise ChannelError(
            "wrong-type",
            f"the bot `{self._bot.call}` returned a {type(answer).__name__}; expected a text, a "
            "list of texts, or a mapping that `bot.receive` reads",
            shown(repr(answer)),
        )


class _PythonSession:
    """One conversation with a function."""

    listens = False

    def __init__(
        self, opening: Opening, answer: Callable[[Incoming], Awaitable[list[Event]]]
    ) -> None:
        self.conversation = opening.conversation
        self._answer = answer
        self._events: deque[Event] = deque()
        self._bubbles, self._heard = 0, True
        self._last = Incoming(
            text="",
            conversation_id=opening.conversation,
            message_id="",
            turn=0,
            customer_id=opening.customer,
            customer_name=opening.name,
            customer_email=opening.email,
            language=opening.language,
            token=opening.token,
        )

    async def send(self, text: str) -> None:
        self._bubbles += 1
        label = f"{self.conversation}/{self._bubbles}"
        self._last = replace(
            self._last,
            text=text,
            turn=self._last.turn + self._heard,
            message_id=str(uuid.uuid5(uuid.NAMESPACE_URL, label)),
        )
        self._heard = False
        await self.repeat()

    async def repeat(self) -> None:
        """Deliver the last bubble once more, as a platform does that missed the answer."""
        self._events += await self._answer(self._last)

    async def receive(self) -> Event | None:
        self._heard = True
        return self._events.popleft() if self._events else None

    async def close(self) -> None:
        """A function holds nothing for a conversation."""


def _is_async(call: Call) -> bool:
    return inspect.iscoroutinefunction(call) or inspect.iscoroutinefunction(
        getattr(call, "__call__", None)  # noqa: B004 - asks whether it is async, not callable
    )


def _arguments(call: Call, incoming: Incoming) -> tuple[object, ...]:
    """`(message)` for a function that takes one argument, else `(conversation_id, text)`."""
    try:
        inspect.signature(call).bind(incoming)
    except TypeError:
        return (incoming.conversation_id, incoming.text)
    except ValueError:
        return (incoming.conversation_id, incoming.text)
    try:
        inspect.signature(call).bind(incoming.conversation_id, incoming.text)
    except TypeError:
        return (incoming,)
    return (incoming.conversation_id, incoming.text)


async def _guarded(call: Call, arguments: tuple[object, ...]) -> object:
    """What an async bot returns, in a task of its own, so that nothing it raises is ours."""

    async def inner() -> tuple[object, BaseException | None]:
        try:
            answer: Any = call(*arguments)
            return await answer, None
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - the bot is foreign code
            return None, error

    task = asyncio.create_task(inner())
    try:
        await asyncio.wait({task})
    finally:
        task.cancel()
    answer, error = task.result()
    if error is not None:
        raise Raised(error)
    return answer


def named_after(call: Call) -> PythonBot:
    """The configuration that stands for a function given itself."""
    name = f"{getattr(call, '__module__', '')}:{getattr(call, '__qualname__', repr(call))}"
    return PythonBot(channel="python", call=name)
