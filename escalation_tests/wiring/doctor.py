"""One conversation with the configured bot, and a knock at the desk, looked at closely."""

import asyncio
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from escalation_tests.contract.desk import WebhookDesk
from escalation_tests.contract.material import Material
from escalation_tests.errors import ImpossiblePlan, InfrastructureError
from escalation_tests.model.finding import Judgement
from escalation_tests.model.message import Speaker
from escalation_tests.model.plan import Plan
from escalation_tests.model.record import Leg, Record, Trouble
from escalation_tests.model.trigger import Trigger
from escalation_tests.ports import Case, Desk, Opening
from escalation_tests.wiring.material import cases_of
from escalation_tests.wiring.overhearing import Log, Overheard, Passed
from escalation_tests.wiring.parts import pace
from escalation_tests.wiring.run import DESK_URL, Run
from escalation_tests.wiring.settings import Settings

UNREAD = frozenset({"no-match", "wrong-type", "unknown-role"})
"""Troubles that another mapping may mend."""
MOST = 12
"""Conversations that are drawn to choose one from."""
SHORTEST = 2
"""Turns that show a bot answering, and then handing over."""
PROBED = 30.0
"""Seconds for which the desk is knocked at."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What one conversation has shown."""

    lines: tuple[Passed, ...]
    record: Record | None
    judgement: Judgement | None
    bot: Trouble | None
    """Why the conversation could not be played with the configured mapping."""
    desk: Trouble | None
    probe: str
    """What the knock at the desk has shown; empty where there is none to knock at."""
    strays: Mapping[str, int]
    samples: tuple[str, ...]
    """What arrived at the desk for a conversation that nobody knows."""
    receive: Mapping[str, str] = field(default_factory=dict)
    """A mapping of the bot's replies that fits them better than the configured one."""
    handoff: Mapping[str, str] = field(default_factory=dict)
    """The same of the desk's payloads."""
    helped: bool = False
    """The conversation could be played with `receive` in place."""


def examine(material: Material, settings: Settings) -> Examination:
    """Play one conversation; once more with another mapping where the configured fits nothing.

    Raises `EscalationError` where no conversation follows from the configuration.
    """
    plan = _plan(material, settings)
    first = _played(material, settings, plan)
    guess = _receive(material, first)
    again, lines = first, first.lines
    if first.bot is not None and first.bot.kind in UNREAD and guess:
        again = _played(_with(material, guess), settings, plan)
        guess = {**guess, **_receive(material, again)}
        lines = (*first.lines, Passed("broke", first.bot), *again.lines)
    return replace(
        first,
        record=again.record,
        judgement=again.judgement,
        lines=lines,
        strays=again.strays,
        samples=again.samples,
        helped=again is not first and again.bot is None,
        receive=_news(material.config.bot, "receive", guess),
        handoff=_news(material.config.desk, "handoff", _handoff(plan, again)),
    )


def _plan(material: Material, settings: Settings) -> Plan:
    """A short conversation in which the customer says something, and then asks for a human.

    Raises `ImpossiblePlan` where the policy leads to no conversation at all.
    """
    suite = material.config.suite.model_copy(update={"matrix": "covering"})
    some = replace(material, config=material.config.model_copy(update={"suite": suite}))
    served = material.config.policy.languages
    cases = sorted(cases_of(some), key=lambda case: not _asks(case, served))
    plans = [case.plan(settings.seed) for case in cases[:MOST]]
    alone = [plan for plan in plans if len(plan.visits) == 1 and not plan.faults]
    if not alone:
        raise ImpossiblePlan("no conversation follows from the policy and the topics")
    return min(alone, key=lambda plan: (len(plan.moves) < SHORTEST, len(plan.moves)))


def _asks(case: Case, served: Sequence[str]) -> bool:
    return case.trigger is Trigger.EXPLICIT_REQUEST and case.language in served


def _played(material: Material, settings: Settings, plan: Plan) -> Examination:
    return asyncio.run(_Visit(material, settings, plan).made())


