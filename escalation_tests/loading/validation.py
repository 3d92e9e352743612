"""Documents become models; whatever is wrong is noted, and the rest goes on being checked."""

import copy
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from escalation_tests.loading.document import Document, Path, found_at, holds
from escalation_tests.loading.sentences import mistakes, truth_for_number
from escalation_tests.loading.shape import Shape

M = TypeVar("M", bound=BaseModel)


def validated(model: type[M], document: Document) -> M | None:
    """The model that `document` describes; its mistakes are added to `document.problems`.

    What is wrong is left out and the rest is returned, so that it can be cross-checked in the
    same go. None when there is no rest to speak of.
    """
    shape = Shape.of(model)
    if document.problems and document.value is None:
        return None
    if not isinstance(document.value, dict):
        document.complain((), _no_mapping(document.value, shape))
        return None
    wrong = [each for each in truth_for_number(document, shape) if _judged(each[0], document)]
    for path, message in wrong:
        document.complain(path, message)
    try:
        return model.model_validate(_pruned(document.value, [path for path, _ in wrong]))
    except ValidationError as error:
        found = [each for each in mistakes(error, document, shape) if each not in wrong]
    found = [each for each in found if _judged(each[0], document)]
    for path, message in found:
        document.complain(path, message)
    return _rest(model, document, [*document.unjudged, *(path for path, _ in [*wrong, *found])])


def _judged(path: Path, document: Document) -> bool:
    return not any(path[: len(above)] == above for above in document.unjudged)


def _no_mapping(value: Any, shape: Shape) -> str:
    keys = ", ".join(shape.schema.get("required", ()))
    found = "a list" if isinstance(value, list) else "plain text"
    return f"expected a mapping with the keys {keys}, found {found}"


def _rest(model: type[M], document: Document, wrong: list[Path]) -> M | None:
    try:
        return model.model_validate(_pruned(document.value, wrong))
    except ValidationError:
        return None


def _pruned(value: Any, paths: list[Path]) -> Any:
    """A copy of `value` without what stands at `paths`."""
    if not paths:
        return value
    value = copy.deepcopy(value)
    for path in sorted(paths, key=_last_first, reverse=True):
        _remove(value, path)
    return value


def _last_first(path: Path) -> list[tuple[bool, int, str]]:
    """Orders paths so that removing in reverse keeps earlier indexes valid."""
    return [
        (isinstance(step, int), step if isinstance(step, int) else 0, str(step)) for step in path
    ]


def _remove(value: Any, path: Path) -> None:
    *parents, last = path or ("",)
    value = found_at(value, tuple(parents))
    if holds(value, last):
        del value[last]
