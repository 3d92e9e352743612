"""What conversations under a policy can exercise at all: what coverage is measured against."""

from collections.abc import Iterable, Mapping

from escalation_tests.contract.material import Material
from escalation_tests.customers.languages import served
from escalation_tests.customers.machine import advance, start
from escalation_tests.customers.matrix import Cell, hindrance, possible
from escalation_tests.customers.shelf import Shelf
from escalation_tests.model.exercise import DIMENSIONS, LATE, NOTHING_DUE, POSITIONS
from escalation_tests.model.move import Act, Move
from escalation_tests.model.trigger import Trigger

Reach = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Trigger, or `none` → dimension → the values it can be tried with, in the order written."""


def reach(material: Material, faults: Iterable[str] = ()) -> Reach:
    """What each trigger can be tried with.

    Args:
        material: the loaded configuration.
        faults: the disturbances that bot and desk allow, as `leg: name`.
    """
    shelf, can = Shelf(material), tuple(faults)
    found = {trigger: _nothing() for trigger in (*map(str, shelf.policy.triggers), NOTHING_DUE)}
    for persona in material.personas.values():
        if not hindrance(shelf, persona):
            for cell in possible(shelf, persona):
                _add(found[_trigger(shelf, cell)], shelf, cell)
    for trigger, values in found.items():
        values["position"] = dict.fromkeys(_positions(shelf, trigger))
        values["fault"] = dict.fromkeys(can)
    return {trigger: {name: (*of,) for name, of in values.items()}
            for trigger, values in found.items()}  # fmt: skip


def _nothing() -> dict[str, dict[str, None]]:
    return {name: {} for name in DIMENSIONS}


def _trigger(shelf: Shelf, cell: Cell) -> str:
    """What comes due in a cell."""
    kind = cell.kind
    if not kind.due or kind.trigger is None:
        return NOTHING_DUE
    language = shelf.language(shelf.material.personas[cell.persona])
    if served(shelf.policy, language):
        return str(kind.trigger)
    return str(_first_due(shelf, language, kind.trigger))


def _first_due(shelf: Shelf, language: str, trigger: Trigger) -> Trigger:
    """Every turn in a language that the bot does not serve counts for that as well; the policy
    says which of the two comes due.
    """
    state = start(shelf.policy, shelf.topics, language)
    both = frozenset({trigger, Trigger.UNSUPPORTED_LANGUAGE})
    while state.due is None:
        state = advance(state, Move(Act.ASKS, (), triggers=both, language=language))
    return state.due.trigger


def _add(values: dict[str, dict[str, None]], shelf: Shelf, cell: Cell) -> None:
    if cell.topic is not None:
        values["topic"][cell.topic] = None
    values["persona"][cell.persona] = None
    values["language"][shelf.language(shelf.material.personas[cell.persona])] = None


def _positions(shelf: Shelf, trigger: str) -> tuple[str, ...]:
    """Where it can come due: not before as many turns as its condition takes. Low confidence
    needs an understood turn first.
    """
    if trigger == NOTHING_DUE:
        return POSITIONS
    rule = shelf.policy.triggers[Trigger(trigger)]
    first = rule.after + int(trigger == Trigger.LOW_CONFIDENCE)
    return POSITIONS[min(first, LATE) - 1 :]
