"""Presets, one YAML file each beside this one, and how they are put under what is written."""

import copy
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path as File
from types import MappingProxyType
from typing import Any

from escalation_tests.errors import nearest
from escalation_tests.loading.document import Document, Path, found_at
from escalation_tests.loading.reading import Source, one

SIDES: Mapping[str, str] = MappingProxyType({"bot": "channel", "desk": "kind"})
"""Where a preset may be named → the key by which the ways to that side are told apart."""


@cache
def presets() -> Mapping[str, Document]:
    """Name → what the preset's file says."""
    source = Source(MappingProxyType({}))
    found = {file.stem: file for file in sorted(File(__file__).parent.glob("*.yaml"))}
    return {name: one(file, f"presets/{name}.yaml", source) for name, file in found.items()}


def known(side: str) -> dict[str, str]:
    """The presets for `side`, with the channel or the kind of desk of each."""
    kinds = ((name, found_at(each.value, (side, SIDES[side]))) for name, each in presets().items())
    return {name: str(kind) for name, kind in kinds if kind is not None}


def listed_presets() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Side, name and what is told about it, of every preset; for people to choose from."""
    for side in SIDES:
        yield from ((side, name, presets()[name].value) for name in known(side))


def fill_in(document: Document) -> None:
    """Put what the named presets say under what `document` says.

    A side whose preset cannot be used is complained about here and not judged any further.
    """
    for side in SIDES:
        name = found_at(document.value, (side, "preset"))
        if name is None:
            continue
        wrong = _unfit(document.value[side], side, str(name))
        if wrong is None:
            _Filling(document, side, str(name)).fill()
        else:
            document.complain((side, wrong[0]), wrong[1])
            document.unjudged.append((side,))


def _unfit(written: dict[str, Any], side: str, name: str) -> tuple[str, str] | None:
    """The key that keeps the preset from being used, and why; None when it can be."""
    names, key = known(side), SIDES[side]
    if name not in names:
        return "preset", f"{name[:60]!r} is not known here{nearest(name, names)}"
    if written.get(key, names[name]) != names[name]:
        return key, f"the preset {name} is for `{key}: {names[name]}`; leave this key out"
    return None


class _Filling:
    """One preset on its way into one document."""

    def __init__(self, document: Document, side: str, name: str) -> None:
        self._document, self._preset = document, presets()[name]
        self._side: Path = (side,)
        self._line = document.line((side, "preset"))

    def fill(self) -> None:
        own, given = (each.value[self._side[0]] for each in (self._document, self._preset))
        for path in self._absent(own, given, self._side):
            self._document.lines[path] = self._line
            self._note_spelling(path)

    def _absent(self, own: dict[str, Any], given: dict[str, Any], path: Path) -> Iterator[Path]:
        """Adds what `own` lacks; the places at which something was added."""
        for key, value in given.items():
            if key not in own:
                own[key] = copy.deepcopy(value)
                yield (*path, key)
            elif isinstance(own[key], dict) and isinstance(value, dict):
                yield from self._absent(own[key], value, (*path, key))

    def _note_spelling(self, path: Path) -> None:
        """Keep how numbers and the like were written, for complaints."""
        for place, text in self._preset.written.items():
            if place[: len(path)] == path:
                self._document.written[place] = text
