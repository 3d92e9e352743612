"""Signs that are no letters: punctuation, emoji, markup."""

import html
import re

from escalation_tests.customers.voice.brush import Brush
from escalation_tests.model.move import Act

_PUNCTUATION = re.compile(r"[.,;:!?¡¿…。、！？؟،؛।«»\"“”„()\[\]]|(?<=\s)[-–—](?=\s)")
_CALM = "🙂📦✨👍🙏👀💬🌈🎈🐱"
_CROSS = "😡🤬😤💢👎🙄"
_WRAPS = (
    "<b>{}</b>", "<p>{}</p>", '<span style="color:red">{}</span>', "<div><i>{}</i></div>",
    "**{}**", "# {}", "> {}", "*{}*",
)  # fmt: skip


def unpunctuated(text: str, brush: Brush) -> str:
    """No punctuation; apostrophes and hyphens inside words stay."""
    if not brush.voice.unpunctuated:
        return text
    return " ".join(_PUNCTUATION.sub(" ", text).split())


def emoji(text: str, brush: Brush) -> str:
    """Emoji behind the message, and some between its words; cross ones only in complaints."""
    if not brush.voice.emoji:
        return text
    bag = _CROSS if brush.act is Act.COMPLAINS else _CALM
    signs = brush.random.choices(bag, k=brush.voice.emoji)
    words = text.split(" ")
    for sign in signs[: len(signs) // 2]:
        words.insert(brush.random.randint(0, len(words)), sign)
    return " ".join([*words, "".join(signs[len(signs) // 2 :])])


def markup(text: str, brush: Brush) -> str:
    """The message as HTML or Markdown."""
    if not brush.voice.markup:
        return text
    wrap = brush.random.choice(_WRAPS)
    return wrap.format(html.escape(text, quote=False) if "<" in wrap else text)
