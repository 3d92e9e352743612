"""The benchmark: every planted defect and every healthy bot against the built-in suite.

    python -m tests.quality.detection [--seed 0] [--few 250] [--only d3 k12 terse] [--renamed]

Prints a table, and writes `build/detection.json` and `docs/detection.md`. A bot that does not
start is an error of the benchmark.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from tests.quality import page
from tests.quality.playing import Job, jobs, planted, play

ROOT = Path(__file__).parents[2]
FEW = 250
"""Conversations that a defect is given; healthy bots play all."""
NOT_PLAYABLE = {
    "K7": "cumulative chunks of a stream: needs a streaming channel, of which there is none yet",
    "streaming": "a bot that streams: needs a streaming channel, of which there is none yet",
}


def defect(job: Job, played: Mapping[str, Any]) -> dict[str, Any]:
    """What the suite made of a planted defect."""
    found = [entry for entry in played["conversations"] if entry["verdict"] == "failed"]
    accepted = planted(job).promises
    named = {finding["promise"] for entry in found for finding in entry["findings"]}
    first = next((n for n, entry in enumerate(played["conversations"], 1) if entry in found), None)
    return {
        "id": job.id,
        "about": planted(job).about,
        "caught": bool(found),
        "right_promise": bool(named & set(accepted)),
        "named_as_catalogued": accepted[:1] != () and accepted[0] in named,
        "promises": sorted(named),
        "accepted": list(accepted),
        "why": planted(job).why,
        "checks": _counted(found),
        "conversations": first or len(played["conversations"]),
        "played": len(played["conversations"]),
        "failed": len(found),
        "errors": _errors(played),
        "seconds": played["seconds"],
        "by_generated": any(entry["generated"] for entry in found),
    }


def healthy(job: Job, played: Mapping[str, Any]) -> dict[str, Any]:
    """What the suite said against a bot with which nothing is wrong."""
    alarms = [
        {"conversation": entry["id"], "check": finding["check"], "message": finding["message"]}
        for entry in played["conversations"]
        for finding in entry["findings"]
    ]
    return {
        "id": job.id,
        "about": planted(job).about,
        "conversations": len(played["conversations"]),
        "false_alarms": alarms,
        "errors": _errors(played),
        "seconds": played["seconds"],
    }


def _counted(found: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Check → in how many conversations it spoke up, the most frequent first."""
    counts: dict[str, int] = {}
    for entry in found:
        for check in {finding["check"] for finding in entry["findings"]}:
            counts[check] = counts.get(check, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _errors(played: Mapping[str, Any]) -> list[dict[str, str]]:
    """Conversations that could not be judged, with the reason."""
    return [
        {"conversation": entry["id"], "reason": entry["reason"][:300]}
        for entry in played["conversations"]
        if entry["verdict"] == "error"
    ]


def run(todo: Iterable[Job], workers: int = 2) -> dict[str, Any]:
    """Play all of them, a process each; raises what keeps a bot from starting."""
    begun, rows = time.monotonic(), {}
    with ProcessPoolExecutor(workers, max_tasks_per_child=8) as pool:
        waiting = {pool.submit(play, job): job for job in todo}
        for done in as_completed(waiting):
            job = waiting[done]
            rows[job] = (defect if job.folder == "defects" else healthy)(job, done.result())
            print(page.line(rows[job]), file=sys.stderr, flush=True)
    kept = [(job, rows[job]) for job in waiting.values()]
    return {
        "defects": [row for job, row in kept if job.folder == "defects"],
        "healthy": [row for job, row in kept if job.folder != "defects"],
        "not_playable": NOT_PLAYABLE,
        "seconds": round(time.monotonic() - begun, 1),
    }


def wanted(seed: int, few: int, renamed: bool, only: Iterable[str]) -> list[Job]:
    """The bots to play: all, or those whose name begins with one of these words."""
    chosen = tuple(word.lower() for word in only)
    everything = [
        *jobs("healthy", seed=seed, renamed=renamed),
        *jobs("controls", seed=seed, renamed=renamed),
        *jobs("defects", seed=seed, renamed=renamed, few=few),
    ]
    exact = [j for j in everything if j.name in chosen or j.id.lower() in chosen]
    return exact if chosen else everything


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--few", type=int, default=FEW, help="conversations for each defect; 0: all"
    )
    parser.add_argument(
        "--renamed", action="store_true", help="topics and facts under other names too"
    )
    parser.add_argument("--only", nargs="*", default=())
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    result = {"seed": given.seed, "renamed": given.renamed}
    result |= run(wanted(given.seed, given.few, given.renamed, given.only), given.workers)
    (ROOT / "build").mkdir(exist_ok=True)
    name = "detection-renamed" if given.renamed else "detection"
    written = json.dumps(result, ensure_ascii=False, indent=1)
    (ROOT / "build" / f"{name}.json").write_text(written + "\n", encoding="utf-8")
    print(page.table(result))
    if not (given.only or given.renamed):
        (ROOT / "docs" / "detection.md").write_text(page.page(result), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
