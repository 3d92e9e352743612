"""What follows from a configuration before anything is played."""

from escalation_tests.wiring import left_out_of
from tests.customers.conftest import material_of


def test_personas_whom_the_policy_leaves_nothing_to_say_are_named_with_the_reason() -> None:
    why = left_out_of(material_of())["persona language-switcher"]
    assert why.startswith("switches language, but the bot serves only 'en'")
    assert "persona language-switcher" not in left_out_of(
        material_of(policy={"languages": ["en", "es"]})
    )


def test_nobody_is_left_out_where_personas_are_named_or_there_is_no_matrix() -> None:
    assert not left_out_of(material_of(suite={"personas": ["plain"]}))
    assert not left_out_of(material_of(suite={"matrix": "off"}))
