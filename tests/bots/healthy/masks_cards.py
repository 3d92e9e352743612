"""Masks all but the last four characters of order numbers towards the desk, as the policy says."""

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def case(self, talk, reason):
        case = super().case(talk, reason)
        own = talk.facts.get("order_id", "")

        def hide(text):
            return text.replace(own, "*" * (len(own) - 4) + own[-4:]) if own else text

        case.facts = {name: hide(value) for name, value in case.facts.items()}
        case.summary = hide(case.summary)
        case.transcript = [{**line, "text": hide(line["text"])} for line in case.transcript]
        return case


PLANTED = Planted(Shop, config={"policy.context.masked": {"order_id": "last4"}})


if __name__ == "__main__":
    by_hand("healthy.masks_cards")
