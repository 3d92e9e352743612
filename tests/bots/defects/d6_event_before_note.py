"""Posts the case at once and its details afterwards: what the desk shows first has no steps, no summary, no facts."""

from dataclasses import replace

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    async def deliver(self, talk, case):
        first = replace(case, steps=None, summary=None, facts=None, language=None)
        taken = await super().deliver(talk, first)
        k = self.dialect.keys
        await self.insist(
            lambda: {**self.payload(case), k["kind"]: "details", k["id"]: f"{case.id}/details"}
        )
        return taken


PLANTED = Planted(
    Shop, promises=("delivery", "context"), why="what people find missing is context"
)


if __name__ == "__main__":
    by_hand("defects.d6_event_before_note")
