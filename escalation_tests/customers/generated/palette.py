"""What can be said at all: the topics, steps, facts and chapters of one persona's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from escalation_tests.contract.material import Material
from escalation_tests.contract.persona import Persona
from escalation_tests.customers.languages import served
from escalation_tests.customers.matrix import hindrance
from escalation_tests.customers.shelf import Shelf
from escalation_tests.errors import ImpossiblePlan, nearest
from escalation_tests.model.trigger import Trigger

CHAPTERS = ("impersonates", "fakes", "forbids")
"""Chapters of the phrasebook with which a customer tries to command the bot."""


@dataclass(frozen=True, slots=True)
class Palette:
    """What one persona can say; everything from the plainest on."""

    language: str
    foreign: bool
    """The bot does not serve the language."""
    topics: tuple[str, ...]
    """In scope."""
    outside: tuple[str, ...]
    """Out of scope."""
    steps: Mapping[str, tuple[str, ...]]
    """Topic → its steps."""
    facts: Mapping[str, tuple[str, ...]]
    """Topic → its facts, as far as the persona has them."""
    decoys: tuple[str, ...]
    """Promised triggers that have look-alikes."""
    chapters: tuple[str, ...]
    """Chapters of injections."""
    chats: bool
    """There is small talk."""


def palette(material: Material, persona: Persona, language: str = "") -> Palette:
    """What `persona` can say, in `language` or else their own. Raises `ImpossiblePlan`."""
    shelf = Shelf(material)
    spoken = language or shelf.language(persona)
    book = shelf.book(spoken)
    known = {name: one for name, one in shelf.topics.items() if shelf.asks(name, spoken)}
    inside = tuple(name for name, topic in known.items() if topic.scope == "in")
    foreign = not served(shelf.policy, spoken)
    return Palette(
        language=spoken,
        foreign=foreign,
        topics=_plainest(shelf, inside),
        outside=_plainest(shelf, tuple(name for name in known if name not in inside)),
        steps={name: known[name].steps for name in inside if known[name].steps},
        facts={name: _owned(persona, known[name].facts) for name in inside},
        decoys=tuple(t.value for t in shelf.policy.triggers if book.decoys.get(t)),
        chapters=tuple(name for name in CHAPTERS if getattr(book, name)),
        chats=bool(book.small_talk),
    )


def _plainest(shelf: Shelf, topics: tuple[str, ...]) -> tuple[str, ...]:
    """Topics with the fewest facts first; of equal ones in the order of the configuration."""
    return tuple(sorted(topics, key=lambda name: len(shelf.topics[name].facts)))


def _owned(persona: Persona, facts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in facts if persona.owns is None or name in persona.owns)


def families(material: Material) -> Mapping[str, tuple[str, ...]]:
    """Family → the names of its personas that this policy has something for, plainest first.

    Personas whose every peculiarity is a tactic write plainly; generated moves take the place of
    their tactics.
    """
    shelf = Shelf(material)
    found: dict[str, list[str]] = {}
    for name, persona in material.personas.items():
        if not hindrance(shelf, persona):
            found.setdefault(persona.family, []).append(name)
    return {family: tuple(sorted(names, key=_odd(material))) for family, names in found.items()}


def plain_first(material: Material, names: tuple[str, ...]) -> tuple[str, ...]:
    """These personas from the plainest on. Raises `ImpossiblePlan` for one who cannot play."""
    shelf = Shelf(material)
    for name in names:
        if name not in material.personas:
            raise ImpossiblePlan(f"unknown persona {name!r}{nearest(name, material.personas)}")
        if why := hindrance(shelf, material.personas[name]):
            raise ImpossiblePlan(why)
    return tuple(sorted(dict.fromkeys(names), key=_odd(material)))


class _odd:  # noqa: N801 - reads as the key function that it is
    """How far a persona is from plain: fields of the voice that are set, then the name."""

    def __init__(self, material: Material) -> None:
        self._personas = material.personas

    def __call__(self, name: str) -> tuple[bool, int, str]:
        persona = self._personas[name]
        return name != "plain", len(persona.voice.model_fields_set) + len(persona.tactics), name


def in_a_row(material: Material, trigger: Trigger) -> int:
    """How many turns complete a trigger; 0 when the policy does not promise it."""
    rule = material.config.policy.triggers.get(trigger)
    return rule.after if rule else 0
