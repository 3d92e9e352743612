"""The handoff reaches the people who can take it."""

import operator

from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.knowledge import not_handed_over
from escalation_tests.checks.outcome import HELD, Breach, Outcome, broken, unconcerned, unseen
from escalation_tests.checks.queues import hints_at, leads_to_bot, same_queue
from escalation_tests.checks.texts import cut
from escalation_tests.contract.policy import PRIORITIES
from escalation_tests.model.finding import Promise, Severity

QUEUE = "routing.queue"
PRIORITY = "routing.priority"
LANGUAGE = "routing.language"
NOT_BACK = "routing.not-back-to-bot"

_BOUNDS = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
}


@check(QUEUE, Promise.ROUTING)
def queue(hearing: Hearing) -> Outcome:
    """The handoff is in the queue that the policy, or else the scenario, names.

    A queue that may stand in for it is right as well, if the customer is told.
    """
    if (spared := _spared(hearing)) is not None:
        return spared
    expected = hearing.expect.queue or hearing.duty.queue
    if not expected:
        return unconcerned("no queue is promised for this handoff")
    actual = _queue_of(hearing)
    if actual and same_queue(actual, expected):
        return HELD
    if actual and leads_to_bot(hearing.policy.routing, actual):
        return unconcerned(f"it went back to the bot: {NOT_BACK}")
    if actual and _by_language(hearing, actual):
        return unconcerned(f"it is in the queue of another language: {LANGUAGE}")
    if actual and _stands_in(hearing, actual, expected):
        return _announced(hearing, actual, expected)
    return broken(_misrouted(hearing, actual, expected))


@check(PRIORITY, Promise.ROUTING, stands=True)
def priority(hearing: Hearing) -> Outcome:
    """The handoff has at least the priority that the policy promises for its topic or trigger,
    or just that one where the policy says `exact_priority`.
    """
    wanted = hearing.expect.priority or hearing.duty.priority
    if not wanted:
        return unconcerned("no priority is promised for this handoff")
    if (spared := not_handed_over(hearing)) is not None:
        return spared
    if hearing.held is None or not hearing.maps("priority"):
        return unseen("the configuration does not say where the desk has the priority")
    sign, word = _bound(hearing, wanted)
    actual = hearing.held.priority
    if actual in PRIORITIES and _BOUNDS[sign](PRIORITIES.index(actual), PRIORITIES.index(word)):
        return HELD
    return broken(_wrong_priority(actual, sign, word))


@check(LANGUAGE, Promise.ROUTING, stands=True)
def language(hearing: Hearing) -> Outcome:
    """A customer whose language has a queue of its own is not put into that of another one."""
    if (spared := _spared(hearing)) is not None:
        return spared
    own = hearing.policy.routing.by_language
    spoken = _spoken(hearing)
    decides = hearing.expect.queue is None and own.get(spoken) == hearing.duty.queue
    actual = _queue_of(hearing)
    if actual and _by_language(hearing, actual):
        served = sorted(code for code, name in own.items() if same_queue(name, actual))
        message = (
            f"The customer writes {spoken!r}, but the handoff is in the queue {actual!r}, "
            f"which is for {' and '.join(served)}."
        )
        evidence = {"language": spoken, "expected": hearing.duty.queue, "actual": actual}
        return broken(Breach(message, evidence))
    if not decides:
        return unconcerned("the language does not decide the queue here")
    if not actual or not same_queue(actual, hearing.duty.queue):
        return unconcerned(f"it is in no queue of a language: {QUEUE}")
    return HELD


@check(NOT_BACK, Promise.ROUTING, Severity.CRITICAL, stands=True)
def not_back_to_bot(hearing: Hearing) -> Outcome:
    """The handoff does not land in a queue that the bot itself serves."""
    if (spared := _spared(hearing)) is not None:
        return spared
    actual = _queue_of(hearing)
    if not actual:
        return unconcerned("the handoff names no queue")
    if not leads_to_bot(hearing.policy.routing, actual):
        return HELD
    message = f"The handoff is in the queue {actual!r}, which leads back to the bot."
    evidence = {
        "expected": hearing.expect.queue or hearing.duty.queue,
        "actual": actual,
        "bot_queues": list(hearing.policy.routing.bot_queues),
    }
    return broken(Breach(message, evidence))


