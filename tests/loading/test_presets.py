"""Platforms known by name: every one is whole, and what a person writes has the last word."""

import pytest
import yaml
from jsonschema import Draft202012Validator

from escalation_tests.contract.preset import Preset
from escalation_tests.loading import listed_presets, load, schemas
from escalation_tests.loading.presets import presets
from escalation_tests.loading.validation import validated
from escalation_tests.wire.expressions import expression_problem

LISTED = [(side, name) for side, name, _ in listed_presets()]
HTTP = "  channel: http\n  url: http://127.0.0.1:1/chat\n"
NAMED = "  preset: langgraph\n  url: http://127.0.0.1:1\n"


def named(config: str, side: str, name: str) -> str:
    """The configuration with a preset and nothing else but its example on one side."""
    written = yaml.safe_load(config)
    written[side] = {"preset": name, **presets()[name].value["example"].get(side, {})}
    return yaml.safe_dump(written)


@pytest.mark.parametrize("name", sorted(presets()))
def test_every_preset_says_what_it_is_and_how_it_is_known_to_be_right(name):
    document = presets()[name]
    read = validated(Preset, document)
    assert document.problems == []
    sides = {side for side, each in LISTED if each == name}
    assert read is not None
    assert sides == {side for side in ("bot", "desk") if getattr(read, side)} == set(read.example)


@pytest.mark.parametrize(("side", "name"), LISTED)
def test_its_example_is_all_that_need_be_written(shop, side, name):
    text = named(shop.config, side, name)
    material = load(shop.write("escalation.yaml", text), {}, check_expression=expression_problem)
    assert getattr(material.config, side).preset == name
    schema = schemas()["escalation.schema.json"]
    assert Draft202012Validator(schema).is_valid(yaml.safe_load(text))


def test_its_keys_count_as_written(shop):
    bot = shop.load(shop.config.replace(HTTP, NAMED)).config.bot
    assert (bot.channel, bot.open.url) == ("http", "/threads")


def test_what_is_written_wins_key_by_key(shop):
    own = "  send: {json: {assistant_id: clerk}}\n  receive: {optional: no}\n"
    bot = shop.load(shop.config.replace(HTTP, NAMED + own)).config.bot
    assert bot.send.json_["assistant_id"] == "clerk"
    assert bot.send.json_["input"] == {"messages": [{"role": "user", "content": "{text}"}]}
    assert not bot.receive.optional
    assert bot.receive.text == "content"


def test_one_shop_leaves_the_preset_as_it_was_for_the_next(shop):
    before = str(presets()["langgraph"])
    text = shop.config.replace(HTTP, NAMED)
    shop.load(text)
    shop.load(text)
    assert str(presets()["langgraph"]) == before


def test_an_unknown_preset_is_the_only_complaint_about_its_side(shop):
    said = shop.spoilt(HTTP, "  preset: langraph\n")
    assert len(said) == 1
    assert "2: bot.preset: 'langraph' is not known here; did you mean 'langgraph'?" in said[0]


def test_other_mistakes_are_told_beside_an_unknown_preset(shop):
    said = shop.refused(
        shop.config.replace("kind: webhook", "preset: 7").replace("after: 2", "after: 0")
    )
    assert [line.split(": ")[1] for line in said] == [
        "desk.preset", "policy.triggers.frustration.after"
    ]  # fmt: skip


def test_a_preset_goes_only_with_its_own_channel(shop):
    said = shop.spoilt(HTTP, "  preset: langgraph\n  channel: python\n  call: shop:bot\n")
    assert [line.rpartition("escalation.yaml:")[2] for line in said] == [
        "3: bot.channel: the preset langgraph is for `channel: http`; leave this key out"
    ]


@pytest.mark.parametrize("wrong", ["[]", "{a: b}", "no", "1.5", "''"])
def test_what_is_no_name_is_refused_in_a_sentence(shop, wrong):
    (said,) = shop.spoilt(HTTP, f"  preset: {wrong}\n")
    assert "bot.preset: " in said
