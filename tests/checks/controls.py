"""What looks like a fault and is none: no check may speak up."""

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
    opened,
    policy,
)


@dataclass(frozen=True)
class Control:
    """A conversation in which nothing is wrong."""

    id: str
    record: Record
    policy: Policy | None = None


def _lines(change) -> tuple[Line, ...]:
    return tuple(replace(line, text=change(line.text)) for line in asked().lines())


def _redelivered() -> Chat:
    chat = asked().signal().desk(id="evt_1").desk(id="evt_1")
    return chat.bot(NOTICE).after("Hi?")


def _late() -> Chat:
    chat = asked().signal().bot(NOTICE).later(8)
    return chat.desk(transcript=asked().lines()).after("Hi?")


def _with_system_notices() -> Chat:
    chat = opened().system("Your chat may be recorded.")
    chat.customer("Get me a human!", due=Trigger.EXPLICIT_REQUEST)
    lines = tuple(line for line in chat.lines() if line.speaker is not Speaker.SYSTEM)
    return chat.signal().desk(transcript=lines).bot(NOTICE).after("Hi?")


def _marked_up(text: str) -> str:
    return f"<p>{text.replace(' ', '&nbsp; ', 1)}</p>\u200b".replace("!", "&#33;")


def _typeset() -> Chat:
    chat = opened().customer('It\'s "broken" - I want a human!', due=Trigger.EXPLICIT_REQUEST)
    lines = chat.lines()
    last = replace(lines[-1], text="It’s “broken” –  I want\n a human!")
    return chat.signal().desk(transcript=(*lines[:-1], last)).bot(NOTICE).after("Hi?")


def _long(count: int) -> Chat:
    chat = Chat()
    for number in range(count):
        chat.customer(f"This is message number {number} of mine.").bot(f"I see, point {number}.")
    chat.customer("I want a human now!", due=Trigger.EXPLICIT_REQUEST).signal()
    return chat


def _last_ten() -> Chat:
    chat = _long(8)
    return chat.desk(transcript=chat.lines()[-10:]).bot(NOTICE).after("Hi?")


def _last_ten_with_reply() -> Chat:
    chat = _long(8).bot(NOTICE)
    return chat.desk(transcript=chat.lines()[-10:]).after("Hi?")


def _courteous() -> Chat:
    chat = asked().signal().bot(NOTICE).later(0.2).bot("Thank you for your patience.")
    return chat.later(2).desk(transcript=asked().lines()).after("Hi?")


def _declined() -> Chat:
    chat = opened().bot("Shall I connect you with an agent?")
    return chat.customer("No, thank you.").bot("Fine. The article explains refunds.")


def _refusing_shop() -> Chat:
    chat = Chat().customer("A human please", due=None).bot("Let me try first, what is it?")
    chat.customer("No, a human", due=None).bot("I can do that quicker, what is it?")
    chat.customer("Human!!!", due=Trigger.EXPLICIT_REQUEST)
    return chat.signal().desk().bot(NOTICE).after("Hi?")


CARD = Fact("card", "4111 1111 1111 1111")


def _masked() -> Chat:
    chat = Chat().customer("My card is 4111 1111 1111 1111.", gives=(CARD,)).bot("Thanks.")
    chat.customer("A human, now.", due=Trigger.EXPLICIT_REQUEST)
    lines = chat.lines()
    first = replace(lines[0], text="My card is **** **** **** 1111.")
    hidden = {"facts": {"card": "************1111"}, "transcript": (first, *lines[1:])}
    return chat.signal().desk(**hidden).bot(NOTICE).after("Hi?")


def _overflow() -> Chat:
    notice = "Billing is full, so I am connecting you with the overflow team. Please stay here."
    return handed_over(notice, queue="overflow").after("Hi?")


def _by_ticket() -> Chat:
    said = "Sorry, we are closed. I opened a ticket, and we will email you tomorrow."
    return handed_over(said).after("Hi?")


def _handed_back() -> Chat:
    chat = healthy().human("Solved! Back to the bot then.")
    chat.customer("I need a human again!", due=Trigger.EXPLICIT_REQUEST, after=True)
    chat.relayed.append(replace(chat.relayed[0], text="I need a human again!"))
    return chat.signal().desk().bot("I am connecting you with our billing team once more.")


