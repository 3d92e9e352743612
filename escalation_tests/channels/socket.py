"""One conversation's socket, read while nobody waits for it, and opened again where it may be."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

from escalation_tests.channels.arrived import place
from escalation_tests.channels.arriving import SHOWN_BYTES
from escalation_tests.channels.assembling import Assembler
from escalation_tests.channels.background import Background
from escalation_tests.channels.frames import Frame
from escalation_tests.channels.handshake import (
    ClientConnection,
    ConnectionClosed,
    State,
    orderly,
    parted,
)
from escalation_tests.channels.manner import Manner
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Event
from escalation_tests.ports import Clock

RESUMED = frozenset({"closed", "refused", "unreachable", "timeout"})
"""What happens to connections; after it a socket is opened again, if it can go on."""
MOST = 0.9
"""The part of `bot.timeout` after which events that say nothing are an error of their own."""


class Socket:
    """Fills a conversation's events from one connection after the other.

    What has been read stays read, whoever waits for it or ceases to.
    """

    def __init__(
        self,
        how: Manner,
        clock: Clock,
        assembler: Assembler,
        take: Callable[[Iterable[Event]], None],
        values: dict[str, Any],
    ) -> None:
        """`take` is given what was heard, in order; `values` are those of the conversation."""
        self._how, self._clock, self._assembler = how, clock, assembler
        self._take, self._values = take, values
        self._background = Background()
        self._connection: ClientConnection | None = None
        self._frames = self._owed = 0
        self._stood = self._barred = False
        self._said = clock.now()
        self._tail = bytearray()

    async def open(self) -> None:
        """Begin; returns when the customer may write. Raises `ChannelError`."""
        self._background.start(self._run())
        await self._standing()

    async def say(self, text: str) -> None:
        """Send `text` once; returns when it is on its way, or, where the bot says so, taken.

        Raises `ChannelError`.
        """
        try:
            async with self._clock.timeout(self._how.timeout):
                await self._put(text)
        except TimeoutError:
            seconds = f"within {self._how.timeout:g} s"
            told = f"{self._at} did not take a message {seconds} (`bot.taken`)"
            raise self._shown(ChannelError("timeout", told)) from None
        except ConnectionClosed:
            await self._background.ended()  # it knows why, and that a message is under way

    async def pause(self) -> bool:
        """Return when something may have come; whether anything more can come.

        Raises what went wrong, also that all that comes says nothing.
        """
        lack = self._assembler.lack()
        if lack is None:
            return await self._background.pause()
        left = self._said + MOST * self._how.timeout - self._clock.now()
        try:
            async with self._clock.timeout(max(0.0, left)):
                return await self._background.pause()
        except TimeoutError:
            raise lack from None

    async def stop(self) -> None:
        """Give up what is under way; never raises."""
        await self._background.stop()

    @property
    def _at(self) -> str:
        return place(f"ws{self._how.handshake(self._values).url.removeprefix('http')}")

    async def _standing(self) -> ClientConnection:
        """The connection, as soon as the customer may write over it; raises `ChannelError`."""
        while True:
            self._background.check()
            if self._background.over:
                told = f"{self._at} has closed the conversation, so nothing more can be said"
                raise self._shown(ChannelError("closed", told))
            connection = self._connection
            if connection is not None and connection.state is State.OPEN:
                return connection
            await self._background.told()

    async def _put(self, text: str) -> None:
        connection = await self._standing()
        self._said = self._clock.now()
        self._owed += 1
        await self._send(connection, text)
        if self._how.taken is None:
            pong = asyncio.ensure_future(await connection.ping())
            pong.add_done_callback(self._ponged)
            return
        while self._owed:
            self._background.check()
            await self._background.told()

    async def _send(self, connection: ClientConnection, text: str) -> None:
        self._how.line.sent(text)
        await connection.send(text)

    def _ponged(self, pong: "asyncio.Future[float]") -> None:
        """What went out before the ping has arrived."""
        if not pong.cancelled() and pong.exception() is None:
            self._owed -= 1

    async def _run(self) -> None:
        try:
            await self._go()
        except ChannelError as error:
            raise self._shown(error) from None
        finally:
            self._connection = None

    async def _go(self) -> None:
        failures = 0
        while True:
            before = self._frames
            try:
                await self._once()
            except ChannelError as error:
                self._check_resumable(error)
                cause = error
            else:
                return
            failures = 0 if self._frames > before else failures + 1
            if failures > self._how.retries:
                raise cause
            await self._clock.sleep(self._how.retry)

    async def _once(self) -> None:
        """Read one connection until the bot says goodbye; raises `ChannelError` otherwise."""
        connection = await self._within(self._how.door.open(self._how.handshake(self._values)))
        beat = asyncio.create_task(self._beat(connection))
        try:
            await self._within(self._greet(connection))
            while True:
                await self._next(connection)
        except ConnectionClosed as closed:
            self._parting(closed)
        finally:
            self._connection = None
            beat.cancel()
            await connection.close()

    async def _within(self, doing: Awaitable[Any]) -> Any:
        try:
            async with self._clock.timeout(self._how.timeout):
                return await doing
        except TimeoutError:
            told = f"{self._at} was not ready within {self._how.timeout:g} s"
            raise ChannelError("timeout", f"{told} (`bot.timeout`, `bot.ready`)") from None

    async def _greet(self, connection: ClientConnection) -> None:
        for text in self._how.greeting:
            await self._send(connection, text(self._values))
        if self._how.ready is None:
            self._stand(connection)
        while self._connection is None:
            await self._next(connection)

    def _stand(self, connection: ClientConnection) -> None:
        self._connection, self._stood = connection, True
        self._background.tell()

    async def _next(self, connection: ClientConnection) -> None:
        """Take one message: what it says first, then where to go on, then its answer."""
        came = await connection.recv()
        frame = Frame("message", came if isinstance(came, str) else _text(came), None)
        self._tail += frame.data[:SHOWN_BYTES].encode("utf-8", "replace") + b"\n"
        del self._tail[:-SHOWN_BYTES]
        self._frames += 1
        value = self._assembler.value(frame)
        if self._owed and self._how.taken is not None and self._how.taken.find(value):
            self._owed -= 1
            self._background.tell()
        for event in self._assembler.read(frame):
            self._take([event])
            self._background.tell()
        if self._how.ready is not None and self._how.ready.find(value):
            self._stand(connection)
        self._mark(value)
        await self._answer(connection, value)

    def _mark(self, value: dict[str, Any]) -> None:
        found = self._how.cursor.find(value) if self._how.cursor else None
        if found is not None:
            self._values["cursor"] = found

    async def _answer(self, connection: ClientConnection, value: dict[str, Any]) -> None:
        for answer in self._how.answers:
            if answer.when.find(value):
                kept = {f"event.{name}": at.find(value) for name, at in answer.keep}
                await self._send(connection, answer.text({**self._values, **kept}))

    async def _beat(self, connection: ClientConnection) -> None:
        if self._how.ping is None:
            return
        with suppress(ConnectionClosed):
            while True:
                await self._clock.sleep(self._how.every)
                await connection.send(self._how.ping(self._values))

    def _parting(self, closed: ConnectionClosed) -> None:
        """Return when nothing more is to come; raises `ChannelError` when something is missing."""
        if orderly(closed) and self._stood and not self._owed:
            if self._assembler.in_between:
                return
            told = f"{self._at} closed the connection in the middle of a message"
            raise ChannelError("cut", told)
        error, again = parted(closed, self._at, self._how.door.largest)
        self._barred = not again
        raise error

    def _check_resumable(self, error: ChannelError) -> None:
        """Raise `error` unless the socket may be opened again and goes on where it was."""
        trouble = error.trouble
        if not self._stood or trouble.kind not in RESUMED or self._barred:
            raise error
        if self._owed:
            lost = "while a message was under way: nobody knows whether the bot has taken it"
            raise ChannelError(trouble.kind, f"{trouble.message}, {lost}")
        if self._values.get("cursor") is None:
            lost = "and no cursor says from where to go on (`bot.cursor`)"
            raise ChannelError(trouble.kind, f"{trouble.message}, {lost}")

    def _shown(self, error: ChannelError) -> ChannelError:
        """`error` with what came last, where it does not show anything itself."""
        trouble, secrets = error.trouble, self._how.door.secrets
        if trouble.received or not self._tail:
            return error
        came = self._tail[-1500:].decode("utf-8", "replace")
        return ChannelError(trouble.kind, trouble.message, secrets.redact(came).strip())


def _text(came: bytes) -> str:
    try:
        return came.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        told = f"a binary message is not UTF-8 text (byte {error.start})"
        raise ChannelError(
            "not-utf8", told, came[:500].decode("utf-8", "backslashreplace")
        ) from None
