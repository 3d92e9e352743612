"""A voice really changes the text, and what the turn is stays recognisable."""

import re
import unicodedata
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalation_tests.contract.persona import Voice
from escalation_tests.customers.voice import HANDS, SPLITS, WORDED, voiced
from escalation_tests.customers.voice.brush import Brush
from escalation_tests.customers.voice.letters import _HOMOGLYPH
from escalation_tests.model.move import Act
from escalation_tests.model.trigger import Trigger
from tests.customers.conftest import books, personas

FULL = ("en", "es", "fr", "de", "pt")
STRONG = {
    "shout": True,
    "lower": True,
    "typos": True,
    "dictation": True,
    "unpunctuated": True,
    "emoji": 4,
    "code_switch": "es",
    "verbose": 3,
    "very_long": 900,
    "burst": 4,
    "script": "homoglyph",
    "zero_width": True,
    "combining": 0.3,
    "markup": True,
    "elongate": True,
}
calmly = settings(deadline=None, max_examples=80)
SENTENCE = "I would like to know two things, please. Is there a chance that it comes this week?"


def brush(voice: Voice, seed: int, *, act=Act.ASKS, language="en", trigger=None) -> Brush:
    book = books()[language]
    other = books()[voice.code_switch] if voice.code_switch else None
    keywords = book.keywords.get(trigger, ()) if trigger else ()
    return Brush(voice, Random(seed), act, book, other, keywords)


def folded(text: str) -> str:
    """What a patient human reads: no marks, no look-alikes, no invisible characters."""
    back = {looks: letter for letter, looks in _HOMOGLYPH.items()}
    text = "".join(back.get(sign, sign) for sign in text)
    text = unicodedata.normalize("NFKD", text)
    kept = (s for s in text if not unicodedata.combining(s) and unicodedata.category(s) != "Cf")
    return "".join(kept).casefold()


def near(word: str, stem: str) -> bool:
    """Whether a word begins with `stem` but for one slip."""
    if word.startswith(stem):
        return True
    shapes = {stem}
    for at in range(len(stem)):
        shapes |= {stem[:at] + stem[at] + stem[at:], stem[:at] + stem[at + 1 :]}
        shapes.add(stem[:at] + stem[at + 1 : at + 2] + stem[at] + stem[at + 2 :])
    return len(stem) > 3 and word.startswith(tuple(shapes))


def recognised(text: str, trigger: Trigger, language: str) -> bool:
    stems = [folded(stem) for stem in books()[language].keywords[trigger]]
    return any(near(word, stem) for word in re.findall(r"\w+", folded(text)) for stem in stems)


def test_every_field_of_a_voice_has_a_hand():
    assert {*HANDS, *WORDED, *SPLITS} == set(Voice.model_fields)


@pytest.mark.parametrize("field", STRONG)
def test_every_hand_changes_the_text(field):
    voice = Voice.model_validate({field: STRONG[field]})
    changed = {voiced(SENTENCE, brush(voice, seed), ()) for seed in range(5)}
    assert (SENTENCE,) not in changed


@pytest.mark.parametrize("field", STRONG)
def test_every_hand_is_deterministic(field):
    voice = Voice.model_validate({field: STRONG[field]})
    first = [voiced(SENTENCE, brush(voice, seed), ()) for seed in range(5)]
    assert first == [voiced(SENTENCE, brush(voice, seed), ()) for seed in range(5)]


@st.composite
def voices(draw, language="en"):
    """Any mixture of one to four fields at their strongest."""
    fields = draw(st.lists(st.sampled_from(sorted(STRONG)), min_size=1, max_size=4, unique=True))
    return Voice.model_validate({field: STRONG[field] for field in fields})


@calmly
@given(voices(), st.integers(0, 10_000), st.data())
def test_a_request_for_a_human_survives_every_voice(voice, seed, data):
    language = data.draw(st.sampled_from(FULL))
    registers = books()[language].triggers[Trigger.EXPLICIT_REQUEST]
    plain = data.draw(st.sampled_from([text for texts in registers.values() for text in texts]))
    given_ = brush(
        voice, seed, act=Act.REQUESTS_HUMAN, language=language, trigger=Trigger.EXPLICIT_REQUEST
    )
    assert recognised(" ".join(voiced(plain, given_, ())), Trigger.EXPLICIT_REQUEST, language)


