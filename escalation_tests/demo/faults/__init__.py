"""Ways to break the bot, one file each, switched on by name; all are off in a healthy bot."""

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from importlib import import_module
from typing import Any

from escalation_tests.demo.bot.letters import Letters
from escalation_tests.demo.bot.policy import Transfer
from escalation_tests.demo.bot.seams import Case, Seams
from escalation_tests.demo.meaning import Meaning


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


class UnknownFault(LookupError):
    """No fault has this name; says which there are."""


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
    """The seams with these faults in place, full names or ids; raises `UnknownFault`."""
    seams = Seams()
    for fault in sorted({_named(name) for name in names}, key=lambda fault: _order(fault.id)):
        seams = fault.break_(seams)
    return seams


def _named(name: str) -> Fault:
    known = known_faults()
    spelled = {key.lower(): fault for fault in known.values() for key in (fault.name, fault.id)}
    wanted = name.strip().lower()
    if wanted in spelled:
        return spelled[wanted]
    near = get_close_matches(wanted, spelled, 1)
    meant = f" (did you mean {spelled[near[0]].name}?)" if near else ""
    raise UnknownFault(f"no fault {name!r}{meant}; known: {', '.join(known)}")


def changed(**seam: Any) -> Callable[[Seams], Seams]:
    """A fault that puts another value at one or more seams."""
    return lambda seams: replace(seams, **seam)


def hears(step: Callable[[Meaning, str], Meaning]) -> Callable[[Seams], Seams]:
    """A fault that mistakes what a message means, on top of other such faults."""
    return lambda seams: replace(
        seams, meaning=lambda meaning, text: step(seams.meaning(meaning, text), text)
    )


def decides(step: Callable[[Transfer], Transfer]) -> Callable[[Seams], Seams]:
    """A fault that changes a decision, on top of other such faults."""
    return lambda seams: replace(seams, transfer=lambda transfer: step(seams.transfer(transfer)))


def sends(step: Callable[[Case], Case]) -> Callable[[Seams], Seams]:
    """A fault that spoils what the desk is given, on top of other such faults."""
    return lambda seams: replace(seams, case=lambda case: step(seams.case(case)))


def tells(step: Callable[[str, Transfer, dict[str, Letters]], str]) -> Callable[[Seams], Seams]:
    """A fault that spoils the notice, before the other such faults have their turn with it."""
    return lambda seams: replace(
        seams, notice=lambda text, to, by: seams.notice(step(text, to, by), to, by)
    )
