"""Which of Faker's methods a shop may name for a fact."""

from faker import Faker

from escalation_tests.errors import nearest


def faker_problem(method: str) -> str | None:
    """Why Faker has no method `method` that makes a value, in one sentence; None when it has."""
    known = [name for name in dir(Faker()) if not name.startswith(("_", "add_", "get_", "set_"))]
    return None if method in known else f"Faker has no method {method!r}{_like(method, known)}"


def _like(method: str, known: list[str]) -> str:
    """The nearest method; Faker has too many to name them all."""
    return nearest(method, known).partition(" (allowed")[0]
