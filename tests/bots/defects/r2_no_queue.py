"""No queue can be passed at all."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def queue(self, talk, reason):
        return None

    def notice(self, talk, case):
        case.queue = super().queue(talk, "") or ""
        return super().notice(talk, case)


PLANTED = Planted(Shop, promises=("routing",))


if __name__ == "__main__":
    by_hand("defects.r2_no_queue")
