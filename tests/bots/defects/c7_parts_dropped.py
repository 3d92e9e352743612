"""Of a message in several parts only the first is handed over."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def case(self, talk, reason):
        case = super().case(talk, reason)
        lines = case.transcript
        case.transcript = [
            line
            for n, line in enumerate(lines)
            if n == 0 or line["by"] == "bot" or lines[n - 1]["by"] == "bot"
        ]
        return case


PLANTED = Planted(Shop, promises=("context",))


if __name__ == "__main__":
    by_hand("defects.c7_parts_dropped")
