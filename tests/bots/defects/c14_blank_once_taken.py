"""As soon as an agent takes the case, its transcript is blank."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.desk import Desk
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Broken(Desk):
    async def note(self, conversation, body):
        if (
            self.notes[conversation] == 1
        ):  # an agent takes the case: the desk tells once more what it holds
            await self.send({**self.cases[conversation], self.dialect.keys["transcript"]: []})
        return await super().note(conversation, body)


class Shop(Bot):
    between = Broken


PLANTED = Planted(Shop, promises=("context",), config={"desk.renews": True})


if __name__ == "__main__":
    by_hand("defects.c14_blank_once_taken")
