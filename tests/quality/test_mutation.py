"""What is said of a run of the mutation tester, and the page about it."""

from pathlib import Path

from tests.quality import mutation
from tests.quality.mutation import Mutant

ONE = Mutant("checks.notice._silent", "- 10 + 11")
OTHER = Mutant("checks.notice._silent", "- a + b")


def test_the_page_is_what_the_command_makes() -> None:
    assert mutation.PAGE.read_text(encoding="utf-8") == mutation.page(mutation.read()), (
        "write it anew: python -m tests.quality.mutation --no-run --write"
    )


def test_every_explanation_has_words_and_mutants() -> None:
    for group in mutation.read()["survivors"]:
        assert group["why"].strip()
        assert group["mutants"]
        assert all(group["mutants"].values())


def test_only_an_explained_survivor_is_fine() -> None:
    assert mutation.verdict({ONE}, {ONE, OTHER}, 0) == []
    (wrong,) = mutation.verdict({ONE, OTHER}, {ONE}, 0)
    assert wrong == f"survives and is not explained: {OTHER}"


def test_mutants_that_were_not_run_prove_nothing() -> None:
    assert mutation.verdict(set(), set(), 3) == ["3 mutants were not run"]


def test_counts_and_explanations_are_told() -> None:
    results = [
        ("a", "killed", Path("escalation_tests/checks/a.py")),
        ("b", "survived", Path("escalation_tests/checks/a.py")),
        ("c", "caught by type check", Path("escalation_tests/checks/a.py")),
        ("d", "timeout", Path("escalation_tests/checks/a.py")),
        ("e", "not checked", Path("escalation_tests/checks/b.py")),
    ]
    group = {"why": "Because.", "mutants": {ONE.function: [ONE.change]}}
    known = {"counts": mutation.counts(results), "survivors": [group], "open": {"f": ["- x"]}}
    page = mutation.page(known)
    assert "| checks/a.py | 4 | 2 | 1 | 1 | 0 |" in page
    assert "| **all** | 5 | 2 | 1 | 1 | 1 |" in page
    assert "1 mutants have not been run" in page
    assert "### 1 mutants\n\nBecause.\n" in page
    assert "1 mutants survive for which a record is still missing.\n\n```text\nf\n  - x\n" in page
    assert mutation.explained(known) == {ONE}
