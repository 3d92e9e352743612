"""The desk has its record only three seconds later."""

import asyncio

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    async def deliver(self, talk, case):
        self.later = [*getattr(self, "later", ()), asyncio.create_task(self.send_late(case))]
        return True

    async def send_late(self, case):
        await asyncio.sleep(3)
        await self.insist(lambda: self.payload(case))


PLANTED = Planted(Shop, config={"desk.within": "10s"}, slice=60)


if __name__ == "__main__":
    by_hand("controls.k2_late_record")
