"""One conversation before the checks: what the three witnesses say, side by side.

Everything here is worked out once per conversation, from the record and the bench alone.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from escalation_tests.checks.offers import makes_case
from escalation_tests.model.duty import Due, Duty
from escalation_tests.model.handoff import Handoff
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.reading import Reading, Reads
from escalation_tests.model.record import Record, Turn
from escalation_tests.model.trigger import Trigger
from escalation_tests.ports import Bench

T = TypeVar("T")

BOTS_SIDE = (Speaker.BOT, Speaker.SYSTEM)
"""Who may tell the customer about a handoff."""


class Moment(NamedTuple):
    """A customer turn and the seconds since the conversation was opened."""

    turn: int
    at: float


class Told(NamedTuple):
    """A message with how it was read and its place in the record."""

    message: Message
    reading: Reading
    place: int


class Hearing:
    """A record and a bench, with what follows from both."""

    def __init__(self, record: Record, bench: Bench) -> None:
        self.record, self.bench, self.policy = record, bench, bench.policy
        self.plan, self.expect = record.plan, record.plan.expect
        self._shared: dict[Callable[..., Any], Any] = {}

    def shared(self, work: "Callable[[Hearing], T]") -> T:
        """What `work` says of this conversation, worked out once for all checks that ask."""
        if work not in self._shared:
            self._shared[work] = work(self)
        found: T = self._shared[work]
        return found

    # --- what was said ---------------------------------------------------------------------

    @cached_property
    def heard(self) -> tuple[Told, ...]:
        """Every message, in order; the customer's are not read."""
        read = self.bench.reader.read
        return tuple(
            Told(one, Reading() if one.speaker is Speaker.CUSTOMER else read(one.text), place)
            for place, one in enumerate(self.record.messages)
        )

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """What the bot's side said after the greeting, in order."""
        return tuple(
            told
            for told in self.heard
            if told.message.speaker in BOTS_SIDE and told.message.turn > 0
        )

    @cached_property
    def announcements(self) -> tuple[Told, ...]:
        """Messages that announce a transfer; from a person's first deed on, they are news of
        people.
        """
        acted = min((deed.heard for deed in self.record.deeds), default=len(self.heard))
        return tuple(
            told
            for told in self.told
            if told.reading.reads is Reads.ANNOUNCES and told.place < acted
        )

    @cached_property
    def apologies(self) -> tuple[Told, ...]:
        """Messages that say nobody can be reached."""
        return tuple(told for told in self.told if told.reading.reads is Reads.UNAVAILABLE)

    @cached_property
    def tickets(self) -> tuple[Told, ...]:
        """Messages that say nobody is there, but that the case was passed on in writing."""
        return tuple(told for told in self.apologies if makes_case(told.message.text))

    @cached_property
    def notices(self) -> tuple[Told, ...]:
        """What counts as a notice: announcements and, where the desk took the case, tickets."""
        return self.announcements or (self.tickets if self.accepted else ())

    @cached_property
    def claim(self) -> Told | None:
        """The last announcement, unless the bot took it back afterwards."""
        words = (*self.announcements, *self.apologies)
        last = max(words, key=lambda told: told.place, default=None)
        return last if last is not None and last.reading.reads is Reads.ANNOUNCES else None

    @cached_property
    def denial(self) -> Told | None:
        """The last word on the matter, where it says that nobody is there although the desk took
        the handoff. What was said of a refusal before the desk took it after all is none.
        """
        last = self.apologies[-1] if self.apologies else None
        if last is None or self.claim or last in self.tickets:
            return None
        early = last.message.turn < self.at_turn
        spoke_of_refusal = bool(self.refused) and last.message.at < self.since
        return None if early or spoke_of_refusal else last

    # --- what the desk holds and the bot signalled -----------------------------------------

    @cached_property
    def accepted(self) -> tuple[Handoff, ...]:
        """The handoffs accepted by a desk that is seen itself, each id once."""
        return _distinct(self.record.handoffs) if self.record.desk.observed else ()

    @cached_property
    def refused(self) -> tuple[Handoff, ...]:
        """The deliveries that the desk refused."""
        return tuple(handoff for handoff in self.record.handoffs if not handoff.accepted)

    @cached_property
    def held(self) -> Handoff | None:
        """The handoff by whose content the bot is judged; also one seen only in its reply."""
        return next(iter(_distinct(self.record.handoffs)), None)

    @cached_property
    def requested(self) -> Moment | None:
        """When the bot first asked for a handoff: by signal or delivery, be it accepted or not."""
        moments = [Moment(signal.turn, signal.at) for signal in self.record.signals]
        moments += [Moment(handoff.turn, handoff.at) for handoff in self.record.handoffs]
        return min(moments, default=None)

    @property
    def only_words(self) -> bool:
        """Neither signal nor desk nor handoff record can be seen: words are all there is."""
        desk = self.record.desk
        return not (self.record.signal_mapped or desk.observed or desk.fields)

    @cached_property
    def begun(self) -> Moment | None:
        """When the bot first set about a handoff, as the best witness at hand has it."""
        if self.requested or not (self.only_words and self.announcements):
            return self.requested
        first = self.announcements[0].message
        return Moment(first.turn, first.at)

    @cached_property
    def handoff_turn(self) -> int | None:
        """The customer turn at which any witness first speaks of a handoff."""
        if self.requested:
            return self.requested.turn
        return self.announcements[0].message.turn if self.announcements else None

    @cached_property
    def took_place(self) -> bool:
        """The customer was handed over, as far as this configuration can show."""
        if self.record.desk.observed:
            return bool(self.accepted)
        return self.begun is not None and not self._only_refused

    @property
    def _only_refused(self) -> bool:
        return bool(self.refused) and self.held is None

    @cached_property
    def since(self) -> float:
        """When the handoff took place, in seconds since the conversation was opened."""
        first = self.accepted[0] if self.accepted else self.begun
        assert first is not None  # asked only where a handoff took place
        return first.at

    @cached_property
    def rejected(self) -> bool:
        """The bot asked, and the desk took none of it."""
        return bool(self.refused) and not self.accepted

    # --- what was promised -----------------------------------------------------------------

    def turn(self, number: int) -> Turn | None:
        """The customer turn of this number."""
        return next((turn for turn in self.record.turns if turn.number == number), None)

    @cached_property
    def at_turn(self) -> int:
        """The turn of the handoff, 0 if there is none; where the desk refused the first attempt
        and took a later one, that of the later one.
        """
        taken = self.accepted[0] if self.accepted else None
        if taken is not None and any(one.turn < taken.turn for one in self.refused):
            return taken.turn
        return self.begun.turn if self.begun else 0

    @cached_property
    def duty(self) -> Duty:
        """What the policy demanded at the handoff."""
        turn = self.turn(self.at_turn)
        return turn.duty if turn else Duty()

    @cached_property
    def due(self) -> Due | None:
        """The handoff that was due, as the author or else the policy has it."""
        expect = self.expect
        if expect.handoff is False:
            return None
        due = self._promised_due
        if due is None and expect.handoff and self.record.turns:
            last = self.record.turns[-1].number
            trigger = expect.trigger or self.plan.trigger or Trigger.EXPLICIT_REQUEST
            due = Due(trigger, expect.by_turn or last, last)
        if due is not None and expect.by_turn is not None:
            due = replace(due, by_turn=expect.by_turn)
        return due

    @cached_property
    def _promised_due(self) -> Due | None:
        dues = [turn.duty.due for turn in self.record.turns if not turn.after and turn.duty.due]
        return dues[-1] if dues else None

    def calm(self, turn: Turn) -> bool:
        """A handoff in the reply to this turn would be needless."""
        if self.expect.handoff is False or turn.move.forbids_handoff:
            return True
        if self.expect.handoff and self._promised_due is None:
            return False
        return turn.duty.due is None and not turn.duty.tolerated

    @cached_property
    def needless(self) -> bool:
        """The bot set about a handoff for which there was no cause."""
        if self.begun is None:
            return False
        turn = self.turn(self.begun.turn)
        return self.calm(turn) if turn else self.expect.handoff is not True

    def demands(self, check: str) -> bool:
        """The scenario's author demands that this check be exercised."""
        return check in self.expect.demanded

    def maps(self, name: str) -> bool:
        """The configuration says where a handoff record has this field."""
        return name in self.record.desk.fields


def _distinct(handoffs: tuple[Handoff, ...]) -> tuple[Handoff, ...]:
    """The accepted handoffs; of equal ids only the first."""
    seen: set[str] = set()
    found = []
    for handoff in handoffs:
        if handoff.accepted and not (handoff.id and handoff.id in seen):
            seen.add(handoff.id)
            found.append(handoff)
    return tuple(found)
