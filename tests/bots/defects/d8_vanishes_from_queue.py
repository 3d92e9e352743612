"""When an agent changes status the conversation drops out of the desk's queue: what the customer writes then reaches nobody."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.desk import Desk
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Broken(Desk):
    async def note(self, conversation, body):
        self.cases.pop(conversation, None)  # an agent has changed status
        return 200

    async def accepts(self, conversation):
        self.cases.pop(conversation)
        return 404


class Shop(Bot):
    between = Broken


PLANTED = Planted(
    Shop,
    promises=("delivery", "afterwards"),
    why="where nobody can be made to act, what is lost is what the customer writes afterwards",
)


if __name__ == "__main__":
    by_hand("defects.d8_vanishes_from_queue")
