"""Ways to break the bot, one file each, switched on by name; all are off in a healthy bot."""

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from escalation_tests.demo.bot.conversation import Conversation
from escalation_tests.demo.bot.letters import Letters
from escalation_tests.demo.bot.policy import Transfer
from escalation_tests.demo.meaning import Meaning

Case = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seams:
    """The places at which a fault can reach in. A healthy bot has nothing here."""

    meaning: Callable[[Meaning, str], Meaning] = lambda meaning, _: meaning
    """What a message means, given its text."""
    transfer: Callable[[Transfer], Transfer] = lambda transfer: transfer
    case: Callable[[Case], Case] = lambda case: case
    """What the desk is given."""
    deliveries: int = 1
    """How often the case is posted, each time under an id of its own; 0: not at all."""
    believes: bool = False
    """Whatever the desk says, the customer is told that all is well."""
    notice: Callable[[str, Transfer, dict[str, Letters]], str] = lambda text, *_: text
    """What the customer is told; empty: nothing."""
    waiting: Callable[[Conversation, Letters], str] = lambda *_: ""
    """What the bot says to a customer who waits for a human; empty: nothing."""
    forwards: bool = True
    """What a waiting customer writes reaches the desk."""


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
