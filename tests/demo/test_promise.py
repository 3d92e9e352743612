"""The healthy bot keeps its promise, whatever it is given to understand."""

import pytest

from escalation_tests.demo.meaning import Meaning
from tests.demo.shop import ANGRY, CHAT, HUMAN, LOST, REFUND, Shop, asks


def test_an_explicit_request_is_met_in_the_same_turn() -> None:
    shop = Shop()
    (reply,) = shop.talk(HUMAN)
    assert reply.handoff["queue"] == "general"
    assert [one["reason"] for one in shop.handoffs] == ["explicit_request"]


def test_one_angry_turn_is_answered_the_second_is_handed_over() -> None:
    shop = Shop()
    first, between, second = shop.talk(ANGRY, CHAT, ANGRY)
    assert first.handoff is None
    assert between.handoff is None
    assert second.handoff["priority"] == "high"


def test_two_turns_in_a_row_must_be_lost() -> None:
    assert [reply.handoff for reply in Shop().talk(LOST, CHAT, LOST)] == [None] * 3
    assert Shop().talk(LOST, LOST)[-1].handoff["reason"] == "low_confidence"


@pytest.mark.parametrize(
    ("topic", "queue", "priority"),
    [
        ("legal_threat", "complaints", "urgent"),
        ("product_injury", "safety", "urgent"),
        ("business_invoice", "business", "normal"),
        ("data_deletion", "privacy", "normal"),
    ],
)
def test_what_is_out_of_scope_goes_at_once_to_its_team(topic, queue, priority) -> None:
    (reply,) = Shop().talk(asks(topic))
    assert (reply.handoff["queue"], reply.handoff["priority"]) == (queue, priority)


def test_the_latest_topic_decides_the_queue() -> None:
    replies = Shop().talk(asks("password", email="a@b.example"), asks("delivery"), HUMAN)
    assert replies[-1].handoff["queue"] == "logistics"


def test_a_language_it_does_not_speak_is_handed_over_bilingually() -> None:
    (reply,) = Shop().talk(Meaning(language="ru", served=False))
    assert reply.handoff["queue"] == "international"
    assert "Сейчас" in reply.texts[0]
    assert "international team" in reply.texts[0]


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt"])
def test_the_notice_is_in_the_customer_s_language(language) -> None:
    shop = Shop()
    (reply,) = shop.talk(Meaning(language=language, wants_human=True))
    assert shop.handoffs[0]["language"] == language
    assert len(reply.texts) == 1
    assert "{" not in reply.texts[0]


def test_the_human_gets_everything() -> None:
    shop = Shop()
    tried = Meaning(steps=("help_article",))
    shop.talk(
        ("I want 49.90 EUR back for AB-104882", REFUND), ("I read it", tried), ("human", HUMAN)
    )
    (case,) = shop.handoffs
    assert case["customer"] == {"order_id": "AB-104882", "amount": "49.90 EUR"}
    assert case["attempted_steps"] == ["help_article"]
    said = [line["text"] for line in case["transcript"] if line["author"] == "customer"]
    assert said == ["I want 49.90 EUR back for AB-104882", "I read it", "human"]


def test_a_correction_wins() -> None:
    shop = Shop()
    shop.talk(
        asks("refund", order_id="AB-1", amount="1 EUR"), Meaning(facts={"order_id": "AB-2"}), HUMAN
    )
    assert shop.handoffs[0]["customer"]["order_id"] == "AB-2"


def test_it_asks_only_for_what_is_missing() -> None:
    first, second = Shop().talk(
        asks("refund", order_id="AB-1"), Meaning(facts={"amount": "5 EUR"})
    )
    assert first.texts == ("Which amount is it about?",)
    assert "AB-1" in second.texts[0]


def test_afterwards_it_is_silent_and_forwards() -> None:
    shop = Shop()
    replies = shop.talk(HUMAN, ("still there?", CHAT))
    assert replies[-1].texts == ()
    assert shop.forwarded == ["still there?"]


def test_a_message_delivered_twice_is_heard_once() -> None:
    import asyncio

    shop = Shop()

    async def twice():
        shop._ears.heard["human"] = HUMAN
        first = await shop._bot.hear("c1", "human", "m1")
        return first, await shop._bot.hear("c1", "human", "m1")

    first, second = asyncio.run(twice())
    assert first.handoff
    assert second.texts == ()
    assert shop.forwarded == []


def test_a_stumbling_desk_is_asked_again_under_the_same_id() -> None:
    shop = Shop(answers=lambda number: 503 if number < 3 else 201)
    (reply,) = shop.talk(HUMAN)
    assert reply.handoff
    assert len({one["id"] for one in shop.handoffs}) == 1
    assert len(shop.handoffs) == 3


