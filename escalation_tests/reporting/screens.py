"""What is kept of how a conversation looked: pictures and traces of those that failed."""

import os
import re
import shutil
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from escalation_tests.model.finding import Verdict
from escalation_tests.model.record import Record

SUFFIXES: Mapping[str, str] = {"screenshot": "png", "trace": "zip", "video": "webm"}
LARGEST = 2_000_000
"""Bytes of a picture that a page takes in."""


def screens(record: Record, verdict: Verdict) -> list[dict[str, str]]:
    """The files that show a conversation which did not pass: name, MIME type and path of each."""
    if verdict is Verdict.PASSED or record.screen is None:
        return []
    return [{"name": one.name, "type": one.type, "path": one.path} for one in record.screen.kept]


def shelve(entry: dict[str, Any], folder: Path, base: Path) -> dict[str, Any]:
    """The entry, its files copied into `folder`, their paths as seen from `base`."""
    taken = []
    for number, screen in enumerate(entry["screens"]):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".gitignore").write_text("*\n", "utf-8")
            path = folder / _name(entry, screen["name"], number)
            shutil.copyfile(screen["path"], path)
            taken.append({**screen, "path": os.path.relpath(path, base)})
    return {**entry, "screens": taken}


def clear(folder: Path) -> None:
    """Take away what earlier runs kept; nothing else that may stand in the folder."""
    for name, suffix in SUFFIXES.items():
        for path in folder.glob(f"*-{name}.{suffix}"):
            path.unlink(missing_ok=True)


def picture(screen: Mapping[str, str]) -> str:
    """A picture as a `data:` URL, for pages that stand alone; empty for what is none."""
    if screen["type"] != "image/png":
        return ""
    content = read(screen)
    return f"data:image/png;base64,{b64encode(content).decode('ascii')}" if content else ""


def read(screen: Mapping[str, str], largest: int = LARGEST) -> bytes:
    """The file; nothing where it is gone, or too large."""
    path = Path(screen["path"])
    try:
        return path.read_bytes() if path.stat().st_size <= largest else b""
    except OSError:
        return b""


def _name(entry: Mapping[str, Any], kind: str, number: int) -> str:
    """Readable, and another one for each conversation."""
    case = re.sub(r"[^\w\[\]-]+", "_", entry["id"].rpartition("::")[2])[:80]
    conversation = re.sub(r"[^\w-]+", "_", str(entry["conversation"]))[-12:]
    return f"{case}-{conversation}{number}-{kind}.{SUFFIXES.get(kind, 'bin')}"
