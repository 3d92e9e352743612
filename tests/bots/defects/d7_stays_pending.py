"""The desk leaves a case pending after a person took it, so customers' messages still go to the bot, which answers."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.desk import Desk
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Broken(Desk):
    async def accepts(self, conversation):
        return 200  # and the case says as before that nobody has it


class Shop(Bot):
    between = Broken

    async def waits(self, talk, message, meaning):
        await super().waits(talk, message, meaning)
        hello = self.line(talk, "joined").format(agent="Maria")
        person = self.reply(hello, by="human") if not talk.human else self.reply()
        talk.human = True
        bot = self.says(talk, self.line(talk, "answer"))
        messages = self.dialect.keys["messages"]
        return {**bot, messages: [*person[messages], *bot[messages]]}


PLANTED = Planted(
    Shop,
    promises=("delivery", "afterwards"),
    why="where the desk's state cannot be seen, the bot that answers beside a person can",
)


if __name__ == "__main__":
    by_hand("defects.d7_stays_pending")
