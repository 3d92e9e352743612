"""What happened in one conversation."""

from dataclasses import dataclass, field
from enum import StrEnum

from escalation_tests.model.deed import Deed, Does
from escalation_tests.model.duty import Duty
from escalation_tests.model.handoff import DeskState, Handoff, Relayed, Signal
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.move import Move
from escalation_tests.model.plan import Plan
from escalation_tests.model.screen import Screen


class Leg(StrEnum):
    """Which side of the run is meant."""

    BOT = "bot"
    DESK = "desk"
    SUITE = "suite"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a conversation could not be played to its end."""

    leg: Leg
    kind: str
    """A short stable word: refused, timeout, tls, status, not-json, empty, no-match, …"""
    message: str
    received: str = ""
    """The beginning of what did arrive, bounded and printable."""
    turn: int = 0
    """The customer turn it happened in; 0 before the first one."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One customer turn as it was played."""

    number: int
    """1-based."""
    move: Move
    duty: Duty
    """What the policy demands once this turn has been said."""
    sent: float
    """Seconds since the conversation was opened."""
    over: float
    """When the bot's answer was taken to be complete, in the same seconds."""
    confidence: float | None = None
    pressed: bool = False
    """Not in the script: the persona pressed on, or reacted to the bot."""
    after: bool = False
    """Written after the handoff."""
    waited: bool = False
    """The desk was waited for after it, for as long as `desk.within` says, and held nothing."""


@dataclass(frozen=True, slots=True)
class Record:
    """One conversation with everything the three witnesses said."""

    plan: Plan
    conversation: str
    """The id under which bot and desk know it."""
    started: float
    """Unix time in seconds."""
    seconds: float
    """The conversation's own duration."""
    turns: tuple[Turn, ...] = ()
    messages: tuple[Message, ...] = ()
    """Everything customer, bot, human and system said, in order of arrival."""
    signals: tuple[Signal, ...] = ()
    handoffs: tuple[Handoff, ...] = ()
    """Every delivery that the desk saw for this conversation, refused ones too."""
    relayed: tuple[Relayed, ...] = ()
    deeds: tuple[Deed, ...] = ()
    """What a scripted person did at the desk, in order."""
    signal_mapped: bool = False
    """The configuration says where the bot's signal would be."""
    desk: DeskState = field(default_factory=DeskState)
    listened: float = 0.0
    """Seconds for which the bot was watched for silence after the handoff."""
    listens: bool = False
    """The channel can hear what the bot says unasked."""
    trouble: Trouble | None = None
    screen: Screen | None = None
    """How it looked, where it was on a screen."""
    visit: int = 1
    """Which visit of the customer this is, 1-based."""
    earlier: "tuple[Record, ...]" = ()
    """The same customer's visits before this one."""
    baseline: "Record | None" = None
    """The same plan without its faults, played first; only for plans with faults."""

    @property
    def given_back(self) -> int | None:
        """The turn after which a person gave the conversation back; None when nobody did."""
        back = self._given_back
        return back.turn if back else None

    @property
    def _given_back(self) -> Deed | None:
        done = (one for one in self.deeds if one.does is Does.GIVES_BACK and not one.refusal)
        return next(done, None)

    def with_person(self, at: float) -> bool:
        """Whether a scripted person had the conversation then, in seconds of it."""
        began = [deed.at for deed in self.deeds if not deed.refusal]
        back = self._given_back
        return bool(began) and began[0] <= at and (back is None or at < back.at)

    def scripted(self, message: Message) -> bool:
        """Whether the message has the words that a scripted person was made to say."""
        return any(deed.said_in(message.text) for deed in self.deeds)

    def said_by(self, *speakers: Speaker) -> tuple[Message, ...]:
        """The messages of these speakers, in order."""
        return tuple(message for message in self.messages if message.speaker in speakers)
