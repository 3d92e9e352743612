"""The vocabulary of one shop: everything by which two shops that keep one promise differ."""

import json
import random
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

QUEUES = (
    "Falcon", "Harbour", "Willow", "Quartz", "Meadow", "Cobalt", "Juniper", "Saffron", "Granite",
    "Orchid", "Tundra", "Maple", "Cedar", "Lagoon", "Amber", "Heron", "Basalt", "Clover",
)  # fmt: skip
KEYS = {
    "messages": ("messages", "outputs", "bubbles", "says"),
    "text": ("text", "body", "content"),
    "from": ("from", "who", "sender"),
    "signal": ("handoff", "escalated", "transfer_to", "baton"),
    "target": ("queue", "dept", "skill"),
    "kind": ("kind", "event", "type_of_delivery"),
    "conversation": ("conversation_id", "chat", "thread_ref", "session"),
    "id": ("id", "delivery", "key"),
    "queue": ("queue", "department", "skill_group", "inbox"),
    "priority": ("priority", "urgency", "level"),
    "language": ("language", "locale", "tongue"),
    "reason": ("reason", "why", "cause"),
    "summary": ("summary", "gist", "abstract"),
    "transcript": ("transcript", "lines", "history"),
    "author": ("author", "role", "by"),
    "said": ("text", "said", "line"),
    "facts": ("customer", "known", "attributes"),
    "steps": ("attempted_steps", "tried", "already_done"),
}
KINDS = (("handoff", "message"), ("case", "note"), ("escalation", "followup"))
ROLES = (
    {"customer": "customer", "bot": "bot"},
    {"customer": "visitor", "bot": "assistant"},
    {"customer": "user", "bot": "robot"},
    {"customer": "guest", "bot": "machine"},
)
PRIORITIES = (
    {"low": "low", "normal": "normal", "high": "high", "urgent": "urgent"},
    {"low": "P4", "normal": "P3", "high": "P2", "urgent": "P1"},
    {"low": "calm", "normal": "usual", "high": "hot", "urgent": "burning"},
)
SERVED = ("en", "es", "fr", "de", "pt")
PLACE = Path(__file__).parent / "lines"


@dataclass(frozen=True)
class Dialect:
    """A shop's words and names; what the bot promises stands in it as well."""

    seed: int = 0
    languages: tuple[str, ...] = ("en",)
    topics: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Topic → `scope` and `queue`."""
    default: str = "Front"
    foreign: str = "World"
    """The queue of customers whose language is not served."""
    priority: dict[str, str] = field(default_factory=dict)
    """Topic or reason → how urgent it is."""
    after: dict[str, int] = field(default_factory=dict)
    """Reason → how many turns complete it."""
    keys: dict[str, str] = field(
        default_factory=lambda: {name: own[0] for name, own in KEYS.items()}
    )
    kinds: tuple[str, str] = KINDS[0]
    roles: dict[str, str] = field(default_factory=lambda: dict(ROLES[0]))
    priorities: dict[str, str] = field(default_factory=lambda: dict(PRIORITIES[0]))
    variant: int = 0
    """Which of several wordings comes first."""

    def line(self, language: str, which: str, turn: int = 0) -> str:
        """A wording of this kind; in the shop's first language when this one is unknown."""
        known = language if language in self.languages else self.languages[0]
        wordings = lines(known)[which]
        return str(wordings[(self.variant + turn) % len(wordings)])

    def dump(self, file: Path) -> None:
        """Write it down for a bot in another process."""
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")


def read(file: Path) -> Dialect:
    """The dialect of such a file."""
    found = json.loads(file.read_text("utf-8"))
    known = {one.name: one.default for one in fields(Dialect)}
    return Dialect(
        **{k: tuple(v) if isinstance(v, list) else v for k, v in found.items() if k in known}
    )


@cache
def lines(language: str) -> dict[str, list[str]]:
    """The wordings of a language."""
    found: dict[str, list[str]] = yaml.safe_load((PLACE / f"{language}.yaml").read_text("utf-8"))
    return found


def drawn(seed: int, topics: dict[str, str], languages: tuple[str, ...] | None = None) -> Dialect:
    """The vocabulary that this seed draws for some topics (name → scope)."""
    chance = random.Random(f"dialect/{seed}")
    names = chance.sample(QUEUES, len(QUEUES))
    own = {name: names[number % 8] for number, name in enumerate(sorted(topics))}
    outside = sorted(name for name, scope in topics.items() if scope == "out")
    return Dialect(
        seed=seed,
        languages=languages or _languages(chance),
        topics={name: {"scope": scope, "queue": own[name]} for name, scope in topics.items()},
        default=names[8],
        foreign=names[9],
        priority={**dict.fromkeys(outside[::2], "urgent"), "frustration": "high"},
        after={
            "explicit_request": 1,
            "frustration": 2,
            "low_confidence": 2,
            "out_of_scope": 1,
            "unsupported_language": 1,
        },
        keys=_keys(chance),
        kinds=chance.choice(KINDS),
        roles=dict(chance.choice(ROLES)),
        priorities=dict(chance.choice(PRIORITIES)),
        variant=chance.randrange(12),
    )


def _languages(chance: random.Random) -> tuple[str, ...]:
    """Two or more of the languages that can be read, the first one drawn as well."""
    return tuple(chance.sample(SERVED, chance.randint(2, len(SERVED))))


def _keys(chance: random.Random) -> dict[str, str]:
    """Field names; within one object no name comes twice, as the pools do not overlap there."""
    return {name: chance.choice(pool) for name, pool in KEYS.items()}