@calmly
@given(voices(), st.integers(0, 10_000), st.data())
def test_frustration_survives_every_voice(voice, seed, data):
    registers = books()["en"].triggers[Trigger.FRUSTRATION]
    plain = data.draw(
        st.sampled_from([t for texts in registers.values() for t in texts]).filter(
            lambda text: recognised(text, Trigger.FRUSTRATION, "en")
        )
    )
    given_ = brush(voice, seed, act=Act.COMPLAINS, trigger=Trigger.FRUSTRATION)
    assert recognised(" ".join(voiced(plain, given_, ())), Trigger.FRUSTRATION, "en")


@calmly
@given(voices(), st.integers(0, 10_000))
def test_facts_and_addresses_stay_verbatim(voice, seed):
    values = ["XK-482913", "137.43 EUR", "Jane Doe", "jane.doe+k7f3q2ab@example.com"]
    text = "I am Jane Doe, order XK-482913 over 137.43 EUR, jane.doe+k7f3q2ab@example.com."
    said = voiced(text, brush(voice, seed), values)
    assert all(any(value in bubble for bubble in said) for value in values)


@calmly
@given(voices(), st.integers(0, 10_000), st.sampled_from(FULL), st.data())
def test_babble_stays_babble_in_every_voice(voice, seed, language, data):
    """Every word that a voice leaves in it comes from babble, or is no word at all."""
    book = books()[language]
    babble = " ".join(book.triggers[Trigger.LOW_CONFIDENCE]["plain"])
    plain = data.draw(st.sampled_from(book.triggers[Trigger.LOW_CONFIDENCE]["plain"]))
    bare = voice.model_copy(update={"typos": 0.0, "dictation": 0.0, "elongate": 0.0})
    said = " ".join(voiced(plain, brush(bare, seed, act=Act.BABBLES, language=language), ()))
    known = set(re.findall(r"\w+", folded(babble))) | {"b", "p", "span", "style", "color", "red"}
    assert set(re.findall(r"\w+", folded(said))) <= known | {"div", "i"}


@calmly
@given(st.integers(0, 10_000), st.integers(2, 10), st.sampled_from([SENTENCE, "Hi", "One two"]))
def test_a_burst_says_the_same_words_in_order(seed, count, text):
    said = voiced(text, brush(Voice(burst=count), seed), ())
    assert " ".join(" ".join(said).split()) == text
    assert 1 <= len(said) <= count
    assert all(said)


@calmly
@given(st.integers(0, 10_000), st.integers(2, 10), st.integers(0, 6))
def test_every_bubble_of_a_burst_has_a_word(seed, count, emoji):
    for text in (
        SENTENCE,
        "Where is it? Hello! Anybody, please, there?",
        "No. \U0001f642! No, no.",
    ):
        voice = Voice(burst=count, emoji=emoji, markup=seed % 2 == 0)
        said = voiced(text, brush(voice, seed), ())
        assert all(re.search(r"\w", re.sub("<[^>]*>", "", bubble)) for bubble in said), said


@calmly
@given(st.integers(0, 10_000), st.integers(500, 8_000))
def test_a_very_long_message_has_about_the_length_asked_for(seed, size):
    (said,) = voiced(SENTENCE, brush(Voice(very_long=size), seed), ())
    longest = max(map(len, books()["en"].fillers))
    assert size - 1 <= len(said) <= size + longest + 2
    assert SENTENCE in said


def test_a_slip_changes_a_keyword_once_at_most():
    voice = Voice(typos=1.0)
    text = "A human agent, a human agent, a human agent."
    for seed in range(200):
        given_ = brush(voice, seed, act=Act.REQUESTS_HUMAN, trigger=Trigger.EXPLICIT_REQUEST)
        (said,) = voiced(text, given_, ())
        words = list(zip(re.findall(r"\w+", text), re.findall(r"\w+", said), strict=True))
        assert sum(before != now for before, now in words) <= 1


def test_only_complaints_get_cross_emoji():
    voice = Voice(emoji=5)
    calm = {s for n in range(50) for s in voiced("Hello", brush(voice, n), ())[0]}
    assert not calm & set("😡🤬😤💢👎🙄")


@pytest.mark.parametrize("language", sorted(books()))
def test_every_persona_can_speak_every_language_without_losing_the_message(language):
    """Voices that make no sense in a script leave the text alone rather than empty."""
    book = books()[language]
    for persona in personas().values():
        for text in book.triggers[Trigger.EXPLICIT_REQUEST]["plain"]:
            given_ = brush(persona.voice, 1, language=language, trigger=Trigger.EXPLICIT_REQUEST)
            assert all(bubble.strip() for bubble in voiced(text, given_, ()))
