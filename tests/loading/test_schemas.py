"""The JSON Schemas for editors: up to date, and of one mind with the loader."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import escalation_tests
from escalation_tests.cli import main
from escalation_tests.loading import library_root, schemas
from escalation_tests.model.trigger import Trigger

FOLDER = Path(escalation_tests.__file__).parent / "loading" / "schemas"


def accepts(schema: str, text: str) -> bool:
    validator = Draft202012Validator(schemas()[schema])
    return all(validator.is_valid(document) for document in yaml.safe_load_all(text))


@pytest.mark.parametrize("name", sorted(schemas()))
def test_shipped_schemas_are_up_to_date(name):
    """Otherwise: `make schemas`."""
    shipped = json.loads((FOLDER / name).read_text("utf-8"))
    assert shipped == schemas()[name]
    Draft202012Validator.check_schema(shipped)


@pytest.mark.parametrize("key", ["facts", "steps"])
def test_the_known_facts_and_steps_are_all_told(shop, key):
    known = {name for book in shop.load().phrases.values() for name in getattr(book, key)}
    told = schemas()["escalation.schema.json"]["properties"][key]["description"]
    assert set(re.findall(r"`(\w+)`", told)) == known


def test_the_triggers_are_all_told():
    policy = schemas()["escalation.schema.json"]["$defs"]["Policy"]["properties"]
    assert set(re.findall(r"`(\w+)`", policy["triggers"]["description"])) == set(Trigger)


def test_the_command_writes_the_schemas_under_their_names(tmp_path):
    assert main(["schemas", "--into", str(tmp_path / "made")]) == 0
    written = {file.name: json.loads(file.read_text()) for file in (tmp_path / "made").iterdir()}
    assert written == schemas()


def test_nothing_else_is_shipped_as_a_schema():
    assert {file.name for file in FOLDER.glob("*.json")} == set(schemas())


@pytest.mark.parametrize("kind", ["scenarios", "personas"])
def test_the_library_is_accepted(kind):
    schema = f"{kind.removesuffix('s')}.schema.json"
    refused = [
        file.name
        for file in library_root(kind).glob("*.yaml")
        if not accepts(schema, file.read_text("utf-8"))
    ]
    assert refused == []


def test_configurations_are_accepted(shop):
    folder = Path(__file__).parent
    assert accepts("escalation.schema.json", shop.config)
    assert accepts("escalation.schema.json", (folder / "promising.yaml").read_text("utf-8"))


def test_variables_are_accepted_wherever_a_value_stands(shop):
    spoilt = shop.config.replace("after: 2", 'after: "${N:-2}"').replace("kind: webhook",
        "kind: webhook\n  allow_remote: ${REMOTE}\n  within: ${WITHIN}")  # fmt: skip
    assert accepts("escalation.schema.json", spoilt)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("channel: http", "channel: htpp"),
        ("  url: http://127.0.0.1:1/chat\n", ""),
        ("policy:", "polcy:"),
        ("explicit_request:", "explicit_reqest:"),
        ("after: 2", "after: two"),
        ("after: 2", "after: 0"),
        ("[en]", "[no]"),
        ("scope: out", "scope: outer"),
        ("queue: billing", "queue: 8766"),
        ("queue: billing", "qeue: billing"),
    ],
)
def test_typical_mistakes_in_a_configuration_are_refused(shop, old, new):
    assert shop.config.count(old) == 1
    assert not accepts("escalation.schema.json", shop.config.replace(old, new))


@pytest.mark.parametrize(
    "text",
    [
        "scenario: a\n",
        "conversation: [{customer: a}]\n",
        "scenario: a b\nconversation: [{customer: a}]\n",
        "scenario: a\nconversation: []\n",
        "scenario: a\nconversation: [{custmer: a}]\n",
        "scenario: a\nconversation: [{customer: a, trigger: anger}]\n",
        "scenario: a\nconversation: [{customer: a}]\nexpect: {handoff: sure}\n",
        "scenario: a\nconversation: [{customer: a}]\nexpect: {priority: '>> high'}\n",
        "- scenario: a\n",
    ],
)
def test_typical_mistakes_in_a_scenario_are_refused(text):
    assert not accepts("scenario.schema.json", text)


@pytest.mark.parametrize(
    "text",
    [
        "scenario: a\nconversation: [{customer: a}]\nexpect: {handoff: false}\n",
        "scenario: a\nconversation: [{customer: [a, b]}]\nexpect: {handoff: {by_turn: 1}}\n",
        "- scenario: a\n  conversation: [{customer: a, bot: {not: handoff}}]\n",
    ],
)
def test_short_and_long_forms_of_a_scenario_are_accepted(text):
    assert accepts("scenario.schema.json", text)


def test_every_property_tells_the_editor_what_it_is_for():
    """A word that shows up in an editor without explanation sends its user to the manual."""
    bare = [
        f"{name}: {kind}.{key}"
        for name, schema in schemas().items()
        for kind, model in {**schema["$defs"], "": schema}.items()
        for key, value in model.get("properties", {}).items()
        if "description" not in value and "$ref" not in json.dumps(value)
    ]
    assert bare == []
