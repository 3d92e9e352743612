"""Whatever a file holds, the only thing that the loader raises is an explanation."""

import copy
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from escalation_tests.errors import AuthoringError
from escalation_tests.loading import library_root, load, load_scenarios

PROMISING = (Path(__file__).parent / "promising.yaml").read_text("utf-8")
SCRIPTS = "".join(
    (library_root("scenarios") / f"{name}.yaml").read_text("utf-8")
    for name in ("delivery", "routing")
)
PIECES = [
    "{", "}", "[", "]", ": ", "- ", "\n", "\t", "  ", "#", "&a ", "*a", "<<: *a", "!!binary ",
    "!x", "|", ">", "'", '"', "%", "@", "`", "?", "---\n", "...\n", "no", "null", "~", "-1",
    "1e999", ".nan", "0x", "9" * 30, "2026-01-01", "1:30", "${", "${A}", "${A:-", "$${",
    "\x00", "\x07", "\ufeff", "\u2028", "{order_id}", "{x}", "/(/", "%s", "é", "人", "😀",
]  # fmt: skip
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 30), st.sampled_from(PIECES) | st.text(max_size=5)),
    max_size=6,
)


def mutated(text: str, edits: list[tuple[float, int, str]]) -> bytes:
    for where, cut, piece in edits:
        at = int(where * len(text))
        text = text[:at] + piece + text[at + cut :]
    return text.encode("utf-8", "surrogatepass")


def complaints(read) -> list[str]:
    """What is said; every problem names a file and has something to say."""
    try:
        read()
    except AuthoringError as error:
        return [problem.message if problem.file else "" for problem in error.problems] or [""]
    return []


def plain(read) -> bool:
    said = complaints(read)
    return all(said) and "pydantic" not in "".join(said) and "https://errors" not in "".join(said)


FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FUZZ
@given(edits=EDITS)
@example(edits=[(0.0, 10_000, "[" * 20_000)])
@example(edits=[(0.0, 10_000, "\ud800")])
def test_a_spoilt_configuration_is_explained(tmp_path, edits):
    file = tmp_path / "escalation.yaml"
    file.write_bytes(mutated(PROMISING, edits))
    assert plain(lambda: load(file, {"A": "b"}))


@pytest.fixture(scope="module")
def promising(tmp_path_factory):
    file = tmp_path_factory.mktemp("shop") / "escalation.yaml"
    file.write_text(PROMISING, "utf-8")
    return load(file, {})


@FUZZ
@given(edits=EDITS)
def test_spoilt_scenarios_are_explained(tmp_path, promising, edits):
    file = tmp_path / "own.yaml"
    file.write_bytes(mutated(SCRIPTS, edits))
    assert plain(lambda: load_scenarios(file, promising, {"A": "b"}))


JUNK = st.sampled_from([None, [], {}, 0, -1, 2.5, True, "", "x", [None], [[]], {"": None}, "{x}"])
CHANGES = st.lists(st.tuples(st.integers(0, 10_000), JUNK), min_size=1, max_size=3)


def replaced(value, changes):
    """`value` with something else in some of its places, dumped as YAML."""
    for number, junk in changes:
        places = list(spots(value))
        holder, key = places[number % len(places)]
        holder[key] = copy.deepcopy(junk)
    return yaml.safe_dump(value, allow_unicode=True)


def spots(value):
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in list(items):
        yield value, key
        if isinstance(item, dict | list):
            yield from spots(item)


@settings(FUZZ, max_examples=40)
@given(changes=CHANGES)
def test_a_configuration_with_wrong_values_is_explained(tmp_path, changes):
    file = tmp_path / "escalation.yaml"
    file.write_text(replaced(yaml.safe_load(PROMISING), changes), "utf-8")
    assert plain(lambda: load(file, {"A": "b"}))


@settings(FUZZ, max_examples=40)
@given(changes=CHANGES, which=st.integers(0, 10_000))
def test_a_scenario_with_wrong_values_is_explained(tmp_path, promising, changes, which):
    scripts = list(yaml.safe_load_all(SCRIPTS))
    file = tmp_path / "own.yaml"
    file.write_text(replaced(scripts[which % len(scripts)], changes), "utf-8")
    assert plain(lambda: load_scenarios(file, promising, {"A": "b"}))


@FUZZ
@given(data=st.binary(max_size=200))
def test_any_bytes_are_explained(tmp_path, data):
    file = tmp_path / "escalation.yaml"
    file.write_bytes(data)
    assert plain(lambda: load(file, {}))
