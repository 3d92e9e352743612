"""The summary is the bot's own last line."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def summary(self, talk, reason):
        return next((line["text"] for line in reversed(talk.said) if line["by"] == "bot"), None)


PLANTED = Planted(Shop, promises=("context",))


if __name__ == "__main__":
    by_hand("defects.c11_canned_summary")
