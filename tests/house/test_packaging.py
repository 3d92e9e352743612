"""What is installed from a wheel, and from a checkout, finds its personas and scenarios."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from escalation_tests.loading import library_root
from tests.house.source import ROOT

NEEDED = (
    "escalation_tests/py.typed",
    "escalation_tests/cli/start.yaml",
    "escalation_tests/demo/escalation.yaml",
    "escalation_tests/demo/bot/chat.html",
    "escalation_tests/reporting/results.schema.json",
    "escalation_tests/checks/reading/languages/en.yaml",
    "escalation_tests/customers/phrases/en.yaml",
    "escalation_tests/library/personas/furious.yaml",
    "escalation_tests/library/scenarios/notice.yaml",
)
ASK = """
import json
from escalation_tests.loading import library_root
from escalation_tests.loading.library import library_personas, library_scenarios
print(json.dumps([str(library_root("personas")), len(library_personas()), len(library_scenarios())]))
"""


def test_a_checkout_uses_the_folders_at_its_top() -> None:
    assert Path(library_root("personas")) == ROOT / "personas"
    assert Path(library_root("scenarios")) == ROOT / "scenarios"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True, timeout=120)
    return next(out.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_everything(wheel) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert [name for name in NEEDED if name not in names] == []
    assert not any(name.startswith("tests/") for name in names)


@pytest.mark.slow
def test_the_wheel_finds_its_library(wheel, tmp_path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    root, personas, scenarios = json.loads(done.stdout)
    assert Path(root).is_relative_to(tmp_path)
    assert personas == len(list((ROOT / "personas").glob("*.yaml")))
    assert scenarios >= 60
