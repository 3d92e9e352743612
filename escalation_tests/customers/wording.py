"""Drafts become words: the plain wording of each line, in the register the persona draws from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from escalation_tests.contract.persona import Persona
from escalation_tests.contract.phrasebook import Phrasebook
from escalation_tests.customers.chance import Picks
from escalation_tests.customers.draft import Draft, Line
from escalation_tests.customers.languages import worded
from escalation_tests.customers.shelf import Shelf
from escalation_tests.customers.slots import filled, slots
from escalation_tests.customers.vagueness import vaguely
from escalation_tests.errors import ImpossiblePlan
from escalation_tests.model.fact import Fact
from escalation_tests.model.trigger import Trigger

_ENDS = tuple(".!?…。！？؟।")


def joined(sentences: Sequence[str]) -> str:
    """Sentences in one message; each but the last gets its end where it has none."""
    closed = [s if s.endswith(_ENDS) else f"{s}." for s in sentences[:-1]]
    return " ".join([*closed, *sentences[-1:]])


@dataclass(frozen=True, slots=True)
class Words:
    """Words for one plan: what was said is not said again before everything else was."""

    shelf: Shelf
    persona: Persona
    owned: Mapping[str, str]
    """Fact name → value, of all facts that the customer owns."""
    deck: Picks

    def plain(self, draft: Draft) -> tuple[str, tuple[Fact, ...]]:
        """The plain wording of a draft, and the facts that it states beyond the draft's own."""
        said: list[str] = []
        told: dict[str, Fact] = {}
        for line in draft.lines:
            text, facts = self._line(line, draft.language)
            said.append(text)
            told.update({fact.name: fact for fact in facts})
        return joined(said), tuple(told.values())

    def _line(self, line: Line, language: str) -> tuple[str, tuple[Fact, ...]]:
        match line.bank:
            case "written":
                return line.key, ()
            case "tell":
                return self._tell(line.key, line.value, language), ()
            case "claim":
                return self._claim(line.key, language), ()
            case "ask":
                return self._ask(line.key, line.value, language)
            case bank:
                text = self._pick((bank, line.key, language), self._bank(line, language))
                return filled(text, self.owned)

    def _pick(self, bank: tuple[str, ...], phrases: Sequence[str]) -> str:
        if not phrases:
            name = " ".join(filter(None, bank[:-1]))
            raise ImpossiblePlan(f"no wording for {name!r} in the language {bank[-1]!r}")
        return self.deck.pick(bank, phrases)

    def _bank(self, line: Line, language: str) -> Sequence[str]:
        book = self.shelf.book(language)
        if line.bank in ("trigger", "press_on"):
            return self._evidence(Trigger(line.key), line.bank, language, book)
        found = getattr(book, line.bank)
        phrases: Sequence[str] = found.get(Trigger(line.key), ()) if line.key else found
        return _shortest(phrases) if self.persona.voice.one_word else phrases

    def _evidence(
        self, trigger: Trigger, bank: str, language: str, book: Phrasebook
    ) -> Sequence[str]:
        """The persona's own wordings, else the book's in their register, else the plain ones."""
        own = worded(self.persona.says.get(trigger, {}), language, self._own_language)
        if own:
            return own
        if self.persona.voice.one_word and book.brief.get(trigger):
            return book.brief[trigger]
        if bank == "press_on" and book.press_on.get(trigger):
            return book.press_on[trigger]
        registers = book.triggers.get(trigger, {})
        return registers.get(self.persona.voice.register_) or registers.get("plain", ())

    @property
    def _own_language(self) -> str:
        return self.shelf.language(self.persona)

    def _tell(self, name: str, value: str, language: str) -> str:
        if self.persona.voice.one_word:
            return value
        say = self.shelf.fact(name, language).say[""] or self.shelf.book(language).tell
        text = self._pick(("tell", name, language), say)
        return text.replace("{value}", value).replace("{fact}", name.replace("_", " "))

    def _claim(self, name: str, language: str) -> str:
        say = self.shelf.step(name, language).say[""] or self.shelf.book(language).claim
        return self._pick(("claim", name, language), say).replace("{step}", name.replace("_", " "))

    def _ask(self, topic: str, how: str, language: str) -> tuple[str, tuple[Fact, ...]]:
        asks = self.shelf.asks(topic, language)
        able = [text for text in asks if slots(text) <= self.owned.keys()]
        if how == "bare" or not able:
            asks = vaguely(asks, self.shelf.book(language).vague)
        else:
            asks = tuple(able)
        if self.persona.voice.one_word and asks:
            asks = _shortest(asks)
        text, told = filled(self._pick(("ask", topic, how, language), asks), self.owned)
        if how != "full":
            return text, told
        return self._with_all(topic, text, told, language)

    def _with_all(
        self, topic: str, text: str, told: tuple[Fact, ...], language: str
    ) -> tuple[str, tuple[Fact, ...]]:
        """The wording with a sentence for each owned fact of the topic that it does not state."""
        names = [name for name in self.shelf.topics[topic].facts if name in self.owned]
        missing = [Fact(n, self.owned[n]) for n in names if n not in {f.name for f in told}]
        more = [self._tell(fact.name, fact.value, language) for fact in missing]
        return joined([text, *more]), (*told, *missing)


def _shortest(phrases: Sequence[str]) -> tuple[str, ...]:
    """The third of the phrases with the fewest words, at least one."""
    ranked = sorted(phrases, key=lambda phrase: (len(phrase.split()), len(phrase)))
    return tuple(ranked[: max(1, len(ranked) // 3)])
