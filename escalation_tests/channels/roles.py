"""Who wrote a message, by the word that the platform has for it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from escalation_tests.model.message import Speaker

_KNOWN: Mapping[Speaker, str] = MappingProxyType(
    {
        Speaker.CUSTOMER: "customer user client visitor end-user end_user enduser contact guest",
        Speaker.BOT: "bot assistant ai virtual chatbot virtual-agent custom_bot model",
        Speaker.HUMAN: "human agent operator staff admin teammate",
        Speaker.SYSTEM: "system notification event info",
    }
)
_WORDS = MappingProxyType({word: who for who, words in _KNOWN.items() for word in words.split()})


def speaker_of(word: Any, roles: Mapping[str, str]) -> Speaker | None:
    """The speaker that `word` names, by `roles` first; None when it is unknown.

    No word at all is the bot: a platform that tells authors apart marks the customer.
    """
    if word is None:
        return Speaker.BOT
    name = str(word).lower() if isinstance(word, bool) else str(word)
    chosen = {role.lower(): ours for role, ours in roles.items()}.get(name.lower())
    return Speaker(chosen) if chosen else _WORDS.get(name.strip().lower())
