"""Sketches become drafts: each kind of turn with its labels."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from escalation_tests.customers.draft import Draft, Line
from escalation_tests.customers.generated.sketch import Does, Sketch
from escalation_tests.customers.scene import Scene
from escalation_tests.model.move import Act
from escalation_tests.model.trigger import Trigger


def drafted(sketch: Sketch, scene: Scene) -> Draft:
    """The draft of a sketch, with its labels."""
    return _DRAFTS[sketch.does](sketch, scene)


def _claims(sketch: Sketch, scene: Scene) -> Draft:
    draft = scene.turn(Act.TRIED, Line("claim", sketch.about))
    return replace(draft, tried=(sketch.about,))


def _tells(sketch: Sketch, scene: Scene) -> Draft:
    value = scene.owned.get(sketch.about) or scene.spare(sketch.about)
    return scene.telling({sketch.about: value})


def _corrects(sketch: Sketch, scene: Scene) -> Draft:
    book = scene.shelf.book(scene.language)
    before = (Line("corrections"),) if book.corrections else ()
    return scene.telling({sketch.about: scene.spare(sketch.about)}, *before)


def _decoys(sketch: Sketch, scene: Scene) -> Draft:
    return scene.ask(sketch.topic or None, "", Line("decoys", sketch.about))


def _mutters(sketch: Sketch, scene: Scene) -> Draft:
    return replace(scene.turn(Act.CHATS, Line("written", sketch.text)), voiced=False)


_Drafting: TypeAlias = Callable[[Sketch, Scene], Draft]
_DRAFTS: Mapping[Does, _Drafting] = MappingProxyType(
    {
        Does.ASKS: lambda sketch, scene: scene.ask(sketch.about or None),
        Does.HINTS: lambda sketch, scene: scene.ask(sketch.about or None, "bare"),
        Does.WANTS_HUMAN: lambda _, scene: scene.evidence(Trigger.EXPLICIT_REQUEST),
        Does.COMPLAINS: lambda _, scene: scene.evidence(Trigger.FRUSTRATION),
        Does.BABBLES: lambda _, scene: scene.evidence(Trigger.LOW_CONFIDENCE),
        Does.CLAIMS: _claims,
        Does.TELLS: _tells,
        Does.CORRECTS: _corrects,
        Does.CHATS: lambda _, scene: scene.chat(),
        Does.DECOYS: _decoys,
        Does.INJECTS: lambda sketch, scene: scene.injection(sketch.about),
        Does.MUTTERS: _mutters,
    }
)
