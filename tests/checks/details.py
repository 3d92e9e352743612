"""More hand-built records: what findings tell in rarer cases, and where long evidence is cut.

Told word by word in `told.json`, like the faults of the catalogue.
"""

from dataclasses import replace

from escalation_tests.model.fact import Fact
from escalation_tests.model.handoff import DeskState, Line, Signal
from escalation_tests.model.message import Speaker
from escalation_tests.model.plan import Expectation, FaultSpec
from escalation_tests.model.record import Record
from escalation_tests.model.trigger import Trigger
from tests.checks.faults import fault
from tests.checks.records import (
    FIELDS,
    NOTICE,
    Chat,
    asked,
    handed_over,
    healthy,
    opened,
    policy,
    twin,
)

LONG = "on and on " * 80
"""Longer than any evidence may be."""
MANY = 22
"""More than any evidence lists."""
UNSEEN = DeskState()
SAID = "I will look at it."


def _numbered(word: str, count: int = MANY) -> tuple[str, ...]:
    return tuple(f"{word} number {number}." for number in range(count))


def _wait(chat: Chat, relay: bool) -> Chat:
    for text in _numbered("Message"):
        chat.after(text, relay=relay)
    return chat


def _replies(count: int = 12) -> tuple[str, ...]:
    return _numbered("Reply", count)


def _mumbled(count: int = MANY) -> Chat:
    """A long conversation before the handoff."""
    chat = Chat()
    for number in range(count):
        chat.customer(f"This is message number {number} of mine.").bot(f"I see, point {number}.")
    return chat.customer("I want a human now!", due=Trigger.EXPLICIT_REQUEST).signal()


def _flipped() -> Chat:
    chat = _mumbled(12)
    wrong = tuple(Line(Speaker.HUMAN, line.text, "colleague") for line in chat.lines())
    opening = Line(Speaker.SYSTEM, "The chat was opened at noon.", "system")
    return chat.desk(transcript=(opening, *wrong)).bot(NOTICE).after("Hi?")


def _doubled() -> Chat:
    chat = _mumbled()
    return chat.desk(transcript=chat.lines() * 2).bot(NOTICE).after("Hi?")


def _strange_lines() -> Chat:
    """As many lines as are looked at, of which the desk's own make the comparison too long."""
    chat = asked()
    strange = [Line(None, f"Something else, the {number}th.", "r" * 50) for number in range(198)]
    return chat.signal().desk(transcript=(*chat.lines()[1:], *strange)).bot(NOTICE).after("Hi?")


def _answered_twice() -> Record:
    before = Chat().customer("Where is it?").bot("On its way.", "Anything else?").record()
    now = (
        Chat()
        .customer("Where is it?")
        .bot("It left there.", "Anything else?", "There it came.", "Anything?")
    )
    record = now.record(baseline=before)
    faults = (FaultSpec("bot", "sends_twice", times=0),)
    return replace(record, plan=replace(record.plan, faults=faults))


def _tolerated() -> Record:
    """A handoff for a cause of which the policy says nothing, and to the wrong queue."""
    chat = Chat(topic=None).customer("Hm.").signal().desk(queue="sales").bot(NOTICE).after("Hi?")
    turns = tuple(replace(turn, duty=replace(turn.duty, tolerated=True)) for turn in chat.turns)
    return chat.record(turns=turns)


def _rated(wanted: str, actual: str | None) -> Record:
    return handed_over(priority=actual).after("Hi?").record(Expectation(priority=wanted))


def _offered_twice() -> Chat:
    chat = asked().bot("Shall I connect you?", "Or not?")
    return chat.customer("Yes!").bot(*_replies())


def _joined_in() -> Record:
    silent = asked().signal().bot("Thank you.", *_replies())
    return silent.record(desk=DeskState(observed=False, fields=FIELDS), handoffs=())


def _refused(*said: str) -> Chat:
    return asked().signal().refuse(503).refuse(503).bot(*said)


def _visits() -> Record:
    first, second = (handed_over(queue=name).after("Hi?").record() for name in ("a", "b"))
    return replace(handed_over(queue="c").after("Hi?").record(), visit=3, earlier=(first, second))


def _corrected(**desk) -> Chat:
    chat = opened().customer("Sorry, AB-654321.", corrects=(Fact("order_id", "AB-654321"),))
    chat.bot("Noted.").customer("A human, please.", due=Trigger.EXPLICIT_REQUEST)
    return chat.signal().desk(**desk).bot(NOTICE).after("Hello?")


