"""Conversations that tests written in Python held, as entries like all others.

Such a test decides by itself what it demands. So an entry carries only what was asked of the
promises, and its verdict follows the test.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from escalation_tests.errors import EscalationError
from escalation_tests.model.finding import Judgement, Verdict
from escalation_tests.model.plan import Kind, Plan
from escalation_tests.model.played import Played
from escalation_tests.model.trigger import Trigger
from escalation_tests.plugin.keys import CONVERSATIONS, OUTCOME, STATE
from escalation_tests.plugin.options import seed
from escalation_tests.plugin.shelving import shelved
from escalation_tests.reporting.entry import entry

if TYPE_CHECKING:
    from escalation_tests.plugin.fixtures import Talk
    from escalation_tests.plugin.held import Held

SPOKEN = "escalation_spoken"
"""The attribute of a report under which the entries travel, from workers too."""
MOST = 100
"""Conversations of one test that are kept, the last ones: a property has hundreds."""


@dataclass(slots=True)
class SpokenCase:
    """The test as far as an entry tells of it."""

    id: str
    scenario: str
    about: str
    file: str
    line: int
    told: Plan
    persona: str
    topic: str | None
    trigger: Trigger | None
    language: str
    kind: Kind = Kind.SCRIPTED
    severity: str = "normal"
    tags: tuple[str, ...] = ()
    trials: int = 1
    require: int = 1

    def plan(self, seed: int, trial: int = 1) -> Plan:
        """What was played; the words stand in the test."""
        return replace(self.told, seed=seed, trial=trial)


def tell(item: pytest.Item, report: pytest.TestReport, call: pytest.CallInfo[None]) -> None:
    """Once a test is over, let its last report carry the conversations that it held."""
    held = item.config.stash.get(CONVERSATIONS, None)
    if held is None:
        return
    if call.when != "teardown":
        item.stash[OUTCOME] = _outcome(report, call)
        return
    talks = held.taken()
    vars(report)[SPOKEN] = list(_entries(item, talks[-MOST:]))


def _outcome(report: pytest.TestReport, call: pytest.CallInfo[None]) -> tuple[Verdict, str]:
    """What became of the test so far, and why."""
    reason = str(call.excinfo.value) if call.excinfo else ""
    if report.failed:
        return Verdict.FAILED, reason
    return (Verdict.SKIPPED, reason) if report.skipped else (Verdict.PASSED, "")


def _entries(item: pytest.Item, talks: "list[Talk | Held]") -> Iterator[dict[str, Any]]:
    secrets = item.config.stash[STATE].material.secrets
    outcome = item.stash.get(OUTCOME, (Verdict.PASSED, ""))
    blamed = any(talk.complaint for talk in talks)
    for number, talk in enumerate(talks, 1):
        played = _over(talk)
        if played is None:
            continue
        own = (Verdict.FAILED, talk.complaint) if talk.complaint else outcome
        if blamed and not talk.complaint:
            own = (Verdict.PASSED, "")  # the test says which of its conversations is to blame
        told = Played(played.record, _narrowed(played.judgement, talk, own))
        recipe = f"pytest '{item.nodeid}' --escalation-seed={seed(item.config)}"
        case, name = _case(item, number, told.record.plan), _id(item, number)
        yield shelved(entry(case, [told], recipe, secrets, name), item.config)


def _over(talk: "Talk | Held") -> Played | None:
    """The conversation, ended if the test left it open; None when it never began."""
    try:
        talk.close()
    except EscalationError:
        return None
    return talk.outcome


def _narrowed(whole: Judgement, talk: "Talk | Held", own: tuple[Verdict, str]) -> Judgement:
    """What the checks say of the promises that the test asked for."""
    asked = tuple(result for result in whole.results if talk.asked_for(result.promise))
    if whole.verdict is Verdict.ERROR:
        return replace(whole, results=asked)
    verdict, reason = own
    return replace(whole, results=asked, verdict=verdict, reason=reason)


def _case(item: pytest.Item, number: int, plan: Plan) -> SpokenCase:
    path, line, _ = item.reportinfo()
    about = getattr(getattr(item, "obj", None), "__doc__", None) or ""
    return SpokenCase(
        id=_id(item, number),
        scenario=item.name,
        about=about.strip().partition("\n")[0],
        file=str(path),
        line=(line or 0) + 1,
        told=plan,
        persona=plan.persona,
        topic=plan.topic,
        trigger=plan.trigger,
        language=plan.language,
    )


def _id(item: pytest.Item, number: int) -> str:
    return item.nodeid if number == 1 else f"{item.nodeid}::{number}"
