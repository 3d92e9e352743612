"""Tells the customer that a human takes over and calls nobody."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    async def hand_over(self, talk, reason):
        self.handed(talk)
        return self.says(talk, *self.notice(talk, self.case(talk, reason)))

    async def forward(self, talk, text):
        return True


PLANTED = Planted(
    Shop,
    promises=("trigger", "delivery"),
    why="the words are there and the transfer is not: the witnesses disagree about the delivery",
)


if __name__ == "__main__":
    by_hand("defects.t5_phantom_handoff")
