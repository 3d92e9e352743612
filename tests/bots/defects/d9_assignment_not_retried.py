"""While nobody is there the desk parks cases until somebody is back, and then forgets to give them out."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.desk import Desk
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Broken(Desk):
    def __init__(self, dialect, send):
        super().__init__(dialect, send)
        self.parked = set()

    async def accepts(self, conversation):
        return 409 if conversation in self.parked else await super().accepts(conversation)

    async def case(self, conversation, body):
        nobody = len(self.cases) % 2 == 0
        self.parked |= {conversation} if nobody else set()
        return 202 if nobody else await super().case(conversation, body)

    async def note(self, conversation, body):
        nobody = conversation not in self.cases
        return 202 if nobody else await super().note(conversation, body)


class Shop(Bot):
    between = Broken


PLANTED = Planted(Shop, promises=("delivery",))


if __name__ == "__main__":
    by_hand("defects.d9_assignment_not_retried")
