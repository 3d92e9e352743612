"""How much is asked for, and what it cost."""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Load:
    """So many conversations of so many turns, against a bot of this latency in seconds."""

    conversations: int
    turns: int
    latency: float
    concurrency: int

    @property
    def limit(self) -> float:
        """Seconds that no client can undercut; whole conversations do not divide evenly."""
        return self.conversations * self.turns * self.latency / self.concurrency


@dataclass(frozen=True)
class Cost:
    """What one way of playing the load cost."""

    name: str
    wall: float
    cpu: float
    memory: float
    """Peak of the whole process so far, in MB."""

    def line(self, load: Load) -> str:
        per_turn = self.cpu / (load.conversations * load.turns) * 1000
        return (
            f"{self.name:<12} wall {self.wall:7.2f} s   limit {load.limit:7.2f} s   "
            f"ratio {self.wall / load.limit:5.3f}   CPU {self.cpu:6.2f} s "
            f"({per_turn:.3f} ms a turn)   peak {self.memory:.0f} MB"
        )


class Meter:
    """Measures the block it is given for."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def cost(self, name: str) -> Cost:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        wall, cpu = time.perf_counter() - self.wall, time.process_time() - self.cpu
        return Cost(name, wall, cpu, peak)


def options(about: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--conversations", type=int, default=500)
    parser.add_argument("--turns", type=int, default=6)
    parser.add_argument("--latency", type=float, default=0.3, help="seconds a turn of the bot")
    parser.add_argument("--concurrency", type=int, default=64)
    return parser


def load_of(given: argparse.Namespace) -> Load:
    return Load(given.conversations, given.turns, given.latency, given.concurrency)


@contextmanager
def bot(latency: float) -> Iterator[int]:
    """The port of a bot in a process of its own."""
    program = Path(__file__).with_name("bot.py")
    command = [sys.executable, str(program), "--latency", str(latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()
