"""Once a human has been called, the bot stands back and the customer is still heard."""

from collections import Counter
from collections.abc import Sequence

from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import Hearing, Told
from escalation_tests.checks.outcome import (
    HELD,
    Breach,
    Outcome,
    broken,
    judged,
    unconcerned,
    unseen,
)
from escalation_tests.checks.people import is_news
from escalation_tests.checks.texts import cut, key, quoted, words
from escalation_tests.model.deed import Does
from escalation_tests.model.finding import Promise, Severity
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.reading import Reads
from escalation_tests.model.record import Turn

SILENT = "after.bot-silent"
DELIVERED = "after.messages-delivered"
_COPY = 15
"""Letters that an answer must have before its coming twice means anything."""
_COMMON = 1 / 3
"""Share of the weightier words of the shorter of two answers that are one in other words."""


@check(SILENT, Promise.AFTERWARDS, stands=True)
def bot_silent(hearing: Hearing) -> Outcome:
    """After the handoff the bot stays silent for as long as the policy says, also when the
    customer writes, but for the courtesies that it allows; also for as long as a scripted person
    has the conversation.

    What it says in the reply to the handoff's own turn is no breach, nor is news of a person.
    """
    window = _window(hearing)
    if window is None:
        return unconcerned("the policy does not promise silence")
    if not hearing.took_place or hearing.needless:
        return unconcerned("the customer was not handed over, or without cause")
    spoken = _said_after(hearing, window)
    allowed = hearing.policy.after.courtesy
    if len(spoken) > allowed:
        return broken(_talked(hearing, spoken, window, allowed))
    wrote = any(turn.after for turn in hearing.record.turns)
    if not wrote and not (hearing.record.listens and hearing.record.listened >= 0.9 * window):
        return unseen("the bot can only answer here, and the customer wrote nothing more")
    return HELD


@check(DELIVERED, Promise.AFTERWARDS, Severity.CRITICAL)
def messages_delivered(hearing: Hearing) -> Outcome:
    """What the customer writes while waiting for a person, or while one has the conversation,
    reaches the desk; once, where its messages have ids (`desk.message.id`).
    """
    promised = hearing.policy.after.customer_messages == "delivered"
    if not promised and not hearing.demands(DELIVERED):
        return unconcerned("the policy does not promise it")
    if not hearing.took_place or hearing.needless:
        return unconcerned("the customer was not handed over, or without cause")
    if not hearing.record.desk.relays:
        return unseen("the configuration does not say where the desk has later messages")
    if not hearing.accepted:
        return unconcerned("the desk holds no handoff")
    texts = [text for turn in hearing.record.turns if turn.after for text in turn.move.texts]
    if not any(map(key, texts)):
        return unconcerned("the customer wrote nothing after the handoff")
    relayed = hearing.record.relayed
    lost = _undelivered(texts, [one.text for one in relayed])
    return judged(_lost(lost, texts, len(relayed)) if lost else _doubled(hearing, texts))


@check("after.answers-once", Promise.AFTERWARDS, Severity.MINOR, stands=True)
def answers_once(hearing: Hearing) -> Outcome:
    """The bot does not give one and the same answer twice to one message, as it does when it
    takes a repeated delivery for a new one. Where the network was made to deliver twice, it does
    not answer twice as often as without that, in whatever words. A repeated notice is
    `notice.once`.
    """
    answers = [told for told in hearing.told if told.message.speaker is Speaker.BOT]
    if not answers:
        return unconcerned("the bot said nothing")
    plain = [told.message for told in answers if told.reading.reads is not Reads.ANNOUNCES]
    for turn in hearing.record.turns:
        copies = _copies([message for message in plain if message.turn == turn.number])
        if len(copies) > max(1, len(turn.move.texts)):
            return broken(_repeated(turn, copies))
    return judged(_answered_again(hearing, plain))


def _window(hearing: Hearing) -> float | None:
    """Seconds for which the bot must be silent."""
    demanded = hearing.expect.bot_silent
    return demanded if demanded is not None else hearing.policy.after.bot_silent


def _said_after(hearing: Hearing, window: float) -> list[Message]:
    """The bot's messages that break the silence."""
    end = hearing.since + window
    overs = [turn.over for turn in hearing.record.turns if turn.number == hearing.at_turn]
    begin = max([hearing.since, *overs])
    back = _handed_back(hearing)
    return [
        told.message
        for told in hearing.told
        if told.message.speaker is Speaker.BOT
        and not (back and told.message.turn >= back)
        and not _news(hearing, told)
        and (_answers(hearing, told, end) or _adds(hearing, told, begin, end))
    ]


def _answers(hearing: Hearing, told: Told, end: float) -> bool:
    """An answer to what the customer wrote while a person was awaited."""
    turn = hearing.turn(told.message.turn) if told.message.turn > hearing.at_turn else None
    if turn is None:
        return False
    return min(turn.sent, told.message.at) <= end or hearing.record.with_person(turn.sent)


def _news(hearing: Hearing, told: Told) -> bool:
    """What follows from a scripted person's deed: who has joined, where the customer is passed
    on; and whatever comes once they have given the customer back.
    """
    return any(
        is_news(hearing, told, deed) or (deed.does is Does.GIVES_BACK and deed.heard <= told.place)
        for deed in hearing.record.deeds
    )


def _adds(hearing: Hearing, told: Told, begin: float, end: float) -> bool:
    """A word unasked, once the reply with the handoff is over, that is no news of a person."""
    late = told.message.turn == hearing.at_turn and begin < told.message.at <= end
    return late and told.reading.reads is not Reads.ANNOUNCES


