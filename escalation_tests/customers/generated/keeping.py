"""Recipes as bytes, for Hypothesis's example databases: readable, and no code when read."""

import json
from collections.abc import Iterable, Iterator

from hypothesis.database import ExampleDatabase

from escalation_tests.contract.persona import Voice
from escalation_tests.customers.generated.sketch import Does, Recipe, Sketch
from escalation_tests.model.plan import FaultSpec


def packed(recipe: Recipe) -> bytes:
    """A recipe as JSON."""
    told = {
        "persona": recipe.persona,
        "language": recipe.language,
        "voice": recipe.voice.model_dump(by_alias=True, mode="json") if recipe.voice else None,
        "turns": [*map(_flat, recipe.turns)],
        "again": [*map(_flat, recipe.again)],
        "faults": [[f.leg, f.name, f.times, f.seconds] for f in recipe.faults],
        "twin_of": recipe.twin_of,
        "waits": recipe.waits,
        "bubbles": recipe.bubbles,
    }
    return json.dumps(told, sort_keys=True).encode()


def unpacked(kept: bytes) -> Recipe | None:
    """The recipe that was packed; None for bytes that are none of ours, or of another version."""
    try:
        told = json.loads(kept)
        voice = Voice.model_validate(told["voice"]) if told["voice"] else None
        faults = tuple(
            FaultSpec(str(leg), str(name), int(times), float(seconds))
            for leg, name, times, seconds in told["faults"]
        )
        return Recipe(
            persona=str(told["persona"]),
            turns=_sketches(told["turns"]),
            language=str(told["language"]),
            voice=voice,
            faults=faults,
            twin_of=str(told["twin_of"]),
            again=_sketches(told["again"]),
            waits=int(told["waits"]),
            bubbles=int(told["bubbles"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _flat(turn: Sketch) -> list[str | int]:
    return [turn.does.value, turn.about, turn.words, turn.topic, turn.text]


def _sketches(rows: Iterable[tuple[str, str, int, str, str]]) -> tuple[Sketch, ...]:
    return tuple(
        Sketch(Does(does), str(about), int(words), str(topic), str(text))
        for does, about, words, topic, text in rows
    )


def kept(database: ExampleDatabase | None, key: str) -> Iterator[Recipe]:
    """The recipes kept under a key, in a stable order."""
    found = sorted(database.fetch(key.encode())) if database is not None else []
    yield from (recipe for recipe in map(unpacked, found) if recipe is not None)


def keep(database: ExampleDatabase | None, key: str, recipes: Iterable[Recipe]) -> None:
    """Let these, and no others, be kept under a key."""
    if database is None:
        return
    wanted = {packed(recipe) for recipe in recipes}
    for old in list(database.fetch(key.encode())):
        if old not in wanted:
            database.delete(key.encode(), old)
    for one in sorted(wanted):
        database.save(key.encode(), one)
