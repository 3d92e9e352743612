"""The human can read the conversation as it was."""

from collections import Counter

from escalation_tests.checks.covered import COMPLETE, Cover, cover, spared
from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.outcome import (
    HELD,
    Breach,
    Outcome,
    broken,
    judged,
    unconcerned,
)
from escalation_tests.checks.texts import cut, key, quoted
from escalation_tests.model.finding import Promise, Severity
from escalation_tests.model.message import Message, Speaker

_NONE = "the handoff has no transcript: context.transcript-complete"


@check(COMPLETE, Promise.CONTEXT, Severity.CRITICAL, stands=True)
def complete(hearing: Hearing) -> Outcome:
    """The transcript at the desk has every message up to the handoff, as far as the policy
    promises it, in the words that were written, and none of them twice.

    Greetings, system notices and the reply with the notice need not be in it.
    """
    if (why := spared(hearing)) is not None:
        return why
    found = hearing.shared(cover)
    if found is None:
        message = f"The handoff of turn {hearing.at_turn} has no transcript."
        return broken(Breach(message, {"turn": hearing.at_turn, "transcript": None}))
    if found.missing and set(found.missing) <= found.triggering:
        return judged(_changed(found), _doubled(found))
    return judged(_missing(found), _changed(found), _doubled(found))


@check("context.triggering-turn", Promise.CONTEXT, Severity.CRITICAL, stands=True)
def triggering_turn(hearing: Hearing) -> Outcome:
    """The customer's words that led to the handoff are in the transcript, whatever its scope."""
    if (why := spared(hearing)) is not None:
        return why
    found = hearing.shared(cover)
    if found is None:
        return unconcerned(_NONE)
    if not found.triggering:
        return unconcerned("the customer wrote no words in the turn of the handoff")
    lost = tuple(place for place in found.missing if place in found.triggering)
    if not lost:
        return HELD
    if len(lost) < len(found.missing):
        return unconcerned(f"it lacks more than that: {COMPLETE}")
    said = found.messages[lost[0]]
    message = (
        f"The transcript lacks the very message that led to the handoff, {quoted(said.text)} "
        f"(turn {said.turn})."
    )
    return broken(Breach(message, {"missing": found.shown(lost), "diff": found.difference()}))


@check("context.roles", Promise.CONTEXT, stands=True)
def roles(hearing: Hearing) -> Outcome:
    """Each line of the transcript names its author rightly: customer, bot or human.

    What the bot said may be labelled as the system's.
    """
    if (why := spared(hearing)) is not None:
        return why
    found = hearing.shared(cover)
    if found is None:
        return unconcerned(_NONE)
    pairs = [*found.alignment.pairs, *found.alignment.astray]
    if not pairs:
        return unconcerned(f"no line of it was said in this conversation: {COMPLETE}")
    wrong = [
        (pair.line, pair.first) for pair in pairs if _mislabelled(found, pair.line, pair.first)
    ]
    return judged(_mislabelling(found, wrong, len(pairs)) if wrong else None)


@check("context.order", Promise.CONTEXT, stands=True)
def order(hearing: Hearing) -> Outcome:
    """The transcript has the messages in the order in which they were written.

    A bot answers while the customer still sends the bubbles of a turn: which of the two came first
    is not known within such a turn, and not asked.
    """
    if (why := spared(hearing)) is not None:
        return why
    found = hearing.shared(cover)
    if found is None:
        return unconcerned(_NONE)
    if len(found.alignment.found) < 2:
        return unconcerned("it has fewer than two messages of this conversation")
    moved = found.alignment.astray
    if not moved or not _surely_moved(found):
        return HELD
    reversed_ = len(moved) >= len(found.alignment.pairs)
    looks = "; it looks as if the newest came first" if reversed_ else ""
    said = found.messages[moved[0].first]
    message = (
        f"{len(moved)} messages stand in another order than they were written, among them "
        f"{quoted(said.text)} of turn {said.turn}{looks}."
    )
    evidence = {
        "moved": found.shown(tuple(pair.first for pair in moved)),
        "diff": found.difference(),
    }
    return broken(Breach(message, evidence))


