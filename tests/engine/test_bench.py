"""The measuring scripts run, and what they play is complete."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
SMALL = ["--conversations", "8", "--turns", "2", "--latency", "0.01", "--concurrency", "4"]


def run(script, *options):
    command = [sys.executable, str(BENCH / script), *SMALL, *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.slow
def test_running_ahead_is_measured_beside_the_floor():
    done = run("run_ahead.py", "--goal", "10000")
    assert done.returncode == 0, done.stderr
    assert "8 conversations × 2 turns" in done.stdout
    assert "complete: 8" in done.stdout
    assert "floor" in done.stdout


@pytest.mark.slow
def test_missing_the_goal_is_a_failure():
    assert run("run_ahead.py", "--goal", "0.001").returncode == 1
