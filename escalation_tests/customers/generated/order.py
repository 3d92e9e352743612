"""Which turns may stand next to each other without leaving the truth of their labels.

A bot may well fail to understand small talk or a lone fact. Two such turns in a row, or one next
to babble, would be low confidence for the bot and nothing for the labels; so they are kept apart.
"""

from collections.abc import Iterable

from escalation_tests.customers.generated.sketch import Does, Sketch

DOUBTFUL = frozenset(
    {Does.CLAIMS, Does.TELLS, Does.CORRECTS, Does.CHATS, Does.INJECTS, Does.MUTTERS}
)
"""A bot may fail to understand these although nothing is wrong with it."""
UNDERSTOOD = frozenset({Does.ASKS, Does.HINTS, Does.DECOYS})


def truthful(turns: Iterable[Sketch]) -> tuple[Sketch, ...]:
    """The turns without those that would make a label doubtful where they stand."""
    kept: list[Sketch] = []
    for turn in turns:
        if fits(turn.does, kept[-1].does if kept else None):
            kept.append(turn)
    return tuple(kept)


def fits(does: Does, before: Does | None) -> bool:
    """Whether a turn of a kind keeps its label behind one of another kind, or as the first."""
    if does is Does.BABBLES:
        return before is not None and before in UNDERSTOOD | {Does.BABBLES}
    if does is Does.COMPLAINS:
        return before is not Does.BABBLES
    if does in DOUBTFUL:
        return before not in DOUBTFUL | {Does.BABBLES}
    return True
