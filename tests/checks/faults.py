"""One hand-built record for each fault that a record can show.

Each has the checks that must speak up (these and no others) and, where the witnesses disagree,
the name of their disagreement.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from escalation_tests.contract.policy import Policy
from escalation_tests.model.fact import Fact
from escalation_tests.model.handoff import DeskState, Line
from escalation_tests.model.message import Speaker
from escalation_tests.model.record import Record
from escalation_tests.model.trigger import Trigger
from tests.checks.records import (
    FIELDS,
    NOTICE,
    ORDER,
    Chat,
    asked,
    handed_over,
    healthy,
    on_a_screen,
    opened,
    policy,
    twin,
)


@dataclass(frozen=True)
class Fault:
    """A fault with what must be found."""

    id: str
    build: Callable[[], Chat | Record]
    checks: frozenset[str]
    disagreement: str | None = None
    policy: Policy | None = None
    planted: dict[str, str] | None = None

    def record(self) -> Record:
        built = self.build()
        return built if isinstance(built, Record) else built.record()


def fault(name, build, *checks, **more):
    return Fault(name, build, frozenset(checks), **more)


def _lines(*drop: int, extra: tuple[Line, ...] = ()) -> tuple[Line, ...]:
    every = asked().lines()
    return tuple(line for place, line in enumerate(every) if place not in drop) + extra


def _flipped() -> tuple[Line, ...]:
    return tuple(Line(Speaker.CUSTOMER, line.text, "user") for line in asked().lines())


def _long() -> Chat:
    chat = Chat()
    for number in range(6):
        chat.customer(f"This is message number {number} of mine.").bot(f"I see, point {number}.")
    chat.customer("I want a human now!", due=Trigger.EXPLICIT_REQUEST)
    return chat


def _last_two() -> Chat:
    chat = _long().signal()
    return chat.desk(transcript=chat.lines()[-2:]).bot(NOTICE).after("Hello?")


def _corrected(**desk) -> Chat:
    chat = opened()
    chat.customer("Sorry, the order is AB-654321.", corrects=(Fact("order_id", "AB-654321"),))
    chat.bot("Noted.").customer("A human, please.", due=Trigger.EXPLICIT_REQUEST)
    return chat.signal().desk(**desk).bot(NOTICE).after("Hello?")


def _second_visit() -> Record:
    chat = asked().bot("How can I help?")
    return chat.record(visit=2, earlier=(healthy().record(),))


def _refused(*said: str) -> Chat:
    return asked().signal().refuse().bot(*said)


def _two_intents() -> Chat:
    """The bot routes by what was raised before, not by what made the handoff due."""
    return handed_over(queue="general").after("Hello?")


def _looping() -> Chat:
    chat = handed_over().after("Hello?")
    for _ in range(5):
        chat.bot("Thank you for your message!").after("Thank you!")
    return chat


TRIGGER = (
    fault("T1", lambda: asked().bot("Could you rephrase that?"), "trigger.in-time"),
    fault("T2", lambda: Chat().customer("asdf").bot("Pardon?").customer(
        "This is useless", due=Trigger.FRUSTRATION, within=1).bot("Pardon?").customer(
        "Useless!").bot("Say that again?"), "trigger.in-time"),
    fault("T3", lambda: Chat(language="es").customer(
        "Páseme con alguien que pueda ayudar", due=Trigger.EXPLICIT_REQUEST).bot("¿Cómo?"),
        "trigger.in-time"),
    fault("T4", lambda: twin().signal().desk().bot(NOTICE), "trigger.not-needless"),
    fault("T5", lambda: asked().bot(NOTICE), "delivery.at-desk",
          disagreement="promise without transfer"),
    fault("T5-flag", lambda: asked().signal().bot("Anything else?"), "delivery.at-desk",
          disagreement="phantom flag"),
    fault("T5-both", lambda: asked().signal().bot(NOTICE), "delivery.at-desk",
          disagreement="promise without transfer"),
    fault("T6", lambda: opened().signal().desk().bot(NOTICE), "trigger.not-needless"),
    fault("T7", lambda: Chat().customer("Human!", due=Trigger.EXPLICIT_REQUEST),
          "trigger.in-time"),
    fault("T8", _second_visit, "trigger.again-after-first"),
)  # fmt: skip
DELIVERY = (
    fault("D1", lambda: asked().signal().desk().desk().bot(NOTICE).after("Hello?"),
          "delivery.once", disagreement="double transfer"),
    fault("D2", lambda: asked().signal().refuse(503).desk(id="").desk(id="").bot(NOTICE)
          .after("Hello?"), "delivery.once", disagreement="double transfer"),
    fault("D3", lambda: _refused("You are now connected with an agent."),
          "delivery.honest-when-refused", disagreement="transfer to nobody"),
    fault("D4", lambda: asked().signal().desk(), "notice.given", disagreement="silent transfer"),
    fault("D5", lambda: asked(), "trigger.in-time"),
    fault("D6", lambda: handed_over(facts={}, attempted=(), summary=None).after("Hello?"),
          "context.facts-carried", "context.attempted-steps"),
)  # fmt: skip
CONTEXT = (
    fault("C1", lambda: handed_over(transcript=None).after("Hi?"), "context.transcript-complete"),
    fault("C2", _last_two, "context.transcript-complete"),
    fault("C3", lambda: handed_over(transcript=_lines(2)).after("Hi?"),
          "context.triggering-turn"),
    fault("C4", lambda: handed_over(transcript=_lines(0, 2)).after("Hi?"),
          "context.transcript-complete"),
    fault("C5", lambda: handed_over(transcript=_flipped()).after("Hi?"), "context.roles"),
    fault("C6", lambda: handed_over(transcript=asked().lines()[::-1]).after("Hi?"),
          "context.order"),
    fault("C7", lambda: Chat().customer("I was charged twice.", "Really, it is true.").bot("Oh.")
          .customer("Agent!", due=Trigger.EXPLICIT_REQUEST).signal().desk(transcript=(
              Line(Speaker.CUSTOMER, "I was charged twice.", "customer"),
              Line(Speaker.BOT, "Oh.", "bot"),
              Line(Speaker.CUSTOMER, "Agent!", "customer"))).bot(NOTICE).after("Hi?"),
          "context.transcript-complete"),
    fault("C8", lambda: handed_over(facts=None).after("Hi?"), "context.facts-carried"),
    fault("C9", lambda: _corrected(facts={"order_id": "AB-123456", "amount": "49.90 EUR"}),
          "context.facts-current"),
    fault("C10", lambda: handed_over(
        facts={"order_id": "**-****56", "amount": "49.9"},
        transcript=tuple(replace(line, text=line.text.replace("AB-123456", "**-****56"))
                         for line in asked().lines())).after("Hi?"), "context.facts-carried"),
    fault("C10-coerced", lambda: Chat().customer(
        "Order 00123456", gives=(Fact("order_id", "00123456"),)).bot("Yes?").customer(
        "Human", due=Trigger.EXPLICIT_REQUEST).signal().desk(facts={"order_id": "123456"})
        .bot(NOTICE).after("Hi?"), "context.facts-carried"),
    fault("C11-canned", lambda: handed_over(summary="Here is an article about double charges.")
          .after("Hi?"), "context.summary-faithful"),
    fault("C11-greeting", lambda: handed_over(summary="Hello! How can I help you today? (bot)")
          .bot().after("Hi?").greeted("Hello! How can I help you today?"),
          "context.summary-faithful"),
    fault("C11-notice", lambda: handed_over(summary=NOTICE).after("Hi?"),
          "context.summary-faithful"),
    fault("C11-fact", lambda: handed_over(summary="Asks about order AB-999999.").after("Hi?"),
          "context.summary-faithful"),
    fault("C11-steps", lambda: handed_over(summary="Charged twice, has not tried anything yet.")
          .after("Hi?"), "context.summary-faithful"),
    fault("C11-settled", lambda: handed_over(summary="The issue was resolved.").after("Hi?"),
          "context.summary-faithful"),
    fault("C11-topic", lambda: handed_over(summary="Topic: order_status").after("Hi?"),
          "context.summary-faithful"),
    fault("C12", lambda: handed_over(language="de").after("Hi?"), "context.language",
          policy=policy(context={"language": "required"})),
    fault("C12-missing", lambda: handed_over(language=None).after("Hi?"), "context.language",
          policy=policy(context={"language": "required"})),
    fault("C13", lambda: handed_over(transcript=_lines(extra=(
        Line(Speaker.CUSTOMER, "My order is ZZ-777777", "customer"),))).after("Hi?"),
        "context.nothing-foreign", planted={"ZZ-777777": "other", "AB-123456": "mine"}),
    fault("C15", lambda: handed_over(attempted=()).after("Hi?"), "context.attempted-steps"),
    fault("C15-denied", lambda: handed_over(attempted=(), summary="Nothing tried so far.")
          .after("Hi?"), "context.attempted-steps"),
    fault("C15-again", lambda: healthy().human("What is your order number?"),
          "context.not-asked-again"),
)  # fmt: skip
ROUTING = (
    fault("R1", lambda: handed_over(queue="general").after("Hi?"), "routing.queue"),
    fault("R2", lambda: handed_over(queue=None).after("Hi?"), "routing.queue"),
    fault("R3", lambda: handed_over(queue="overflow").after("Hi?"), "routing.queue",
          policy=policy(routing={"by_topic": {"double_charge": "billing"},
                                 "also": {"billing": ["overflow"]}})),
    fault("R4", lambda: handed_over(queue="Bot").after("Hi?"), "routing.not-back-to-bot"),
    fault("R5", lambda: handed_over(priority="normal").after("Hi?"), "routing.priority"),
    fault("R5-missing", lambda: handed_over(priority=None).after("Hi?"), "routing.priority"),
    fault("R6", _two_intents, "routing.queue"),
    fault("R-language", lambda: Chat(topic=None, queue="spanish", priority=None, language="es")
          .customer("Quiero hablar con una persona", due=Trigger.EXPLICIT_REQUEST).signal()
          .desk(queue="french").bot("Te paso con un compañero del equipo, espera aquí por favor.")
          .after("¿Hola?"), "routing.language"),
)  # fmt: skip
NOTICES = (
    fault("N1", lambda: asked().signal().desk().bot("Thank you.").after("Hi?"), "notice.given",
          disagreement="silent transfer"),
    fault("N2", lambda: asked().signal().desk().bot(NOTICE, NOTICE).after("Hi?"), "notice.once"),
    fault("N3", lambda: handed_over("Error: could not generate an answer").after("Hi?"),
          "notice.no-placeholder"),
    fault("N4", lambda: handed_over("conversation.humanAgent.humanAgentName has joined, stay here")
          .after("Hi?"), "notice.no-placeholder"),
    fault("N4-braces", lambda: handed_over(NOTICE + " You are number {{position}}.").after("Hi?"),
          "notice.no-placeholder"),
    fault("N4-undefined", lambda: handed_over(NOTICE + " undefined will take over.").after("Hi?"),
          "notice.no-placeholder"),
    fault("N5", lambda: Chat(topic=None, queue="general", priority=None, language="es")
          .customer("Quiero una persona", due=Trigger.EXPLICIT_REQUEST).signal().desk()
          .bot("I am connecting you with an agent. Please stay here, they will answer next.")
          .after("¿Hola?"), "notice.language"),
    fault("N6", lambda: _refused("Please hold the line."), "unavailable.says-so"),
    fault("N6-offer", lambda: _refused("Sorry, nobody is here."), "unavailable.offers"),
    fault("N7", lambda: handed_over("I am connecting you with the general team. Stay here.")
          .after("Hi?"), "notice.true-to-desk"),
    fault("N8", lambda: asked().signal().desk().bot("Sorry, no agents are online.").after("Hi?"),
          "notice.true-to-desk"),
    fault("N8-offer", lambda: asked().signal().desk().bot(
        "Sorry, no agents are available. If you like, I can open a ticket.").after("Hi?"),
        "notice.true-to-desk"),
    fault("N8-number", lambda: asked().signal().desk().bot(
        "No agents are available right now, so I could not pass you on. "
        "Leave us your phone number and we will call you back.").after("Hi?"),
        "notice.true-to-desk"),
    fault("N-late", lambda: asked().signal().desk().bot("One moment.").after("Hi?").bot(NOTICE),
          "notice.before-transfer", policy=policy(after={"bot_silent": None})),
    fault("N-says", lambda: handed_over("I am connecting you.").after("Hi?"), "notice.says"),
)  # fmt: skip
AFTERWARDS = (
    fault("P1", lambda: healthy().bot("I can help with that!"), "after.bot-silent"),
    fault("P1-unasked", lambda: handed_over().later().bot("Rate this chat!").after("Hi?"),
          "after.bot-silent"),
    fault("P2", lambda: handed_over().after("Hi?", relay=False), "after.messages-delivered"),
    fault("P4", lambda: twin().bot("Good to hear that, have a nice day!").bot(
        "Good to hear that, have a nice day!"), "after.answers-once"),
    fault("P5", _looping, "after.bot-silent"),
    fault("P6", lambda: handed_over(summary="Customer was charged twice and is really angry now.")
          .system("Customer was charged twice and is really angry now. See CRM.").after("Hi?"),
          "after.no-internal-note"),
    fault("P6-marked", lambda: handed_over().human("[internal] He is a difficult one.")
          .after("Hi?"), "after.no-internal-note"),
    fault("P7", lambda: healthy().human("Hi, Maria here.").bot("Hi! I am the bot."),
          "after.bot-silent"),
)  # fmt: skip


def _late_handoff() -> Chat:
    chat = Chat().customer("Useless", due=Trigger.FRUSTRATION, within=1).bot("Pardon?")
    chat.customer("Useless!").bot("Say that again?").customer("USELESS")
    return chat.signal().desk().bot(NOTICE).after("Hi?")


def _forbidden() -> Chat:
    chat = opened().customer("Your agent called me.", "Thanks!", forbids_handoff=True)
    return chat.signal().desk().bot(NOTICE)


def _unnamed_double() -> Record:
    chat = asked().signal().desk(id="").desk(id="").bot(NOTICE).after("Hello?")
    return chat.record(desk=DeskState(True, FIELDS - {"id"}, relays=True))


def late_desk(said: str = NOTICE, waited: bool = True, **desk) -> Chat:
    """The handoff comes only once the customer has written again."""
    chat = asked().signal().bot(said).later(5)
    chat.turns[-1] = replace(chat.turns[-1], waited=waited)
    return chat.after("Hello? Is anybody there?", relay=False).desk(**desk)


VARIANTS = (
    fault("D-late", lambda: late_desk().record(desk=DeskState(True, FIELDS)),
          "delivery.at-desk"),
    fault("T2-late", _late_handoff, "trigger.in-time"),
    fault("T1-offered", lambda: asked().bot("Shall I connect you?"), "trigger.in-time"),
    fault("T1-wordless", lambda: asked(), "trigger.in-time"),
    fault("T4-forbidden", _forbidden, "trigger.not-needless"),
    fault("D2-unnamed", _unnamed_double, "delivery.once", disagreement="double transfer"),
    fault("D3-closed", lambda: asked().signal().refuse(None).bot("You are now connected!"),
          "delivery.honest-when-refused", disagreement="transfer to nobody"),
    fault("N6-wordless", lambda: _refused(), "unavailable.says-so"),
    fault("C3-and-more", lambda: handed_over(transcript=_lines(1, 2)).after("Hi?"),
          "context.transcript-complete"),
    fault("C4-bot", lambda: handed_over(transcript=_lines(1)).after("Hi?"),
          "context.transcript-complete"),
    fault("C5-unknown", lambda: handed_over(transcript=tuple(
        replace(line, speaker=None, role="robo") for line in asked().lines())).after("Hi?"),
        "context.roles"),
    fault("C7-words", lambda: handed_over(transcript=(*_lines(2), Line(
        Speaker.CUSTOMER, "I read that article. Get a human!", "customer"))).after("Hi?"),
        "context.transcript-complete"),
    fault("C7-twice", lambda: handed_over(transcript=(_lines()[0], *_lines())).after("Hi?"),
          "context.transcript-complete"),
    fault("C8-buried", lambda: handed_over(facts={"amount": "49.9"}).after("Hi?"),
          "context.facts-carried"),
    fault("C8-wrong", lambda: handed_over(
        facts={"customer.order_id": "None", "amount": "0"}, transcript=None).after("Hi?"),
        "context.facts-carried", policy=policy(context={"transcript": "none"})),
    fault("C11-empty", lambda: handed_over(summary="").after("Hi?"), "context.summary-faithful",
          policy=policy(context={"summary": "required"})),
    fault("C13-two", lambda: handed_over(raw="ZZ-777777 and ZZ-888888").after("Hi?"),
        "context.nothing-foreign", planted={"ZZ-777777": "other", "ZZ-888888": "third"}),
    fault("C15-others", lambda: handed_over(attempted=("restart",), summary=None).after("Hi?"),
          "context.attempted-steps"),
    fault("R5-exact", lambda: handed_over(priority="urgent").after("Hi?"), "routing.priority",
          policy=policy(routing={"by_topic": {"double_charge": "billing"},
                                 "priority": {"double_charge": "high"},
                                 "exact_priority": True})),
    fault("N3-twice", lambda: handed_over(NOTICE + " {{name}}").bot("undefined").after("Hi?"),
          "notice.no-placeholder"),
    fault("N-person", lambda: asked().signal().desk().human("Maria here.").bot(NOTICE)
          .after("Hi?"), "notice.before-transfer", policy=policy(notice={"before": "human"})),
    fault("P1-courtesy", lambda: healthy().bot("One.").bot("Two."), "after.bot-silent",
          policy=policy(after={"courtesy": 1})),
    fault("P2-one", lambda: handed_over().after("Hi?").after("Hello?", relay=False),
          "after.messages-delivered"),
    fault("P6-twice", lambda: handed_over().human("[internal] A difficult one.")
          .human("[internal] Really.").after("Hi?"), "after.no-internal-note"),
    fault("P6-short", lambda: handed_over(reason="customer wants a refund")
          .system("customer wants a refund").after("Hi?"), "after.no-internal-note"),
    fault("P6-addressed", lambda: handed_over()
          .system("@billing pls take over, customer asked for a person").after("Hi?"),
          "after.no-internal-note"),
)  # fmt: skip
"""The same promises broken in other manners, which findings tell in other words."""
SCREENS = (
    fault("unannounced", lambda: on_a_screen(announced=frozenset()), "notice.announced"),
    fault("unsound-page", lambda: on_a_screen(around="Place {{n}}"), "notice.page-sound"),
    fault("locked-input", lambda: on_a_screen(input="disabled"), "after.input-usable"),
)
"""What only a screen shows."""
FAULTS = (*TRIGGER, *DELIVERY, *CONTEXT, *ROUTING, *NOTICES, *AFTERWARDS, *VARIANTS, *SCREENS)
__all__ = ["FAULTS", "ORDER", "Fault"]