def _spared(hearing: Hearing) -> Outcome | None:
    """Why a queue need not, or cannot, be looked at."""
    if (spared := not_handed_over(hearing)) is not None:
        return spared
    if hearing.held is not None and hearing.maps("queue"):
        return None
    if any(signal.queue for signal in hearing.record.signals):
        return None
    return unseen("the configuration does not say where the desk has the queue")


def _queue_of(hearing: Hearing) -> str | None:
    """The queue at the desk; where that cannot be seen, the one that the bot's signal names."""
    if hearing.held is not None and hearing.maps("queue"):
        return hearing.held.queue or None
    return next((signal.queue for signal in hearing.record.signals if signal.queue), None)


def _spoken(hearing: Hearing) -> str:
    """The language of the customer's latest words before the handoff."""
    turns = [
        turn for turn in hearing.record.turns if turn.number <= hearing.at_turn and turn.move.texts
    ]
    return turns[-1].move.language if turns else hearing.plan.language


def _by_language(hearing: Hearing, actual: str) -> bool:
    """The queue belongs to other languages only, and is not what is promised."""
    if hearing.expect.queue is not None or same_queue(actual, hearing.duty.queue):
        return False
    routing, spoken = hearing.policy.routing, _spoken(hearing)
    served = {code for code, name in routing.by_language.items() if same_queue(name, actual)}
    others = {routing.default, *routing.by_topic.values(), *routing.by_trigger.values()}
    shared = any(same_queue(actual, name) for name in others)
    return bool(served) and spoken not in served and not shared


def _stands_in(hearing: Hearing, actual: str, expected: str) -> bool:
    also = hearing.policy.routing.also
    return any(
        same_queue(stand_in, actual)
        for name, stand_ins in also.items()
        if same_queue(name, expected)
        for stand_in in stand_ins
    )


def _announced(hearing: Hearing, actual: str, expected: str) -> Outcome:
    """A stand-in is right if the bot named it to the customer."""
    said = [told.message.text for told in hearing.told]
    if any(hints_at(text, actual, expected) for text in said):
        return HELD
    message = (
        f"The handoff went to {actual!r}, which may stand in for {expected!r} only if the "
        "customer is told, and no message names it."
    )
    return broken(Breach(message, {"expected": expected, "actual": actual, "announced": False}))


def _misrouted(hearing: Hearing, actual: str | None, expected: str) -> Breach:
    where = f"is in the queue {cut(actual)!r}" if actual else "names no queue"
    cause = hearing.duty.topic or (hearing.due.trigger.value if hearing.due else "this handoff")
    message = f"The handoff of turn {hearing.at_turn} {where}; {cause!r} belongs to {expected!r}."
    evidence = {
        "turn": hearing.at_turn,
        "expected": expected,
        "actual": actual,
        "topic": hearing.duty.topic,
    }
    return Breach(message, evidence)


def _bound(hearing: Hearing, wanted: str) -> tuple[str, str]:
    """Sign and word of a demand: `>= high`, a plain word of an author, or the policy's."""
    sign = next((sign for sign in _BOUNDS if wanted.strip().startswith(sign)), None)
    if sign:
        return sign, wanted.strip()[len(sign) :].strip()
    exact = hearing.expect.priority is not None or hearing.policy.routing.exact_priority
    return ("==" if exact else ">="), wanted.strip()


def _wrong_priority(actual: str | None, sign: str, word: str) -> Breach:
    at_least = {">=": "at least ", "<=": "at most ", ">": "more than ", "<": "less than "}
    wanted = at_least.get(sign, "") + repr(word)
    inverted = (
        actual in PRIORITIES
        and actual != word
        and PRIORITIES[::-1].index(actual) == PRIORITIES.index(word)
    )
    turned = "; it looks as if the scale were upside down" if inverted else ""
    is_ = f"the priority {cut(actual)!r}" if actual else "no priority"
    message = f"The handoff has {is_}, where {wanted} is promised{turned}."
    evidence = {"expected": f"{sign} {word}", "actual": actual, "inverted": inverted}
    return Breach(message, evidence)
