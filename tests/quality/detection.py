"""The benchmark: every planted defect and every healthy bot against the built-in suite.

    python -m tests.quality.detection [--seed 0] [--few 250] [--only d3 k12 terse] [--tag human-end] [--renamed]

Prints a table and writes `build/detection.json`; a whole run under the well-known names also
writes `docs/detection.md`. Ends with 1 when a defect is missed or named under a wrong promise, or
when a healthy bot is accused; with 2 when a bot could not be played at all, which is an error of
the benchmark and says nothing about the suite.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.quality import page
from tests.quality.playing import Job, jobs
from tests.quality.rows import row
from tests.quality.suite import play

ROOT = Path(__file__).parents[2]
FEW = 400
"""Conversations that a defect is given, the whole library among them; healthy bots play all."""
HELD, BROKEN, UNPLAYED = 0, 1, 2
"""Exit codes."""


def run(todo: Iterable[Job], workers: int = 2) -> dict[str, Any]:
    """Play all of them, several processes side by side."""
    begun, rows, errors = time.monotonic(), dict[Job, dict[str, Any]](), dict[Job, str]()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(play, job): job for job in todo}
        for done in as_completed(waiting):
            job = waiting[done]
            try:
                rows[job] = row(job, done.result())
            except Exception as error:  # noqa: BLE001 - whatever keeps a bot from being played
                errors[job] = f"{type(error).__name__}: {error}"
            told = page.line(rows[job]) if job in rows else f"{job.id}: {errors[job]}"
            print(told, file=sys.stderr, flush=True)
    kept = [(job, rows[job]) for job in waiting.values() if job in rows]
    return {
        "defects": [one for job, one in kept if job.folder == "defects"],
        "healthy": [one for job, one in kept if job.folder != "defects"],
        "errors": [{"id": job.id, "message": message} for job, message in errors.items()],
        "seconds": round(time.monotonic() - begun, 1),
    }


def verdict(result: Mapping[str, Any]) -> int:
    """The exit code of a run."""
    unjudged = [one for one in result["healthy"] if one["errors"]]
    if result["errors"] or unjudged or not (result["defects"] or result["healthy"]):
        return UNPLAYED
    missed = [one for one in result["defects"] if not (one["caught"] and one["right_promise"])]
    accused = [one for one in result["healthy"] if one["false_alarms"]]
    return BROKEN if missed or accused else HELD


def wanted(seed: int, few: int, renamed: bool, only: Sequence[str], tag: str = "") -> list[Job]:
    """The bots to play: all, or those that go by one of these names."""
    everything = [
        *jobs("healthy", seed=seed, renamed=renamed, tag=tag),
        *jobs("controls", seed=seed, renamed=renamed, tag=tag),
        *jobs("defects", seed=seed, renamed=renamed, few=few, tag=tag),
    ]
    chosen = {word.lower() for word in only}
    unknown = chosen - {name for job in everything for name in (job.name, job.id.lower())}
    if unknown:
        raise SystemExit(f"there is no bot named {', '.join(sorted(unknown))}")
    return [job for job in everything if not chosen or {job.name, job.id.lower()} & chosen]


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    result = {"seed": given.seed, "renamed": given.renamed}
    result |= run(_wanted_by(given), given.workers)
    given.into.mkdir(parents=True, exist_ok=True)
    name = "detection-renamed" if given.renamed else "detection"
    written = json.dumps(result, ensure_ascii=False, indent=1)
    (given.into / f"{name}.json").write_text(written + "\n", encoding="utf-8")
    print(page.table(result))
    code = verdict(result)
    if given.renamed and not (given.only or given.tag or code == UNPLAYED):
        told = {"seed": given.seed, "summary": page.summary(result)}
        page.RENAMED.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    if not (given.only or given.tag or given.renamed or code == UNPLAYED):
        (ROOT / "docs" / "detection.md").write_text(page.page(result), encoding="utf-8")
    return code


def _wanted_by(given: argparse.Namespace) -> list[Job]:
    return wanted(given.seed, given.few, given.renamed, given.only, given.tag)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add = parser.add_argument
    add("--seed", type=int, default=0)
    add("--few", type=int, default=FEW, help="conversations for each defect; 0: all")
    add("--renamed", action="store_true", help="topics and facts under other names too")
    add("--tag", default="", help="only conversations with this tag")
    add("--only", nargs="*", default=(), metavar="NAME", help="these bots alone")
    add("--workers", type=int, default=2)
    add("--into", type=Path, default=ROOT / "build")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
