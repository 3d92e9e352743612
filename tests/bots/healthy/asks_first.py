"""Asks before it hands over, and waits for the customer's yes."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def heard(self, talk, message):
        meaning = super().heard(talk, message)
        talk.agreed = meaning.act == "accepts"
        return meaning

    def reason(self, talk, meaning):
        return super().reason(talk, meaning) or (talk.pending if talk.agreed else "")

    async def hand_over(self, talk, reason):
        if talk.offered and (talk.agreed or talk.turns > talk.offered):
            return await super().hand_over(talk, reason)
        talk.offered, talk.pending = talk.turns, reason
        return self.says(talk, self.line(talk, "offer"))


PLANTED = Planted(Shop, config={"policy.asks_first": True})


if __name__ == "__main__":
    by_hand("healthy.asks_first")
