"""From the path of a configuration to everything that a run needs."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from escalation_tests.contract.escalation import EscalationConfig
from escalation_tests.contract.material import Material, Script
from escalation_tests.contract.persona import Persona
from escalation_tests.contract.phrasebook import Phrasebook
from escalation_tests.contract.scenario import Scenario
from escalation_tests.errors import AuthoringError, Problem
from escalation_tests.loading.confidential import of_variables, redacted, secrets_of
from escalation_tests.loading.document import Document, dotted
from escalation_tests.loading.fit import lack, scenario_mistakes
from escalation_tests.loading.library import library_personas, library_scenarios, phrasebooks
from escalation_tests.loading.persona_rules import impatience, persona_mistakes
from escalation_tests.loading.presets import fill_in
from escalation_tests.loading.promise_rules import Mistakes, promise_mistakes
from escalation_tests.loading.reading import Source, one, several
from escalation_tests.loading.shape import Shape
from escalation_tests.loading.shop import Shop
from escalation_tests.loading.topic_rules import topic_mistakes
from escalation_tests.loading.validation import validated
from escalation_tests.loading.wire_rules import Proof, format_mistakes, wire_mistakes
from escalation_tests.model.secrets import Secrets


def load(
    config: Path,
    env: Mapping[str, str],
    check_expression: Proof | None = None,
    check_faker: Proof | None = None,
) -> Material:
    """Everything that `config` says and refers to, cross-checked.

    Args:
        config: the configuration file; its folders are relative to it.
        env: the variables for `${NAME}`.
        check_expression: says what is wrong with a JMESPath expression, None when nothing is.
        check_faker: says why Faker has no such method, None when it has.

    Raises `AuthoringError` with all problems of all files.
    """
    document = one(config, str(config), Source(env))
    fill_in(document)
    parsed = validated(EscalationConfig, document)
    secrets = secrets_of(document, Shape.of(EscalationConfig))
    proofs = {"jmespath": check_expression, "faker": check_faker}
    _prove(document, {kind: proof for kind, proof in proofs.items() if proof})
    own = _Own.read(config, parsed, document, env)
    if parsed is None:
        raise AuthoringError(redacted([*document.problems, *own.problems], secrets))
    shop = _shop(parsed, own)
    own.complain(persona_mistakes, shop)
    _complain(document, _config_mistakes(shop))
    if document.problems or own.problems:
        raise AuthoringError(redacted([*document.problems, *own.problems], secrets))
    return _material(str(config), shop, secrets)


def load_scenarios(
    file: Path, material: Material, env: Mapping[str, str] | None = None
) -> tuple[Script, ...]:
    """The shop's own scenarios of one file. Raises `AuthoringError` with all problems.

    Args:
        file: holds one scenario, several documents, or a list of scenarios.
        material: what the scenarios may refer to.
        env: the variables for `${NAME}`; None: those of this process.
    """
    variables = os.environ if env is None else env
    shop, lines, scripts = Shop.of(material), dict[str, int](), list[Script]()
    documents = several(file, str(file), Source(variables, public=True))
    for document in documents:
        scenario = validated(Scenario, document)
        if scenario is None:
            continue
        line = document.line(("scenario",))
        if scenario.scenario in lines:
            first = lines[scenario.scenario]
            document.complain(("scenario",), f"{scenario.scenario} is in line {first} already")
        lines.setdefault(scenario.scenario, line)
        _complain(document, scenario_mistakes(scenario, shop))
        scripts.append(Script(scenario, str(file), line))
    problems = [problem for document in documents for problem in document.problems]
    if problems:
        raise AuthoringError(redacted(problems, _hidden(documents, material)))
    return tuple(scripts)


def _hidden(documents: Iterable[Document], material: Material) -> Secrets:
    taken = [values for document in documents for values in document.variables.values()]
    named = [of_variables(values).values for values in taken]
    return Secrets(material.secrets.values.union(*named))


def _config_mistakes(shop: Shop) -> Mistakes:
    yield from promise_mistakes(shop)
    yield from topic_mistakes(shop)
    yield from wire_mistakes(shop)


def _prove(document: Document, proofs: dict[str, Proof]) -> None:
    shape = Shape.of(EscalationConfig)
    _complain(document, format_mistakes(document.value, shape, proofs))


def _complain(document: Document, mistakes: Mistakes) -> None:
    """Note mistakes where nothing has been said yet about the same place or a part of it."""
    for path, message in mistakes:
        key = dotted(path)
        said = {problem.key for problem in document.problems}
        if key not in said and not any(each.startswith((f"{key}.", f"{key}[")) for each in said):
            document.complain(path, message)


@dataclass(frozen=True, slots=True)
class _Own:
    """The shop's own personas, as far as they could be read."""

    documents: tuple[Document, ...]
    personas: Mapping[str, tuple[Persona, Document]]
    """Name → persona and where it was written."""

    @classmethod
    def read(
        cls,
        config: Path,
        parsed: EscalationConfig | None,
        document: Document,
        env: Mapping[str, str],
    ) -> "_Own":
        """Reads the folders that the configuration names; a default one may be absent."""
        documents: list[Document] = []
        personas: dict[str, tuple[Persona, Document]] = {}
        for file in _files(config, parsed, document):
            read = one(file, str(file), Source(env, public=True))
            documents.append(read)
            persona = validated(Persona, read)
            if persona is None:
                continue
            if persona.persona in personas:
                other = personas[persona.persona][1].file
                read.complain(("persona",), f"{persona.persona} is in {other} already")
            personas.setdefault(persona.persona, (persona, read))
        return cls(tuple(documents), personas)

    @property
    def problems(self) -> list[Problem]:
        return [problem for document in self.documents for problem in document.problems]

    def complain(self, rule: Callable[[Persona, Shop], Mistakes], shop: Shop) -> None:
        for persona, document in self.personas.values():
            _complain(document, rule(persona, shop))


def _files(config: Path, parsed: EscalationConfig | None, document: Document) -> Iterable[Path]:
    """The files of the shop's own personas; complains about folders that are not there."""
    for key in ("personas", "scenarios"):
        named = isinstance(document.value, dict) and key in document.value
        for i, name in enumerate(getattr(parsed, key) if parsed else ("personas",)):
            folder = config.parent / name
            if named and not folder.is_dir():
                document.complain((key, i), f"there is no folder {folder}")
            if key == "personas":
                yield from sorted([*folder.glob("**/*.yaml"), *folder.glob("**/*.yml")])


def _shop(config: EscalationConfig, own: _Own) -> Shop:
    """What is known: of the library's personas only those that can be used."""
    books: dict[str, Phrasebook] = phrasebooks()
    library = library_personas()
    bare = Shop(config, books, {}, {})
    reasons = {name: impatience(persona, bare) for name, persona in library.items()}
    mine = {name: persona for name, (persona, _) in own.personas.items()}
    fitting = {name: each for name, each in library.items() if not reasons[name]}
    impatient = {
        f"persona {name}": said[0] for name, said in reasons.items() if said and name not in mine
    }
    return Shop(config, books, {**fitting, **mine}, impatient)


def _material(file: str, shop: Shop, secrets: Secrets) -> Material:
    library: list[Script] = []
    left_out = dict(shop.impatient)
    for document, scenario in library_scenarios():
        reason = lack(scenario, shop)
        if reason is None:
            line = document.line(("scenario",))
            library.append(Script(scenario, document.file, line, library=True))
        else:
            left_out[scenario.scenario] = reason
    return Material(
        shop.config, file, secrets, shop.personas, shop.phrases, tuple(library), left_out
    )
