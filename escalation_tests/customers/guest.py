"""A customer whose words come from a test written in Python."""

from collections.abc import Mapping, Sequence

from escalation_tests.contract.material import Material, Script
from escalation_tests.contract.scenario import Scenario, ScriptTurn
from escalation_tests.customers.drawing import Stage
from escalation_tests.customers.facts import Registrar
from escalation_tests.customers.labels import labelled
from escalation_tests.customers.machine import after, duty, start
from escalation_tests.customers.scripted import Role, Values, actor_of, play, said, spoken
from escalation_tests.customers.shelf import Shelf
from escalation_tests.errors import ImpossiblePlan, nearest
from escalation_tests.model.duty import Duty
from escalation_tests.model.move import Move
from escalation_tests.model.plan import Plan

_NOTHING_YET = ScriptTurn(silence=0.001)


class Guest:
    """Speaks turn by turn what a test says, with identity and facts drawn under the seed.

    Args:
        material: the configuration.
        name: keeps the guests of a run apart; their facts are drawn from it.
        persona, topic, language: as in a scenario; None leaves it open.

    Raises `ImpossiblePlan` for an unknown persona or topic.
    """

    def __init__(
        self,
        material: Material,
        name: str,
        seed: int,
        *,
        persona: str = "plain",
        topic: str | None = None,
        language: str | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> None:
        _known("persona", persona, material.personas)
        if topic is not None:
            _known("topic", topic, material.config.topics)
        self._stage, self._turns = Stage(Shelf(material), Registrar()), list[ScriptTurn]()
        self._scenario = Scenario(
            scenario="python-test",
            about=name,
            topic=topic,
            language=language,
            facts=dict(facts or {}),
            conversation=(_NOTHING_YET,),
        )
        who = material.personas[persona]
        script = Script(self._scenario, name, 0)
        self._role = Role(script, who, spoken(self._stage.shelf, self._scenario, who))
        self.plan: Plan = play(self._stage, self._role, name, name, seed, 1)
        self._key = (seed, name, "python-test", persona, 1)
        self._facts, _ = self._stage.facts(self._role.language, self._key)

    @property
    def facts(self) -> Mapping[str, str]:
        """The values of the customer's facts, as they stand now."""
        return {**{fact.name: fact.value for fact in self.plan.facts}, **self._values().now}

    def move(self, turn: ScriptTurn) -> Move:
        """The turn with its placeholders filled; the guest remembers that it was said."""
        self._turns.append(turn)
        shelf, values = self._stage.shelf, self._values()
        drafts = labelled(self._so_far(), shelf, self._role.language)
        actor = actor_of(shelf, self._role, self._facts, values, self._key)
        return said(actor, drafts[-1], turn, values)

    def duty(self, moves: Sequence[Move]) -> Duty:
        """What the policy demands after these moves."""
        shelf = self._stage.shelf
        return duty(after(start(shelf.policy, shelf.topics, self._role.language), moves))

    def _so_far(self) -> Scenario:
        turns = tuple(self._turns) or (_NOTHING_YET,)
        return self._scenario.model_copy(update={"conversation": turns})

    def _values(self) -> Values:
        values = Values.of(self._stage.shelf, self._so_far(), self._facts)
        for turn in self._turns:
            values = values.after(turn)
        return values


def _known(kind: str, word: str, known: Mapping[str, object]) -> None:
    if word not in known:
        raise ImpossiblePlan(f"unknown {kind} {word!r}{nearest(word, known)}")
