"""All tests of a run, as cases from which plans are drawn."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from escalation_tests.contract.material import Material, Script
from escalation_tests.customers.casebook import Drawn
from escalation_tests.customers.drawing import Stage, draw
from escalation_tests.customers.facts import Registrar
from escalation_tests.customers.languages import served
from escalation_tests.customers.matrix import Cell, cells
from escalation_tests.customers.scripted import Role, kind_of, play, spoken, trigger_of
from escalation_tests.customers.shelf import Shelf
from escalation_tests.model.plan import Kind, Plan
from escalation_tests.model.trigger import Trigger
from escalation_tests.ports import Case


def cases(material: Material) -> tuple[Case, ...]:
    """The library's scenarios and the matrix; raises `ImpossiblePlan`."""
    stage = Stage(Shelf(material), Registrar())
    library = (case for one in material.library for case in _scripted(stage, one))
    return (*library, *(_case(stage, cell) for cell in cells(stage.shelf)))


def script_cases(script: Script, material: Material) -> tuple[Case, ...]:
    """One case per persona of a scenario; raises `ImpossiblePlan`."""
    return tuple(_scripted(Stage(Shelf(material), Registrar()), script))


def _case(stage: Stage, cell: Cell) -> Case:
    suite = stage.shelf.material.config.suite
    id_ = f"matrix::{cell.name}[{cell.persona}]"
    plan_id = f"{stage.shelf.material.file}::{id_}"
    persona = stage.shelf.material.personas[cell.persona]

    def drawing(seed: int, trial: int) -> Plan:
        return draw(stage, cell, plan_id, seed, trial)

    return Drawn(
        id=id_,
        kind=Kind.MATRIX,
        scenario=cell.name,
        about=persona.about,
        persona=cell.persona,
        topic=cell.topic,
        trigger=expected(stage.shelf, cell),
        language=stage.shelf.language(persona),
        severity="normal",
        tags=("matrix", persona.family),
        trials=suite.trials,
        require=suite.require or suite.trials,
        file=stage.shelf.material.file,
        line=0,
        drawing=drawing,
    )


def expected(shelf: Shelf, cell: Cell) -> Trigger | None:
    """The trigger that comes due first in a cell; a foreign language may be quicker."""
    if not cell.kind.due:
        return None
    language = shelf.language(shelf.material.personas[cell.persona])
    if served(shelf.policy, language):
        return cell.kind.trigger
    rules = shelf.policy.triggers
    request, foreign = rules.get(Trigger.EXPLICIT_REQUEST), rules[Trigger.UNSUPPORTED_LANGUAGE]
    if cell.kind.trigger is not Trigger.EXPLICIT_REQUEST or request is None:
        return cell.kind.trigger
    quicker = (foreign.after, foreign.within) < (1 + request.after, request.within)
    return Trigger.UNSUPPORTED_LANGUAGE if quicker else Trigger.EXPLICIT_REQUEST


def _scripted(stage: Stage, script: Script) -> Iterator[Case]:
    names = script.scenario.personas
    for name in stage.shelf.material.personas if "all" in names else names:
        persona = stage.shelf.material.personas[name]
        language = spoken(stage.shelf, script.scenario, persona)
        stage.shelf.book(language)
        yield _script_case(stage, Role(script, persona, language))


def _script_case(stage: Stage, role: Role) -> Case:
    scenario, script = role.scenario, role.script
    name = f"{scenario.scenario}[{role.persona.persona}]"
    home = stage.shelf.material.file if script.library else script.file
    id_ = f"library::{name}" if script.library else name
    place = "/".join(PurePath(script.file).parts[-2:])

    def drawing(seed: int, trial: int) -> Plan:
        return play(stage, role, f"{home}::{id_}", place, seed, trial)

    return Drawn(
        id=id_,
        kind=kind_of(scenario),
        scenario=scenario.scenario,
        about=scenario.about,
        persona=role.persona.persona,
        topic=scenario.topic,
        trigger=trigger_of(stage.shelf, role),
        language=role.language,
        severity=scenario.severity,
        tags=scenario.tags,
        trials=scenario.trials,
        require=scenario.require or scenario.trials,
        file=script.file,
        line=script.line,
        drawing=drawing,
    )


def planted(plans: Iterable[Plan]) -> Mapping[str, str]:
    """Every value that belongs to one plan alone → the plan's id.

    Values that two plans share, and short ones, prove nothing and are left out.
    """
    owners: dict[str, str] = {}
    shared: set[str] = set()
    for plan in plans:
        for value in own_values(plan):
            if owners.setdefault(value, plan.id) != plan.id:
                shared.add(value)
    return {value: owner for value, owner in owners.items() if value not in shared}


SHORTEST = 6
"""Characters of a value that can be told from chance."""


def own_values(plan: Plan) -> set[str]:
    """The values that the customer of a plan owns or says, but for short ones."""
    moves = (move for visit in plan.visits for move in visit.moves)
    said = (fact.value for move in moves for fact in move.facts)
    owned = (fact.value for fact in plan.facts)
    whose = (plan.token, plan.identity.email, plan.identity.phone)
    return {value for value in (*said, *owned, *whose) if len(value) >= SHORTEST}
