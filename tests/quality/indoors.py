"""A shop's bot, its desk and the suite in one process, in time that jumps: nothing is waited for."""

import asyncio
import json
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from escalation_tests.channels.python import PythonChannel
from escalation_tests.contract.desk import WebhookDesk
from escalation_tests.contract.material import Material
from escalation_tests.desks.ledger import Ledger
from escalation_tests.desks.mapping import HandoffMapper
from escalation_tests.desks.tray import Tray, seen_state
from escalation_tests.engine import RunAhead
from escalation_tests.model.deed import Deed, Does, Refusal
from escalation_tests.model.handoff import Source
from escalation_tests.model.plan import Plan
from escalation_tests.ports import Answer, Clock, Inbox, Opening
from escalation_tests.testing.virtual import VirtualLoop
from escalation_tests.wiring import Run, Settings, load
from tests.bots.shop.bot import Bot
from tests.bots.shop.ears import Scripted
from tests.quality import setting
from tests.quality.playing import Job, meanings, planted, shop_of

Send = Callable[[dict[str, Any]], Awaitable[int | None]]


class IndoorDesk:
    """The webhook desk without its server: deliveries are handed over as calls."""

    def __init__(self, desk: WebhookDesk, clock: Clock) -> None:
        self._clock = clock
        self._mapper = HandoffMapper(desk, Source.WEBHOOK)
        self._renews = desk.renews
        self._ledger = Ledger(self._mapper, Answer(desk.answer_status))

    async def start(self) -> None:
        """Nothing listens."""

    async def open(self, opening: Opening, conversation: str, answers: Sequence[Answer]) -> Inbox:
        async def close() -> None:
            self._ledger.forget(conversation)

        tray = Tray(conversation, self._mapper, seen_state(self._mapper, answers), close)
        self._ledger.expect(conversation, opening.token, answers, tray.take)
        return tray

    async def take(self, body: dict[str, Any]) -> int:
        """One delivery, as it would arrive over a wire; returns the status of the answer."""
        payload = json.loads(json.dumps(body))
        thing = self._mapper.identity(payload) if self._renews else ""
        answer = self._ledger.deliver(payload, self._clock.now(), thing)
        if answer.delay:
            await self._clock.sleep(answer.delay)
        return answer.status

    def strays(self) -> Mapping[str, int]:
        return self._ledger.counts()

    async def stop(self) -> None:
        """Nothing to stop."""


def _indoors(what: type[Bot], take: Send) -> type[Bot]:
    """The same bot, which reaches its desk by a call."""

    class Indoors(what):  # type: ignore[misc,valid-type] # which bot is known at run time
        async def send(self, body: dict[str, Any]) -> int | None:
            try:
                async with asyncio.timeout(self.patience):
                    return await take(body)
            except TimeoutError:
                return None

    return Indoors


class Moody:
    """Two bots behind one door: some conversations get the one that has the defect.

    Args:
        good: answers the others.
        bad: answers these.
        share: how many, from 0 to 1.
    """

    def __init__(self, good: Bot, bad: Bot, share: float) -> None:
        self.good, self.bad, self.share = good, bad, share

    async def __call__(self, message: Any) -> dict[str, Any]:
        """The reply of the one whom this conversation has got."""
        return await self.of(message.conversation_id)(message)

    def of(self, conversation: str) -> Bot:
        """The one whom this conversation has got."""
        lot = zlib.crc32(conversation.encode()) / 2**32
        return self.bad if lot < self.share else self.good


class Attendant:
    """The person at the desk, who acts by a call."""

    can = frozenset(Does)

    def __init__(self, shop: Moody) -> None:
        self._shop = shop

    async def does(
        self, deed: Deed, conversation: str, handoff: str, token: str
    ) -> Refusal | None:
        """Do it; the desk's refusal."""
        status = await self._shop.of(conversation).person(
            deed.does, conversation, deed.text, deed.queue
        )
        return Refusal(status) if status >= 300 else None


class Premises:
    """One bot of the benchmark with everything it needs; plans are explained to it in advance.

    Args:
        job: which bot.
        folder: where its configuration may be written.
        share: in how many of its conversations, from 0 to 1, its defect shows.
    """

    def __init__(self, job: Job, folder: Path, share: float = 1.0) -> None:
        what = planted(job)
        dialect, topics = shop_of(job, what)
        bot = {"channel": "python", "call": "tests.bots.shop.bot:Bot"}
        config = setting.configuration(dialect, topics, bot, dict(what.config), "127.0.0.1:0")
        settings = Settings(seed=job.seed)
        self.material: Material = load(setting.write(config, folder), {}, settings)
        self._ears: dict[str, dict[str, Any]] = {}
        self.run = Run(self.material, settings)
        written = self.material.config.desk
        assert isinstance(written, WebhookDesk)
        desk = IndoorDesk(written, self.run.clock)
        bad = _indoors(what.bot, desk.take)(dialect, Scripted(self._ears), "")
        good = _indoors(Bot, desk.take)(dialect, Scripted(self._ears), "")
        shop = Moody(good, bad, share)
        self.run.desk = desk
        self.run.human = Attendant(shop)
        self.run.channel = PythonChannel(self.material.config.bot, shop, self.run.clock)
        vars(self.run)["engine"] = self._engine()

    def explain(self, plan: Plan) -> Plan:
        """The plan, after the bot has been told what its sentences mean."""
        self._ears.setdefault(plan.token, {}).update(meanings(plan))
        return plan

    def forget(self, plan: Plan) -> None:
        """The bot will not be asked about this plan any more."""
        self._ears.pop(plan.token, None)

    def close(self) -> None:
        """End the engine."""
        self.run.close()

    def _engine(self) -> RunAhead:
        run = self.run

        async def up() -> None:
            await run.channel.start()

        async def down() -> None:
            await run.channel.stop()

        at_once = run.settings.concurrency
        engine = RunAhead(run.player, run.clock, at_once, loop_factory=lambda: VirtualLoop(False))
        engine.start(up, down)
        return engine
