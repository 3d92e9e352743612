"""What comes with the plugin: complete, readable, and fitted to what a shop promises."""

from collections import Counter
from pathlib import Path

import pytest

from escalation_tests.loading import library_root, load
from escalation_tests.model.trigger import Trigger

PROMISING = Path(__file__).parent / "promising.yaml"
GROUPS = {
    "afterwards", "context-facts", "context-steps", "context-transcript", "delivery",
    "human-end", "must-not-escalate", "notice", "routing", "trigger-explicit-request", "trigger-frustration",
    "trigger-low-confidence", "trigger-out-of-scope", "trigger-unsupported-language",
}  # fmt: skip


@pytest.fixture(scope="module")
def material():
    return load(PROMISING, {})


@pytest.fixture(scope="module")
def scenarios(material):
    return [script.scenario for script in material.library]


def test_a_shop_that_promises_everything_gets_everything(material):
    assert material.left_out == {}
    assert len(material.library) >= 66


def test_every_group_is_a_file_and_every_file_is_read(material):
    files = {script.file for script in material.library}
    assert files == {f"library/{group}.yaml" for group in GROUPS}
    assert {file.stem for file in library_root("scenarios").iterdir()} == GROUPS


def test_names_are_unique_in_the_whole_library(scenarios):
    assert [name for name, n in Counter(s.scenario for s in scenarios).items() if n > 1] == []


def test_every_scenario_says_what_it_is_about(scenarios):
    for scenario in scenarios:
        assert scenario.about.endswith("."), scenario.scenario
        assert scenario.tags, scenario.scenario
        assert 1 <= len(scenario.personas) <= 3, scenario.scenario


def test_every_scenario_names_the_language_of_its_texts(scenarios):
    """Otherwise English texts would be taken for those of a shop that speaks another one."""
    assert [s.scenario for s in scenarios if s.language is None] == []
    languages = Counter(s.language for s in scenarios)
    assert all(languages[code] >= 5 for code in ("es", "fr", "de", "pt")), languages
    assert {"ar", "he", "ja", "hi", "ru"} <= set(languages)


@pytest.mark.parametrize("trigger", list(Trigger))
def test_every_trigger_has_scenarios_and_twins(material, trigger):
    word = trigger.replace("_", "-")
    fired = [s for s in material.library if s.file == f"library/trigger-{word}.yaml"]
    twins = [
        s.scenario
        for s in material.library
        if "twin" in s.scenario.tags and word in s.scenario.tags
    ]
    assert len(fired) >= 5
    assert len(twins) >= 3
    assert all(twin.expect.handoff and not twin.expect.handoff.expected for twin in twins)


def test_values_that_are_written_out_belong_to_one_conversation(scenarios):
    """A value that two customers state would look like a leak from one to the other."""
    written = [
        (value, persona)
        for scenario in scenarios
        for turn in scenario.conversation
        for value in (*turn.gives.values(), *turn.corrects.values(), *scenario.facts.values())
        if "{" not in value
        for persona in scenario.personas
    ]
    assert len(written) == len({value for value, _ in written})


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("  data_deletion:\n", "  forget_me:\n", "unknown topic 'data_deletion'"),
        ("    frustration:      {after: 2, within: 1}\n", "",
         "the policy promises nothing for frustration"),
        ("after: 2, within: 1", "after: 3, within: 1",
         "under this policy its turns do not make a handoff due"),
        ("after: 2, within: 0", "after: 1, within: 0",
         "no handoff is expected, but low_confidence makes one due in turn 2"),
        ("[en, es, fr, de, pt]", "[en, es, fr, pt]", "the bot does not serve 'de'"),
        ("es: [Los voy a demandar.], ", "",
         "topics.legal_threat.ask has no wording in 'es' to press on with"),
        ("facts: required", "facts: optional",
         "the policy does not promise that facts reach the human"),
        ("attempted_steps: required", "attempted_steps: optional",
         "the policy does not promise that attempted steps reach the human"),
        ("transcript: full", "transcript: 10", "the policy does not promise the full transcript"),
        ("says: [destination, next_step]", "says: [next_step]",
         "the policy does not promise that a notice says that much"),
        ("required: true, before", "required: false, before",
         "the policy does not promise a notice"),
        ("customer_messages: delivered", "customer_messages: any",
         "the policy does not promise that later messages are delivered"),
        ("    priority: {legal_threat: urgent, product_injury: urgent}\n", "",
         "the policy promises no priority for its topic"),
        ("  kind: webhook\n  human:", "  kind: reply\n  human:",
         "only a desk of kind webhook, emulator or email can be disturbed"),
        ("    says: {url", "    # says: {url",
         "nobody at the desk can do this: the configuration has no desk.human.says"),
    ],
)  # fmt: skip
def test_what_a_policy_does_not_promise_is_left_out_with_the_reason(tmp_path, old, new, reason):
    text = PROMISING.read_text("utf-8")
    assert text.count(old) == 1
    file = tmp_path / "escalation.yaml"
    file.write_text(text.replace(old, new), "utf-8")
    material = load(file, {})
    assert any(said.startswith(reason) for said in material.left_out.values()), material.left_out
    assert material.library
    assert not {s.scenario.scenario for s in material.library} & set(material.left_out)


def test_a_shop_with_other_topics_gets_what_needs_none(shop):
    material = shop.load()
    names = {script.scenario.scenario for script in material.library}
    assert "request-is-the-first-message" in names
    assert "burnt-by-the-kettle" not in names


def test_the_library_is_found_in_a_checkout_and_in_an_installation(tmp_path, monkeypatch):
    import escalation_tests.loading.library as library

    assert (library_root("personas") / "plain.yaml").is_file()
    installed = tmp_path / "site-packages" / "escalation_tests"
    (installed / "library" / "scenarios").mkdir(parents=True)
    monkeypatch.setattr(library, "files", lambda _: installed)
    assert library_root("scenarios") == installed / "library" / "scenarios"
