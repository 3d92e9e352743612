"""The desk spills over into another queue; customer and signal still hear of the old one."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def payload(self, case):
        return {**super().payload(case), self.dialect.keys["queue"]: "Spillway"}


PLANTED = Planted(
    Shop, promises=("routing",), config={"policy.routing.also": {"{queue}": ["Spillway"]}}
)


if __name__ == "__main__":
    by_hand("defects.r3_fallback_untold")
