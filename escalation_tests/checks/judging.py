"""All checks on one record, and the verdict that follows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from escalation_tests.checks.catalogue import CHECKS
from escalation_tests.checks.hearing import Hearing
from escalation_tests.model.finding import (
    Finding,
    Judgement,
    Promise,
    Result,
    Status,
    Verdict,
    Witnesses,
)
from escalation_tests.model.record import Leg, Record, Trouble
from escalation_tests.ports import Bench, Check

Own = Mapping[str, tuple[Promise, Check]]
"""A shop's own checks: dotted name → promise and function."""

_WEIGHT = (
    Status.FAILED,
    Status.NOT_EXERCISED,
    Status.PASSED,
    Status.NOT_OBSERVABLE,
    Status.NOT_APPLICABLE,
)
"""Of several visits, the one with the weightiest status speaks for all."""


def judge(record: Record, bench: Bench, own: Own | None = None) -> Judgement:
    """Everything that the checks say of a record and of the same customer's visits before it.

    A conversation that broke off keeps only the findings that what was recorded proves. One
    with faults counts only if the same conversation without them broke no promise.
    """
    void = _void(record, bench, own or {})
    hearing = Hearing(record, bench)
    results = _results(record, bench, hearing, own or {}, void)
    verdict, reason = _verdict(record, results, void)
    return Judgement(
        verdict=verdict,
        results=results,
        witnesses=_witnesses(hearing),
        handoff_turn=hearing.handoff_turn,
        notice_turn=hearing.notices[0].message.turn if hearing.notices else None,
        readings=tuple(told.reading for told in hearing.heard),
        reason=reason,
    )


def _void(record: Record, bench: Bench, own: Own) -> str:
    """Why a conversation with faults proves nothing; empty if it does."""
    if record.baseline is None:
        return ""
    before = judge(record.baseline, bench, own)
    if before.verdict in {Verdict.PASSED, Verdict.SKIPPED}:
        return ""
    told = before.findings[0].message if before.findings else before.reason
    return f"baseline failed: without its faults already: {told}"


def _results(
    record: Record, bench: Bench, hearing: Hearing, own: Own, void: str
) -> tuple[Result, ...]:
    results = _raw(record, bench, hearing, own)
    if void:
        return tuple(_left_out(result, void) for result in results)
    if record.trouble is not None:
        stand = {entry.name for entry in CHECKS if entry.stands}
        results = [_cut_short(result, stand, record.trouble) for result in results]
        return tuple(results)
    return tuple(_demanded(result, record) for result in results)


def _raw(record: Record, bench: Bench, hearing: Hearing, own: Own) -> list[Result]:
    """What each check says of the record and of the earlier visits."""
    earlier = [Hearing(visit, bench) for visit in record.earlier]
    results = []
    for entry in CHECKS:
        now = entry.judge(hearing)
        results.append(_merged([*map(entry.judge, earlier), now]) if earlier else now)
    for name, (promise, check) in own.items():
        results.append(_foreign(name, promise, check, record, bench))
    return results


def _foreign(name: str, promise: Promise, check: Check, record: Record, bench: Bench) -> Result:
    """What a check that is not ours says."""
    try:
        result = check(record, bench)
    except Exception as error:  # noqa: BLE001 - foreign code: a shop's own check
        reason = f"the check raised {type(error).__name__}: {error}"
        return Result(name, promise, Status.NOT_EXERCISED, (), reason)
    return replace(result, check=name, promise=promise)


def _merged(results: Sequence[Result]) -> Result:
    """One result of a check for all visits, its findings told with their visit."""
    weightiest = min(reversed(results), key=lambda result: _WEIGHT.index(result.status))
    findings = (
        _of_visit(finding, visit, len(results))
        for visit, result in enumerate(results, 1)
        for finding in result.findings
    )
    return replace(weightiest, findings=tuple(findings))


def _of_visit(finding: Finding, visit: int, last: int) -> Finding:
    if visit == last:
        return replace(finding, evidence={**finding.evidence, "visit": visit})
    message = f"In the customer's visit {visit}: {finding.message}"
    return replace(finding, message=message, evidence={**finding.evidence, "visit": visit})


def _left_out(result: Result, reason: str) -> Result:
    return replace(result, status=Status.NOT_APPLICABLE, findings=(), reason=reason)


def _cut_short(result: Result, stand: set[str], trouble: Trouble) -> Result:
    """A result of a conversation that broke off: only what is proven stays."""
    if result.status is Status.FAILED and result.check in stand:
        return result
    if result.status is Status.NOT_OBSERVABLE:
        return result
    return _left_out(result, f"the conversation broke off in turn {trouble.turn}")


def _demanded(result: Result, record: Record) -> Result:
    """A check that the scenario demands and that had nothing to look at was not exercised."""
    demanded = result.check in record.plan.expect.demanded
    if not demanded or result.status is not Status.NOT_APPLICABLE:
        return result
    return replace(result, status=Status.NOT_EXERCISED)


def _verdict(record: Record, results: Sequence[Result], void: str) -> tuple[Verdict, str]:
    if record.trouble is not None:
        return Verdict.ERROR, _told(record.trouble)
    if void:
        return Verdict.ERROR, void
    if any(result.findings or result.status is Status.FAILED for result in results):
        return Verdict.FAILED, ""
    if reasons := list(_not_exercised(record, results)):
        return Verdict.ERROR, f"not exercised: {'; '.join(reasons)}"
    if reason := _not_observable(record, results):
        return Verdict.SKIPPED, f"not observable: {reason}"
    return Verdict.PASSED, ""


def _told(trouble: Trouble) -> str:
    """A trouble in one sentence, with its leg and turn."""
    legs = {Leg.BOT: "the bot's side", Leg.DESK: "the desk's side", Leg.SUITE: "this suite"}
    when = f"turn {trouble.turn}" if trouble.turn else "the opening"
    return f"on {legs[trouble.leg]}, in {when}: {trouble.message}"


def _not_exercised(record: Record, results: Iterable[Result]) -> Iterator[str]:
    known = set()
    for result in results:
        known.add(result.check)
        if result.status is Status.NOT_EXERCISED:
            yield f"{result.check} ({result.reason})"
    for name in sorted(record.plan.expect.demanded - known):
        yield f"{name} (there is no check of this name)"


def _not_observable(record: Record, results: Sequence[Result]) -> str:
    """Why nothing that the conversation is about could be seen; empty if something could."""
    about = _about(record)
    concerned = [result for result in results if about(result)]
    if any(result.status is Status.PASSED for result in concerned):
        return ""
    unseen = (one for one in concerned if one.status is Status.NOT_OBSERVABLE)
    reasons = dict.fromkeys(f"{one.check} ({one.reason})" for one in unseen)
    return "; ".join(reasons) or "no check had anything to look at"


def _about(record: Record) -> Callable[[Result], bool]:
    """Whether a result is about what the conversation is for: what its author demands, else
    anything.
    """
    demanded = record.plan.expect.demanded
    return lambda result: not demanded or result.check in demanded


def _witnesses(hearing: Hearing) -> Witnesses:
    record = hearing.record
    return Witnesses(
        signal=bool(record.signals) if record.signal_mapped else None,
        notice=bool(hearing.notices),
        desk=len(hearing.accepted) if record.desk.observed else None,
    )
