"""The bubbles of one conversation, recognised from one look at the screen to the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from escalation_tests.channels.arrived import whole
from escalation_tests.model.event import Edited, Said
from escalation_tests.model.message import Speaker


@dataclass(frozen=True, slots=True)
class Seen:
    """One bubble as it is on the screen now."""

    element: int
    """Equal as long as it is the same thing in the page."""
    text: str
    """Empty while nothing of it can be read."""
    name: str = ""
    """What the page itself calls it, where the configuration says so."""
    speaker: Speaker | None = None
    live: bool = False
    """A live region holds it."""


@dataclass(slots=True, eq=False)
class _Bubble:
    id: str
    element: int
    name: str
    speaker: Speaker | None
    text: str = ""
    there: bool = True
    """It was on the screen at the last look."""


class Gallery:
    """Says what is new on the screen: each bubble once, and each change of it.

    A bubble is known again by the page's name for it, else by being the same thing in the page,
    else by its place between others that are: there, one with the same text is the same one drawn
    anew, and one that stands in for another that has just gone is that one, changed.
    """

    def __init__(self) -> None:
        self._bubbles: list[_Bubble] = []
        self._count = 0
        self._written: list[str] = []
        self.echoes = 0
        """Bubbles of the customer so far."""
        self.announced: set[str] = set()
        """The ids of the messages that a live region held."""

    def wrote(self, text: str) -> None:
        """The customer writes `text`, which the page will show as well."""
        self._written.append(_flat(text))

    def show(self, screen: Sequence[Seen]) -> Iterator[Said | Edited]:
        """What is new, given all bubbles that are on the screen now, in order."""
        known = self._recognised(screen)
        for bubble in self._bubbles:
            bubble.there = False
        before: _Bubble | None = None
        for seen, found in zip(screen, known, strict=True):
            before = found or self._named(seen) or self._put(seen, before)
            if not before.there:
                yield from self._told(before, seen)

    def _recognised(self, screen: Sequence[Seen]) -> list[_Bubble | None]:
        names = {bubble.name: bubble for bubble in self._bubbles if bubble.name}
        elements = {bubble.element: bubble for bubble in self._bubbles}
        known = [
            names.get(seen.name) or _same(elements.get(seen.element), seen) for seen in screen
        ]
        taken = {id(bubble) for bubble in known if bubble}
        places = {id(bubble): place for place, bubble in enumerate(self._bubbles)}
        for start, end in _gaps(known):
            low = places[id(known[start - 1])] + 1 if start else 0
            high = places[id(known[end])] if end < len(known) else len(self._bubbles)
            free = [bubble for bubble in self._bubbles[low:high] if id(bubble) not in taken]
            known[start:end] = _matched(free, screen[start:end])
        return known

    def _named(self, seen: Seen) -> _Bubble | None:
        """The bubble that this look has shown already, where the page draws one twice."""
        same = (bubble for bubble in self._bubbles if bubble.name == seen.name != "")
        return next(same, None)

    def _put(self, seen: Seen, before: _Bubble | None) -> _Bubble:
        """A bubble that was never seen, in its place behind another."""
        self._count += 1
        bubble = _Bubble(
            f"bubble-{self._count}", seen.element, seen.name, seen.speaker, there=False
        )
        place = self._bubbles.index(before) + 1 if before else 0
        self._bubbles.insert(place, bubble)
        return bubble

    def _told(self, bubble: _Bubble, seen: Seen) -> Iterator[Said | Edited]:
        bubble.there, bubble.element = True, seen.element
        text = whole(seen.text)
        if not bubble.text and text:
            bubble.speaker = seen.speaker or self._guessed(text)
            self.echoes += bubble.speaker is Speaker.CUSTOMER
        if bubble.speaker is Speaker.CUSTOMER or not text:
            bubble.text = text or bubble.text
            return
        if seen.live:
            self.announced.add(bubble.id)
        was, bubble.text = bubble.text, text
        if not was:
            yield Said(text, bubble.speaker or Speaker.BOT, bubble.id)
        elif was != text:
            yield Edited(text, bubble.id)

    def _guessed(self, text: str) -> Speaker:
        """The customer's own words come back once, before the bot says anything to them."""
        if _flat(text) in self._written:
            self._written.remove(_flat(text))
            return Speaker.CUSTOMER
        return Speaker.BOT


def _same(bubble: _Bubble | None, seen: Seen) -> _Bubble | None:
    """`bubble`, which was the same thing in the page, unless that shows another one by now."""
    if bubble is None or bubble.name == seen.name or bubble.text == whole(seen.text):
        return bubble
    return None


def _gaps(known: Sequence[_Bubble | None]) -> list[tuple[int, int]]:
    """Where those stand that are not known: begin and end of each run."""
    empty = [bubble is None for bubble in known]
    starts = [n for n, gap in enumerate(empty) if gap and (n == 0 or not empty[n - 1])]
    ends = [n + 1 for n, gap in enumerate(empty) if gap and not all(empty[n + 1 : n + 2] or [0])]
    return list(zip(starts, ends, strict=True))


def _matched(free: list[_Bubble], screen: Sequence[Seen]) -> list[_Bubble | None]:
    """Which of the `free` bubbles each of `screen` is, in the same order."""
    found: list[_Bubble | None] = [None] * len(screen)
    texts, now = [bubble.text for bubble in free], [whole(seen.text) for seen in screen]
    matcher = SequenceMatcher(None, texts, now, autojunk=False)
    for kind, low, high, start, end in matcher.get_opcodes():
        gone = [b for b in free[low:high] if kind == "equal" or (kind == "replace" and b.there)]
        for place, bubble in zip(range(start, end), gone, strict=False):
            if _can_be(bubble, screen[place]):
                found[place] = bubble
    return found


def _can_be(bubble: _Bubble, seen: Seen) -> bool:
    """Another name, or another author, is another bubble."""
    speakers = (bubble.speaker, seen.speaker)
    return bubble.name == seen.name and (None in speakers or speakers[0] is speakers[1])


def _flat(text: str) -> str:
    return " ".join(text.split())
