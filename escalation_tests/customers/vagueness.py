"""Raising a topic without naming its facts."""

import re
from collections.abc import Mapping, Sequence

from escalation_tests.contract.phrasebook import Vague
from escalation_tests.customers.slots import SLOT, slots

_CLAUSE = re.compile(r"[^,.;:!?…。、！？؟،]+[,.;:!?…。、！？؟،]*\s*")
_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟")
_ENOUGH = 4
"""Words that can still say what a message is about."""
_BEFORE = re.compile(r"(\w+)\W*$")


def vaguely(asks: Sequence[str], vague: Mapping[str, Vague]) -> tuple[str, ...]:
    """Wordings without facts: those that name none, else the ones that need least change."""
    silent = tuple(ask for ask in asks if not slots(ask))
    if silent:
        return silent
    trimmed = [_trimmed(ask, vague) for ask in asks]
    least = min((len(slots(ask)) for ask in trimmed), default=0)
    return tuple(_replaced(ask, vague) for ask in trimmed if len(slots(ask)) == least)


def _trimmed(ask: str, vague: Mapping[str, Vague]) -> str:
    """The wording without what follows from the first clause on that is only there for a fact;
    one that stands behind a noun, as an order does, belongs to the matter itself.
    """
    clauses = _CLAUSE.findall(ask)
    for at, clause in enumerate(clauses):
        aside = slots(clause) and not any(_matters(name, vague) for name in slots(clause))
        kept = "".join(clauses[:at]).strip()
        if aside and len(kept.split()) >= _ENOUGH:
            return kept if kept.endswith(_ENDS) else f"{kept.rstrip(',;:、، ')}."
    return ask


def _matters(name: str, vague: Mapping[str, Vague]) -> bool:
    return name in vague and bool(vague[name].behind)


def _replaced(ask: str, vague: Mapping[str, Vague]) -> str:
    """The wording with something vague in each slot, or with nothing where nothing is known."""

    def stand_in(slot: re.Match[str]) -> str:
        known = vague.get(slot[1])
        if known is None:
            return ""
        before = _BEFORE.search(ask[: slot.start()])
        noun = before is not None and before[1].casefold() in known.nouns
        return known.behind if noun else known.alone

    return " ".join(SLOT.sub(stand_in, ask).split()).replace(" .", ".").replace(" ?", "?")
