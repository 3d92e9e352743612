"""What all strategies have in common: checked arguments, and a `repr` that tells their making."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from hypothesis import strategies as st
from hypothesis.internal.conjecture.data import ConjectureData

from escalation_tests.contract.material import Material

P = ParamSpec("P")
T = TypeVar("T")


def named(
    make: Callable[P, st.SearchStrategy[T]],
) -> Callable[P, st.SearchStrategy[T]]:
    """`make`, whose strategies print as the call that made them."""
    signature = inspect.signature(make)

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> st.SearchStrategy[T]:
        strategy = make(*args, **kwargs)
        given = signature.bind(*args, **kwargs).arguments
        told = ", ".join(_told(signature, name, value) for name, value in given.items())
        shown = f"{make.__name__}({told})"
        return _Shown(strategy, shown)

    return made


class _Shown(st.SearchStrategy[T]):
    """A strategy under the name by which a person made it; draws as the one it stands for.

    Hypothesis offers no other way to name a strategy that is put together from others.
    """

    def __init__(self, strategy: st.SearchStrategy[T], shown: str) -> None:
        super().__init__()
        self._strategy, self._shown = strategy, shown

    def __repr__(self) -> str:
        return self._shown

    def do_validate(self) -> None:
        self._strategy.validate()

    def do_draw(self, data: ConjectureData) -> T:
        return data.draw(self._strategy)


def _told(signature: inspect.Signature, name: str, value: object) -> str:
    kind = signature.parameters[name].kind
    if kind is inspect.Parameter.VAR_POSITIONAL and isinstance(value, tuple):
        return ", ".join(map(repr, value))
    told = f"<{value.file}>" if isinstance(value, Material) else repr(value)
    return f"{name}={told}" if kind is inspect.Parameter.KEYWORD_ONLY else told


def whole(name: str, value: object, least: int, most: int) -> int:
    """`value`, which is a whole number in these bounds. Raises `TypeError` or `ValueError`."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"expected int but got {name}={value!r} (type={type(value).__name__})")
    if not least <= value <= most:
        raise ValueError(f"expected {name} from {least} to {most}, got {name}={value!r}")
    return value


def words(name: str, value: object) -> str:
    """`value`, which is a text. Raises `TypeError`."""
    if not isinstance(value, str):
        raise TypeError(f"expected str but got {name}={value!r} (type={type(value).__name__})")
    return value
