"""The same delivery comes twice under one id."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    async def deliver(self, talk, case):
        taken = await super().deliver(talk, case)
        return await super().deliver(talk, case) if taken else False


PLANTED = Planted(Shop)


if __name__ == "__main__":
    by_hand("controls.k1_redelivered")
