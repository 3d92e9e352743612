"""One turn of the bot: hear, decide, call the desk, answer."""

from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Protocol
from uuid import uuid4

import yaml

from escalation_tests.demo.bot.conversation import Conversation, Memory
from escalation_tests.demo.bot.delivery import DeskClient
from escalation_tests.demo.bot.letters import Letters, case_file, load_letters
from escalation_tests.demo.bot.policy import Transfer, decide, listen
from escalation_tests.demo.bot.seams import Seams
from escalation_tests.demo.meaning import Meaning

LONGEST = 50_000
"""Characters of one message that are listened to."""


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

    async def hear(self, conversation_id: str, text: str, message_id: str = "") -> Reply:
        """The bot's side of one turn; messages of one conversation are taken in order.

        A message whose id was heard before gets no second answer.
        """
        conversation = self._memory.of(conversation_id)
        async with conversation.lock:
            if message_id and message_id in conversation.answered:
                return Reply()
            conversation.answered.add(message_id)
            return await self._turn(conversation, text)

    async def _turn(self, conversation: Conversation, text: str) -> Reply:
        if len(text) > LONGEST:
            conversation.note("customer", text[:LONGEST])
            return self._said(conversation, self._speak(conversation).text("too_long"), Meaning())
        if conversation.handed_over:
            return await self._waiting(conversation, text)
        meaning = self._ears.read(text, conversation.language)
        meaning = self._seams.meaning(meaning, text)
        listen(conversation, meaning)
        conversation.note("customer", text)
        transfer = decide(conversation, meaning)
        if transfer is not None:
            return await self._hand_over(conversation, self._seams.transfer(transfer), meaning)
        return self._said(conversation, self._answer(conversation, meaning), meaning)

    async def _waiting(self, conversation: Conversation, text: str) -> Reply:
        """The customer writes while a human is awaited: the desk gets it, the bot is silent."""
        conversation.note("customer", text)
        at = float(str(conversation.transcript[-1]["at"]))
        if self._seams.forwards:
            await self._desk.forward(conversation.id, text, at)
        said = self._seams.waiting(conversation, self._speak(conversation))
        return self._said(conversation, said, Meaning()) if said else Reply()

    async def _hand_over(
        self, conversation: Conversation, transfer: Transfer, meaning: Meaning
    ) -> Reply:
        case = self._seams.case(case_file(conversation, transfer))
        accepted = self._seams.deliveries == 0
        for _ in range(self._seams.deliveries):
            accepted = await self._desk.hand_over({**case, "id": uuid4().hex})
        if not accepted and not self._seams.believes:
            conversation.frustrated = conversation.lost = 0
            return self._said(conversation, self._speak(conversation).text("unavailable"), meaning)
        conversation.handed_over = True
        claim = {key: case[key] for key in ("id", "queue", "priority", "reason")}
        notice = self._seams.notice(self._notice(transfer), transfer, self._letters)
        return self._said(conversation, notice, meaning, claim)

    def _notice(self, transfer: Transfer) -> str:
        if transfer.language in self._letters:
            return self._letters[transfer.language].notice(transfer)
        own = self._strangers.get(transfer.language, "")
        return f"{own} {self._letters['en'].notice(transfer)}".strip()

    def _answer(self, conversation: Conversation, meaning: Meaning) -> str:
        letters = self._speak(conversation)
        if not meaning.understood:
            return letters.text("rephrase")
        answer = letters.answer(conversation) if not meaning.chatting else letters.text("chat")
        if meaning.frustrated:
            return f"{letters.text('empathy')} {answer}"
        return f"{letters.text('noted')} {answer}" if meaning.steps else answer

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
