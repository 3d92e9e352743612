from escalation_tests.model.message import Speaker


def test_a_conversation_is_taken_down_turn_by_turn(theatre):
    world = theatre.World(bot=lambda text: (0.5, f"re {text}"))
    record = world.play(theatre.plan("one", "two"))
    assert [(m.speaker, m.text, m.turn) for m in record.messages] == [
        (Speaker.CUSTOMER, "one", 1),
        (Speaker.BOT, "re one", 1),
        (Speaker.CUSTOMER, "two", 2),
        (Speaker.BOT, "re two", 2),
    ]
    assert record.trouble is None
