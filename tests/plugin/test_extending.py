"""The two other weights of extension: fixtures and hooks."""

import inspect
import json

from escalation_tests.plugin import hookspecs
from tests.house.source import ROOT
from tests.plugin.conftest import CONFIG

HOOKS = [name for name, _ in inspect.getmembers(hookspecs, inspect.isfunction) if name[0] != "_"]


def test_every_hook_is_tested_here_and_documented() -> None:
    told = (ROOT / "docs" / "extending.md").read_text("utf-8")
    here = set(globals())
    for hook in HOOKS:
        if hook.startswith("pytest_escalation"):
            assert f"test_hook_{hook.removeprefix('pytest_escalation_')}" in here
            assert f"`{hook}`" in told
            assert inspect.getdoc(getattr(hookspecs, hook))


def test_hook_bot(shop) -> None:
    shop.pytester.makeconftest(
        "def pytest_escalation_bot(config):\n"
        "    return lambda conversation, text: 'Everything is on its way.'\n"
    )
    result = shop.run("-k", "furious")
    result.assert_outcomes(failed=1, deselected=2)
    result.stdout.fnmatch_lines(["*Everything is on its way.*"])
    assert shop.calls() == []


DESK = """
import shopbot
def pytest_escalation_desk(config):
    def held(conversation):
        said = shopbot.TALKS.get(conversation, [])
        if any(line["role"] == "handed" for line in said) and KEEPS:
            lines = [line for line in said if line["role"] != "handed"]
            orders = shopbot.ORDER.findall(" ".join(line["text"] for line in lines))
            return [{"queue": shopbot.QUEUE, "transcript": lines, "facts": {"order_id": orders}}]
    return held
"""


def test_hook_desk(shop) -> None:
    shop.pytester.makeconftest(f"KEEPS = True\n{DESK}")
    shop.config(
        CONFIG.replace("handoff.conversation", "id")
        .replace(": handoff.", ": ")
        .replace("facts: customer", "facts: facts")
    )
    result = shop.run("--escalation-json=out.json")
    result.assert_outcomes(passed=3)
    entries = json.loads((shop.path / "out.json").read_text())["conversations"]
    assert sorted(entry["witnesses"]["desk"] for entry in entries) == [0, 1, 1]


def test_hook_desk_that_holds_nothing(shop) -> None:
    shop.pytester.makeconftest(f"KEEPS = False\n{DESK}")
    shop.config(
        CONFIG.replace("  within", "  x").replace(
            "  kind: reply\n", "  kind: reply\n  within: 100ms\n"
        )
    )
    shop.run().assert_outcomes(passed=1, failed=2)


def test_hook_desk_that_breaks_is_an_error(shop) -> None:
    shop.pytester.makeconftest(
        "def pytest_escalation_desk(config):\n"
        "    def held(conversation):\n"
        "        raise LookupError('the table is gone')\n"
        "    return held\n"
    )
    result = shop.run("--escalation-json=out.json")
    entries = json.loads((shop.path / "out.json").read_text())["conversations"]
    assert [entry["verdict"] for entry in entries] == ["error"] * 3
    result.stdout.fnmatch_lines(["*raised LookupError: the table is gone*"])


def test_hook_conversation(shop) -> None:
    shop.pytester.makeconftest(
        "def pytest_escalation_conversation(entry, config):\n"
        "    print('played', entry['scenario'], entry['verdict'])\n"
    )
    result = shop.run("-s", "-k", "only-asks")
    result.stdout.fnmatch_lines(["*played only-asks passed"])


def test_hook_checks(shop) -> None:
    shop.pytester.makeconftest(
        "from escalation_tests.model.finding import Blame, Finding, Promise, Result, Severity, Status\n"
        "def polite(record, bench):\n"
        "    rude = [m for m in record.messages if m.speaker == 'bot' and 'please' not in m.text]\n"
        "    found = [Finding('shop.polite', Promise.NOTICE, Severity.MINOR, Blame.BOT, 'rude')] if rude else []\n"
        "    status = Status.FAILED if found else Status.PASSED\n"
        "    return Result('shop.polite', Promise.NOTICE, status, tuple(found))\n"
        "def pytest_escalation_checks(config):\n"
        "    return {'shop.polite': (Promise.NOTICE, polite)}\n"
    )
    result = shop.run("-k", "only-asks")
    result.assert_outcomes(failed=1, deselected=2)
    result.stdout.fnmatch_lines(["*shop.polite*"])