_OPEN = policy(after={"bot_silent": None})
_WORDY = policy(notice={"says": ["destination", "wait", "next_step"]})
_NO_TRANSCRIPT = policy(context={"transcript": "none"})
_REQUIRED = policy(context={"summary": "required", "language": "required"})

SPEECH = (
    fault("after-many", lambda: healthy().bot(*(LONG + one for one in _numbered("Answer"))),
          "after.bot-silent"),
    fault("after-lost", lambda: _wait(handed_over(), relay=False), "after.messages-delivered"),
    fault("after-lost-long", lambda: handed_over().after(LONG, relay=False),
          "after.messages-delivered"),
    fault("after-twice", _answered_twice, "after.answers-once"),
    fault("after-copies", lambda: twin().bot("Good to hear that, have a nice day!").bot(
        "GOOD TO HEAR THAT, have a nice day.").bot("Good to hear that; have a nice day!"),
        "after.answers-once"),
    fault("after-note-long", lambda: handed_over().human(f"[internal {'x' * 39}] {LONG}")
          .after("Hi?"), "after.no-internal-note"),
    fault("after-summary-long", lambda: handed_over(summary=f"Charged twice, is angry. {LONG}")
          .system(f"Charged twice, is angry. {LONG} {LONG}").after("Hi?"),
          "after.no-internal-note"),
    fault("after-reason", lambda: handed_over(
        reason="The customer was charged twice and is really angry by now.").system(
        "See: the customer was charged twice and is really angry by now.").after("Hi?"),
        "after.no-internal-note"),
    fault("again-by-bot", lambda: healthy().bot(f"What is your order number? {LONG}"),
          "context.not-asked-again", policy=_OPEN),
    fault("again-same-reply", lambda: handed_over(NOTICE + " What is your order number?")
          .after("Hi?"), "context.not-asked-again"),
    fault("given-unseen", _joined_in, "notice.given"),
    fault("given-many", lambda: asked().signal().desk().bot(*_replies()).after("Hi?"),
          "notice.given", disagreement="silent transfer"),
    fault("once-many", lambda: asked().signal().desk().bot(*[NOTICE] * 12).after("Hi?"),
          "notice.once"),
    fault("once-later", lambda: handed_over().after("Hi?").bot(NOTICE + " Really."),
          "notice.once", policy=_OPEN),
    fault("says-nothing", lambda: handed_over(f"I am connecting you. {LONG}").after("Hi?"),
          "notice.says", policy=_WORDY),
    fault("language-long", lambda: Chat(topic=None, queue="general", priority=None, language="es")
          .customer("Quiero una persona", due=Trigger.EXPLICIT_REQUEST).signal().desk()
          .bot(f"I am connecting you with an agent, they will answer you here. {LONG}")
          .after("¿Hola?"), "notice.language"),
    fault("placeholder-long", lambda: handed_over(f"{NOTICE} {{{{name}}}} {LONG}").after("Hi?"),
          "notice.no-placeholder"),
    fault("denied-long", lambda: asked().signal().desk().bot(f"Sorry, nobody is here. {LONG}")
          .after("Hi?"), "notice.true-to-desk"),
    fault("team-long", lambda: handed_over(
        f"I am connecting you with the general team. Stay here. {LONG}").after("Hi?"),
        "notice.true-to-desk"),
    fault("late-long", lambda: asked().signal().desk().bot("One moment.").after("Hi?")
          .bot(f"{NOTICE} {LONG}"), "notice.before-transfer", policy=_OPEN),
)  # fmt: skip
DELIVERIES = (
    fault("promise-unseen", lambda: asked().bot(f"{NOTICE} {LONG}").record(desk=UNSEEN),
          "delivery.at-desk", disagreement="promise without transfer"),
    fault("promise-unmapped", lambda: asked().bot(NOTICE).record(signal_mapped=False),
          "delivery.at-desk", disagreement="promise without transfer"),
    fault("phantom-many", lambda: asked().bot(SAID).record(
        signals=tuple(Signal(3.0, 2, None, f"flag {n} {LONG}") for n in range(7))),
        "delivery.at-desk", disagreement="phantom flag"),
    fault("once-dozen", lambda: _dozen(), "delivery.once", disagreement="double transfer"),
    fault("nobody-long", lambda: _refused(f"You are now connected! {LONG}"),
          "delivery.honest-when-refused", disagreement="transfer to nobody"),
    fault("says-so-many", lambda: _refused(*_replies()), "unavailable.says-so"),
    fault("offers-many", lambda: _refused("Sorry, nobody is here.", *_replies()),
          "unavailable.offers"),
    fault("offers-all", lambda: _refused("Sorry, nobody is here."), "unavailable.offers",
          policy=policy(unavailable={"say_so": True, "offer": ["hours", "ticket", "callback"]})),
    fault("missed-many", _offered_twice, "trigger.in-time"),
    fault("needless-opening", lambda: Chat().greeted("Hello!").signal().desk(),
          "trigger.not-needless"),
    fault("needless-long", lambda: Chat().customer(LONG, "Bye!").signal().desk().bot(NOTICE),
          "trigger.not-needless"),
    fault("visits", _visits, "routing.queue"),
)  # fmt: skip


