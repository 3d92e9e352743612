"""What the rest of the run may want to know about facts and steps."""

from collections.abc import Mapping

from escalation_tests.contract.material import Material
from escalation_tests.customers.shelf import Shelf


def fact_names(material: Material) -> frozenset[str]:
    """The names of all facts that can be drawn: the shop's and the known ones."""
    known = (name for book in material.phrases.values() for name in book.facts)
    return frozenset((*material.config.facts, *known))


def recognised_steps(material: Material) -> Mapping[str, tuple[str, ...]]:
    """Step name → words by which a human would recognise it, in every language of the books."""
    shelf = Shelf(material)
    return {
        name: tuple(
            dict.fromkeys(w for code in material.phrases for w in shelf.step(name, code).known_as)
        )
        for name in shelf.steps
    }
