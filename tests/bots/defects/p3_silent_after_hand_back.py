"""Handed over once, the bot never speaks to this customer again, also not when people have handed them back."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def remember(self, talk, meaning):
        super().remember(talk, meaning)
        talk.muted = talk.returned or any(
            one.customer == talk.customer and one.handed_over for one in self.talks.values()
        )

    def reason(self, talk, meaning):
        return "" if talk.muted else super().reason(talk, meaning)

    def answer(self, talk, meaning):
        return () if talk.muted else super().answer(talk, meaning)


PLANTED = Planted(
    Shop,
    promises=("afterwards", "trigger"),
    why="where nobody can be made to act, it shows in the second visit, where a handoff comes due",
)


if __name__ == "__main__":
    by_hand("defects.p3_silent_after_hand_back")
