import pytest

from escalation_tests.model.finding import Verdict
from escalation_tests.model.played import Played
from escalation_tests.reporting.trials import tally


def plays(workshop, letters):
    verdicts = {"p": Verdict.PASSED, "f": Verdict.FAILED, "e": Verdict.ERROR, "s": Verdict.SKIPPED}
    return [Played(workshop.record(), workshop.judgement(verdicts[each])) for each in letters]


@pytest.mark.parametrize(
    ("letters", "required", "verdict", "shown"),
    [
        ("p", 1, "passed", 0),
        ("f", 1, "failed", 0),
        ("e", 1, "error", 0),
        ("s", 1, "skipped", 0),
        ("ppf", 2, "passed", 2),
        ("ppf", 3, "failed", 2),
        ("pef", 2, "error", 1),
        ("pef", 3, "failed", 2),
        ("ppe", 2, "passed", 0),
        ("eff", 2, "failed", 1),
        ("psp", 3, "skipped", 1),
        ("pse", 3, "error", 2),
        ("f", 5, "failed", 0),
    ],
)
def test_trials_add_up(workshop, letters, required, verdict, shown):
    outcome = tally(plays(workshop, letters), required)
    assert (outcome.verdict, outcome.shown) == (verdict, shown)
