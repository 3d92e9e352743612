"""Texts that a template or a program left broken: placeholders, error messages, traces."""

import re
from collections.abc import Iterable, Iterator

from escalation_tests.checks.texts import SEARCHED, folded
from escalation_tests.checks.tongue import language_of

_LEFT = tuple(
    re.compile(pattern)
    for pattern in (
        r"\{\{[^{}]{0,80}\}\}",
        r"\$\{[^{}]{1,80}\}",
        r"\{%[^{}]{0,80}%\}",
        r"<%=?[^<>]{1,80}%>",
        r"(?<![\d%])%(?:\([A-Za-z_]\w*\))?[sd]\b",
        r"<no value>",
        r"</?[a-z]+_[a-z_]+>",
        r"(?<!\w)\[[a-z]+_[a-z_]+\]",
        r"(?<!\w)\[(?:AGENT|TEAM|QUEUE|CUSTOMER|USER)?[ _]?(?:NAME|QUEUE|TEAM)\]",
        r"\[object Object\]",
        r"(?<![\w@/.-])(?:[a-z]\w*\.){1,5}(?!iP(?:hone|ad|od)|eBay)[a-z]+(?:[A-Z]\w*|_\w+)\b",
        r"(?<![\w@/.-])(?:conversation|session|context|customer|user|handoff|ticket|bot|slots)"
        r"\.[a-z]+(?:[A-Z]\w*)?\.(?:name|id|queue|team|email|\w*Name|\w*Id)\b",
        r"(?<![\w@/.-])(?:conversation|session|context|agent|user|handoff|slots)"
        r"\.(?:name|queue|team|agent)\b",
        r"\bat [\w.$<>]+\([\w.]+:\d+(?::\d+)?\)",
        r"File \"[^\"]{1,200}\", line \d+",
    )
)
"""What no sentence holds."""
_BRACED = re.compile(r"(?<![\w{])\{([A-Za-z_][\w. -]{0,60})\}")
_SLOT = re.compile(
    r"[_.\d]|[a-z][A-Z]|(?i:name|nom|agent|user|custom|client|kund|queue|team|posi|ticket|order"
    r"|number|nummer|n[uú]mer|\bid\b|time|zeit|date|datum|wait|minut|mail|phone|case|link|url"
    r"|depart|amount|reason|topic|eta\b|product|company|firma|value|wert|var)"
)
"""Names that programmers give to what is filled in."""
_OPENING = re.compile(
    r"(?i)(?:^|[.!?\n])\W*(?:(?:hello|hi|hey|dear|hallo|liebe[rs]?|guten tag|hola|estimad[oa]"
    r"|bonjour|bonsoir|cher|chère|ol[áa]|oi|car[oa]|prezad[oa])\s+)?$"
)
"""The beginning of a sentence, or a greeting there."""
_FOREIGN = re.compile(r"\bundefined\b|\bNaN\b")
"""Values that no text holds in German, where null is a number."""
_VALUES = re.compile(rf"{_FOREIGN.pattern}|(?<![\w-])null(?![\w-])")
_TRACES = tuple(
    re.compile(pattern)
    for pattern in (
        r"Traceback \(most recent call last\)",
        r"\b[A-Z]\w*(?:Error|Exception)\b(?=\s*(?::|\(|at\b|in\b|$))",
        r"(?i)\binternal server error\b",
        r"(?im)\bstack ?trace\b(?=\s*(?::|$))",
        r"(?i)\b(?:http(?: status)?|error|status code)(?: code)?[ :]+[45]\d\d\b",
        r"(?i)\bstatus[ :]+[45]\d\d\b(?!\s+[a-z])",
        r"(?i)\b50[0234] (?:bad gateway|service unavailable|gateway time-?out)\b",
    )
)
_ARTICLE = re.compile(r"(?i)\b(?:the|an?|this|that|these|those|any|some|such|every|no)\s+$")
_THING = re.compile(
    r"\s+(?!(?:will|has|have|had|is|are|was|were|can|and|or|would|joined|from|in|at|to|of|on|for"
    r"|minutes?|seconds?|hours?|days?)\b)[a-z]{3,}"
)
"""A noun that a value's name, an adjective, stands before."""
_SPOKEN_OF = re.compile(
    r"(?i)(?:\b(?:the|this|that|these|those|your|her|his|der|die|das|den|dem|des|diese[rsnm]?"
    r"|ihr|ihre[rsnm]?|deine?[rsnm]?|el|la|los|este|ese|su|tu|le|ce|cet|cette|votre|esse"
    r"|seu|sua)|\bl['’])\s*(?:\w+\s+)?(?:http\s+)?(?:[45]\d\d\s+)?$"
    r"|\b(?:see|saw|says?|said|reads?|shows?|showed|displays?|means?|called)\s+(?:an?\s+)?$"
)
"""Words before an error's name by which a sentence speaks of it."""
_QUOTED = re.compile('["“”„«»`]([^"“”„«»`]{1,200})["“”„«»`]')
_CITES = re.compile(
    r"(?i)\b(?:see|saw|sa(?:y|ys|id|ying)|reads?|show(?:s|ed|ing)?|displays?|means?|called|message"
    r"|messages|screen|wrote|write|page|steht|zeigt|meldet|lautet|\w*meldung|hei(?:ß|ss)t|seite"
    r"|bedeutet|sehen|siehst|dice|pone|aparece|muestra|mensaje|p[áa]gina|significa|ve|indique"
    r"|affiche|dit|voyez|signifie|mostra|diz|mensagem|vê)\b"
)
"""Words by which a sentence cites what somebody has read."""
_FAILINGS = (
    "could not generate*", "couldn t generate*", "cannot generate*", "something went wrong",
    "an error occurred", "an error has occurred", "unexpected error", "technical error",
    "ha ocurrido un error", "se ha producido un error", "algo salio mal", "error inesperado",
    "une erreur est survenue", "une erreur s est produite", "erreur inattendue",
    "ein fehler ist aufgetreten", "es ist ein fehler*", "unerwarteter fehler",
    "etwas ist schiefgelaufen", "ocorreu um erro", "algo deu errado", "erro inesperado",
)  # fmt: skip
_OF_THEIRS = re.compile(
    r" (?:with|in|on|during|regarding|mit|bei|in|an|con|en|durante|avec|dans|sur|lors de|com|em)"
    r" (?:os? |as? )?(?:your|ihre[rmns]?|ihr|deine?[rmns]?|su|tu|sus|votre|vos|ta|seus?|suas?)"
    r" (?!request|message|question|chat|connection|conversation|session|anfrage|nachricht|frage"
    r"|verbindung|solicitud|mensaje|consulta|demande|requete|connexion|pedido de|mensagem)"
)
"""What follows words of failure that are about the customer's matter."""
_A_CAUSE = re.compile(
    r" (?:the|this|that|your|due to an?|because of an?|caused by an?|after an?|el|su|por un"
    r"|l|cette|votre|a cause d une|diesen|dieser|der|ihr|durch einen|wegen eines|o|esse|por um)$"
)
"""What stands before an error that the sentence speaks of."""
_NEAR = 120
"""Characters around what was found that are read for what it means there."""


