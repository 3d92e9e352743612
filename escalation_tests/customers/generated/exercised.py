"""What a conversation is going to exercise, told from its recipe."""

from collections.abc import Hashable, Iterator

from escalation_tests.contract.material import Material
from escalation_tests.customers.generated.sketch import Recipe
from escalation_tests.customers.generated.walking import Walker
from escalation_tests.model.exercise import NOTHING_DUE, Exercise, position


class Exercises:
    """Says of recipes what they exercise, by their labels alone."""

    def __init__(self, material: Material) -> None:
        self._walk = Walker(material)

    def __call__(self, recipe: Recipe) -> Exercise:
        """What a recipe exercises."""
        steps = list(self._walk(recipe))
        end = next((step.after for step in steps if step.after.due), None)
        last = end or (steps[-1].after if steps else None)
        turn = last.turn if last else 0
        return Exercise(
            trigger=end.due.trigger.value if end and end.due else NOTHING_DUE,
            topic=(last.topic if last else None) or "",
            persona=recipe.persona,
            language=self._walk.language(recipe),
            position=position(turn),
            fault=", ".join(f"{fault.leg}: {fault.name}" for fault in recipe.faults),
        )

    def features(self, recipe: Recipe) -> Iterator[Hashable]:
        """What is worth having been shown once: each trigger with each topic, persona, language,
        position and fault, and each wording of each kind of turn.
        """
        one = self(recipe)
        yield from (
            (one.trigger, "topic", one.topic),
            (one.trigger, "persona", one.persona),
            (one.trigger, "language", one.language),
            (one.trigger, "position", one.position),
            (one.trigger, "fault", one.fault),
        )
        yield from (("waits", recipe.waits), ("bubbles", recipe.bubbles))
        for step in self._walk.along(recipe, recipe.again):
            due = step.after.due
            yield "again", one.trigger, due.trigger.value if due else ""
        for turn in recipe.turns:
            yield one.trigger, turn.does, turn.about
            yield turn.does, turn.about, turn.words
