"""One conversation by chat completions: turns, the calls within them, and the wait for both."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from escalation_tests.channels.arriving import SHOWN_BYTES, Arriving
from escalation_tests.channels.background import Background
from escalation_tests.channels.deltas import Deltas, error_told, refuse_error
from escalation_tests.channels.exchange import value_of
from escalation_tests.channels.frames import Frames
from escalation_tests.channels.mapping import Mapper
from escalation_tests.channels.requests import Build
from escalation_tests.channels.tools import Tools
from escalation_tests.channels.transport import Sending
from escalation_tests.channels.way import Way
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Event
from escalation_tests.ports import Clock

BUSY = frozenset({429, 503})
"""Statuses by which a server says that it has not taken a request for now."""
WAIT = 1.0
"""Seconds before it is asked again, where it does not say."""
_BROKEN_OFF = {
    "length": "the bot's answer was cut at its limit of tokens (finish_reason `length`)",
    "content_filter": "a filter held the bot's answer back (finish_reason `content_filter`)",
}


@dataclass(frozen=True, slots=True)
class Completing:
    """How completions are asked for: the configuration, compiled."""

    way: Way
    build: Build
    mapper: Mapper
    tools: Tools
    rounds: int
    retries: int


class Talk:
    """Asks for completions, turn after turn, and keeps the conversation's messages.

    What has been read stays read, whoever waits for it or ceases to.
    """

    def __init__(
        self,
        how: Completing,
        clock: Clock,
        values: dict[str, Any],
        cookies: httpx.Cookies,
        take: Callable[[Iterable[Event]], None],
    ) -> None:
        """`take` is given what was heard, in order; `values` are those of the conversation."""
        self._how, self._clock, self._values = how, clock, values
        self._cookies, self._take = cookies, take
        self.messages: list[dict[str, Any]] = []
        self._background = Background()
        self._arriving: Arriving | None = None
        self._deadline = 0.0

    async def ask(self, messages: list[dict[str, Any]]) -> None:
        """Begin a turn; returns when the bot has begun to answer. Raises `ChannelError`."""
        await self._background.begin(self._run(messages))

    async def ended(self) -> None:
        """Return when the last turn is over; raises what it failed with."""
        await self._background.ended()

    async def pause(self) -> bool:
        """Return when something may have come; whether anything more can come."""
        return await self._background.pause()

    async def stop(self) -> None:
        """Give up what is under way; never raises."""
        await self._background.stop()

    async def _run(self, messages: list[dict[str, Any]]) -> None:
        seconds = self._how.way.bot.timeout
        self._deadline = self._clock.now() + seconds
        try:
            async with self._clock.timeout(seconds):
                await self._turn(messages)
        except TimeoutError:
            raise self._overdue(seconds) from None
        except ChannelError as error:
            raise (self._arriving.told(error) if self._arriving else error) from None

    async def _turn(self, asked: list[dict[str, Any]]) -> None:
        new: list[dict[str, Any]] = []
        for _ in range(self._how.rounds + 1):
            body = await self._complete([*asked, *new])
            message = self._heard(body)
            new.append(message)
            answers = self._how.tools.answers(message, self._values)
            new += answers
            if not answers:
                self.messages += new
                return
        told = f"the bot still calls tools after {self._how.rounds} rounds in one turn"
        raise ChannelError("loop", f"{told} (`bot.rounds`)", self._how.way.show(new[-2:]))

    def _heard(self, body: Any) -> dict[str, Any]:
        """Take what a completion says; the message as it is sent back from now on."""
        show = self._how.way.show
        self._how.way.line.came(body)
        refuse_error(body, show)
        events = self._how.mapper.read(body)
        choice = _first(body)
        told = _BROKEN_OFF.get(str(choice.get("finish_reason")))
        if told:
            raise ChannelError("cut", told, show(body))
        message = choice.get("message")
        if not isinstance(message, dict):
            told = "a completion without `choices[0].message` did arrive"
            raise ChannelError("no-match", told, show(body))
        signals = self._how.tools.signals(message)
        self._take([*events[:-1], *signals, events[-1]])
        self._background.tell()
        kept = {"role": "assistant", "content": message.get("content")}
        calls = message.get("tool_calls")
        return {**kept, "tool_calls": calls} if calls else kept

    async def _complete(self, messages: list[dict[str, Any]]) -> Any:
        """A completion, asked for again while the bot says that it has not taken the request."""
        sending = self._how.build({**self._values, "messages": messages})
        tries = 0
        while True:
            try:
                return await self._once(sending)
            except _Busy as busy:
                tries += 1
                if tries > self._how.retries or busy.final:
                    raise busy.error from None
                if self._clock.now() + busy.seconds > self._deadline:
                    raise busy.too_long() from None
                await self._clock.sleep(busy.seconds)

    async def _once(self, sending: Sending) -> Any:
        way = self._how.way
        self._arriving = arriving = Arriving(sending, way.secrets)
        async with way.transport.answer(sending, self._cookies) as response:
            arriving.begin(response)
            if arriving.code < 300 and "text/event-stream" in arriving.type:
                self._background.begun()
                return await self._streamed(arriving, response)
            async for chunk in response.aiter_bytes():
                arriving.body += chunk
                if len(arriving.body) > way.bot.max_reply:
                    raise arriving.too_large(way.bot.max_reply)
            if arriving.code >= 400:
                raise self._refused(arriving, response.headers)
        arriving.check_status()
        body = value_of(arriving, needed=True)
        self._background.begun()
        return body

    async def _streamed(self, arriving: Arriving, response: httpx.Response) -> Any:
        largest = self._how.way.bot.max_reply
        frames, deltas, size = Frames(largest), Deltas(self._how.way.show), 0
        async for chunk in response.aiter_bytes():
            size += len(chunk)
            arriving.body += chunk[: max(0, SHOWN_BYTES - len(arriving.body))]
            if size > largest:
                raise arriving.too_large(largest)
            for frame in frames.feed(chunk):
                deltas.take(frame)
                if deltas.done:
                    return deltas.whole()
        for frame in frames.finish():
            deltas.take(frame)
        return deltas.whole()

    def _refused(self, arriving: Arriving, headers: Mapping[str, str]) -> Exception:
        """An error that says what the body says; where asking again helps, one that says when."""
        try:
            body = value_of(arriving, needed=True)
        except ChannelError:
            body = None
        told = error_told(body, self._how.way.show)
        said = f": {told}" if told else ""
        error = arriving.error("status", f"{arriving.at} answered {arriving.status}{said}")
        if arriving.code not in BUSY:
            return error
        spent = isinstance(body, dict) and "insufficient_quota" in json.dumps(body.get("error"))
        return _Busy(error, _wait(headers, self._clock.wall()), spent)

    def _overdue(self, seconds: float) -> ChannelError:
        arriving = self._arriving
        assert arriving is not None, "something was asked"
        if not arriving.body:
            return arriving.silent(seconds)
        told = f"{arriving.at} had not finished its answer after {seconds:g} s (`bot.timeout`)"
        return arriving.error("endless", told)


class _Busy(Exception):
    """The server has not taken the request; `error` says so to a person."""

    def __init__(self, error: ChannelError, seconds: float, final: bool) -> None:
        self.error, self.seconds, self.final = error, seconds, final
        super().__init__(str(error))

    def too_long(self) -> ChannelError:
        """The error where the wait would take longer than a turn may."""
        trouble = self.error.trouble
        wait = f"and asks to wait {self.seconds:g} s, longer than is left of `bot.timeout`"
        told = f"{trouble.message}, {wait}"
        return ChannelError("busy", told, trouble.received)


def _first(body: Any) -> Mapping[str, Any]:
    """The choice that counts; empty when there is none."""
    choices = body.get("choices") if isinstance(body, Mapping) else None
    choice = choices[0] if isinstance(choices, list) and choices else None
    return choice if isinstance(choice, Mapping) else {}


def _wait(headers: Mapping[str, str], now: float) -> float:
    """Seconds for which a server asks to be left alone."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        written = headers.get(name, "").strip()
        try:
            return max(0.0, float(written) * scale)
        except ValueError:
            continue
    try:
        return max(0.0, parsedate_to_datetime(headers.get("retry-after", "")).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return WAIT
