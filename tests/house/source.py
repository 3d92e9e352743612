"""Reads the house's own source, for the tests of its rules."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "escalation_tests"


def files() -> list[Path]:
    """Every Python file of the package."""
    return sorted(path for path in HOUSE.rglob("*.py") if "library" not in path.parts)


def named(path: Path) -> str:
    """The path as the rules speak of it."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(name, lines) of every function, decorators and docstring left out."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            first = body[0].lineno if body else node.lineno
            yield node.name, (node.end_lineno or first) - first + 1
