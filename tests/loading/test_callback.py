"""A bot that calls back, as a configuration says it, and every mistake about it."""

import pytest

CALLBACK = """\
  channel: callback
  url: http://127.0.0.1:1/chat
  send: {json: {text: "{text}", api: "{platform_url}"}}
  routes: [{path: "/rooms/{conversation}", answer: {id: "{call_id}"}}]
"""


def test_a_bot_that_calls_back_is_understood(shop):
    bot = shop.load(_calling(shop, CALLBACK)).config.bot
    assert (bot.channel, bot.listen, bot.routes[0].method) == ("callback", "127.0.0.1:0", "POST")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{platform_url}", "{platform}",
         "4: bot.send.json.api: unknown placeholder {platform}; did you mean 'platform_url'? "
         "(allowed: conversation_id, conversation_number, customer_email, customer_id, "
         "customer_name, language, message_id, message_number, platform_url, text, token, turn)"),
        ("{call_id}", "{path.room}",
         "5: bot.routes[1].answer.id: unknown placeholder {path.room}; did you mean "
         "'path.conversation'? (allowed: call_id, call_number, conversation_id, "
         "conversation_number, path.conversation)"),
        ("/rooms/{conversation}", "/rooms/{room}",
         "5: bot.routes[1].conversation: there is no {conversation} in /rooms/{room}; "
         "did you mean 'path.room'? (allowed: path.room)"),
        ("/rooms/", "rooms/",
         "5: bot.routes[1].path: begins with a slash, as /v3/conversations/{conversation}"),
        ("  send:", "  listen: 0.0.0.0:80\n  send:",
         "4: bot.listen: '0.0.0.0:80' is no address on loopback; expected host:port, as "
         "127.0.0.1:0"),
    ],
)  # fmt: skip
def test_a_mistake_about_what_the_bot_calls_is_told(shop, old, new, said):
    spoilt = CALLBACK.replace(old, new)
    assert spoilt != CALLBACK
    assert shop.refused(_calling(shop, spoilt)) == [f"escalation.yaml:{said}"]


def _calling(shop, bot: str) -> str:
    http = "  channel: http\n  url: http://127.0.0.1:1/chat\n"
    return shop.config.replace(http, bot)
