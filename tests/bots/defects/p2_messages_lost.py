"""What customers write while they wait reaches nobody."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    async def forward(self, talk, text):
        return True


PLANTED = Planted(Shop, promises=("afterwards",))


if __name__ == "__main__":
    by_hand("defects.p2_messages_lost")
