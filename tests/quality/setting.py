"""The suite's side of a shop: its configuration, written from the same vocabulary as its bot."""

import copy
import json
import random
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from escalation_tests.model.deed import Does
from tests.bots.shop.desk import TAKEN
from tests.bots.shop.dialect import Dialect

NOUNS: Mapping[str, Mapping[str, str]] = {
    "subscription": {"en": "subscription", "es": "suscripción", "fr": "abonnement", "de": "Abo", "pt": "assinatura", "he": "מנוי"},
    "booking": {"en": "booking", "es": "reserva", "fr": "réservation", "de": "Buchung", "pt": "reserva", "he": "הזמנת מקום"},
    "router": {"en": "router", "es": "router", "fr": "routeur", "de": "Router", "pt": "router", "he": "נתב"},
    "warranty": {"en": "warranty", "es": "garantía", "fr": "garantie", "de": "Garantie", "pt": "garantia", "he": "אחריות"},
    "voucher": {"en": "voucher", "es": "cupón", "fr": "bon d'achat", "de": "Gutschein", "pt": "vale", "he": "שובר"},
    "meter": {"en": "electricity meter", "es": "contador de luz", "fr": "compteur", "de": "Stromzähler", "pt": "contador", "he": "מונה חשמל"},
    "inheritance": {"en": "inheritance", "es": "herencia", "fr": "succession", "de": "Erbschaft", "pt": "herança", "he": "ירושה"},
    "burglary": {"en": "burglary", "es": "robo", "fr": "cambriolage", "de": "Einbruch", "pt": "assalto", "he": "פריצה"},
}  # fmt: skip
OUTSIDE = frozenset({"inheritance", "burglary"})
ASKS = {
    "en": (
        "I have a question about my {noun}, reference {ref}.",
        "Can you help me with the {noun}? The reference is {ref}.",
    ),
    "es": (
        "Tengo una pregunta sobre {noun}, referencia {ref}.",
        "¿Me puede ayudar con {noun}? La referencia es {ref}.",
    ),
    "fr": (
        "J'ai une question sur {noun}, référence {ref}.",
        "Pouvez-vous m'aider pour {noun} ? La référence est {ref}.",
    ),
    "de": (
        "Ich habe eine Frage zu {noun}, Referenz {ref}.",
        "Können Sie mir bei {noun} helfen? Die Referenz ist {ref}.",
    ),
    "pt": (
        "Tenho uma pergunta sobre {noun}, referência {ref}.",
        "Pode ajudar-me com {noun}? A referência é {ref}.",
    ),
    "he": ("יש לי שאלה על {noun}, מספר {ref}.", "אפשר לעזור לי עם {noun}? המספר הוא {ref}."),
}
FACTS = ("ref_code", "dossier_no", "contract_key")
STEPS = ("help_article", "waited", "restarted_app", "password_reset")


def well_known(_: int, languages: tuple[str, ...] | None = None) -> dict[str, Any]:
    """The topics by the names that the plugin's own scenarios use."""
    found: dict[str, Any] = _demo()["topics"]
    return found


def _demo() -> dict[str, Any]:
    file = resources.files("escalation_tests.demo").joinpath("escalation.yaml")
    found: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return found


def renamed(seed: int) -> dict[str, Any]:
    """Topics, facts and words that no scenario of ours knows, drawn under the seed."""
    chance = random.Random(f"topics/{seed}")
    inside = chance.sample(sorted(set(NOUNS) - OUTSIDE), 4)
    fact = chance.choice(FACTS)
    topics = {}
    for name in [*inside, *sorted(OUTSIDE)]:
        nouns = NOUNS[name]
        topics[f"{name}_{chance.randint(10, 99)}"] = {
            "scope": "out" if name in OUTSIDE else "in",
            "facts": [fact],
            "steps": chance.sample(STEPS, 2),
            "ask": {
                code: [one.format(noun=nouns[code], ref="{" + fact + "}") for one in asks]
                for code, asks in ASKS.items()
            },
        }
    return topics


