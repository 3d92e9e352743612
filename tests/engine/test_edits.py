"""Messages that grow or are changed, and bots that show that they are typing."""

from escalation_tests.engine.pace import Pace
from escalation_tests.model.event import Edited, Said, Typing

SOON = Pace(quiet=0.5, timeout=10.0)


def said(record):
    return [(message.text, message.turn) for message in record.said_by("bot")]


def test_a_message_that_grows_is_one_and_keeps_the_turn_open(theatre) -> None:
    grown = [part for n in range(2, 12) for part in (0.4, Edited("word " * n, "b1"))]

    def bot(_text):
        return (Said("word ", id="b1"), *grown)

    record = theatre.World(bot=bot, listens=True, pace=SOON).play(theatre.plan("one", "two"))
    assert record.trouble is None
    assert said(record)[0] == ("word " * 11, 1)
    assert record.messages[1].at == record.turns[0].sent
    assert record.turns[0].over > 4.0


def test_a_message_that_is_changed_in_a_later_turn_is_read_again(theatre) -> None:
    def bot(text):
        return (Said("your place is 3", id="b1") if text == "one" else Edited("it is 2", "b1"),)

    record = theatre.World(bot=bot, listens=True, pace=SOON).play(theatre.plan("one", "two"))
    assert said(record) == [("your place is 3", 1), ("it is 2", 2)]


def test_a_turn_is_not_over_while_the_bot_types(theatre) -> None:
    def bot(_text):
        return ("Wait.", Typing(True), 4.0, Typing(False), "Here it is.")

    record = theatre.World(bot=bot, listens=True, pace=SOON).play(theatre.plan("one"))
    assert said(record) == [("Wait.", 1), ("Here it is.", 1)]


def test_a_bot_that_types_for_ever_is_named(theatre) -> None:
    def bot(_text):
        return ("Wait.", Typing(True), ...)

    record = theatre.World(bot=bot, listens=True, pace=SOON).play(theatre.plan("one"))
    assert record.trouble.kind == "endless"
    assert said(record) == [("Wait.", 1)]


def test_a_bot_that_only_types_has_not_answered(theatre) -> None:
    def bot(_text):
        return (Typing(True), 1.0, Typing(False), ...)

    record = theatre.World(bot=bot, listens=True, pace=SOON).play(theatre.plan("one"))
    assert record.trouble.kind == "timeout"
