"""Conversations built by hand, for tests of the checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from escalation_tests.contract.policy import Policy
from escalation_tests.model.deed import Deed, Does, Refusal
from escalation_tests.model.duty import Due, Duty
from escalation_tests.model.fact import Fact, Identity
from escalation_tests.model.handoff import DeskState, Handoff, Line, Relayed, Signal, Source
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.move import Act, Move
from escalation_tests.model.plan import Expectation, Kind, Plan, Visit
from escalation_tests.model.reading import Reading, Reads, Says
from escalation_tests.model.record import Record, Turn
from escalation_tests.model.screen import Screen
from escalation_tests.model.trigger import Trigger
from escalation_tests.ports import Bench

FIELDS = frozenset(
    {
        *("id", "queue", "priority", "language", "reason", "summary", "transcript"),
        *("facts", "attempted"),
    }
)
ORDER = Fact("order_id", "AB-123456")
AMOUNT = Fact("amount", "49.90 EUR")
NOTICE = "I am connecting you with our billing team. Please stay here, they will answer next."
STEPS = {"help_article": ("article", "faq"), "restart": ("restarted", "rebooted")}


class Keywords:
    """A reader that knows a handful of words."""

    ANNOUNCES = (
        "connecting you",
        "transferring you",
        "te paso con",
        "verbinde ihnen",
        "you are now",
    )
    UNAVAILABLE = ("nobody is", "no agents", "we are closed", "unavailable")
    SAYS = (
        (Says.WHO, ("team", "agent", "colleague", "compañero")),
        (Says.WAIT, ("minutes",)),
        (Says.NEXT, ("stay here", "answer next", "will answer", "espera")),
    )
    ASKS = (("order_id", "order number"), ("email", "e-mail address"))

    def read(self, text: str, language: str | None = None) -> Reading:
        low = text.lower()
        asks = tuple(name for name, word in self.ASKS if word in low and "?" in low)
        if any(word in low for word in self.UNAVAILABLE):
            return Reading(Reads.UNAVAILABLE, frozenset(), asks)
        if any(word in low for word in self.ANNOUNCES):
            said = frozenset(part for part, words in self.SAYS if any(w in low for w in words))
            return Reading(Reads.ANNOUNCES, said, asks)
        reads = Reads.OFFERS if "shall i connect" in low else Reads.NONE
        return Reading(reads, frozenset(), asks)


def policy(**parts: Any) -> Policy:
    """A policy that promises everything which the healthy conversation keeps."""
    written: dict[str, Any] = {
        "languages": ["en", "es"],
        "triggers": {"explicit_request": {"within": 0}, "frustration": {"after": 2, "within": 1}},
        "routing": {
            "default": "general",
            "by_topic": {"double_charge": "billing", "order_status": "general"},
            "by_language": {"es": "spanish", "fr": "french"},
            "priority": {"double_charge": "high"},
        },
        "unavailable": {"say_so": True, "offer": ["callback", "ticket"]},
    }
    return Policy.model_validate({**written, **parts})


def bench(promise: Policy | None = None, planted: Mapping[str, str] | None = None) -> Bench:
    return Bench(promise or policy(), Keywords(), planted or {}, STEPS)


@dataclass
class Chat:
    """A conversation as it is written down; each thing said takes a second."""

    topic: str | None = "double_charge"
    queue: str = "billing"
    priority: str | None = "high"
    language: str = "en"
    now: float = 0.0
    due: Due | None = None
    facts: tuple[Fact, ...] = ()
    superseded: tuple[Fact, ...] = ()
    attempted: tuple[str, ...] = ()
    messages: list[Message] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    handoffs: list[Handoff] = field(default_factory=list)
    relayed: list[Relayed] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    closed: bool = False
    """The turn's reply is over; what comes now comes unasked."""

    @property
    def turn(self) -> int:
        return len(self.turns)

    def customer(
        self,
        *texts: str,
        due: Trigger | None = None,
        within: int = 0,
        gives: tuple[Fact, ...] = (),
        corrects: tuple[Fact, ...] = (),
        tried: tuple[str, ...] = (),
        after: bool = False,
        **move: Any,
    ) -> "Chat":
        number = self.turn + 1
        known = {fact.name: fact for fact in self.facts}
        self.superseded += tuple(known[fact.name] for fact in corrects)
        known |= {fact.name: fact for fact in (*gives, *corrects)}
        self.facts, self.attempted = tuple(known.values()), (*self.attempted, *tried)
        if due and self.due is None:
            self.due = Due(due, number, number + within)
        triggers = frozenset({due} if due else ())
        said = Move(Act.TELLS, texts, triggers=triggers, **{"language": self.language, **move})
        self.now += 1
        self.turns.append(Turn(number, said, self.duty(), self.now, self.now, after=after))
        self.closed = False
        for text in texts:
            self.messages.append(Message(Speaker.CUSTOMER, text, self.now, number))
            self.now += 0.1
        return self

    def after(self, *texts: str, relay: bool = True, **more: Any) -> "Chat":
        self.customer(*texts, after=True, **more)
        if relay:
            self.relayed += [Relayed("c", text, self.now) for text in texts]
        return self

    def duty(self) -> Duty:
        return Duty(
            self.due, self.queue, self.priority, self.language, self.topic,
            self.facts, self.superseded, self.attempted,
        )  # fmt: skip

    def bot(self, *texts: str, speaker: Speaker = Speaker.BOT) -> "Chat":
        for text in texts:
            self._tick()
            self.messages.append(Message(speaker, text, self.now, self.turn))
        return self

    def human(self, *texts: str) -> "Chat":
        return self.bot(*texts, speaker=Speaker.HUMAN)

    def system(self, *texts: str) -> "Chat":
        return self.bot(*texts, speaker=Speaker.SYSTEM)

    def greeted(self, text: str) -> "Chat":
        """The bot spoke first."""
        self.messages.insert(0, Message(Speaker.BOT, text))
        return self

    def later(self, seconds: float = 1.0) -> "Chat":
        """The reply is over; what is said from here on comes unasked."""
        self.now += seconds
        self.closed = True
        return self

    def signal(self, queue: str | None = None) -> "Chat":
        self._tick()
        self.signals.append(Signal(self.now, self.turn, queue))
        return self

    def lines(self) -> tuple[Line, ...]:
        """The transcript so far, as a good desk has it."""
        return tuple(Line(one.speaker, one.text, one.speaker.value) for one in self.messages)

    def desk(self, **parts: Any) -> "Chat":
        """A handoff at the desk: a good one but for `parts`."""
        self._tick()
        good: dict[str, Any] = {
            "at": self.now,
            "turn": self.turn,
            "id": f"h{len(self.handoffs) + 1}",
            "queue": self.queue,
            "priority": self.priority,
            "language": self.language,
            "summary": "Was charged twice, wants the money back.",
            "transcript": self.lines(),
            "facts": {fact.name: fact.value for fact in self.facts},
            "attempted": self.attempted,
        }
        self.handoffs.append(Handoff("c", **{"source": Source.WEBHOOK, **good, **parts}))
        return self

    def person(self, does: Does, words: str = "", refused: int = 0, **held: Any) -> "Chat":
        """A person at the desk does this; `held` is what has changed there once it was done."""
        self.later(0.5)
        no = Refusal(refused, "no such case") if refused else None
        known = {"taken": does is not Does.GIVES_BACK, **held}
        now = replace(self.handoffs[-1], **known) if self.handoffs else None
        said, queue = (words, "") if does is Does.SAYS else ("", words)
        before = len(self.messages)
        done = Deed(does, said, queue, self.now, self.turn, before, no, now)
        self.deeds.append(done)
        return self

    def refuse(self, status: int = 409, **parts: Any) -> "Chat":
        return self.desk(accepted=False, status=status, **parts)

    def _tick(self) -> None:
        self.now += 0.1
        if self.turns and not self.closed:
            self.turns[-1] = replace(self.turns[-1], over=self.now)

    def record(self, expect: Expectation | None = None, **parts: Any) -> Record:
        state = DeskState(observed=True, fields=FIELDS, relays=True)
        known: dict[str, Any] = {
            "desk": state,
            "signal_mapped": True,
            "listens": True,
            "listened": 5.0,
        }
        whole = Record(
            plan=plan(self, expect or Expectation()),
            conversation="c",
            started=0.0,
            seconds=self.now,
            turns=tuple(self.turns),
            messages=tuple(self.messages),
            signals=tuple(self.signals),
            handoffs=tuple(self.handoffs),
            relayed=tuple(self.relayed),
            deeds=tuple(self.deeds),
            **known,
        )
        return replace(whole, **parts)


