"""From files to cases, and to what understands the bot's words."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalation_tests.contract.desk import ServedDesk
from escalation_tests.contract.mail import EmailDesk
from escalation_tests.contract.material import Material, Script
from escalation_tests.errors import AuthoringError, EscalationError, Problem, nearest
from escalation_tests.ports import Case, Reader

if TYPE_CHECKING:
    pass


from escalation_tests.engine.clock import LoopClock
from escalation_tests.wiring.parts import channel, desk, human
from escalation_tests.wiring.settings import Settings


def load(file: Path, env: Mapping[str, str], settings: Settings | None = None) -> Material:
    """The configuration with everything it refers to, as the settings change it.

    Raises `AuthoringError` with every mistake of every file.
    """
    from escalation_tests import loading
    from escalation_tests.customers.providers import faker_problem
    from escalation_tests.wire.expressions import expression_problem

    material = loading.load(file, env, expression_problem, faker_problem)
    material = _changed(material, settings or Settings())
    _try_out(material)
    return material


def _try_out(material: Material) -> None:
    """Build what the configuration describes once, so that nothing is left to go wrong later."""
    clock = LoopClock()
    problems = []
    for key, build in (
        ("bot", lambda: channel(material, clock, None)),
        ("desk", lambda: desk(material, Settings(), clock)),
        ("desk", lambda: human(material, clock)),
        ("patterns", lambda: reader(material)),
    ):
        try:
            build()
        except (EscalationError, ValueError) as error:
            told = material.secrets.redact(str(error))
            problems.append(Problem(material.file, 0, key, told))
    if problems:
        raise AuthoringError(problems)


def _changed(material: Material, settings: Settings) -> Material:
    """The material with what the command line says in place of what the file says."""
    from dataclasses import replace

    for name in settings.personas:
        if name not in {*material.personas, "all"}:
            told = f"unknown persona {name!r}{nearest(name, material.personas)}"
            raise AuthoringError([Problem("--escalation-personas", 0, "", told)])
    config, suite, desk = material.config, material.config.suite, material.config.desk
    wanted = {
        "matrix": settings.matrix,
        "library": settings.library,
        "personas": settings.personas or None,
        "trials": settings.trials,
        "require": settings.require,
    }
    given = {key: value for key, value in wanted.items() if value is not None}
    if isinstance(desk, ServedDesk | EmailDesk) and settings.listen:
        desk = type(desk).model_validate({**dict(desk), "listen": settings.listen})
    suite = suite.model_copy(update=given)
    changed = config.model_copy(update={"suite": suite, "desk": desk})
    material = replace(material, config=changed)
    return material if suite.library else replace(material, library=(), left_out={})


def cases_of(material: Material, settings: Settings | None = None) -> tuple[Case, ...]:
    """The conversations that follow from the configuration: matrix and library."""
    from escalation_tests import customers

    return tuple(_wanted(customers.cases(material), settings))


def reach_of(material: Material) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Trigger, or `none` → dimension → what conversations can try it with."""
    from escalation_tests.customers.reach import reach
    from escalation_tests.faults import possible

    return reach(material, possible(material.config.disturbable))


def left_out_of(material: Material) -> Mapping[str, str]:
    """Scenario of the library, or `persona` and a name → why this policy makes no sense of it.
    Personas who were chosen by name are not among them: they are refused.
    """
    from escalation_tests.customers.matrix import left_out
    from escalation_tests.customers.shelf import Shelf

    suite, found = material.config.suite, dict(material.left_out)
    if suite.matrix != "off" and "all" in suite.personas:
        for name, why in left_out(Shelf(material)).items():
            found[f"persona {name}"] = why.removeprefix(f"persona {name!r} ")
    return found


def cases_of_file(
    file: Path, material: Material, settings: Settings | None = None
) -> Iterator[Case]:
    """The conversations of one of the shop's own scenario files. Raises `AuthoringError`."""
    from escalation_tests import customers

    for script in scripts_of_file(file, material):
        yield from _wanted(customers.script_cases(script, material), settings)


def scripts_of_file(file: Path, material: Material) -> tuple[Script, ...]:
    """The scenarios of one of the shop's own files. Raises `AuthoringError`."""
    from escalation_tests import loading

    return loading.load_scenarios(file, material)


def _wanted(cases: Iterable[Case], settings: Settings | None) -> Iterator[Case]:
    """The cases that the settings let through, played as often as they say."""
    chosen = settings or Settings()
    everybody = not chosen.personas or "all" in chosen.personas
    for case in cases:
        if not everybody and case.persona not in chosen.personas:
            continue
        if chosen.trials is not None:
            case.trials, case.require = chosen.trials, chosen.require or chosen.trials
        elif chosen.require is not None:
            case.require = min(chosen.require, case.trials)
        yield case


def reader(material: Material | None = None) -> Reader:
    """What understands the bot's words, with the shop's own words and patterns added.

    Raises `AuthoringError` for a file of words, and `ValueError` for a pattern, of no use.
    """
    from escalation_tests.checks import reading
    from escalation_tests.loading.lexicons import load_lexicon_data

    if material is None:
        return reading.Remembering(reading.reader(load_lexicon_data()))
    home = Path(material.file).parent
    files = [home / name for name in material.config.lexicons]
    made = reading.reader(load_lexicon_data(files), patterns=_patterns(material))
    return reading.Remembering(made)


def reader_of(file: Path, env: Mapping[str, str]) -> Reader:
    """The reader with the words of this configuration; bot and desk are left alone.

    Raises `AuthoringError` with every mistake of every file, `ValueError` for a pattern of no use.
    """
    from escalation_tests import loading

    return reader(loading.load(file, env))


def _patterns(material: Material) -> dict[str, Any]:
    """The patterns of all languages together: what one language says, no other contradicts."""
    joined: dict[str, Any] = {"asks_for": {}}
    for own in material.config.patterns.values():
        for kind, words in own.model_dump().items():
            if kind == "asks_for":
                for fact, more in words.items():
                    joined["asks_for"][fact] = (*joined["asks_for"].get(fact, ()), *more)
            elif words:
                joined[kind] = (*joined.get(kind, ()), *words)
    return joined


def describe(text: str, language: str | None, by: Reader) -> dict[str, Any]:
    """How a line reads, as JSON values."""
    from escalation_tests.checks import reading

    return reading.describe(text, by.read(text, language))


def check_reference() -> Iterator[tuple[str, str, str, str]]:
    """(name, promise, severity, first paragraph) of every check."""
    from escalation_tests import checks

    yield from checks.reference()


def file_schemas() -> Mapping[str, Mapping[str, Any]]:
    """Kind of YAML file → its JSON Schema."""
    from escalation_tests import loading

    return loading.schemas()


def preset_reference() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(side, name, what is told about it) of every preset."""
    from escalation_tests import loading

    yield from loading.listed_presets()


def write_schemas(folder: Path) -> Iterator[Path]:
    """Write the JSON Schema of each kind of YAML file; yields the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in file_schemas().items():
        path = folder / name
        path.write_text(json.dumps(schema, indent=2) + "\n", encoding="utf-8")
        yield path
