"""A run that can be played."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from escalation_tests.contract.material import Material
from escalation_tests.contract.policy import Policy
from escalation_tests.errors import InfrastructureError
from escalation_tests.model.finding import Promise
from escalation_tests.model.plan import Plan
from escalation_tests.model.played import Played
from escalation_tests.model.record import Record
from escalation_tests.ports import Bench, Case, Check, Clock

if TYPE_CHECKING:
    from escalation_tests.customers.guest import Guest
    from escalation_tests.engine.ahead import RunAhead
    from escalation_tests.engine.player import StagePlayer


from escalation_tests.wiring.ledger import Ledger
from escalation_tests.wiring.material import reader
from escalation_tests.wiring.parts import channel, desk, human, pace
from escalation_tests.wiring.settings import Settings

DESK_URL = "ESCALATION_DESK_URL"
"""The environment variable that tells a bot in this process where the desk listens."""


class Run:
    """One run: plays cases ahead, judges them, and holds what has to be stopped at its end.

    Args:
        material: the loaded configuration.
        settings: the command line's and the ini file's.
        bot: a callable in this process, instead of the configured bot.
        own_checks: the shop's own checks, dotted name → promise and function.
        held: a function in this process that says what the desk holds of a conversation, instead
            of the configured desk.
    """

    def __init__(
        self,
        material: Material,
        settings: Settings,
        bot: Callable[..., Any] | None = None,
        own_checks: Mapping[str, tuple[Promise, Check]] | None = None,
        held: Callable[[str], Any] | None = None,
    ) -> None:
        from escalation_tests.engine.clock import LoopClock

        self.material, self.settings = material, settings
        self.clock: Clock = LoopClock()
        self.reader = reader(material)
        self.desk = desk(material, settings, self.clock, held)
        self.channel = channel(material, self.clock, bot)
        self.human = human(material, self.clock, self.channel, self.desk)
        self._held, self._own = held, dict(own_checks or {})
        self._submitted: set[str] = set()
        self.ledger = Ledger()

    @cached_property
    def player(self) -> "StagePlayer":
        """What plays plans against this run's bot and desk."""
        from escalation_tests import customers, faults
        from escalation_tests.engine.player import player

        casting, disturb = (
            customers.casting(self.material, self.reader),
            faults.disturb(self.clock),
        )
        waits = pace(self.material, self._held)
        made = player(self.channel, self.desk, casting, disturb, self.reader, self.clock, waits)
        return made.attended_by(self.human)

    @cached_property
    def engine(self) -> "RunAhead":
        """The engine, with bot and desk coming up in the background."""
        from escalation_tests.engine.ahead import RunAhead

        settings = self.settings
        engine = RunAhead(self.player, self.clock, self._at_once, settings.rate or None)
        engine.start(self._up, self._down)
        return engine

    @property
    def _at_once(self) -> int:
        """Conversations side by side; no more than the bot's configuration has room for."""
        room: int | None = getattr(self.material.config.bot, "at_once", None)
        return min(self.settings.concurrency, room or self.settings.concurrency)

    def ahead(self, cases: Iterable[tuple[str, Case]]) -> None:
        """Play these, each under a key of its own, as soon as there is room, in this order."""
        fresh = [(key, case) for key, case in cases if key not in self._submitted]
        self._submitted.update(key for key, _ in fresh)
        self.engine.submit(
            partial(self._draw, case, trial)
            for _, case in fresh
            for trial in range(1, case.trials + 1)
        )

    def play(self, case: Case) -> tuple[Played, ...]:
        """Every trial of a case, played and judged; waits for what is not over yet."""
        return self._each(case, self.engine.result)

    def again(self, case: Case) -> tuple[Played, ...]:
        """As `play`, but played anew although it has been played."""
        return self._each(case, self.engine.play_again)

    def start(self, plans: Iterable[Plan]) -> None:
        """Play these as soon as there is room; returns at once."""
        begun = tuple(plans)
        for plan in begun:
            self.ledger.add(plan)
        self.engine.submit(begun)

    def played(self, plan: Plan, anew: bool = False) -> Played:
        """What became of one plan, judged; played once, or `anew` although it has been played."""
        self.ledger.add(plan)
        outcome = self.engine.play_again if anew else self.engine.result
        return self.judged(self._record(plan, outcome))

    def judged(self, record: Record) -> Played:
        """A record with what the checks say of it."""
        from escalation_tests import checks

        bench = replace(self.bench, planted=self.ledger.planted_in(record))
        return Played(record, checks.judge(record, bench, self._own))

    @cached_property
    def bench(self) -> Bench:
        """What the checks may know of every record."""
        return Bench(_promised(self.material), self.reader, {}, self._steps)

    @cached_property
    def _steps(self) -> Mapping[str, tuple[str, ...]]:
        from escalation_tests import customers

        return customers.recognised_steps(self.material)

    def close(self) -> dict[str, int]:
        """Give up what is in progress and stop; returns the deliveries that nobody expected."""
        if "engine" not in self.__dict__:
            return {}
        self.engine.close()
        return {**self.desk.strays(), **self._calls()}

    def _calls(self) -> Mapping[str, int]:
        """Calls of the bot that no conversation heard, where the channel plays the platform."""
        strays: Callable[[], Mapping[str, int]] | None = getattr(self.channel, "strays", None)
        return strays() if strays else {}

    def _draw(self, case: Case, trial: int) -> Plan:
        plan = case.plan(self.settings.seed, trial)
        self.ledger.add(plan)
        return plan

    def _each(self, case: Case, outcome: Callable[[Plan], Record]) -> tuple[Played, ...]:
        plans = [self._draw(case, trial) for trial in range(1, case.trials + 1)]
        return tuple(self.judged(self._record(plan, outcome)) for plan in plans)

    def _record(self, plan: Plan, outcome: Callable[[Plan], Record]) -> Record:
        """What became of a plan; when bot or desk never came up, a record that says so."""
        try:
            return outcome(plan)
        except InfrastructureError as error:
            return Record(plan, "", self.clock.wall(), 0.0, trouble=error.trouble)

    async def _up(self) -> None:
        await self.desk.start()
        if address := getattr(self.desk, "address", ""):
            os.environ[DESK_URL] = address
        await self.channel.start()

    async def _down(self) -> None:
        await self.channel.stop()
        await self.desk.stop()


def _promised(material: Material) -> Policy:
    """The policy, in whose routing each topic's own queue stands too."""
    policy, topics = material.config.policy, material.config.topics
    own = {name: topic.queue for name, topic in topics.items() if topic.queue}
    routing = policy.routing.model_copy(update={"by_topic": {**own, **policy.routing.by_topic}})
    return policy.model_copy(update={"routing": routing})


def guest(run: Run, name: str, **who: Any) -> "Guest":
    """A customer of this run whose words come from a test; arguments as those of `Guest`."""
    from escalation_tests.customers.guest import Guest

    guest = Guest(run.material, name, run.settings.seed, **who)
    run.ledger.add(guest.plan)
    return guest
