"""What is known of one conversation while it goes on."""

from dataclasses import replace

from escalation_tests.model.deed import Deed, Does, Refusal
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
        self._places: list[int | None] = []
        self._now: Handoff | None = None
        self._passed: Handoff | None = None
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
    def worded(self) -> bool:
        """The bot's side has said something in the turn in progress."""
        return any(
            said.text.strip() and said.speaker is not Speaker.CUSTOMER
            for said in self.messages
            if said.turn == self.turn
        )

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

    def waited_in_vain(self) -> None:
        """The turn that was the last to end was waited after, and nothing came to the desk."""
        self.turns[-1] = replace(self.turns[-1], waited=True)

    @property
    def with_bot(self) -> bool:
        """A person has given the conversation back."""
        return self._done(Does.GIVES_BACK)

    def _done(self, does: Does) -> bool:
        return any(deed.does is does and deed.refusal is None for deed in self.deeds)

    def did(self, deed: Deed) -> Deed:
        """The person at the desk does this now."""
        said = len(self.messages)
        self.deeds.append(replace(deed, at=self.elapsed(), turn=self.turn, heard=said))
        return self.deeds[-1]

    def settled(self, refusal: Refusal | None) -> Deed:
        """The person's last deed, with what came of it."""
        self.deeds[-1] = replace(self.deeds[-1], refusal=refusal, held=self.current)
        return self.deeds[-1]

    def scripted(self, text: str) -> bool:
        """Whether it holds words that the person at the desk was made to say."""
        return any(deed.said_in(text) for deed in self.deeds)

    @property
    def current(self) -> Handoff | None:
        """What the desk holds by now of the first handoff that it accepted; of one that was
        passed on, also what it has made of it since.
        """
        return self._passed or self._now

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
        who = Speaker.HUMAN if self.scripted(said.text) else said.speaker
        self.messages.append(Message(who, said.text, self.elapsed(), self.turn, said.id))

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
            who = Speaker.HUMAN if self.scripted(edited.text) else known.speaker
            self.messages[place] = replace(known, text=edited.text, speaker=who)
        else:
            self._say(Said(edited.text, known.speaker, edited.id))

    def look(self, inbox: Inbox) -> None:
        """Take down what has arrived or changed at the desk since the last look."""
        for place, handoff in enumerate(inbox.handoffs()):
            if place >= len(self._held):
                self._held.append(handoff)
                self._arrives(handoff)
            elif handoff is not self._held[place]:
                self._held[place] = handoff
                self._changes(place, handoff)
        for message in inbox.relayed()[len(self.relayed) :]:
            self.relayed.append(replace(message, at=max(0.0, message.at - self._zero)))

    def _arrives(self, handoff: Handoff) -> None:
        """One more handoff; what a person has passed on is no handoff of the bot's."""
        at = max(0.0, handoff.at - self._zero)
        told = replace(handoff, at=at, turn=self.turn)
        if self._done(Does.TRANSFERS) and not self.with_bot:
            self._places.append(None)
            self._passed = told
            return
        self._places.append(len(self.handoffs))
        self.handoffs.append(told)
        if self._now is None and told.accepted:
            self._now = told

    def _changes(self, place: int, handoff: Handoff) -> None:
        """The desk holds something else of it now; once passed on, the bot's handoff stays."""
        shown = self._places[place]
        if shown is None:
            known = self._passed or handoff
            self._passed = replace(handoff, at=known.at, turn=known.turn)
            return
        known = self.handoffs[shown]
        now = replace(handoff, at=known.at, turn=known.turn)
        if known is self.accepted:
            self._now = now
        if not self._done(Does.TRANSFERS):
            self.handoffs[shown] = now
