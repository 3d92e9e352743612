"""The notice names a team other than the one that has the case."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def notice(self, talk, case):
        others = [
            topic["queue"]
            for topic in self.dialect.topics.values()
            if topic["queue"] != case.queue
        ]
        return (self.line(talk, "notice", 0).format(team=others[0]),)


PLANTED = Planted(Shop, promises=("notice",))


if __name__ == "__main__":
    by_hand("defects.n7_wrong_team")
