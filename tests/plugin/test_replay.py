"""What broke once is written down, played first the next time, and told then and now."""

import json
import re

import pytest
import yaml

from tests.plugin.conftest import SCENARIOS

FREEZE = "--escalation-freeze=scenarios/frozen"
DEAF = {"wanted": "supervisor of all supervisors"}


def frozen(shop) -> dict[str, dict]:
    """The frozen scenarios by the names of their files."""
    files = sorted((shop.path / "scenarios" / "frozen").glob("*.yaml"))
    return {file.name: yaml.safe_load(file.read_text("utf-8")) for file in files}


def replayed(shop, *options: str) -> dict:
    """Of the next run, the entry of the frozen conversation."""
    shop.forget()
    shop.run("--escalation-json=out.json", "--escalation-html=out.html", *options)
    entries = json.loads((shop.path / "out.json").read_text("utf-8"))["conversations"]
    (entry,) = [one for one in entries if one["kind"] == "replayed"]
    return entry


@pytest.fixture
def broken(shop):
    """A shop whose deaf bot has been met by a person's scenario."""
    shop.bot(**DEAF)
    shop.run("-k", "asks-for-a-human and plain", FREEZE)
    return shop


def test_what_a_person_wrote_is_frozen_when_it_breaks(broken) -> None:
    (scenario,) = frozen(broken).values()
    written = yaml.safe_load(SCENARIOS.split("---")[0])
    assert scenario["tags"] == ["frozen"]
    assert scenario["then"]["check"] == "trigger.in-time"
    assert len(scenario["conversation"]) == len(written["conversation"])
    text = next((broken.path / "scenarios" / "frozen").glob("*.yaml")).read_text("utf-8")
    assert text.startswith("# trigger.in-time: ")
    assert re.search("^# pytest '", text, re.MULTILINE)


def test_it_breaks_again_and_says_so(broken) -> None:
    entry = replayed(broken)
    assert entry["verdict"] == "failed"
    assert entry["then"]["check"] == "trigger.in-time"
    assert entry["then"]["now"] == "broken"


def test_a_mended_bot_keeps_it_now(broken) -> None:
    broken.bot()
    entry = replayed(broken)
    assert (entry["verdict"], entry["then"]["now"]) == ("passed", "kept")
    page = (broken.path / "out.html").read_text("utf-8")
    assert "Now: that is kept." in page


def test_the_terminal_tells_then_and_now(broken) -> None:
    broken.bot()
    broken.forget()
    text = broken.run("-k", "frozen").stdout.str()
    assert "frozen conversations: 1 kept now" in text
    assert "then trigger.in-time → now kept: " in text


def test_a_failure_says_what_it_was_frozen_for(broken) -> None:
    broken.forget()
    text = " ".join(broken.run("-k", "frozen").stdout.str().split())
    assert "frozen for trigger.in-time: The customer's turn " in text
    assert "Now: it breaks again." in text


def test_frozen_conversations_are_played_first(broken) -> None:
    broken.forget()
    lines = broken.run("--collect-only", "-q").stdout.lines
    items = [line for line in lines if "::" in line]
    assert "scenarios/frozen/" in items[0].replace("\\", "/")
    assert len(items) > 1


def test_it_is_not_frozen_again(broken) -> None:
    before = frozen(broken)
    broken.forget()
    broken.run("-k", "frozen", FREEZE)
    assert frozen(broken) == before


def test_a_bot_that_died_says_nothing_about_it(broken) -> None:
    broken.bot(source="def reply(conversation, text):\n    raise RuntimeError('on fire')\n")
    entry = replayed(broken, "-k", "frozen")
    assert (entry["verdict"], entry["then"]["now"]) == ("error", "unseen")


def test_one_that_cannot_be_played_any_more_is_an_error(broken) -> None:
    (file,) = (broken.path / "scenarios" / "frozen").glob("*.yaml")
    file.write_text(file.read_text("utf-8").replace("order_status", "parcels"), encoding="utf-8")
    broken.forget()
    result = broken.run(str(file))
    result.assert_outcomes(errors=1)
    assert "unknown topic 'parcels'" in result.stdout.str()


def test_one_whose_check_has_nothing_to_judge_any_more_is_an_error(broken) -> None:
    """Without the second visit nobody can say whether a second request is heard."""
    (file,) = (broken.path / "scenarios" / "frozen").glob("*.yaml")
    text = file.read_text("utf-8").replace('"trigger.in-time"', '"trigger.again-after-first"')
    file.write_text(text, encoding="utf-8")
    broken.bot()
    entry = replayed(broken, "-k", "frozen")
    assert (entry["verdict"], entry["then"]["now"]) == ("error", "unseen")
    assert entry["error"]["kind"] == "not-exercised"


def test_a_second_visit_is_frozen_too(shop) -> None:
    from escalation_tests.customers.generated import Recipe, Sketch, Writer
    from escalation_tests.customers.generated.freeze import frozen as written
    from escalation_tests.customers.generated.sketch import Does
    from escalation_tests.model.plan import Then
    from escalation_tests.strategies import load
    from escalation_tests.wiring import cases_of_file

    material = load(shop.path / "escalation.yaml")
    ask, wish = Sketch(Does.ASKS, "order_status"), Sketch(Does.WANTS_HUMAN)
    plan = Writer(material).plan(Recipe("plain", (ask, wish), again=(wish,)))
    file = shop.path / "scenarios" / "again.yaml"
    file.write_text(written(plan, Then("trigger.again-after-first", "not heard")), "utf-8")
    (case,) = cases_of_file(file, material)
    again = case.plan(0)
    assert [[m.texts for m in visit.moves] for visit in again.visits] == [
        [m.texts for m in visit.moves] for visit in plan.visits
    ]
    assert [[m.triggers for m in visit.moves] for visit in again.visits] == [
        [m.triggers for m in visit.moves] for visit in plan.visits
    ]
