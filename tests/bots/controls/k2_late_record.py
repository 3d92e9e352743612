"""The desk takes the case at once; its record can be seen only three to nine seconds later."""

import asyncio

from tests.bots.shop.bot import Bot
from tests.bots.shop.desk import Desk
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Late(Desk):
    def __init__(self, dialect, send):
        super().__init__(dialect, send)
        self.later = set()

    async def case(self, conversation, body):
        knocked = await self.send({**body, self.dialect.keys["kind"]: "knock"})
        if knocked is None or knocked >= 400:  # closed: the case itself is turned away as well
            return await self.send(body)
        task = asyncio.create_task(self.record(3 + len(self.cases) % 7, body))
        self.later.add(task)
        return 202

    async def record(self, seconds, body):
        await asyncio.sleep(seconds)
        await self.send(body)


class Shop(Bot):
    between = Late


PLANTED = Planted(Shop, config={"desk.within": "12s"})


if __name__ == "__main__":
    by_hand("controls.k2_late_record")
