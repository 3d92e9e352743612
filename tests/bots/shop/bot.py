"""A shop's bot that keeps its promise. Each defect replaces one of its steps by a broken one."""

import asyncio
import itertools
import uuid
from typing import Any

import httpx

from tests.bots.shop.desk import Desk
from tests.bots.shop.dialect import Dialect
from tests.bots.shop.ears import Ears, Meaning, Message
from tests.bots.shop.talk import Case, Talk

COUNTED = (
    "explicit_request",
    "frustration",
    "low_confidence",
    "unsupported_language",
    "out_of_scope",
)
IN_A_ROW = frozenset({"low_confidence", "unsupported_language"})


class Bot:
    """Talks, hands over, and stands back.

    Args:
        dialect: the shop's words, names and promises.
        ears: how it understands.
        desk: where the desk takes deliveries.
    """

    patience = 10.0
    """Seconds it waits for the desk."""
    attempts = 4
    between: type[Desk] = Desk
    """What stands between the bot and the place where people look."""

    def __init__(self, dialect: Dialect, ears: Ears, desk: str) -> None:
        self.dialect, self.ears, self.desk = dialect, ears, desk
        self.talks: dict[str, Talk] = {}
        self.locks: dict[str, asyncio.Lock] = {}
        self.http: httpx.AsyncClient | None = None
        self.count = itertools.count(1)
        self.platform = self.between(dialect, self.send)

    async def __call__(self, message: Message) -> dict[str, Any]:
        """The bot's whole reply to one message."""
        lock = self.locks.setdefault(message.conversation_id, asyncio.Lock())
        async with lock:
            reply = await self.turn(message)
            messages = self.dialect.keys["messages"]
            return {**reply, messages: [*self.unasked(message.conversation_id), *reply[messages]]}

    async def turn(self, message: Message) -> dict[str, Any]:
        talk = self.talk(message)
        if self.repeated(talk, message):
            return self.reply()
        talk.said.append({"by": "customer", "text": message.text})
        meaning = self.heard(talk, message)
        if talk.handed_over:
            return await self.waits(talk, message, meaning)
        if not meaning.complete:
            return self.reply()
        self.remember(talk, meaning)
        reason = self.reason(talk, meaning)
        if reason:
            return await self.hand_over(talk, reason)
        return self.says(talk, *self.answer(talk, meaning))

    # --- hearing -------------------------------------------------------------------------------

    def talk(self, message: Message) -> Talk:
        known = self.talks.get(message.conversation_id)
        if known is None:
            spoken = message.language
            served = self.dialect.languages
            language = spoken if spoken in served else served[0]
            known = Talk(message.conversation_id, message.customer_id, language, spoken)
            self.talks[message.conversation_id] = known
        return known

    def repeated(self, talk: Talk, message: Message) -> bool:
        """The platform has delivered this one before."""
        if message.message_id and message.message_id in talk.seen:
            return True
        talk.seen.add(message.message_id)
        return False

    def heard(self, talk: Talk, message: Message) -> Meaning:
        meaning = self.ears.hear(message, talk.begun)
        talk.begun = () if meaning.complete else (*talk.begun, message.text)
        return meaning

    def remember(self, talk: Talk, meaning: Meaning) -> None:
        talk.turns += 1
        signs = meaning.signs
        if meaning.language in self.dialect.languages:
            talk.language = talk.spoken = meaning.language
        if meaning.topic:
            talk.topic = meaning.topic
            talk.raised.append(meaning.topic)
        self.learn(talk, meaning)
        for name in COUNTED:
            row = 0 if name in IN_A_ROW else talk.counts.get(name, 0)
            talk.counts[name] = talk.counts.get(name, 0) + 1 if name in signs else row

    def learn(self, talk: Talk, meaning: Meaning) -> None:
        talk.facts.update(meaning.facts)
        talk.steps += [step for step in meaning.steps if step not in talk.steps]

    # --- deciding ------------------------------------------------------------------------------

    def reason(self, talk: Talk, meaning: Meaning) -> str:
        """Why the customer has to be handed over now; empty: there is no cause."""
        after = self.dialect.after
        return next(
            (name for name in COUNTED if name in after and talk.counts[name] >= after[name]), ""
        )

    def queue(self, talk: Talk, reason: str) -> str | None:
        if reason == "unsupported_language":
            return self.dialect.foreign
        return str(self.dialect.topics.get(talk.topic, {}).get("queue") or self.dialect.default)

    def priority(self, talk: Talk, reason: str) -> str | None:
        return self.dialect.priority.get(talk.topic) or self.dialect.priority.get(reason, "normal")

    # --- handing over --------------------------------------------------------------------------

    async def hand_over(self, talk: Talk, reason: str) -> dict[str, Any]:
        case = self.case(talk, reason)
        if not await self.deliver(talk, case):
            return self.says(talk, *self.refused(talk, case))
        self.handed(talk)
        notice = self.notice(talk, case)
        return self.says(talk, *notice, signal=self.signal(talk, case))

    def handed(self, talk: Talk) -> None:
        talk.handed_over = True

    def case(self, talk: Talk, reason: str) -> Case:
        return Case(
            conversation=talk.id,
            id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{talk.id}/{next(self.count)}")),
            queue=self.queue(talk, reason),
            priority=self.priority(talk, reason),
            language=talk.spoken,
            reason=reason.replace("_", " "),
            summary=self.summary(talk, reason),
            transcript=self.transcript(talk),
            facts=dict(talk.facts),
            steps=list(talk.steps),
        )

    def summary(self, talk: Talk, reason: str) -> str | None:
        known = ", ".join(
            f"{name.replace('_', ' ')} {value}" for name, value in talk.facts.items()
        )
        tried = ", ".join(step.replace("_", " ") for step in talk.steps)
        parts = [f"Cause: {reason.replace('_', ' ')}."]
        parts += [f"Known: {known}."] if known else []
        parts += [f"Tried: {tried}."] if tried else []
        return " ".join(parts)

    def transcript(self, talk: Talk) -> list[dict[str, str]] | None:
        return list(talk.said)

    async def deliver(self, talk: Talk, case: Case) -> bool:
        """Whether the desk took the case; what may help is tried again under the same id."""
        return await self.insist(lambda: self.payload(case))

    async def insist(self, payload: Any) -> bool:
        for attempt in range(self.attempts):
            if attempt:
                await asyncio.sleep(0.02 * 2**attempt)
            status = await self.platform.take(payload())
            if status is not None and status < 500:
                return status < 300
        return False

    def payload(self, case: Case) -> dict[str, Any]:
        """The case in the desk's words."""
        k, words = self.dialect.keys, self.dialect
        lines = case.transcript
        said = [
            {k["author"]: words.roles.get(one["by"], one["by"]), k["said"]: one["text"]}
            for one in lines or ()
        ]
        body: dict[str, Any] = {
            k["id"]: case.id,
            k["queue"]: case.queue,
            k["priority"]: words.priorities.get(case.priority or "", case.priority),
            k["language"]: case.language,
            k["reason"]: case.reason,
            k["summary"]: case.summary,
            k["transcript"]: said if lines is not None else None,
            k["facts"]: case.facts,
            k["steps"]: case.steps,
        }
        kept = {name: value for name, value in body.items() if value is not None}
        return {
            k["kind"]: words.kinds[0],
            k["conversation"]: case.conversation,
            **kept,
            **case.more,
        }

    async def send(self, body: dict[str, Any]) -> int | None:
        """The desk's status; None when it did not answer."""
        if self.http is None:
            limits = httpx.Limits(max_connections=200, max_keepalive_connections=100)
            self.http = httpx.AsyncClient(timeout=self.patience, trust_env=False, limits=limits)
        try:
            return (await self.http.post(self.desk, json=body)).status_code
        except httpx.HTTPError:
            return None

    # --- afterwards ----------------------------------------------------------------------------

    async def waits(self, talk: Talk, message: Message, meaning: Meaning) -> dict[str, Any]:
        """The customer writes while a person is awaited."""
        talk.waiting += 1
        await self.forward(talk, message.text)
        return self.reply()

    async def forward(self, talk: Talk, text: str) -> bool:
        k, words = self.dialect.keys, self.dialect
        body = {
            k["kind"]: words.kinds[1],
            k["conversation"]: talk.id,
            k["said"]: text,
            "n": talk.waiting,
        }
        return await self.insist(lambda: body)

    # --- people --------------------------------------------------------------------------------

    async def person(self, does: str, conversation: str, text: str = "", queue: str = "") -> int:
        """A person at the desk does this; the status of the answer."""
        status = await self.platform.person(does, conversation, queue)
        talk = self.talks.get(conversation)
        if status < 300 and talk is not None:
            if does == "says":
                talk.unasked.append(("human", text))
            elif does == "transfers":
                talk.unasked.append(("system", self.line(talk, "notice", 0).format(team=queue)))
            elif does == "gives_back":
                self.returned(talk)
        return status

    def returned(self, talk: Talk) -> None:
        """The customer is the bot's again."""
        talk.returned, talk.handed_over, talk.human, talk.counts = True, False, False, {}

    def unasked(self, conversation: str) -> list[dict[str, str]]:
        """What was said to the customer since the last reply."""
        talk, k = self.talks.get(conversation), self.dialect.keys
        if talk is None:
            return []
        said, talk.unasked = talk.unasked, []
        return [{k["text"]: text, k["from"]: by} for by, text in said]

    # --- speaking ------------------------------------------------------------------------------

    def answer(self, talk: Talk, meaning: Meaning) -> tuple[str, ...]:
        if "low_confidence" in meaning.signs:
            return (self.line(talk, "rephrase"),)
        if meaning.act in {"chats", "accepts", "declines"}:
            return (self.line(talk, "chat"),)
        if "frustration" in meaning.signs:
            return (f"{self.line(talk, 'sorry')} {self.line(talk, 'answer')}",)
        return (self.line(talk, "answer"),)

    def notice(self, talk: Talk, case: Case) -> tuple[str, ...]:
        return (self.line(talk, "notice", 0).format(team=case.queue),)

    def refused(self, talk: Talk, case: Case) -> tuple[str, ...]:
        return (self.line(talk, "unavailable"),)

    def signal(self, talk: Talk, case: Case) -> dict[str, Any] | None:
        return {self.dialect.keys["target"]: case.queue}

    def line(self, talk: Talk, which: str, turn: int | None = None) -> str:
        return self.dialect.line(talk.language, which, talk.turns if turn is None else turn)

    def says(
        self, talk: Talk, *texts: str, signal: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """A reply with these texts; they stand in the transcript from now on."""
        talk.said += [{"by": "bot", "text": text} for text in texts if text]
        return self.reply(*texts, signal=signal)

    def reply(
        self, *texts: str, signal: dict[str, Any] | None = None, by: str = "bot"
    ) -> dict[str, Any]:
        k = self.dialect.keys
        messages = [{k["text"]: text, k["from"]: by} for text in texts if text]
        return {k["messages"]: messages, k["signal"]: signal}

    async def close(self) -> None:
        if self.http is not None:
            await self.http.aclose()
