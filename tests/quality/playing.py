"""The bots of the benchmark: which there are, what shop each works in, how it understands."""

import hashlib
import importlib
import itertools
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from escalation_tests.model.move import Act, Move
from escalation_tests.model.plan import Plan
from tests.bots.shop.dialect import Dialect, drawn
from tests.bots.shop.ears import Meaning
from tests.bots.shop.planted import Planted
from tests.quality import setting


@dataclass(frozen=True)
class Job:
    """Which bot to play, and how."""

    folder: str
    """defects, healthy or controls."""
    name: str
    seed: int = 0
    renamed: bool = False
    """Topics and facts have other names too; then only the policy's own matrix can be played."""
    few: int = 0
    """Play only so many conversations; 0: all."""
    tag: str = ""
    """Play only conversations with this tag; empty: all."""

    @property
    def id(self) -> str:
        """Its name in the catalogue; healthy bots go by their module's."""
        return self.name.split("_")[0].upper() if self.folder != "healthy" else self.name


def jobs(folder: str, **more: Any) -> tuple[Job, ...]:
    """Every bot of a folder."""
    package = importlib.import_module(f"tests.bots.{folder}")
    names = sorted((m.name for m in pkgutil.iter_modules(package.__path__)), key=_order)
    return tuple(Job(folder, name, **more) for name in names)


def planted(job: Job) -> Planted:
    """The bot's code and what its shop promises differently."""
    found: Planted = importlib.import_module(f"tests.bots.{job.folder}.{job.name}").PLANTED
    return found


def about(job: Job) -> str:
    """What the bot does, in the words of its module."""
    told = importlib.import_module(f"tests.bots.{job.folder}.{job.name}").__doc__ or ""
    return " ".join(told.split())


def _order(name: str) -> tuple[int, int, str]:
    head = name.split("_", maxsplit=1)[0]
    kind = "tdcrnpk".find(head[0]) if head[1:].isdigit() else -1
    return (kind, int(head[1:]) if kind >= 0 else 0, name)


def shop_of(job: Job, what: Planted) -> tuple[Dialect, dict[str, Any]]:
    """The shop's vocabulary and topics, drawn under the seed and the bot's name."""
    seed = int.from_bytes(
        hashlib.sha256(f"{job.seed}/{job.folder}/{job.name}".encode()).digest()[:4]
    )
    topics = setting.renamed(seed) if job.renamed else setting.well_known(seed)
    if "he" in what.languages and not job.renamed:
        topics = setting.renamed(seed)
    dialect = drawn(
        seed,
        {name: topic.get("scope", "in") for name, topic in topics.items()},
        what.languages or None,
    )
    if not what.languages and not job.renamed and "en" not in dialect.languages:
        dialect = drawn(
            seed, {n: t.get("scope", "in") for n, t in topics.items()}, ("en", *dialect.languages)
        )
    return dialect, topics


def meanings(plan: Plan) -> dict[str, Meaning]:
    """Text → meaning, of everything that may be said in the conversation of a plan."""
    own: dict[str, Meaning] = {}
    unfinished = Meaning(act="unfinished", complete=False)
    for move in _moves(plan):
        for count in range(1, len(move.texts)):
            own.setdefault(move.texts[count - 1], unfinished)
            own.setdefault("\n".join(move.texts[:count]), unfinished)
        for text in move.texts[-1:]:
            own[text] = own["\n".join(move.texts)] = _meaning(move)
    begun = (text for visit in plan.visits for move in visit.moves for text in move.texts[:-1])
    return {**own, **dict.fromkeys(begun, unfinished)}


def _moves(plan: Plan) -> Iterator[Move]:
    for visit in plan.visits:
        reactions = visit.reactions
        fixed = (move for move in (reactions.accepts, reactions.declines) if move)
        answers = (move for _, move in reactions.answers)
        yield from itertools.chain(
            fixed, answers, reactions.press_on, visit.written_after, visit.moves
        )


def _meaning(move: Move) -> Meaning:
    return Meaning(
        language="" if move.act is Act.BABBLES else move.language,
        signs=frozenset(trigger.value for trigger in move.triggers),
        topic=move.topic or "",
        facts={fact.name: fact.value for fact in move.facts},
        steps=move.tried,
        act=move.act.value,
    )
