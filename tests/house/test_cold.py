"""A run that uses none of this pays for none of this, measured at its end."""

import json
import subprocess
import sys

HEAVY = {
    *("httpx", "hypothesis", "faker", "pydantic", "yaml", "jinja2", "jmespath", "starlette"),
    *("uvicorn", "aiohttp", "playwright", "websockets", "asyncio"),
}
CONFTEST = """
import json, sys
def pytest_unconfigure(config):
    with open("loaded.json", "w") as out:
        json.dump(sorted(sys.modules), out)
"""


def _loaded(folder, *arguments: str) -> set[str]:
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_other.py").write_text("def test_other():\n    pass\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:hypothesispytest", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert "1 passed" in done.stdout, done.stdout + done.stderr
    return set(json.loads((folder / "loaded.json").read_text()))


def test_an_empty_run_loads_nothing_heavy(tmp_path) -> None:
    with_us = _loaded(tmp_path)
    without_us = _loaded(tmp_path, "-p", "no:escalation_tests")
    ours = {name for name in with_us if name.startswith("escalation_tests")}
    assert ours <= {
        "escalation_tests",
        *(
            f"escalation_tests.plugin{part}"
            for part in ("", ".entry", ".hookspecs", ".keys", ".locate")
        ),
        "escalation_tests.plugin.options",
    }
    assert {name.split(".")[0] for name in with_us - without_us} & HEAVY == set()


def test_an_empty_run_prints_nothing_of_ours(tmp_path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_other.py").write_text("def test_other():\n    pass\n")
    command = [sys.executable, "-m", "pytest"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    said = done.stdout.replace("plugins:", "").splitlines()
    assert [line for line in said if "escalation" in line and "anyio" not in line] in (
        [],
        [line for line in said if "escalation-tests-" in line],
    )
