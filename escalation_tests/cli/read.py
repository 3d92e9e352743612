"""`escalation-tests read`: how the tool understands each line of a bot."""

import io
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from escalation_tests.errors import AuthoringError
from escalation_tests.ports import Reader
from escalation_tests.wiring import describe, reader, reader_of

CONFIG = Path("escalation.yaml")
"""The configuration whose words are used where none is named."""
_SELF = "escalation-tests read:"


def read_lines(
    file: Path | None, language: str | None, config: Path | None, bare: bool = False
) -> int:
    """Write one JSON line per text line, and to standard error whose words they are read by; 2 for
    a configuration that cannot be used. Lines that are not UTF-8 are read with replacements.

    Args:
        file: the lines; None: standard input.
        language: that of the lines; None: guessed line by line.
        config: whose words count too; None: those of `escalation.yaml`, where there is one.
        bare: use no configuration at all.
    """
    named, config = config is not None, config or CONFIG
    used = not bare and (named or config.is_file())
    try:
        by = _words(config if used else None, bare)
    except (AuthoringError, ValueError) as error:
        print(f"{_SELF} {config} cannot be used\n{error}", file=sys.stderr)
        if not named:
            print(f"{_SELF} --no-config reads without it", file=sys.stderr)
        return 2
    for text in _lines(file):
        print(json.dumps(describe(text, language, by), ensure_ascii=False), flush=file is None)
    return 0


def _words(config: Path | None, bare: bool) -> Reader:
    """The reader, and a line about it for people."""
    if config is None:
        why = "" if bare else f" (there is no {CONFIG} here; --config FILE names one)"
        print(f"{_SELF} by the words that come with the tool alone{why}", file=sys.stderr)
        return reader()
    by = reader_of(config, os.environ)
    print(f"{_SELF} with `patterns` and `lexicons` of {config}", file=sys.stderr)
    return by


def _lines(file: Path | None) -> Iterable[str]:
    """The lines without their ends; a form feed or the like ends none."""
    raw = file.open("rb") if file else sys.stdin.buffer
    with io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="\n") as stream:
        for line in stream:
            yield line.rstrip("\r\n")
