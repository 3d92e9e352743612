"""How near running ahead comes to what latency and concurrency alone demand.

Plays conversations through the real channel, desk, player and thread against a lean bot in
another process, and the same load with a bare client in the same run:
python bench/run_ahead.py
Exits with 1 when the wall time is more than --goal times the limit.
"""

import asyncio
import sys
from collections.abc import Sequence

from floor import floor
from load import Cost, Load, Meter, bot, load_of, options

from escalation_tests.channels import http_channel
from escalation_tests.contract.bot import HttpBot
from escalation_tests.contract.desk import WebhookDesk
from escalation_tests.desks import webhook_desk
from escalation_tests.engine import LoopClock, Pace, RunAhead, player
from escalation_tests.model.duty import Duty
from escalation_tests.model.fact import Identity
from escalation_tests.model.message import Message
from escalation_tests.model.move import Act, Move
from escalation_tests.model.plan import FaultSpec, Kind, Plan, Visit
from escalation_tests.model.reading import Reading
from escalation_tests.model.record import Record, Turn
from escalation_tests.ports import Answer, Channel, Step


class Asker:
    """A customer who asks what the plan says and reacts to nothing."""

    def __init__(self, plan: Plan, visit: int) -> None:
        self.moves = iter(plan.visits[visit - 1].moves)

    def next(
        self,
        turns: Sequence[Turn],  # noqa: ARG002 - of no interest here
        heard: Sequence[Message],  # noqa: ARG002
        handed_over: bool,  # noqa: ARG002
    ) -> Step | None:
        move = next(self.moves, None)
        return Step(move, Duty()) if move else None


class Undisturbed:
    """No faults."""

    def channel(self, channel: Channel, faults: Sequence[FaultSpec]) -> Channel:
        assert not faults
        return channel

    def answers(self, faults: Sequence[FaultSpec]) -> tuple[Answer, ...]:
        assert not faults
        return ()


class Unread:
    """Understands nothing, so that the engine's cost is measured and not the reader's."""

    def read(self, text: str, language: str | None = None) -> Reading:  # noqa: ARG002
        return Reading()


def plan(number: int, turns: int) -> Plan:
    token = f"t{number:06d}"
    move = Move(Act.ASKS, (f"Where is my order {number}? I ordered it two weeks ago.",))
    return Plan(
        id=f"bench-{number}",
        kind=Kind.SCRIPTED,
        scenario="bench",
        persona="plain",
        seed=0,
        trial=1,
        identity=Identity(f"Ann {token}", f"ann.{token}@example.org", "", "en"),
        token=token,
        language="en",
        facts=(),
        visits=(Visit((move,) * turns),),
    )


def play(load: Load, port: int) -> tuple[Cost, list[Record]]:
    clock = LoopClock()
    channel = http_channel(HttpBot(channel="http", url=f"http://127.0.0.1:{port}/"), clock)
    desk = webhook_desk(WebhookDesk(kind="webhook", listen="127.0.0.1:0"), clock)
    ahead = RunAhead(
        player(channel, desk, Asker, Undisturbed(), Unread(), clock, Pace()),
        clock,
        concurrency=load.concurrency,
    )

    async def up() -> None:
        await asyncio.gather(channel.start(), desk.start())

    async def down() -> None:
        await asyncio.gather(channel.stop(), desk.stop())

    plans = [plan(number, load.turns) for number in range(load.conversations)]
    ahead.start(up, down)
    ahead.ready()
    meter = Meter()
    ahead.submit(plans)
    records = [ahead.result(one) for one in plans]
    cost = meter.cost("run-ahead")
    ahead.close()
    return cost, records


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--goal", type=float, default=1.25, help="highest ratio to the limit")
    given = parser.parse_args()
    load = load_of(given)
    with bot(load.latency) as port:
        bare = floor(load, port)
        cost, records = play(load, port)
    complete = [len(r.messages) == 2 * load.turns and r.trouble is None for r in records]
    print(
        f"{load.conversations} conversations × {load.turns} turns × {load.latency:g} s "
        f"at {load.concurrency} at once; complete: {sum(complete)}"
    )
    print(bare.line(load))
    print(cost.line(load))
    print(f"run-ahead / floor: {cost.wall / bare.wall:.3f}")
    return 0 if all(complete) and cost.wall <= given.goal * load.limit else 1


if __name__ == "__main__":
    sys.exit(main())
