"""Places for facts in what customers say: `{order_id}`."""

import re
from collections.abc import Mapping

from escalation_tests.model.fact import Fact

SLOT = re.compile(r"\{([A-Za-z0-9][\w.-]*)\}")
"""A fact's place in a wording."""


def filled(text: str, values: Mapping[str, str]) -> tuple[str, tuple[Fact, ...]]:
    """`text` with known slots filled, and the facts that it states by that."""
    names = dict.fromkeys(name for name in SLOT.findall(text) if name in values)
    told = tuple(Fact(name, values[name]) for name in names)
    return SLOT.sub(lambda slot: values.get(slot[1], slot[0]), text), told


def slots(text: str) -> set[str]:
    """The names in braces."""
    return set(SLOT.findall(text))
