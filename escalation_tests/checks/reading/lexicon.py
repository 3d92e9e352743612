"""A language's words as people write them in YAML, checked and made ready for matching."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType
from typing import Any

from escalation_tests.checks.reading.phrase import (
    BadPhrase,
    Choice,
    Named,
    Part,
    Row,
    Word,
    names,
    parse,
)

SECTIONS = (
    "language",
    "marks",
    "negation_follows",
    "words",
    "frames",
    "moods",
    "says",
    "asks",
    "facts",
    "outright",
)
"""Keys of a lexicon file."""

FRAMES = frozenset(
    {"transfer", "casework", "arrival", "callback", "joined", "choice", "wish", "absent"}
    | {"elsewhere", "advice", "does", "busy", "free"}
)
MOODS = frozenset({"if", "can", "cannot", "not", "past", "breaks", "consent", "asked_before"})
SAYINGS = frozenset({"who", "wait", "next"})
ASKS = frozenset({"request", "wanted", "politely", "stop", "not_asked", "read_back", "given"})
_KNOWN = {"frames": FRAMES, "moods": MOODS, "says": SAYINGS, "asks": ASKS}
_PREFIXED = {"facts": "fact_", "outright": "ask_"}
"""Facts have lists of their own: their names, and sentences that ask for them outright."""

Rows = tuple[Row, ...]


class BadLexicon(ValueError):
    """A lexicon with an unknown key, a wrong type or a phrase that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language; made by `lexicon_from`."""

    language: str
    marks: frozenset[str]
    """Function words that give the language away."""
    negation_follows: bool
    """A negation may follow the verb it denies, as in German."""
    lists: Mapping[str, Rows]
    facts: tuple[str, ...]
    """Names of the facts that can be asked for, sorted."""
    starts: Mapping[str, tuple[tuple[str, Row], ...]]
    """Word → (list, row) that may begin with it."""
    prefixes: Mapping[str, tuple[tuple[str, Row], ...]]
    """The same for beginnings of words."""
    lengths: tuple[int, ...]
    """Lengths of those beginnings."""
    loose: tuple[tuple[str, Row], ...]
    """Rows that may begin with anything else."""


def lexicon_from(data: Mapping[str, Any]) -> Lexicon:
    """The lexicon that a mapping (a YAML file, read) describes.

    Raises:
        BadLexicon: names the key or quotes the phrase.
    """
    language = str(data.get("language", "")) or "?"
    _check_keys(language, "", data, SECTIONS)
    lists: dict[str, Rows] = {}
    for section in SECTIONS[3:]:
        group = data.get(section) or {}
        _check_keys(language, section, group, _KNOWN.get(section))
        for key, phrases in group.items():
            name = _PREFIXED.get(section, "") + str(key)
            if name in lists:
                raise BadLexicon(f"lexicon {language}: {section}.{key}: the name is taken already")
            lists[name] = tuple(_parsed(language, f"{section}.{key}", phrases))
    _check_names(language, lists)
    facts = tuple(sorted({str(key) for part in _PREFIXED for key in data.get(part) or {}}))
    marks = frozenset(_texts(language, "marks", data.get("marks") or ()))
    return _indexed(language, marks, bool(data.get("negation_follows")), lists, facts)


def _check_keys(language: str, section: str, group: Any, known: Any) -> None:
    if not isinstance(group, Mapping):
        raise BadLexicon(f"lexicon {language}: {section or 'file'}: expected a mapping")
    for key in group:
        if known is not None and key not in known:
            close = get_close_matches(str(key), sorted(known), n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            where = f"{section}.{key}" if section else str(key)
            allowed = ", ".join(sorted(known))
            raise BadLexicon(f"lexicon {language}: unknown key {where}{hint} (allowed: {allowed})")


def _texts(language: str, where: str, phrases: Any) -> Sequence[str]:
    if isinstance(phrases, str) or not isinstance(phrases, Sequence):
        raise BadLexicon(f"lexicon {language}: {where}: expected a list of phrases")
    for phrase in phrases:
        if not isinstance(phrase, str):
            raise BadLexicon(f"lexicon {language}: {where}: {phrase!r} is not text; quote it")
    return phrases


def _parsed(language: str, where: str, phrases: Any) -> Iterator[Row]:
    for phrase in _texts(language, where, phrases):
        try:
            yield parse(phrase)
        except BadPhrase as problem:
            raise BadLexicon(f"lexicon {language}: {where}: {problem}") from None


def _check_names(language: str, lists: Mapping[str, Rows]) -> None:
    """Refuses references to lists that do not exist, and lists that contain themselves."""
    uses = {name: {used for row in rows for used in names(row)} for name, rows in lists.items()}
    for name, used in uses.items():
        for missing in sorted(used - lists.keys()):
            raise BadLexicon(
                f"lexicon {language}: {name} refers to {{{missing}}}, which is no list"
            )
    try:
        TopologicalSorter(uses).prepare()
    except CycleError as cycle:
        raise BadLexicon(
            f"lexicon {language}: lists contain each other: {cycle.args[1]}"
        ) from None


def _indexed(
    language: str,
    marks: frozenset[str],
    follows: bool,
    lists: Mapping[str, Rows],
    facts: tuple[str, ...],
) -> Lexicon:
    starts: dict[str, list[tuple[str, Row]]] = {}
    prefixes: dict[str, list[tuple[str, Row]]] = {}
    loose: list[tuple[str, Row]] = []
    for name, rows in lists.items():
        for row in rows:
            for word in set(_firsts(row, lists)):
                if isinstance(word, Word) and not word.open_start:
                    (prefixes if word.open_end else starts).setdefault(word.text, []).append(
                        (name, row)
                    )
                else:
                    loose.append((name, row))
    return Lexicon(
        language,
        marks,
        follows,
        MappingProxyType(dict(lists)),
        facts,
        MappingProxyType({word: tuple(found) for word, found in starts.items()}),
        MappingProxyType({word: tuple(found) for word, found in prefixes.items()}),
        tuple(sorted({len(word) for word in prefixes})),
        tuple(dict.fromkeys(loose)),
    )


def _firsts(row: Row, lists: Mapping[str, Rows]) -> Iterator[Part]:
    """The words with which a row may begin."""
    for part in row:
        yield from _first(part, lists)
        if not (isinstance(part, Choice) and part.optional):
            return


def _first(part: Part, lists: Mapping[str, Rows]) -> Iterator[Part]:
    if isinstance(part, Named):
        for row in lists[part.name]:
            yield from _firsts(row, lists)
    elif isinstance(part, Choice):
        for row in part.rows:
            yield from _firsts(row, lists)
    else:
        yield part
