"""Changes to the turns of a scripted scenario, one at a time."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from random import Random
from types import MappingProxyType

from escalation_tests.contract.scenario import ScriptTurn
from escalation_tests.customers.generated.palette import CHAPTERS
from escalation_tests.customers.generated.rewording import Phrases
from escalation_tests.customers.labels import act_of
from escalation_tests.customers.slots import SLOT
from escalation_tests.customers.voice.bursts import COUNTED, parted

Turns = tuple[ScriptTurn, ...]


class Alters(StrEnum):
    """What a change does, from the plainest on."""

    DROPS = "drops"
    """Leaves a turn out."""
    REPEATS = "repeats"
    """Says a turn twice."""
    SWAPS = "swaps"
    """A turn and the one behind it change places."""
    SPLITS = "splits"
    """A turn in several bubbles."""
    RECASES = "recases"
    """A turn in capitals, or without any."""
    REWORDS = "rewords"
    """A turn in the phrasebook's words."""
    INSERTS = "inserts"
    """Small talk, or an order to the bot, before a turn."""
    INTERLEAVES = "interleaves"
    """A question about another topic before a turn."""
    CORRECTS = "corrects"
    """Another value for a fact, behind a turn."""
    TRANSLATES = "translates"
    """Everything in another language that the bot serves."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change; numbers past the end are counted on from the beginning."""

    alters: Alters
    at: int = 0
    """The place of the turn, 0-based."""
    pick: int = 0
    """Which of the possibilities."""


def altered(turns: Turns, change: Change, phrases: Phrases) -> Turns:
    """The turns with one change; as they were where it finds nothing to do."""
    return _ALTERING[change.alters](turns, change.at % len(turns), change.pick, phrases)


def _drops(turns: Turns, at: int, _: int, __: Phrases) -> Turns:
    return (*turns[:at], *turns[at + 1 :])


def _repeats(turns: Turns, at: int, _: int, __: Phrases) -> Turns:
    return (*turns[: at + 1], *turns[at:])


def _swaps(turns: Turns, at: int, _: int, __: Phrases) -> Turns:
    return (*turns[:at], *reversed(turns[at : at + 2]), *turns[at + 2 :])


def _splits(turns: Turns, at: int, pick: int, __: Phrases) -> Turns:
    turn = turns[at]
    if act_of(turn, turn.topic) in COUNTED:
        return turns
    said = tuple(part for text in turn.customer for part in parted(text, pick + 2, Random(0)))
    return _put(turns, at, {"customer": said})


def _recases(turns: Turns, at: int, pick: int, __: Phrases) -> Turns:
    change = str.lower if pick % 2 else str.upper
    turn = turns[at]
    exact = (*turn.gives.values(), *turn.corrects.values())
    said = tuple(_cased(text, change, exact) for text in turn.customer)
    return _put(turns, at, {"customer": said})


def _rewords(turns: Turns, at: int, pick: int, phrases: Phrases) -> Turns:
    said = phrases.again(turns[at], pick)
    return turns if said is None else (*turns[:at], said, *turns[at + 1 :])


def _inserts(turns: Turns, at: int, pick: int, phrases: Phrases) -> Turns:
    orders = (phrases.injection(chapter, pick) for chapter in CHAPTERS)
    possible = [one for one in (phrases.chat(pick), *orders) if one is not None]
    return _added(turns, at, possible, pick)


def _interleaves(turns: Turns, at: int, pick: int, phrases: Phrases) -> Turns:
    names = [name for name, topic in phrases.shelf.topics.items() if topic.scope == "in"]
    said = {turn.topic for turn in turns}
    asked = (phrases.ask(name, pick) for name in names if name not in said)
    return _added(turns, at, [one for one in asked if one is not None], pick)


def _corrects(turns: Turns, at: int, pick: int, phrases: Phrases) -> Turns:
    stated = dict.fromkeys(
        name
        for turn in turns[: at + 1]
        for name in (*turn.gives, *(slot for text in turn.customer for slot in SLOT.findall(text)))
        if phrases.shelf.knows(name)
    )
    corrections = (phrases.correction(name, pick) for name in stated)
    return _added(turns, at + 1, [one for one in corrections if one is not None], pick)


def _put(turns: Turns, at: int, update: Mapping[str, object]) -> Turns:
    return (*turns[:at], turns[at].model_copy(update=update), *turns[at + 1 :])


def _added(turns: Turns, at: int, possible: Sequence[ScriptTurn], pick: int) -> Turns:
    if not possible:
        return turns
    return (*turns[:at], possible[pick % len(possible)], *turns[at:])


def _cased(text: str, change: Callable[[str], str], exact: Sequence[str]) -> str:
    """`text` in another case; facts, and the places for them, stay as they are."""
    kept = re.compile("|".join((SLOT.pattern, *map(re.escape, filter(None, exact)))))
    ends = [0, *(end for found in kept.finditer(text) for end in found.span()), len(text)]
    parts = (text[begin:end] for begin, end in pairwise(ends))
    return "".join(part if number % 2 else change(part) for number, part in enumerate(parts))


_ALTERING: Mapping[Alters, Callable[[Turns, int, int, Phrases], Turns]] = MappingProxyType(
    {
        Alters.DROPS: _drops,
        Alters.REPEATS: _repeats,
        Alters.SWAPS: _swaps,
        Alters.SPLITS: _splits,
        Alters.RECASES: _recases,
        Alters.REWORDS: _rewords,
        Alters.INSERTS: _inserts,
        Alters.INTERLEAVES: _interleaves,
        Alters.CORRECTS: _corrects,
    }
)
