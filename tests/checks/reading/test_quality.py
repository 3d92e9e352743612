"""Precision and recall of the reading on labelled lines; run with `-s` for the whole table."""

from functools import cache
from pathlib import Path

import pytest

from escalation_tests.checks.reading import Reader, reader
from escalation_tests.loading.lexicons import load_lexicon_data
from tests.checks.reading.scoring import CLASSES, Score, rows, score

LINES = Path(__file__).parent / "lines"
ORACLES = Path(__file__).parents[2] / "data" / "oracles"
LANGUAGES = ("en", "es", "fr", "de", "pt")
PRECISION, RECALL = 0.95, 0.92


@cache
def packaged() -> Reader:
    return reader(load_lexicon_data())


@cache
def scored(name: str) -> Score:
    files = sorted({"oracles": ORACLES, "own lines": LINES}[name].glob("*.jsonl"))
    result = score([row for file in files for row in rows(file)], packaged().read)
    print(f"\n{name}: {result.table()}")
    return result


@pytest.mark.parametrize("source", ["oracles", "own lines"])
@pytest.mark.parametrize("language", ["all", *LANGUAGES])
@pytest.mark.parametrize("name", CLASSES)
def test_is_read_well(source: str, language: str, name: str) -> None:
    result = scored(source)

    assert result.size(language, name) > 0, "no lines of this kind: nothing is proved"
    assert result.precision(language, name) >= PRECISION, result.table()
    assert result.recall(language, name) >= RECALL, result.table()


def test_what_announcements_say_is_read_well() -> None:
    wrong = total = 0
    for file in [*ORACLES.glob("*.jsonl"), *LINES.glob("*.jsonl")]:
        for row in rows(file):
            reading = packaged().read(row["text"], row["lang"])
            if "says" in row and reading.reads == "announces":
                total += 3
                told = {part.value for part in reading.says}
                wrong += len(told ^ (set(row["says"]) - {"context"}))

    assert total > 900
    assert wrong / total <= 0.05


def test_the_language_need_not_be_told() -> None:
    lines = [row for file in LINES.glob("*.jsonl") for row in rows(file) if "reads" in row]

    result = score(lines, lambda text, _: packaged().read(text))

    for name in CLASSES[:3]:
        assert result.precision("all", name) >= PRECISION, result.table()
        assert result.recall("all", name) >= RECALL, result.table()
