"""What is written for the human is not shown to the customer."""

import re
from collections.abc import Iterator

from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.outcome import Breach, Outcome, judged, unconcerned
from escalation_tests.checks.texts import SEARCHED, cut, key, quoted
from escalation_tests.model.finding import Promise, Severity
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.reading import Reading, Reads

LONGEST_INNOCENT = 40
"""Letters that an internal text may share with a message by chance."""

_MARKERS = re.compile(
    r"\[\s*(?:internal|private|agents? only|staff only|note to (?:agent|self)|interno?|interna"
    r"|privad[oa]|interne|intern|privé|privée)\b[^\]]{0,40}\]"
    r"|^\W{0,4}(?:(?:internal|private|agent|staff|handoff|handover) (?:note|summary|comment)"
    r"|note (?:to|for) (?:the )?agent|agents? only|nota (?:interna|privada)"
    r"|note (?:interne|privée|privee)|interne (?:notiz|anmerkung))\b\W{0,3}[:\]\-–—]"
    r"|\b(?:do not|don't|never) (?:show|share|forward) (?:this )?(?:to|with) the customer\b",
    re.IGNORECASE | re.MULTILINE,
)


@check("after.no-internal-note", Promise.AFTERWARDS, Severity.CRITICAL, stands=True)
def no_internal_note(hearing: Hearing) -> Outcome:
    """No message shows the customer a note that was written for the human: neither the handoff's
    summary or reason word by word, nor a text marked as internal.
    """
    seen = [
        (message, reading)
        for message, reading, _ in hearing.heard
        if message.speaker is not Speaker.CUSTOMER and message.turn > 0
    ]
    leaks = [
        (message, part) for message, reading in seen if (part := _leak(hearing, message, reading))
    ]
    if leaks:
        return judged(_breach(*leaks[0], len(leaks)))
    if not hearing.record.handoffs and hearing.handoff_turn is None:
        return unconcerned("the customer was not handed over")
    if not any(message.turn >= hearing.at_turn for message, _ in seen):
        return unconcerned("nobody wrote to the customer from the handoff on")
    return judged()


def _leak(hearing: Hearing, message: Message, reading: Reading) -> str | None:
    """The internal text that a message shows."""
    said = [one.text for one in hearing.record.said_by(Speaker.CUSTOMER)]
    marked = _MARKERS.search(message.text[:SEARCHED])
    if marked and not any(marked.group() in text for text in said):
        return marked.group()
    if message.turn < hearing.at_turn:
        return None
    shown = key(message.text)
    for note in _notes(hearing):
        whole = key(note)
        if len(whole) < LONGEST_INNOCENT or whole not in shown:
            continue
        canned = whole == shown and reading.reads is not Reads.NONE
        if not canned and not any(whole in key(text) for text in said):
            return note
    return None


def _notes(hearing: Hearing) -> Iterator[str]:
    for handoff in hearing.record.handoffs:
        yield from filter(None, (handoff.summary, handoff.reason))


def _breach(message: Message, part: str, count: int) -> Breach:
    more = f" (and {count - 1} more)" if count > 1 else ""
    text = (
        f"In turn {message.turn} the customer was shown a note meant for the human: "
        f"{quoted(message.text)}{more}."
    )
    evidence = {"turn": message.turn, "text": cut(message.text, 600), "note": cut(part, 300)}
    return Breach(text, evidence)