def facts_of(topics: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """Rules for the facts that only this shop has."""
    own = sorted({name for topic in topics.values() for name in topic["facts"]} & set(FACTS))
    shape = random.Random(f"facts/{seed}").choice(["??-#######", "######-??", "Z##-?####"])
    say = {code: [text] for code, text in SAY.items()}
    if not own:
        return dict(_demo().get("facts", {}))
    return {name: {"pattern": shape, "say": say} for name in own}


SAY = {
    "en": "The reference is {value}.", "es": "La referencia es {value}.", "fr": "La référence est {value}.",
    "de": "Die Referenz ist {value}.", "pt": "A referência é {value}.", "he": "המספר הוא {value}.",
}  # fmt: skip


def configuration(
    dialect: Dialect,
    topics: Mapping[str, Any],
    bot: Mapping[str, Any],
    changes: Mapping[str, Any],
    desk: str,
    people: str = "http://127.0.0.1:1",
) -> dict[str, Any]:
    """`escalation.yaml` of the shop; `people` is where it is told what a person does."""
    written: dict[str, Any] = {
        "bot": {"receive": receive(dialect), **bot},
        "desk": {**desk_of(dialect, desk), "human": human(people)},
        "policy": policy(dialect),
        "topics": {
            name: {**topic, "queue": dialect.topics[name]["queue"]}
            for name, topic in topics.items()
        },
        "suite": {"matrix": "covering"},
    }
    if facts := facts_of(topics, dialect.seed):
        written["facts"] = facts
    for path, value in changes.items():
        _put(written, path, _filled(value, dialect))
    return written


def receive(dialect: Dialect) -> dict[str, Any]:
    k = dialect.keys
    return {
        "messages": f'"{k["messages"]}"',
        "text": f'"{k["text"]}"',
        "speaker": f'"{k["from"]}"',
        "roles": {"bot": "bot", "human": "human", "system": "system"},
        "signal": f'"{k["signal"]}"',
        "queue": f'"{k["signal"]}"."{k["target"]}"',
        "optional": True,
    }


def desk_of(dialect: Dialect, listen: str) -> dict[str, Any]:
    k = {name: f'"{key}"' for name, key in dialect.keys.items()}
    case, note = dialect.kinds
    plain = ("conversation", "id", "queue", "priority", "language", "reason", "summary", "facts")
    handoff = {name: k[name] for name in plain}
    handoff["transcript"] = f"{k['transcript']}[].{{role: {k['author']}, text: {k['said']}}}"
    handoff["attempted"] = k["steps"]
    handoff["taken"] = TAKEN
    return {
        "kind": "webhook",
        "listen": listen,
        "renews": True,
        "when": f"{k['kind']} == '{case}'",
        "handoff": handoff,
        "message": {
            "when": f"{k['kind']} == '{note}'",
            "conversation": k["conversation"],
            "text": k["said"],
        },
        "roles": {theirs: ours for ours, theirs in dialect.roles.items()},
        "priorities": {theirs: ours for ours, theirs in dialect.priorities.items()},
        "within": "600ms",
        "settle": "20ms",
    }


def human(people: str) -> dict[str, Any]:
    deed = {"conversation": "{conversation_id}", "text": "{text}", "queue": "{queue}"}
    return {does: {"url": f"{people}/human/{does}", "json": deed} for does in Does}


def policy(dialect: Dialect) -> dict[str, Any]:
    within = {"unsupported_language": 1}
    return {
        "languages": list(dialect.languages),
        "triggers": {
            name: {"after": after, "within": within.get(name, 0)}
            for name, after in dialect.after.items()
        },
        "routing": {
            "default": dialect.default,
            "by_trigger": {"unsupported_language": dialect.foreign},
            "priority": dict(dialect.priority),
            "exact_priority": True,
        },
        "context": {
            "transcript": "full",
            "facts": "required",
            "attempted_steps": "required",
            "language": "required",
        },
        "notice": {
            "required": True,
            "before": "transfer",
            "says": ["destination", "next_step"],
            "language": "customer",
        },
        "after": {"bot_silent": "5s", "customer_messages": "delivered"},
        "unavailable": {"say_so": True, "offer": ["callback", "ticket", "hours"]},
    }


def _put(written: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for name in parents:
        written = written.setdefault(name, {})
    written[last] = value


def _filled(value: Any, dialect: Dialect) -> Any:
    """`{queue}` as a key stands for each of the shop's queues."""
    if not isinstance(value, dict) or "{queue}" not in value:
        return copy.deepcopy(value)
    queues = {
        dialect.default,
        dialect.foreign,
        *(topic["queue"] for topic in dialect.topics.values()),
    }
    return dict.fromkeys(sorted(queues), value["{queue}"])


def write(config: Mapping[str, Any], folder: Path) -> Path:
    """The file, in a folder of its own; JSON is YAML."""
    file = folder / "escalation.yaml"
    file.write_text(json.dumps(config, ensure_ascii=False, indent=1), encoding="utf-8")
    return file
