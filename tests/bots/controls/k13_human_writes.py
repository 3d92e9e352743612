"""After the handoff a person answers."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    async def waits(self, talk, message, meaning):
        await super().waits(talk, message, meaning)
        return self.reply(self.line(talk, "joined").format(agent="Maria"), by="human")


PLANTED = Planted(Shop)


if __name__ == "__main__":
    by_hand("controls.k13_human_writes")
