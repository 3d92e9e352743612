"""What only a screen shows of a handoff."""

from escalation_tests.checks.entry import check
from escalation_tests.checks.glitches import broken_part, echoed
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.outcome import (
    HELD,
    Breach,
    Outcome,
    broken,
    unconcerned,
    unseen,
)
from escalation_tests.checks.texts import cut, quoted
from escalation_tests.model.finding import Promise, Severity
from escalation_tests.model.message import Speaker

_NO_SCREEN = "the bot is not on a screen"
_STATES = {
    "missing": "was no longer on the page",
    "hidden": "was hidden",
    "disabled": "was disabled",
    "read-only": "took no more text",
}


@check("notice.announced", Promise.NOTICE, Severity.MINOR, stands=True)
def announced(hearing: Hearing) -> Outcome:
    """A live region of the page announces the notice, for customers who do not see the screen.

    That the others can see it is `notice.given`: what is hidden is not said.
    """
    screen = hearing.record.screen
    if screen is None:
        return unconcerned(_NO_SCREEN)
    if not hearing.notices:
        return unconcerned("there was no notice")
    if any(told.message.id in screen.announced for told in hearing.notices):
        return HELD
    text = hearing.notices[0].message.text
    message = (
        f"The notice {quoted(text)} stands on the page, but no live region holds it: a screen "
        "reader does not read it out."
    )
    return broken(Breach(message, {"text": cut(text, 600)}))


@check("notice.page-sound", Promise.NOTICE, stands=True)
def page_sound(hearing: Hearing) -> Outcome:
    """Nothing beside the messages shows an unfilled placeholder, an error message or a stack
    trace, once the conversation is over.
    """
    screen = hearing.record.screen
    if screen is None:
        return unconcerned(_NO_SCREEN)
    if not screen.around:
        return unconcerned("nothing can be read beside the messages")
    part = broken_part(screen.around)
    said = [message.text for message in hearing.record.said_by(Speaker.CUSTOMER)]
    if part is None or echoed(part, said):
        return HELD
    at = max(0, screen.around.index(part) - 100)
    text = cut(screen.around[at:], 300)
    message = f"Beside the messages the page shows {part!r}, which a program left behind."
    return broken(Breach(message, {"text": text, "found": part}))


@check("after.input-usable", Promise.AFTERWARDS)
def input_usable(hearing: Hearing) -> Outcome:
    """Once a human has been called, the customer can still write into the page."""
    screen = hearing.record.screen
    if screen is None:
        return unconcerned(_NO_SCREEN)
    if not hearing.took_place or hearing.needless:
        return unconcerned("the customer was not handed over, or without cause")
    if screen.input is None:
        return unseen("the page was gone before it could be looked at")
    if screen.input == "usable":
        return HELD
    message = (
        f"After the handoff the field that the customer writes in {_STATES[screen.input]}: they "
        "can no longer say anything."
    )
    return broken(Breach(message, {"input": screen.input}))
