"""One bot against the built-in suite: what was found, in how many conversations, in what time."""

import hashlib
import importlib
import itertools
import json
import os
import pkgutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from escalation_tests.channels.python import PythonChannel
from escalation_tests.model.finding import Promise, Verdict
from escalation_tests.model.move import Act, Move
from escalation_tests.model.plan import Kind, Plan
from escalation_tests.ports import Case
from escalation_tests.wiring import Run, Settings, cases_of, load
from tests.bots.shop.dialect import Dialect, drawn
from tests.bots.shop.ears import Meaning, Scripted
from tests.bots.shop.planted import Planted
from tests.quality import setting

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Job:
    """Which bot to play, and how."""

    folder: str
    """defects, healthy or controls."""
    name: str
    seed: int = 0
    renamed: bool = False
    """Topics and facts have other names too; then only the policy's own matrix can be played."""
    few: int = 0
    """Play only so many conversations; 0: all."""

    @property
    def id(self) -> str:
        """Its name in the catalogue; healthy bots go by their module's."""
        return self.name.split("_")[0].upper() if self.folder != "healthy" else self.name


def jobs(folder: str, **more: Any) -> tuple[Job, ...]:
    """Every bot of a folder."""
    package = importlib.import_module(f"tests.bots.{folder}")
    names = sorted((m.name for m in pkgutil.iter_modules(package.__path__)), key=_order)
    return tuple(Job(folder, name, **more) for name in names)


def planted(job: Job) -> Planted:
    """The bot's code and what its shop promises differently."""
    found: Planted = importlib.import_module(f"tests.bots.{job.folder}.{job.name}").PLANTED
    return found


def _order(name: str) -> tuple[int, int, str]:
    head = name.split("_", maxsplit=1)[0]
    kind = "tdcrnpk".find(head[0]) if head[1:].isdigit() else -1
    return (kind, int(head[1:]) if kind >= 0 else 0, name)


def shop_of(job: Job, what: Planted) -> tuple[Dialect, dict[str, Any]]:
    """The shop's vocabulary and topics, drawn under the seed and the bot's name."""
    seed = int.from_bytes(
        hashlib.sha256(f"{job.seed}/{job.folder}/{job.name}".encode()).digest()[:4]
    )
    topics = setting.renamed(seed) if job.renamed else setting.well_known(seed)
    if "he" in what.languages and not job.renamed:
        topics = setting.renamed(seed)
    dialect = drawn(
        seed,
        {name: topic.get("scope", "in") for name, topic in topics.items()},
        what.languages or None,
    )
    if not what.languages and not job.renamed and "en" not in dialect.languages:
        dialect = drawn(
            seed, {n: t.get("scope", "in") for n, t in topics.items()}, ("en", *dialect.languages)
        )
    return dialect, topics


def play(job: Job) -> dict[str, Any]:
    """Play a bot; what became of each conversation, in their order."""
    what, begun = planted(job), time.monotonic()
    dialect, topics = shop_of(job, what)
    with tempfile.TemporaryDirectory() as folder:
        played = _played(job, what, dialect, topics, Path(folder))
    return {
        "id": job.id,
        "name": job.name,
        "folder": job.folder,
        "renamed": job.renamed,
        "languages": list(dialect.languages),
        "seconds": round(time.monotonic() - begun, 2),
        "conversations": played,
    }


