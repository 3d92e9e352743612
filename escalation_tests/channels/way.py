"""How a bot is written to: what its configuration says, compiled."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from escalation_tests.channels.arrived import shown
from escalation_tests.channels.exchange import Exchange
from escalation_tests.channels.expressions import Expression, proposal
from escalation_tests.channels.line import Line
from escalation_tests.channels.mapping import Mapper
from escalation_tests.channels.requests import Build, Reached, compiled, requests_of, secrets_of
from escalation_tests.channels.templates import Values
from escalation_tests.channels.transport import Carrier, Sending, Transport
from escalation_tests.contract.auth import Auth
from escalation_tests.contract.bot import AnsweringBot, OpenRequest, Request
from escalation_tests.contract.callback import PersonEvents
from escalation_tests.contract.completions import ChatBot
from escalation_tests.contract.socket import SocketBot
from escalation_tests.errors import ChannelError
from escalation_tests.model.secrets import Secrets
from escalation_tests.ports import Clock
from escalation_tests.wire.signing import Unsigned, auth_secrets, signer

OPENING = (
    "conversation_id",
    "conversation_number",
    "customer_id",
    "customer_name",
    "customer_email",
    "language",
    "token",
)
"""Placeholders that stand in every request."""


class Way:
    """Everything that all conversations with one bot share, ready to be used."""

    def __init__(
        self,
        bot: Reached,
        clock: Clock,
        given: Mapping[str, object] | None = None,
        carrier: Carrier | None = None,
    ) -> None:
        """What `bot` says, compiled; `given` are values that all requests may hold beside those of
        the conversation, and `carrier` brings them to a bot that is not reached over HTTP.

        Raises `UnknownName` for an unknown placeholder and `ChannelError` for an expression or
        address that cannot be used.
        """
        self.given = given or {}
        self.bot, self._clock = bot, clock
        self.secrets = Secrets(secrets_of(bot).values | auth_secrets(_auth(bot)))
        self.show = partial(shown, secrets=self.secrets)
        self.transport = carrier or _transport(bot)
        self.line = Line(self.show)
        self.exchange = Exchange(
            self.transport, clock, bot.timeout, bot.max_reply, self.secrets, self.line.came
        )
        self._set_requests(bot)
        reads = None if isinstance(bot, SocketBot | ChatBot) else bot.receive
        self.receive = Mapper(reads, "bot.receive", self.show) if reads else None
        opens = _opening(bot)
        greets = opens.receive if opens else None
        self.greeting = Mapper(greets, "bot.open.receive", self.show) if greets else None
        self.keep = [
            (name, Expression(text, f"bot.open.keep.{name}"))
            for name, text in (opens.keep if opens else {}).items()
        ]

    def _set_requests(self, bot: Reached) -> None:
        opening = (*OPENING, *self.given)
        opens, carries = _opening(bot), _carrying(bot)
        kept = [f"opened.{name}" for name in (opens.keep if opens else {})]
        self.names = (*opening, *kept, "turn", "message_id", "message_number")
        self.open = self.built(opens, opening) if opens else None
        self._send = self.built(carries, (*self.names, "text")) if carries else None
        taken: Request | None = getattr(bot, "on_handoff", None)
        self.taken = self.built(taken, (*self.names, "queue")) if taken else None
        people: PersonEvents | None = getattr(bot, "human", None)
        self.people = {
            does: self.built(event, (*self.names, "text", "queue"))
            for does, event in (people.told if people else {}).items()
        }

    @property
    def send(self) -> Build:
        """What builds the request that carries a message, where a request does."""
        assert self._send is not None, "messages go another way"
        return self._send

    def wanted(self, expression: Expression, body: Any, what: str) -> Any:
        """What `expression` finds in `body`; raises `ChannelError` when it is nothing.

        `what` says in an error which reply it is.
        """
        value = expression.find(body)
        if value is None:
            found = self.show(proposal(expression.text, body))
            raise ChannelError(
                "no-match",
                f"`{expression.text}` matches nothing in {what}: {found} ({expression.where})",
                self.show(body),
            )
        return value

    def built(self, request: Request, names: Iterable[str]) -> Build:
        """What builds `request`, signed where the bot wants it signed."""
        build, sign = compiled(request, self.bot, names), signer(_auth(self.bot))

        def signed(values: Values) -> Sending:
            sending = build(values)
            unsigned = Unsigned(sending.method, sending.url, sending.content)
            added = sign(unsigned, self._clock.wall())
            kept = [(name, value) for name, value in sending.headers if name not in added]
            return replace(sending, headers=[*kept, *added.items()])

        return self.line.watched(signed if _auth(self.bot) else build)


def _transport(bot: Reached) -> Transport:
    urls = [bot.url, *(part.url for part in requests_of(bot))]
    encrypted = any(url.lower().startswith("https:") for url in urls)
    return Transport(getattr(bot, "verify_tls", True), encrypted)


def _opening(bot: Reached) -> OpenRequest | None:
    return None if isinstance(bot, ChatBot) else bot.open


def _carrying(bot: Reached) -> Request | None:
    """The request that carries a message as it is written; None where none is."""
    if isinstance(bot, SocketBot):
        return bot.post
    return None if isinstance(bot, ChatBot) else bot.send


def _auth(bot: object) -> Auth | None:
    auth: Auth | None = getattr(bot, "auth", None)
    return auth


class Polling:
    """How messages that arrive later are asked for."""

    def __init__(self, bot: AnsweringBot, way: Way) -> None:
        """`bot` has a poll."""
        assert bot.poll is not None, "only bots with a poll are polled"
        self.ask = way.built(bot.poll, (*way.names, "cursor"))
        self.every, self.skips = bot.poll.every, bot.poll.skip_earlier
        own = bot.poll.receive
        where = "bot.poll.receive" if own else "bot.receive"
        self.receive = Mapper(own or bot.receive, where, way.show)
        cursor = bot.poll.cursor
        self.cursor = Expression(cursor, "bot.poll.cursor") if cursor else None


class Standing:
    """How it is asked how a conversation stands."""

    def __init__(self, bot: AnsweringBot, way: Way) -> None:
        """`bot` has a state."""
        assert bot.state is not None, "only bots with a state are asked for it"
        self.ask = way.built(bot.state, way.names)
        self.receive = Mapper(bot.state.receive, "bot.state.receive", way.show)
        muted = bot.state.muted
        self.muted = Expression(muted, "bot.state.muted") if muted else None
