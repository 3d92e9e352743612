"""A bot of the benchmark in a process of its own, reached over HTTP on loopback."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from escalation_tests.contract.material import Material
from escalation_tests.model.plan import Plan
from escalation_tests.wiring import Run, Settings, load
from tests.bots.shop.dialect import Dialect
from tests.bots.shop.ears import Meaning
from tests.quality import setting
from tests.quality.playing import Job, meanings, planted, shop_of

ROOT = Path(__file__).parents[2]
TOLD = ("conversation_id", "text", "message_id", "customer_id", "language", "token")
"""What the bot is told with each message."""
AT_ONCE = 48
"""Conversations held at once; the bots' own HTTP client slows down with more."""
PATIENT = {"desk.within": "5s", "bot.timeout": "60s"}
"""How long bot and desk are waited for: processes on a busy machine take their time."""


class NotStarted(Exception):
    """A bot that did not come up: an error of the benchmark, whatever it was meant to show."""


class Outdoors:
    """One bot behind a socket, with everything it needs; it starts once its plans are known."""

    def __init__(self, job: Job, folder: Path) -> None:
        self.job, self._folder = job, folder
        what = planted(job)
        self._dialect, topics = shop_of(job, what)
        self._port, self._desk = free_port(), free_port()
        bot = reached(what.transport, self._port, self._dialect)
        desk = f"127.0.0.1:{self._desk}"
        changes = {**PATIENT, **what.config}
        people = f"http://127.0.0.1:{self._port}"
        config = setting.configuration(self._dialect, topics, bot, changes, desk, people)
        settings = Settings(seed=job.seed, concurrency=AT_ONCE)
        self.material: Material = load(setting.write(config, folder), dict(os.environ), settings)
        self.run = Run(self.material, settings)
        self._heard: dict[str, dict[str, Any]] = {}

    def explain(self, plan: Plan) -> Plan:
        """The plan, after what its sentences mean has been noted for the bot."""
        rows = {text: _row(meaning) for text, meaning in meanings(plan).items()}
        self._heard.setdefault(plan.token, {}).update(rows)
        return plan

    @contextmanager
    def open(self) -> Iterator[None]:
        """The bot's process, while it runs. Raises `NotStarted`."""
        dialect, table = self._folder / "dialect.json", self._folder / "table.json"
        self._dialect.dump(dialect)
        table.write_text(json.dumps(self._heard), encoding="utf-8")
        process = subprocess.Popen(
            self._command("--dialect", str(dialect), "--table", str(table)),
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        try:
            assert process.stdout is not None
            if b"listening" not in process.stdout.readline():
                raise NotStarted(f"{self.job.folder}.{self.job.name} did not start")
            yield
        finally:
            process.terminate()
            process.wait(10)
            process.stdout.close()

    def close(self) -> None:
        """End the run."""
        self.run.close()

    def _command(self, *more: str) -> list[str]:
        name = f"{self.job.folder}.{self.job.name}"
        desk = f"http://127.0.0.1:{self._desk}/"
        place = ("--port", str(self._port), "--desk", desk)
        return [sys.executable, "-m", "tests.bots.shop.serve", name, *place, *more]


def reached(transport: str, port: int, dialect: Dialect) -> dict[str, Any]:
    """The `bot` of the configuration: answers at once (`http`), later (`poll`), or piece by piece
    (`append`, and `replace` where each piece is the whole text so far).
    """
    url = f"http://127.0.0.1:{port}"
    send = {"url": f"{url}/chat", "json": {name: "{" + name + "}" for name in TOLD}}
    if transport == "http":
        return {"channel": "http", "url": url, "send": send}
    if transport in ("append", "replace"):
        return {"channel": "sse", "url": url, "send": send, "receive": _pieces(transport, dialect)}
    poll = {
        "url": f"{url}/later",
        "query": {"conversation": "{conversation_id}"},
        "every": "100ms",
        "receive": {**setting.receive(dialect), "id": "number"},
    }
    return {"channel": "http", "url": url, "send": send, "poll": poll, "quiet": "500ms"}


def _pieces(assemble: str, dialect: Dialect) -> dict[str, Any]:
    k = dialect.keys
    signal = f'data."{k["signal"]}"'
    return {
        "part": f'data."{k["text"]}"',
        "message": "data.number",
        "assemble": assemble,
        "signal": signal,
        "queue": f'{signal}."{k["target"]}"',
        "done": "event == 'done'",
        "optional": True,
    }


def _row(meaning: Meaning) -> dict[str, Any]:
    row = asdict(meaning)
    return {**row, "signs": sorted(row["signs"]), "steps": list(row["steps"])}


def free_port() -> int:
    """A port on loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