def test_a_refusal_is_told_and_a_later_request_tries_again() -> None:
    shop = Shop(answers=lambda number: 409 if number == 1 else 201)
    first, second = shop.talk(HUMAN, HUMAN)
    assert first.handoff is None
    assert "none of our colleagues is available" in first.texts[0]
    assert second.handoff


def test_a_message_of_a_book_s_length_is_declined_politely() -> None:
    shop = Shop()
    (reply,) = shop.talk(("x" * 60_000, CHAT))
    assert "too long" in reply.texts[0]


@pytest.mark.parametrize("topic", ["legal_threat", "product_injury"])
def test_what_is_urgent_stays_so_however_the_human_is_called(topic) -> None:
    shop = Shop(answers=lambda number: 409 if number == 1 else 201)
    *_, reply = shop.talk(asks(topic), HUMAN)
    assert reply.handoff["priority"] == "urgent"


@pytest.mark.parametrize(
    "twin",
    [
        (CHAT,),
        (CHAT, CHAT, CHAT),
        (ANGRY,),
        (ANGRY, CHAT, REFUND, CHAT),
        (LOST,),
        (LOST, CHAT, LOST, REFUND, LOST),
        (REFUND, asks("delivery"), asks("complaint")),
        (Meaning(facts={"phone": "1"}), Meaning(steps=("waited",))),
    ],
)
def test_what_completes_no_trigger_calls_nobody(twin) -> None:
    shop = Shop()
    replies = shop.talk(*twin)
    assert shop.posted == []
    assert all(len(reply.texts) == 1 and reply.handoff is None for reply in replies)


def test_being_cross_and_not_understood_counts_for_both() -> None:
    mumbling = Meaning(frustrated=True, understood=False)
    shop = Shop()
    shop.talk(mumbling, mumbling)
    assert shop.handoffs[0]["reason"] == "frustration"


def test_what_is_understood_ends_a_row_even_when_it_is_anger() -> None:
    assert [reply.handoff for reply in Shop().talk(LOST, ANGRY, LOST)] == [None] * 3


def test_the_first_angry_turn_gets_an_empathic_answer() -> None:
    assert Shop().talk(ANGRY)[0].texts[0].startswith("I am sorry that this has been")


def test_a_switch_of_language_is_followed_and_mumbling_is_none() -> None:
    spanish = Meaning(language="es", topic="order_status")
    mumbling = Meaning(language="en", understood=False)
    english = Meaning(language="en", topic="order_status")
    replies = Shop().talk(spanish, mumbling, english)
    assert [reply.texts[0][:10] for reply in replies] == ["¿Cuál es s", "Lo siento,", "What is yo"]


def test_the_handoff_tells_the_language_of_the_latest_turn() -> None:
    shop = Shop()
    shop.talk(asks("refund"), Meaning(language="de", wants_human=True))
    assert shop.handoffs[0]["language"] == "de"


def test_a_language_it_does_not_know_by_name_gets_the_english_notice_alone() -> None:
    (reply,) = Shop().talk(Meaning(language="fi", served=False))
    assert reply.texts[0].startswith("I am connecting you with our international team")


def test_steps_are_thanked_for_and_listed_once() -> None:
    shop = Shop()
    tried = Meaning(steps=("waited", "help_article"))
    reply, *_ = shop.talk(tried, Meaning(steps=("waited",)), HUMAN)
    assert reply.texts[0].startswith("Thank you, I have noted that.")
    assert shop.handoffs[0]["attempted_steps"] == ["waited", "help_article"]


def test_the_handoff_tells_all_that_was_said_in_order() -> None:
    shop = Shop()
    replies = shop.talk(("hi", CHAT), ("my\u200b order", asks("order_status")), ("human", HUMAN))
    lines = [(line["author"], line["text"]) for line in shop.handoffs[0]["transcript"]]
    assert lines == [
        ("customer", "hi"),
        ("bot", replies[0].texts[0]),
        ("customer", "my\u200b order"),
        ("bot", replies[1].texts[0]),
        ("customer", "human"),
    ]
    times = [line["at"] for line in shop.handoffs[0]["transcript"]]
    assert times == sorted(times)


def test_the_summary_says_topic_reason_facts_and_steps() -> None:
    shop = Shop()
    shop.talk(REFUND, Meaning(steps=("help_article",)), HUMAN)
    assert shop.handoffs[0]["summary"] == (
        "Topic: refund. Handed over because: explicit request. "
        "Known: order_id AB-104882, amount 49.90 EUR. Tried: help article."
    )
