"""The matrix: personas × triggers and twins × topics, from the policy alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from escalation_tests.contract.persona import Persona, Tactic
from escalation_tests.customers.chance import seed_of
from escalation_tests.customers.kinds import Kind, Twist, kinds
from escalation_tests.customers.languages import served, stem
from escalation_tests.customers.shelf import Shelf
from escalation_tests.errors import ImpossiblePlan
from escalation_tests.model.trigger import Trigger

ANYTHING = "anything"
"""Stands in an id for the topic where there is none."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One conversation of the matrix."""

    persona: str
    kind: Kind
    topic: str | None

    @property
    def name(self) -> str:
        """`<trigger-or-twin>-<topic>`, as in test ids."""
        return f"{self.kind.name}-{self.topic or ANYTHING}"


def cells(shelf: Shelf) -> tuple[Cell, ...]:
    """The cells that `suite.matrix` asks for.

    Raises `ImpossiblePlan` for a persona chosen by name who cannot play, and for a promise about
    topics out of scope where there is none.
    """
    mode = shelf.material.config.suite.matrix
    if mode == "off":
        return ()
    _check_topics(shelf)
    full = {name: tuple(possible(shelf, shelf.material.personas[name])) for name in cast(shelf)}
    if mode == "full":
        return tuple(cell for name in sorted(full) for cell in full[name])
    chosen = [cell for name in sorted(full) for cell in covering(full[name])]
    return (*chosen, *_missing(full, chosen))


def cast(shelf: Shelf) -> tuple[str, ...]:
    """The personas who play the matrix; raises `ImpossiblePlan` for a named one who cannot."""
    chosen = shelf.material.config.suite.personas
    if "all" in chosen:
        missing = left_out(shelf)
        return tuple(name for name in shelf.material.personas if name not in missing)
    for name in chosen:
        if why := hindrance(shelf, shelf.material.personas[name]):
            raise ImpossiblePlan(
                f"{shelf.material.file}: suite.personas: {why}; or do not name {name!r} here,"
                " nor in `--escalation-personas`"
            )
    return tuple(dict.fromkeys(chosen))


def left_out(shelf: Shelf) -> dict[str, str]:
    """Persona → why the matrix has no conversation for them."""
    reasons = {name: hindrance(shelf, one) for name, one in shelf.material.personas.items()}
    return {name: why for name, why in reasons.items() if why}


def hindrance(shelf: Shelf, persona: Persona) -> str:
    """Why a persona cannot play under this policy, as a sentence; empty when they can."""
    language, name = shelf.language(persona), persona.persona
    budget = max((rule.within for rule in shelf.policy.triggers.values()), default=0)
    books = shelf.material.phrases
    if language not in books and stem(language) not in books:
        return f"persona {name!r} writes {language!r}, for which there is no phrasebook"
    if budget > persona.patience:
        return (
            f"persona {name!r} has patience {persona.patience}, but the policy lets the bot take"
            f" {budget} further turns: lower `within` under `policy.triggers`"
        )
    if Tactic.SWITCHES_LANGUAGE in persona.tactics and len(shelf.policy.languages) < 2:
        only = " and ".join(map(repr, shelf.policy.languages))
        return (
            f"persona {name!r} switches language, but the bot serves only {only}: add another"
            " language to `policy.languages` if it serves one"
        )
    if next(possible(shelf, persona), None) is None:
        return (
            f"neither the policy nor the topics say anything for {name!r}, who writes {language!r}"
        )
    return ""


def possible(shelf: Shelf, persona: Persona) -> Iterator[Cell]:
    """Every cell that makes sense for a persona."""
    language = shelf.language(persona)
    find = _served_topics if served(shelf.policy, language) else _foreign_topics
    for kind in kinds(shelf.policy):
        for topic in find(shelf, kind, language):
            yield Cell(persona.persona, kind, topic)


def _served_topics(shelf: Shelf, kind: Kind, language: str) -> Sequence[str]:
    """In a served language: topics in scope, unless the trigger is about others."""
    if kind.twist is Twist.DECOYS and kind.trigger:
        if not shelf.book(language).decoys.get(kind.trigger):
            return ()
    elif kind.trigger is Trigger.UNSUPPORTED_LANGUAGE:
        return ()
    outside = kind.trigger is Trigger.OUT_OF_SCOPE and kind.twist is not Twist.DECOYS
    return _topics(shelf, "out" if outside else "in", language)


def _foreign_topics(shelf: Shelf, kind: Kind, language: str) -> Sequence[str | None]:
    """In another language: only that promise, and requests for a human in that language."""
    promised = Trigger.UNSUPPORTED_LANGUAGE in shelf.policy.triggers
    request = kind.trigger is Trigger.EXPLICIT_REQUEST and kind.due
    about = kind.trigger is Trigger.UNSUPPORTED_LANGUAGE and kind.twist in (
        Twist.DUE,
        Twist.ALMOST,
    )
    if not promised or not (request or about):
        return ()
    return _topics(shelf, "in", language) or (None,)


def _topics(shelf: Shelf, scope: str, language: str) -> tuple[str, ...]:
    return tuple(
        name
        for name, topic in shelf.topics.items()
        if topic.scope == scope and shelf.asks(name, language)
    )


def covering(full: Sequence[Cell]) -> Iterator[Cell]:
    """Cells of one persona in which each of their kinds and each of their topics comes at least
    once. They depend on the names alone, so other personas do not change them.
    """
    groups: dict[frozenset[str | None], list[Kind]] = {}
    for kind in dict.fromkeys(cell.kind for cell in full):
        topics = frozenset(cell.topic for cell in full if cell.kind == kind)
        groups.setdefault(topics, []).append(kind)
    for topics, group in groups.items():
        persona = full[0].persona
        rows = sorted(group, key=lambda kind: seed_of("kind", persona, kind.name))
        columns = sorted(topics, key=lambda topic: seed_of("topic", persona, topic))
        for n in range(max(len(rows), len(columns))):
            yield Cell(persona, rows[n % len(rows)], columns[n % len(columns)])


def _missing(full: Mapping[str, Sequence[Cell]], chosen: Sequence[Cell]) -> Iterator[Cell]:
    """A cell for each pair of kind and topic that no persona has yet."""
    seen = {(cell.kind, cell.topic) for cell in chosen}
    pairs: dict[tuple[Kind, str | None], list[Cell]] = {}
    for cell in (cell for cells in full.values() for cell in cells):
        pairs.setdefault((cell.kind, cell.topic), []).append(cell)
    for (kind, topic), options in pairs.items():
        if (kind, topic) not in seen:
            yield max(options, key=lambda cell: seed_of(cell.name, cell.persona))


def _check_topics(shelf: Shelf) -> None:
    outside = any(topic.scope == "out" for topic in shelf.topics.values())
    if Trigger.OUT_OF_SCOPE in shelf.policy.triggers and not outside:
        raise ImpossiblePlan(
            "the policy promises `out_of_scope`, but no topic has `scope: out`: add one, or take"
            " the trigger out"
        )
