"""Whatever the desk answers, the customer is told that all is well."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    async def deliver(self, talk, case):
        await super().deliver(talk, case)
        return True


PLANTED = Planted(Shop, promises=("delivery",))


if __name__ == "__main__":
    by_hand("defects.d3_connected_anyway")
