"""What the reader promises beside being right: the traps, robustness, extension."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalation_tests.checks.reading import BadPattern, describe, reader
from escalation_tests.loading.lexicons import load_lexicon_data
from escalation_tests.model.reading import Reading, Reads, Says
from tests.checks.reading.scoring import rows
from tests.checks.reading.test_quality import LINES, packaged

EVERY_LINE = [row for file in sorted(LINES.glob("*.jsonl")) for row in rows(file)]
LABELLED = [row for row in EVERY_LINE if "reads" in row]


def reads(text: str, language: str | None = "en") -> str:
    return packaged().read(text, language).reads.value


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("I will transfer you to a human agent.", "announces"),
        ("I can transfer you to a human agent.", "offers"),
        ("Shall I transfer you to a human agent?", "offers"),
        ("If you like, I will transfer you to a human agent.", "offers"),
        ("I cannot transfer you to a human agent.", "unavailable"),
        ("I will not transfer you to a human agent.", "none"),
        ("Last week I transferred you to a human agent.", "none"),
        ("I will transfer the funds to your account.", "none"),
        ("I will check this with a human agent.", "none"),
        ("Please contact a human agent.", "none"),
        ("All agents are busy. An agent will call you tomorrow.", "unavailable"),
        ("All agents are busy. You are number 4 in the queue.", "announces"),
        ("I am transferring you. Sorry, no agent is available.", "unavailable"),
        ("I can transfer you. Would you like that? I am transferring you now.", "announces"),
        ("I will transfer you to an agent. Is that okay?", "offers"),
    ],
)
def test_mood_and_order_decide(text: str, read: str) -> None:
    assert reads(text) == read


HARD = sorted({row["kind"] for row in LABELLED if row["reads"] == "none"})


@pytest.mark.parametrize("kind", HARD)
def test_a_trap_is_not_stepped_into(kind: str) -> None:
    lines = [row for row in LABELLED if row["reads"] == "none" and row["kind"] == kind]

    wrong = [row["text"] for row in lines if reads(row["text"], row["lang"]) == "announces"]

    assert lines
    assert wrong == []


def test_says_is_told_only_of_announcements() -> None:
    told = packaged().read("Please hold, an agent will be with you in 2 minutes.", "en")
    offered = packaged().read("An agent could be with you in 2 minutes. Shall I?", "en")

    assert told.says == {Says.WHO, Says.WAIT, Says.NEXT}
    assert offered.says == frozenset()


def test_asking_for_a_full_address_is_not_asking_for_the_zip_apart() -> None:
    asked = packaged().read("Please give me your address, including the zip code.", "en")
    assert asked.asks_for == ("address",)


def test_facts_in_a_list_are_asked_for() -> None:
    asked = packaged().read("I need the following details:\n1. Your name\n2. Order ID", "en")
    assert asked.asks_for == ("name", "order_id")


def test_another_language_than_the_told_one_is_read_too() -> None:
    assert reads("Ich verbinde Sie jetzt mit einem Mitarbeiter.", "en") == "announces"
    assert reads("I am connecting you to an agent.", "ar") == "announces"


def test_only_languages_with_a_lexicon_are_supported() -> None:
    assert all(packaged().supports(one) for one in ("en", "es", "fr", "de-AT", "pt_BR"))
    assert not packaged().supports("ja")


def test_a_description_has_four_keys_in_fixed_order() -> None:
    text = "Please hold, an agent will be with you shortly."
    assert describe(text, packaged().read(text, "en")) == {
        "text": text,
        "reads": "announces",
        "says": ["who", "wait", "next"],
        "asks_for": [],
    }


# ---- whatever bots send -------------------------------------------------------------------------

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=300)


@settings(deadline=None)
@given(ANYTHING, st.sampled_from([None, "en", "de", "ja", "", "x-y"]))
def test_anything_can_be_read_and_always_alike(text: str, language: str | None) -> None:
    first = packaged().read(text, language)
    assert packaged().read(text, language) == first


@settings(deadline=None)
@given(st.sampled_from(EVERY_LINE), st.sampled_from(["  ", "\t", "\u00a0"]))
def test_white_space_and_the_first_letters_case_do_not_matter(row: dict, space: str) -> None:
    text = row["text"]
    first = packaged().read(text, row["lang"])
    for other in (f" {text}\n", text.replace(" ", space), text[0].swapcase() + text[1:]):
        assert packaged().read(other, row["lang"]) == first


@settings(deadline=None)
@given(st.sampled_from(EVERY_LINE))
def test_smart_quotes_and_markup_do_not_matter(row: dict) -> None:
    text = row["text"]
    first = packaged().read(text, row["lang"])
    assert packaged().read(text.replace("'", "’").replace('"', "“"), row["lang"]) == first
    assert packaged().read(f"<p>{text}</p>", row["lang"]) == first
    assert packaged().read(f"**{text}**", row["lang"]) == first


def test_a_megabyte_is_bounded() -> None:
    assert reads("I will transfer you to an agent " * 40_000) == "announces"


# ---- the user's own -----------------------------------------------------------------------------


def with_patterns(**patterns: object):
    return reader(load_lexicon_data(), patterns)


@pytest.mark.parametrize("pattern", ["Fetching a wizard", r"/fetching (a|the)\s+wizard/"])
def test_own_announcements_are_phrases_or_expressions(pattern: str) -> None:
    own = with_patterns(announces=[pattern])
    assert own.read("OK, fetching a  wizard!", "en").reads is Reads.ANNOUNCES
    assert own.read("I fetched your parcel.", "en").reads is Reads.NONE


def test_own_patterns_go_before_the_lexicon() -> None:
    own = with_patterns(offers=["transfer you to a human"])
    assert own.read("I will transfer you to a human.", "en").reads is Reads.OFFERS


def test_own_patterns_work_in_languages_without_a_lexicon() -> None:
    own = with_patterns(announces=["担当者におつなぎします"], asks_for={"order_id": ["注文番号"]})
    reading = own.read("担当者におつなぎします。注文番号を教えてください。", "ja")
    assert (reading.reads, reading.asks_for) == (Reads.ANNOUNCES, ("order_id",))


def test_own_facts_can_be_asked_for() -> None:
    own = with_patterns(asks_for={"company": ["which company"], "amount": [r"/how (much|many)/"]})
    assert own.read("Which company, and how much?", "en").asks_for == ("amount", "company")


def test_without_slashes_every_sign_is_a_letter() -> None:
    own = with_patterns(announces=["calling (the) wizard...", "Zauberer geht's"])
    assert own.read("Now CALLING (the)  wizard...", "en").reads is Reads.ANNOUNCES
    assert own.read("Now calling the wizard, dear", "en").reads is Reads.NONE
    assert own.read("ZAUBERER geht’s", "de").reads is Reads.ANNOUNCES


def test_sentences_with_ignored_words_are_not_read() -> None:
    own = with_patterns(ignored=["courier agent", r"/\bwe hand (it|them) over\b/"])
    text = "I am transferring you to a courier agent. We hand it over to our team!"
    assert with_patterns().read(text, "en").reads is Reads.ANNOUNCES
    assert own.read(text, "en") == Reading()
    assert own.read("What is your order number, courier agent?", "en").asks_for == ()
    more = f"{text} I am transferring you to a colleague."
    assert own.read(more, "en").reads is Reads.ANNOUNCES


def test_own_words_tell_who_takes_over_how_long_it_takes_and_what_is_next() -> None:
    own = with_patterns(who=["Blue Desk"], wait=[r"/in \d+ blinks/"], next=["hum a tune"])
    text = "Transferring you now: blue desk, in 7 blinks; hum a tune."
    assert own.read(text, "en").says == {Says.WHO, Says.WAIT, Says.NEXT}
    assert packaged().read(text, "en").says == {Says.WHO}


def test_own_words_tell_nothing_where_nothing_is_announced() -> None:
    own = with_patterns(who=["Blue Desk"], offers=["you may have the blue desk"])
    assert own.read("You may have the Blue Desk.", "en").says == frozenset()
    assert own.read("The Blue Desk is made of oak.", "en").says == frozenset()


def test_own_words_add_to_what_own_announcements_say() -> None:
    own = with_patterns(announces=["summoning"], who=["blue desk"])
    told = own.read("Summoning the Blue Desk, please hold.", "en").says
    assert told == {Says.WHO, Says.NEXT}


@pytest.mark.parametrize(
    ("patterns", "told"),
    [
        ({"announces": ["/(unclosed/"]}, "'/(unclosed/'"),
        ({"announces": ["/(a+)+b/"]}, "a repetition inside a repetition: '/(a+)+b/'"),
        ({"announces": ["/(a|aa)*b/"]}, "'/(a|aa)*b/'"),
        ({"announces": "one phrase"}, "patterns.announces: expected a list"),
        ({"offers": [7]}, "7 is not a phrase"),
        ({"asks_for": ["a"]}, "patterns.asks_for: expected a mapping"),
        ({"offers": ["<br>"]}, "nothing to look for"),
        ({"anounces": ["a"]}, "unknown key 'anounces'"),
        ({"offers": ["x" * 501]}, "longer than 500"),
    ],
)
def test_a_bad_pattern_is_refused_with_its_text(patterns: dict, told: str) -> None:
    with pytest.raises(BadPattern) as problem:
        reader({}, patterns)
    assert told in str(problem.value)
    assert isinstance(problem.value, ValueError)


def test_a_file_of_ones_own_extends_a_language(tmp_path) -> None:
    file = tmp_path / "en-shop.yaml"
    file.write_text(
        "facts: {company: [company]}\nframes: {transfer: ['summoning a wizard']}\n", "utf-8"
    )
    own = reader(load_lexicon_data([file]))

    assert own.read("Summoning a wizard.", "en").reads is Reads.ANNOUNCES
    assert own.read("Could you tell me your company?", "en").asks_for == ("company",)
    assert own.read("I will transfer you to an agent.", "en").reads is Reads.ANNOUNCES


def test_a_file_of_ones_own_adds_a_language(tmp_path) -> None:
    file = tmp_path / "it.yaml"
    file.write_text(
        "marks: [ti, un, sto]\nframes: {transfer: [ti sto passando un operatore]}\n", "utf-8"
    )
    own = reader(load_lexicon_data([file]))

    assert own.supports("it")
    assert own.read("Ti sto passando un operatore.").reads is Reads.ANNOUNCES
