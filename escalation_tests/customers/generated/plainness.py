"""How plain a turn is, and what would be plainer."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from escalation_tests.customers.generated.palette import Palette
from escalation_tests.customers.generated.sketch import Does, Sketch

_KINDS = (
    Does.ASKS,
    Does.HINTS,
    Does.WANTS_HUMAN,
    Does.COMPLAINS,
    Does.BABBLES,
    Does.CLAIMS,
    Does.TELLS,
    Does.CORRECTS,
    Does.CHATS,
    Does.DECOYS,
    Does.INJECTS,
    Does.MUTTERS,
)
"""From the plainest on; a question out of scope comes behind the wish for a human."""


def sayable(turn: Sketch, spoken: Palette) -> bool:
    """Whether the palette has words for a turn."""
    if spoken.foreign and turn.does not in (Does.ASKS, Does.WANTS_HUMAN):
        return False
    if turn.does is Does.CHATS:
        return spoken.chats
    if turn.does is Does.ASKS and not turn.about:
        return not spoken.topics
    if turn.does is Does.DECOYS:
        return turn.about in spoken.decoys and turn.topic in spoken.topics
    subjects = _subjects(turn.does, spoken)
    return turn.about in subjects if subjects else not turn.about


def plainness(turn: Sketch, spoken: Palette) -> tuple[float, int, int, int]:
    """Kind, subject, words, odd text: of two turns the lesser is the plainer."""
    subjects, about = _subjects(turn.does, spoken), turn.topic or turn.about
    kind = 2.5 if about in spoken.outside else float(_KINDS.index(turn.does))
    subject = subjects.index(about) if about in subjects else 0
    return kind, subject, turn.words, len(turn.text)


def plainest(turn: Sketch, spoken: Palette) -> Iterator[Sketch]:
    """What may take the place of a turn, the boldest changes first."""
    yield from (Sketch(Does.ASKS, name) for name in spoken.topics[:1] or ("",))
    yield Sketch(Does.WANTS_HUMAN)
    yield from (Sketch(Does.ASKS, name) for name in spoken.outside[:1])
    for name in _subjects(turn.does, spoken):
        yield replace(turn, topic=name) if turn.topic else replace(turn, about=name)
    for words in dict.fromkeys((0, turn.words // 2, turn.words - 1)):
        if 0 <= words < turn.words:
            yield replace(turn, words=words)
    for text in _shorter(turn.text):
        if text or turn.does is not Does.MUTTERS:
            yield replace(turn, text=text)


def _shorter(text: str) -> Iterator[str]:
    """Nothing, each half, and without each end."""
    if text:
        half = len(text) // 2
        yield from dict.fromkeys(("", text[:half], text[half:], text[1:], text[:-1]))


def _subjects(does: Does, spoken: Palette) -> tuple[str, ...]:
    """What a turn of a kind can be about, from the plainest on."""
    if does is Does.ASKS:
        return (*spoken.topics, *spoken.outside)
    if does in (Does.HINTS, Does.DECOYS):
        return spoken.topics
    if does is Does.CLAIMS:
        return _each(spoken.steps.values())
    if does in (Does.TELLS, Does.CORRECTS):
        return _each(spoken.facts.values())
    return spoken.chapters if does is Does.INJECTS else ()


def _each(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(groups)))
