"""Turns of a scenario in the phrasebook's words, with places for facts instead of values."""

from collections.abc import Mapping
from random import Random

from escalation_tests.contract.material import Material
from escalation_tests.contract.persona import Persona
from escalation_tests.contract.scenario import ScriptTurn
from escalation_tests.customers.draft import Draft, Line
from escalation_tests.customers.generated.writer import Chosen
from escalation_tests.customers.labels import act_of
from escalation_tests.customers.scene import Scene
from escalation_tests.customers.shelf import SOURCE, Shelf
from escalation_tests.customers.slots import slots
from escalation_tests.customers.wording import Words
from escalation_tests.errors import ImpossiblePlan
from escalation_tests.model.move import Act
from escalation_tests.model.trigger import Trigger


class Phrases:
    """What one persona can say in one language, as turns of a scenario.

    Args:
        material: the loaded configuration.
        persona: who speaks.
        language: the language of the turns.
    """

    def __init__(self, material: Material, persona: Persona, language: str) -> None:
        self.shelf, self.persona, self.language = Shelf(material), persona, language
        self._places = _places(self.shelf)
        self._scene = Scene(
            self.shelf, persona, language, None, {}, "", lambda name: name, Random(0)
        )

    def again(self, turn: ScriptTurn, words: int) -> ScriptTurn | None:
        """The same turn in other words; None for one that says several things at once, or what
        the phrasebook has no words for.
        """
        draft = self._draft(turn)
        text = self._worded(draft, words) if draft else None
        if text is None or not turn.gives.keys() <= slots(text):
            return None
        return turn.model_copy(update={"customer": (text,), "gives": {}, "language": None})

    def chat(self, words: int) -> ScriptTurn | None:
        """A turn of small talk."""
        return self._labelled(self._scene.chat(), words, "chats")

    def injection(self, chapter: str, words: int) -> ScriptTurn | None:
        """A turn that tries to command the bot."""
        return self._labelled(self._scene.injection(chapter), words, "injects")

    def ask(self, topic: str, words: int) -> ScriptTurn | None:
        """A turn that raises a topic."""
        text = self._worded(self._scene.ask(topic), words)
        return ScriptTurn(customer=(text,), topic=topic) if text else None

    def correction(self, fact: str, words: int) -> ScriptTurn | None:
        """A turn that states another value for a fact."""
        before = (Line("corrections"),) if self.shelf.book(self.language).corrections else ()
        place = f"{{{fact}}}"
        text = self._worded(self._scene.telling({fact: place}, *before), words)
        return ScriptTurn(customer=(text,), corrects={fact: place}) if text else None

    def _labelled(self, draft: Draft, words: int, label: str) -> ScriptTurn | None:
        text = self._worded(draft, words)
        return ScriptTurn.model_validate({"customer": (text,), "label": label}) if text else None

    def _draft(self, turn: ScriptTurn) -> Draft | None:
        """What to say for a turn that is about one thing only."""
        told = [bool(part) for part in (turn.topic, turn.trigger, turn.tried, turn.corrects)]
        if sum(told) > 1 or turn.corrects or turn.silence or not turn.customer:
            return None
        match act_of(turn, turn.topic):
            case Act.ASKS if turn.topic and turn.topic in self.shelf.topics:
                stated = turn.gives or any(map(slots, turn.customer))
                return self._scene.ask(turn.topic, "full" if stated else "bare")
            case Act.REQUESTS_HUMAN:
                return self._scene.evidence(Trigger.EXPLICIT_REQUEST)
            case Act.COMPLAINS:
                return self._scene.evidence(Trigger.FRUSTRATION)
            case Act.BABBLES:
                return self._scene.evidence(Trigger.LOW_CONFIDENCE)
            case Act.CHATS if not turn.gives:
                return self._scene.chat()
            case Act.TRIED if len(turn.tried) == 1:
                return self._scene.turn(Act.TRIED, Line("claim", turn.tried[0]))
            case _:
                return None

    def _worded(self, draft: Draft, words: int) -> str | None:
        try:
            text, _ = Words(self.shelf, self.persona, self._places, Chosen(words)).plain(draft)
        except ImpossiblePlan:
            return None
        return text


def _places(shelf: Shelf) -> Mapping[str, str]:
    """Every fact that anything tells how to make, as the place where its value belongs."""
    names = (*shelf.material.config.facts, *shelf.book(SOURCE).facts)
    return {name: f"{{{name}}}" for name in names}
