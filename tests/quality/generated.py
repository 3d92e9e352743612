"""What generated adversaries find on their own: every planted defect, seed after seed.

    python -m tests.quality.generated [--seeds 20] [--examples 200] [--only t4 c9] [--workers 1]
                                      [--healthy 20000] [--moody 20]

Each defect is hunted under each seed, with nothing but the policy to go by; what is found is
shrunk. Bots, desk and suite share a process and a clock that jumps. Writes
`tests/quality/generated-table.json`, from which `docs/detection.md` is made; with `--only` the
other rows stay.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from escalation_tests.customers.generated import Recipe, Writer, recipes
from escalation_tests.customers.generated.dealing import deals, steered
from escalation_tests.customers.generated.exercised import Exercises
from escalation_tests.customers.generated.hunt import Hunt, Terms
from escalation_tests.customers.generated.simpler import Simpler, turns_of
from escalation_tests.model.plan import Plan
from escalation_tests.model.played import Played
from escalation_tests.plugin.arena import Arena
from escalation_tests.plugin.lens import Watched, found_by
from tests.quality.indoors import Premises
from tests.quality.optima import KNOWN
from tests.quality.playing import Job, about, jobs, planted

TABLE = Path(__file__).parent / "generated-table.json"
MOODY = ("t1_explicit_ignored", "c8_facts_dropped", "p1_keeps_replying")
"""Defects that are also planted so that they show in some conversations only."""
SHARE = 0.3
DEFECT = "the planted defect"
REPLAYS = 20
AT_ONCE = 100


class Explaining(Writer):
    """Writes plans, and tells the bot of the benchmark what their sentences mean."""

    def __init__(self, premises: Premises, seed: int) -> None:
        super().__init__(premises.material, seed)
        self._explain = premises.explain

    def plan(self, recipe: Recipe) -> Plan:
        return self._explain(super().plan(recipe))


@dataclass(frozen=True)
class Caught:
    """What one hunt came to."""

    check: str = ""
    """Empty: nothing was found under an accepted promise."""
    examples: int = 0
    turns: int = 0
    shown: int = 0
    """Of the replays, how many showed it again."""
    smallest: str = ""


class Whatever(Watched):
    """Whatever check it is that finds something: a planted defect may show in several ways."""

    def broken(self, drawn: Recipe) -> frozenset[str]:
        return frozenset({DEFECT} if super().broken(drawn) else ())


def hunted(premises: Premises, accepted: tuple[str, ...], seed: int, examples: int) -> Caught:
    """One hunt for whatever breaks an accepted promise, ended by the first find."""
    arena = Arena(premises.run, Explaining(premises, seed))
    lens = Whatever(arena, lambda _, promise: promise.value in accepted)
    strategy = recipes(premises.material, disturbed=True)
    shows = Exercises(premises.material).features
    hand = steered(deals(strategy, seed), shows, set())
    hunt = Hunt(
        strategy, lens, Terms(examples, seed, 0), Simpler(premises.material), turns_of, hand
    )
    found = hunt.survey(enough=lambda _: True)
    if not found:
        return Caught(examples=hunt.judged)
    judged = hunt.judged
    smallest = hunt.smallest(DEFECT) or found[DEFECT]
    first, *again = lens.plays(smallest, REPLAYS)
    shown = sum(bool(found_by(play)) for play in again)
    return Caught(min(found_by(first)), judged, turns_of(smallest), shown, repr(smallest))


@contextmanager
def premises(job: Job, share: float = 1.0) -> Iterator[Premises]:
    with tempfile.TemporaryDirectory() as folder:
        place = Premises(job, Path(folder), share)
        try:
            yield place
        finally:
            place.close()


def row(job: Job, seeds: int, examples: int, share: float = 1.0) -> dict[str, Any]:
    """What became of one defect under all seeds."""
    began, what = time.process_time(), planted(job)
    with premises(job, share) as place:
        each = [hunted(place, what.promises, seed, examples) for seed in range(seeds)]
    hits = [one for one in each if one.check]
    known = KNOWN.get(job.id)
    return {
        "id": job.id,
        "about": about(job),
        "share": share,
        "seeds": seeds,
        "found": len(hits),
        "examples": statistics.median(one.examples for one in hits) if hits else None,
        "most_examples": max((one.examples for one in hits), default=None),
        "turns": max((one.turns for one in hits), default=None),
        "optimum": known.turns if known else None,
        "checks": dict(Counter(one.check for one in hits).most_common()),
        "smallest": Counter(one.smallest for one in hits).most_common(1)[0][0] if hits else "",
        "replays": REPLAYS * len(hits),
        "shown": sum(one.shown for one in hits),
        "note": known.note if known else "",
        "seconds": round(time.process_time() - began, 1),
    }


def healthy(job: Job, conversations: int) -> dict[str, Any]:
    """So many made-up, hostile conversations with a bot with which nothing is wrong."""
    began, alarms, played = time.process_time(), list[dict[str, str]](), 0
    with premises(job) as place:
        writer = Explaining(place, job.seed)
        dealt = deals(recipes(place.material, nasty=True, disturbed=True), job.seed)
        while played < conversations:
            hand = list(islice(dealt, AT_ONCE))
            if not hand:
                break
            for recipe, play in zip(hand, _held(place, writer, hand), strict=True):
                alarms += _alarms(recipe, play)
            played += len(hand)
    seconds = round(time.process_time() - began, 1)
    return {"id": job.name, "conversations": played, "findings": alarms, "seconds": seconds}


def _held(place: Premises, writer: Writer, hand: list[Recipe]) -> list[Played]:
    """These conversations, side by side; nothing of them is kept in memory afterwards."""
    import asyncio

    plans = [writer.plan(recipe) for recipe in hand]
    for plan in plans:
        place.run.ledger.add(plan)

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*(place.run.player(plan) for plan in plans))

    records = place.run.engine.call(all_of_them)
    for plan in plans:
        place.forget(plan)
    return [place.run.judged(record) for record in records]


def _alarms(recipe: Recipe, play: Played) -> Iterator[dict[str, str]]:
    for finding in play.judgement.findings:
        yield {"check": finding.check, "message": finding.message, "recipe": repr(recipe)}
    if play.record.trouble is not None:
        yield {"check": "", "message": play.record.trouble.message, "recipe": repr(recipe)}


def line(found: Mapping[str, Any]) -> str:
    """One row in one line."""
    if "findings" in found:
        return (
            f"{found['id']:<12} {found['conversations']:>6} conversations  "
            f"{len(found['findings'])} findings  {found['seconds']:.0f} s"
        )
    share = "" if found["share"] == 1 else f"  {found['shown']} of {found['replays']} replays"
    return (
        f"{found['id']:<4} {found['found']:>2} of {found['seeds']:<2}  median {found['examples']}  "
        f"most {found['most_examples']}  turns {found['turns']} (known {found['optimum']})  "
        f"{found['checks']}{share}  {found['seconds']:.0f} s"
    )


Work = tuple[str, Callable[..., dict[str, Any]], tuple[Any, ...]]


def todo(given: argparse.Namespace) -> Iterator[Work]:
    """What is asked for: the group of rows, the work, its arguments."""
    chosen = tuple(word.lower() for word in given.only)
    for job in jobs("defects"):
        if not chosen or job.id.lower() in chosen:
            yield "defects", row, (job, given.seeds, given.examples)
    if given.moody and not chosen:
        for name in MOODY:
            yield "moody", row, (Job("defects", name), given.moody, given.examples, SHARE)
    if given.healthy and (not chosen or "plain" in chosen):
        yield "healthy", healthy, (Job("healthy", "plain"), given.healthy)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--only", nargs="*", default=(), help="ids of defects, or plain")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--healthy", type=int, default=20_000, help="conversations; 0: none")
    parser.add_argument("--moody", type=int, default=20, help="seeds; 0: none")
    parser.add_argument("--into", type=Path, default=TABLE)
    given = parser.parse_args()
    table: dict[str, Any] = json.loads(given.into.read_text()) if given.into.exists() else {}
    with ProcessPoolExecutor(given.workers, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(work, *how): group for group, work, how in todo(given)}
        for done in as_completed(waiting):
            found = done.result()
            print(line(found), file=sys.stderr, flush=True)
            table.setdefault(waiting[done], {})[found["id"]] = found
            _write(table, given.into)
    return 0


def _write(table: Mapping[str, Any], into: Path) -> None:
    """The table so far, each group in the catalogue's order."""
    order = [job.id for job in jobs("defects")]
    place = {name: number for number, name in enumerate(order)}
    ordered = {
        group: dict(sorted(rows.items(), key=lambda item: (place.get(item[0], 99), item[0])))
        for group, rows in sorted(table.items())
    }
    into.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
