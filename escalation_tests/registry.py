"""Names to factories: the way by which `wiring` finds an implementation."""

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

from escalation_tests.errors import UnknownName

T = TypeVar("T")


class Registry(Mapping[str, Callable[..., T]], Generic[T]):
    """An immutable mapping from a name to what makes the thing of that name.

    Looking up an unknown name raises `UnknownName` with the nearest match.
    """

    def __init__(self, kind: str, factories: Mapping[str, Callable[..., T]]) -> None:
        self._kind, self._factories = kind, dict(factories)

    def __getitem__(self, name: str) -> Callable[..., T]:
        try:
            return self._factories[name]
        except KeyError:
            raise UnknownName(self._kind, name, self._factories) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._factories)

    def __len__(self) -> int:
        return len(self._factories)

    def with_(self, name: str, factory: Callable[..., T]) -> "Registry[T]":
        """A new registry that also knows `name`."""
        return Registry(self._kind, {**self._factories, name: factory})
