"""Ways to break the bot, one file each, switched on by name; all are off in a healthy bot."""

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from escalation_tests.demo.bot.seams import Case, Seams


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to be broken."""

    name: str
    about: str
    """What it does, in one sentence."""
    break_: Callable[[Seams], Seams]

    @property
    def id(self) -> str:
        """The short id, such as `N1`."""
        return self.name.partition("-")[0]


__all__ = ["Case", "Fault", "Seams", "broken", "changed", "known_faults"]


def known_faults() -> dict[str, Fault]:
    """All faults by name, in the order of their ids."""
    found = [
        import_module(f"{__name__}.{module.name}").FAULT
        for module in pkgutil.iter_modules(__path__)
    ]
    return {fault.name: fault for fault in sorted(found, key=lambda fault: _order(fault.id))}


def _order(id_: str) -> tuple[str, int]:
    return id_[0], int(id_[1:])


def broken(names: Iterable[str]) -> Seams:
    """The seams with these faults in place; raises `KeyError` with the known names."""
    known, seams = known_faults(), Seams()
    by_id = {fault.id.lower(): fault for fault in known.values()}
    for name in names:
        fault = known.get(name) or by_id.get(name.lower())
        if fault is None:
            raise KeyError(f"no fault {name!r}; known: {', '.join(known)}")
        seams = fault.break_(seams)
    return seams


def changed(**seam: Any) -> Callable[[Seams], Seams]:
    """A fault that puts something else at one or more seams."""
    return lambda seams: replace(seams, **seam)
