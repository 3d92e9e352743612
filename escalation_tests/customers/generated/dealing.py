"""Conversations as Hypothesis deals them.

Hypothesis's own generation plays what it draws before it draws the next, and draws many a
conversation twice. Here the same strategies are drawn from without playing: all that is going to
be held is known at once, and it is cheap to look at several before one is chosen.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from random import Random
from typing import TypeVar

from hypothesis.control import BuildContext
from hypothesis.errors import StopTest
from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.strategies import SearchStrategy

T = TypeVar("T", bound=Hashable)

POOL = 8
"""Conversations from among which the next is chosen."""
IN_VAIN = 200
"""After so many draws in a row without anything new there is nothing new to be had."""


def deals(strategy: SearchStrategy[T], seed: int) -> Iterator[T]:
    """Different values of a strategy, until there is nothing new to be had."""
    random, seen, in_vain = Random(seed), set[T](), 0
    while in_vain < IN_VAIN:
        dealt = _dealt(strategy, random)
        if dealt is None or dealt in seen:
            in_vain += 1
            continue
        in_vain = 0
        seen.add(dealt)
        yield dealt


def _dealt(strategy: SearchStrategy[T], random: Random) -> T | None:
    """One draw; None where it grew too long, or where a filter refused it."""
    data = ConjectureData(random=random)
    try:
        with BuildContext(data, wrapped_test=_dealt):
            return data.draw(strategy)
    except StopTest:
        return None


def steered(
    found: Iterable[T],
    shows: Callable[[T], Iterable[Hashable]],
    shown: set[Hashable],
) -> Iterator[T]:
    """The same, of those at hand always first what shows most that was not shown before.

    Args:
        found: what is chosen from.
        shows: what a conversation shows.
        shown: what has been shown; added to with each that is taken.
    """
    pool: list[tuple[T, frozenset[Hashable]]] = []
    source = iter(found)
    while True:
        for dealt in source:
            pool.append((dealt, frozenset(shows(dealt))))
            if len(pool) >= POOL:
                break
        if not pool:
            return
        best = max(pool, key=lambda one: len(one[1] - shown))
        pool.remove(best)
        shown |= best[1]
        yield best[0]
