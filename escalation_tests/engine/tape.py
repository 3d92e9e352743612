"""What is known of one conversation while it goes on."""

from dataclasses import replace

from escalation_tests.model.deed import Deed, Does
from escalation_tests.model.event import Confided, Edited, Event, Said, Signalled, Typing
from escalation_tests.model.handoff import Handoff, Relayed, Signal
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.record import Turn
from escalation_tests.ports import Clock, Inbox, Step


class Tape:
    """Takes down everything as it comes; times count from its creation.

    What comes in belongs to the turn that is in progress or was the last to end.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock, self._zero = clock, clock.now()
        self.started = clock.wall()
        self.turn = 0
        self.turns: list[Turn] = []
        self.messages: list[Message] = []
        self.signals: list[Signal] = []
        self.handoffs: list[Handoff] = []
        self.deeds: list[Deed] = []
        self.relayed: list[Relayed] = []
        self._held: list[Handoff] = []
        self.confidence: float | None = None
        self.heard = self.heard_in_turn = self.events_in_turn = 0
        self.typing, self._stirs = False, 0

    def elapsed(self) -> float:
        """Seconds since the conversation was opened."""
        return self._clock.now() - self._zero

    @property
    def accepted(self) -> Handoff | None:
        """The first handoff that the desk accepted."""
        return next((handoff for handoff in self.handoffs if handoff.accepted), None)

    @property
    def requested(self) -> bool:
        """The bot has signalled, or delivered something, be it accepted or not."""
        return bool(self.signals or self.handoffs)

    @property
    def activity(self) -> int:
        """How often the bot's side has spoken or signalled."""
        return self.heard + len(self.signals)

    @property
    def pulse(self) -> tuple[int, int]:
        """Another value whenever the bot's side has spoken, signalled, or gone on with either."""
        return self.activity, self._stirs

    def begin(self) -> float:
        """Start the next turn; returns when."""
        self.turn += 1
        self.confidence = None
        self.heard_in_turn = self.events_in_turn = 0
        return self.elapsed()

    def end(self, step: Step, sent: float) -> Turn:
        """The turn in progress, taken down as over now."""
        turn = Turn(
            number=self.turn,
            move=step.move,
            duty=step.duty,
            sent=sent,
            over=self.elapsed(),
            confidence=self.confidence,
            pressed=step.pressed,
            after=step.after,
        )
        self.turns.append(turn)
        return turn

    @property
    def with_bot(self) -> bool:
        """A person has given the conversation back."""
        return any(deed.does is Does.GIVES_BACK for deed in self.deeds)

    def did(self, deed: Deed) -> Deed:
        """The person at the desk does this now."""
        self.deeds.append(replace(deed, at=self.elapsed(), turn=self.turn))
        return self.deeds[-1]

    def wrote(self, text: str) -> None:
        """The customer sends `text` now."""
        self.messages.append(Message(Speaker.CUSTOMER, text, self.elapsed(), self.turn))

    def hear(self, event: Event) -> None:
        """The bot did this now."""
        if isinstance(event, Edited | Typing):
            self._stir(event)
            return
        self.events_in_turn += 1
        if isinstance(event, Said):
            self._say(event)
        elif isinstance(event, Signalled):
            self.signals.append(Signal(self.elapsed(), self.turn, event.queue, event.raw))
        elif isinstance(event, Confided):
            self.confidence = event.confidence

    def _say(self, said: Said) -> None:
        self.heard += 1
        self.heard_in_turn += 1
        self.messages.append(Message(said.speaker, said.text, self.elapsed(), self.turn, said.id))

    def _stir(self, event: Edited | Typing) -> None:
        self._stirs += 1
        if isinstance(event, Typing):
            self.typing = event.active
        else:
            self._edit(event)

    def _edit(self, edited: Edited) -> None:
        """In the turn in which a message came it is still on its way; later, the customer reads
        another one.
        """
        places = range(len(self.messages) - 1, -1, -1)
        place = next(n for n in places if self.messages[n].id == edited.id)
        known = self.messages[place]
        if known.turn == self.turn:
            self.messages[place] = replace(known, text=edited.text)
        else:
            self._say(Said(edited.text, known.speaker, edited.id))

    def look(self, inbox: Inbox) -> None:
        """Take down what has arrived or changed at the desk since the last look."""
        for place, handoff in enumerate(inbox.handoffs()):
            if place >= len(self.handoffs):
                at = max(0.0, handoff.at - self._zero)
                self.handoffs.append(replace(handoff, at=at, turn=self.turn))
                self._held.append(handoff)
            elif handoff is not self._held[place]:
                known = self.handoffs[place]
                self.handoffs[place] = replace(handoff, at=known.at, turn=known.turn)
                self._held[place] = handoff
        for message in inbox.relayed()[len(self.relayed) :]:
            self.relayed.append(replace(message, at=max(0.0, message.at - self._zero)))
