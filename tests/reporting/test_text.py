import json

from escalation_tests.model.secrets import Secrets
from escalation_tests.reporting.keeping import DEPTH, Keeper
from escalation_tests.reporting.text import columns, cut, keepable, one_line, visible, wrapped


def test_control_and_direction_characters_are_shown_as_escapes():
    assert visible("a\x1b[31mb\x07\r\u202ec\u2028\x9b") == (
        "a\\x1b[31mb\\x07\\x0d\\u202ec\\u2028\\x9b"
    )


def test_letters_of_any_script_and_line_breaks_stay():
    text = "שלום\nمرحبا 你好 e\u0301 👩‍👩‍👧"
    assert visible(text) == text


def test_lone_surrogates_and_nul_can_be_written():
    kept = keepable("a\0b\ud800c")
    assert kept == "a\u2400b\\ud800c"
    json.dumps(kept, ensure_ascii=False).encode("utf-8")


def test_a_cut_says_how_much_there_was():
    assert cut("x" * 1_048_576, 3) == "xxx… (1,048,576 characters in all)"
    assert cut("xxx", 3) == "xxx"


def test_wide_and_combining_characters_count_as_the_terminal_counts():
    assert columns("你好") == 4
    assert columns("e\u0301\u200b") == 1


def test_no_line_is_wider_than_asked():
    text = "word " * 40 + "x" * 300 + " 你好" * 60
    assert max(columns(line) for line in wrapped(text, 40)) <= 40


def test_wrapping_loses_no_words():
    text = "one two three " * 30
    assert " ".join(wrapped(text.strip(), 20)).split() == text.split()


def test_one_line_is_one_line():
    assert one_line("a\n\n b\tc", 100) == "a b c"


def test_secrets_are_taken_out_before_a_text_is_cut():
    keep = Keeper(Secrets(frozenset({"hunter2-token"})))
    assert "hunter" not in keep.text("x" * 95 + "hunter2-token", 100)


def test_secrets_are_taken_out_of_nested_keys_and_values():
    keep = Keeper(Secrets(frozenset({"hunter2"})))
    kept = keep.value({"hunter2": [{"a": ("hunter2", {"hunter2"})}]})
    assert "hunter2" not in json.dumps(kept)


def test_any_value_becomes_json():
    deep: list[object] = []
    for _ in range(DEPTH * 3):
        deep = [deep]
    kept = Keeper(Secrets()).value(
        {"nan": float("nan"), "set": frozenset({"b", "a"}), "bytes": b"x", "deep": deep, 1: None}
    )
    assert json.loads(json.dumps(kept, allow_nan=False))["set"] == ["a", "b"]
    assert kept["nan"] == "nan"
