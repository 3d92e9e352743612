"""Hands each customer over once; when they come back they are answered by the bot alone."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def reason(self, talk, meaning):
        again = any(
            one.customer == talk.customer and one.handed_over for one in self.talks.values()
        )
        return "" if again else super().reason(talk, meaning)


PLANTED = Planted(Shop, promises=("trigger",))


if __name__ == "__main__":
    by_hand("defects.t8_only_first_handoff")
