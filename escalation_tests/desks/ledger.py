"""Whose delivery is this, and how is it answered?"""

from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, repeat
from typing import Any

from escalation_tests.desks.mapping import HandoffMapper
from escalation_tests.desks.payload import Delivery, raw, text_of
from escalation_tests.desks.tokens import Tokens
from escalation_tests.ports import Answer

MOST_KEPT = 1_000
"""Deliveries of unknown conversations that are kept for an `expect` yet to come."""
MOST_KEPT_CHARACTERS = 8_000_000
MOST_SAMPLES = 20
MOST_PAST = 20_000
"""Closed conversations whose deliveries are still known as late."""

Take = Callable[[Delivery], None]


@dataclass(slots=True)
class _Expected:
    """One conversation whose deliveries are wanted."""

    token: str
    take: Take
    answers: Iterator[Answer]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A delivery that nobody has asked for yet."""

    delivery: Delivery
    named: str | None
    text: str


class Ledger:
    """All conversations that are expected, and what came for none of them."""

    def __init__(self, mapper: HandoffMapper, normal: Answer) -> None:
        """`normal` is how deliveries are answered that no fault concerns."""
        self._mapper, self._normal = mapper, normal
        self._expected: dict[str, _Expected] = {}
        self._other_names: dict[str, str] = {}
        self._tokens, self._past_tokens = Tokens(), Tokens()
        self._past: OrderedDict[str, str] = OrderedDict()
        self._kept: deque[_Kept] = deque()
        self._size = 0
        self._counts: Counter[str] = Counter()
        self._things: set[str] = set()

    def expect(self, conversation: str, token: str, answers: Sequence[Answer], take: Take) -> None:
        """Give deliveries of `conversation` to `take` from now on, those already here first."""
        self._expected[conversation] = _Expected(token, take, _spread(answers, self._normal))
        self._tokens.add(token, conversation)
        self._past.pop(conversation, None)
        for kept in self._claimed(conversation, token):
            self._counts["unknown"] -= 1
            self._name(kept.named, conversation)
            self._is_news(kept.delivery.thing)
            take(kept.delivery)

    def forget(self, conversation: str) -> None:
        """Whatever comes for `conversation` from now on is late."""
        expected = self._expected.pop(conversation, None)
        if expected is None:
            return
        self._tokens.drop(expected.token, conversation)
        self._past_tokens.add(expected.token, conversation)
        self._past[conversation] = expected.token
        if len(self._past) > MOST_PAST:
            oldest, token = self._past.popitem(last=False)
            self._past_tokens.drop(token, oldest)

    async def caught_up(self, conversation: str) -> None:
        """Nothing to wait for: deliveries come by themselves."""

    def deliver(self, payload: Any, at: float, thing: str = "") -> Answer:
        """Enter a delivery; returns how it is to be answered.

        A `thing` that is delivered again, changed, is counted as unknown or late only once.
        """
        self._outdate(thing)
        named = self._mapper.conversation(payload)
        text = ""
        owner = self._by_name(named)
        if owner is None:
            text = text_of(payload)
            owner = self._tokens.owner(text) or self._past_tokens.owner(text)
        if owner is None:
            delivery = Delivery(payload, at, self._normal.status, thing=thing)
            self._keep(_Kept(delivery, named, text))
            return self._normal
        expected = self._expected.get(owner)
        if expected is None:
            self._counts["late"] += self._is_news(thing)
            return self._normal
        self._name(named, owner)
        answer = next(expected.answers)
        accepted = answer.status < 400
        self._is_news(thing)
        expected.take(Delivery(payload, at, answer.status, accepted, thing))
        return answer

    def count(self, reason: str) -> None:
        """Count a delivery that could not even be entered."""
        self._counts[reason] += 1

    def counts(self) -> Mapping[str, int]:
        """Deliveries that belong to no conversation, by reason."""
        return {reason: count for reason, count in sorted(self._counts.items()) if count > 0}

    def samples(self) -> tuple[str, ...]:
        """The first few payloads of unknown conversations."""
        return tuple(raw(kept.delivery.payload) for kept in islice(self._kept, MOST_SAMPLES))

    def _claimed(self, conversation: str, token: str) -> list[_Kept]:
        """Take what was kept for this conversation out of what is kept."""
        mine: list[_Kept] = []
        others: deque[_Kept] = deque()
        for kept in self._kept:
            planted = bool(token) and token.casefold() in kept.text.casefold()
            (mine if planted or kept.named == conversation else others).append(kept)
        self._kept = others
        self._size -= sum(len(kept.text) for kept in mine)
        return mine

    def _outdate(self, thing: str) -> None:
        """Drop what is kept of an earlier state of `thing`."""
        if thing and (old := [kept for kept in self._kept if kept.delivery.thing == thing]):
            self._kept = deque(kept for kept in self._kept if kept.delivery.thing != thing)
            self._size -= sum(len(kept.text) for kept in old)
            self._counts["unknown"] -= len(old)

    def _is_news(self, thing: str) -> bool:
        """Whether nothing of this thing has been delivered to anybody before."""
        news = not thing or thing not in self._things
        if thing and len(self._things) < MOST_PAST:
            self._things.add(thing)
        return news

    def _by_name(self, named: str | None) -> str | None:
        if named is None:
            return None
        owner = self._other_names.get(named, named)
        return owner if owner in self._expected or owner in self._past else None

    def _name(self, named: str | None, conversation: str) -> None:
        """Remember the desk's own id of a conversation that was found by its token."""
        if named and named != conversation and len(self._other_names) < MOST_PAST:
            self._other_names[named] = conversation

    def _keep(self, kept: _Kept) -> None:
        """Count it, and keep it in place of older ones: an `expect` to come follows closely."""
        self._counts["unknown"] += 1
        self._kept.append(kept)
        self._size += len(kept.text)
        while self._size > MOST_KEPT_CHARACTERS or len(self._kept) > MOST_KEPT:
            self._size -= len(self._kept.popleft().text)


def refuses_all(answers: Sequence[Answer]) -> bool:
    """Whether no delivery will ever be accepted under these answers."""
    for answer in answers:
        if answer.status < 400:
            return False
        if answer.times == 0:
            return True
    return False


def _spread(answers: Sequence[Answer], normal: Answer) -> Iterator[Answer]:
    """One answer for each delivery, for ever; accepting without more means as is usual here."""
    for answer in answers:
        usual = answer.status == Answer().status and answer.body is None
        given = replace(answer, status=normal.status) if usual else answer
        if answer.times == 0:
            yield from repeat(given)
        yield from repeat(given, answer.times)
    yield from repeat(normal)
