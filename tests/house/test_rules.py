"""The rules of the house that no linter knows."""

import ast
import statistics
import subprocess

import pytest

from tests.house.source import HOUSE, ROOT, files, functions, named

ALLOWED_AT_TOP = {
    *("escalation_tests", "scenarios", "personas", "tests", "docs", "bench"),
    *("conftest.py", "pyproject.toml", "README.md", "Makefile", "CHANGELOG.md", "LICENSE"),
    *(".ci", ".gitignore"),
}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
CLOCKS = {"engine/clock.py", "testing/virtual.py"}


def test_the_top_level_is_what_the_plan_says() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.fail("the house rules are checked in a git checkout")
    assert {line.split("/", 1)[0] for line in listed.stdout.splitlines()} == ALLOWED_AT_TOP


@pytest.mark.parametrize("path", files(), ids=named)
def test_no_file_grows_past_what_fits_in_a_head(path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 350


@pytest.mark.parametrize("path", files(), ids=named)
def test_no_function_grows_past_what_fits_in_the_eye(path) -> None:
    assert [(name, lines) for name, lines in functions(path) if lines > 50] == []


def test_functions_are_short_at_the_median() -> None:
    lengths = [lines for path in files() for _, lines in functions(path)]
    assert statistics.median(lengths) <= 9


def test_no_room_is_named_after_nothing() -> None:
    assert [named(path) for path in files() if path.stem in BANNED_NAMES] == []


def _calls(path) -> set[str]:
    """Dotted names that a file calls or refers to."""
    tree = ast.parse(path.read_text("utf-8"))
    return {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("path", files(), ids=named)
def test_time_comes_only_from_the_clock(path) -> None:
    if path.relative_to(HOUSE).as_posix() in CLOCKS or "demo" in path.parts:
        return
    told = {"time.time", "time.sleep", "time.monotonic", "datetime.now", "datetime.datetime.now"}
    assert told & _calls(path) == set()


def _mutable(node: ast.stmt) -> bool:
    value = getattr(node, "value", None)
    return isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(
        value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
    )


@pytest.mark.parametrize("path", files(), ids=named)
def test_module_level_tables_are_written_only_once(path) -> None:
    """A constant in capitals is a table; anything else mutable at module level is state."""
    tree = ast.parse(path.read_text("utf-8"))
    loose = []
    for node in filter(_mutable, tree.body):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        loose += [name for name in names if not name.strip("_").isupper() and name != "__all__"]
    assert loose == []


def test_no_committed_text_names_the_workplace() -> None:
    listed = subprocess.run(
        ["git", "grep", "-lE", "(^|[^a-z])/work/|/tmp/team|farm-(studio|bench)|helper-[0-9]"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert set(listed.stdout.split()) <= {"tests/house/test_rules.py"}
