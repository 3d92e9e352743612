"""What the files say about words and facts, arranged by language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from escalation_tests.contract.material import Material
from escalation_tests.contract.persona import Persona
from escalation_tests.contract.phrasebook import Phrasebook
from escalation_tests.contract.policy import Policy
from escalation_tests.contract.topic import FactRule, StepRule, Topic
from escalation_tests.customers.languages import stem, worded
from escalation_tests.errors import ImpossiblePlan, nearest

SOURCE = "en"
"""The book in which every known fact and step is made."""


@dataclass(frozen=True)
class Shelf:
    """The books of a run, and what the shop's own configuration adds to them."""

    material: Material

    @property
    def policy(self) -> Policy:
        """The promise."""
        return self.material.config.policy

    @property
    def topics(self) -> Mapping[str, Topic]:
        """What customers come with."""
        return self.material.config.topics

    @property
    def first(self) -> str:
        """The policy's first language."""
        return self.policy.languages[0]

    def language(self, persona: Persona) -> str:
        """The language that a persona writes in this run."""
        return self.first if persona.language == "any" else persona.language

    def book(self, language: str) -> Phrasebook:
        """The phrasebook of a language; raises `ImpossiblePlan` where there is none."""
        books = self.material.phrases
        found = books.get(language) or books.get(stem(language))
        if found is None:
            hint = nearest(language, books)
            raise ImpossiblePlan(f"there is no phrasebook for the language {language!r}{hint}")
        return found

    def asks(self, topic: str, language: str) -> tuple[str, ...]:
        """The wordings that raise a topic in a language; none when it has none."""
        return worded(self.topics[topic].ask, language, self.first)

    def fact(self, name: str, language: str) -> FactRule:
        """How a fact is made and said in a language; raises `ImpossiblePlan` when unknown."""
        known = self._facts.get((name, stem(language)))
        return known or self._resolve_fact(name, stem(language))

    def knows(self, name: str) -> bool:
        """Whether anything says what a fact of this name is."""
        return name in self.material.config.facts or name in self.book(SOURCE).facts

    def step(self, name: str, language: str) -> StepRule:
        """How a step is claimed and recognised in a language."""
        own = self.material.config.steps.get(name)
        rules = [book.steps[name] for book in self._sources(language) if name in book.steps]
        say = worded(own.say, language, self.first) if own else ()
        local = self.book(language).steps.get(name)
        say = say or (local.say.get("", ()) if local else ())
        known_as = [word for rule in (own, *rules) if rule for word in rule.known_as]
        return StepRule(say={"": say}, known_as=tuple(dict.fromkeys(known_as)))

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """The names of all steps, the shop's and the known ones."""
        return tuple(dict.fromkeys((*self.material.config.steps, *self.book(SOURCE).steps)))

    @cached_property
    def _facts(self) -> dict[tuple[str, str], FactRule]:
        """Every fact in every language that has a book, worked out once."""
        names = {*self.material.config.facts, *self.book(SOURCE).facts}
        pairs = [(name, stem(code)) for code in self.material.phrases for name in names]
        return {(name, code): self._resolve_fact(name, code) for name, code in pairs}

    def _sources(self, language: str) -> tuple[Phrasebook, ...]:
        return (self.book(language), self.book(SOURCE))

    def _resolve_fact(self, name: str, language: str) -> FactRule:
        own = self.material.config.facts.get(name)
        rules = [book.facts.get(name) for book in self._sources(language)]
        known = [rule for rule in (own, *rules) if rule is not None]
        made = next((r for r in known if r.pattern or r.faker or r.choices), None)
        if made is None:
            hint = nearest(name, {name for name, _ in self._facts} if not known else ())
            raise ImpossiblePlan(f"nothing says how the fact {name!r} is made{hint}")
        say = worded(own.say, language, self.first) if own else ()
        say = say or (rules[0].say.get("", ()) if rules[0] else ())
        asked_as = next((rule.asked_as for rule in known if rule.asked_as), None)
        return FactRule(
            pattern=made.pattern, faker=made.faker, choices=made.choices,
            say={"": say}, asked_as=asked_as,
        )  # fmt: skip