def _played(
    job: Job, what: Planted, dialect: Dialect, topics: dict[str, Any], folder: Path
) -> list[dict[str, Any]]:
    port = _free_port()
    bot, changes = _reached(what.transport, _free_port(), dialect), dict(what.config)
    config = setting.configuration(dialect, topics, bot, changes, f"127.0.0.1:{port}")
    settings = Settings(seed=job.seed, concurrency=64)
    material = load(setting.write(config, folder), dict(os.environ), settings)
    cases = list(cases_of(material, settings))
    most = job.few or what.slice
    cases = cases[:: max(1, len(cases) // most)] if most else cases
    table = _table(
        case.plan(job.seed, trial) for case in cases for trial in range(1, case.trials + 1)
    )
    if what.transport == "python":
        shop = what.bot(dialect, Scripted(table), f"http://127.0.0.1:{port}/")
        run = Run(material, settings)
        run.channel = PythonChannel(material.config.bot, shop, run.clock)
        return _run(run, cases)
    with _process(job, dialect, table, folder, bot["url"], port):
        return _run(Run(material, settings), cases)


def _run(run: Run, cases: list[Case]) -> list[dict[str, Any]]:
    try:
        run.ahead((case.id, case) for case in cases)
        return [_outcome(case, run) for case in cases]
    finally:
        run.close()


def _outcome(case: Case, run: Run) -> dict[str, Any]:
    each = run.play(case)
    findings = [
        {"check": f.check, "promise": f.promise.value, "message": f.message}
        for one in each
        for f in one.judgement.findings
    ]
    verdicts = {one.judgement.verdict for one in each}
    worst = next(
        (v for v in (Verdict.ERROR, Verdict.FAILED, Verdict.SKIPPED) if v in verdicts),
        Verdict.PASSED,
    )
    reason = "; ".join(one.judgement.reason for one in each if one.judgement.reason)
    return {
        "id": case.id,
        "generated": case.kind in (Kind.MATRIX, Kind.GENERATED),
        "verdict": worst.value,
        "findings": findings,
        "reason": reason,
    }


def _reached(transport: str, port: int, dialect: Dialect) -> dict[str, Any]:
    if transport == "python":
        return {"channel": "python", "call": "tests.bots.shop.bot:Bot"}
    message = ("conversation_id", "text", "message_id", "customer_id", "language", "token")
    url = f"http://127.0.0.1:{port}"
    send = {"url": f"{url}/chat", "json": {name: "{" + name + "}" for name in message}}
    if transport == "http":
        return {"channel": "http", "url": url, "send": send}
    poll = {
        "url": f"{url}/later",
        "query": {"conversation": "{conversation_id}"},
        "every": "100ms",
    }
    poll["receive"] = {**setting.receive(dialect), "id": "number"}
    return {"channel": "http", "url": url, "send": send, "poll": poll, "quiet": "500ms"}


@contextmanager
def _process(
    job: Job, dialect: Dialect, table: Any, folder: Path, url: str, desk: int
) -> Iterator[None]:
    """The bot in a process of its own; one that does not start is an error of the benchmark."""
    dialect.dump(folder / "dialect.json")
    rows = {token: {text: _row(m) for text, m in own.items()} for token, own in table.items()}
    (folder / "table.json").write_text(json.dumps(rows), encoding="utf-8")
    port = url.rsplit(":", 1)[1]
    command = [
        sys.executable,
        "-m",
        "tests.bots.shop.serve",
        f"{job.folder}.{job.name}",
        "--port",
        port,
    ]
    command += ["--desk", f"http://127.0.0.1:{desk}/", "--dialect", str(folder / "dialect.json")]
    process = subprocess.Popen(
        [*command, "--table", str(folder / "table.json")], stdout=subprocess.PIPE, cwd=ROOT
    )
    try:
        assert process.stdout is not None
        if b"listening" not in process.stdout.readline():
            raise RuntimeError(f"the bot {job.name} did not start: an error of the benchmark")
        yield
    finally:
        process.terminate()
        process.wait(10)


def _row(meaning: Meaning) -> dict[str, Any]:
    return {
        "language": meaning.language,
        "signs": sorted(meaning.signs),
        "topic": meaning.topic,
        "facts": dict(meaning.facts),
        "steps": list(meaning.steps),
        "act": meaning.act,
        "complete": meaning.complete,
    }


def _table(plans: Iterable[Plan]) -> dict[str, dict[str, Meaning]]:
    """Token → text → meaning, of everything that may be said in these conversations."""
    table: dict[str, dict[str, Meaning]] = {}
    for plan in plans:
        table.setdefault(plan.token, {}).update(meanings(plan))
    return table


def meanings(plan: Plan) -> dict[str, Meaning]:
    """Text → meaning, of everything that may be said in the conversation of a plan."""
    own: dict[str, Meaning] = {}
    for move in _moves(plan):
        for text in move.texts[:-1]:
            own.setdefault(text, Meaning(act="unfinished", complete=False))
        for text in move.texts[-1:]:
            own[text] = _meaning(move)
    return own


def _moves(plan: Plan) -> Iterator[Move]:
    for visit in plan.visits:
        reactions = visit.reactions
        fixed = (move for move in (reactions.accepts, reactions.declines) if move)
        answers = (move for _, move in reactions.answers)
        yield from itertools.chain(fixed, answers, reactions.press_on, visit.after, visit.moves)


def _meaning(move: Move) -> Meaning:
    return Meaning(
        language="" if move.act is Act.BABBLES else move.language,
        signs=frozenset(trigger.value for trigger in move.triggers),
        topic=move.topic or "",
        facts={fact.name: fact.value for fact in move.facts},
        steps=move.tried,
        act=move.act.value,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def promises(entry: Mapping[str, Any]) -> set[Promise]:
    """The parts of the promise under which something was found in one conversation."""
    return {Promise(finding["promise"]) for finding in entry["findings"]}
