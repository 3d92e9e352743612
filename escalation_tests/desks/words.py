"""The words that desks have for authors and priorities."""

from collections.abc import Mapping
from types import MappingProxyType

from escalation_tests.model.message import Speaker

_AUTHORS: Mapping[Speaker, str] = MappingProxyType(
    {
        Speaker.CUSTOMER: "customer user client visitor end-user end_user enduser contact guest "
        "requester consumer",
        Speaker.BOT: "bot assistant ai virtual chatbot virtual-agent virtual_agent custom_bot "
        "model",
        Speaker.HUMAN: "human agent operator staff admin teammate representative",
        Speaker.SYSTEM: "system notification event info",
    }
)
_PRIORITIES: Mapping[str, str] = MappingProxyType(
    {
        "low": "low lowest minor",
        "normal": "normal medium default standard moderate",
        "high": "high major important elevated",
        "urgent": "urgent critical highest emergency blocker immediate",
    }
)
_WHO = MappingProxyType({word: who for who, words in _AUTHORS.items() for word in words.split()})
_HOW = MappingProxyType(
    {word: how for how, words in _PRIORITIES.items() for word in words.split()}
)


def author(word: str, roles: Mapping[str, str]) -> Speaker | None:
    """Whom `word` names, by the desk's own table first; None when nobody knows."""
    chosen = _look_up(word, roles)
    return Speaker(chosen) if chosen else _WHO.get(word.strip().lower())


def urgency(word: str, priorities: Mapping[str, str]) -> str | None:
    """The priority that `word` names, by the desk's own table first; None when nobody knows.

    A number says nothing without that table: desks count in both directions.
    """
    return _look_up(word, priorities) or _HOW.get(word.strip().lower())


def _look_up(word: str, table: Mapping[str, str]) -> str | None:
    if word in table:
        return table[word]
    folded = word.strip().lower()
    return next((ours for theirs, ours in table.items() if theirs.lower() == folded), None)
