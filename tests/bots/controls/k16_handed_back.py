"""A person settles the matter and hands back; a new request is a new handoff."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    async def waits(self, talk, message, meaning):
        if talk.human and "explicit_request" in meaning.signs:
            talk.handed_over = talk.human = False
            talk.counts = {}
            self.remember(talk, meaning)
            return await self.hand_over(talk, "explicit_request")
        await super().waits(talk, message, meaning)
        talk.human = True
        return self.reply(self.line(talk, "joined").format(agent="Maria"), by="human")


PLANTED = Planted(Shop)


if __name__ == "__main__":
    by_hand("controls.k16_handed_back")
