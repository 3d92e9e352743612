"""One bot against the built-in suite: what was found, in how many conversations, in what time."""

import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from escalation_tests.contract.material import Material
from escalation_tests.customers.casebook import Drawn
from escalation_tests.customers.generated import Writer, recipes
from escalation_tests.customers.generated.dealing import deals, steered
from escalation_tests.customers.generated.exercised import Exercises
from escalation_tests.model.finding import Verdict
from escalation_tests.model.plan import Kind, Plan
from escalation_tests.ports import Case
from escalation_tests.wiring import Run, Settings, cases_of
from tests.quality.indoors import Premises
from tests.quality.outdoors import Outdoors
from tests.quality.playing import Job, planted

MADE_UP = 120
"""Made-up conversations of a shop under other names."""


def play(job: Job) -> dict[str, Any]:
    """Play a bot; what became of each conversation, in their order."""
    begun, spent = time.monotonic(), time.process_time()
    with _premises(job) as place:
        cases = _chosen(job, list(cases_of(place.material, Settings(seed=job.seed))))
        cases += _made_up(job, place.material)
        for case in cases:
            for trial in range(1, case.trials + 1):
                place.explain(case.plan(job.seed, trial))
        with _opened(place):
            played = _run(place.run, cases)
        languages = list(place.material.config.policy.languages)
    return {
        "id": job.id,
        "name": job.name,
        "folder": job.folder,
        "renamed": job.renamed,
        "languages": languages,
        "seconds": round(time.monotonic() - begun, 2),
        "cpu_seconds": round(time.process_time() - spent, 2),
        "conversations": played,
    }


@contextmanager
def _premises(job: Job) -> "Iterator[Premises | Outdoors]":
    """In this process where the bot can be called, else behind a socket."""
    with tempfile.TemporaryDirectory() as folder:
        inside = planted(job).transport == "python"
        place = (Premises if inside else Outdoors)(job, Path(folder))
        try:
            yield place
        finally:
            place.close()


@contextmanager
def _opened(place: "Premises | Outdoors") -> Iterator[None]:
    if isinstance(place, Outdoors):
        with place.open():
            yield
    else:
        yield


def _chosen(job: Job, cases: list[Case]) -> list[Case]:
    """All, or about as many as are wanted: half of them scenarios where there are so many, the
    others derived from the policy.
    """
    if job.tag:
        return [case for case in cases if job.tag in case.tags]
    if not job.few:
        return cases
    scripted = [case for case in cases if case.kind is Kind.SCRIPTED]
    derived = [case for case in cases if case.kind is not Kind.SCRIPTED]
    written = _spread(scripted, job.few // 2)
    return [*written, *_spread(derived, job.few - len(written))]


def _made_up(job: Job, material: Material) -> Iterator[Case]:
    """Conversations drawn from the policy, with a desk that may fail, where the library cannot be
    played: under other names its scenarios speak of topics that there are not.
    """
    if not job.renamed:
        return
    shows = Exercises(material).features
    dealt = deals(recipes(material, disturbed=True), job.seed)
    writer = Writer(material, job.seed)
    for recipe in islice(steered(dealt, shows, set()), MADE_UP):
        yield _case(writer.plan(recipe), job)


def _case(plan: Plan, job: Job) -> Case:
    return Drawn(
        id=plan.id.partition("::")[2],
        kind=plan.kind,
        scenario=plan.scenario,
        about="",
        persona=plan.persona,
        topic=plan.topic,
        trigger=plan.trigger,
        language=plan.language,
        severity="normal",
        tags=("generated",),
        trials=1,
        require=1,
        file=job.name,
        line=0,
        drawing=lambda *_: plan,
    )


def _spread(cases: list[Case], most: int) -> list[Case]:
    """At most about so many, evenly spread."""
    return cases[:: -(-len(cases) // most)] if most and cases else []


def _run(run: Run, cases: list[Case]) -> list[dict[str, Any]]:
    run.ahead((case.id, case) for case in cases)
    return [_outcome(case, run) for case in cases]


def _outcome(case: Case, run: Run) -> dict[str, Any]:
    each = run.play(case)
    findings = [
        {"check": f.check, "promise": f.promise.value, "message": f.message}
        for one in each
        for f in one.judgement.findings
    ]
    return {
        "id": case.id,
        "generated": case.kind in (Kind.MATRIX, Kind.GENERATED),
        "verdict": _worst(one.judgement.verdict for one in each).value,
        "findings": findings,
        "reason": "; ".join(one.judgement.reason for one in each if one.judgement.reason),
    }


def _worst(verdicts: Iterable[Verdict]) -> Verdict:
    found = set(verdicts)
    order = (Verdict.ERROR, Verdict.FAILED, Verdict.SKIPPED)
    return next((one for one in order if one in found), Verdict.PASSED)
