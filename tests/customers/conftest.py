"""A shop with five triggers and eleven topics, read without the loading room."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from escalation_tests.contract.escalation import EscalationConfig
from escalation_tests.contract.material import Material
from escalation_tests.contract.persona import Persona
from escalation_tests.contract.phrasebook import Phrasebook
from escalation_tests.model.secrets import Secrets

ROOT = Path(__file__).parents[2]
SHOP = Path(__file__).with_name("shop.yaml")


@cache
def books() -> dict[str, Phrasebook]:
    files = sorted((ROOT / "escalation_tests/customers/phrases").glob("*.yaml"))
    return {
        file.stem: Phrasebook.model_validate(yaml.safe_load(file.read_text())) for file in files
    }


@cache
def personas() -> dict[str, Persona]:
    files = sorted((ROOT / "personas").glob("*.yaml"))
    return {file.stem: Persona.model_validate(yaml.safe_load(file.read_text())) for file in files}


def material_of(**changed) -> Material:
    """The shop's material; `policy` and `suite` change parts of the configuration."""
    shop = yaml.safe_load(SHOP.read_text())
    for part, values in changed.items():
        shop[part] = {**shop.get(part, {}), **values}
    config = EscalationConfig.model_validate(shop)
    return Material(config, "escalation.yaml", Secrets(), personas(), books())


@pytest.fixture(scope="session")
def material() -> Material:
    return material_of()
