"""Counting how well labelled lines are read."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from escalation_tests.model.reading import Reading, Says

Row = Mapping[str, Any]
LABELS = {"transfer": "announces", "offer": "offers"}
CLASSES = ("announces", "offers", "unavailable", "asks_for")
PARTS = tuple(part.value for part in Says)
"""What an announcement tells: counted as well, but no goal is set for it."""


class Misread(NamedTuple):
    """A line that was understood otherwise than it is labelled."""

    language: str
    gold: str
    read: str
    kind: str
    text: str

    def __str__(self) -> str:
        kind = f" [{self.kind}]" if self.kind else ""
        return f"  {self.language} {self.gold} read as {self.read}{kind}: {self.text}"


@dataclass
class Score:
    """Hits, false alarms and misses per language and class, and the lines misread."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    misread: list[Misread] = field(default_factory=list)
    hard: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """Lines that only look as if they said something, by kind and whether they were read right."""

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
        return "precision / recall (lines)\n" + "\n".join([*lines, *map(str, self.misread)])


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
            _said(result, row, reading)
    return result


def _said(result: Score, row: Row, reading: Reading) -> None:
    label, read = row.get("reads") or row["label"], reading.reads.value
    gold, kind = LABELS.get(label, label), row.get("kind") or row.get("hard") or ""
    for name in CLASSES[:3]:
        result.add(row["lang"], name, gold == name, read == name)
    if gold == "none":
        result.hard[kind, read == gold] += 1
    if gold != read:
        result.misread.append(Misread(row["lang"], gold, read, kind, row["text"]))
    if "says" in row:
        told = {part.value for part in reading.says}
        for part in PARTS:
            result.add(row["lang"], part, part in row["says"], part in told)


def _asked(result: Score, row: Row, read: set[str]) -> None:
    gold = set(row["asks_for"])
    for fact in gold | read:
        result.add(row["lang"], "asks_for", fact in gold, fact in read)
    if gold != read:
        result.misread.append(Misread(row["lang"], _asks(gold), _asks(read), "", row["text"]))


def _asks(facts: set[str]) -> str:
    return f"asks for {', '.join(sorted(facts)) or 'nothing'}"
