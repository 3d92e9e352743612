"""Who the customer is and what they know, drawn for one plan."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from threading import Lock
from types import MappingProxyType

from faker import Factory, Generator

from escalation_tests.contract.topic import FactRule
from escalation_tests.customers.chance import seed_of, stream
from escalation_tests.customers.languages import stem
from escalation_tests.errors import ImpossiblePlan
from escalation_tests.model.fact import Identity

LOCALES: Mapping[str, str] = MappingProxyType(
    {
        "en": "en_US", "es": "es_ES", "fr": "fr_FR", "de": "de_DE", "pt": "pt_BR", "it": "it_IT",
        "nl": "nl_NL", "ar": "ar_AA", "he": "he_IL", "ja": "ja_JP", "hi": "hi_IN", "ru": "ru_RU",
    }
)  # fmt: skip
"""Language → the Faker locale from which its people come; others come from the English one."""
_DOMAINS = ("example.com", "example.net", "example.org")
_BASE32 = "abcdefghjkmnpqrstuvwxyz23456789"
_CAPITALS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so that no pattern spells a word."""
IDENTITY = frozenset({"name", "email", "phone"})
"""Facts whose values are those of the customer's identity."""


class Registrar:
    """Draws people and values with Faker; keeps one generator for each locale."""

    def __init__(self) -> None:
        self._generators: dict[str, Generator] = {}
        self._lock = Lock()

    def identity(self, language: str, phone: FactRule, *key: object) -> tuple[Identity, str]:
        """A customer and their correlation token; equal keys give equal ones."""
        random = stream("identity", *key)
        token = "".join(random.choices(_BASE32, k=8))
        locale = LOCALES.get(stem(language), LOCALES["en"])
        name = self._fake(locale, "name", random)
        address = f"{_ascii(name)}+{token}@{random.choice(_DOMAINS)}"
        number = self.value("phone", phone, language, random)
        return Identity(f"{name} {token}", address, number, locale), token

    def value(self, name: str, rule: FactRule, language: str, random: Random) -> str:
        """A value for a fact."""
        if rule.choices:
            return random.choice(rule.choices)
        if rule.pattern:
            return patterned(rule.pattern, random)
        locale = LOCALES.get(stem(language), LOCALES["en"])
        return " ".join(self._fake(locale, rule.faker or name, random).split())

    def _fake(self, locale: str, method: str, random: Random) -> str:
        with self._lock:
            generator = self._generators.get(locale) or Factory.create(locale)
            self._generators[locale] = generator
            generator.random = random
            make = getattr(generator, method, None)
            if make is None:
                raise ImpossiblePlan(f"Faker has no method {method!r} for {locale}")
            return str(make())


def patterned(pattern: str, random: Random) -> str:
    """`pattern` with its `#` as digits, the first of them no zero, and its `?` as capitals."""
    made: list[str] = []
    digits = "123456789"
    for sign in pattern:
        if sign == "#":
            made.append(random.choice(digits))
            digits = "0123456789"
        else:
            made.append(random.choice(_CAPITALS) if sign == "?" else sign)
    return "".join(made)


def _ascii(name: str) -> str:
    """The name as the local part of an address: `jane.doe`."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z]+", letters)
    return ".".join(words[:3]) or "customer"


@dataclass(frozen=True, slots=True)
class Facts:
    """The values that one customer owns, and others that they may confuse them with."""

    key: tuple[object, ...]
    language: str
    rule: Callable[[str], FactRule]
    registrar: Registrar
    identity: Identity

    def owned(self, names: Sequence[str]) -> dict[str, str]:
        """Fact name → its value."""
        return {name: self._value(name, "own") for name in names}

    def other(self, name: str) -> str:
        """A value of the same kind that is not the customer's own."""
        own = self._value(name, "own")
        tries = (self._drawn(name, f"other{attempt}") for attempt in range(9))
        return next((value for value in tries if value != own), own)

    def _value(self, name: str, which: str) -> str:
        if name in IDENTITY:
            identity = {"name": _called(self.identity.name), "email": self.identity.email}
            return {**identity, "phone": self.identity.phone}[name]
        return self._drawn(name, which)

    def _drawn(self, name: str, which: str) -> str:
        random = Random(seed_of("fact", name, which, *self.key))
        return self.registrar.value(name, self.rule(name), self.language, random)


def _called(name: str) -> str:
    """The name without the token."""
    return name.rpartition(" ")[0]
