"""The books: enough words, and none that blur a label."""

import re
from itertools import chain

import pytest

from escalation_tests.contract.phrasebook import Phrasebook
from escalation_tests.customers.slots import slots
from escalation_tests.model.trigger import Trigger
from tests.customers.conftest import books

FULL = ("en", "es", "fr", "de", "pt")
REGISTERS = ("formal", "slang", "sarcastic", "desperate", "threatening", "legalistic", "terse")
WORDED = (Trigger.EXPLICIT_REQUEST, Trigger.FRUSTRATION)
CHAPTERS = (
    "questions", "small_talk", "content", "accepts", "declines", "refusals", "corrections",
    "contradictions", "waiting", "silence", "returns", "forbids", "fakes", "impersonates",
    "fillers", "interjections",
)  # fmt: skip


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def begins(text: str, stems: tuple[str, ...]) -> bool:
    return any(word.startswith(tuple(map(str.casefold, stems))) for word in words(text))


def everything(book: Phrasebook) -> list[str]:
    """Every wording of a book."""
    triggers = chain.from_iterable(chain.from_iterable(r.values()) for r in book.triggers.values())
    keyed = (book.brief, book.press_on, book.decoys)
    banks = chain.from_iterable(chain.from_iterable(bank.values()) for bank in keyed)
    chapters = chain.from_iterable(getattr(book, chapter) for chapter in CHAPTERS)
    return [*triggers, *banks, *chapters]


@pytest.mark.parametrize("language", FULL)
def test_the_five_languages_have_all_banks(language):
    book = books()[language]
    for trigger in WORDED:
        assert len(book.triggers[trigger]["plain"]) >= 12
        assert all(len(book.triggers[trigger][register]) >= 5 for register in REGISTERS)
    assert len(book.triggers[Trigger.LOW_CONFIDENCE]["plain"]) >= 12
    assert all(len(book.decoys[trigger]) >= 8 for trigger in Trigger)
    assert all(len(book.press_on[t]) >= 6 for t in (*WORDED, Trigger.OUT_OF_SCOPE))
    assert len(book.fillers) >= 20
    assert len(book.digits) == 10
    assert book.keyboard


@pytest.mark.parametrize("language", sorted(books()))
def test_every_book_has_every_chapter(language):
    book = books()[language]
    assert book.language == language
    assert all(getattr(book, chapter) for chapter in CHAPTERS)
    for trigger in (*WORDED, Trigger.LOW_CONFIDENCE):
        assert book.triggers[trigger]["plain"]
        assert book.brief[trigger]
    assert all(book.press_on[t] for t in (*WORDED, Trigger.OUT_OF_SCOPE))
    assert all(book.decoys[trigger] for trigger in Trigger)


@pytest.mark.parametrize("language", sorted(books()))
def test_no_wording_is_empty_or_comes_twice_in_a_bank(language):
    book = books()[language]
    assert all(text.strip() == text and text for text in everything(book))
    for bank in (*book.triggers[Trigger.EXPLICIT_REQUEST].values(), book.fillers, book.small_talk):
        assert len({text.casefold() for text in bank}) == len(bank)


def test_no_two_wordings_of_a_trigger_are_the_same_in_any_register():
    for language in FULL:
        for trigger in WORDED:
            bank = [*chain.from_iterable(books()[language].triggers[trigger].values())]
            assert len(set(bank)) == len(bank)


def stated(book: Phrasebook) -> list[str]:
    """Every wording that a request for a human may have."""
    request = Trigger.EXPLICIT_REQUEST
    registers = chain.from_iterable(book.triggers[request].values())
    return [*registers, *book.brief[request], *book.press_on[request]]


@pytest.mark.parametrize("language", [*FULL, "ru", "ar", "he"])
def test_every_request_for_a_human_names_one(language):
    book = books()[language]
    stems = book.keywords[Trigger.EXPLICIT_REQUEST]
    assert [text for text in stated(book) if not begins(text, stems)] == []


@pytest.mark.parametrize("language", ["ja", "hi"])
def test_so_does_every_request_in_scripts_without_plain_words(language):
    book = books()[language]
    stems = book.keywords[Trigger.EXPLICIT_REQUEST]
    assert [text for text in stated(book) if not any(stem in text for stem in stems)] == []


@pytest.mark.parametrize("language", FULL)
def test_complaints_do_not_ask_for_a_human(language):
    """`real` and the like are fine; the nouns for a human are not."""
    book = books()[language]
    vague = {"real", "réel", "vrai", "echt", "wen", "team", "equipo", "équipe", "equipe", "carne"}
    nouns = tuple(
        s for s in book.keywords[Trigger.EXPLICIT_REQUEST] if s not in vague | {"personal"}
    )
    complaints = [*chain.from_iterable(book.triggers[Trigger.FRUSTRATION].values())]
    complaints += [*book.brief[Trigger.FRUSTRATION], *book.press_on[Trigger.FRUSTRATION]]
    assert [text for text in complaints if begins(text, nouns)] == []


@pytest.mark.parametrize("language", FULL)
@pytest.mark.parametrize(
    "chapter", ["fillers", "interjections", "small_talk", "content", "silence", "returns"]
)
def test_chatter_has_no_word_of_any_trigger(language, chapter):
    book = books()[language]
    harmless = {"real", "vrai", "nada", "rien", "nichts", "mehr", "assez", "mal", "help", "hilf",
                "helf", "ayud", "aid", "ajud", "happy", "enough", "saco", "wen", "peux"}  # fmt: skip
    stems = {s for t in WORDED for s in book.keywords[t]} - harmless
    texts = getattr(book, chapter)
    assert [text for text in texts if begins(text, tuple(stems))] == []


@pytest.mark.parametrize("language", FULL)
def test_chatter_is_never_a_decoy(language):
    book = books()[language]
    decoys = set(chain.from_iterable(book.decoys.values()))
    assert not decoys & {*book.fillers, *book.small_talk}


@pytest.mark.parametrize("language", sorted(books()))
def test_dictation_does_not_touch_what_a_trigger_is_known_by(language):
    book = books()[language]
    stems = tuple(stem for trigger in WORDED for stem in book.keywords[trigger])
    assert [word for word in book.misheard if begins(word, stems)] in ([], ["by"])


@pytest.mark.parametrize("language", sorted(books()))
def test_slots_name_known_facts(language):
    known = books()["en"].facts
    book = books()[language]
    used = set(chain.from_iterable(slots(text) for text in everything(book)))
    assert used <= known.keys()
    assert book.vague.keys() <= known.keys()


@pytest.mark.parametrize("language", sorted(books()))
def test_facts_and_steps_are_said_in_every_language(language):
    book, source = books()[language], books()["en"]
    assert book.facts.keys() <= source.facts.keys()
    assert book.steps.keys() == source.steps.keys()
    assert all("{value}" in text for rule in book.facts.values() for text in rule.say[""])
    assert all(rule.say[""] and rule.known_as for rule in book.steps.values())
