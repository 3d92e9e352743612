"""While nobody is there the desk parks cases until somebody is back, and then forgets to give them out."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.desk import Desk
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Broken(Desk):
    async def case(self, conversation, body):
        nobody = len(self.cases) % 2 == 0
        return 202 if nobody else await super().case(conversation, body)

    async def note(self, conversation, body):
        nobody = conversation not in self.cases
        return 202 if nobody else await super().note(conversation, body)


class Shop(Bot):
    between = Broken


PLANTED = Planted(Shop, promises=("delivery",))


if __name__ == "__main__":
    by_hand("defects.d9_assignment_not_retried")
