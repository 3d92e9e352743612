"""The shop's policy lets the bot try twice before it hands over."""

from dataclasses import replace

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def __init__(self, dialect, ears, desk):
        super().__init__(
            replace(dialect, after={**dialect.after, "explicit_request": 3}), ears, desk
        )


PLANTED = Planted(Shop, config={"policy.triggers.explicit_request": {"after": 3, "within": 0}})


if __name__ == "__main__":
    by_hand("controls.k10_refusals_by_policy")
