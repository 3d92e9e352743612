"""Moves before they are worded: what each turn is, and from which banks its words come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from escalation_tests.model.fact import Fact
from escalation_tests.model.move import Act
from escalation_tests.model.trigger import Trigger


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence to be worded: a bank of phrases, and what to say with it."""

    bank: str
    """A chapter of the phrasebook, or one of `ask`, `tell`, `claim`, `written`."""
    key: str = ""
    """Which trigger, topic, fact or step; for `written` the text itself."""
    value: str = ""
    """For `tell` the fact's value; for `ask` how the topic's facts are told:
    `full`: all of them, `bare`: none, empty: as the wording happens to do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One customer turn with its labels, in no words yet."""

    act: Act
    lines: tuple[Line, ...]
    topic: str | None = None
    triggers: frozenset[Trigger] = frozenset()
    facts: tuple[Fact, ...] = ()
    """The facts it states for sure; wording an `ask` may add the topic's."""
    tried: tuple[str, ...] = ()
    language: str = "en"
    pause: float = 0.0
    point: bool = False
    """It is one of the turns that complete, or just not complete, a trigger's condition."""
    voiced: bool = True
    """The persona's voice changes its words."""
    forbids_handoff: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """A conversation in drafts: what is said, what may be answered, what follows."""

    drafts: tuple[Draft, ...]
    after: tuple[Draft, ...] = ()
    """Written while a human is awaited."""
    second: tuple[Draft, ...] = ()
    """A second visit; empty when the customer does not come back."""
    refuses: bool = False
    """The customer gives no fact when asked."""
    language: str = field(default="en")
    """The language of everything that the bot may provoke later on."""

    def before_point(self, *added: Draft) -> "Outline":
        """With turns just before the point."""
        at = self._point()
        return replace(self, drafts=(*self.drafts[:at], *added, *self.drafts[at:]))

    def before_business(self, *added: Draft) -> "Outline":
        """With turns before the last understood turn that precedes the point, so that this
        turn still stands between them and whatever counts in a row.
        """
        at = max(self._point() - 1, 0)
        return replace(self, drafts=(*self.drafts[:at], *added, *self.drafts[at:]))

    def opening(self, *added: Draft) -> "Outline":
        """With turns before everything else."""
        return replace(self, drafts=(*added, *self.drafts))

    def changed(self, change: Callable[[Draft], Draft]) -> "Outline":
        """With every draft of the first visit changed."""
        return replace(self, drafts=tuple(map(change, self.drafts)))

    def _point(self) -> int:
        marks = [number for number, draft in enumerate(self.drafts) if draft.point]
        return marks[0] if marks else len(self.drafts)


def asked(drafts: Sequence[Draft]) -> list[int]:
    """The places of the drafts that raise a topic."""
    return [number for number, draft in enumerate(drafts) if draft.topic is not None]
