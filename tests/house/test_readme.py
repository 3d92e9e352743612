"""What the documents say is what the code does."""

import re

import pytest
import yaml

from escalation_tests.contract.scenario import Scenario
from escalation_tests.plugin.options import OPTIONS
from tests.house.source import ROOT

README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_is_told_as_help_tells_it(option) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| `{option.flag}="))
    assert option.help in row


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_scenario_of_the_readme_can_be_read() -> None:
    written = next(block for block in _blocks("yaml") if block.startswith("scenario:"))
    assert Scenario.model_validate(yaml.safe_load(written)).scenario


def test_links_lead_somewhere() -> None:
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / link).exists(), link


def test_no_placeholder_is_left() -> None:
    assert re.findall(r"^\{[a-z]+\}$", README, re.MULTILINE) == []


def test_the_reference_is_up_to_date() -> None:
    from escalation_tests.cli.reference import reference

    assert (ROOT / "docs" / "reference.md").read_text("utf-8") == reference()
