"""System notices that the customer sees do not stand in the transcript."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def says(self, talk, *texts, signal=None):
        reply = super().says(talk, *texts, signal=signal)
        messages = self.dialect.keys["messages"]
        if talk.turns == 1:
            reply[messages] = [
                *self.reply("Chats are recorded for quality.", by="system")[messages],
                *reply[messages],
            ]
        return reply


PLANTED = Planted(Shop)


if __name__ == "__main__":
    by_hand("controls.k3_no_system_lines")
