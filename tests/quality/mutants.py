"""What the mutation tester needs to be told before it runs over the judge.

mutmut leaves every decorated function alone, and here all rules are decorated (`@check`), as are
most of what they hear (`@cached_property`). The decorators of this list may stay on what chooses
between the mutants, so these functions are mutated like any other.
"""

import ast
import functools
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import libcst
from mutmut import __main__ as command
from mutmut.configuration import config
from mutmut.mutation import file_mutation, trampoline
from mutmut.mutation.file_mutation import FailedTypeCheckMutant, MutatedMethodLocation
from mutmut.runners import harness
from mutmut.type_checking import TypeCheckingError, run_type_checker
from mutmut.utils.file_utils import change_cwd
from mutmut.utils.format_utils import get_mutant_name
from mutmut.workers import isolation

DECORATORS = {"check", "property", "cached_property", "lru_cache"}
FORGETFUL = {"escalation_tests.checks.texts", "escalation_tests.checks.values"}
"""Modules that remember results; a mutant must not be answered by what the original found."""

FIRST = "tests/checks/test_told.py::test_a_finding_is_told_in_these_words"
"""Kills most mutants."""
ALWAYS = {"request", "_session_faker"}
"""Fixtures that every test is given, whether it asks or not."""
MOST = 20
"""Tests that are remembered for having killed mutants of a function."""
KILLED = 1
"""What pytest returns when a test failed."""

NOT_THE_MUTANT = (
    '"type: ignore"',
    "Cannot determine type",
    "already defined",
    "If condition is always",
)
"""Complaints of the type checker about how mutants are written down, or that follow from others. It
is only the written-down `True` or `False` that it sees in a choice that is made once and for all.
"""


def prepare() -> None:
    """Changes mutmut, in this process and those that it forks."""
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    _mutate_the_decorated()
    _forget()
    _without_pytest()
    _by_processor_time()
    _typed_at_once()


def _mutate_the_decorated() -> None:
    visitor = file_mutation.MutationVisitor
    skips, arrange = visitor._skip_node_and_children, file_mutation.function_trampoline_arrangement

    def skip(self: Any, node: libcst.CSTNode) -> bool:
        return not _may_stay(node) and skips(self, node)

    def arranged(function: libcst.FunctionDef, mutants: Any, class_name: str | None) -> Any:
        if not _may_stay(function):
            return arrange(function, mutants, class_name)
        bare = function.with_changes(decorators=())
        empty, (chooser, *copies), full, names = arrange(bare, mutants, class_name)
        both = (*function.decorators, *chooser.decorators)
        return empty, [chooser.with_changes(decorators=both), *copies], full, names

    visitor._skip_node_and_children = skip
    file_mutation.function_trampoline_arrangement = arranged


def _may_stay(node: libcst.CSTNode) -> bool:
    if not isinstance(node, libcst.FunctionDef) or not node.decorators:
        return False
    return all(_name(one.decorator) in DECORATORS for one in node.decorators)


def _name(decorator: libcst.BaseExpression) -> str:
    called = decorator.func if isinstance(decorator, libcst.Call) else decorator
    return called.value if isinstance(called, libcst.Name) else ""


class _Memory:
    """Whether `FORGETFUL` modules may remember: not while it is found out which tests reach what,
    nor while one of them is mutated.
    """

    on = False


def _forget() -> None:
    remember = functools.lru_cache

    def lru_cache(*size: Any, **more: Any) -> Callable[..., Any]:
        if sys._getframe(1).f_globals.get("__name__") not in FORGETFUL:
            return remember(*size, **more)

        def chosen(function: Callable[..., Any]) -> Callable[..., Any]:
            cached = remember(*size, **more)(function)
            return lambda *given: (cached if _Memory.on else function)(*given)

        return chosen

    functools.lru_cache = lru_cache  # type: ignore[assignment]


