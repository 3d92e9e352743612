"""Whether a text holds a value, however the value is written there."""

import re
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate

from escalation_tests.checks.texts import visible, words

SHORTEST = 4
"""Shorter values turn up in innocent texts."""

_MONEY = r"(?:€|\$|£|¥|R\$|zł|EUR|USD|GBP|CHF|BRL|PLN|euros?|dollars?|pounds?|d[oó]lares|reais)"
_AMOUNT = re.compile(rf"\s*{_MONEY}?\s*([+-]?\d[\d.,'’\s]*)\s*{_MONEY}?\s*", re.IGNORECASE)
_PURE_MONEY = re.compile(_MONEY, re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![\w.,])(?:[A-Z]{1,3}\$?|[€$£¥])?\s?"
    r"(\d{1,3}(?:[.,'’\s]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,4})?)"
)
_PHONE = re.compile(r"\+?[\d\s().\-/]{7,}")
_RUN = re.compile(r"\+?\(?\d[\d\s().\-/]{5,}\d")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MASK = re.compile(r"(last|first)_?(\d+)")


def holds(text: str, value: str) -> bool:
    """Whether `text` has `value` in it, in whole words.

    Case, spaces and separators do not matter; an amount may have any currency sign and decimal
    mark, a telephone number any format, a date the usual orders.
    """
    if not value.strip():
        return False
    if verbatim(text, value):
        return True
    if (amount := _amount(value)) is not None:
        return amount in _numbers(text)
    if date := _DATE.fullmatch(value.strip()):
        return any(verbatim(text, other) for other in _dates(*date.groups()))
    if _PHONE.fullmatch(value.strip()) and sum(map(str.isdigit, value)) >= 7:
        return _same_phone(text, value)
    return False


def shows_masked(text: str, value: str, how: str) -> bool:
    """Whether `text` has what `how` (`last4`, `first2`, `all`) leaves visible of `value`."""
    if how == "all":
        return True
    rule = _MASK.fullmatch(how)
    whole = "".join(words(value))
    if rule is None or not whole:
        return False
    count = int(rule[2])
    part = whole[-count:] if rule[1] == "last" else whole[:count]
    last = rule[1] == "last"
    return any(w.endswith(part) if last else w.startswith(part) for w in words(text))


def verbatim(text: str, value: str) -> bool:
    """Whether the value's words follow each other in `text`, joined or parted in any way."""
    wanted = "".join(words(value))
    joined, edges = _apart(text)
    starts = (start for start in edges if joined.startswith(wanted, start))
    return bool(wanted) and wanted in joined and any(at + len(wanted) in edges for at in starts)


@lru_cache(32)
def _apart(text: str) -> tuple[str, frozenset[int]]:
    """The letters and digits of a text, and where its words begin or end among them.

    Remembered, for many values are looked for in the same few texts.
    """
    found = words(text)
    return "".join(found), frozenset(accumulate(map(len, found), initial=0))


def _amount(value: str) -> Decimal | None:
    """The number of a sum of money; None for what is none."""
    match = _AMOUNT.fullmatch(value)
    if match is None:
        return None
    number = match[1].strip()
    if not _PURE_MONEY.search(value) and not re.search(r"[.,]\d{1,2}$", number):
        return None
    return _decimal(number)


def _decimal(number: str) -> Decimal:
    """`1,234.50`, `1.234,50` and `1 234,5` as one number."""
    number = re.sub(r"[\s'’]", "", number)
    *whole, part = re.split("[.,]", number)
    if not whole or len(part) == 3:
        whole, part = [*whole, part], ""
    return Decimal(f"{''.join(whole)}.{part}")


def _numbers(text: str) -> set[Decimal]:
    return {_decimal(match[1]) for match in _NUMBER.finditer(visible(text))}


def _same_phone(text: str, value: str) -> bool:
    digits = re.sub(r"\D", "", value)
    tail = re.sub("^0+", "", digits[-9:])
    runs = (re.sub(r"\D", "", run) for run in _RUN.findall(visible(text)))
    return any(run.endswith(tail) and len(run) <= len(digits) + 3 for run in runs)


def _dates(year: str, month: str, day: str) -> list[str]:
    return [f"{day}.{month}.{year}", f"{month}/{day}/{year}", f"{int(day)}.{int(month)}.{year}",
            f"{int(month)}/{int(day)}/{year}", f"{int(day)}/{int(month)}/{year}"]  # fmt: skip
