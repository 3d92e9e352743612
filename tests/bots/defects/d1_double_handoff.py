"""Calls its handoff tool twice: the desk gets two cases."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    async def deliver(self, talk, case):
        await super().deliver(talk, self.case(talk, case.reason.replace(" ", "_")))
        return await super().deliver(talk, case)


PLANTED = Planted(Shop, promises=("delivery",))


if __name__ == "__main__":
    by_hand("defects.d1_double_handoff")
