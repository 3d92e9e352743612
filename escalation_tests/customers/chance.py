"""Chance that can be drawn again: seeds from names, and choices without early repetition."""

import hashlib
from collections.abc import Hashable, Sequence
from random import Random
from typing import Protocol, TypeVar

T = TypeVar("T")


def seed_of(*parts: object) -> int:
    """A number of 64 bits that depends on all parts and on nothing else."""
    joined = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest())


def stream(*parts: object) -> Random:
    """A source of chance of its own for these parts."""
    return Random(seed_of(*parts))


class Picks(Protocol):
    """Chooses one of several phrases."""

    def pick(self, bank: Hashable, phrases: Sequence[T]) -> T:
        """One of `phrases`, which are never empty and always the same for one `bank`."""


class Deck:
    """Chooses from banks of phrases; no phrase comes again before its bank is used up."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._left: dict[Hashable, list[object]] = {}

    def pick(self, bank: Hashable, phrases: Sequence[T]) -> T:
        """One of `phrases`, which are never empty and always the same for one `bank`."""
        left = self._left.get(bank)
        if not left:
            left = self._random.sample(list(phrases), len(phrases))
            self._left[bank] = left
        return left.pop()  # type: ignore[return-value]
