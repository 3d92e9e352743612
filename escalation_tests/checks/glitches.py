"""Texts that a template or a program left broken: placeholders, error messages, traces."""

import re

from escalation_tests.checks.texts import SEARCHED, folded
from escalation_tests.checks.tongue import language_of

_PLACEHOLDERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\{\{[^{}]{0,80}\}\}",
        r"\$\{[^{}]{1,80}\}",
        r"\{%[^{}]{0,80}%\}",
        r"(?<![\w{])\{[A-Za-z_][\w. -]{0,60}\}",
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
        r"\bundefined\b",
        r"\bNaN\b",
    )
)
_NULL = re.compile(r"(?<![\w-])null(?![\w-])")
_TRACES = tuple(
    re.compile(pattern)
    for pattern in (
        r"Traceback \(most recent call last\)",
        r"\b[A-Z]\w*(?:Error|Exception)\b(?=\s*(?::|\(|at\b|in\b|$))",
        r"\bat [\w.$<>]+\([\w.]+:\d+(?::\d+)?\)",
        r"File \"[^\"]{1,200}\", line \d+",
        r"(?i)\binternal server error\b",
        r"(?i)\bstack ?trace\b",
        r"(?i)\b(?:http|status|error)(?: code)?[ :]+[45]\d\d\b",
        r"(?i)\b50[0234] (?:bad gateway|service unavailable|gateway time-?out)\b",
    )
)
_FAILINGS = (
    "could not generate*", "couldn t generate*", "cannot generate*", "something went wrong",
    "an error occurred", "an error has occurred", "unexpected error", "technical error",
    "ha ocurrido un error", "se ha producido un error", "algo salio mal", "error inesperado",
    "une erreur est survenue", "une erreur s est produite", "erreur inattendue",
    "ein fehler ist aufgetreten", "es ist ein fehler*", "unerwarteter fehler",
    "etwas ist schiefgelaufen", "ocorreu um erro", "algo deu errado", "erro inesperado",
)  # fmt: skip


def glitch(text: str) -> str | None:
    """The placeholder, trace or error text in a message, None if it is sound."""
    return broken_part(text) or failing(text)


def broken_part(text: str) -> str | None:
    """The placeholder or the trace in a message: what no customer should ever see."""
    text = text[:SEARCHED]
    for pattern in (*_PLACEHOLDERS, *_TRACES):
        if found := pattern.search(text):
            return found.group()[:80]
    found = _NULL.search(text)
    return found.group() if found and language_of(text) != "de" else None


def failing(text: str) -> str | None:
    """The words by which a message says that a program failed."""
    said = folded(text)
    for phrase in _FAILINGS:
        if f" {phrase[:-1]}" in said if phrase.endswith("*") else f" {phrase} " in said:
            return phrase.removesuffix("*")
    return None
