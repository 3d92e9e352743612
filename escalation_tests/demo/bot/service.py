"""One turn of the bot: hear, decide, call the desk, answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Protocol
from uuid import uuid4

import yaml

from escalation_tests.demo.bot.conversation import Conversation, Memory
from escalation_tests.demo.bot.delivery import DeskClient
from escalation_tests.demo.bot.letters import Letters, case_file, load_letters, summary
from escalation_tests.demo.bot.policy import Transfer, decide, listen
from escalation_tests.demo.bot.seams import Seams
from escalation_tests.demo.meaning import Meaning

LONGEST = 50_000
"""Characters of one message that are listened to."""
UNSENT = 100
"""Messages that are kept for a desk which does not answer."""


class Ears(Protocol):
    """Understands a message; `before` is the language of the conversation so far."""

    def read(self, text: str, before: str = "en") -> Meaning: ...


@dataclass(frozen=True, slots=True)
class Reply:
    """What one turn brings."""

    texts: tuple[str, ...] = ()
    handoff: dict[str, Any] | None = None
    meaning: Meaning = field(default_factory=Meaning)


class Bot:
    """The shop's bot."""

    def __init__(self, ears: Ears, desk: DeskClient, seams: Seams | None = None) -> None:
        self._ears, self._desk, self._seams = ears, desk, seams or Seams()
        self._letters = load_letters()
        self._strangers = _strangers()
        self._memory = Memory()

    async def hear(
        self,
        conversation_id: str,
        text: str,
        message_id: str = "",
        profile: Mapping[str, str] | None = None,
    ) -> Reply:
        """The bot's side of one turn; messages of one conversation are taken in order.

        A message whose id was heard before gets no second answer.
        """
        conversation = self._memory.of(conversation_id)
        async with conversation.lock:
            if message_id and message_id in conversation.answered:
                return Reply()
            conversation.answered.add(message_id)
            conversation.profile.update(profile or {})
            return await self._turn(conversation, text)

    async def _turn(self, conversation: Conversation, text: str) -> Reply:
        too_long = len(text) > LONGEST
        meaning = Meaning(conversation.language) if too_long else self._heard(conversation, text)
        line = conversation.note("customer", text)
        if conversation.handed_over:
            return await self._waiting(conversation, line, meaning)
        if too_long:
            return self._said(conversation, self._speak(conversation).text("too_long"), meaning)
        transfer = decide(conversation, meaning)
        if transfer is not None:
            return await self._hand_over(conversation, self._seams.transfer(transfer), meaning)
        return self._said(conversation, self._answer(conversation, meaning), meaning)

    def _heard(self, conversation: Conversation, text: str) -> Meaning:
        meaning = self._seams.meaning(self._ears.read(text, conversation.language), text)
        listen(conversation, meaning)
        return meaning

    async def _waiting(
        self, conversation: Conversation, line: dict[str, Any], meaning: Meaning
    ) -> Reply:
        """The customer writes while a human is awaited: the desk gets it, the bot is silent."""
        if self._seams.forwards:
            named = {"event": "message", "id": uuid4().hex, "conversation_id": conversation.id}
            conversation.unsent.append({**named, **line})
            await self._send_on(conversation)
        said = self._answer(conversation, meaning) if self._seams.talks_on else ""
        return self._said(conversation, said, meaning)

    async def _send_on(self, conversation: Conversation) -> None:
        """In their order; what the desk does not take now is sent with the next message."""
        while conversation.unsent and await self._desk.deliver(conversation.unsent[0]):
            del conversation.unsent[0]
        del conversation.unsent[:-UNSENT]

    async def _hand_over(
        self, conversation: Conversation, transfer: Transfer, meaning: Meaning
    ) -> Reply:
        case = self._seams.case(case_file(conversation, transfer))
        case["summary"] = summary(case)
        accepted = await self._delivered(case)
        if not accepted and not self._seams.believes:
            # A new row of misunderstandings has to come; who is still cross is heard at once.
            conversation.lost = 0
            return self._said(conversation, self._speak(conversation).text("unavailable"), meaning)
        conversation.handed_over = True
        claim = {key: case[key] for key in ("id", "queue", "priority", "reason") if "id" in case}
        notice = self._seams.notice(self._notice(transfer), transfer, self._letters)
        return self._said(conversation, notice, meaning, claim or None)

    async def _delivered(self, case: dict[str, Any]) -> bool:
        """Whether the desk took the case, which gets its id here."""
        accepted = self._seams.deliveries == 0
        for _ in range(self._seams.deliveries):
            case["id"] = uuid4().hex
            accepted = await self._desk.deliver(case) or accepted
        return accepted

    def _notice(self, transfer: Transfer) -> str:
        if transfer.language in self._letters:
            return self._letters[transfer.language].notice(transfer)
        own = self._strangers.get(transfer.language, "")
        return f"{own} {self._letters['en'].notice(transfer)}".strip()

    def _answer(self, conversation: Conversation, meaning: Meaning) -> str:
        letters = self._speak(conversation)
        if not meaning.understood:
            return letters.text("rephrase")
        answer = (
            self._small_talk(conversation) if meaning.chatting else letters.answer(conversation)
        )
        if meaning.frustrated:
            return f"{letters.text('empathy')} {answer}"
        return f"{letters.text('noted')} {answer}" if meaning.steps else answer

    def _small_talk(self, conversation: Conversation) -> str:
        met = any(line["author"] == "bot" for line in conversation.transcript)
        return self._speak(conversation).text("chat" if met else "greeting")

    def _speak(self, conversation: Conversation) -> Letters:
        return self._letters[conversation.language]

    def _said(
        self,
        conversation: Conversation,
        text: str,
        meaning: Meaning,
        handoff: dict[str, Any] | None = None,
    ) -> Reply:
        if text:
            conversation.note("bot", text)
        return Reply((text,) if text else (), handoff, meaning)


def _strangers() -> dict[str, str]:
    file = resources.files("escalation_tests.demo.bot").joinpath("strangers.yaml")
    return dict(yaml.safe_load(file.read_text("utf-8")))
