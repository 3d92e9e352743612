"""What a tactic and the maker of a conversation may know of the case at hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import TypeAlias

from escalation_tests.contract.persona import Persona
from escalation_tests.customers.draft import Draft, Line, Outline
from escalation_tests.customers.languages import served, stem
from escalation_tests.customers.shelf import Shelf
from escalation_tests.model.fact import Fact
from escalation_tests.model.move import Act
from escalation_tests.model.trigger import Trigger


@dataclass(frozen=True, slots=True)
class Scene:
    """One case: who speaks, about what, in which language, with which chance."""

    shelf: Shelf
    persona: Persona
    language: str
    topic: str | None
    owned: Mapping[str, str]
    """Fact name → value, of the topic's facts that the customer has at hand."""
    phone: str
    spare: Callable[[str], str]
    """Another value for a fact, which is not the customer's own."""
    random: Random

    def ask(self, topic: str | None, how: str = "full", *before: Line) -> Draft:
        """The turn that raises a topic, or asks for help without one."""
        act = Act.DECOYS if any(line.bank == "decoys" for line in before) else Act.ASKS
        line = Line("ask", topic, how) if topic else Line("questions")
        return self.turn(act, *before, line, topic=topic)

    def evidence(self, trigger: Trigger, bank: str = "trigger") -> Draft:
        """A turn that counts for a trigger."""
        line = Line(bank, trigger.value)
        match trigger:
            case Trigger.EXPLICIT_REQUEST:
                draft = self.turn(Act.REQUESTS_HUMAN, line, counts=trigger)
            case Trigger.FRUSTRATION:
                draft = self.turn(Act.COMPLAINS, line, counts=trigger)
            case Trigger.LOW_CONFIDENCE:
                line = Line("trigger", trigger.value)
                draft = self.turn(Act.BABBLES, line, counts=trigger)
            case _:
                draft = self.ask(self.topic, "")
        return draft

    def turn(
        self, act: Act, *lines: Line, topic: str | None = None, counts: Trigger | None = None
    ) -> Draft:
        """A turn in the scene's language, with the triggers that its topic and language imply."""
        triggers = {counts} if counts else set[Trigger]()
        if topic and self.shelf.topics[topic].scope == "out":
            triggers.add(Trigger.OUT_OF_SCOPE)
        if not served(self.shelf.policy, self.language):
            triggers.add(Trigger.UNSUPPORTED_LANGUAGE)
        return Draft(act, lines, topic, frozenset(triggers), language=self.language)

    def chat(self, bank: str = "small_talk") -> Draft:
        """A turn of small talk, or of any other chapter that needs nothing from the bot."""
        return self.turn(Act.CHATS, Line(bank))

    def injection(self, bank: str) -> Draft:
        """A turn that tries to command the bot."""
        return self.turn(Act.INJECTS, Line(bank))

    def telling(self, facts: Mapping[str, str], *before: Line) -> Draft:
        """A turn that states facts."""
        lines = (Line("tell", name, value) for name, value in facts.items())
        stated = tuple(Fact(name, value) for name, value in facts.items())
        return with_facts(self.turn(Act.TELLS, *before, *lines), stated)

    def mistake(self) -> tuple[str, str, str]:
        """A fact that the customer gets wrong: its name, the wrong value, the right one."""
        pairs = [(name, self.spare(name), value) for name, value in self.owned.items()]
        fitting = [pair for pair in pairs if pair[1] != pair[2]]
        return (
            self.random.choice(fitting) if fitting else ("phone", self.spare("phone"), self.phone)
        )

    def steps(self, count: int) -> tuple[str, ...]:
        """Steps that a customer with this topic may claim; the topic's own go first."""
        own = self.shelf.topics[self.topic].steps if self.topic else ()
        others = [step for step in self.shelf.steps if step not in own]
        self.random.shuffle(others)
        return (*own, *others)[:count]

    def decoys(self, trigger: Trigger) -> tuple[str, ...]:
        """What looks like a trigger in the scene's language and is none."""
        return self.shelf.book(self.language).decoys.get(trigger, ())

    def between(self, outline: Outline, *drafts: Draft) -> Outline:
        """With turns between the business and the point; where the point counts turns in a row,
        before the business, so that nothing doubtful precedes the first of them.
        """
        if self._counts_in_a_row(outline):
            return outline.before_business(*drafts)
        return outline.before_point(*drafts)

    def _counts_in_a_row(self, outline: Outline) -> bool:
        """Whether the point is about a trigger for which only turns in a row count."""
        rules = self.shelf.policy.triggers
        triggers = {one for draft in outline.drafts if draft.point for one in draft.triggers}
        return any(one in rules and rules[one].in_a_row(one) for one in triggers)

    def other_topics(self) -> list[str]:
        """Other topics in scope that can be raised in the scene's language."""
        return [
            name
            for name, topic in self.shelf.topics.items()
            if name != self.topic and topic.scope == "in" and self.shelf.asks(name, self.language)
        ]

    def other_languages(self) -> list[str]:
        """Other languages that the bot serves and that have a phrasebook."""
        books = self.shelf.material.phrases
        return [
            code
            for code in self.shelf.policy.languages
            if stem(code) != stem(self.language) and (code in books or stem(code) in books)
        ]


Tactic: TypeAlias = Callable[[Outline, Scene], Outline]
"""Changes a conversation before it is worded; keeps every label true and leaves the turns of the
point next to each other."""


def with_facts(draft: Draft, facts: tuple[Fact, ...]) -> Draft:
    """`draft`, which states `facts` as well."""
    return replace(draft, facts=(*draft.facts, *facts))
