"""A value is recognised however it is written, and nothing else is taken for it."""

import pytest

from escalation_tests.checks.values import holds, shows_masked


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("AB-123456", "order ab 123456, twice"),
        ("AB-123456", "AB123456"),
        ("49.90 EUR", "It was €49.90."),
        ("49.90 EUR", "49,90 Euro"),
        ("49.90 EUR", '{"amount": 49.9}'),
        ("1,234.50 USD", "1.234,50"),
        ("1,234.50 USD", "$1234.5"),
        ("€1.234,50", "1 234.50 EUR"),
        ("120 EUR", "120.00"),
        ("+44 20 7946 0018", "02079460018"),
        ("+44 20 7946 0018", "+44 (0)20 7946-0018"),
        ("ada@example.org", "mail: Ada@Example.org."),
        ("2026-11-20", "on 20.11.2026"),
        ("Rua São João 12", "rua são  joão, 12"),
        ("Zoë", "Zo\u0065\u0308"),
        ("123456", "Nr. 123456!"),
        ("４２４２４２", "424242"),
        ("AB-123456", "AB-123456, not AB-1234567"),
        ("AB-123456", "XAB-123456, AB-123456 or AB-1234567"),
        ("aba", "ababa aba"),
    ],
)
def test_is_there(value, text) -> None:
    assert holds(text, value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("AB-123456", "AB-1234567"),
        ("AB-123456", "XAB-123456"),
        ("123456", "0123456"),
        ("00123456", "123456"),
        ("49.90 EUR", "149.90 EUR"),
        ("49.90 EUR", "49.905"),
        ("49.90 EUR", "50 EUR"),
        ("+44 20 7946 0018", "+44 20 7946 0019"),
        ("2026-11-20", "2026-11-21"),
        ("AB-123456", "**-****56"),
        ("", "anything"),
        ("-", "a - b"),
    ],
)
def test_is_not_there(value, text) -> None:
    assert not holds(text, value)


@pytest.mark.parametrize(
    ("how", "text", "shown"),
    [
        ("last4", "**** **** **** 1111", True),
        ("last4", "xxxx1111", True),
        ("last4", "**** 1112", False),
        ("first2", "41** ****", True),
        ("first2", "**41", True),
        ("first2", "41999", True),
        ("first2", "14**", False),
        ("all", "", True),
        ("sideways", "4111111111111111", False),
    ],
)
def test_a_mask_shows_what_it_should(how, text, shown) -> None:
    assert shows_masked(text, "4111 1111 1111 1111", how) is shown


def test_hostile_text_is_only_text() -> None:
    hostile = "(" * 5000 + "\x00\ud800" + "1 " * 5000 + "%s{{}}"
    assert not holds(hostile, "AB-123456")
    assert not holds(hostile, "49.90 EUR")
    assert not holds(hostile, "+44 20 7946 0018")


@pytest.mark.parametrize(
    ("value", "text", "there"),
    [
        ("1 234,50 EUR", "1,234.5", True),
        ("1'234.50 CHF", "1234.50", True),
        ("1.234.567 EUR", "1,234,567", True),
        ("0,75 EUR", "0.75", True),
        ("1234,567 EUR", "1234567", True),
        ("5 EUR", "5,00", True),
        ("0301 234567", "030 1234567", True),
        ("+49 30 1234567", "0301234567", True),
        ("0049 30 1234567", "030 1234567", True),
        ("030 1234567", "0049 30 1234567", True),
        ("030 1234567", "00049 30 1234567", False),
        ("030 1234567", "000 49 30 1234567", False),
        ("030 1234567", "030 123456", False),
        ("1234567", "123-4567", True),
        ("123-4567", "0301234567", True),
        ("30 1234567", "30 7654321", False),
        ("030 123456", "+49 30 123456", True),
        ("49.90 EUR", "49.10", False),
        ("50. EUR", "50.00", True),
        ("1,234 USD", "1234.00", True),
        ("1.234.567,89 EUR", "1234567.89", True),
        ("1.234.567,89 EUR", "1234567.88", False),
    ],
)  # fmt: skip
def test_numbers_however_they_are_written(value, text, there) -> None:
    assert holds(text, value) is there
