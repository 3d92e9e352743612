"""From several plays of one test to one verdict."""

from collections.abc import Sequence
from dataclasses import dataclass

from escalation_tests.model.finding import Verdict
from escalation_tests.model.played import Played


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of all trials of one test."""

    verdict: Verdict
    verdicts: tuple[Verdict, ...]
    required: int
    shown: int
    """0-based: the play that is told in full."""

    @property
    def passed(self) -> int:
        """How many trials passed."""
        return self.verdicts.count(Verdict.PASSED)


def tally(played: Sequence[Played], required: int) -> Tally:
    """The verdict of all plays together.

    It passes when `required` plays pass, and fails when so many failed that they cannot.
    Where errors or unseen plays leave that open, the verdict says which of these it was.
    """
    verdicts = tuple(play.judgement.verdict for play in played)
    required = max(1, min(required, len(verdicts)))
    verdict = _verdict(verdicts, required)
    return Tally(verdict, verdicts, required, _shown(verdicts, verdict))


def _verdict(verdicts: tuple[Verdict, ...], required: int) -> Verdict:
    if verdicts.count(Verdict.PASSED) >= required:
        return Verdict.PASSED
    if len(verdicts) - verdicts.count(Verdict.FAILED) < required:
        return Verdict.FAILED
    return Verdict.ERROR if Verdict.ERROR in verdicts else Verdict.SKIPPED


def _shown(verdicts: tuple[Verdict, ...], verdict: Verdict) -> int:
    """The first play that explains the verdict; a failed one where there is any."""
    for wanted in (verdict if verdict is not Verdict.PASSED else Verdict.FAILED, Verdict.FAILED):
        if wanted in verdicts:
            return verdicts.index(wanted)
    return 0
