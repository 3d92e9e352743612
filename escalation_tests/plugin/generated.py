"""Properties as items: one for each promise and family of personas."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from _pytest._code.code import ReprFileLocation
from _pytest._io import TerminalWriter
from hypothesis import settings as hypothesis_settings

from escalation_tests.customers.casebook import Drawn
from escalation_tests.customers.generated import Recipe, Writer, families, recipes
from escalation_tests.customers.generated.dealing import deals, steered
from escalation_tests.customers.generated.exercised import Exercises
from escalation_tests.customers.generated.hunt import Hunt, Terms
from escalation_tests.customers.generated.keeping import keep, kept
from escalation_tests.customers.generated.promises import PROPERTIES, Property
from escalation_tests.customers.generated.simpler import Simpler, turns_of
from escalation_tests.customers.generated.varying import VARIATIONS, Variation
from escalation_tests.model.plan import Kind, Plan, Then
from escalation_tests.model.played import Played
from escalation_tests.plugin.arena import Arena
from escalation_tests.plugin.freezing import freeze
from escalation_tests.plugin.items import BrokenPromise, ConversationItem, Telling, Unplayable
from escalation_tests.plugin.keys import STATE
from escalation_tests.plugin.lens import Lens, Related, Watched, found_by
from escalation_tests.plugin.options import seed, setting
from escalation_tests.plugin.shelving import shelved
from escalation_tests.plugin.state import State
from escalation_tests.reporting.entry import entry
from escalation_tests.reporting.exercised import exercised
from escalation_tests.reporting.keeping import Keeper
from escalation_tests.reporting.properties import properties

_ALL: tuple[Property | Variation, ...] = (*PROPERTIES, *VARIATIONS)
REPLAYS = 5
"""How often the smallest conversation is held again, to tell how often it shows the defect."""
ARENA = pytest.StashKey[Arena]()
"""The made-up conversations of this process."""


def arena_of(state: State) -> Arena:
    """The arena of this process, made at the first use."""
    stash = state.config.stash
    if ARENA not in stash:
        stash[ARENA] = Arena(state.run, Writer(state.material, seed(state.config)))
    return stash[ARENA]


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect with the smallest conversation that shows it."""

    check: str
    recipe: Recipe
    plays: tuple[Played, ...]
    """The first, which showed it, and then the replays."""
    shown: int
    """How many of the replays showed it again."""
    elsewhere: str = ""
    """The item that tells a smaller conversation with the same defect."""

    @property
    def about(self) -> str:
        """How reliably it shows, as a sentence."""
        if self.elsewhere:
            return f"{self.check} shows here too; {self.elsewhere} has its smallest conversation."
        return f"{self.check} shows in {self.shown} of {len(self.plays) - 1} replays."


class Generated(pytest.Collector):
    """Properties of conversations that are made up."""

    def __init__(self, *, examples: int, **rest: Any) -> None:
        super().__init__(**rest)
        self.examples = examples

    def collect(self) -> Iterator[pytest.Item]:
        """One item per family and property; a family's items share their conversations."""
        material = self.config.stash[STATE].material
        for family, names in families(material).items():
            for one in _ALL:
                case = _case(one, family, names, material.file)
                name = f"{one.name}[{family}]"
                yield PropertyItem.from_parent(self, name=name, case=case, of=one, names=names)


def _case(of: Property | Variation, family: str, names: tuple[str, ...], file: str) -> Drawn:
    """What reports call the property; it has no trials of its own to be played ahead."""

    def drawing(*_: int) -> Plan:
        raise AssertionError("a property draws many plans")

    return Drawn(
        id=f"generated::{of.name}[{family}]",
        kind=Kind.GENERATED,
        scenario=of.name,
        about=of.about,
        persona=names[0],
        topic=None,
        trigger=None,
        language="",
        severity="normal",
        tags=("generated", family),
        trials=0,
        require=0,
        file=file,
        line=0,
        drawing=drawing,
    )


