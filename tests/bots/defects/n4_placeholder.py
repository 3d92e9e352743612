"""The notice shows the name of a variable that nobody filled in."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def notice(self, talk, case):
        return ("conversation.humanAgent.humanAgentName has joined the conversation.",)


PLANTED = Planted(Shop, promises=("notice",))


if __name__ == "__main__":
    by_hand("defects.n4_placeholder")
