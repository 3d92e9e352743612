"""A stream of events, read while nobody waits for it, and opened again where it may be."""

from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

import httpx

from escalation_tests.channels.arriving import SHOWN_BYTES, Arriving
from escalation_tests.channels.assembling import Assembler
from escalation_tests.channels.background import Background
from escalation_tests.channels.expressions import Expression
from escalation_tests.channels.frames import Frame, Frames
from escalation_tests.channels.requests import ALWAYS
from escalation_tests.channels.transport import Sending
from escalation_tests.channels.way import Way
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Event
from escalation_tests.ports import Clock

RESUMED = frozenset({"closed", "cut", "refused", "unreachable", "timeout"})
"""What happens to connections; after it a stream goes on where it was cut, if it can."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """How a stream goes on, or begins again, after its connection."""

    conversation: bool
    """It is there all the time; otherwise it ends with the bot's answer."""
    again: bool
    """The request that opens it may be sent again: it carries no message."""
    cursor: Expression | None
    retry: float
    retries: int


class Stream:
    """Fills a conversation's events from one connection after the other.

    What has been read stays read, whoever waits for it or ceases to. A connection that breaks is
    replaced where the bot can be told what came last; otherwise it is an error, because nobody
    knows what was missed.
    """

    def __init__(
        self,
        way: Way,
        clock: Clock,
        lasting: Lasting,
        assembler: Assembler,
        take: Callable[[Iterable[Event]], None],
    ) -> None:
        """`take` is given what was heard, in order."""
        self._way, self._clock, self._lasting = way, clock, lasting
        self._assembler, self._take = assembler, take
        self._background = Background()
        self._standing = False
        self._frames = 0
        self._last: str | None = None
        self._retry = lasting.retry

    async def open(
        self,
        build: Callable[[], Sending],
        cookies: httpx.Cookies,
        keep: Callable[[object], None],
    ) -> None:
        """Begin; returns when the bot has begun to answer. Raises `ChannelError`.

        Args:
            build: gives the request that opens the stream.
            cookies: the conversation's.
            keep: is given each new cursor, where the configuration has one.
        """
        self._build, self._cookies, self._keep = build, cookies, keep
        self._last = None
        self._standing = False
        await self._background.begin(self._listen())

    async def ended(self) -> None:
        """Return when the stream that was opened last is over; raises what it failed with."""
        if self._lasting.conversation:
            self._background.check()
        else:
            await self._background.ended()

    async def pause(self) -> bool:
        """Return when something may have come; whether anything more can come."""
        return await self._background.pause()

    async def stop(self) -> None:
        """Give up what is under way; never raises."""
        await self._background.stop()

    async def _listen(self) -> None:
        failures = 0
        while True:
            before = self._frames
            try:
                await self._once()
            except ChannelError as error:
                self._check_resumable(error)
                cause = error
            else:
                if not self._lasting.conversation:
                    return
                cause = self._left()
            failures = 0 if self._frames > before else failures + 1
            if failures > self._lasting.retries:
                raise cause
            await self._clock.sleep(self._retry)

    async def _once(self) -> None:
        """Read one connection to its end."""
        arriving = Arriving(self._sending(), self._way.secrets)
        conversation, seconds = self._lasting.conversation, self._way.bot.timeout
        try:
            async with AsyncExitStack() as stack:
                limit = self._clock.timeout(seconds)
                answer = self._way.transport.answer(arriving.sending, self._cookies)
                if not conversation:
                    await stack.enter_async_context(limit)
                    response = await stack.enter_async_context(answer)
                else:
                    async with limit:
                        response = await stack.enter_async_context(answer)
                arriving.begin(response)
                await _check_head(arriving, response)
                self._standing = True
                self._background.begun()
                await self._read(arriving, response)
        except TimeoutError:
            raise self._overdue(arriving, seconds) from None
        except ChannelError as error:
            raise arriving.told(error) from None

    async def _read(self, arriving: Arriving, response: httpx.Response) -> None:
        largest = self._way.bot.max_reply
        frames, size = Frames(largest), 0
        async for chunk in response.aiter_bytes():
            size += len(chunk)
            self._show(arriving, chunk)
            if size > largest and not self._lasting.conversation:
                raise arriving.too_large(largest)
            if self._heard(frames, frames.feed(chunk)):
                return
        if self._heard(frames, frames.finish()):
            return
        if not self._lasting.conversation:
            self._take_all(self._assembler.finish())

    def _heard(self, frames: Frames, found: Iterable[Frame]) -> bool:
        """Take what events bring; whether the answer is complete with them."""
        for frame in found:
            self._frames += 1
            self._take_all(self._assembler.read(frame))
            self._mark(frame, frames)
            if self._assembler.done and not self._lasting.conversation:
                self._take_all(self._assembler.finish())
                return True
        return False

    def _take_all(self, events: Iterable[Event]) -> None:
        for event in events:
            self._take([event])
            self._background.tell()

    def _mark(self, frame: Frame, frames: Frames) -> None:
        """Keep from where on to continue."""
        if frames.retry is not None:
            self._retry = frames.retry
        cursor = self._lasting.cursor
        if cursor is None:
            self._last = frame.id or self._last
            return
        found = cursor.find(self._assembler.value(frame))
        if found is not None:
            self._last = str(found)
            self._keep(found)

    def _sending(self) -> Sending:
        sending = self._build()
        added = {"accept": "text/event-stream", "cache-control": "no-store"}
        added["accept-encoding"] = "identity"
        if self._last is not None and self._lasting.cursor is None and self._lasting.again:
            added["last-event-id"] = self._last
        own = {name for name, value in sending.headers if value != ALWAYS.get(name)}
        kept = [pair for pair in sending.headers if pair[0] in own or pair[0] not in added]
        new = [(name, value) for name, value in added.items() if name not in own]
        return replace(sending, headers=[*kept, *new])

    def _check_resumable(self, error: ChannelError) -> None:
        """Raise `error` unless the stream may be opened again and goes on where it was."""
        if not self._standing or error.trouble.kind not in RESUMED or not self._lasting.again:
            raise error
        if self._last is None and (self._frames or error.trouble.kind in {"closed", "cut"}):
            trouble = error.trouble
            raise ChannelError(
                trouble.kind,
                f"{trouble.message}, and its events have no ids by which to go on from there",
                trouble.received,
            )

    def _left(self) -> ChannelError:
        """The bot has ended a stream that should last; raises when it did so in a message."""
        cause = ChannelError("closed", "the bot ended its stream again and again without an event")
        if self._last is None and not self._assembler.in_between:
            raise ChannelError(
                "cut",
                "the stream ended in the middle of a message, and its events have no ids by "
                "which to go on from there",
            )
        return cause

    def _overdue(self, arriving: Arriving, seconds: float) -> ChannelError:
        if not arriving.body:
            return arriving.silent(seconds)
        return arriving.error(
            "endless",
            f"{arriving.at} had not ended its stream after {seconds:g} s; where it does not end "
            "it, `bot.receive.done` says which event ends the answer",
        )

    def _show(self, arriving: Arriving, chunk: bytes) -> None:
        """Keep what an error shows: how an answer began, or what came last of a stream."""
        if self._lasting.conversation:
            arriving.body += chunk
            del arriving.body[:-SHOWN_BYTES]
        elif len(arriving.body) < SHOWN_BYTES:
            arriving.body += chunk[:SHOWN_BYTES]


async def _check_head(arriving: Arriving, response: httpx.Response) -> None:
    """Raise `ChannelError` unless this is the beginning of a stream."""
    if arriving.code < 300 and "text/event-stream" in arriving.type:
        return
    async for chunk in response.aiter_bytes():
        arriving.body += chunk
        if len(arriving.body) > SHOWN_BYTES:
            break
    arriving.check_status()
    if not arriving.body.strip():
        raise arriving.error("empty", f"{arriving.at} answered {arriving.status} without a body")
    raise arriving.error("not-events", _not_events(arriving))


def _not_events(arriving: Arriving) -> str:
    wanted = "where a stream of events (text/event-stream) was expected"
    if "html" in arriving.type:
        return f"{arriving.at} answered with an HTML page {wanted}; is `bot.url` right?"
    hint = "; `channel: http` reads replies in JSON" if "json" in arriving.type else ""
    kind = arriving.type[:80] or "something without a content type"
    return f"{arriving.at} answered with {kind} {wanted}{hint}"
