"""Out of hours: a ticket takes the place of the live chat, and the customer hears it."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def notice(self, talk, case):
        return (self.line(talk, "by_ticket").format(team=case.queue),)


PLANTED = Planted(Shop)


if __name__ == "__main__":
    by_hand("controls.k14_ticket_instead")
