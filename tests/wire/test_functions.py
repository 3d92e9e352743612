"""The helpers beside JMESPath read what the platforms write, and raise nothing."""

import jmespath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_tests.wire.functions import function_problem, options

HELPERS = ("from_json(@)", "html_to_text(@)", "to_time(@)", "lower(@)", "split_blob(@)")


def found(expression: str, value):
    return jmespath.compile(expression).search(value, options())


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('{"queue": "billing"}', {"queue": "billing"}),
        ("[1, 2]", [1, 2]),
        ('"a"', "a"),
        ("{", None),
        ("[" * 100_000, None),
        (7, None),
        (None, None),
    ],
)
def test_json_inside_a_text(written, value) -> None:
    assert found("from_json(@)", written) == value


def test_a_path_goes_on_behind_a_helper() -> None:
    task = {"attributes": '{"conversations": {"queue": "Billing"}}'}
    assert found("lower(from_json(attributes).conversations.queue)", task) == "billing"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>Hello <b>there</b></p><p>you</p>", "Hello there\nyou"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("fish &amp; chips &#8364;5", "fish & chips €5"),
        ("<style>p {}</style><script>x()</script>seen", "seen"),
        ("plain text,\nas it was", "plain text,\nas it was"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<p>unclosed <i>everything", "unclosed everything"),
        ("", ""),
    ],
)
def test_html_as_a_person_reads_it(page, words) -> None:
    assert found("html_to_text(@)", page) == words


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2026-11-26T12:00:00Z", 1795694400),
        ("2026-11-26T13:00:00+01:00", 1795694400),
        ("2026-11-26T12:00:00", 1795694400),
        ("Thu, 26 Nov 2026 12:00:00 +0000", 1795694400),
        (1795694400, 1795694400),
        ("1795694400.5", 1795694400.5),
        (1795694400123, 1795694400.123),
        ("1795694400123", 1795694400.123),
        (1795694400123456, 1795694400.123456),
        ("soon", None), (True, None), (None, None), ({"a": 1}, None), ("9" * 30, None),
    ],
)  # fmt: skip
def test_times_in_all_spellings(written, seconds) -> None:
    assert found("to_time(@)", written) == (pytest.approx(seconds) if seconds else None)


@pytest.mark.parametrize(
    ("key", "name"),
    [(2, "billing"), (2.0, "billing"), ("2", "billing"), (3, None), (None, None), ([2], None)],
)
def test_a_number_is_looked_up_in_a_table(key, name) -> None:
    assert found('lookup(queue, `{"2": "billing"}`)', {"queue": key}) == name


BLOB = """Transcript of the chat:

[12:01:03] Customer: I was charged twice.
Order AB-1: both charges.
[12:01:05] Bot: I am sorry.
**Agent (Kim)**: How can I help?
"""


def test_a_blob_is_divided_where_speakers_begin() -> None:
    assert found("split_blob(@)", BLOB) == [
        {"role": "Customer", "text": "I was charged twice.\nOrder AB-1: both charges."},
        {"role": "Bot", "text": "I am sorry."},
        {"role": "Agent", "text": "How can I help?"},
    ]


def test_a_blob_is_divided_by_the_shop_own_pattern() -> None:
    blob = "<<ana>> hello\n<<shopbot>> good day\nhow are you"
    assert found("split_blob(@, '^<<(?P<role>[a-z]+)>> ')", blob) == [
        {"role": "ana", "text": "hello"},
        {"role": "shopbot", "text": "good day\nhow are you"},
    ]
    assert found("split_blob(@, '^<<([a-z]+)>> ')", blob)[1]["role"] == "shopbot"
    assert found("split_blob(@, '^---$')", "a\n---\nb") == [{"role": None, "text": "b"}]


@pytest.mark.parametrize("text", ["", "no speaker here", 7, None, ["Customer: hi"]])
def test_what_has_no_turns_gives_none(text) -> None:
    assert found("split_blob(@)", text) is None


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("from_jsn(a)", "unknown JMESPath function 'from_jsn'; did you mean 'from_json'?"),
        ("a[?lowr(b) == 'x']", "unknown JMESPath function 'lowr'"),
        ("split_blob(a, '(')", "'(' is no regular expression"),
        ("split_blob(a, b)", None),
        ("split_blob(a, '^(bot|me): ')", None),
        ("lower(to_string(a))", None),
    ],
)
def test_mistakes_are_told_before_anything_runs(expression, problem) -> None:
    told = function_problem(jmespath.compile(expression).parsed)
    assert (told is None) if problem is None else problem in told


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@given(anything, st.sampled_from(HELPERS))
def test_no_value_makes_a_helper_raise(value, expression) -> None:
    found(expression, value)
    found("lookup(@, @)", value)
