"""Expressions that cannot be used are refused in a sentence; proposals name what is there."""

import pytest

from escalation_tests import channels, desks
from escalation_tests.channels.arrived import place, shown
from escalation_tests.channels.expressions import proposal
from escalation_tests.model.secrets import Secrets

PROBLEMS = [
    ("a[.b", "'a[.b' is no JMESPath expression: '.' is out of place at character 3"),
    ("", "'' is no JMESPath expression"),
    ("a b", "'b' is out of place at character 3"),
    ("'unclosed", "is out of place at character 1"),
    ("a[", "breaks off at character 3"),
    ("lenth(x)", "unknown JMESPath function 'lenth'; did you mean 'length'?"),
    ("a[?contain(b, 'c')].d", "'contain'; did you mean 'contains'?"),
]


@pytest.mark.parametrize("problem_of", [channels.expression_problem, desks.expression_problem])
@pytest.mark.parametrize(("expression", "part"), PROBLEMS)
def test_what_is_no_expression_is_said_to_be_none(problem_of, expression, part) -> None:
    assert part in problem_of(expression)


@pytest.mark.parametrize("problem_of", [channels.expression_problem, desks.expression_problem])
@pytest.mark.parametrize(
    "expression", ["a", "messages[].text", "t[].{role: a, text: b}", "length(a) > `3`", "@"]
)
def test_what_is_one_passes(problem_of, expression) -> None:
    assert problem_of(expression) is None


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
