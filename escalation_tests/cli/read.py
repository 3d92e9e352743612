"""`escalation-tests read`: how the tool understands each line of a bot."""

import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from escalation_tests.wiring import describe, reader


def read_lines(file: Path | None, language: str | None) -> int:
    """Write one JSON line per text line; lines that are not UTF-8 are read with replacements."""
    by = reader()
    for text in _lines(file):
        print(json.dumps(describe(text, language, by), ensure_ascii=False), flush=file is None)
    return 0


def _lines(file: Path | None) -> Iterable[str]:
    """The lines without their ends; a form feed or the like ends none."""
    raw = file.open("rb") if file else sys.stdin.buffer
    with io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="\n") as stream:
        for line in stream:
            yield line.rstrip("\r\n")
