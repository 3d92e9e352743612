"""Conversations built by hand, one for each outcome."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from escalation_tests.model.duty import Due, Duty
from escalation_tests.model.fact import Fact, Identity
from escalation_tests.model.finding import (
    Blame,
    Finding,
    Judgement,
    Promise,
    Result,
    Severity,
    Status,
    Verdict,
    Witnesses,
)
from escalation_tests.model.handoff import DeskState, Handoff, Line, Relayed, Signal, Source
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.move import Act, Move
from escalation_tests.model.plan import Kind, Plan, Visit
from escalation_tests.model.played import Played
from escalation_tests.model.reading import Reading, Reads, Says
from escalation_tests.model.record import Leg, Record, Trouble, Turn
from escalation_tests.model.secrets import Secrets
from escalation_tests.model.trigger import Trigger
from escalation_tests.reporting.entry import entry

ITEM = "scenarios/billing.yaml::charged-twice[furious]"
REPRODUCE = f"pytest '{ITEM}' --escalation-seed=7"
ORDER = Fact("order_id", "AB-100001")
DUE = Due(Trigger.FRUSTRATION, 2, 3)

REACH = {
    "frustration": {
        "topic": ("double_charge", "parcel"),
        "persona": ("furious", "plain"),
        "language": ("en",),
        "position": ("turn 2", "turn 3", "turn 4 or later"),
        "fault": ("desk: refuses",),
    },
    "out_of_scope": {
        "topic": ("press",), "persona": ("plain",), "language": ("en",), "position": (), "fault": (),
    },
    "none": {"topic": (), "persona": (), "language": (), "position": (), "fault": ()},
}  # fmt: skip
"""What the workshop's policy can be tried with."""


@dataclass(frozen=True)
class HandMadeCase:
    """A test as the customers' room would make it."""

    id: str = "charged-twice[furious]"
    kind: Kind = Kind.SCRIPTED
    scenario: str = "charged-twice"
    about: str = "Disputes a double charge; the bot keeps offering the help article."
    persona: str = "furious"
    topic: str | None = "double_charge"
    trigger: Trigger | None = Trigger.FRUSTRATION
    language: str = "en"
    severity: str = "critical"
    tags: tuple[str, ...] = ("smoke",)
    trials: int = 1
    require: int = 1
    file: str = "scenarios/billing.yaml"
    line: int = 12

    def plan(self, seed: int, trial: int = 1) -> Plan:
        return plan()


def plan(**changes: Any) -> Plan:
    made = Plan(
        id=ITEM,
        kind=Kind.SCRIPTED,
        scenario="charged-twice",
        persona="furious",
        seed=7,
        trial=1,
        identity=Identity("Ann Lee", "ann.t0ken@example.org", "", "en"),
        token="t0ken",
        language="en",
        facts=(ORDER,),
        visits=(Visit(moves=()),),
        topic="double_charge",
        trigger=Trigger.FRUSTRATION,
    )
    return replace(made, **changes)


def turns() -> tuple[Turn, ...]:
    first = Duty(queue="general", facts=(ORDER,), topic="double_charge")
    due = Duty(
        due=DUE, queue="billing", priority="high", facts=(ORDER,), attempted=("help_article",)
    )
    asks = Move(Act.ASKS, ("I was charged twice for AB-100001.",), "I was charged twice.")
    angry = Move(
        Act.COMPLAINS, ("You are NOT listening!",), triggers=frozenset({Trigger.FRUSTRATION})
    )
    waits = Move(Act.WAITS, ("Is anybody there?",))
    return (
        Turn(1, asks, first, 0.0, 0.5),
        Turn(2, angry, due, 1.0, 1.9),
        Turn(3, waits, due, 2.5, 2.9, after=True),
    )


MESSAGES = (
    Message(Speaker.CUSTOMER, "I was charged twice for AB-100001.", 0.0, 1),
    Message(Speaker.BOT, "Please read our help article.", 0.4, 1),
    Message(Speaker.CUSTOMER, "You are NOT listening!", 1.0, 2),
    Message(Speaker.BOT, "I am connecting you with our billing team.", 1.6, 2),
    Message(Speaker.CUSTOMER, "Is anybody there?", 2.5, 3),
)
READINGS = (
    Reading(),
    Reading(),
    Reading(),
    Reading(Reads.ANNOUNCES, frozenset({Says.WHO})),
    Reading(),
)
HANDOFF = Handoff(
    conversation="c-1",
    source=Source.WEBHOOK,
    at=1.5,
    turn=2,
    id="h-1",
    status=201,
    queue="billing",
    priority="high",
    transcript=(
        Line(Speaker.CUSTOMER, "I was charged twice for AB-100001.", "user"),
        Line(Speaker.BOT, "Please read our help article.", "assistant"),
    ),
    facts={"amount": "49.90"},
    attempted=(),
    raw='{"conversation_id": "c-1"}',
)


