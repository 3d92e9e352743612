"""Every proof with real software is installed by `make test-real`, and told in the documents."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
REAL = ROOT / "tests" / "real"
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def _systems() -> set[str]:
    return set(re.search(r"^SYSTEMS := (.*)$", MAKEFILE, re.MULTILINE)[1].split())


def test_what_is_installed_is_proved_and_nothing_else() -> None:
    proofs = {file.stem.removeprefix("test_") for file in REAL.glob("test_*.py")}
    assert proofs == _systems()
    assert all(f"real-{system}" in MAKEFILE for system in proofs)


def test_each_proof_stands_in_the_table_of_what_was_run() -> None:
    table = (ROOT / "docs" / "channels.md").read_text("utf-8").partition("## What was really run")
    assert [file.name for file in REAL.glob("test_*.py") if f"`{file.name}`" not in table[2]] == []


def test_ci_plays_quick_proofs_of_each_system_that_it_installs() -> None:
    script = (REAL / "proofs.sh").read_text("utf-8")
    quick = re.search(r'^quick="(.*)"$', script, re.MULTILINE)[1].split()
    marked = {
        file.stem.removeprefix("test_")
        for file in REAL.glob("test_*.py")
        if "pytest.mark.quick" in file.read_text("utf-8")
    }
    assert set(quick) == marked
