"""With two matters raised, the queue follows the one that is over."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def queue(self, talk, reason):
        now, talk.topic = talk.topic, talk.raised[0] if talk.raised else ""
        queue = super().queue(talk, reason)
        talk.topic = now
        return queue


PLANTED = Planted(Shop, promises=("routing",))


if __name__ == "__main__":
    by_hand("defects.r6_first_topic_wins")