def _without_pytest() -> None:
    """Keeps the tests that pytest collects before the first mutant and calls them by themselves:
    starting pytest takes far longer than most tests. Only those with fixtures are left to it.
    """
    starts, runs = harness.PytestRunner.execute_pytest, harness.PytestRunner.run_tests
    kept: dict[str, Callable[[], object]] = {}

    def execute_pytest(self: Any, params: list[str], **more: Any) -> int:
        plugins = [*more.pop("plugins", ()), _Keeping(kept)]
        return int(starts(self, params, plugins=plugins, **more))

    def run_tests(self: Any, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        tests = set(tests)
        if not mutant_name:
            return int(runs(self, mutant_name=mutant_name, tests=tests))
        _Memory.on = mutant_name.rpartition(".")[0] not in FORGETFUL
        trampoline.get_mutant_under_test = lambda: mutant_name
        for test in _ordered(tests & kept.keys(), mutant_name):
            if not _passes(kept[test]):
                _Killers(mutant_name).add(test)
                return KILLED
        rest = sorted(tests - kept.keys())
        return int(runs(self, mutant_name=mutant_name, tests=rest)) if rest else 0

    harness.PytestRunner.execute_pytest = execute_pytest  # type: ignore[method-assign]
    harness.PytestRunner.run_tests = run_tests  # type: ignore[method-assign]


def _by_processor_time() -> None:
    """A mutant is stopped by the processor time it took, which a busy machine does not lengthen,
    and not by the clock: no test of the checks waits for anything.
    """
    isolation.register_timeout = lambda pid, timeout_s: None


class _Keeping:
    """A plugin that keeps the tests which need nothing but their parameters."""

    def __init__(self, kept: dict[str, Callable[[], object]]) -> None:
        self.kept = kept

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        for item in items:
            params = item.callspec.params if hasattr(item, "callspec") else {}
            if set(item.fixturenames) <= {*params, *ALWAYS} and not hasattr(
                item.obj, "hypothesis"
            ):
                self.kept[item.nodeid] = functools.partial(item.obj, **params)


def _passes(test: Callable[[], object]) -> bool:
    try:
        test()
    except BaseException:  # noqa: BLE001 - whatever a mutant raises, the test has failed
        return False
    return True


def _ordered(tests: Iterable[str], mutant_name: str) -> list[str]:
    """Those first that most likely fail: what killed other mutants of the function, what is told of
    faults that the mutant's module finds, then what is told of any.
    """
    told = sys.modules["tests.checks.test_told"]
    module = mutant_name.rpartition(".")[0]
    own = {
        entry.name
        for entry in sys.modules["escalation_tests.checks"].CHECKS
        if entry.function.__module__ == module
    }
    near = {f"{FIRST}[{fault.id}]" for fault in told.ALL if own & fault.checks}
    rank = {test: place for place, test in enumerate(_Killers(mutant_name).read())}
    return sorted(
        tests,
        key=lambda one: (
            rank.get(one, len(rank)),
            one not in near,
            not one.startswith(FIRST),
            one,
        ),
    )


class _Killers:
    """The tests that killed mutants of one function, the latest first."""

    def __init__(self, mutant_name: str) -> None:
        function = mutant_name.rpartition("__mutmut_")[0]
        self.path = Path("mutants", "killers", function)

    def read(self) -> list[str]:
        return self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []

    def add(self, test: str) -> None:
        others = [one for one in self.read() if one != test]
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text("\n".join([test, *others][:MOST]), encoding="utf-8")


def _typed_at_once() -> None:
    """mutmut parses every mutated file anew to find where an error is, which takes minutes, and
    takes an error outside of a mutant for a broken set-up.
    """
    command.filter_mutants_with_type_checker = _ill_typed


def _ill_typed() -> dict[str, FailedTypeCheckMutant]:
    """The mutants that the type checker refuses, by name."""
    with change_cwd(Path("mutants")):
        root = Path.cwd()
        errors = run_type_checker(config().type_check_command)
        return {
            name: FailedTypeCheckMutant(_place(error, name), name, error)
            for name, error in _new(root, errors)
        }


def _place(error: TypeCheckingError, name: str) -> MutatedMethodLocation:
    line = error.line_number
    return MutatedMethodLocation(error.file_path, name.rpartition(".")[2], line, line)


def _new(
    root: Path, errors: Iterable[TypeCheckingError]
) -> Iterator[tuple[str, TypeCheckingError]]:
    """Errors inside mutants that the originals beside them do not have, with the mutants' names."""
    where: dict[Path, dict[int, str]] = {}
    placed = []
    for error in errors:
        path = error.file_path
        if path not in where:
            where[path] = _functions(path)
        name = where[path].get(error.line_number, "")
        if name and not error.error_description.startswith(NOT_THE_MUTANT):
            placed.append((get_mutant_name(path.relative_to(root), name), error))
    old = {
        (name.removesuffix("orig"), error.error_description)
        for name, error in placed
        if name.endswith("__mutmut_orig")
    }
    for name, error in placed:
        function, number = name[: name.rindex("_") + 1], name[name.rindex("_") + 1 :]
        if number.isdigit() and (function, error.error_description) not in old:
            yield name, error


def _functions(path: Path) -> dict[int, str]:
    """Line → the mutant that it belongs to."""
    return {
        line: node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and "__mutmut_" in node.name
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
