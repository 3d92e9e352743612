"""Strategies in tests written in Python: drawn by Hypothesis, played and judged by plain calls."""

import pytest

from escalation_tests.plugin.held import failed

PROPERTY = """
from hypothesis import Phase, given, settings
from escalation_tests.strategies import conversations, load

@settings(max_examples=15, deadline=None, derandomize=True, phases={phases})
@given(plan=conversations(load("escalation.yaml"), ("plain",), max_size=2))
def test_promises(escalation, plan):
    '''Whatever is said, the bot keeps its promises.'''
    escalation.play(plan).expect_promises_kept("trigger")
"""


def written(shop, phases: str = "[Phase.generate]") -> None:
    shop.pytester.makepyfile(PROPERTY.replace("{phases}", phases))


def test_a_deaf_bot_is_told_with_the_shortest_conversation(shop) -> None:
    shop.bot(wanted="supervisor of all supervisors")
    written(shop, "[Phase.generate, Phase.shrink]")
    result = shop.run("-k", "test_promises")
    result.assert_outcomes(failed=1, deselected=3)
    # Where CI is set, pytest repeats the whole message in its summary.
    text, _, _ = result.stdout.str().partition("short test summary")
    assert "trigger.in-time (critical): " in text
    assert text.count("customer: ") <= 2


def test_each_check_fails_in_a_way_of_its_own() -> None:
    """Hypothesis takes failures of one type at one place for one defect."""
    kinds = []
    for check in ("trigger.in-time", "notice.given", "trigger.in-time"):
        with pytest.raises(pytest.fail.Exception) as caught:
            failed(check, "broken")
        kinds.append(caught.type)
    assert kinds[0] is kinds[2] is not kinds[1]


def test_what_was_played_stands_in_the_results(shop) -> None:
    import json

    shop.bot(wanted="supervisor of all supervisors")
    written(shop)
    shop.run("-k", "test_promises", "--escalation-json=out.json")
    entries = json.loads((shop.path / "out.json").read_text("utf-8"))["conversations"]
    assert {entry["kind"] for entry in entries} == {"scripted"}
    assert "failed" in {entry["verdict"] for entry in entries}
    assert entries[0]["about"] == "Whatever is said, the bot keeps its promises."


def test_a_dead_bot_is_an_infrastructure_error(shop) -> None:
    shop.bot(source="def reply(conversation, text):\n    raise RuntimeError('on fire')\n")
    written(shop)
    text = shop.run("-k", "test_promises").stdout.str()
    assert "could not be judged: the bot's side failed" in text
    assert "on fire" in text
    assert "broken promise" not in text


def test_a_conversation_is_held_once_however_often_it_is_drawn(shop) -> None:
    shop.pytester.makepyfile(
        "from hypothesis import find\n"
        "from escalation_tests.strategies import conversations, load\n"
        "def test_twice(escalation):\n"
        "    plan = find(conversations(load('escalation.yaml'), ('plain',)), lambda _: True)\n"
        "    one, two = escalation.play(plan), escalation.play(plan)\n"
        "    assert one.played().record is two.played().record\n"
        "    assert one.shows('trigger')\n"
        "    assert 'customer: ' in one.transcript()\n"
        "    assert one.findings() == two.findings()\n"
    )
    shop.run("-k", "test_twice").assert_outcomes(passed=1, deselected=3)
    assert len({conversation for conversation, _ in shop.calls()}) == 1


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("conversations(M, ('plian',))", "unknown persona 'plian'; did you mean 'plain'?"),
        ("conversations(M, max_size=0)", "expected min_size from 1 to 0"),
        ("conversations(M, language=3)", "expected str but got language=3"),
        ("from_scenario(M, 'none-such')", "no scenario 'none-such' in the library"),
        ("from_scenario(M, 'only-asks')", "your own come from `load_scenarios(file, material)`"),
        ("load_scenarios('scenarios/none.yaml', M)", "none.yaml"),
        ("load('nowhere.yaml')", "nowhere.yaml"),
    ],
)
def test_wrong_arguments_are_refused_with_a_sentence(shop, call, told) -> None:
    shop.pytester.makepyfile(
        "from escalation_tests.strategies import *\n"
        "def test_it():\n"
        "    M = load('escalation.yaml')\n"
        f"    print({call})\n"
    )
    assert told in shop.run("-k", "test_it").stdout.str()
