"""The notation in which rules are written, one a line, over folded words.

A rule is a row of elements parted by spaces: a word; `part*` for all words that begin so; a choice
`a|b|two_words`; `{set}` for a set of words, also as a part of several; `element?` for one that may be missing. `~` stands for
any number of fillers such as articles, `.` for one word or none, `..` for up to five words without a pause, `...` for up to
twelve, `^` and `$` for the sentence's ends, `,` for a pause. Rows parted by ` & ` must all occur, those after ` &! ` must not.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from escalation_tests.demo.understanding.plain import fold

_SET = re.compile(r"\{([a-z_]+)\}")
_GAPS = {".": "(?:[^ ,]+ )?", "..": "(?:[^ ,]+ ){0,5}", "...": "(?:[^ ]+ ){0,12}"}


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the elements of a language's rules stand for."""

    sets: Mapping[str, str]
    fillers: str
    mend: Callable[[str], str]
    """How a word is spelled once the text was mended."""

    def choices(self, element: str) -> list[str]:
        """The words, of which the last may end in `*`, that an element stands for."""
        return [self._word(choice) for choice in self._expanded(element)]

    def _expanded(self, element: str) -> Iterator[str]:
        """Each choice with every word of the sets in it."""
        for choice in filter(None, element.split("|")):
            found = _SET.search(choice)
            if found is None:
                yield choice
                continue
            for word in self._expanded(self.sets[found[1]]):
                yield from self._expanded(choice[: found.start()] + word + choice[found.end() :])

    def _word(self, choice: str) -> str:
        words = fold(choice).replace("'", "_").split("_")
        return " ".join(word if word.endswith("*") else self.mend(word) for word in words)


@dataclass(frozen=True, slots=True)
class Rule:
    """A conjunction of rows."""

    section: str
    needs: tuple[re.Pattern[str], ...]
    bans: tuple[re.Pattern[str], ...]
    keys: frozenset[str]
    """One of these words, or beginnings of words ending in `*`, is in every text that matches."""

    def match(self, text: str) -> re.Match[str] | None:
        """The place of the first row where the whole rule holds."""
        first = self.needs[0].search(text)
        if first is None or not all(need.search(text) for need in self.needs[1:]):
            return None
        return None if any(ban.search(text) for ban in self.bans) else first


def rule(section: str, line: str, grammar: Grammar) -> Rule:
    """The rule that a line writes; raises `KeyError` for an unknown set of words."""
    rows = re.split(r" (?=&!? )", line)
    needs = [row.removeprefix("& ") for row in rows if not row.startswith("&! ")]
    bans = [row.removeprefix("&! ") for row in rows if row.startswith("&! ")]
    keys = min((_keys(row, grammar) for row in needs), key=lambda keys: _weight(keys, grammar))
    return Rule(section, _patterns(needs, grammar), _patterns(bans, grammar), keys)


def _patterns(rows: list[str], grammar: Grammar) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_source(row, grammar)) for row in rows)


def _source(row: str, grammar: Grammar) -> str:
    parts = ["(?<!\\S)"]
    open_ = True
    for element in row.split():
        if element in _GAPS:
            parts.append(_GAPS[element])
        elif element == "~":
            parts.append(rf"(?:(?:{grammar.fillers}) )*")
        elif element == "^":
            parts[0] = "^"
        elif element == "$":
            open_ = False
        elif element.endswith("?"):
            parts.append(f"(?:{_one(element[:-1], grammar)} )?")
        else:
            parts.append(f"{_one(element, grammar)} ")
    return "".join(parts) + ("" if open_ else "(?:, )?$")


def _one(element: str, grammar: Grammar) -> str:
    if element == ",":
        return ","
    return f"(?:{'|'.join(map(_spelled, grammar.choices(element)))})"


def _spelled(choice: str) -> str:
    return re.escape(choice).replace(r"\*", r"[^\W_]*")


def _keys(row: str, grammar: Grammar) -> frozenset[str]:
    """The first words of the element by which the row is found most cheaply."""
    elements = [e for e in row.split() if e not in {*_GAPS, "~", "^", "$", ","}]
    sets = [frozenset(c.split()[0] for c in grammar.choices(e)) for e in _needed(elements)]
    return min(sets, key=lambda keys: _weight(keys, grammar))


def _needed(elements: list[str]) -> list[str]:
    return [e for e in elements if not e.endswith("?")]


def _weight(keys: frozenset[str], grammar: Grammar) -> int:
    common = frozenset(grammar.fillers.split("|"))
    return sum(20 if key in common or len(key) < 4 else 1 for key in keys)