def _surely_moved(found: Cover) -> bool:
    """Whether some line stands before another that was written earlier, as is surely known."""
    order, said = _places_by_line(found), found.messages
    bubbles = Counter(one.turn for one in said if one.speaker is Speaker.CUSTOMER)

    def known(one: Message, other: Message) -> bool:
        crossing = (one.speaker is Speaker.CUSTOMER) != (other.speaker is Speaker.CUSTOMER)
        return one.turn != other.turn or not crossing or bubbles[one.turn] < 2

    return any(
        later < place and known(said[place], said[later])
        for at, place in enumerate(order)
        for later in order[at + 1 :]
    )


def _places_by_line(found: Cover) -> list[int]:
    """The places of the messages as the lines have them; of equal ones the first comes first."""
    pairs = sorted((*found.alignment.pairs, *found.alignment.astray), key=lambda pair: pair.line)
    texts = {place: (one.speaker, key(one.text)) for place, one in enumerate(found.messages)}
    equal: dict[object, list[int]] = {}
    for pair in pairs:
        equal.setdefault(texts[pair.first], []).append(pair.first)
    turns = {text: iter(sorted(places)) for text, places in equal.items()}
    return [next(turns[texts[pair.first]]) for pair in pairs]


def _missing(found: Cover) -> Breach | None:
    if not found.missing:
        return None
    lost = [found.messages[place] for place in found.missing]
    whole = len(found.missing) + len(found.alignment.found) + len(found.changed)
    also = ", the one that led to the handoff among them" if _with_trigger(found) else ""
    message = (
        f"The transcript lacks {_count(lost)} of {whole}{also}; first {quoted(lost[0].text)} "
        f"(turn {lost[0].turn})."
    )
    return Breach(message, {"missing": found.shown(found.missing), "diff": found.difference()})


def _with_trigger(found: Cover) -> bool:
    return any(place in found.triggering for place in found.missing)


def _count(lost: list[Message]) -> str:
    """`2 messages`, told more closely where all are of one speaker."""
    speakers = frozenset(one.speaker for one in lost)
    whose = {
        frozenset({Speaker.CUSTOMER}): " of the customer's",
        frozenset({Speaker.BOT}): " of the bot's",
    }
    of = whose.get(speakers, "")
    return f"{len(lost)} message{'' if len(lost) == 1 else 's'}{of}"


def _changed(found: Cover) -> Breach | None:
    if not found.changed:
        return None
    place = found.changed[0]
    line = found.lines[(found.alignment.changed or {})[place]]
    said = found.messages[place]
    message = (
        f"The transcript has {len(found.changed)} of the messages in other words: "
        f"{quoted(said.text)} became {quoted(line.text)}."
    )
    evidence = {"changed": found.shown(found.changed), "diff": found.difference()}
    return Breach(message, evidence, Severity.NORMAL)


def _doubled(found: Cover) -> Breach | None:
    """Lines that repeat a message more often than it was written."""
    lines = Counter(key(line.text) for line in found.lines)
    spare = [found.lines[place].text for place in found.alignment.spare]
    twice = [
        text
        for text in spare
        if 1 <= found.said[key(text)] < lines[key(text)] and len(key(text)) > 1
    ]
    if not twice:
        return None
    message = (
        f"The transcript has {len(twice)} line{'' if len(twice) == 1 else 's'} more than once: "
        f"{quoted(twice[0])}."
    )
    evidence = {"repeated": [cut(text) for text in twice][:20], "diff": found.difference()}
    return Breach(message, evidence, Severity.MINOR)


def _mislabelled(found: Cover, line: int, place: int) -> bool:
    actual, said = found.lines[line].speaker, found.messages[place].speaker
    as_system = actual is Speaker.SYSTEM and said is Speaker.BOT
    return actual is not said and not as_system and said is not Speaker.SYSTEM


def _mislabelling(found: Cover, wrong: list[tuple[int, int]], total: int) -> Breach:
    line, said = found.lines[wrong[0][0]], found.messages[wrong[0][1]]
    actual = f"{line.role!r}" if line.role else "nobody"
    as_ = line.speaker.value if line.speaker else "unknown"
    hint = (
        "" if line.speaker or not line.role
        else "; if that word is right, say whom it means in `desk.roles`"
    )  # fmt: skip
    message = (
        f"{len(wrong)} of {total} lines of the transcript name the wrong author: the "
        f"{said.speaker.value}'s {quoted(said.text)} is given as {actual} ({as_}){hint}."
    )
    evidence = {
        "wrong": [
            {
                "text": cut(found.lines[one].text),
                "expected": found.messages[place].speaker.value,
                "actual": found.lines[one].role,
            }
            for one, place in wrong[:20]
        ]
    }
    return Breach(message, evidence)
