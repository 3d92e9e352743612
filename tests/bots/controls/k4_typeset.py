"""The desk's transcript is HTML with smart quotes and other white space."""

import html

from tests.bots.shop.bot import Bot
from tests.bots.shop.planted import Planted
from tests.bots.shop.serve import by_hand


class Shop(Bot):
    def transcript(self, talk):
        return [{**line, "text": typeset(line["text"])} for line in talk.said]


def typeset(text):
    """As a rich text editor writes it."""
    text = html.escape(text, quote=False).replace("'", "’").replace(" ", "&nbsp; ", 1)
    return f"<p>{text}</p>\n"


PLANTED = Planted(Shop)


if __name__ == "__main__":
    by_hand("controls.k4_typeset")
