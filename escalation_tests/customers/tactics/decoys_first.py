"""Uses words that look like a trigger and are none, before the point."""

from dataclasses import replace

from escalation_tests.customers.draft import Draft, Line, Outline
from escalation_tests.customers.scene import Scene
from escalation_tests.model.move import Act


def decoys_first(outline: Outline, scene: Scene) -> Outline:
    """The business is introduced by such words, so that the turn still says what is wanted."""
    asks = [n for n, draft in enumerate(outline.drafts) if draft.topic and not draft.point]
    promised = [t for t in scene.shelf.policy.triggers if scene.decoys(t)]
    if not asks or not promised:
        return outline
    line = Line("decoys", scene.random.choice(promised).value)
    drafts = [_decoyed(d, line) if n == asks[-1] else d for n, d in enumerate(outline.drafts)]
    return replace(outline, drafts=tuple(drafts))


def _decoyed(draft: Draft, line: Line) -> Draft:
    return replace(draft, act=Act.DECOYS, lines=(line, *draft.lines))