class PropertyItem(ConversationItem):
    """One promise that must hold for every conversation of a family of personas."""

    parent: Generated

    def __init__(self, *, of: Property | Variation, names: tuple[str, ...], **rest: Any) -> None:
        super().__init__(**rest)
        self.of, self.names = of, names
        self.arena: Arena
        self.told: list[dict[str, Any]] = []
        """An entry for each defect."""

    def setup(self) -> None:
        """Hunt; a conversation that cannot be held ends it, and what was found so far stays."""
        self.arena = arena_of(self.config.stash[STATE])
        lens = self._lens(self.arena)
        hunt = self._hunt(lens)
        # What only hostile customers found is not for runs without them.
        key = f"escalation-tests {'hostile ' if self._hostile else ''}{self.case.id}"
        database = hypothesis_settings().database
        known = tuple(kept(database, key))
        found = hunt.survey(known)
        defects = [self._defect(lens, hunt, check, found[check], known) for check in found]
        kept_on = known if hunt.halted else ()
        keep(database, key, [*kept_on, *(one.recipe for one in defects)])
        self.told = [self._entry(one.plays, f"{self.of.about} {one.about}") for one in defects]
        for one in defects:
            if not one.elsewhere:
                self._freeze_defect(one)
        self._conclude(hunt, lens)

    def runtest(self) -> None:
        """Say what became of the property."""
        if self.told:
            raise BrokenPromise(self.told[0])
        super().runtest()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Each defect, apart from the others."""
        if isinstance(excinfo.value, BrokenPromise | Unplayable) and self.told:
            where = ReprFileLocation(str(self.path), 0, str(excinfo.value))
            stopped = [excinfo.value.entry] if isinstance(excinfo.value, Unplayable) else []
            return Several([*stopped, *self.told], where)
        return super().repr_failure(excinfo, style)

    def _lens(self, arena: Arena) -> Lens:
        if isinstance(self.of, Property):
            return Watched(arena, self.of.watches)
        return Related(arena, self.of)

    def _hunt(self, lens: Lens) -> Hunt[Recipe]:
        run = self.config.stash[STATE].run
        terms = Terms(self.parent.examples, seed(self.config), run.settings.concurrency)
        disturbed = (
            self._hostile and run.material.config.disturbable and isinstance(self.of, Property)
        )
        strategy = recipes(run.material, self.names, nasty=self._hostile, disturbed=disturbed)
        shows = Exercises(run.material).features
        hand = steered(deals(strategy, terms.seed), shows, set())
        return Hunt(strategy, lens, terms, Simpler(run.material), turns_of, hand)

    def _defect(
        self, lens: Lens, hunt: Hunt[Recipe], check: str, first: Recipe, known: tuple[Recipe, ...]
    ) -> Defect:
        """A defect is shrunk where it shows first; what others find of it is told as it is."""
        elsewhere = self.arena.told.setdefault(check, self.name)
        if elsewhere != self.name:
            return Defect(check, first, lens.plays(first, 0), 0, elsewhere)
        halted = hunt.halted is not None
        smallest = first if first in known or halted else hunt.smallest(check) or first
        plays = lens.plays(smallest, 0 if halted else REPLAYS)
        shown = sum(check in found_by(play) for play in plays[1:])
        return Defect(check, smallest, plays, shown)

    def _conclude(self, hunt: Hunt[Recipe], lens: Lens) -> None:
        """The entry that stands for the whole property."""
        if hunt.halted is not None:
            self.entry = self._entry((hunt.halted.played,), self._stopped(hunt))
        elif self.told:
            self.entry = self.told[0]
        else:
            shown = next((one for one in hunt.draw() if lens.exercised(one)), None)
            if shown is None:
                pytest.skip(f"none of {hunt.judged} conversations could show it")
            about = f"{self.of.about} {hunt.judged} conversations, all of them kept it."
            self.entry = self._entry(lens.plays(shown, 0), about)
        self._counted(self.entry)
        self.user_properties[:] = properties(self.entry)
        self.config.hook.pytest_escalation_conversation(entry=self.entry, config=self.config)
        if self.entry["verdict"] == "error":
            raise Unplayable(self.entry)

    def _entry(self, plays: tuple[Played, ...], about: str) -> dict[str, Any]:
        plan = plays[0].record.plan
        case = self.case
        told = Drawn(
            case.id, case.kind, case.scenario, about, plan.persona, plan.topic, plan.trigger,
            plan.language, case.severity, case.tags, len(plays), len(plays), case.file, 0,
            lambda *_: plan,
        )  # fmt: skip
        secrets = self.config.stash[STATE].material.secrets
        return shelved(entry(told, plays, self._reproduce(), secrets, self.nodeid), self.config)

    def _stopped(self, hunt: Hunt[Recipe]) -> str:
        """What the property is about, and how far it came before a conversation broke off."""
        checks = {finding["check"] for one in self.told for finding in one["findings"]}
        found = f"; found until then: {', '.join(sorted(checks))}" if checks else ""
        return f"{self.of.about} Stopped after {hunt.judged} conversations{found}."

    def _counted(self, entry: dict[str, Any]) -> None:
        """The one conversation that is told stands for all that were held for the property."""
        keep = Keeper(self.config.stash[STATE].material.secrets)
        entry["exercised"] = exercised(self.arena.untold(), keep)

    def _freeze_defect(self, defect: Defect) -> None:
        findings = defect.plays[0].judgement.findings
        finding = next(one.message for one in findings if one.check == defect.check)
        name, then = f"{self.name}-{defect.check}", Then(defect.check, finding)
        freeze(self.config, defect.plays[0].record.plan, name, then, self._reproduce())

    def _reproduce(self) -> str:
        hostile = " --escalation-hostile=yes" if self._hostile else ""
        return f"{super()._reproduce()} --escalation-generated={self.parent.examples}{hostile}"

    @property
    def _hostile(self) -> bool:
        return setting(self.config, "hostile") == "yes"


class Several(Telling):
    """Several defects, one after the other."""

    def __init__(self, told: list[dict[str, Any]], place: ReprFileLocation) -> None:
        super().__init__(told[0], place)
        self.told = [Telling(one, place) for one in told]

    def toterminal(self, tw: TerminalWriter) -> None:
        """Write all of them."""
        for one in self.told:
            one.toterminal(tw)
            tw.line()

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.told))
