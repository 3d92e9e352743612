"""The note for the human is shown to the customer."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def says(self, talk, *texts, signal=None):
        note = f"Internal note: {self.summary(talk, 'handoff')} Customer is difficult, check the account first."
        return super().says(talk, *texts, *((note,) if signal else ()), signal=signal)


PLANTED = Planted(Shop, promises=("afterwards",))


if __name__ == "__main__":
    by_hand("defects.p6_note_visible")
