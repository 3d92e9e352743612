"""Scenarios that a person wrote become plans; only what they left open is drawn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from escalation_tests.contract.material import Script
from escalation_tests.contract.persona import Persona, Tactic
from escalation_tests.contract.scenario import Scenario, ScriptTurn
from escalation_tests.customers.actor import Actor
from escalation_tests.customers.chance import Deck, stream
from escalation_tests.customers.draft import Draft
from escalation_tests.customers.drawing import Stage
from escalation_tests.customers.expecting import disturbances, expectation
from escalation_tests.customers.facts import IDENTITY, Facts
from escalation_tests.customers.following import followed
from escalation_tests.customers.labels import labelled
from escalation_tests.customers.machine import after, duty, start
from escalation_tests.customers.reactions import reactions
from escalation_tests.customers.scene import Scene
from escalation_tests.customers.shelf import Shelf
from escalation_tests.customers.slots import SLOT, filled, slots
from escalation_tests.customers.voice import voiced
from escalation_tests.customers.wording import Words
from escalation_tests.model.fact import Fact
from escalation_tests.model.move import Move
from escalation_tests.model.plan import Kind, Plan, Then, Visit
from escalation_tests.model.trigger import Trigger


@dataclass(frozen=True, slots=True)
class Role:
    """A scenario with the persona who plays it."""

    script: Script
    persona: Persona
    language: str

    @property
    def scenario(self) -> Scenario:
        """What the author wrote."""
        return self.script.scenario


def spoken(shelf: Shelf, scenario: Scenario, persona: Persona) -> str:
    """The language in which a persona plays a scenario."""
    return scenario.language or shelf.language(persona)


def trigger_of(shelf: Shelf, role: Role) -> Trigger | None:
    """The trigger that a scenario is about: the author's, else the first that comes due."""
    handoff = role.scenario.expect.handoff
    if handoff and not handoff.expected:
        return None
    drafts = labelled(role.scenario, shelf, role.language)
    state = start(shelf.policy, shelf.topics, role.language)
    moves = (Move(d.act, (), topic=d.topic, triggers=d.triggers, language=d.language)
             for d in drafts)  # fmt: skip
    due = after(state, moves).due
    return (handoff.trigger if handoff else None) or (due.trigger if due else None)


def play(stage: Stage, role: Role, id_: str, place: str, seed: int, trial: int) -> Plan:
    """The plan of a scenario; `place` keeps scenarios of the same name apart."""
    scenario, shelf = role.scenario, stage.shelf
    key = (seed, place, scenario.scenario, role.persona.persona, trial)
    facts, token = stage.facts(role.language, key)
    values = Values.of(shelf, scenario, facts)
    trigger = trigger_of(shelf, role)
    visits, owned = _visits(shelf, role, trigger, facts, values, key)
    then = scenario.then
    return Plan(
        id=id_,
        kind=kind_of(scenario),
        scenario=scenario.scenario,
        persona=role.persona.persona,
        seed=seed,
        trial=trial,
        identity=facts.identity,
        token=token,
        language=role.language,
        facts=tuple(Fact(name, value) for name, value in owned.items()),
        visits=visits,
        expect=expectation(scenario.expect, then, trigger is not None and _acts(scenario)),
        faults=disturbances(scenario.chaos),
        topic=scenario.topic,
        trigger=trigger,
        then=Then(then.check, then.message) if then else None,
    )


def _acts(scenario: Scenario) -> bool:
    """A person at the desk acts after the handoff."""
    return any(step.human for step in scenario.afterwards)


def kind_of(scenario: Scenario) -> Kind:
    """Replayed for a frozen conversation, else scripted."""
    return Kind.REPLAYED if scenario.then else Kind.SCRIPTED


@dataclass(frozen=True, slots=True)
class Values:
    """The values that stand for a scenario's facts, at one point of it."""

    facts: Facts
    now: Mapping[str, str]

    @classmethod
    def of(cls, shelf: Shelf, scenario: Scenario, facts: Facts) -> "Values":
        """The values at the beginning: the author's, and drawn ones for all other facts."""
        topic = shelf.topics[scenario.topic].facts if scenario.topic else ()
        names = dict.fromkeys((*scenario.facts, *topic, *_used(scenario)))
        drawn = facts.owned([name for name in names if shelf.knows(name)])
        written = {name: filled(text, drawn)[0] for name, text in scenario.facts.items()}
        return cls(facts, {**drawn, **written})

    def after(self, turn: ScriptTurn) -> "Values":
        """The values once a turn has given or corrected some."""
        given = {name: filled(text, self.now)[0] for name, text in turn.gives.items()}
        corrected = {name: self._other(name, text) for name, text in turn.corrects.items()}
        return replace(self, now={**self.now, **given, **corrected})

    def _other(self, name: str, text: str) -> str:
        """A corrected value: as written; a slot of the fact itself draws another one."""
        if SLOT.fullmatch(text) and slots(text) == {name}:
            return self.facts.other(name)
        return filled(text, self.now)[0]


