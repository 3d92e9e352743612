"""Hand-built records in which a scripted person acts at the desk."""

from dataclasses import replace

from escalation_tests.model.deed import Does
from escalation_tests.model.handoff import DeskState, Handoff, Relayed
from escalation_tests.model.message import Speaker
from escalation_tests.model.record import Record
from tests.checks.controls import Control
from tests.checks.faults import fault
from tests.checks.records import FIELDS, NOTICE, Chat, healthy, policy

RENEWS = DeskState(observed=True, fields=FIELDS | {"taken"}, relays=True, renews=True)
HELLO = "Hello, this is Ada."
PASSED_ON = "I am transferring you to our invoices team."


def taken(**held) -> Chat:
    """A person has the conversation, and has said hello."""
    chat = healthy().person(Does.ACCEPTS, **held).system("Ada has joined the conversation.")
    return chat.person(Does.SAYS, HELLO).human(HELLO).after("Thank you, Ada.")


def passed_on(told: str = PASSED_ON, **held) -> Chat:
    """She has passed it on."""
    chat = taken().person(Does.TRANSFERS, "invoices", **{"queue": "invoices", **held})
    return chat.system(told).after("Fine.") if told else chat.after("Fine.")


def given_back(answer: str = "You will have it within a week.", **held) -> Chat:
    """She has given it back to the bot."""
    chat = taken().person(Does.GIVES_BACK, **held)
    chat.customer("And when do I get my money?")
    return chat.bot(answer) if answer else chat


def seen(chat: Chat, **parts) -> Record:
    """The record, with a desk that shows what becomes of a handoff."""
    return chat.record(**{"desk": RENEWS, **parts})


def _of(build, **held):
    return lambda: seen(build(**held))


def _twice() -> Record:
    return seen(taken().human(HELLO))


def _lost() -> Record:
    return seen(healthy().person(Does.ACCEPTS).person(Does.SAYS, HELLO).after("Hello?"))


def _beside() -> Record:
    """Long after the window in which the bot had to be silent anyway."""
    chat = taken().later(60).after("Are you still there?")
    return seen(chat.bot("I am only a bot, and still here."))


def _doubled() -> Record:
    chat = taken()
    numbered = [replace(one, id=f"m{place}") for place, one in enumerate(chat.relayed)]
    return seen(chat, relayed=(*numbered, replace(numbered[-1], id="again")))


def _asked_again() -> Record:
    return seen(given_back("What was your order number?"))


def _refused(does: Does, status: int) -> Record:
    chat = healthy() if does is Does.ACCEPTS else taken()
    return seen(chat.person(does, "Bye." if does is Does.SAYS else "", refused=status))


STAFFED = (
    fault("taken-by-nobody", lambda: _refused(Does.ACCEPTS, 409), "delivery.can-be-taken",
          disagreement="transfer to nobody"),
    fault("no-word-taken", lambda: _refused(Does.SAYS, 404), "delivery.can-be-taken"),
    fault("never-released", lambda: _refused(Does.GIVES_BACK, 423), "delivery.can-be-taken"),
    fault("stays-pending", _of(taken, taken=False), "delivery.follows-people"),
    fault("left-open", _of(given_back, taken=True), "delivery.follows-people"),
    fault("person-unheard", _lost, "after.person-heard"),
    fault("person-twice", _twice, "after.person-heard"),
    fault("bot-beside-person", _beside, "after.bot-silent"),
    fault("told-twice", _doubled, "after.messages-delivered"),
    fault("mute-when-back", _of(given_back, answer=""), "after.takes-up-again"),
    fault("asks-when-back", _asked_again, "context.not-asked-again"),
    fault("passed-elsewhere", _of(passed_on, queue="billing"), "routing.passed-on"),
    fault("passed-nowhere", _of(passed_on, queue=None), "routing.passed-on"),
    fault("blank-when-passed", _of(passed_on, transcript=(), facts={}, summary=None),
          "context.kept-when-passed-on"),
    fault("facts-lost-when-passed", _of(passed_on, facts={}, summary=None),
          "context.kept-when-passed-on"),
    fault("passed-untold", _of(passed_on, told=""), "notice.passed-on"),
)  # fmt: skip
"""What must be found, as in `tests.checks.faults`."""


def unseen_change() -> Record:
    """A webhook that tells nothing of what becomes of a handoff."""
    chat = passed_on(queue="billing")
    same: list[Handoff | None] = [chat.handoffs[0]] * len(chat.deeds)
    deeds = tuple(replace(deed, held=held) for deed, held in zip(chat.deeds, same, strict=True))
    return chat.record(deeds=deeds)


def _retried() -> Record:
    """Messages without ids may be one message delivered twice."""
    chat = taken()
    return seen(chat, relayed=(*chat.relayed, chat.relayed[-1]))


def _in_one_thread() -> Record:
    """A desk that shares the thread has what was written before the handoff, and afterwards."""
    chat = taken().after("Are you there?").person(Does.GIVES_BACK)
    chat.customer("Thank you, Ada.").bot("My pleasure.")
    said = [one.text for one in chat.messages if one.speaker is Speaker.CUSTOMER]
    shown = (Relayed("c", text, id=f"m{place}") for place, text in enumerate(said))
    return seen(chat, relayed=tuple(shown))


def _curt() -> Record:
    """Words so short that they stand within others."""
    chat = healthy().person(Does.ACCEPTS).human("Here is Ada, looking at it.")
    chat.person(Does.SAYS, "Ok").human("Ok").after("Thanks.")
    return seen(chat)


def _in_bubbles() -> Record:
    """A platform that shows each line by itself."""
    chat = healthy().person(Does.ACCEPTS).person(Does.SAYS, f"{HELLO}\nWhat is it?")
    return seen(chat.human(HELLO, "What is it?").after("My money."))


def _back_unasked() -> Record:
    chat = taken().person(Does.GIVES_BACK).bot("I am back. What else can I do for you?")
    return seen(chat.customer("And when do I get my money?").bot("Within a week."))


def _asks_itself() -> Record:
    """What a scripted person asks is the author's."""
    asks = "Can you tell me your order number, please?"
    return seen(taken().person(Does.SAYS, asks).human(asks).after("I said that before."))


_QUIET = policy(notice={"passed_on": False})
_BARE = policy(context={"facts": "optional", "transcript": "none"})
_ALSO = policy(
    routing={"by_topic": {"double_charge": "billing"}, "also": {"invoices": ["overflow"]}}
)

CALM = (
    Control("taken", seen(taken())),
    Control("passed-on", seen(passed_on())),
    Control("passed-on-anew", seen(passed_on(id="h2"))),
    Control("passed-on-to-a-stand-in", seen(passed_on(queue="overflow")), _ALSO),
    Control("passed-on-unseen", unseen_change()),
    Control("passed-on-untold-as-promised", seen(passed_on("")), _QUIET),
    Control("passed-on-blank-as-promised", seen(passed_on(transcript=(), facts={})), _BARE),
    Control("given-back", seen(given_back())),
    Control("given-back-unasked", _back_unasked()),
    Control("given-back-and-called-again", seen(given_back(NOTICE))),
    Control("told-twice-without-ids", _retried()),
    Control("asks-itself", _asks_itself()),
    Control("in-one-thread", _in_one_thread()),
    Control("curt", _curt()),
    Control("in-bubbles", _in_bubbles()),
)
"""What may not be flagged, as in `tests.checks.controls`."""
