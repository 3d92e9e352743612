"""The composition root: names and options become a run that can be played.

Nothing below this file knows more than one room. Rooms are loaded where they are used, so that a
command or a run which does not need one does not pay for it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalation_tests.contract.desk import WebhookDesk
from escalation_tests.contract.material import Material
from escalation_tests.errors import AuthoringError, Problem, nearest
from escalation_tests.model.finding import Promise
from escalation_tests.model.plan import Plan
from escalation_tests.model.played import Played
from escalation_tests.model.record import Record
from escalation_tests.ports import Bench, Case, Channel, Check, Clock, Desk, Reader
from escalation_tests.registry import Registry

if TYPE_CHECKING:
    from escalation_tests.customers.guest import Guest
    from escalation_tests.engine.ahead import RunAhead
    from escalation_tests.engine.pace import Pace
    from escalation_tests.engine.player import StagePlayer


@dataclass(frozen=True, slots=True)
class Relay:
    """Where another process of this run holds the desk."""

    url: str
    key: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line and the ini file say about a run; None: as the files say."""

    seed: int = 0
    concurrency: int = 32
    rate: float = 0.0
    """Conversations started per second at most; 0: no limit."""
    trials: int | None = None
    require: int | None = None
    listen: str | None = None
    matrix: str | None = None
    library: bool | None = None
    personas: tuple[str, ...] = ()
    relay: Relay | None = None


def load(file: Path, env: Mapping[str, str], settings: Settings | None = None) -> Material:
    """The configuration with everything it refers to, as the settings change it.

    Raises `AuthoringError` with every mistake of every file.
    """
    from escalation_tests import loading
    from escalation_tests.channels import expression_problem
    from escalation_tests.customers.providers import faker_problem

    material = loading.load(file, env, expression_problem, faker_problem)
    return _changed(material, settings or Settings())


def _changed(material: Material, settings: Settings) -> Material:
    """The material with what the command line says in place of what the file says."""
    from dataclasses import replace

    for name in settings.personas:
        if name not in {*material.personas, "all"}:
            told = f"unknown persona {name!r}{nearest(name, material.personas)}"
            raise AuthoringError([Problem("--escalation-personas", 0, "", told)])
    config, suite, desk = material.config, material.config.suite, material.config.desk
    wanted = {
        "matrix": settings.matrix,
        "library": settings.library,
        "personas": settings.personas or None,
        "trials": settings.trials,
        "require": settings.require,
    }
    given = {key: value for key, value in wanted.items() if value is not None}
    if isinstance(desk, WebhookDesk) and settings.listen:
        desk = WebhookDesk.model_validate({**dict(desk), "listen": settings.listen})
    suite = suite.model_copy(update=given)
    changed = config.model_copy(update={"suite": suite, "desk": desk})
    return replace(material, config=changed, library=material.library if suite.library else ())


def cases_of(material: Material) -> tuple[Case, ...]:
    """The conversations that follow from the configuration: matrix and library."""
    from escalation_tests import customers

    return customers.cases(material)


def cases_of_file(file: Path, material: Material) -> Iterator[Case]:
    """The conversations of one of the shop's own scenario files. Raises `AuthoringError`."""
    from escalation_tests import customers, loading

    for script in loading.load_scenarios(file, material):
        yield from customers.script_cases(script, material)


def reader(material: Material | None = None) -> Reader:
    """What understands the bot's words, with the shop's own patterns added."""
    from escalation_tests.checks import reading
    from escalation_tests.loading.lexicons import load_lexicon_data

    written = material.config.patterns if material else {}
    patterns = {language: own.model_dump() for language, own in written.items()}
    return reading.reader(load_lexicon_data(), patterns=patterns)


def describe(text: str, language: str | None, by: Reader) -> dict[str, Any]:
    """How a line reads, as JSON values."""
    from escalation_tests.checks import reading

    return reading.describe(text, by.read(text, language))


def check_reference() -> Iterator[tuple[str, str, str, str]]:
    """(name, promise, severity, first paragraph) of every check."""
    from escalation_tests import checks

    yield from checks.reference()


def write_schemas(folder: Path) -> Iterator[Path]:
    """Write the JSON Schema of each kind of YAML file; yields the paths."""
    from escalation_tests import loading

    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in loading.schemas().items():
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(schema, indent=2) + "\n", encoding="utf-8")
        yield path