def glitch(text: str) -> str | None:
    """The placeholder, trace or error text in a message, None if it is sound."""
    return broken_part(text) or failing(text)


def broken_part(text: str) -> str | None:
    """The placeholder or the trace in a message: what no customer should ever see. Words that a
    sentence speaks of or cites are none.
    """
    text = text[:SEARCHED]
    found = next(_broken_parts(text), None)
    return found.group()[:80] if found else None


def _broken_parts(text: str) -> "Iterator[re.Match[str]]":
    for pattern in _LEFT:
        yield from pattern.finditer(text)
    for found in _BRACED.finditer(text):
        if _SLOT.search(found.group(1)) or _OPENING.search(_before(text, found)):
            yield found
    for pattern in _TRACES:
        for found in pattern.finditer(text):
            if not _SPOKEN_OF.search(_before(text, found)) and not _cited(text, found):
                yield found
    values = _VALUES if "null" not in text or language_of(text) != "de" else _FOREIGN
    for found in values.finditer(text):
        if not _is_word(text, found) and not _cited(text, found):
            yield found


def _before(text: str, found: "re.Match[str]") -> str:
    """What stands shortly before; of a longer text not from its beginning."""
    start = found.start() - _NEAR
    return text[: found.start()] if start <= 0 else f"…{text[start : found.start()]}"


def _is_word(text: str, found: "re.Match[str]") -> bool:
    """Whether a value's name is an ordinary word here: an undefined fee, null and void."""
    rest = text[found.end() : found.end() + _NEAR]
    if found.group() == "null" and rest.startswith(" and void"):
        return True
    return bool(_ARTICLE.search(_before(text, found)) and _THING.match(rest))


def _cited(text: str, found: "re.Match[str]") -> bool:
    """Whether the words stand in quotation marks, in a sentence that says where they were read."""
    start, stop = max(0, found.start() - _NEAR), found.end() + _NEAR
    return any(
        quoted.start() < found.start() and found.end() < quoted.end()
        for quoted in _QUOTED.finditer(text, start, stop)
        if _CITES.search(text, start, quoted.start())
    )


def failing(text: str) -> str | None:
    """The words by which a message says that a program failed, and not the customer's order."""
    said = folded(text)
    for phrase in _FAILINGS:
        words = phrase.removesuffix("*")
        for found in re.finditer(f" {words}" if phrase.endswith("*") else f" {words}(?= )", said):
            before = said[max(0, found.start() - _NEAR) : found.start()]
            if not _OF_THEIRS.match(said, found.end()) and not _A_CAUSE.search(before):
                return words
    return None


def echoed(part: str, texts: Iterable[str]) -> bool:
    """Whether the customer has written the broken part, in whatever case."""
    return any(part.casefold() in text.casefold() for text in texts)
