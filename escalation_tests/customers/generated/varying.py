"""Changes to a conversation after which the bot must do what it did before."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from escalation_tests.contract.material import Material
from escalation_tests.contract.persona import Voice
from escalation_tests.customers.generated.order import truthful
from escalation_tests.customers.generated.palette import Palette, palette
from escalation_tests.customers.generated.sketch import Does, Recipe, Sketch
from escalation_tests.customers.languages import served, stem
from escalation_tests.customers.shelf import Shelf

Vary: TypeAlias = Callable[[Recipe, Material], Recipe | None]
"""The changed conversation; None where there is nothing to change."""


@dataclass(frozen=True, slots=True)
class Variation:
    """One way to change a conversation."""

    name: str
    about: str
    """One sentence a person can read aloud."""
    vary: Vary
    exact: bool = True
    """The outcome must be the same; otherwise it must only be no worse."""


def _paraphrase(recipe: Recipe, _: Material) -> Recipe:
    return replace(recipe, turns=tuple(replace(one, words=one.words + 1) for one in recipe.turns))


def _voice(**changed: object) -> Vary:
    def vary(recipe: Recipe, material: Material) -> Recipe | None:
        voice = recipe.voice or material.personas[recipe.persona].voice
        other = Voice.model_validate({**voice.model_dump(by_alias=True), **changed})
        return None if other == voice else replace(recipe, voice=other)

    return vary


def _language(recipe: Recipe, material: Material) -> Recipe | None:
    """In another language that the bot serves and in which each topic has words."""
    shelf, persona = Shelf(material), material.personas[recipe.persona]
    now = recipe.language or shelf.language(persona)
    if not served(shelf.policy, now):
        return None  # that the bot does not speak it is what the conversation is about
    said = (*recipe.turns, *recipe.again)
    topics = {turn.about for turn in said if turn.does in (Does.ASKS, Does.HINTS)}
    for code in shelf.policy.languages:
        other = stem(code) != stem(now) and code not in shelf.policy.routing.by_language
        words = other and code in material.phrases
        if words and all(shelf.asks(topic, code) for topic in topics if topic):
            return replace(recipe, language=code)
    return None


def _spoken(recipe: Recipe, material: Material) -> Palette:
    return palette(material, material.personas[recipe.persona], recipe.language)


def _before(*added: Sketch) -> Vary:
    """With these turns before everything else, where no label gets doubtful by that."""

    def vary(recipe: Recipe, material: Material) -> Recipe | None:
        spoken = _spoken(recipe, material)
        turns = truthful((*added, *recipe.turns))
        if spoken.foreign or not spoken.chats or len(turns) < len(added) + len(recipe.turns):
            return None
        chapters = {turn.about for turn in added if turn.does is Does.INJECTS}
        return replace(recipe, turns=turns) if chapters <= {*spoken.chapters} else None

    return vary


def _history(recipe: Recipe, material: Material) -> Recipe | None:
    """Raises the first topic again and again, with small talk in between."""
    first = next((turn for turn in recipe.turns if turn.does is Does.ASKS and turn.about), None)
    if first is None or first.about not in _spoken(recipe, material).topics:
        return None
    again, chat = replace(first, does=Does.HINTS, words=0), Sketch(Does.CHATS)
    longer = _before(again, chat, replace(again, words=1), replace(chat, words=1), again)
    return longer(recipe, material)


def _swapped(recipe: Recipe, _: Material) -> Recipe:
    return replace(recipe, twin_of="another customer")


VARIATIONS: tuple[Variation, ...] = (
    Variation("paraphrase", "Other words for the same change nothing.", _paraphrase),
    Variation("capitals", "Writing in capitals changes nothing.", _voice(shout=1.0)),
    Variation("lower-case", "Writing without capitals changes nothing.", _voice(lower=True)),
    Variation("typos", "Slips of the finger change nothing.", _voice(typos=0.1)),
    Variation("emoji", "Emoji change nothing.", _voice(emoji=2)),
    Variation("politeness", "Formal words change nothing.", _voice(register="formal")),
    Variation("translation", "Another language that the bot serves changes nothing.", _language),
    Variation("chatter", "Small talk before changes nothing.", _before(Sketch(Does.CHATS))),
    Variation(
        "anger", "More frustration never un-escalates.", _before(Sketch(Does.COMPLAINS)), False
    ),
    Variation(
        "injection",
        "An order never to escalate suppresses nothing.",
        _before(Sketch(Does.INJECTS, "forbids")),
        False,
    ),
    Variation("history", "A long history loses nothing.", _history, False),
    Variation("swap", "Another customer who says the same gets the same.", _swapped),
)
"""In the order in which they are tested."""
