"""The desk shares the thread: no transcript is copied."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def case(self, talk, reason):
        case = super().case(talk, reason)
        case.transcript = None
        return case


PLANTED = Planted(Shop, config={"policy.context.transcript": "shared"})


if __name__ == "__main__":
    by_hand("healthy.shared_thread")
