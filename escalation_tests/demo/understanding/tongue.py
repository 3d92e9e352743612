"""One language as the bot understands it: its words and rules, read from `tongues/<code>/`.

The files have sections such as `[topic refund]` with one rule a line; an indented line goes on
with the line before. `[set person]` names words to be used in rules, `[alike]` says how misheard
and shortened words are meant, `[fillers]` which words hardly matter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from escalation_tests.demo.understanding.inflection import forms
from escalation_tests.demo.understanding.notation import Grammar, rule
from escalation_tests.demo.understanding.plain import fold
from escalation_tests.demo.understanding.rulebook import Rulebook
from escalation_tests.demo.understanding.spelling import Speller

HERE = Path(__file__).parent
SERVED = ("en", "es", "fr", "de", "pt")
"""Languages the bot serves."""
_PLAIN = ("set", "alike", "fillers", "interjections")


@dataclass(frozen=True, slots=True)
class Tongue:
    """What is known about one language."""

    language: str
    rules: Rulebook
    speller: Speller
    words: frozenset[str]
    cues: frozenset[str]
    """Those of the words that occur in rules."""
    interjections: frozenset[str]
    """Words that people drop into other languages, too."""

    def mended(self, text: str) -> str:
        """A sentence with each word as it was meant; ends in a space, as rules want it."""
        mended = self.speller.mended
        return "".join(f"{word if word == ',' else mended(word)} " for word in text.split())


def tongue(language: str) -> Tongue:
    """The knowledge of a served language."""
    files = sorted((HERE / "tongues" / language).glob("*.rules"))
    parts: dict[str, list[str]] = {}
    for file in files:
        _read(file.read_text("utf-8"), parts)
    alike = dict(_pairs(parts.get("alike", [])))
    sets = {name.split()[1]: "|".join(rows) for name, rows in parts.items() if name[:4] == "set "}
    fillers = "|".join(fold("|".join(parts["fillers"])).split("|"))
    grammar = Grammar(sets, fillers, lambda word: alike.get(word, word))
    written = [(n, row) for n, rows in parts.items() if n.split()[0] not in _PLAIN for row in rows]
    rules = [rule(name, row, grammar) for name, row in written]
    cues = list(_vocabulary(written, grammar))
    known = [*fillers.split("|"), *_listed(language), *cues]
    return Tongue(
        language,
        Rulebook(rules),
        Speller(known, alike),
        frozenset({*known, *alike}),
        frozenset(cues),
        frozenset(fold("|".join(parts.get("interjections", []))).split("|")),
    )


def _read(text: str, parts: dict[str, list[str]]) -> None:
    rows: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            rows = parts.setdefault(line.strip("[] "), [])
        elif line[:1].isspace() and line.strip():
            rows[-1] += line.strip()
        elif line.strip() and not line.startswith("#"):
            rows.append(line.strip())


def _pairs(rows: list[str]) -> Iterator[tuple[str, str]]:
    for row in rows:
        meant, _, others = row.partition(":")
        for other in others.split():
            yield fold(other), fold(meant)


def _vocabulary(written: list[tuple[str, str]], grammar: Grammar) -> Iterator[str]:
    """The words that occur in rules."""
    for _, row in written:
        for element in re.sub(r"[&!~^$,?]|\.\.+", " ", row).split():
            for choice in grammar.choices(element):
                yield from (word for word in choice.split() if not word.endswith("*"))


def _listed(language: str) -> list[str]:
    text = (HERE / "words" / f"{language}.txt").read_text("utf-8")
    verbs = (HERE / "words" / "verbs" / f"{language}.txt").read_text("utf-8").split()
    inflected = [fold(form) for verb in verbs for form in forms(verb, language)]
    return [*re.findall(r"[^\W_]+", fold(text.replace("'", ""))), *inflected]
