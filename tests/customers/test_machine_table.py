"""The policy's machine against a table worked out by hand, for every conversation of two turns."""

from itertools import chain, product
from pathlib import Path

import pytest

from escalation_tests.customers.machine import after, duty, start
from escalation_tests.model.fact import Fact
from escalation_tests.model.move import Act, Move
from escalation_tests.model.trigger import Trigger
from tests.customers.test_machine import POLICY, SAY, TOPICS

TABLE = Path(__file__).with_name("machine_table.txt")
TRIGGERS = {
    "explicit": Trigger.EXPLICIT_REQUEST,
    "frustration": Trigger.FRUSTRATION,
    "low": Trigger.LOW_CONFIDENCE,
    "unsupported": Trigger.UNSUPPORTED_LANGUAGE,
}
TURNS = {
    **{name: SAY[name] for name in ("other", "human", "cross", "babble", "foreign")},
    "ask": Move(Act.ASKS, ("?",), topic="in", facts=(Fact("order", "A"),)),
    "tried": Move(Act.TRIED, ("t",), tried=("restart",)),
    "fixes": Move(Act.TELLS, ("f",), facts=(Fact("order", "B"),)),
}


def rows() -> list[list[str]]:
    """The cells of each row."""
    lines = TABLE.read_text("utf-8").splitlines()
    written = (line for line in lines if line.strip() and not line.startswith("#"))
    return [[cell.strip() for cell in line.split("|")] for line in written]


def test_the_table_has_every_conversation_of_up_to_two_turns_once():
    found = [row[0] for row in rows()]
    short = chain(product(TURNS, repeat=1), product(TURNS, repeat=2))
    assert {" ".join(turns) for turns in short} <= {*found}
    assert len(found) == len({*found})


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0].replace(" ", "-"))
def test_what_is_demanded(row):
    turns, due, queue, priority, language, order, was, steps = row
    state = after(start(POLICY, TOPICS, "en"), (TURNS[turn] for turn in turns.split()))
    demanded = duty(state)
    assert told(demanded.due) == due
    assert demanded.queue == queue
    assert (demanded.priority or "-") == priority
    assert demanded.language == language
    assert values(demanded.facts) == order
    assert values(demanded.superseded) == was
    assert (", ".join(demanded.attempted) or "-") == steps


def told(due) -> str:
    if due is None:
        return "-"
    (name,) = [name for name, trigger in TRIGGERS.items() if trigger is due.trigger]
    return f"{name} {due.turn} by {due.by_turn}"


def values(facts) -> str:
    return ", ".join(fact.value for fact in facts) or "-"
