"""A person and the bot answer the same message."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    async def waits(self, talk, message, meaning):
        await super().waits(talk, message, meaning)
        messages = self.dialect.keys["messages"]
        reply = self.reply(self.line(talk, "joined").format(agent="Maria"), by="human")
        reply[messages] += self.says(talk, self.line(talk, "answer"))[messages]
        return reply


PLANTED = Planted(Shop, promises=("afterwards",))


if __name__ == "__main__":
    by_hand("defects.p7_both_answer")
