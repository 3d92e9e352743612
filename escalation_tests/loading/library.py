"""What comes with the plugin: scenarios, personas, phrasebooks."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from escalation_tests.contract.persona import Persona
from escalation_tests.contract.phrasebook import Phrasebook
from escalation_tests.contract.scenario import Scenario
from escalation_tests.errors import AuthoringError, Problem
from escalation_tests.loading.document import Document
from escalation_tests.loading.reading import Source, one, several
from escalation_tests.loading.validation import validated

M = TypeVar("M", Persona, Phrasebook)

_NOTHING_SET: Mapping[str, str] = {}


def library_root(kind: str) -> Path:
    """The folder of the plugin's own `scenarios` or `personas`, installed or in a checkout."""
    package = Path(str(files("escalation_tests")))
    installed = package / "library" / kind
    return installed if installed.is_dir() else package.parent / kind


def library_personas() -> dict[str, Persona]:
    """The plugin's personas by name. Raises `AuthoringError`."""
    read = [_one(file, "personas", Persona) for file in _yaml(library_root("personas"))]
    return {persona.persona: persona for persona in read}


def library_scenarios() -> list[tuple[Document, Scenario]]:
    """The plugin's scenarios in the order of files and lines. Raises `AuthoringError`."""
    found: list[tuple[Document, Scenario]] = []
    for file in _yaml(library_root("scenarios")):
        for document in several(file, f"library/{file.name}", Source(_NOTHING_SET)):
            scenario = validated(Scenario, document)
            if document.problems or scenario is None:
                raise AuthoringError(document.problems)
            found.append((document, scenario))
    return found


def phrasebooks() -> dict[str, Phrasebook]:
    """Language → what customers say in it. Raises `AuthoringError`."""
    home = Path(str(files("escalation_tests"))) / "customers" / "phrases"
    read = [_one(file, "phrases", Phrasebook) for file in _yaml(home)]
    return {book.language: book for book in read}


def _yaml(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _one(file: Path, kind: str, model: type[M]) -> M:
    document = one(file, f"library/{kind}/{file.name}", Source(_NOTHING_SET))
    read = validated(model, document)
    if document.problems or read is None:
        raise AuthoringError(document.problems or [Problem(document.file, 0, "", "is unusable")])
    return read
