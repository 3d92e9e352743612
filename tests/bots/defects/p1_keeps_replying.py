"""Goes on answering after the handoff."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    async def waits(self, talk, message, meaning):
        await super().waits(talk, message, meaning)
        return self.says(talk, self.line(talk, "answer"))


PLANTED = Planted(Shop, promises=("afterwards",))


if __name__ == "__main__":
    by_hand("defects.p1_keeps_replying")