def record(**changes: Any) -> Record:
    made = Record(
        plan=plan(),
        conversation="c-1",
        started=1_790_000_000.0,
        seconds=3.25,
        turns=turns(),
        messages=MESSAGES,
        signals=(Signal(1.45, 2, "billing", "true"),),
        handoffs=(HANDOFF,),
        relayed=(Relayed("c-1", "Is anybody there?", 2.7),),
        signal_mapped=True,
        desk=DeskState(observed=True, fields=frozenset({"queue"}), relays=True),
    )
    return replace(made, **changes)


MISSING_FACT = Finding(
    check="context.facts-carried",
    promise=Promise.CONTEXT,
    severity=Severity.CRITICAL,
    blame=Blame.BOT,
    message="The order number never reached the human.",
    evidence={"expected": {"order_id": "AB-100001"}, "actual": {"amount": "49.90"}, "turn": 1},
)


def judgement(verdict: Verdict = Verdict.PASSED, *results: Result, **changes: Any) -> Judgement:
    kept = (
        Result("trigger.in-time", Promise.TRIGGER, Status.PASSED),
        Result("delivery.at-desk", Promise.DELIVERY, Status.PASSED),
        Result("routing.queue", Promise.ROUTING, Status.PASSED),
        Result("notice.given", Promise.NOTICE, Status.PASSED),
    )
    made = Judgement(
        verdict,
        (*kept, *results),
        Witnesses(True, True, 1),
        2,
        2,
        READINGS,
    )
    return replace(made, **changes)


def passed() -> Played:
    return Played(record(), judgement())


def failed(**changes: Any) -> Played:
    broken = Result("context.facts-carried", Promise.CONTEXT, Status.FAILED, (MISSING_FACT,))
    unseen = Result(
        "afterwards.bot-silent",
        Promise.AFTERWARDS,
        Status.NOT_OBSERVABLE,
        reason="the channel cannot hear what the bot says unasked",
    )
    return Played(record(**changes), judgement(Verdict.FAILED, broken, unseen))


def dead_bot() -> Played:
    trouble = Trouble(
        Leg.BOT,
        "status",
        "The bot answered with 502 Bad Gateway where 2xx was expected.",
        "<html><h1>502 Bad Gateway</h1></html>",
        turn=1,
    )
    stopped = record(
        turns=turns()[:1],
        messages=MESSAGES[:1],
        signals=(),
        handoffs=(),
        relayed=(),
        trouble=trouble,
    )
    unheard = Judgement(Verdict.ERROR, (), Witnesses(None, False, 0))
    return Played(stopped, unheard)


def unseen() -> Played:
    results = tuple(
        Result(name, promise, Status.NOT_OBSERVABLE, reason="no desk is configured")
        for name, promise in (
            ("delivery.at-desk", Promise.DELIVERY),
            ("context.transcript-complete", Promise.CONTEXT),
        )
    )
    blind = record(signals=(), handoffs=(), relayed=(), messages=MESSAGES[:3], desk=DeskState())
    return Played(
        blind,
        Judgement(
            Verdict.SKIPPED,
            results,
            Witnesses(None, False, None),
            reason="neither a signal nor the desk can be seen",
        ),
    )


OUTCOMES: dict[str, Callable[[], Played]] = {
    "passed": passed,
    "failed": failed,
    "error": dead_bot,
    "skipped": unseen,
}


@dataclass(frozen=True)
class Workshop:
    """Makes plays and entries."""

    passed: Callable[..., Played] = passed
    failed: Callable[..., Played] = failed
    error: Callable[..., Played] = dead_bot
    skipped: Callable[..., Played] = unseen
    record: Callable[..., Record] = record
    plan: Callable[..., Plan] = plan
    judgement: Callable[..., Judgement] = judgement
    case: Callable[..., HandMadeCase] = HandMadeCase

    def entry(
        self,
        *played: Played,
        secrets: frozenset[str] = frozenset(),
        item: str = ITEM,
        **case: Any,
    ) -> dict[str, Any]:
        reproduce = f"pytest '{item}' --escalation-seed=7"
        return entry(HandMadeCase(**case), played, reproduce, Secrets(secrets), item)

    def outcome(self, verdict: str) -> dict[str, Any]:
        return self.entry(OUTCOMES[verdict]())


@pytest.fixture(scope="session")
def workshop() -> Workshop:
    return Workshop()
