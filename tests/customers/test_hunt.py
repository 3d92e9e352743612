"""Hunting a bot that shows its defect in some conversations only, and always in the same ones."""

import zlib
from collections.abc import Sequence

import pytest
from hypothesis import strategies as st

from escalation_tests.customers.generated.hunt import Hunt, Terms

Talk = tuple[int, ...]


class Moody:
    """Three conversations in ten are broken, whatever is said in them."""

    def start(self, drawn: Sequence[Talk]) -> None:
        """Nothing needs to be begun."""

    def broken(self, drawn: Talk) -> frozenset[str]:
        return frozenset({"rude"} if zlib.crc32(repr(drawn).encode()) % 10 < 3 else ())


def shorter(talk: Talk) -> list[Talk]:
    return [talk[:at] + talk[at + 1 :] for at in range(len(talk)) if len(talk) > 1]


def effort(talk: Talk) -> int:
    """What must not grow; it has nothing to do with what Hypothesis takes for smaller."""
    return zlib.crc32(repr(talk).encode()[::-1]) % 5


@pytest.mark.parametrize("seed", range(20))
def test_shrinking_never_contradicts_itself(seed) -> None:
    """Hypothesis plays its smallest example again: by then it may be larger than the best."""
    talks = st.lists(st.integers(0, 9), min_size=1, max_size=8).map(tuple)
    hunt = Hunt(talks, Moody(), Terms(60, seed, 0), shorter, effort)
    found = hunt.survey()
    smallest = hunt.smallest("rude")
    assert smallest is not None
    assert Moody().broken(smallest)
    assert effort(smallest) <= effort(found["rude"])