class _Visit:
    """One conversation and one knock."""

    def __init__(self, material: Material, settings: Settings, plan: Plan) -> None:
        self._material, self._plan = material, plan
        self._run, self._log = Run(material, settings), Log()
        self._desk: Desk = self._run.desk

    async def made(self) -> Examination:
        trouble, probe = await self._at_desk()
        bot = await self._tried(self._run.channel.start)
        record = None
        if bot is None:
            record = await self._conversation()
            bot = record.trouble if record.trouble and record.trouble.leg is not Leg.DESK else None
            if record.trouble and record.trouble.leg is Leg.DESK:
                trouble = trouble or record.trouble
        strays = self._desk.strays()
        samples: Callable[[], tuple[str, ...]] = getattr(self._desk, "samples", tuple)
        seen = samples()
        await self._run.channel.stop()
        await self._desk.stop()
        judgement = self._run.judged(record).judgement if record else None
        lines = tuple(self._log.lines)
        return Examination(lines, record, judgement, bot, trouble, probe, strays, seen)

    async def _at_desk(self) -> tuple[Trouble | None, str]:
        """Start the desk and knock; where that fails, go on without one."""
        trouble, probe = await self._tried(self._run.desk.start), ""
        if trouble is None:
            if address := getattr(self._desk, "address", ""):
                os.environ[DESK_URL] = address
            try:
                async with self._run.clock.timeout(PROBED):
                    probe = await self._knocked()
            except InfrastructureError as error:
                trouble = error.trouble
            except TimeoutError:
                trouble = Trouble(Leg.DESK, "timeout", f"no answer within {PROBED:g} s")
        if trouble is not None:
            from escalation_tests.desks import no_desk

            await self._desk.stop()
            self._desk = no_desk(self._run.clock)
        return trouble, probe

    async def _knocked(self) -> str:
        """What the desk makes of a conversation that nobody has had. Raises `DeskError`."""
        token = f"probe{uuid4().hex[:12]}"
        inbox = await self._desk.open(_stranger(token), token, ())
        try:
            written = self._material.config.desk
            if isinstance(written, WebhookDesk):
                from escalation_tests.desks.probe import knock

                await knock(written, self._run.desk.address, token)  # type: ignore[attr-defined]
                came = inbox.handoffs() or inbox.relayed() or inbox.state.notes.get("ignored")
                return "a planted token was posted and " + ("came back" if came else "was LOST")
            await inbox.caught_up()
            return "asked, and it answered" if inbox.state.observed else ""
        finally:
            await inbox.close()

    async def _tried(self, start: Callable[[], Any]) -> Trouble | None:
        try:
            await start()
        except InfrastructureError as error:
            return error.trouble
        return None

    async def _conversation(self) -> Record:
        from escalation_tests import customers, faults
        from escalation_tests.engine.player import player

        run, written = self._run, self._material
        if self._desk is not run.desk:
            written = replace(written, config=written.config.model_copy(update={"desk": None}))
        play = player(
            Overheard(run.channel, self._log),
            self._desk,
            customers.casting(written, run.reader),
            faults.disturb(run.clock),
            run.reader,
            run.clock,
            pace(written),
        )
        run.ledger.add(self._plan)
        return await play(self._plan)


def _stranger(token: str) -> Opening:
    return Opening(token, token, f"Probe {token}", f"{token}@example.com", "en", token)


def _with(material: Material, guess: Mapping[str, str]) -> Material:
    """The material, its bot read as `guess` says."""
    bot = material.config.bot
    receive = _receives(bot).model_copy(update=dict(guess))
    changed = bot.model_copy(update={"receive": receive})
    return replace(material, config=material.config.model_copy(update={"bot": changed}))


def _receives(bot: Any) -> Any:
    """How the bot's replies are read, where they are read by `messages`; else None."""
    receive = getattr(bot, "receive", None)
    return receive if hasattr(receive, "messages") else None


def _receive(material: Material, seen: Examination) -> dict[str, str]:
    """What the replies look like; of words only where the configured mapping fits nothing."""
    from escalation_tests.wire.guessing import bot_mapping
    from escalation_tests.wire.guessing_streams import stream_mapping

    receive = _receives(material.config.bot)
    if receive is None:
        return {}
    said = [line.value for line in seen.lines if line.what == "said"]
    replies = [line.value for line in seen.lines if line.what == "came"]
    guess = (stream_mapping if hasattr(receive, "part") else bot_mapping)(replies, said)
    if seen.bot is None or seen.bot.kind not in UNREAD:
        guess = {key: path for key, path in guess.items() if key in {"signal", "queue"}}
    return guess


def _handoff(plan: Plan, seen: Examination) -> dict[str, str]:
    from escalation_tests.wire.guessing import desk_mapping

    if seen.record is None:
        return {}
    raws = [handoff.raw for handoff in seen.record.handoffs] or list(seen.samples)
    said = [message.text for message in seen.record.said_by(Speaker.CUSTOMER)]
    facts = {fact.value for fact in plan.facts}
    return desk_mapping(_parsed(raws), seen.record.conversation, said, facts)


def _parsed(raws: Sequence[str]) -> list[Any]:
    """The JSON values, without those that were cut short."""
    values = []
    for raw in raws:
        try:
            values.append(json.loads(raw))
        except ValueError:
            continue
    return values


def _news(written: Any, key: str, guess: Mapping[str, str]) -> dict[str, str]:
    """What of `guess` the configuration does not map, or maps to something that fits nothing."""
    mapped = getattr(written, key, None)
    if mapped is None:
        return {}
    if key == "receive" and {"messages", "part"} & guess.keys():
        return {name: path for name, path in guess.items() if getattr(mapped, name, None) != path}
    return {name: path for name, path in guess.items() if getattr(mapped, name, None) is None}
