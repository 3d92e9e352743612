"""What pytest says of a conversation."""


def test_a_broken_promise_is_told_without_a_traceback(shop) -> None:
    shop.bot(queue="billing")
    result = shop.run("-k", "furious")
    result.assert_outcomes(failed=1, deselected=2)
    result.stdout.fnmatch_lines(
        [
            "*broken promise: routing*",
            "*customer*Let me talk to a human*",
            "*who says that a handoff took place*",
            "*routing.queue*",
            "*reproduce: pytest 'scenarios/orders.yaml::asks-for-a-human[[]furious[]]' --escalation-seed=0",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*escalation_tests/*.py*")


def test_a_dead_bot_is_an_error_not_a_failure(shop) -> None:
    shop.scenarios(
        "scenario: crashes\ntopic: order_status\nconversation:\n"
        "  - customer: 'crash {order_id}'\n",
        "crash.yaml",
    )
    result = shop.run("-k", "crashes")
    result.assert_outcomes(errors=1, deselected=3)
    result.stdout.fnmatch_lines(["*the shop is on fire*"])


def test_the_rest_goes_on_after_a_dead_conversation(shop) -> None:
    shop.scenarios(
        "scenario: crashes\ntopic: order_status\nconversation:\n  - customer: crash\n", "a.yaml"
    )
    shop.run().assert_outcomes(errors=1, passed=3)


def test_durations_are_the_conversation_s_own(shop) -> None:
    shop.run("--escalation-json=out.json", "--junitxml=junit.xml").assert_outcomes(passed=3)
    import json
    import xml.etree.ElementTree as ET

    entries = json.loads((shop.path / "out.json").read_text())["conversations"]
    cases = ET.parse(shop.path / "junit.xml").iter("testcase")
    for case, entry in zip(cases, entries, strict=True):
        assert abs(float(case.get("time")) - entry["seconds"]) < 0.01


def test_mistakes_of_the_configuration_are_told_at_collection(shop) -> None:
    text = (shop.path / "escalation.yaml").read_text()
    shop.config(text.replace("explicit_request", "explicit_requst").replace("facts:", "fact:"))
    result = shop.run()
    result.stdout.fnmatch_lines(["*escalation.yaml:*explicit_requst*explicit_request*"])
    result.stdout.no_fnmatch_line("*pydantic*")
    assert result.ret == 2
    assert shop.calls() == []


def test_mistakes_of_a_scenario_are_told_at_collection(shop) -> None:
    shop.scenarios("scenario: x\npersonas: [furius]\nconversation: [{customer: hi}]\n", "bad.yaml")
    result = shop.run()
    result.stdout.fnmatch_lines(["*bad.yaml:2*furius*furious*"])
    assert result.ret == 2


def test_trials_are_counted_and_required(shop) -> None:
    result = shop.run(
        "--escalation-trials=3", "--escalation-require=2", "--escalation-json=out.json"
    )
    result.assert_outcomes(passed=3)
    import json

    entries = json.loads((shop.path / "out.json").read_text())["conversations"]
    assert {(e["trials"]["run"], e["trials"]["required"]) for e in entries} == {(3, 2)}
    assert len({conversation for conversation, _ in shop.calls()}) == 9


def test_unmet_goals_fail_a_run_whose_tests_all_pass(shop) -> None:
    text = (shop.path / "escalation.yaml").read_text()
    shop.config(text + "goals: {median_turns_to_handoff: '< 0'}\n")
    result = shop.run()
    result.assert_outcomes(passed=3)
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*median_turns_to_handoff*"])


def test_without_a_desk_its_side_is_not_observable_and_never_passes(shop) -> None:
    text = (shop.path / "escalation.yaml").read_text()
    before, _, rest = text.partition("desk:")
    shop.config(before + "policy:" + rest.partition("policy:")[2])
    result = shop.run("--escalation-json=out.json")
    import json

    entries = json.loads((shop.path / "out.json").read_text())["conversations"]
    asked = next(entry for entry in entries if "furious" in entry["id"])
    assert asked["checks"]["delivery.at-desk"] == "not-observable"
    assert asked["checks"]["context.transcript-complete"] == "not-observable"
    result.stdout.fnmatch_lines(["*not observable*"])
