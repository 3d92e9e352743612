"""Returns with a second conversation, and wants to be handed over again."""

from dataclasses import replace

from escalation_tests.customers.draft import Draft, Line, Outline
from escalation_tests.customers.scene import Scene


def comes_back(outline: Outline, scene: Scene) -> Outline:  # noqa: ARG001
    """The same business and the same point once more, in a conversation of its own."""
    business = [draft for draft in outline.drafts if draft.topic and not draft.point]
    again = [*business[-1:], *(draft for draft in outline.drafts if draft.point)]
    return replace(outline, second=(_returning(again[0]), *again[1:]))


def _returning(draft: Draft) -> Draft:
    return replace(draft, lines=(Line("returns"), *draft.lines))