class Run:
    """One run: plays cases ahead, judges them, and holds what has to be stopped at its end.

    Args:
        material: the loaded configuration.
        settings: the command line's and the ini file's.
        bot: a callable in this process, instead of the configured bot.
        own_checks: the shop's own checks, dotted name → promise and function.
    """

    def __init__(
        self,
        material: Material,
        settings: Settings,
        bot: Callable[..., Any] | None = None,
        own_checks: Mapping[str, tuple[Promise, Check]] | None = None,
    ) -> None:
        from escalation_tests.engine.clock import LoopClock

        self.material, self.settings = material, settings
        self.clock: Clock = LoopClock()
        self.reader = reader(material)
        self.desk = _desk(material, settings, self.clock)
        self.channel = _channel(material, self.clock, bot)
        self._own = dict(own_checks or {})
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
        pace = _pace(self.material)
        return player(self.channel, self.desk, casting, disturb, self.reader, self.clock, pace)

    @cached_property
    def engine(self) -> "RunAhead":
        """The engine, with bot and desk coming up in the background."""
        from escalation_tests.engine.ahead import RunAhead

        settings = self.settings
        engine = RunAhead(self.player, self.clock, settings.concurrency, settings.rate or None)
        engine.start(self._up, self._down)
        return engine

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

    def judged(self, record: Record) -> Played:
        """A record with what the checks say of it."""
        from escalation_tests import checks

        return Played(record, checks.judge(record, self.bench, self._own))

    @property
    def bench(self) -> Bench:
        """What the checks may know besides a record."""
        return Bench(self.material.config.policy, self.reader, self.ledger.planted(), self._steps)

    @cached_property
    def _steps(self) -> Mapping[str, tuple[str, ...]]:
        from escalation_tests import customers

        return customers.recognised_steps(self.material)

    def close(self) -> dict[str, int]:
        """Give up what is in progress and stop; returns the deliveries that nobody expected."""
        if "engine" not in self.__dict__:
            return {}
        self.engine.close()
        return dict(self.desk.strays())

    def _draw(self, case: Case, trial: int) -> Plan:
        plan = case.plan(self.settings.seed, trial)
        self.ledger.add(plan)
        return plan

    def _each(self, case: Case, outcome: Callable[[Plan], Record]) -> tuple[Played, ...]:
        plans = [self._draw(case, trial) for trial in range(1, case.trials + 1)]
        return tuple(self.judged(outcome(plan)) for plan in plans)

    async def _up(self) -> None:
        await self.desk.start()
        await self.channel.start()

    async def _down(self) -> None:
        await self.channel.stop()
        await self.desk.stop()


def guest(run: Run, name: str, **who: Any) -> "Guest":
    """A customer of this run whose words come from a test; arguments as those of `Guest`."""
    from escalation_tests.customers.guest import Guest

    guest = Guest(run.material, name, run.settings.seed, **who)
    run.ledger.add(guest.plan)
    return guest


@dataclass(slots=True)
class Ledger:
    """Remembers which values belong to which conversation of the run."""

    _owners: dict[str, str] = field(default_factory=dict)
    _seen: set[Plan] = field(default_factory=set)

    def add(self, plan: Plan) -> None:
        """Take note of the facts of a plan; a value that two plans share proves nothing."""
        from escalation_tests.customers.cases import own_values

        if plan in self._seen:
            return
        self._seen.add(plan)
        for value in own_values(plan):
            mine = self._owners.setdefault(value, plan.id) == plan.id
            if not mine:
                self._owners[value] = ""

    def planted(self) -> Mapping[str, str]:
        """Value → id of the one plan that it belongs to, as far as plans were drawn."""
        return {value: owner for value, owner in self._owners.copy().items() if owner}


@dataclass(slots=True)
class DeskHost:
    """A desk for all processes of a run, on an engine of its own."""

    engine: "RunAhead"
    desk: Any
    url: str
    key: str

    def close(self) -> dict[str, int]:
        """Stop it; returns the deliveries that nobody expected."""
        self.engine.close()
        return dict(self.desk.strays())


def host_desk(material: Material, settings: Settings) -> DeskHost | None:
    """A started desk that other processes can follow; None when each can have its own.

    Raises `DeskError` when it cannot be started.
    """
    from escalation_tests.engine.ahead import RunAhead
    from escalation_tests.engine.clock import LoopClock

    if not isinstance(material.config.desk, WebhookDesk):
        return None
    run = Run(material, settings)
    engine = RunAhead(run.player, LoopClock())
    engine.start(run.desk.start, run.desk.stop)
    engine.ready()
    desk: Any = run.desk
    return DeskHost(engine, desk, desk.url, desk.key)


def _channel(material: Material, clock: Clock, bot: Callable[..., Any] | None) -> Channel:
    from escalation_tests import channels

    known: Registry[Channel] = Registry(
        "channel", {"http": channels.http_channel, "python": channels.python_channel}
    )
    written = material.config.bot
    if bot is not None:
        return channels.python_channel(bot, clock)
    return known[written.channel](written, clock)


def _desk(material: Material, settings: Settings, clock: Clock) -> Desk:
    from escalation_tests import desks

    known: Registry[Desk] = Registry(
        "desk", {"webhook": desks.webhook_desk, "reply": desks.reply_desk}
    )
    written = material.config.desk
    if written is None:
        return desks.no_desk(clock)
    if settings.relay is not None and isinstance(written, WebhookDesk):
        return desks.relay_desk(settings.relay.url, settings.relay.key, written, clock)
    return known[written.kind](written, clock)


def _pace(material: Material) -> "Pace":
    from escalation_tests.engine.pace import Pace

    config = material.config
    return Pace(
        timeout=config.bot.timeout,
        quiet=config.bot.quiet,
        within=config.desk.within if config.desk else 0.0,
        settle=config.desk.settle if config.desk else 0.0,
        bot_silent=config.policy.after.bot_silent,
    )