def plan(chat: Chat, expect: Expectation) -> Plan:
    moves = tuple(turn.move for turn in chat.turns if not turn.after)
    return Plan(
        id="t::case[plain]",
        kind=Kind.SCRIPTED,
        scenario="case",
        persona="plain",
        seed=0,
        trial=1,
        identity=Identity("Ada Byron", "ada.tok1@example.org", "+44 20 7946 0018", "en_GB"),
        token="tok1",
        language=chat.language,
        facts=chat.facts,
        visits=(Visit(moves),),
        expect=expect,
        topic=chat.topic,
        trigger=chat.due.trigger if chat.due else None,
    )


def opened(**parts: Any) -> Chat:
    """The beginning of the healthy conversation: a fact and a step are told."""
    chat = Chat(**parts)
    chat.customer(
        "I was charged 49.90 EUR twice for order AB-123456.",
        gives=(ORDER, AMOUNT),
        topic=chat.topic,
    )
    chat.bot("Here is an article about double charges.")
    return chat


def asked(**parts: Any) -> Chat:
    """As far as the turn that makes a handoff due."""
    return opened(**parts).customer(
        "I read that article already. Get me a human!",
        due=Trigger.EXPLICIT_REQUEST,
        tried=("help_article",),
    )


def handed_over(notice: str = NOTICE, **parts: Any) -> Chat:
    """As far as a good handoff, but for `parts` of what the desk holds."""
    return asked().signal().desk(**parts).bot(notice)


def healthy() -> Chat:
    """A conversation in which every promise is kept."""
    return handed_over().after("Is anybody there?")


def on_a_screen(record: Record | None = None, **parts: Any) -> Record:
    """A record, the healthy one unless another is given, of a bot that was used in a browser."""
    record = record or healthy().record()
    messages = tuple(
        replace(message, id=f"bubble-{place}") for place, message in enumerate(record.messages)
    )
    seen = {"announced": frozenset(message.id for message in messages), "input": "usable"}
    screen = Screen(**{**seen, "around": "Chat with us", **parts})
    return replace(record, messages=messages, screen=screen)


def twin() -> Chat:
    """A conversation that must not escalate."""
    chat = Chat(topic="order_status", queue="general", priority=None)
    chat.customer("Where is order AB-123456?", gives=(ORDER,), topic="order_status")
    chat.bot("It arrives tomorrow.")
    return chat.customer("Our legal department approved the order.").bot("Good to hear.")
