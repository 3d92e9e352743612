"""Counting how well labelled lines are read."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from escalation_tests.model.reading import Reading

Row = Mapping[str, Any]
LABELS = {"transfer": "announces", "offer": "offers"}
CLASSES = ("announces", "offers", "unavailable", "asks_for")


@dataclass
class Score:
    """Hits, false alarms and misses per language and class, and the lines misread."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    misread: list[str] = field(default_factory=list)

    def precision(self, language: str, name: str) -> float:
        return self._ratio(language, name, "false alarm")

    def recall(self, language: str, name: str) -> float:
        return self._ratio(language, name, "miss")

    def size(self, language: str, name: str) -> int:
        return self.counts[language, name, "hit"] + self.counts[language, name, "miss"]

    def _ratio(self, language: str, name: str, wrong: str) -> float:
        hits = self.counts[language, name, "hit"]
        total = hits + self.counts[language, name, wrong]
        return hits / total if total else 1.0

    def add(self, language: str, name: str, gold: bool, read: bool) -> None:
        if gold or read:
            verdict = "hit" if gold and read else "miss" if gold else "false alarm"
            for group in (language, "all"):
                self.counts[group, name, verdict] += 1

    def table(self) -> str:
        lines = [f"{'':4}" + "".join(f"{name:>22}" for name in CLASSES)]
        for language in sorted({key[0] for key in self.counts}):
            cells = (
                f"{self.precision(language, name):.3f} / {self.recall(language, name):.3f}"
                f" ({self.size(language, name)})"
                for name in CLASSES
            )
            lines.append(f"{language:4}" + "".join(f"{cell:>22}" for cell in cells))
        return "precision / recall (lines)\n" + "\n".join(lines + self.misread)


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def score(lines: Iterable[Row], read: Callable[[str, str], Reading]) -> Score:
    """Reads every line and compares with its labels."""
    result = Score()
    for row in lines:
        reading = read(row["text"], row["lang"])
        if "asks_for" in row:
            _asked(result, row, set(reading.asks_for))
        else:
            _said(result, row, reading.reads.value)
    return result


def _said(result: Score, row: Row, read: str) -> None:
    label = row.get("reads") or row["label"]
    gold = LABELS.get(label, label)
    for name in CLASSES[:3]:
        result.add(row["lang"], name, gold == name, read == name)
    if gold != read:
        kind = row.get("kind") or row.get("hard") or ""
        result.misread.append(f"  {row['lang']} {gold} read as {read} [{kind}]: {row['text']}")


def _asked(result: Score, row: Row, read: set[str]) -> None:
    gold = set(row["asks_for"])
    for fact in gold | read:
        result.add(row["lang"], "asks_for", fact in gold, fact in read)
    if gold != read:
        result.misread.append(
            f"  {row['lang']} asks for {sorted(gold)} read as {sorted(read)}: {row['text']}"
        )
