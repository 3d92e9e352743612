"""What in foreign JSON is likely to be what: the mapping that a doctor proposes.

Names decide first, values confirm; nothing is proposed for which neither speaks.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

DEEPEST, WIDEST = 6, 200

TEXTS = MappingProxyType(
    {
        "text": 10, "message": 9, "content": 9, "reply": 9, "answer": 9, "response": 9,
        "utterance": 8, "output": 8, "body": 8, "msg": 8, "say": 8, "speech": 7, "value": 4,
    }
)  # fmt: skip
"""Names of keys that hold what a bot says, and how surely."""
_NEVER = (
    "id type kind status url time timestamp created createdat conversation conversationid session "
    "sessionid token role author sender from speaker lang language locale queue team reason "
    "intent error event name"
)
NEVER_TEXTS = frozenset(_NEVER.split())
"""Names of keys that hold no words of a bot."""
ROLES = ("role", "author", "sender", "speaker", "from", "who", "source", "type")
_PEOPLE = "customer user client visitor bot assistant ai agent human operator system"
PEOPLE = frozenset(_PEOPLE.split())
QUEUES = ("queue", "department", "team", "group", "skill", "destination", "target", "routing")
SIGNALS = ("handoff", "handover", "escalat", "transfer", "tohuman", "needshuman", "liveagent")
SURENESS = ("confidence", "score", "probability", "certainty")
FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "queue": QUEUES,
        "priority": ("priority", "urgency", "severity"),
        "language": ("language", "locale", "lang"),
        "reason": ("reason", "trigger", "cause"),
        "summary": ("summary", "subject", "description", "synopsis"),
    }
)
"""Fields of a handoff that are one text → parts of the names that platforms give them."""


@dataclass(frozen=True, slots=True)
class Found:
    """One value, where it stands, and as an expression would name the place."""

    path: str
    key: str
    value: Any

    @property
    def name(self) -> str:
        return _plain(self.key)

    @property
    def depth(self) -> int:
        return self.path.count(".") + self.path.count("[]")


def bot_mapping(replies: Sequence[Any], said: Collection[str]) -> dict[str, str]:
    """Keys of `receive` → expressions that fit these replies; empty where nothing does.

    `said` is what the customer wrote: whatever only repeats it is no answer.
    """
    found = [one for reply in replies for one in everything(reply)]
    mapping = _texts(found, {text.strip() for text in said})
    return {**mapping, **signal_mapping(found)}


def signal_mapping(found: Sequence[Found]) -> dict[str, str]:
    """Where the bot says that it hands over, where to, and how sure it is of itself."""
    mapping: dict[str, str] = {}
    if signal := _signal(found):
        mapping["signal"] = signal
        queue = _named(found, QUEUES, lambda value: isinstance(value, str) and bool(value))
        mapping |= {"queue": queue} if queue else {}
    sure = _named(found, SURENESS, _is_sureness)
    return {**mapping, **({"confidence": sure} if sure else {})}


def desk_mapping(
    payloads: Sequence[Any], conversation: str, said: Collection[str], facts: Collection[str]
) -> dict[str, str]:
    """Keys of `handoff` → expressions that fit what a desk was given; as `bot_mapping`."""
    found = [one for payload in payloads for one in everything(payload)]
    single = [one for one in found if "[]" not in one.path]
    mapping: dict[str, str] = {}
    for one in single:
        if one.value == conversation:
            mapping.setdefault("conversation", one.path)
    for name, words in FIELDS.items():
        path = _named(single, words, lambda value: isinstance(value, str) and bool(value))
        mapping |= {name: path} if path else {}
    mapping |= _transcript(found, {text.strip() for text in said})
    holders = [one for one in single if _holds(one.value, facts)]
    if holders:
        mapping["facts"] = min(holders, key=lambda one: one.depth).path
    tried = _named(single, ("attempt", "tried", "steps"), lambda value: isinstance(value, list))
    return {**mapping, **({"attempted": tried} if tried else {})}


def _texts(found: Sequence[Found], said: Collection[str]) -> dict[str, str]:
    """Where the bot's words are, and within a list of messages who wrote them."""
    scores: dict[str, float] = {}
    for one in found:
        if isinstance(one.value, str) and one.value.strip() and one.name not in NEVER_TEXTS:
            likely = TEXTS.get(one.name, 0) + (6 if " " in one.value.strip() else -6)
            echo = one.value.strip() in said
            scores[one.path] = max(scores.get(one.path, -99), -99 if echo else likely - one.depth)
    best = max(scores, key=lambda path: scores[path], default="")
    if not best or scores[best] <= 0:
        return {}
    items, brackets, inner = best.rpartition("[].")
    if not brackets:
        return {"messages": best}
    who = _speaker(found, f"{items}[].")
    return {"messages": f"{items}[]", "text": inner, "speaker": who} if who else {"messages": best}


def _speaker(found: Sequence[Found], prefix: str) -> str:
    """The key that tells who wrote an item of the list at `prefix`; empty where none does."""
    for role in ROLES:
        words = {str(one.value).lower() for one in found if one.path == f"{prefix}{role}"}
        if words and words <= PEOPLE:
            return role
    return ""


def _signal(found: Sequence[Found]) -> str:
    """Where the bot says that it hands over: a key of that name, or an event of that name."""
    for one in sorted(found, key=lambda one: one.depth):
        named = any(word in one.name for word in SIGNALS)
        if named and one.value and not isinstance(one.value, list):
            return one.path
    for one in found:
        word = one.value if isinstance(one.value, str) and " " not in one.value else ""
        if any(signal in _plain(word) for signal in SIGNALS):
            quoted = word.replace("'", "\\'")
            return (
                f"contains({one.path}, '{quoted}')"
                if "[]" in one.path
                else f"{one.path} == '{quoted}'"
            )
    return ""


def _transcript(found: Sequence[Found], said: Collection[str]) -> dict[str, str]:
    """The list whose items repeat what the customer wrote."""
    for one in found:
        items, brackets, text = one.path.rpartition("[].")
        if brackets and isinstance(one.value, str) and one.value.strip() in said:
            role = _speaker(found, f"{items}[].")
            roles = f"role: {role}, " if role else ""
            return {"transcript": f"{items}[].{{{roles}text: {text}}}"}
    return {}


def _holds(value: Any, facts: Collection[str]) -> bool:
    return isinstance(value, dict) and any(str(each) in facts for each in value.values())


def _named(
    found: Sequence[Found], words: Sequence[str], fits: Callable[[Any], bool]
) -> str | None:
    """The outermost place whose name has one of `words` in it and whose value fits."""
    for word in words:
        places = [one for one in found if word in one.name and fits(one.value)]
        if places:
            return min(places, key=lambda one: one.depth).path
    return None


def _is_sureness(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def everything(value: Any, path: str = "", key: str = "", depth: int = 0) -> Iterator[Found]:
    """Every value within `value`, the outer ones first, within bounds."""
    if path or not isinstance(value, dict | list):
        yield Found(path or "@", key, value)
    if depth >= DEEPEST:
        return
    if isinstance(value, dict):
        for name, each in list(value.items())[:WIDEST]:
            written = name if name.isidentifier() and name.isascii() else _quoted(name)
            yield from everything(each, f"{path}.{written}" if path else written, name, depth + 1)
    elif isinstance(value, list):
        for each in value[:WIDEST]:
            yield from everything(each, f"{path}[]", key, depth + 1)


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