PYTHON = """
def test_reaches_a_human(escalation):
    with escalation.conversation(topic="order_status") as talk:
        answers = talk.say("Where is my order {order_id} ?")
        assert answers == ["Your order is on its way."]
        talk.expect_no_handoff()
        talk.say("Let me talk to a human", trigger="explicit_request")
        handoff = talk.expect_handoff(queue="general")
        assert talk.facts["order_id"] in str(handoff.facts)
        talk.expect_promises_kept()
"""


def test_python_tests_speak_with_the_bot(shop) -> None:
    shop.pytester.makepyfile(PYTHON)
    shop.run("-k", "test_reaches").assert_outcomes(passed=1, deselected=3)


def test_python_tests_are_told_what_is_broken(shop) -> None:
    shop.bot(queue="billing")
    shop.pytester.makepyfile(PYTHON)
    result = shop.run("-k", "test_reaches")
    result.assert_outcomes(failed=1, deselected=3)
    result.stdout.fnmatch_lines(["*expected queue 'general', the handoff has 'billing'*"])


def spoken(shop) -> dict:
    """Item → its entry in results.json."""
    results = json.loads((shop.path / "out.json").read_text("utf-8"))
    return {entry["id"].partition("::")[2]: entry for entry in results["conversations"]}


def test_python_tests_stand_in_the_results(shop) -> None:
    shop.pytester.makepyfile(PYTHON)
    shop.run("-k", "test_reaches", "--escalation-json=out.json")
    entry = spoken(shop)["test_reaches_a_human"]
    assert entry["verdict"] == "passed"
    assert entry["trigger"]["handoff_turn"] == 2
    assert entry["checks"]["trigger.in-time"] == "passed"
    assert [line["speaker"] for line in entry["transcript"]][:2] == ["customer", "bot"]
    assert "test_reaches_a_human" in entry["reproduce"]


def test_a_python_test_answers_only_for_what_it_asks(shop) -> None:
    """The notice is broken, but this test is about something else."""
    shop.bot(notice="Yes.")
    shop.pytester.makepyfile(
        "def test_queue(escalation):\n"
        "    with escalation.conversation(topic='order_status') as talk:\n"
        "        talk.say('Let me talk to a human', trigger='explicit_request')\n"
        "        talk.expect_handoff(queue='general')\n"
    )
    shop.run("-k", "test_queue", "--escalation-json=out.json").assert_outcomes(
        passed=1, deselected=3
    )
    entry = spoken(shop)["test_queue"]
    assert (entry["verdict"], entry["findings"], entry["checks"]) == ("passed", [], {})


def test_of_several_conversations_the_one_that_was_complained_of_fails(shop) -> None:
    shop.pytester.makepyfile(
        "def test_two(escalation):\n"
        "    with escalation.conversation() as one, escalation.conversation() as two:\n"
        "        one.say('Hello')\n"
        "        two.say('Let me talk to a human', trigger='explicit_request')\n"
        "        one.expect_no_handoff()\n"
        "        two.expect_handoff(queue='billing')\n"
    )
    shop.run("-k", "test_two", "--escalation-json=out.json", "--escalation-html=out.html")
    entries = spoken(shop)
    assert [entries[name]["verdict"] for name in ("test_two", "test_two::2")] == [
        "passed",
        "failed",
    ]
    assert "'billing'" in entries["test_two::2"]["reason"]
    assert "billing" in (shop.path / "out.html").read_text("utf-8")


def test_a_conversation_left_open_is_told_too(shop) -> None:
    shop.pytester.makepyfile(
        "def test_open(escalation):\n"
        "    talk = escalation.conversation()\n"
        "    talk.say('Hello')\n"
        "    assert talk.facts is None\n"
    )
    shop.run("-k", "test_open", "--escalation-json=out.json")
    entry = spoken(shop)["test_open"]
    assert entry["verdict"] == "failed"
    assert entry["reason"].startswith("assert ")


def test_the_marker_says_who_speaks(shop) -> None:
    shop.pytester.makepyfile(
        "import pytest\n"
        "@pytest.mark.escalation_conversation(persona='furious', topic='order_status')\n"
        "def test_marked(escalation_conversation, escalation_policy, escalation_bot, escalation_desk):\n"
        "    assert escalation_conversation.facts['order_id']\n"
        "    assert escalation_policy.routing.default == 'general'\n"
        "    assert escalation_bot.channel == 'python'\n"
        "    assert escalation_desk.strays == {}\n"
    )
    shop.run("-k", "test_marked").assert_outcomes(passed=1, deselected=3)


def test_without_a_configuration_the_fixture_says_so(pytester) -> None:
    pytester.makepyfile("def test_it(escalation):\n    pass\n")
    result = pytester.runpytest_subprocess("-p", "no:anyio")
    result.stdout.fnmatch_lines(["*needs an escalation.yaml*"])
