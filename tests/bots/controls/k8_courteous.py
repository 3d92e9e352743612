"""One courteous line after the handoff's event."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def notice(self, talk, case):
        return (*super().notice(talk, case), self.line(talk, "wait"))

    async def waits(self, talk, message, meaning):
        reply = await super().waits(talk, message, meaning)
        return self.says(talk, self.line(talk, "wait")) if talk.waiting == 1 else reply


PLANTED = Planted(Shop, config={"policy.after.courtesy": 1})


if __name__ == "__main__":
    by_hand("controls.k8_courteous")