def _dozen() -> Chat:
    chat = asked().signal()
    for number in range(12):
        chat.desk(id=f"{LONG}{number}")
    return chat.bot(NOTICE).after("Hello?")


CONTENTS = (
    fault("roles-many", _flipped, "context.roles"),
    fault("complete-doubled", _doubled, "context.transcript-complete"),
    fault("complete-strange", _strange_lines, "context.transcript-complete"),
    fault("complete-all", lambda: _mumbled().desk(transcript=(
        Line(Speaker.CUSTOMER, "I want a human now!", "customer"),)).bot(NOTICE).after("Hi?"),
        "context.transcript-complete"),
    fault("facts-long", lambda: handed_over(
        facts={"customer.order.order_id": "n" * 100, "amount": "0"}, transcript=None)
        .after("Hi?"), "context.facts-carried", policy=_NO_TRANSCRIPT),
    fault("facts-nothing", lambda: handed_over(
        facts={"order": "1", "sum": "2"}, transcript=None).after("Hi?"),
        "context.facts-carried", policy=_NO_TRANSCRIPT),
    fault("facts-stale-dotted", lambda: _corrected(
        facts={"the.customers.order_id": "AB-123456", "amount": "49.9", "other": "AB-654321"}),
        "context.facts-current"),
    fault("facts-stale-summary", lambda: _corrected(
        summary="Asks about AB-123456.", facts={"amount": "49.9"}), "context.facts-current"),
    fault("steps-many", lambda: handed_over(
        attempted=tuple(f"{one} {LONG}" for one in _numbered("Step")), summary=LONG)
        .after("Hi?"), "context.attempted-steps"),
    fault("summary-long", lambda: handed_over(summary=f"The issue was resolved. {LONG}")
          .after("Hi?"), "context.summary-faithful"),
    fault("summary-blank", lambda: handed_over(summary=" - ").after("Hi?"),
          "context.summary-faithful", policy=policy(context={"summary": "required"})),
    fault("language-name", lambda: handed_over(language=f"Klingon {LONG}").after("Hi?"),
          "context.language", policy=_REQUIRED),
    fault("foreign-many", lambda: handed_over(
        raw=" ".join(f"ZZ-7777{n:02}" for n in range(MANY))).after("Hi?"),
        "context.nothing-foreign",
        planted={f"ZZ-7777{n:02}": f"other {n}" for n in range(MANY)}),
)  # fmt: skip
ROUTES = (
    fault("queue-tolerated", _tolerated, "routing.queue"),
    fault("queue-long", lambda: handed_over(queue=LONG).after("Hi?"), "routing.queue"),
    fault("priority-at-most", lambda: _rated("<= normal", "high"), "routing.priority"),
    fault("priority-more", lambda: _rated("> high", "high"), "routing.priority"),
    fault("priority-less", lambda: _rated(" < high ", "urgent"), "routing.priority"),
    fault("priority-exact", lambda: _rated("high", "urgent"), "routing.priority"),
    fault("priority-inverted", lambda: _rated(">= urgent", "low"), "routing.priority"),
    fault("priority-unknown", lambda: _rated(">= high", f"P1 {LONG}"), "routing.priority"),
    fault("priority-none", lambda: _rated(">= low", None), "routing.priority"),
)  # fmt: skip
DETAILS = (*SPEECH, *DELIVERIES, *CONTENTS, *ROUTES)
