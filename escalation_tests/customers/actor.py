"""Words and voice together: drafts become the moves of one plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from escalation_tests.contract.persona import Persona
from escalation_tests.customers.draft import Draft
from escalation_tests.customers.shelf import Shelf
from escalation_tests.customers.voice import voiced
from escalation_tests.customers.voice.brush import Brush
from escalation_tests.customers.wording import Words
from escalation_tests.model.fact import Fact
from escalation_tests.model.move import Act, Move


@dataclass(frozen=True, slots=True)
class Actor:
    """A persona who has words and a voice for one plan."""

    shelf: Shelf
    persona: Persona
    words: Words
    random: Random

    def move(self, draft: Draft) -> Move:
        """The move of a draft."""
        if draft.act is Act.SILENT:
            return _labelled(draft, (), "")
        meant, told = self.words.plain(draft)
        known = {fact.name for fact in draft.facts}
        facts = (*draft.facts, *(fact for fact in told if fact.name not in known))
        texts = self._voiced(draft, meant) if draft.voiced else (meant,)
        return _labelled(draft, texts, meant, facts, self.persona.pause)

    def moves(self, drafts: Iterable[Draft]) -> tuple[Move, ...]:
        """The moves of some drafts, in order."""
        return tuple(map(self.move, drafts))

    def _voiced(self, draft: Draft, meant: str) -> tuple[str, ...]:
        values = {*self.words.owned.values(), *(fact.value for fact in draft.facts)}
        return voiced(meant, self.brush(draft), values)

    def brush(self, draft: Draft) -> Brush:
        """What the voice gets to know about a draft."""
        voice, book = self.persona.voice, self.shelf.book(draft.language)
        keywords = tuple(word for one in draft.triggers for word in book.keywords.get(one, ()))
        other = self.shelf.book(voice.code_switch) if voice.code_switch else None
        return Brush(voice, self.random, draft.act, book, other, keywords)


def _labelled(
    draft: Draft,
    texts: tuple[str, ...],
    meant: str,
    facts: tuple[Fact, ...] = (),
    pause: float = 0.0,
) -> Move:
    return Move(
        draft.act,
        texts,
        meant=meant,
        topic=draft.topic,
        triggers=draft.triggers,
        facts=facts,
        tried=draft.tried,
        language=draft.language,
        pause=draft.pause or pause,
        forbids_handoff=draft.forbids_handoff,
    )
