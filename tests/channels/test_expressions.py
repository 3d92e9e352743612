"""Proposals name what is there."""

import pytest

from escalation_tests.channels.arrived import place, shown
from escalation_tests.channels.expressions import proposal
from escalation_tests.model.secrets import Secrets


@pytest.mark.parametrize(
    ("wanted", "value", "part"),
    [
        ("messages[].text", {"data": {"messages": [{"text": "x"}]}}, "`data.messages[].text`?"),
        ("text", {"odd-key": {"text": "x"}}, '`"odd-key".text`?'),
        ("[].text", [{"txt": "x"}], "a list of 1; did you mean `[].txt`?"),
        ("x", "hello", "a plain str did arrive"),
        ("text", {}, "keys that did arrive: none"),
    ],
)
def test_the_nearest_path_is_proposed(wanted, value, part) -> None:
    assert part in proposal(wanted, value)


def test_what_arrived_is_shown_bounded_printable_and_without_secrets() -> None:
    text = shown("sesame \x1b[0m \u202e é\n" + "x" * 5000, Secrets(frozenset({"sesame"})))
    assert text.startswith("*** \\x1b[0m \\u202e é\nxxx")
    assert len(text) == 2000


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://u:p@host:1/a?b=c#d", "https://host:1/a"),
        ("http://host", "http://host"),
        ("/relative?x=1", "/relative"),
        ("", ""),
    ],
)
def test_a_url_is_named_without_what_may_be_secret(url, named) -> None:
    assert place(url) == named
