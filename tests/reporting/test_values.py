from pathlib import Path

import pytest

from escalation_tests.reporting.values import near, number, told


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("a\nb", ["a", "b"]),
        (None, ["(nothing)"]),
        (True, ["yes"]),
        ([], ["(none)"]),
        ({}, ["(none)"]),
        (["a", 2], ["a", "2"]),
        ({"order_id": "AB-1", "paid": False}, ["order_id: AB-1", "paid: no"]),
        ([{"turn": 1, "speaker": "bot", "text": "Hi"}], ["turn 1, bot: Hi"]),
        ({"deep": {"er": [1]}}, ['{"deep": {"er": [1]}}']),
    ],
)
def test_values_are_told_plainly(value, lines):
    assert told(value) == lines


@pytest.mark.parametrize(
    ("value", "text"), [(None, "–"), (0.0, "0"), (1.5, "1.5"), (0.1234, "0.123")]
)
def test_numbers_have_no_needless_digits(value, text):
    assert number(value) == text


def test_files_below_are_told_as_people_type_them(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert near(str(tmp_path / "a" / "escalation.yaml")) == str(Path("a") / "escalation.yaml")
    assert near("library/notice.yaml") == "library/notice.yaml"
    assert near(str(tmp_path.parent / "x.yaml")) == str(tmp_path.parent / "x.yaml")
