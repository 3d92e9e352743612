"""Serves Hebrew, written from right to left; its shop lists its own wordings."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand

PLANTED = Planted(
    Bot,
    languages=("he",),
    config={
        "patterns.he": {
            "announces": ["אני מעביר אותך", "אני מחבר אותך"],
            "offers": ["האם תרצה שאעביר אותך"],
            "unavailable": ["אף נציג אינו זמין", "הצוות אינו זמין"],
            "who": ["לצוות", "נציג"],
            "next": ["יענה לך", "יכתוב לך"],
        }
    },
)


if __name__ == "__main__":
    by_hand("healthy.hebrew")
