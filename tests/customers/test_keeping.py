"""Recipes in Hypothesis's example databases: each comes back as it was, bytes of others do not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from escalation_tests.customers.generated import recipes
from escalation_tests.customers.generated.keeping import keep, kept, packed, unpacked
from tests.customers.conftest import material_of

DRAWN = recipes(material_of(), nasty=True, disturbed=True)


@settings(max_examples=200, deadline=None)
@given(DRAWN)
def test_a_recipe_comes_back_as_it_was(recipe) -> None:
    assert unpacked(packed(recipe)) == recipe


@given(st.binary())
def test_bytes_of_others_are_no_recipe(found) -> None:
    assert unpacked(found) is None


@pytest.mark.parametrize("found", [b"null", b"{}", b'{"turns": 3}', b"[[]]", b"\xff"])
def test_json_of_others_is_no_recipe(found) -> None:
    assert unpacked(found) is None


@settings(max_examples=20, deadline=None)
@given(st.lists(DRAWN, max_size=3, unique=True), st.lists(DRAWN, max_size=3, unique=True))
def test_what_was_kept_last_is_all_that_is_kept(before, now) -> None:
    database = InMemoryExampleDatabase()
    keep(database, "ours", before)
    keep(database, "ours", now)
    assert set(kept(database, "ours")) == set(now)
    assert list(kept(database, "theirs")) == []
