"""The bot answers the desk's automatic reply, which answers the bot."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    async def waits(self, talk, message, meaning):
        await super().waits(talk, message, meaning)
        messages = self.dialect.keys["messages"]
        reply = self.reply()
        for _ in range(4):
            reply[messages] += self.reply(
                "Your message has been received. This is an automatic reply.", by="system"
            )[messages]
            reply[messages] += self.says(talk, self.line(talk, "answer"))[messages]
        return reply


PLANTED = Planted(Shop, promises=("afterwards",))


if __name__ == "__main__":
    by_hand("defects.p5_bot_to_bot_loop")
