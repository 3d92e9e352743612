"""Recipes become plans: the words, the facts, and what the policy says of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from escalation_tests.contract.material import Material
from escalation_tests.contract.persona import Persona
from escalation_tests.customers.actor import Actor
from escalation_tests.customers.chance import seed_of, stream
from escalation_tests.customers.draft import Line
from escalation_tests.customers.drawing import Stage
from escalation_tests.customers.facts import IDENTITY, Facts, Registrar
from escalation_tests.customers.generated.drafting import drafted
from escalation_tests.customers.generated.sketch import Does, Recipe, Sketch
from escalation_tests.customers.languages import served
from escalation_tests.customers.machine import State, advance, start
from escalation_tests.customers.reactions import reactions
from escalation_tests.customers.scene import Scene
from escalation_tests.customers.shelf import Shelf
from escalation_tests.customers.wording import Words
from escalation_tests.errors import ImpossiblePlan
from escalation_tests.model.fact import Fact
from escalation_tests.model.move import Act, Move
from escalation_tests.model.plan import Kind, Plan, Visit
from escalation_tests.model.trigger import Trigger

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Picks phrases by their place in the order from the plainest on."""

    place: int

    def pick(self, bank: object, phrases: Sequence[T]) -> T:  # noqa: ARG002 - as a deck does
        """The phrase at the place; counted on from the first again where there are fewer."""
        ordered = sorted(phrases, key=lambda phrase: (len(str(phrase)), str(phrase)))
        return ordered[self.place % len(ordered)]


class Writer:
    """Writes recipes out; equal recipes and seeds give equal plans.

    Args:
        material: the loaded configuration.
        seed: what identities and facts depend on, besides the recipe.
    """

    def __init__(self, material: Material, seed: int = 0) -> None:
        self.material, self.seed = material, seed
        self._stage = Stage(Shelf(material), Registrar())

    def __repr__(self) -> str:
        """As it was made."""
        return f"Writer({self.material.file!r}, seed={self.seed})"

    def plan(self, recipe: Recipe) -> Plan:
        """The conversation of a recipe. Raises `ImpossiblePlan` where it has no words."""
        mark = f"{seed_of(self.seed, recipe):016x}"
        shelf, persona = self._stage.shelf, _persona(self.material, recipe)
        language = recipe.language or shelf.language(persona)
        key = (self.seed, "generated", mark)
        facts, token = self._stage.facts(language, key)
        scene = _scene(shelf, persona, language, recipe, facts)
        at_hand = {**facts.owned(sorted(IDENTITY)), **scene.owned}
        moves, state = _moves(scene, recipe.turns, at_hand)
        visits = [_visit(scene, at_hand, moves, state, recipe.waits)]
        if recipe.again:
            later = _moves(scene, recipe.again, at_hand)
            visits.append(_visit(scene, at_hand, *later, recipe.waits))
        return Plan(
            id=f"{self.material.file}::generated::{mark}",
            kind=Kind.GENERATED,
            scenario=f"generated-{mark[:8]}",
            persona=recipe.persona,
            seed=self.seed,
            trial=1,
            identity=facts.identity,
            token=token,
            language=language,
            facts=tuple(Fact(name, value) for name, value in scene.owned.items()),
            visits=tuple(visits),
            faults=recipe.faults,
            topic=state.topic,
            trigger=state.due.trigger if state.due else None,
        )


def _persona(material: Material, recipe: Recipe) -> Persona:
    persona = material.personas.get(recipe.persona)
    if persona is None:
        raise ImpossiblePlan(f"unknown persona {recipe.persona!r}")
    voice = recipe.voice or persona.voice
    if recipe.bubbles:
        voice = voice.model_copy(update={"burst": recipe.bubbles})
    return persona.model_copy(update={"voice": voice})


def _scene(shelf: Shelf, persona: Persona, language: str, recipe: Recipe, facts: Facts) -> Scene:
    names = [
        name for sketch in (*recipe.turns, *recipe.again) for name in _at_stake(shelf, sketch)
    ]
    own = [name for name in names if persona.owns is None or name in persona.owns]
    return Scene(
        shelf=shelf,
        persona=persona,
        language=language,
        topic=None,
        owned=facts.owned(list(dict.fromkeys(own))),
        phone=facts.identity.phone,
        spare=facts.other,
        random=stream("scene", recipe.persona),
    )


def _at_stake(shelf: Shelf, sketch: Sketch) -> tuple[str, ...]:
    """The facts that a turn may state."""
    if sketch.does in (Does.TELLS, Does.CORRECTS):
        return (sketch.about,)
    topic = sketch.about if sketch.does in (Does.ASKS, Does.HINTS) else sketch.topic
    return shelf.topics[topic].facts if topic in shelf.topics else ()


def _moves(
    scene: Scene, turns: Sequence[Sketch], at_hand: dict[str, str]
) -> tuple[tuple[Move, ...], State]:
    """The moves up to the last that can matter: the one by which a due handoff must have come."""
    state = start(scene.shelf.policy, scene.shelf.topics, scene.language)
    moves: list[Move] = []
    for sketch in turns:
        if state.due and state.turn >= state.due.by_turn:
            break
        moves.append(_said(scene, sketch, at_hand))
        state = advance(state, moves[-1])
    return tuple(moves), state


def _said(scene: Scene, sketch: Sketch, at_hand: dict[str, str]) -> Move:
    """One turn in its words; the same in every conversation in which it stands."""
    words = Words(scene.shelf, scene.persona, at_hand, Chosen(sketch.words))
    chance = stream("voice", scene.persona.persona, scene.persona.voice, scene.language, sketch)
    move = Actor(scene.shelf, scene.persona, words, chance).move(drafted(sketch, scene))
    if not sketch.text or sketch.does is Does.MUTTERS:
        return move
    return replace(move, texts=(*move.texts[:-1], f"{move.texts[-1]} {sketch.text}"))


def _visit(
    scene: Scene, at_hand: dict[str, str], moves: tuple[Move, ...], state: State, waits: int
) -> Visit:
    later = replace(scene, topic=state.topic)
    words = Words(scene.shelf, scene.persona, at_hand, _Turns())
    actor = Actor(scene.shelf, scene.persona, words, stream("later", scene.persona.persona))
    waiting = (later.turn(Act.WAITS, Line("waiting")),) * waits
    return Visit(
        moves=moves,
        reactions=reactions(actor, later, _insists_on(scene, state), at_hand, refuses=False),
        after=actor.moves(waiting),
    )


def _insists_on(scene: Scene, state: State) -> Trigger | None:
    """The trigger for which the customer presses on while the handoff does not come."""
    if state.due is None:
        return None
    foreign = not served(scene.shelf.policy, scene.language)
    return Trigger.UNSUPPORTED_LANGUAGE if foreign else state.due.trigger


class _Turns:
    """Picks the phrases of a bank one after the other, the plainest first."""

    def __init__(self) -> None:
        self._picked: dict[object, int] = {}

    def pick(self, bank: object, phrases: Sequence[T]) -> T:
        place = self._picked.get(bank, 0)
        self._picked[bank] = place + 1
        return Chosen(place).pick(bank, phrases)
