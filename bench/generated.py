"""What planning ahead is worth when Hypothesis plays customers against a bot that waits.

The same hunts, once with each conversation played when Hypothesis asks for it and once ahead,
against the same bot with two planted defects: python bench/generated.py
Exits with 1 when the speed-up is below --goal, or when the defects or their smallest
conversations differ.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from escalation_tests.contract.material import Material
from escalation_tests.customers.generated import Recipe, Writer, recipes
from escalation_tests.customers.generated.hunt import Hunt, Terms
from escalation_tests.customers.generated.simpler import Simpler, turns_of
from escalation_tests.engine import LoopClock, RunAhead
from escalation_tests.loading import load
from escalation_tests.model.move import Act, Move
from escalation_tests.model.plan import Plan
from escalation_tests.model.record import Record
from escalation_tests.model.trigger import Trigger

SHOP = Path(__file__).parents[1] / "escalation_tests/demo/escalation.yaml"


@dataclass
class Bot:
    """Waits `latency` seconds a turn; counts what it was told."""

    latency: float
    conversations: int = 0
    turns: int = 0

    async def play(self, plan: Plan, rest: object) -> Record:  # noqa: ARG002 - the engine's shape
        self.conversations += 1
        for _ in plan.moves:
            self.turns += 1
            await asyncio.sleep(self.latency)
        return Record(plan, "", 0.0, 0.0)


def defects(plan: Plan) -> frozenset[str]:
    """What the bot does wrong in the conversation of a plan."""
    shown = {
        "hears 'agent' as a wish": any("agent" in text for m in plan.moves for text in m.texts),
        "loses what was tried": _escalates(plan.moves) and any(m.tried for m in plan.moves),
    }
    return frozenset(name for name, holds in shown.items() if holds)


def _escalates(moves: Sequence[Move]) -> bool:
    acts = {Act.REQUESTS_HUMAN}
    return any(m.act in acts or Trigger.OUT_OF_SCOPE in m.triggers for m in moves)


@dataclass
class Arena:
    """Conversations with the bot, through the engine's thread."""

    ahead: RunAhead
    writer: Writer
    plans: dict[Recipe, Plan] = field(default_factory=dict)
    needed: set[Recipe] = field(default_factory=set)

    def start(self, drawn: Sequence[Recipe]) -> None:
        self.ahead.submit([self.plan(one) for one in drawn])

    def broken(self, drawn: Recipe) -> frozenset[str]:
        self.needed.add(drawn)
        return defects(self.ahead.result(self.plan(drawn)).plan)

    def plan(self, recipe: Recipe) -> Plan:
        if recipe not in self.plans:
            self.plans[recipe] = self.writer.plan(recipe)
        return self.plans[recipe]


@dataclass(frozen=True)
class Outcome:
    """What a way of hunting found, and what it cost."""

    survey: float
    shrinking: float
    needed: int
    played: int
    smallest: dict[str, tuple[tuple[str, ...], ...]]

    @property
    def wall(self) -> float:
        return self.survey + self.shrinking

    def line(self, name: str) -> str:
        return (
            f"{name:<12} {self.needed / self.wall:7.1f} conversations judged a second   "
            f"survey {self.survey:6.2f} s   shrinking {self.shrinking:6.2f} s   "
            f"judged {self.needed}, played {self.played}"
        )


async def _nothing() -> None:
    return None


def hunted(material: Material, given: argparse.Namespace, ahead: int) -> Outcome:
    bot = Bot(given.latency)
    engine = RunAhead(bot.play, LoopClock(), given.concurrency if ahead else 1)
    engine.start(_nothing, _nothing)
    engine.ready()
    arena = Arena(engine, Writer(material))
    hunt = Hunt(
        recipes(material),
        arena,
        Terms(given.examples, given.seed, ahead),
        Simpler(material),
        turns_of,
    )
    began = time.perf_counter()
    found = hunt.survey()
    surveyed = time.perf_counter()
    smallest = {name: _texts(arena.plan(hunt.smallest(name) or found[name])) for name in found}
    done = time.perf_counter()
    engine.close()
    return Outcome(
        surveyed - began, done - surveyed, len(arena.needed), bot.conversations, smallest
    )


def _texts(plan: Plan) -> tuple[tuple[str, ...], ...]:
    return (plan.persona,), *(move.texts for move in plan.moves)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds a turn of the bot")
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--goal", type=float, default=8.0, help="least speed-up")
    return parser.parse_args()


def main() -> int:
    given = options()
    material = load(SHOP, {}, lambda _: None, lambda _: None)
    fast = hunted(material, given, given.concurrency)
    slow = hunted(material, given, 0)
    speed = slow.wall / fast.wall
    print(slow.line("one by one"))
    print(fast.line("ahead"))
    print(f"speed-up {speed:.1f} (survey {slow.survey / fast.survey:.1f}, "
          f"shrinking {slow.shrinking / fast.shrinking:.1f})")  # fmt: skip
    for name, texts in fast.smallest.items():
        print(f"{name}: {texts}")
    same = fast.smallest == slow.smallest
    print("same defects and smallest conversations" if same else f"differs: {slow.smallest}")
    return 0 if same and speed >= given.goal else 1


if __name__ == "__main__":
    sys.exit(main())