def _used(scenario: Scenario) -> Iterator[str]:
    """Names in braces anywhere in what the customer says."""
    for turn in (*scenario.conversation, *scenario.again):
        for text in (*turn.customer, *turn.gives.values(), *turn.corrects.values()):
            yield from SLOT.findall(text)
        yield from (*turn.gives, *turn.corrects)
    for step in scenario.afterwards:
        for text in (*step.customer, *((step.human.says or "",) if step.human else ())):
            yield from SLOT.findall(text)
    for text in scenario.facts.values():
        yield from SLOT.findall(text)


def _visits(
    shelf: Shelf,
    role: Role,
    trigger: Trigger | None,
    facts: Facts,
    values: Values,
    key: tuple[object, ...],
) -> tuple[tuple[Visit, ...], Mapping[str, str]]:
    """All visits, and the facts that the customer owns at the end."""
    scenario, script = role.scenario, role.script
    first, owned = _visit(shelf, role, trigger, facts, values, key)
    if not scenario.again:
        return (first,), owned
    update = {"conversation": scenario.again, "topic": None}
    later = replace(role, script=replace(script, scenario=scenario.model_copy(update=update)))
    now = replace(values, now=owned)
    second, owned = _visit(shelf, later, trigger_of(shelf, later), facts, now, (*key, "again"))
    return (first, second), owned


def _visit(
    shelf: Shelf,
    role: Role,
    trigger: Trigger | None,
    facts: Facts,
    values: Values,
    key: tuple[object, ...],
) -> tuple[Visit, Mapping[str, str]]:
    """The conversation, and the facts that the customer owns at its end."""
    moves: list[Move] = []
    actor = actor_of(shelf, role, facts, values, key)
    drafts = labelled(role.scenario, shelf, role.language)
    for draft, turn in zip(drafts, role.scenario.conversation, strict=True):
        values = values.after(turn)
        moves.append(said(actor, draft, turn, values))
    at_hand = {**facts.owned(sorted(IDENTITY)), **values.now}
    scene = Scene(
        shelf=shelf,
        persona=role.persona,
        language=role.language,
        topic=_last_topic(moves),
        owned=values.now,
        phone=facts.identity.phone,
        spare=facts.other,
        random=stream("scene", *key),
    )
    queue = duty(after(start(shelf.policy, shelf.topics, role.language), moves)).queue
    refuses = Tactic.REFUSES_FACTS in role.persona.tactics
    visit = Visit(
        moves=tuple(moves),
        reactions=reactions(actor, scene, trigger, at_hand, refuses),
        after=tuple(followed(actor, scene, role.scenario, values.now, queue)),
    )
    return visit, values.now


def actor_of(
    shelf: Shelf, role: Role, facts: Facts, values: Values, key: tuple[object, ...]
) -> Actor:
    """The one who plays a role, with the words at hand."""
    at_hand = {**facts.owned(sorted(IDENTITY)), **values.now}
    words = Words(shelf, role.persona, at_hand, Deck(stream("words", *key)))
    return Actor(shelf, role.persona, words, stream("voice", *key))


def said(actor: Actor, draft: Draft, turn: ScriptTurn, values: Values) -> Move:
    """A turn as its author wrote it, with the facts in their places."""
    bubbles = [filled(line.key, values.now) for line in draft.lines]
    told = {fact.name: fact for _, facts in bubbles for fact in facts}
    given = (*turn.gives, *turn.corrects)
    told.update({name: Fact(name, values.now[name]) for name in given})
    return Move(
        draft.act,
        tuple(_voiced(actor, draft, [text for text, _ in bubbles], values)),
        meant=" ".join(text for text, _ in bubbles),
        topic=draft.topic,
        triggers=draft.triggers,
        facts=tuple(told.values()),
        tried=draft.tried,
        language=draft.language,
        pause=draft.pause or actor.persona.pause,
        forbids_handoff=draft.forbids_handoff,
    )


def _voiced(actor: Actor, draft: Draft, texts: list[str], values: Values) -> Iterator[str]:
    for text in texts:
        if draft.voiced:
            yield from voiced(text, actor.brush(draft), values.now.values())
        else:
            yield text


def _last_topic(moves: list[Move]) -> str | None:
    return next((move.topic for move in reversed(moves) if move.topic), None)
