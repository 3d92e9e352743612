"""An exception while handing over becomes an empty reply: nobody is called, and the customer sees nothing."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    async def hand_over(self, talk, reason):
        return self.reply()


PLANTED = Planted(
    Shop,
    promises=("delivery", "trigger"),
    why="nothing was ever sent that could have been delivered: what shows is the handoff that does not come",
)


if __name__ == "__main__":
    by_hand("defects.d5_empty_reply")
