"""Which values of a configuration must never be shown."""

import base64
from collections.abc import Iterator, Mapping

from escalation_tests.errors import Problem
from escalation_tests.loading.document import Document, Path
from escalation_tests.loading.environment import secretive
from escalation_tests.loading.shape import Shape, secret
from escalation_tests.model.secrets import Secrets

_HARMLESS = frozenset(
    {"accept", "accept-charset", "accept-encoding", "accept-language", "cache-control"}
    | {"connection", "content-type", "host", "origin", "pragma", "referer", "user-agent"}
)
"""Headers that hold no secret unless an environment variable gave it."""

_SCHEMES = ("bearer ", "basic ", "token ", "apikey ", "api-key ")


def secrets_of(document: Document, shape: Shape) -> Secrets:
    """Every value in a secret place, and every variable that is secret by place or by name."""
    values: set[str] = set()
    for path, value, nodes in shape.leaves(document.value):
        taken = document.variables.get(path, {})
        values |= {each for name, each in taken.items() if secretive(name)}
        if secret(nodes):
            values |= set(taken.values())
            if not _harmless(path):
                values |= set(_parts(str(value), path))
    return Secrets(frozenset(value for value in values if value))


def _harmless(path: Path) -> bool:
    return "headers" in path and str(path[-1]).lower() in _HARMLESS


def _parts(value: str, path: Path) -> Iterator[str]:
    """The value, and what of it can be seen alone: behind the scheme, or encoded."""
    yield value
    for scheme in _SCHEMES:
        if value.lower().startswith(scheme):
            yield value[len(scheme) :].strip()
    if path[-1] in {"basic", "login"}:
        yield value.partition(":")[2]
        yield base64.b64encode(value.encode()).decode()


def redacted(problems: list[Problem], secrets: Secrets) -> list[Problem]:
    """The same problems by file and line, with no secret in their sentences."""
    ordered = sorted(problems, key=lambda problem: (problem.file, problem.line))
    return [
        Problem(problem.file, problem.line, problem.key, secrets.redact(problem.message))
        for problem in ordered
    ]


def of_variables(variables: Mapping[str, str]) -> Secrets:
    """The values of variables that are secret by their name."""
    return Secrets(frozenset(value for name, value in variables.items() if secretive(name)))
