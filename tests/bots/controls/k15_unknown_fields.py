"""The handoff has fields that nobody asked for."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def case(self, talk, reason):
        case = super().case(talk, reason)
        case.more = {
            "x_trace": {"span": "4bf92f"},
            "channel": "web",
            "tags": ["vip", None],
            "sla": 15,
        }
        return case


PLANTED = Planted(Shop)


if __name__ == "__main__":
    by_hand("controls.k15_unknown_fields")
