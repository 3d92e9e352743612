"""A cell of the matrix becomes a plan: everything that is left to chance is drawn here."""

from dataclasses import dataclass, replace

from escalation_tests.contract.persona import Persona
from escalation_tests.contract.topic import FactRule
from escalation_tests.customers.actor import Actor
from escalation_tests.customers.chance import Deck, stream
from escalation_tests.customers.draft import Outline
from escalation_tests.customers.facts import IDENTITY, Facts, Registrar
from escalation_tests.customers.kinds import outlined
from escalation_tests.customers.languages import served
from escalation_tests.customers.machine import after, start
from escalation_tests.customers.matrix import Cell
from escalation_tests.customers.reactions import reactions
from escalation_tests.customers.scene import Scene
from escalation_tests.customers.shelf import Shelf
from escalation_tests.customers.slots import slots
from escalation_tests.customers.tactics import TACTICS
from escalation_tests.customers.wording import Words
from escalation_tests.model.fact import Fact
from escalation_tests.model.plan import Kind, Plan, Visit
from escalation_tests.model.trigger import Trigger


@dataclass(frozen=True, slots=True)
class Stage:
    """What all plans of a run are drawn with."""

    shelf: Shelf
    registrar: Registrar

    def facts(self, language: str, key: tuple[object, ...]) -> tuple[Facts, str]:
        """The facts of the customer of one plan, and their token."""
        phone = self.shelf.fact("phone", language)
        identity, token = self.registrar.identity(language, phone, *key)

        def rule(name: str) -> FactRule:
            return self.shelf.fact(name, language)

        return Facts(key, language, rule, self.registrar, identity), token


def draw(stage: Stage, cell: Cell, id_: str, seed: int, trial: int) -> Plan:
    """The plan of a cell; equal arguments give equal plans."""
    persona = stage.shelf.material.personas[cell.persona]
    key = (seed, cell.name, cell.persona, trial)
    facts, token = stage.facts(stage.shelf.language(persona), key)
    scene = _scene(stage, cell, persona, facts, key)
    outline = outlined(cell.kind, scene)
    for tactic, change in TACTICS.items():
        if tactic in persona.tactics:
            outline = change(outline, scene)
    visits = _visits(scene, outline, cell, facts, key)
    state = after(start(scene.shelf.policy, scene.shelf.topics, scene.language), visits[0].moves)
    return Plan(
        id=id_,
        kind=Kind.MATRIX,
        scenario=cell.name,
        persona=cell.persona,
        seed=seed,
        trial=trial,
        identity=facts.identity,
        token=token,
        language=scene.language,
        facts=tuple(Fact(name, value) for name, value in scene.owned.items()),
        visits=visits,
        topic=cell.topic,
        trigger=state.due.trigger if state.due else None,
    )


def _scene(
    stage: Stage, cell: Cell, persona: Persona, facts: Facts, key: tuple[object, ...]
) -> Scene:
    names = _at_stake(stage.shelf, cell.topic, stage.shelf.language(persona))
    at_hand = [name for name in names if persona.owns is None or name in persona.owns]
    return Scene(
        shelf=stage.shelf,
        persona=persona,
        language=stage.shelf.language(persona),
        topic=cell.topic,
        owned=facts.owned(at_hand),
        phone=facts.identity.phone,
        spare=facts.other,
        random=stream("scene", *key),
    )


def _at_stake(shelf: Shelf, topic: str | None, language: str) -> tuple[str, ...]:
    """The facts of the topic; without one, those that a question without topic may name."""
    if topic is not None:
        return shelf.topics[topic].facts
    named = {name for question in shelf.book(language).questions for name in slots(question)}
    return tuple(sorted(named))


def _visits(
    scene: Scene, outline: Outline, cell: Cell, facts: Facts, key: tuple[object, ...]
) -> tuple[Visit, ...]:
    """The first visit, and the second where the customer comes back."""
    at_hand = {**facts.owned(sorted(IDENTITY)), **scene.owned}
    words = Words(scene.shelf, scene.persona, at_hand, Deck(stream("words", *key)))
    actor = Actor(scene.shelf, scene.persona, words, stream("voice", *key))
    later = replace(scene, language=outline.language)
    trigger = _insists_on(cell, scene)
    both = (outline.drafts, *((outline.second,) if outline.second else ()))
    return tuple(
        Visit(
            moves=actor.moves(drafts),
            reactions=reactions(actor, later, trigger, at_hand, outline.refuses),
            after=actor.moves(outline.after),
        )
        for drafts in both
    )


def _insists_on(cell: Cell, scene: Scene) -> Trigger | None:
    """The trigger for which the customer presses on while the handoff does not come."""
    if not cell.kind.due:
        return None
    foreign = not served(scene.shelf.policy, scene.language)
    return Trigger.UNSUPPORTED_LANGUAGE if foreign else cell.kind.trigger
