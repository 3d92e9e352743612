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
"""Letters that an internal text may share with a message by chance, unless it speaks of the
customer: the reason “refund” stands in many a message, “customer wants a refund” in none.
"""

_BRACKETED = (
    r"\[\s*(?:internal|private|agents? only|staff only|note to (?:agent|self)|interno?|interna"
    r"|privad[oa]|interne|intern|privé|privée)\b[^\]]{0,40}\]"
)
_HEADED = "|".join(
    (
        r"(?:internal|private|agent|staff|handoff|handover) (?:note|summary|comment)",
        r"note (?:to|for) (?:(?:the|our|my) )?(?:agent|colleague)s?|agents? only",
        r"interner? (?:notiz|anmerkung|hinweis|vermerk|kommentar|zusammenfassung)",
        r"(?:hinweis|notiz|anmerkung|vermerk) (?:für|an) (?:(?:die|den|unsere|meine) )?"
        r"(?:mitarbeiter|mitarbeitende|kolleg(?:e|in))(?:n|innen)?",
        r"(?:nota|aviso|resumen|comentario) (?:intern|privad)[oa]",
        r"nota para (?:(?:el|la|los|las|mis) )?(?:agente|compañer[oa]|colega)s?",
        r"(?:note|remarque|résumé|commentaire) (?:interne|privée?|privee)",
        r"note (?:pour|à|aux) (?:(?:les?|la|mes|nos) |l['’])?(?:agent|conseiller|collègue)s?",
        r"(?:resumo|observação|comentário) (?:intern|privad)[oa]",
        r"nota para (?:(?:os?|as?) )?(?:atendente|colega)s?",
    )
)
_MARKERS = re.compile(
    rf"{_BRACKETED}|^\W{{0,4}}(?:{_HEADED})\b\W{{0,3}}[:\]\-–—]"
    r"|\b(?:do not|don't|never) (?:show|share|forward) (?:this )?(?:to|with) the customer\b",
    re.IGNORECASE | re.MULTILINE,
)
"""What marks a text as internal, wherever it is shown."""

_OF_THE_CUSTOMER = (
    r"\b(?:customer (?:ask(?:s|ed)|want(?:s|ed)|request(?:s|ed)|need(?:s|ed)|insist(?:s|ed)"
    r"|is (?:angry|upset|waiting|difficult))"
    r"|kund(?:e|in) (?:will|wollte|möchte|wünscht|verlangt|bittet|ist (?:verärgert|wütend))"
    r"|cliente (?:pide|pidió|quiere|solicita|solicitó|necesita|está (?:enfadad|molest)[oa])"
    r"|cliente? (?:demande|veut|souhaite|a demandé|est (?:fâch|énerv|mécontent))"
    r"|cliente (?:pediu|pede|quer|solicitou|precisa|deseja))"
)
"""The customer is spoken of, not to."""

_AFTER_HANDOFF = re.compile(
    r"\A\W{0,3}(?:internal|private|intern|privat|interno|privado|interne|privé) ?:\s"
    rf"|^@\w[\w-]{{1,30}}\b.{{0,100}}?(?:{_OF_THE_CUSTOMER}"
    r"|\b(?:pls|please) take (?:this |it )?over\b|\bbitte übernehmen\b(?! sie\b))",
    re.IGNORECASE | re.MULTILINE,
)
"""What marks a text as internal once there is a human to write to. Before, “Private: 5 EUR” may
be the price of a private account.
"""
_SPOKEN_OF = re.compile(_OF_THE_CUSTOMER, re.IGNORECASE)


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
    if message.turn < hearing.at_turn or hearing.handoff_turn is None:
        return None
    addressed = _AFTER_HANDOFF.search(message.text[:SEARCHED])
    if addressed and not any(addressed.group() in text for text in said):
        return addressed.group()
    shown = key(message.text)
    for note in _notes(hearing):
        whole = key(note)
        if whole not in shown or not (len(whole) >= LONGEST_INNOCENT or _SPOKEN_OF.search(note)):
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
