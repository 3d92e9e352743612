"""The policy's machine against rules worked out by hand, over all conversations of four moves.

The table is `machine_rules.yaml`; here it is only read. `machine_table.txt` has the conversations
of two turns one by one. No row knows of another one, and none of them of counting: they are
patterns of whole conversations.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path

import pytest
import yaml

from escalation_tests.contract.policy import Policy
from escalation_tests.contract.topic import Topic
from escalation_tests.customers.machine import State, advance, duty, start
from escalation_tests.model.duty import Due, Duty
from escalation_tests.model.fact import Fact
from escalation_tests.model.move import Act, Move
from escalation_tests.model.trigger import Trigger

TABLE = yaml.safe_load(Path(__file__).with_name("machine_rules.yaml").read_text("utf-8"))
TOPICS = {
    "refund": Topic(queue="money"),
    "address": Topic(),
    "lawsuit": Topic(scope="out", queue="lawyers"),
}
SIGNS = dict(zip(TABLE["moves"], "abcdefghijklmnopqrstuvwxyz", strict=False))
"""One letter for each move, so that a conversation is a word, and a pattern one of `re`."""
LONGEST = 4


def a_move(act: str, facts: Mapping[str, str] | None = None, **labels) -> Move:
    labels["triggers"] = frozenset(map(Trigger, labels.get("triggers", ())))
    labels["tried"] = tuple(labels.get("tried", ()))
    stated = tuple(Fact(name, value) for name, value in (facts or {}).items())
    return Move(Act(act), ("…",), facts=stated, **labels)


MOVES = {SIGNS[name]: a_move(**labels) for name, labels in TABLE["moves"].items()}


class Reader:
    """Reads patterns, with the groups and openings of one shop."""

    def __init__(self, shop: Mapping) -> None:
        self._groups = TABLE["groups"] | shop.get("groups", {})
        self._openings = shop.get("openings", {})
        self.pattern = cache(self._pattern)

    def _pattern(self, text: str) -> re.Pattern[str]:
        return re.compile("".join(map(self._token, text.split())))

    def _token(self, token: str) -> str:
        if token.startswith("<"):
            return f"(?:{'|'.join(self._pattern(one).pattern for one in self._openings[token[1:-1]])})"
        if token.startswith(">"):
            return f"(?P<due>{self._token(token[1:])})"
        names = token.removesuffix("*").split("/")
        one = f"[{''.join(SIGNS[name] for each in names for name in self._groups.get(each, [each]))}]"
        return f"{one}*" if token.endswith("*") else one


class Book:
    """The tables of one shop: what they say of a conversation."""

    def __init__(self, name: str) -> None:
        self.shop = TABLE["shops"][name]
        self.tables = TABLE["everywhere"] | {
            name: rows for name, rows in self.shop.items() if isinstance(rows, list)
        }
        self.used: set[int] = set()
        """The rows, by identity, that held for some conversation."""
        self._read = Reader(self.shop)
        self._rows = cache(self._rows_for)

    def says(
        self, table: str, word: str, trigger: str | None = None
    ) -> tuple[dict, re.Match[str]]:
        """The only row that holds for a conversation."""
        rows = self._rows(table, trigger)
        found = [(row, match) for row, holds in rows if (match := holds(word))]
        assert len(found) == 1, f"{told(word)}: {table} has {[row for row, _ in found]}"
        self.used.add(id(found[0][0]))
        return found[0]

    def _rows_for(self, table: str, trigger: str | None) -> list[tuple[dict, Callable]]:
        """The rows that may hold when this trigger is due, each with its pattern."""
        rows = self.tables[table]
        named = {row.get("due") for row in rows} - {None}
        due = trigger if trigger in named else "other"
        fit = [row for row in rows if row.get("due", due) == due]
        return [(row, self._read.pattern(row["moves"]).fullmatch) for row in fit]

    def due(self, word: str) -> Due | None:
        row, match = self.says("due", word)
        if row["is"] is None:
            return None
        turn = match.end("due")
        later = budget(row["within"], word[turn:])
        return Due(Trigger(row["is"]), turn, turn + later)


@cache
def budget(name: str, tail: str) -> int:
    """What the table of budgets says of the moves after the one that made a handoff due."""
    read = Reader({})
    rows = TABLE["budgets"][name].items()
    (turns,) = [turns for moves, turns in rows if read.pattern(moves).fullmatch(tail)]
    return turns


def told(word: str) -> str:
    names = {sign: name for name, sign in SIGNS.items()}
    return " ".join(names[sign] for sign in word) or "(nothing)"


def conversations(state: State, word: str = "") -> Iterator[tuple[str, Duty]]:
    """Every conversation, with what the machine demands after it."""
    yield word, duty(state)
    if len(word) < LONGEST:
        for sign, move in MOVES.items():
            yield from conversations(advance(state, move), word + sign)


def opened(shop: Mapping) -> State:
    return start(Policy.model_validate(shop["policy"]), TOPICS, shop["customer"])


def aspects(demanded: Duty) -> dict[str, object]:
    """What the machine demands, under the names of the tables."""
    facts = {fact.name: fact.value for fact in demanded.facts}
    old = {fact.name: fact.value for fact in demanded.superseded}
    assert len(old) == len(demanded.superseded)
    assert facts.keys() <= {"order", "city"}
    assert old.keys() <= {"order"}
    return {
        "topic": demanded.topic,
        "order": facts.get("order"),
        "old order": old.get("order"),
        "city": facts.get("city"),
        "steps": list(demanded.attempted),
        "tolerated": demanded.tolerated,
        "queue": demanded.queue,
        "priority": demanded.priority,
        "language": demanded.language,
    }


@pytest.mark.parametrize("name", TABLE["shops"])
def test_the_machine_says_what_the_table_says_of_every_conversation(name):
    book = Book(name)
    for word, demanded in conversations(opened(book.shop)):
        assert demanded.due == book.due(word), f"{told(word)}: {book.says('due', word)[0]}"
        trigger = demanded.due.trigger.value if demanded.due else None
        for aspect, value in aspects(demanded).items():
            row, _ = book.says(aspect, word, trigger)
            assert value == row["is"], f"{told(word)}: {aspect} {row}"
    idle = [row for rows in book.tables.values() for row in rows if id(row) not in book.used]
    assert not idle, "a row that holds for no conversation says nothing"


def test_every_conversation_was_there():
    shop = TABLE["shops"]["prompt"]
    words = {word for word, _ in conversations(opened(shop))}
    wanted = {"".join(signs) for n in range(LONGEST + 1) for signs in product(MOVES, repeat=n)}
    assert words == wanted
    assert len(wanted) == 1 + 12 + 12**2 + 12**3 + 12**4


def test_a_conversation_that_no_row_covers_is_told():
    book = Book("prompt")
    book.tables["due"] = [row for row in book.tables["due"] if "human" not in row["moves"]]
    with pytest.raises(AssertionError, match=r"chat human: due has \[\]"):
        book.due(SIGNS["chat"] + SIGNS["human"])


def test_rows_that_both_cover_a_conversation_are_told():
    book = Book("prompt")
    book.tables["due"] = [*book.tables["due"], {"moves": "chat", "is": None}]
    with pytest.raises(AssertionError, match="chat: due has "):
        book.due(SIGNS["chat"])


def test_all_kinds_of_cause_and_all_budgets_are_in_the_table():
    triggers = {row["is"] for shop in TABLE["shops"].values() for row in shop["due"]}
    assert triggers - {None} == set(Trigger)
    within = {row.get("within") for shop in TABLE["shops"].values() for row in shop["due"]}
    assert within - {None} == set(TABLE["budgets"])
