"""Files that Allure reads beside the results: categories and environment."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from escalation_tests.reporting.results import RunInfo
from escalation_tests.reporting.wording import PROMISES
from escalation_tests.reporting.writing import write_whole

_ANY = "[\\s\\S]*"
"""Matches across lines in Java as well as in JavaScript."""


def categories() -> list[dict[str, Any]]:
    """How Allure sorts what is wrong; patterns must match a result's whole message."""
    broken = [
        {
            "name": f"Broken promise: {promise} ({words})",
            "matchedStatuses": ["failed"],
            "messageRegex": f"{_ANY}promises broken: [a-z, ]*\\b{promise}\\b{_ANY}",
        }
        for promise, words in PROMISES.items()
    ]
    return [
        *broken,
        _trouble("Infrastructure: the bot's side", "bot "),
        _trouble("Infrastructure: the desk's side", "desk "),
        _trouble("Not exercised", "suite not-exercised"),
        _trouble("Not judged: the test itself", "suite (?!not-exercised)"),
        {
            "name": "Not observable",
            "matchedStatuses": ["skipped"],
            "messageRegex": f"not observable{_ANY}",
        },
    ]


def _trouble(name: str, kind: str) -> dict[str, Any]:
    return {
        "name": name,
        "matchedStatuses": ["broken"],
        "messageRegex": f"{_ANY}\\ntrouble: {kind}{_ANY}",
    }


def write_categories(directory: Path) -> None:
    """Write categories.json; categories of others in it stay, after ours."""
    path = directory / "categories.json"
    ours = categories()
    names = {category["name"] for category in ours}
    others = [one for one in _listed(path) if one.get("name") not in names]
    write_whole(path, json.dumps([*ours, *others], ensure_ascii=False, indent=2) + "\n")


def _listed(path: Path) -> list[dict[str, Any]]:
    """The objects in a JSON list; of an absent or unreadable file none."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def write_environment(directory: Path, info: RunInfo) -> None:
    """Write environment.properties; lines of others in it stay."""
    path = directory / "environment.properties"
    ours = {
        "Bot": info.bot,
        "Desk": info.desk,
        "Policy": info.config,
        "Seed": str(info.seed),
        **{f"Version.{name}": version for name, version in info.versions.items()},
    }
    others = [line for line in _lines(path) if line.partition("=")[0].strip() not in ours]
    write_whole(path, "\n".join([*others, *_properties(ours)]) + "\n")


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("latin-1").splitlines()
    except OSError:
        return []


def _properties(values: Mapping[str, str]) -> list[str]:
    """Lines of a Java properties file, which is Latin-1 with escapes."""
    return [f"{key}={_escaped(value)}" for key, value in values.items()]


def _escaped(value: str) -> str:
    plain = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    units = plain.encode("utf-16-be", "surrogatepass")
    codes = (int.from_bytes(units[n : n + 2]) for n in range(0, len(units), 2))
    return "".join(chr(code) if 31 < code < 127 else f"\\u{code:04x}" for code in codes)
