"""What in the events of a stream is likely to be what: the mapping that a doctor proposes."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from escalation_tests.wire.guessing import NEVER_TEXTS, TEXTS, Found, everything, signal_mapping

PIECES: Mapping[str, int] = MappingProxyType(
    {**TEXTS, "delta": 10, "token": 9, "chunk": 9, "part": 8, "piece": 8, "partial": 8}
)
"""Names of keys that hold what a bot says, or pieces of it, and how surely."""
ENDS = re.compile(
    r"(?:^|[^A-Za-z]|^is|(?<=[a-z])(?=[A-Z]))(?i:done|end|complet|finish|final|stop|last)"
)
"""How words begin by which an event says that a message is complete: no `send`, no `pending`."""
_KIND = re.compile(r"[\w.:/-]{1,60}")
"""A value that may well be the name of a kind."""
KINDS = frozenset({"event", "data.type", "data.event", "data.kind", "data.status"})
"""Where an event says of which kind it is."""
_OF_NOTE = 5
"""Events with a text at the same place, beyond which more do not make it likelier."""


def stream_mapping(events: Sequence[Any], said: Collection[str]) -> dict[str, str]:
    """Keys of `receive` → expressions that fit these events; empty where nothing does.

    Args:
        events: each as expressions see it, `{event, id, data}`, in the order in which they came.
        said: what the customer wrote; whatever only repeats it is no answer.
    """
    found = [[*everything(event)] for event in events]
    texts = _texts(found, {text.strip() for text in said})
    path = max(texts, key=lambda path: _likely(path, texts[path]), default="")
    flat = [one for each in found for one in each]
    if not path or _likely(path, texts[path]) <= 0:
        return signal_mapping(flat)
    return {**_assembled(path, texts[path], found), **signal_mapping(flat)}


def _texts(found: Sequence[Sequence[Found]], said: Collection[str]) -> dict[str, list[str]]:
    """Place within an event's data → the texts that stand there, in order."""
    texts: dict[str, list[str]] = {}
    for one in (one for each in found for one in each):
        within = one.path == "data" or one.path.startswith(("data.", "data["))
        words = one.name in PIECES or one.name not in NEVER_TEXTS
        if within and words and isinstance(one.value, str) and one.value:
            texts.setdefault(one.path, []).append(one.value)
    return {
        path: there
        for path, there in texts.items()
        if not any(text.strip() in said for text in there)
    }


def _likely(path: str, texts: Sequence[str]) -> int:
    """How likely the bot's words stand at `path`."""
    name = path.removesuffix("[]").rpartition(".")[2].strip('"').lower()
    words = 6 if " " in "".join(texts).strip() else -6
    depth = path.count(".") + path.count("[]")
    return PIECES.get(name, 0) + words + min(len(texts), _OF_NOTE) - depth


def _assembled(
    path: str, texts: Sequence[str], found: Sequence[Sequence[Found]]
) -> dict[str, str]:
    """How messages are put together from what stands at `path`."""
    pairs = [*pairwise(texts)]
    grows = sum(later.startswith(text) and later != text for text, later in pairs)
    pieces = sum(text.rstrip()[-1:] not in {".", "!", "?", "…"} for text, _ in pairs)
    if not pairs or max(grows, pieces) * 2 < len(pairs):
        return {"messages": path}
    mapping = {"part": path}
    if grows * 2 >= len(pairs):
        mapping["assemble"] = "replace"
    end = next(_ends(found, path), "")
    return {**mapping, **({"ends": end} if end else {})}


def _ends(found: Sequence[Sequence[Found]], path: str) -> Iterator[str]:
    """Expressions that hold of events which come behind a piece and say that it was the last."""
    begun = False
    for event in found:
        piece = any(one.path == path for one in event)
        begun = begun or piece
        for one in event if begun else ():
            if one.value is True and ENDS.search(one.key):
                yield one.path
            kind = one.path in KINDS and not piece and _KIND.fullmatch(str(one.value))
            if kind and ENDS.search(str(one.value)):
                yield f"{one.path} == '{one.value}'"
