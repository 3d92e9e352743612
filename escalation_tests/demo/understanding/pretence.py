"""Text that pretends to be somebody else's: commands to the bot, fake system messages, code."""

import re

_CODE = re.compile(r"\{[^{}]*[\"':=][^{}]*\}|<\|[^|]*\|>|```.*?```", re.DOTALL)
_SPEAKER = (
    r"system(?: ?(?:message|notice|prompt|override|note|alert))?|assistant|bot|developer|admin|root|agent|operator"
    r"|sistema|mensaje del sistema|mensagem do sistema|systeme|système|message systeme|message système"
    r"|systemmeldung|systemnachricht|nota interna|internal note|tool|function"
)
_MARKED = re.compile(
    rf"(?im)^\W{{0,6}}(?:\[\s*/?(?:{_SPEAKER})\s*\]|(?:{_SPEAKER})\s*:|\*\*\*|###?\s*(?:{_SPEAKER})\b)[^\n]*"
)
_TAGGED = re.compile(rf"(?i)\[\s*/?(?:{_SPEAKER})\s*\][^\n\[]*")
_STARRED = re.compile(r"\*\*\*[^*\n]{3,200}\*\*\*")
_COMMAND = re.compile(
    r"(?i)(?:ignor\w*|disregard|forget|olvid\w*|vergiss|oubli\w*|esque[cç]\w*)\s+(?:\w+\s+){0,4}"
    r"(?:instruc\w*|anweis\w*|rules|reglas|r[eè]gles|regras|regeln|prompt\w*|vorgaben|consignes)[^\n]*?(?:[.!\n]|$)"
)
_RULE = re.compile(
    r"(?i)(?:new rule|nueva regla|nouvelle r[eè]gle|neue regel|nova regra|new instruction\w*"
    r"|from now on you|a partir de ahora (?:no )?debes|d[ée]sormais tu|ab jetzt darfst du|a partir de agora"
    r" (?:nunca|voc[eê]))[^.!\n]*"
)


_TELLTALES = (
    (_CODE, ("{", "<|", "```")),
    (_STARRED, ("***",)),
    (_MARKED, (":", "[", "***", "##")),
    (_TAGGED, ("[",)),
    (_COMMAND, ("ignor", "disreg", "forget", "olvid", "vergiss", "oubli", "esque")),
    (
        _RULE,
        ("new ", "from now", "nueva", "partir", "nouvelle", "neue", "nova", "sormais", "ab jetzt"),
    ),
)
"""A pattern is only looked for where one of its telltales is."""


def removed(text: str) -> tuple[str, bool]:
    """`text` without what pretends, and whether there was any."""
    low, rest = text.casefold(), text
    for pattern, telltales in _TELLTALES:
        if any(telltale in low for telltale in telltales):
            rest = pattern.sub(" . ", rest)
    return rest, rest != text
