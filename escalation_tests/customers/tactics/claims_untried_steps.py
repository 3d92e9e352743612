"""Claims steps of the topic that nobody has seen them try."""

from dataclasses import replace

from escalation_tests.customers.draft import Draft, Line, Outline
from escalation_tests.customers.scene import Scene


def claims_untried_steps(outline: Outline, scene: Scene) -> Outline:
    """Two steps claimed in the same breath as the business."""
    asks = [n for n, draft in enumerate(outline.drafts) if draft.topic and not draft.point]
    at = asks[-1] if asks else None
    claims = scene.steps(2)
    drafts = [_claiming(d, claims) if n == at else d for n, d in enumerate(outline.drafts)]
    return replace(outline, drafts=tuple(drafts))


def _claiming(draft: Draft, steps: tuple[str, ...]) -> Draft:
    new = [step for step in steps if step not in draft.tried]
    lines = (*draft.lines, *(Line("claim", step) for step in new))
    return replace(draft, lines=lines, tried=(*draft.tried, *new))
