"""A scripted scenario, changed; what the policy demands of the outcome is worked out anew."""

from collections.abc import Sequence
from itertools import pairwise
from types import MappingProxyType

from escalation_tests.contract.material import Material, Script
from escalation_tests.contract.persona import Persona
from escalation_tests.contract.scenario import Expect, Scenario
from escalation_tests.customers.draft import Draft
from escalation_tests.customers.generated.altering import Alters, Change, altered
from escalation_tests.customers.generated.order import fits
from escalation_tests.customers.generated.rewording import Phrases
from escalation_tests.customers.generated.sketch import Does
from escalation_tests.customers.labels import labelled
from escalation_tests.customers.languages import stem
from escalation_tests.customers.machine import advance, start
from escalation_tests.customers.scripted import spoken
from escalation_tests.customers.shelf import Shelf
from escalation_tests.model.move import Act, Move


class Mutator:
    """Changes one scenario.

    Args:
        material: the loaded configuration.
        script: the scenario.
        persona: who plays it.
    """

    def __init__(self, material: Material, script: Script, persona: Persona) -> None:
        self._material, self._shelf = material, Shelf(material)
        self.persona, self._script = persona, script
        self.language = spoken(self._shelf, script.scenario, persona)
        self._scenario = _opened(script.scenario, self._shelf)

    def __call__(self, changes: Sequence[Change]) -> Script:
        """The scenario with all changes that leave each label true; what its author expected is
        left out, the policy stays.
        """
        now = self._scenario
        for change in changes:
            changed = self._changed(now, change)
            if changed.conversation and self._doubts(changed) <= self._doubts(now):
                now = changed
        return Script(self._shortened(now), self._script.file, self._script.line)

    def _changed(self, now: Scenario, change: Change) -> Scenario:
        if change.alters is Alters.TRANSLATES:
            return self._translated(now, change.pick)
        phrases = Phrases(self._material, self.persona, now.language or self.language)
        turns = altered(now.conversation, change, phrases)
        return now.model_copy(update={"conversation": turns})

    def _translated(self, now: Scenario, pick: int) -> Scenario:
        spoken_now = now.language or self.language
        books = self._material.phrases
        others = [
            code
            for code in self._shelf.policy.languages
            if stem(code) != stem(spoken_now) and (code in books or stem(code) in books)
        ]
        if not others:
            return now
        code = others[pick % len(others)]
        phrases = Phrases(self._material, self.persona, code)
        said = [phrases.again(turn, pick) for turn in now.conversation]
        turns = tuple(turn for turn in said if turn is not None)
        if len(turns) < len(said):
            return now
        update = {"conversation": turns, "language": code, "afterwards": ()}
        return now.model_copy(update=update)

    def _doubts(self, scenario: Scenario) -> frozenset[tuple[str, str]]:
        """Neighbours next to which a label is doubtful, as texts that can be compared."""
        kinds: list[Does | None] = [None, *map(_does, self._drafts(scenario))]
        said = ["", *map(repr, scenario.conversation)]
        return frozenset(
            neighbours
            for (before, does), neighbours in zip(pairwise(kinds), pairwise(said), strict=True)
            if does and not fits(does, before)
        )

    def _shortened(self, scenario: Scenario) -> Scenario:
        """Up to the last turn that can matter: the bot's last chance, or a second cause."""
        shelf = self._shelf
        state = start(shelf.policy, shelf.topics, scenario.language or self.language)
        for number, draft in enumerate(self._drafts(scenario)):
            due = state.due
            if due and (state.turn >= due.by_turn or draft.triggers - {due.trigger}):
                kept = scenario.conversation[:number]
                return scenario.model_copy(update={"conversation": kept})
            state = advance(state, _labels(draft))
        return scenario

    def _drafts(self, scenario: Scenario) -> tuple[Draft, ...]:
        return labelled(scenario, self._shelf, scenario.language or self.language)


def _opened(scenario: Scenario, shelf: Shelf) -> Scenario:
    """The scenario with each turn's topic beside it, and with nothing expected."""
    first, *rest = (turn.model_copy(update={"bot": None}) for turn in scenario.conversation)
    topic = first.topic or scenario.topic
    if first.customer and topic:
        first = first.model_copy(update={"topic": topic})
    names = shelf.topics[topic].facts if topic and topic in shelf.topics else ()
    facts = {name: f"{{{name}}}" for name in names} | scenario.facts
    update = {"conversation": (first, *rest), "topic": None, "facts": facts, "expect": Expect()}
    return scenario.model_copy(update=update)


def _labels(draft: Draft) -> Move:
    return Move(draft.act, (), topic=draft.topic, triggers=draft.triggers, tried=draft.tried,
                language=draft.language)  # fmt: skip


_KINDS = MappingProxyType(
    {
        Act.ASKS: Does.ASKS,
        Act.DECOYS: Does.DECOYS,
        Act.REQUESTS_HUMAN: Does.WANTS_HUMAN,
        Act.COMPLAINS: Does.COMPLAINS,
        Act.BABBLES: Does.BABBLES,
        Act.TRIED: Does.CLAIMS,
        Act.TELLS: Does.TELLS,
        Act.INJECTS: Does.INJECTS,
    }
)


def _does(draft: Draft) -> Does:
    """The kind of a turn as far as its neighbours are concerned; all else is as small talk."""
    return _KINDS.get(draft.act, Does.CHATS)
