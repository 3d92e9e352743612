"""Words around the message that say nothing."""

from collections.abc import Sequence

from escalation_tests.customers.voice.brush import Brush
from escalation_tests.model.move import Act
from escalation_tests.model.trigger import Trigger


def verbose(text: str, brush: Brush) -> str:
    """Sentences of chatter around the message."""
    count = brush.voice.verbose
    if not count:
        return text
    before = brush.random.randint(0, count)
    chatter = _chatter(brush, count)
    return _wrapped(text, chatter[:before], chatter[before:])


def very_long(text: str, brush: Brush) -> str:
    """Padded with chatter to a number of characters; the message keeps its own sentence."""
    wanted = brush.voice.very_long - len(text)
    if wanted <= 0:
        return text
    sentences = _chatter(brush, 40)
    size = sum(len(sentence) + 1 for sentence in sentences)
    kept = _up_to(sentences * (wanted // size + 1), wanted) if sentences else []
    before = brush.random.randint(0, len(kept))
    return _wrapped(text, kept[:before], kept[before:])


def _up_to(chatter: Sequence[str], size: int) -> list[str]:
    """As many sentences as reach `size` characters."""
    kept: list[str] = []
    for sentence in chatter:
        if size <= 0:
            break
        kept.append(sentence)
        size -= len(sentence) + 1
    return kept


def _chatter(brush: Brush, count: int) -> list[str]:
    """Fillers; around what nobody could understand, more of the same."""
    if brush.act is Act.BABBLES:
        bank: Sequence[str] = brush.book.triggers[Trigger.LOW_CONFIDENCE]["plain"]
    else:
        bank = brush.book.fillers
    if not bank:
        return []
    rounds = count // len(bank) + 1
    return [s for _ in range(rounds) for s in brush.random.sample(bank, len(bank))][:count]


def _wrapped(text: str, before: Sequence[str], behind: Sequence[str]) -> str:
    closed = text if text.endswith((".", "!", "?", "…")) or not behind else f"{text}."
    return " ".join([*before, closed, *behind])


def code_switch(text: str, brush: Brush) -> str:
    """Interjections of another language before, and behind, the message."""
    if brush.other is None or not brush.other.interjections or brush.act is Act.BABBLES:
        return text
    first, last = brush.random.sample(brush.other.interjections, 2)
    opened = f"{first[:1].upper()}{first[1:]}… {text}"
    if brush.random.random() < 0.5:
        return opened
    body = opened.rstrip(".!?")
    return f"{body}, {last}{opened[len(body) :] or '.'}"
