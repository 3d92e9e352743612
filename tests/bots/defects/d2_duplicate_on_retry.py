"""Loses patience with a slow desk and delivers again under a new id, though the first one counted."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    patience = 0.25

    async def deliver(self, talk, case):
        return await self.insist(
            lambda: self.payload(self.case(talk, case.reason.replace(" ", "_")))
        )

    async def hand_over(self, talk, reason):
        said = await super().hand_over(talk, reason)
        self.handed(talk)
        return said

    def refused(self, talk, case):
        return self.notice(talk, case)


PLANTED = Planted(Shop, promises=("delivery",))


if __name__ == "__main__":
    by_hand("defects.d2_duplicate_on_retry")
