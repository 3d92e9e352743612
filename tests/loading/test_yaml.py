"""Files that are no YAML, or more of it than anybody writes."""

import pytest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ": is empty"),
        ("# nothing here\n---\n", ": is empty"),
        (b"bot: \xff\n", ":1: is not UTF-8: byte 0xff"),
        ("a: 1\nb: \x07\n", ":2: holds a control character that YAML forbids"),
        ("a: 1\n\tb: 2\n", ":2: is not valid YAML: has a tab where YAML wants spaces"),
        ("a: b: c\n", ":1: is not valid YAML: has a second `: ` in a line; put the text in "
                      "quotes"),
        ("a: 'x\n", ":2: is not valid YAML: ends inside a quoted text; is the closing quote "
                    "missing?"),
        ("a: @x\n", ":1: is not valid YAML: starts with a character that YAML reserves; put it in "
                    "quotes"),
        ("- bot\n", ":1: expected a mapping with the keys bot, policy, topics, found a list"),
        ("just words\n",
         ":1: expected a mapping with the keys bot, policy, topics, found plain text"),
        ("a: !!python/object:os.system x\n",
         ":1: has the tag tag:yaml.org,2002:python/object:os.system; tags are not understood "
         "here"),
        ("a: *b\n", ":1: refers to *b, which is not complete here"),
        ("a: &a [*a]\n", ":1: refers to *a, which is not complete here"),
        ("[" * 100_000, ":1: is nested more than 40 levels deep"),
        ("a: {" * 50_000, ":1: is nested more than 40 levels deep"),
        ("x" * 1_000_001, ": is larger than 1000000 bytes"),
        ("a: &a {<<: 5}\n", ":1: `<<` can only bring in mappings"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_line(shop, text, said):
    assert shop.refused(text) == [f"escalation.yaml{said}"]


def test_a_bomb_of_anchors_is_defused(shop):
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    (line,) = shop.refused("\n".join(rows))
    assert line.endswith("has more than 50000 values once its anchors are expanded")


def test_a_bomb_of_merged_mappings_is_defused(shop):
    rows = ["a0: &a0 {k: 1}"]
    rows += [f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 10)}]}}" for i in range(1, 20)]
    (line,) = shop.refused("\n".join(rows))
    assert line.endswith("has more than 50000 values once its anchors are expanded")


def test_a_chain_of_anchors_is_no_way_round_the_depth(shop):
    rows = ["a0: &a0 [x]", *(f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 3000))]
    (line,) = shop.refused("\n".join(rows))
    assert line.endswith("is nested more than 40 levels deep")


def test_keys_are_written_once(shop):
    assert shop.spoilt("  url:", "  url: http://a\n  url:") == [
        "escalation.yaml:4: bot.url: is written twice; first in line 3"
    ]


def test_a_second_document_is_noticed(shop):
    (line,) = shop.refused(shop.config + "---\nbot: {}\n")
    assert line == "escalation.yaml:16: has a second document; expected one"


def test_a_missing_file_is_named(shop):
    from pathlib import Path

    from escalation_tests.errors import AuthoringError
    from escalation_tests.loading import load

    with pytest.raises(AuthoringError, match=r"nowhere\.yaml: cannot be read: No such file"):
        load(Path("nowhere.yaml"), {})


def test_a_folder_is_not_a_file(shop):
    from pathlib import Path

    from escalation_tests.errors import AuthoringError
    from escalation_tests.loading import load

    (shop.folder / "folder.yaml").mkdir()
    with pytest.raises(AuthoringError, match=r"folder\.yaml: cannot be read: Is a directory"):
        load(Path("folder.yaml"), {})


def test_anchors_and_merged_mappings_are_understood(shop):
    material = shop.load(
        shop.config.replace(
            "explicit_request: {within: 0}", "explicit_request: &now {within: 0}"
        ).replace("out_of_scope: {within: 0}", "out_of_scope: {<<: *now, after: 2}")
    )
    rule = material.config.policy.triggers["out_of_scope"]
    assert (rule.after, rule.within) == (2, 0)


def test_keys_are_taken_as_they_are_written(shop):
    config = shop.config.replace("topics:", "  routing: {by_language: {no: nordic}}\ntopics:")
    assert shop.load(config).config.policy.routing.by_language == {"no": "nordic"}


@pytest.mark.parametrize("text", ["2026-11-23", "012345", "1:30", "0x1F", "1e3", "'yes'"])
def test_what_looks_like_text_to_a_person_is_text(shop, text):
    config = shop.config.replace("queue: billing", f"queue: {text}")
    assert shop.load(config).config.topics["refund"].queue == text.strip("'")


def test_a_byte_order_mark_does_no_harm(shop):
    assert shop.load(b"\xef\xbb\xbf" + shop.config.encode()).config.bot.channel == "http"
