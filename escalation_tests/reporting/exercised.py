"""What the plays of an entry exercised, counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from escalation_tests.model.exercise import NOTHING_DUE, Exercise, position
from escalation_tests.model.finding import Verdict
from escalation_tests.model.played import Played
from escalation_tests.reporting.keeping import Keeper
from escalation_tests.reporting.measured import duty_at

_JUDGED = frozenset({Verdict.PASSED, Verdict.FAILED})


def exercised(plays: Iterable[Played], keep: Keeper) -> list[dict[str, Any]]:
    """Rows of `Exercise` with the number of `conversations`; what could not be judged exercised
    nothing.
    """
    counts = Counter(_of(play, keep) for play in plays if play.judgement.verdict in _JUDGED)
    return [{**asdict(one), "conversations": count} for one, count in counts.items()]


def _of(play: Played, keep: Keeper) -> Exercise:
    record = play.record
    plan, duty = record.plan, duty_at(record, None)
    due = duty.due if duty else None
    return Exercise(
        trigger=due.trigger.value if due else NOTHING_DUE,
        topic=(duty.topic if duty else None) or plan.topic or "",
        persona=str(keep.word(plan.persona)),
        language=plan.language,
        position=position(due.turn if due else max(1, len(record.turns))),
        fault=", ".join(f"{fault.leg}: {fault.name}" for fault in plan.faults),
    )
