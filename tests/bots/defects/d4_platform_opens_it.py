"""The bot is slow; its platform opens the conversation for people by itself, and the bot is mute from then on."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def reason(self, talk, meaning):
        slow = len(talk.said) >= 5
        return "bot timed out" if slow else super().reason(talk, meaning)

    def notice(self, talk, case):
        return () if case.reason == "bot timed out" else super().notice(talk, case)

    def signal(self, talk, case):
        return None if case.reason == "bot timed out" else super().signal(talk, case)

    def queue(self, talk, reason):
        return self.dialect.default if reason == "bot timed out" else super().queue(talk, reason)


PLANTED = Planted(
    Shop,
    promises=("delivery", "trigger", "notice"),
    why="seen from outside it is a handoff without cause, or one of which nobody was told",
)


if __name__ == "__main__":
    by_hand("defects.d4_platform_opens_it")
