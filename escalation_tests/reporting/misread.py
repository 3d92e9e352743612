"""What a tester can do about a finding that rests on how the suite read the bot's words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

_UNREAD: Mapping[str, str] = MappingProxyType(
    {
        "notice.given": "announces",
        "notice.before-transfer": "announces",
        "notice.passed-on": "announces",
        "unavailable.says-so": "unavailable",
    }
)
"""Check → the key of `patterns` for words that it missed."""

_PARTS: Mapping[str, str] = MappingProxyType(
    {"destination": "who", "wait": "wait", "next_step": "next"}
)
"""What a notice should say → the key of `patterns` for words that say it."""

_WORDS_ALONE = frozenset({"delivery.at-desk", "trigger.not-needless"})
"""Checks that need no more than words that announce a handoff."""

_IN_TIME = frozenset({"trigger.in-time", "trigger.again-after-first"})
"""Checks that words alone can satisfy, where nothing else can be seen."""

_READ = frozenset({"context.not-asked-again", "delivery.honest-when-refused", "notice.once"})
"""Checks that find what words say."""


def advice(finding: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    """How to teach the suite the shop's own wording, in case the words were misread; empty where
    the finding does not rest on words.
    """
    keys = _unread(finding, entry)
    place = f"patterns.{entry['language']}"
    if keys:
        where = " and ".join(f"`{place}.{key}`" for key in keys)
        return f"If the bot's words do say it, add their wording to {where}."
    if _rests_on_words(finding, entry["witnesses"]):
        return f"If the bot's words do not mean that, add their wording to `{place}.ignored`."
    return ""


def _unread(finding: Mapping[str, Any], entry: Mapping[str, Any]) -> list[str]:
    check, evidence, seen = finding["check"], finding["evidence"], entry["witnesses"]
    if check == "notice.says":
        return [_PARTS[name] for name in evidence.get("missing", ()) if name in _PARTS]
    if check in _IN_TIME:
        return ["announces"] if seen["signal"] is None and seen["desk"] is None else []
    if check == "after.bot-silent":  # news of people, which the bot may tell, are announcements
        return ["announces"] if entry["deeds"] else []
    said = evidence.get("replies", True)
    return [_UNREAD[check]] if check in _UNREAD and said else []


def _rests_on_words(finding: Mapping[str, Any], seen: Mapping[str, Any]) -> bool:
    if finding["check"] in _READ:
        return True
    alone = seen["notice"] and not seen["signal"] and not seen["desk"]
    return finding["check"] in _WORDS_ALONE and bool(alone)
