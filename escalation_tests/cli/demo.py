"""`escalation-tests demo`: the embedded bot and desk, tested over real loopback HTTP."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import resources
from pathlib import Path

PROMISES = {
    "T": "trigger",
    "D": "delivery",
    "C": "context",
    "R": "routing",
    "N": "notice",
    "P": "afterwards",
}
"""The first letter of a fault's id → the promise it breaks."""

PLANTED = (
    "T4-word-agent-triggers",
    "D1-double-handoff",
    "C8-facts-dropped",
    "R5-priority-inverted",
    "N5-english-notice",
    "P1-bot-keeps-replying",
)
"""Faults that can be told apart when they are all in one bot: one for each promise."""


def show(into: Path, faults: Sequence[str] | None, concurrency: int) -> int:
    """Run the suite against a healthy and a broken bot; 0 when each was told as what it is."""
    into.mkdir(parents=True, exist_ok=True)
    (into / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    shutil.rmtree(into / "allure-results", ignore_errors=True)
    planted = tuple(faults or PLANTED)
    for name, switched in (("healthy", ()), ("broken", planted)):
        print(
            f"\n— the {name} bot {'with ' + ', '.join(switched) if switched else ''}\n", flush=True
        )
        _suite(into.resolve(), name, switched, concurrency)
    return _tell(into, planted)


def _suite(into: Path, name: str, faults: Sequence[str], concurrency: int) -> None:
    """One run of the built-in suite, as a user would start it."""
    folder = into / name
    folder.mkdir(exist_ok=True)
    config = resources.files("escalation_tests.demo").joinpath("escalation.yaml")
    (folder / "escalation.yaml").write_text(config.read_text("utf-8"), encoding="utf-8")
    with ExitStack() as started:
        port = _free_port()
        desk = started.enter_context(
            process("desk", "--port", "0", "--forward", f"http://127.0.0.1:{port}/handoffs")
        )
        switches = [part for fault in faults for part in ("--fault", fault)]
        bot = started.enter_context(
            process("bot", "--port", "0", "--desk", f"{desk}/handoffs", *switches)
        )
        _pytest(into, name, concurrency, bot=f"{bot}/chat", port=port)


def _pytest(into: Path, name: str, concurrency: int, *, bot: str, port: int) -> None:
    (into / f"{name}.json").unlink(missing_ok=True)
    command = [
        *(sys.executable, "-m", "pytest", "-q", "--no-header", "--tb=no", "-rN"),
        *("-c", str(into / "pytest.ini"), "--rootdir", str(into), "-p", "no:cacheprovider"),
        f"--alluredir={into / 'allure-results'}",
        f"--escalation-json={into / name}.json",
        f"--escalation-html={into / name}.html",
        f"--escalation-concurrency={concurrency}",
        f"--escalation-listen=127.0.0.1:{port}",
        str(into / name / "escalation.yaml"),
    ]
    env = {**os.environ, "BOT_URL": bot}
    subprocess.run(command, cwd=into, env=env, check=False)  # noqa: S603 # our own interpreter


@contextmanager
def process(*arguments: str) -> Iterator[str]:
    """The embedded bot or desk as a process of its own; gives its address, ends it afterwards."""
    command = [sys.executable, "-m", "escalation_tests.demo", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603
        assert running.stdout is not None, "asked for a pipe"
        try:
            first = running.stdout.readline()
            if not first:
                raise SystemExit(f"the demo's {arguments[0]} did not start; see above")
            yield json.loads(first)["listening"]
        finally:
            running.send_signal(signal.SIGINT)
            try:
                running.wait(timeout=10)
            except subprocess.TimeoutExpired:
                running.kill()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _tell(into: Path, planted: Sequence[str]) -> int:
    """What the two runs say about the tool: false alarms, and each planted fault."""
    healthy, broken = (_findings(into / f"{name}.json") for name in ("healthy", "broken"))
    print("\n— what the tool said\n")
    print(f"healthy bot: {sum(healthy.values()) or 'no'} findings")
    missed = [fault for fault in planted if not _told(fault, broken)]
    print(f"broken bot:  {len(planted) - len(missed)} of {len(planted)} planted faults named")
    print(f"\nresults: {into}/healthy.json, {into}/broken.json")
    print(f"reports: {into}/healthy.html, {into}/broken.html")
    print(f"Allure:  {into}/allure-results/  (allure serve {into}/allure-results)")
    return 1 if missed or healthy else 0


def _told(fault: str, findings: dict[tuple[str, str], int]) -> bool:
    promise = PROMISES.get(fault[:1], "")
    checks = {check: times for (of, check), times in findings.items() if of == promise}
    said = ", ".join(f"{check} ({times})" for check, times in sorted(checks.items()))
    print(f"  {fault:<26} {promise:<11} {said or 'NOT NAMED'}")
    return bool(checks)


def _findings(file: Path) -> dict[tuple[str, str], int]:
    """(promise, check) → in how many conversations it was broken."""
    counted: dict[tuple[str, str], int] = {}
    results = json.loads(file.read_text("utf-8"))
    for conversation in results["conversations"]:
        for pair in {(found["promise"], found["check"]) for found in conversation["findings"]}:
            counted[pair] = counted.get(pair, 0) + 1
    return counted
