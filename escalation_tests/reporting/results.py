"""results.json: stable, versioned, for machines."""

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from escalation_tests.contract.bot import PythonBot
from escalation_tests.contract.escalation import Goals
from escalation_tests.contract.inprocess import AsgiBot
from escalation_tests.contract.material import Material
from escalation_tests.model.secrets import Secrets
from escalation_tests.reporting import tallies
from escalation_tests.reporting.coverage import Reach, coverage
from escalation_tests.reporting.goals import evaluated
from escalation_tests.reporting.keeping import Keeper
from escalation_tests.reporting.metrics import metrics
from escalation_tests.reporting.values import near
from escalation_tests.reporting.writing import write_whole

VERSION = 1
_TOLD_VERSIONS = ("escalation-tests", "pytest", "allure-pytest")


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What is known of the run itself."""

    seed: int
    started: float
    """Unix time in seconds."""
    seconds: float
    config: str
    bot: str
    """Where the bot is, without anything secret."""
    desk: str = "none"
    """The kind of desk observer."""
    versions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, material: Material, seed: int, started: float, seconds: float) -> "RunInfo":
        """The run of this material."""
        desk = material.config.desk
        return cls(
            seed=seed,
            started=started,
            seconds=seconds,
            config=near(material.file),
            bot=_bot(material),
            desk=desk.kind if desk else "none",
            versions=versions(),
        )


def _bot(material: Material) -> str:
    bot = material.config.bot
    if isinstance(bot, PythonBot | AsgiBot):
        where = bot.call if isinstance(bot, PythonBot) else f"{bot.app} {bot.url}"
    else:
        where = without_userinfo(bot.url)
    return Keeper(material.secrets).text(where)


def without_userinfo(url: str) -> str:
    """`url` without user, password, query and fragment, which may hold secrets."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "(not a url)"
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def versions() -> dict[str, str]:
    """Versions of what the outcome may depend on; of absent packages nothing."""
    found = {"python": platform.python_version()}
    for package in _TOLD_VERSIONS:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def results(
    entries: Sequence[dict[str, Any]], info: RunInfo, goals: Goals, reach: Reach
) -> dict[str, Any]:
    """The whole run as results.json shows it, version 1; `reach` is what can be exercised."""
    return {
        "version": VERSION,
        "run": _run(info),
        "summary": {
            "verdicts": tallies.verdicts(entries),
            "promises": tallies.promises(entries),
            "errors": tallies.errors(entries),
            "worst": tallies.worst(entries),
        },
        "conversations": list(entries),
        "metrics": metrics(entries),
        "goals": evaluated(goals, entries),
        "coverage": coverage(entries, reach),
    }


def _run(info: RunInfo) -> dict[str, Any]:
    keep = Keeper(Secrets())
    return {
        "seed": info.seed,
        "started": datetime.fromtimestamp(info.started, UTC).isoformat(timespec="milliseconds"),
        "seconds": round(info.seconds, 3),
        "config": keep.text(info.config),
        "bot": keep.text(info.bot),
        "desk": info.desk,
        "versions": dict(info.versions),
    }


def write(path: Path, results: Mapping[str, Any]) -> None:
    """Write results.json; a reader never sees half of it."""
    write_whole(path, json.dumps(results, ensure_ascii=False, allow_nan=False, indent=1) + "\n")