def _handed_back(hearing: Hearing) -> int | None:
    """The turn with which the customer is the bot's again though no scripted person gave them
    back: a new cause after a person's answer, taken up by a further handoff.
    """
    people = hearing.record.said_by(Speaker.HUMAN)
    answered = min((one.turn for one in people if one.turn >= hearing.at_turn), default=None)
    if answered is None or len(hearing.accepted) < 2:
        return None
    fresh = (
        turn.number
        for turn in hearing.record.turns
        if turn.number > answered and turn.move.triggers
    )
    return min(fresh, default=None)


def _talked(hearing: Hearing, spoken: Sequence[Message], window: float, allowed: int) -> Breach:
    first = spoken[0]
    times = "once" if len(spoken) == 1 else f"{len(spoken)} times"
    fine = f", {allowed} of which would have been fine" if allowed else ""
    message = (
        f"After the handoff of turn {hearing.at_turn} the bot should have been silent for "
        f"{window:g} s, but spoke {times}{fine}; first, in turn {first.turn}: "
        f"{quoted(first.text)}."
    )
    evidence = {
        "handoff_turn": hearing.at_turn,
        "window_seconds": window,
        "allowed": allowed,
        "turns": [one.turn for one in spoken][:20],
        "texts": [cut(one.text) for one in spoken][:20],
    }
    return Breach(message, evidence)


def _undelivered(texts: Sequence[str], arrived: Sequence[str]) -> list[str]:
    """The messages that did not arrive as often as they were written, alone or joined."""
    left = Counter(map(key, arrived))
    everything = "".join(map(key, arrived))
    lost = []
    for text in texts:
        wanted = key(text)
        if left[wanted] > 0:
            left[wanted] -= 1
        elif wanted and (wanted in left or wanted not in everything):
            lost.append(text)
    return lost


def _lost(lost: Sequence[str], texts: Sequence[str], arrived: int) -> Breach:
    message = (
        f"{len(lost)} of {len(texts)} messages that the customer wrote after the handoff never "
        f"reached the desk; first {quoted(lost[0])}."
    )
    evidence = {
        "missing": [cut(text) for text in lost][:20],
        "expected": len(texts),
        "actual": arrived,
    }
    return Breach(message, evidence)


def _doubled(hearing: Hearing, texts: Sequence[str]) -> Breach | None:
    """A message that people at the desk got more often than it was written; a desk that shares
    the thread also holds what was written before the handoff, or after a person gave it back.
    """
    relayed = hearing.record.relayed
    if not all(one.id for one in relayed):
        return None
    written = Counter(key(one.text) for one in hearing.record.said_by(Speaker.CUSTOMER))
    arrived = Counter(key(one.text) for one in relayed)
    more = [text for text in texts if key(text) and arrived[key(text)] > written[key(text)]]
    if not more:
        return None
    count, often = arrived[key(more[0])], written[key(more[0])]
    times = "once" if often == 1 else f"{often} times"
    message = f"The desk got {count} times what the customer wrote {times}: {quoted(more[0])}."
    return Breach(message, {"text": cut(more[0]), "expected": often, "actual": count})


def _copies(messages: Sequence[Message]) -> list[Message]:
    """The messages with that one of the longer texts which comes most often."""
    texts = [whole for message in messages if len(whole := key(message.text)) >= _COPY]
    often = max(texts, key=texts.count, default=None)
    return [message for message in messages if key(message.text) == often]


def _answered_again(hearing: Hearing, plain: Sequence[Message]) -> Breach | None:
    """An answer to the second delivery of a message, where the same conversation without that
    disturbance has half as many answers.

    Bots vary how many bubbles they make of one answer: so it must be said again, in words that
    are partly the same, or every message must have been answered so.
    """
    baseline = hearing.record.baseline
    if baseline is None or all(fault.name != "sends_twice" for fault in hearing.plan.faults):
        return None
    usual = Counter(one.turn for one in baseline.said_by(Speaker.BOT))
    both = {
        turn: [one for one in plain if one.turn == turn]
        for turn in sorted({message.turn for message in plain})
        if usual[turn]
    }
    doubled = [turn for turn, answers in both.items() if 2 * usual[turn] <= len(answers)]
    everywhere = 1 < len(doubled) == len(both)
    for turn in doubled:
        if everywhere or _says_again([one.text for one in both[turn]]):
            return _twice(turn, both[turn], usual[turn])
    return None


def _says_again(texts: Sequence[str]) -> bool:
    """Whether what is said in some of the texts is said once more in those that follow."""
    weighty = [{word for word in words(text) if len(word) > 3 or word.isdigit()} for text in texts]
    return any(
        _alike(set[str]().union(*weighty[:at]), set[str]().union(*weighty[at:]))
        for at in range(len(texts))
    )


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= _COMMON * min(len(one), len(other)) > 0


def _twice(turn: int, answers: Sequence[Message], usual: int) -> Breach:
    message = (
        f"The network delivered turn {turn} twice, and the bot answered both: {len(answers)} "
        f"messages in place of {usual}, the last {quoted(answers[-1].text)}."
    )
    evidence = {"turn": turn, "expected": usual, "actual": len(answers)}
    return Breach(message, evidence)


def _repeated(turn: Turn, copies: Sequence[Message]) -> Breach:
    message = (
        f"The bot answered turn {turn.number} {len(copies)} times with the same words: "
        f"{quoted(copies[0].text)}."
    )
    expected = max(1, len(turn.move.texts))
    evidence = {"turn": turn.number, "expected": expected, "actual": len(copies)}
    return Breach(message, evidence)