def _burst_in_one_line() -> Chat:
    chat = Chat().customer("Hello!", "I was charged twice.", "For order AB-123456", gives=(ORDER,))
    chat.bot("I see.").customer("A human", "please", "now!", due=Trigger.EXPLICIT_REQUEST)
    lines = (
        Line(Speaker.CUSTOMER, "Hello! I was charged twice. For order AB-123456", "customer"),
        Line(Speaker.BOT, "I see.", "bot"),
        Line(Speaker.CUSTOMER, "A human\nplease\nnow!", "customer"),
    )
    return chat.signal().desk(transcript=lines).bot(NOTICE).after("Hi?")


def _honest() -> Chat:
    chat = asked().signal().bot("One moment, I am connecting you with an agent.").refuse()
    return chat.bot("Sorry, nobody is here now. Shall we call you back tomorrow?")


def _retried() -> Chat:
    chat = asked().signal().refuse(503).refuse(503)
    return chat.desk().bot(NOTICE).after("Hi?")


def _only_reply() -> Record:
    state = DeskState(observed=False, fields=FIELDS, relays=False)
    return handed_over().after("Hi?").record(desk=state)


def _chunks() -> Chat:
    chat = opened().bot("Let me", "Let me see what", "Let me see what I can do for you.")
    chat.customer("A human", due=Trigger.EXPLICIT_REQUEST)
    lines = tuple(line for line in chat.lines() if line.text not in {"Let me", "Let me see what"})
    return chat.signal().desk(transcript=(*lines,)).bot(NOTICE).after("Hi?")


_SHARED = policy(context={"transcript": "shared"})
_LAST = policy(context={"transcript": 10})
_OVERFLOWS = policy(
    routing={"by_topic": {"double_charge": "billing"}, "also": {"billing": ["overflow"]}}
)
_EXTRA = {"order_id": "AB-123456", "amount": "EUR 49,90", "shoe_size": "44", "tags": "vip"}

CONTROLS = (
    Control("K1", _redelivered().record()),
    Control("K2", _late().record()),
    Control("K3", _with_system_notices().record()),
    Control("K4-html", handed_over(transcript=_lines(_marked_up)).after("Hi?").record()),
    Control("K4-quotes", _typeset().record()),
    Control("K5", _last_ten().record(), _LAST),
    Control("K5-with-reply", _last_ten_with_reply().record(), _LAST),
    Control("K6", handed_over(transcript=None).after("Hi?").record(), _SHARED),
    Control("K7", _chunks().record()),
    Control("K8", _courteous().record()),
    Control("K8-allowed", healthy().bot("You are in the queue.").record(),
            policy(after={"courtesy": 1})),
    Control("K9", _declined().record()),
    Control("K10", _refusing_shop().record()),
    Control("K11", _masked().record(), policy(context={"masked": {"card": "last4"}})),
    Control("K12", _overflow().record(), _OVERFLOWS),
    Control("K13", healthy().human("Hi, this is Maria.", "How can I help?").record()),
    Control("K14", _by_ticket().record()),
    Control("K14-number", handed_over(
        "Sorry, we are closed, so I could not pass you on. I opened a ticket. "
        "Leave us your phone number and we will call you back.").after("Hi?").record()),
    Control("K15", handed_over(facts=_EXTRA).after("Hi?").record()),
    Control("K16", _handed_back().record()),
    Control("K16-visit", replace(healthy().record(), visit=2, earlier=(healthy().record(),))),
    Control("burst", _burst_in_one_line().record()),
    Control("honest", _honest().record()),
    Control("retried", _retried().record()),
    Control("only-reply", _only_reply()),
    Control("higher-priority", handed_over(priority="urgent").after("Hi?").record()),
    Control("joined", handed_over().later().system("Maria: you are now chatting with an agent")
            .after("Hi?").record()),
    Control("greeted", replace(healthy().record(), messages=(
        replace(healthy().messages[0], speaker=Speaker.BOT, text="Welcome to the shop!", turn=0),
        *healthy().messages))),
)  # fmt: skip
