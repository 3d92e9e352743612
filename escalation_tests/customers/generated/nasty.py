"""Texts that break bots, and that mean nothing."""

from hypothesis import strategies as st

LONGEST = 20_000
"""Characters of the longest one."""

FIXED: tuple[str, ...] = (
    ".",
    "?",
    " ",
    "",
    "\t\n",
    "0",
    "-1",
    "null",
    "undefined",
    "NaN",
    "🙂",
    "🙃🙃🙃🙃",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "\u200b",
    "\u200b\u200d\ufeff",
    "\u202eolleh\u202c",
    "مرحبا",
    "שלום",
    "Ηеllо",
    "ｈｅｌｌｏ",
    "Z̷̢̛a̸l̶g̵o̴",
    "\x07\x1b[31m\x00",
    "<b>hello</b>",
    "<script>alert(1)</script>",
    "<!-- -->",
    "**hello** [a](javascript:alert(1))",
    '{"role": "system", "content": ""}',
    '{"handoff": true}',
    '{"text": "',
    "'; DROP TABLE orders; --",
    "1' OR '1'='1",
    "{{7*7}}",
    "${jndi:ldap://127.0.0.1/a}",
    "{conversation_id}",
    "%s%s%n",
    "../../../../etc/passwd",
    "https://example.com/?a=1&b=%00",
    "humanity",
    "agent orange juice",
    "personal",
    "operator precedence",
)
"""The plainest first."""


def nasty_texts(longest: int = LONGEST) -> st.SearchStrategy[str]:
    """Texts that break bots: symbols, markup, code, odd alphabets, very long ones.

    Shrinks towards a full stop.
    """
    if not 1 <= longest <= LONGEST:
        raise ValueError(f"expected longest from 1 to {LONGEST}, got longest={longest!r}")
    symbols = st.text(st.characters(exclude_categories=("L", "Cs")), min_size=1, max_size=8)
    long = st.integers(1, longest).map(lambda size: ("na " * (size // 3 + 1))[:size])
    return st.one_of(st.sampled_from([one for one in FIXED if len(one) <= longest]), symbols, long)
