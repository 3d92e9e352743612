"""The agent leaves, the desk keeps the conversation open: nobody gets what the customer writes from then on."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.desk import Desk
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Broken(Desk):
    async def note(self, conversation, body):
        left = self.notes[conversation] > 1
        return 200 if left else await super().note(conversation, body)

    async def gives_back(self, conversation):
        return 200  # and the case says as before who has it


class Shop(Bot):
    between = Broken


PLANTED = Planted(Shop, promises=("afterwards", "delivery"))


if __name__ == "__main__":
    by_hand("defects.p8_left_open")
