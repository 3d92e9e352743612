"""How the desk's transcript covers the conversation up to the handoff."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from escalation_tests.checks.alignment import MOST, Alignment, align
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.knowledge import not_handed_over, written_before
from escalation_tests.checks.outcome import Outcome, unconcerned, unseen
from escalation_tests.checks.texts import cut, key
from escalation_tests.model.handoff import Line
from escalation_tests.model.message import Message, Speaker

COMPLETE = "context.transcript-complete"


@dataclass(frozen=True, slots=True)
class Cover:
    """The desk's lines beside the messages up to the handoff's own reply."""

    lines: tuple[Line, ...]
    messages: tuple[Message, ...]
    alignment: Alignment
    missing: tuple[int, ...]
    """Places of promised messages that no line has, not even changed."""
    changed: tuple[int, ...]
    """Places of promised messages that a line has in other words."""
    triggering: frozenset[int]
    """Places of the customer's words that made the bot hand over."""
    said: Mapping[str, int]
    """How often each text reached the bot or came from it, by its letters and digits."""

    def shown(self, places: tuple[int, ...]) -> list[dict[str, object]]:
        """Messages as evidence."""
        picked = (self.messages[place] for place in places[:20])
        return [
            {"turn": one.turn, "speaker": one.speaker.value, "text": cut(one.text)}
            for one in picked
        ]

    def difference(self) -> list[dict[str, object]]:
        """The two transcripts as one list: `same`, `missing`, `changed`, `moved`, `extra`."""
        return [*_expected_side(self), *_extra_side(self)][:200]


def spared(hearing: Hearing) -> Outcome | None:
    """Why the transcript need not, or cannot, be looked at; an author who demands it means all."""
    scope, demanded = hearing.policy.context.transcript, hearing.demands(COMPLETE)
    if scope == "none" and not demanded:
        return unconcerned("the policy promises no transcript")
    if scope == "shared" and not demanded:
        return unconcerned("the human sees the same thread, so nothing has to be copied")
    if (reason := not_handed_over(hearing)) is not None:
        return reason
    if hearing.held is None or not hearing.maps("transcript"):
        return unseen("the configuration does not say where the desk has the transcript")
    return None


def cover(hearing: Hearing) -> Cover | None:
    """The comparison; None if the handoff has no transcript at all."""
    held = hearing.held
    if held is None or not held.transcript:
        return None
    lines = held.transcript[-MOST:]
    messages = tuple(
        message for message in hearing.record.messages if message.turn <= hearing.at_turn
    )[-MOST:]
    values = [fact.value for fact in (*hearing.duty.facts, *hearing.duty.superseded)]
    alignment = align(lines, messages, values)
    changed = alignment.changed or {}
    before = {id(message) for message in written_before(hearing)}
    wanted = _wanted(hearing, messages, alignment, before)
    lost = [place for place in wanted if place not in alignment.found]
    return Cover(
        lines,
        messages,
        alignment,
        tuple(place for place in lost if place not in changed),
        tuple(place for place in lost if place in changed),
        frozenset(place for place in wanted if messages[place].turn == hearing.at_turn),
        _said(hearing),
    )


def _said(hearing: Hearing) -> Counter[str]:
    """How often the bot was told, or said, each text; a fault may have told it twice."""
    twice = any((one.leg, one.name) == ("bot", "sends_twice") for one in hearing.plan.faults)
    said: Counter[str] = Counter()
    for message in hearing.record.messages:
        said[key(message.text)] += 2 if twice and message.speaker is Speaker.CUSTOMER else 1
    return said


def _wanted(
    hearing: Hearing, messages: tuple[Message, ...], alignment: Alignment, before: set[int]
) -> list[int]:
    """Places of the messages that the transcript has to have.

    Greetings, system notices and the reply in which the handoff took place need not be in it,
    nor what the bot's next bubble begins with, as when a growing answer is streamed.
    The customer's words that made the bot hand over always have to.
    """
    needed = [
        _needed(hearing, message, before) and not _grows(messages, place)
        for place, message in enumerate(messages)
    ]
    wanted = [place for place, need in enumerate(needed) if need]
    scope = hearing.policy.context.transcript
    if isinstance(scope, int):
        there = [p for p, need in enumerate(needed) if need or p in alignment.found]
        window = set(there[-scope:])
        wanted = [
            place for place in wanted if place in window or messages[place].turn == hearing.at_turn
        ]
    return wanted


def _needed(hearing: Hearing, message: Message, before: set[int]) -> bool:
    if not key(message.text):
        return False
    if message.speaker is Speaker.CUSTOMER:
        return id(message) in before
    return message.speaker is Speaker.BOT and 0 < message.turn < hearing.at_turn


def _grows(messages: tuple[Message, ...], place: int) -> bool:
    """The next message is the same one, grown."""
    this, later = messages[place], messages[place + 1 : place + 2]
    return any(
        this.speaker is Speaker.BOT is one.speaker
        and this.turn == one.turn
        and len(key(one.text)) > len(key(this.text))
        and key(one.text).startswith(key(this.text))
        for one in later
    )


def _expected_side(cover: Cover) -> list[dict[str, object]]:
    astray = {pair.first for pair in cover.alignment.astray}
    rows: list[dict[str, object]] = []
    for place, message in enumerate(cover.messages):
        op = "same" if place in cover.alignment.found else "optional"
        op = "moved" if place in astray else op
        op = "missing" if place in cover.missing else op
        op = "changed" if place in cover.changed else op
        rows.append({"op": op, "speaker": message.speaker.value, "text": cut(message.text)})
    return [row for row in rows if row["op"] != "optional"]


def _extra_side(cover: Cover) -> list[dict[str, object]]:
    spare = [cover.lines[place] for place in cover.alignment.spare]
    return [
        {
            "op": "extra",
            "speaker": line.speaker.value if line.speaker else cut(line.role, 30),
            "text": cut(line.text),
        }
        for line in spare
    ]
