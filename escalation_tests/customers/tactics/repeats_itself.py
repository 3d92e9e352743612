"""Says each thing twice."""

from dataclasses import replace

from escalation_tests.customers.draft import Draft, Outline
from escalation_tests.customers.scene import Scene


def repeats_itself(outline: Outline, scene: Scene) -> Outline:  # noqa: ARG001
    """The business in two turns each; the turns of the point are counted, so they say it twice."""
    drafts: list[Draft] = []
    for draft in outline.drafts:
        drafts += [_twice(draft)] if draft.point else [draft, draft]
    return replace(outline, drafts=tuple(drafts))


def _twice(draft: Draft) -> Draft:
    return replace(draft, lines=(*draft.lines, *draft.lines))
