"""Regular forms of verbs, so that few infinitives make many known words."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

_ENDINGS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {"": " s d ed ing es er ers"},
        "es": {
            "ar": "ar o as a amos an é aste ó aron aba aban ado ada ando e en emos aré aría",
            "er": "er o es e emos en í iste ió ieron ía ían ido ida iendo a an eré ería",
            "ir": "ir o es e imos en í iste ió ieron ía ían ido ida iendo a an iré iría",
        },
        "fr": {
            "er": "er e es ons ez ent é ée és ées ais ait ant era erai erait eront",
            "ir": "ir is it issons issez issent i ie issait issant ira irai",
            "re": "re s ds d ons ez ent u ue ait ant ra rai",
        },
        "de": {"en": "en e st t est et te ten end", "n": "n e st t te ten"},
        "pt": {
            "ar": "ar o as a amos am ei ou aram ava avam ado ada ando e em emos arei aria",
            "er": "er o es e emos em i eu eram ia iam ido ida endo a am erei eria",
            "ir": "ir o es e imos em i iu iram ia iam ido ida indo a am irei iria",
        },
    }
)


def forms(verb: str, language: str) -> Iterator[str]:
    """The infinitive and its regular forms, folded or not as the verb is."""
    yield verb
    for ending, others in _ENDINGS[language].items():
        if verb.endswith(ending):
            stem = verb.removesuffix(ending) if ending else verb
            yield from (stem + other for other in others.split())
            yield from _special(stem, language)
            return


def _special(stem: str, language: str) -> Iterator[str]:
    if language == "de":
        yield f"ge{stem}t"
        yield f"ge{stem}en"
    elif language == "en" and stem.endswith("e"):
        yield f"{stem[:-1]}ing"
    elif language == "en" and stem.endswith("y"):
        yield from (f"{stem[:-1]}ies", f"{stem[:-1]}ied")
    elif language == "en":
        yield from (f"{stem}{stem[-1]}ing", f"{stem}{stem[-1]}ed")
