"""Whether the customer has been handed over, and how long the desk is waited for."""

from escalation_tests.engine.exchange import Exchange
from escalation_tests.engine.pace import Pace
from escalation_tests.engine.tape import Tape
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.reading import Reads
from escalation_tests.model.record import Turn
from escalation_tests.ports import Reader


class Announcements:
    """Finds the announcements of a transfer among what the customer was told, each read once.

    A greeting announces nothing, however much it sounds like a person who has joined.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader, self._read = reader, 0
        self.first: Message | None = None

    def fresh(self, tape: Tape) -> bool:
        """Whether one has come since the last look."""
        new, self._read = tape.messages[self._read :], len(tape.messages)
        found = next((message for message in new if self._announces(message)), None)
        self.first = self.first or found
        return found is not None

    def _announces(self, message: Message) -> bool:
        told = message.turn > 0 and message.speaker in (Speaker.BOT, Speaker.SYSTEM)
        return told and self._reader.read(message.text).reads is Reads.ANNOUNCES


class Handover:
    """The state of the transition in one conversation."""

    def __init__(
        self, exchange: Exchange, reader: Reader, pace: Pace, signal_mapped: bool
    ) -> None:
        self._exchange, self._tape, self._pace = exchange, exchange.tape, pace
        self._signal_mapped = signal_mapped
        self._announcements = Announcements(reader)

    def happened(self) -> bool:
        """Whether some witness says that the customer has been handed over.

        A desk that only refused outweighs signal and words: there the customer goes on.
        An announcement alone counts where nothing better can be seen, or the desk was waited
        for in vain.
        """
        tape = self._tape
        self._exchange.look()
        if tape.accepted:
            return True
        observed = self._exchange.inbox.state.observed
        if observed and tape.handoffs:
            return False
        if tape.signals:
            return True
        self._announcements.fresh(tape)
        can_only_listen = observed or not self._signal_mapped
        return can_only_listen and self._announcements.first is not None

    def at(self) -> float:
        """When it happened, in seconds of the conversation: as the best witness has it."""
        tape, told = self._tape, self._announcements.first
        if tape.accepted:
            return tape.accepted.at
        if tape.signals:
            return tape.signals[0].at
        return told.at if told else tape.elapsed()

    async def after_turn(self, turn: Turn) -> None:
        """Wait for the desk where the turn just over makes a delivery likely, or overdue.

        Nobody waits for an overdue handoff that has been asked for already, and been refused.
        """
        await self._exchange.look_closely()
        if self._tape.accepted or not self._exchange.inbox.state.observed:
            return
        claimed = self._claimed(turn)
        if not claimed and self._overdue(turn):
            await self._exchange.attend(self._pace.within, lambda: self._tape.requested)
            claimed = self._claimed(turn)
        if claimed:
            await self._exchange.attend(self._pace.within, self._decided)
        if not self._tape.accepted:
            await self._exchange.look_closely()
        if claimed and not self._tape.handoffs:
            self._tape.waited_in_vain()

    async def settle(self) -> None:
        """At the end of a conversation without a handoff: wait for one that comes late."""
        tape, before = self._tape, len(self._tape.handoffs)
        if self._exchange.inbox.state.observed:
            await self._exchange.attend(self._pace.settle, lambda: len(tape.handoffs) > before)
        await self._exchange.look_closely()

    def _claimed(self, turn: Turn) -> bool:
        told = self._announcements.fresh(self._tape)
        return told or any(signal.turn == turn.number for signal in self._tape.signals)

    def _decided(self) -> bool:
        """Nothing better can come: a bot may retry what was refused, unless all will be."""
        refused = self._exchange.inbox.state.refusing and bool(self._tape.handoffs)
        return refused or self._tape.accepted is not None

    def _overdue(self, turn: Turn) -> bool:
        due = turn.duty.due
        return due is not None and due.by_turn == turn.number
