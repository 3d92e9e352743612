"""Expressions that cannot be used are refused in a sentence."""

import pytest

from escalation_tests.wire.expressions import expression_problem

PROBLEMS = [
    ("a[.b", "'a[.b' is no JMESPath expression: '.' is out of place at character 3"),
    ("", "'' is no JMESPath expression"),
    ("a b", "'b' is out of place at character 3"),
    ("'unclosed", "is out of place at character 1"),
    ("a[", "breaks off at character 3"),
    ("lenth(x)", "unknown JMESPath function 'lenth'; did you mean 'length'?"),
    ("a[?contain(b, 'c')].d", "'contain'; did you mean 'contains'?"),
]


@pytest.mark.parametrize(("expression", "part"), PROBLEMS)
def test_what_is_no_expression_is_said_to_be_none(expression, part) -> None:
    assert part in expression_problem(expression)


@pytest.mark.parametrize(
    "expression", ["a", "messages[].text", "t[].{role: a, text: b}", "length(a) > `3`", "@"]
)
def test_what_is_one_passes(expression) -> None:
    assert expression_problem(expression) is None
