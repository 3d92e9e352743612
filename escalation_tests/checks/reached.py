"""The human is told in which language to answer."""

from collections.abc import Mapping
from types import MappingProxyType

from escalation_tests.checks.entry import check
from escalation_tests.checks.hearing import Hearing
from escalation_tests.checks.knowledge import not_handed_over
from escalation_tests.checks.outcome import HELD, Breach, Outcome, broken, unconcerned, unseen
from escalation_tests.checks.texts import cut, folded
from escalation_tests.checks.tongue import primary
from escalation_tests.model.finding import Promise

NAME = "context.language"

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        name: code
        for code, names in {
            "en": "english ingles anglais englisch eng",
            "es": "spanish espanol espagnol spanisch espanhol spa castellano",
            "fr": "french frances francais franzosisch fra fre",
            "de": "german aleman allemand deutsch alemao deu ger",
            "pt": "portuguese portugues portugais portugiesisch por",
            "it": "italian italiano italien italienisch ita",
            "nl": "dutch nederlands niederlandisch nld",
            "ar": "arabic arabe arabisch ara",
            "he": "hebrew hebreo hebreu hebraisch heb iw",
            "ja": "japanese japones japonais japanisch jpn",
            "zh": "chinese chino chinois chinesisch zho",
            "ru": "russian ruso russe russisch rus",
            "tr": "turkish turco turc turkisch tur",
            "pl": "polish polaco polonais polnisch pol",
            "hi": "hindi hin",
            "ko": "korean coreano koreanisch kor",
            "uk": "ukrainian ucraniano ukrainisch ukr",
        }.items()
        for name in names.split()
    }
)


@check(NAME, Promise.CONTEXT, stands=True)
def language(hearing: Hearing) -> Outcome:
    """The handoff names the language that the customer writes, where the policy requires it."""
    if hearing.policy.context.language == "optional" and not hearing.demands(NAME):
        return unconcerned("the policy does not promise the customer's language")
    if (spared := not_handed_over(hearing)) is not None:
        return spared
    if hearing.held is None or not hearing.maps("language"):
        return unseen("the configuration does not say where the desk has the language")
    actual, expected = hearing.held.language, _right(hearing)
    if actual and _code(actual) in expected:
        return HELD
    has = f"names the language {cut(actual, 40)!r}" if actual else "names no language"
    spoken = sorted(expected)
    message = f"The customer writes {' or '.join(map(repr, spoken))}, but the handoff {has}."
    return broken(Breach(message, {"expected": spoken, "actual": actual}))


def _right(hearing: Hearing) -> set[str]:
    """The language of the customer's latest words, and the one they are to be told in."""
    turn = hearing.turn(hearing.at_turn)
    written = {turn.move.language} if turn and turn.move.texts else set()
    return {primary(code) for code in {hearing.duty.language, *written}}


def _code(name: str) -> str:
    word = folded(name).strip().partition(" ")[0]
    return _NAMES.get(word, primary(name))
