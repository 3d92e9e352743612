"""Plays a whole plan: the customer's visits, and first the same without its faults."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import uuid4

from escalation_tests.engine.dialogue import Dialogue, Duties
from escalation_tests.engine.pace import Pace
from escalation_tests.engine.stage import Stage
from escalation_tests.engine.visit import play_visit
from escalation_tests.model.plan import Plan
from escalation_tests.model.record import Record, Trouble
from escalation_tests.ports import Casting, Channel, Clock, Desk, Disturb, Human, Reader


def fresh_id() -> str:
    """A random id, unique across runs."""
    return uuid4().hex


def _keep_going() -> None:
    """What a player calls that nobody waits for."""


def player(
    channel: Channel,
    desk: Desk,
    casting: Casting,
    disturb: Disturb,
    reader: Reader,
    clock: Clock,
    pace: Pace,
    ids: Callable[[], str] = fresh_id,
) -> "StagePlayer":
    """The player of all plans of a run; channel and desk must be started before it plays.

    `ids` gives a new id at each call, unique in this run and across runs.
    """
    return StagePlayer(Stage(channel, desk, casting, disturb, reader, clock, pace, ids))


@dataclass(frozen=True, slots=True)
class StagePlayer:
    """Plays plans on one stage; any number at the same time."""

    stage: Stage

    def attended_by(self, human: Human | None) -> "StagePlayer":
        """The same player, with this person at the desk."""
        return replace(self, stage=replace(self.stage, human=human))

    async def __call__(self, plan: Plan, rest: Callable[[], None] = _keep_going) -> Record:
        """The record of the plan's last visit, with the earlier ones and the baseline in it.

        Never raises for what bot or desk do. Calls `rest` when, in the last conversation, nothing
        more can pass between us and the bot, so that another one may begin.
        """
        if not plan.faults:
            return await self._visits(plan, rest)
        baseline = await self._visits(replace(plan, faults=()), _keep_going)
        if baseline.trouble is not None:
            return _void(plan, baseline, baseline.trouble)
        return replace(await self._visits(plan, rest), baseline=baseline)

    async def dialogue(self, plan: Plan, duty: Duties) -> Dialogue:
        """A conversation with the customer of `plan`, not yet open, to be spoken step by step."""
        return Dialogue(self.stage, plan, duty)

    async def _visits(self, plan: Plan, rest: Callable[[], None]) -> Record:
        who = self.stage.ids()
        earlier: tuple[Record, ...] = ()
        while True:
            last = len(earlier) + 1 >= len(plan.visits)
            quits = rest if last else _keep_going
            record = await play_visit(self.stage, plan, who, earlier, quits)
            if last or record.trouble is not None:
                return record
            earlier = (*earlier, replace(record, earlier=()))


def _void(plan: Plan, baseline: Record, trouble: Trouble) -> Record:
    """The record of a plan that was not played since it fails without its faults already."""
    return Record(
        plan=plan,
        conversation=baseline.conversation,
        started=baseline.started,
        seconds=0.0,
        trouble=replace(trouble, message=f"without its faults already: {trouble.message}"),
        baseline=baseline,
    )
