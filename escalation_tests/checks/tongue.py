"""Which language a text is clearly written in, by its script and its small words.

Deliberately cautious: it says nothing rather than something doubtful.
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from escalation_tests.checks.texts import words

READ = frozenset({"en", "es", "fr", "de", "pt"})
"""Languages in which the suite reads the bot's words."""

_SMALL: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        language: frozenset(text.split())
        for language, text in {
            "en": "the and you your our is are was will with have has this that for to of we i "
            "can be it please an my me on by not from now what who as at been here soon them "
            "someone one case shortly wait they him her",
            "es": "el la los las un una que de en y por para con su tu le te se es está están "
            "usted nuestro nuestra nuestros favor ahora más al del lo mi ha he esta este como "
            "pero aquí pronto caso espere enseguida equipo gracias sus atenderá",
            "fr": "le la les un une des de du et est vous votre nos notre que qui avec pour dans "
            "je nous sur par au aux ce cette en pas plus il elle à êtes merci ici bientôt vos "
            "mon ma ou où être sera veuillez patienter instant",
            "de": "der die das und ist sie ihr ihre ihren ihnen wir mit ich ein eine einen einem "
            "einer zu den dem auf für von nicht in im es wird werden bitte gleich unser unsere "
            "uns kann haben hat auch an um sich du dich dir jetzt danke",
            "pt": "o a os as um uma que de em e por para com seu sua você está nosso nossa nossos "
            "do da dos das no na ao não favor agora mais é são foi vai ele ela isso aqui em "
            "breve vou lhe te obrigado equipe equipa será aguarde",
            "it": "il lo la gli le un una che di in e per con suo sua è sono nostro nostra del "
            "della al alla non si mi ti vi grazie prego questo adesso ora più subito nostri",
            "nl": "de het een en van je u uw ons onze met voor is zijn wordt worden naar ik wij "
            "we niet op te dat die er bij om kan even nu zo alstublieft",
        }.items()
    }
)
_SCRIPTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "CYRILLIC": frozenset({"ru", "uk", "bg", "sr", "mk", "be", "kk"}),
        "ARABIC": frozenset({"ar", "fa", "ur", "ps"}),
        "HEBREW": frozenset({"he", "yi"}),
        "GREEK": frozenset({"el"}),
        "HIRAGANA": frozenset({"ja"}),
        "KATAKANA": frozenset({"ja"}),
        "HANGUL": frozenset({"ko"}),
        "CJK": frozenset({"zh", "ja", "yue"}),
        "DEVANAGARI": frozenset({"hi", "mr", "ne"}),
        "THAI": frozenset({"th"}),
        "BENGALI": frozenset({"bn"}),
        "TAMIL": frozenset({"ta"}),
    }
)
_ELSEWHERE = frozenset(code for codes in _SCRIPTS.values() for code in codes)
_LETTERS = 2_000
"""Characters of a text of which the script is looked up."""
_WORDS = 400
"""Words of a text among which small ones are counted."""
_FEW = 3
"""Small words of a language that a text must have before it counts as written in it."""


def primary(language: str) -> str:
    """`pt` of `pt-BR`."""
    return language.replace("_", "-").partition("-")[0].strip().lower()


def language_of(text: str) -> str | None:
    """The language that a text is clearly written in; None if that cannot be told."""
    script = _script(text)
    if script is not None:
        return min(_SCRIPTS[script])
    counts = _counts(text)
    (best, most), (_, second) = counts.most_common(2)
    return best if most >= _FEW and most > second else None


def elsewhere(text: str, expected: str) -> str | None:
    """Another language than the expected one, in which a text clearly is written."""
    expected, script = primary(expected), _script(text)
    if script is not None:
        return None if expected in _SCRIPTS[script] else min(_SCRIPTS[script])
    counts = _counts(text)
    (best, most), *_ = counts.most_common()
    if best == expected or most < _FEW:
        return None
    if expected in _SMALL:
        for_it, against = _apart(text, best, expected)
        return best if for_it >= max(2, 2 * against + 1) else None
    dense = most >= 4 and most * 4 >= len(words(text))
    return best if dense or expected in _ELSEWHERE else None


def vouched(text: str, expected: str) -> bool:
    """The text shows some sign of being in the expected language."""
    expected, script = primary(expected), _script(text)
    if script is not None:
        return expected in _SCRIPTS[script]
    return _counts(text)[expected] > 0


def legible(text: str) -> bool:
    """Whether the text may be in a language that the suite reads."""
    if _script(text) is not None:
        return False
    language = language_of(text)
    return language is None or language in READ


def _counts(text: str) -> Counter[str]:
    """Language → how many of its small words the text has."""
    found = _opening(text)
    return Counter({code: sum(word in small for word in found) for code, small in _SMALL.items()})


def _apart(text: str, one: str, other: str) -> tuple[int, int]:
    """How many small words of the text only `one` has, and how many only `other` has."""
    found = _opening(text)
    mine, theirs = _SMALL[one] - _SMALL[other], _SMALL[other] - _SMALL[one]
    return sum(word in mine for word in found), sum(word in theirs for word in found)


def _opening(text: str) -> list[str]:
    """The words of a text that are looked at."""
    return words(text)[:_WORDS]


def _script(text: str) -> str | None:
    """The script of most letters, where it is none of Latin letters."""
    letters = [char for char in text[:_LETTERS] if char.isalpha()]
    names = Counter(
        unicodedata.name(char, "").partition(" ")[0].partition("-")[0]
        for char in letters
        if not char.isascii()
    )
    kana = names["HIRAGANA"] + names["KATAKANA"]
    if kana and names["CJK"] + kana > len(letters) / 2:
        return "HIRAGANA"
    found = (one for one in _SCRIPTS if names[one] > len(letters) / 2)
    return next(found, None)
