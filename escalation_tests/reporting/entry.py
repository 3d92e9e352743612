"""One conversation as one JSON object: the only thing that reporters read."""

from collections.abc import Sequence
from typing import Any

from escalation_tests.model.finding import Status, Verdict
from escalation_tests.model.played import Played
from escalation_tests.model.record import Leg
from escalation_tests.model.secrets import Secrets
from escalation_tests.ports import Case
from escalation_tests.reporting import told
from escalation_tests.reporting.exercised import exercised
from escalation_tests.reporting.keeping import RAW, TEXT, Keeper
from escalation_tests.reporting.measured import duty_at, measured
from escalation_tests.reporting.screens import screens
from escalation_tests.reporting.trials import Tally, tally
from escalation_tests.reporting.values import near


def entry(
    case: Case, played: Sequence[Played], reproduce: str, secrets: Secrets, item_id: str
) -> dict[str, Any]:
    """The conversation object of results.json, bounded and without secrets.

    With several trials the first failing one is told, and `plays` holds the numbers of each.

    Args:
        case: the test that was played.
        played: one play per trial, at least one.
        reproduce: the command line that plays it again.
        secrets: what must not appear in any text.
        item_id: the test's id, stable across runs.
    """
    keep = Keeper(secrets)
    outcome = tally(played, case.require)
    shown = played[outcome.shown]
    numbers = [measured(play, keep) for play in played]
    return {
        "id": keep.text(item_id),
        **_of_case(case, keep),
        **_of_plan(shown, keep),
        **numbers[outcome.shown],
        "verdict": outcome.verdict.value,
        "reason": keep.text(_reason(shown, outcome), RAW),
        "error": _error(shown, keep) if outcome.verdict is Verdict.ERROR else None,
        "started": min(play.record.started for play in played),
        "seconds": round(sum(play.record.seconds for play in played), 3),
        "trials": _trials(outcome),
        **_story(shown, keep),
        "screens": screens(shown.record, outcome.verdict),
        "plays": numbers if len(numbers) > 1 else [],
        "exercised": exercised(played, keep),
        "reproduce": keep.text(reproduce),
    }


def _of_case(case: Case, keep: Keeper) -> dict[str, Any]:
    return {
        "kind": str(case.kind),
        "scenario": keep.word(case.scenario),
        "about": keep.text(case.about, RAW),
        "persona": keep.word(case.persona),
        "topic": case.topic,
        "about_trigger": case.trigger.value if case.trigger else None,
        "language": case.language,
        "severity": case.severity,
        "tags": keep.words(case.tags),
        "file": keep.text(near(case.file)),
        "line": case.line,
    }


def _of_plan(shown: Played, keep: Keeper) -> dict[str, Any]:
    plan, duty = shown.record.plan, duty_at(shown.record, shown.judgement.handoff_turn)
    stated = duty.facts if duty else ()
    return {
        "seed": plan.seed,
        "conversation": keep.word(shown.record.conversation),
        "then": _then(shown, keep),
        "facts": {fact.name: keep.text(fact.value, RAW) for fact in stated},
        "attempted": list(duty.attempted) if duty else [],
        "faults": [
            {"leg": fault.leg, "name": fault.name, "times": fault.times, "seconds": fault.seconds}
            for fault in plan.faults
        ],
        "recipe": keep.text(repr(plan), TEXT),
    }


def _then(shown: Played, keep: Keeper) -> dict[str, str] | None:
    """What a frozen conversation was frozen for, and what has become of it: `broken`, `kept`, or
    `unseen` where the check had nothing to judge; None for all other conversations.
    """
    then = shown.record.plan.then
    if then is None:
        return None
    now = {Status.FAILED: "broken", Status.PASSED: "kept"}
    statuses = {result.check: result.status for result in shown.judgement.results}
    return {
        "check": keep.text(then.check, RAW),
        "message": keep.text(then.message, RAW),
        "now": now.get(statuses.get(then.check, Status.NOT_EXERCISED), "unseen"),
    }


def _story(shown: Played, keep: Keeper) -> dict[str, Any]:
    record, judgement = shown.record, shown.judgement
    return {
        "shown": {"started": record.started, "seconds": round(record.seconds, 3)},
        "turns": told.turns(record, keep),
        "transcript": told.transcript(shown, keep),
        "signals": told.signals(record, keep),
        "handoffs": told.handoffs(record, keep),
        "relayed": told.relayed(record, keep),
        "deeds": told.deeds(record, keep),
        "earlier": told.earlier(record, keep),
        "judged": [told.judged(result, keep) for result in judgement.results],
        "findings": [told.finding(finding, keep) for finding in judgement.findings],
    }


def _trials(outcome: Tally) -> dict[str, Any]:
    return {
        "run": len(outcome.verdicts),
        "passed": outcome.passed,
        "required": outcome.required,
        "shown": outcome.shown + 1,
        "verdicts": [verdict.value for verdict in outcome.verdicts],
    }


def _reason(shown: Played, outcome: Tally) -> str:
    """Why nothing can be said, or what else was demanded in vain; empty where the findings say
    it all.
    """
    if outcome.verdict is Verdict.PASSED or shown.judgement.findings:
        return ""
    if shown.judgement.reason or outcome.verdict is Verdict.FAILED:
        return shown.judgement.reason
    if shown.record.trouble:
        return shown.record.trouble.message
    unclear = {Status.NOT_EXERCISED, Status.NOT_OBSERVABLE}
    reasons = (r.reason for r in shown.judgement.results if r.status in unclear and r.reason)
    return next(reasons, "")


def _error(shown: Played, keep: Keeper) -> dict[str, Any]:
    """What went wrong with the play; a leg `suite` means that neither bot nor desk is to blame."""
    record, judgement = shown.record, shown.judgement
    trouble = record.trouble or (record.baseline.trouble if record.baseline else None)
    if trouble:
        return told.trouble(trouble, keep)
    skipped = [r.check for r in judgement.results if r.status is Status.NOT_EXERCISED]
    if skipped or judgement.reason.startswith("not exercised"):
        kind = "not-exercised"
    else:
        kind = "baseline-failed" if record.baseline else "unjudged"
    return {
        "leg": Leg.SUITE.value,
        "kind": kind,
        "message": keep.text(judgement.reason or f"not exercised: {', '.join(skipped)}", RAW),
        "received": "",
        "turn": record.turns[-1].number if record.turns else 0,
    }
