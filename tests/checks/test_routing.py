"""Which queue is right, and of which language it is."""

import pytest

from escalation_tests.checks.queues import known_queues, names_queue
from escalation_tests.contract.policy import Routing
from escalation_tests.model.finding import Status
from escalation_tests.model.plan import Expectation
from escalation_tests.model.trigger import Trigger
from tests.checks.looking import found, outcome
from tests.checks.records import NOTICE, Chat, handed_over, healthy, opened, policy

QUEUE, LANGUAGE = "routing.queue", "routing.language"
SPANISH = {"language": "es", "queue": "spanish"}


def test_every_queue_that_the_policy_names() -> None:
    routing = Routing(
        default="general",
        by_topic={"a": "books"},
        by_trigger={Trigger.FRUSTRATION: "calm"},
        by_language={"de": "german"},
        also={"books": ("overflow",), "maps": ("atlas",)},
    )
    named = ["atlas", "books", "calm", "general", "german", "maps", "overflow"]
    assert known_queues(routing) == named
    assert known_queues(Routing(default="")) == []


@pytest.mark.parametrize(
    ("text", "queue", "named"),
    [
        ("I pass you to Tech Support now.", "tech_support", True),
        ("I pass you to tech now.", "tech_support", False),
        ("I pass you on.", "", False),
        ("Facturación te atiende.", "facturacion", True),
    ],
)
def test_a_queue_named_in_words(text, queue, named) -> None:
    assert names_queue(text, queue) is named


def test_the_queue_of_another_language_is_told_as_that() -> None:
    assert found(handed_over(queue="spanish").after("Hi?")).keys() == {LANGUAGE}


def test_where_the_author_names_the_queue_the_language_is_no_excuse() -> None:
    record = handed_over(queue="spanish").after("Hi?").record(Expectation(queue="complaints"))
    assert found(record).keys() == {QUEUE}


def test_a_queue_that_serves_a_topic_too_is_not_only_for_a_language() -> None:
    both = policy(
        routing={
            "by_topic": {"double_charge": "billing", "travel": "spanish"},
            "by_language": {"es": "spanish"},
        }
    )
    assert found(handed_over(queue="spanish").after("Hi?"), both).keys() == {QUEUE}


def _switches(first: str, then: str, last: str = "en") -> Chat:
    """A customer who writes another language from turn to turn, is handed over in the second."""
    chat = Chat(topic=None, queue="general", priority=None)
    chat.customer("Hola.", language=first).bot("Hm?")
    chat.customer("Una persona.", due=Trigger.EXPLICIT_REQUEST, language=then)
    chat.signal().desk(queue="spanish").bot(NOTICE)
    return chat.after("Hi?", language=last)


@pytest.mark.parametrize(
    ("first", "then", "last", "checks"),
    [
        ("en", "es", "en", {QUEUE}),
        ("es", "en", "en", {LANGUAGE}),
        ("en", "en", "es", {LANGUAGE}),
        ("es", "es", "en", {QUEUE}),
    ],
)
def test_the_language_is_that_of_the_latest_words_before_the_handoff(
    first, then, last, checks
) -> None:
    assert found(_switches(first, then, last)).keys() == checks


def test_a_silent_turn_is_in_no_language() -> None:
    chat = Chat(topic=None, queue="general", priority=None)
    chat.customer("Hola.", language="es").bot("Hm?")
    chat.customer(due=Trigger.FRUSTRATION, language="en").signal().desk(queue="spanish")
    assert found(chat.bot(NOTICE).after("Hi?")).keys() == {QUEUE}


def test_the_languages_of_a_queue_are_all_told() -> None:
    latin = policy(routing={"by_language": {"pt": "latin", "es": "latin"}})
    (finding,) = found(handed_over(queue="latin").after("Hi?"), latin).values()
    assert finding.message.endswith("is in the queue 'latin', which is for es and pt.")


@pytest.mark.parametrize("queue", ["spanish", "Spanish"])
def test_the_queue_of_the_customers_own_language_is_right(queue) -> None:
    chat = Chat(topic=None, priority=None, **SPANISH)
    chat.customer("Una persona, por favor", due=Trigger.EXPLICIT_REQUEST)
    chat.signal().desk(queue=queue).bot("Te paso con un compañero del equipo, espera aquí.")
    record = chat.after("¿Hola?").record()
    assert outcome(LANGUAGE, record) == (Status.PASSED, "")


def test_no_queue_promised_is_no_queue_to_judge() -> None:
    record = Chat(queue="").customer("Human!", due=Trigger.EXPLICIT_REQUEST).signal().desk()
    told = outcome(QUEUE, record.bot(NOTICE).record())
    assert told == (Status.NOT_APPLICABLE, "no queue is promised for this handoff")


# --- the language that the human is told -----------------------------------------------------

NAMED = policy(context={"language": "required"})


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("English (UK)", True), ("en-GB", True), ("Inglés", True), ("ENG", True),
        ("Spanish (English spoken)", False), ("-", False),
    ],
)  # fmt: skip
def test_a_language_however_it_is_named(name, right) -> None:
    assert (found(handed_over(language=name).after("Hi?"), NAMED) == {}) is right


def test_a_customer_of_two_languages_may_be_answered_in_either() -> None:
    def named(language):
        chat = opened().customer("Una persona!", due=Trigger.EXPLICIT_REQUEST, language="es")
        chat.signal().desk(language=language).bot(NOTICE).after("Hi?")
        return found(chat, policy(context={"language": "required"}, routing={"by_topic": {
            "double_charge": "billing"}}))  # fmt: skip

    assert named("en") == {}
    assert named("es") == {}
    (finding,) = named("de").values()
    assert finding.message.startswith("The customer writes 'en' or 'es', but the handoff names")


def test_a_healthy_handoff_breaks_none_of_it() -> None:
    assert found(healthy(), NAMED) == {}


def test_without_a_topic_the_trigger_is_what_belongs_elsewhere() -> None:
    chat = Chat(topic=None, queue="general", priority=None)
    chat.customer("A human!", due=Trigger.EXPLICIT_REQUEST).signal().desk(queue="billing")
    assert "'explicit_request' belongs to 'general'" in found(chat.bot(NOTICE))[QUEUE].message
