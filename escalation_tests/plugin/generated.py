"""Properties as items: one for each promise and family of personas."""

from collections.abc import Iterator
from typing import Any

import pytest
from _pytest._code.code import ReprFileLocation
from _pytest._io import TerminalWriter
from hypothesis import settings as hypothesis_settings
from hypothesis.database import ExampleDatabase

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
from escalation_tests.plugin.lens import Lens, Related, Watched
from escalation_tests.plugin.options import seed, setting
from escalation_tests.plugin.pursuit import Defect, Pursuit, Pursuits
from escalation_tests.plugin.shelving import shelved
from escalation_tests.plugin.state import State
from escalation_tests.reporting.entry import entry
from escalation_tests.reporting.exercised import exercised
from escalation_tests.reporting.keeping import Keeper
from escalation_tests.reporting.properties import properties

_ALL: tuple[Property | Variation, ...] = (*PROPERTIES, *VARIATIONS)
ARENA = pytest.StashKey[Arena]()
"""The made-up conversations of this process."""
PURSUITS = pytest.StashKey[Pursuits]()
"""The hunts of this process."""


def arena_of(state: State) -> Arena:
    """The arena of this process, made at the first use."""
    stash = state.config.stash
    if ARENA not in stash:
        stash[ARENA] = Arena(state.run, Writer(state.material, seed(state.config)))
    return stash[ARENA]


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
        pursuit, defects = self._pursuits().outcome(self, self._next())
        hunt = pursuit.hunt
        self.told = [self._entry(one.plays, f"{self.of.about} {one.about}") for one in defects]
        kept_on = pursuit.known if hunt.halted else ()
        keep(*self._kept_at, [*kept_on, *(one.recipe for one in defects)])
        for one in defects:
            if not one.elsewhere:
                self._freeze_defect(one)
        self._conclude(hunt, pursuit.lens)

    def pursuit(self) -> Pursuit:
        """The item's hunt, not begun."""
        self.arena = arena_of(self.config.stash[STATE])
        lens = self._lens(self.arena)
        known = tuple(kept(*self._kept_at))
        return Pursuit(self.name, lens, self._hunt(lens), known, self.arena.told)

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

    def _pursuits(self) -> Pursuits:
        stash = self.config.stash
        if PURSUITS not in stash:
            stash[PURSUITS] = Pursuits(stash[STATE].run.settings.concurrency, self.parent.examples)
            self.config.add_cleanup(stash[PURSUITS].close)
        return stash[PURSUITS]

    def _next(self) -> list["PropertyItem"]:
        """Items of this kind that come after this one, as far as this process knows."""
        queue = self.config.stash[STATE].queue
        here = queue.index(self) if self in queue else len(queue)
        return [item for item in queue[here + 1 :] if isinstance(item, PropertyItem)]

    @property
    def _kept_at(self) -> tuple[ExampleDatabase | None, str]:
        """Where conversations that showed a defect are kept from run to run."""
        # What only hostile customers found is not for runs without them.
        key = f"escalation-tests {'hostile ' if self._hostile else ''}{self.case.id}"
        return hypothesis_settings().database, key

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
        self._counted(self.entry, [held for one in hunt.asked for held in lens.held(one)])
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

    def _counted(self, entry: dict[str, Any], held: list[Recipe]) -> None:
        """The one conversation that is told stands for all that were held for the property, and
        for none before it.
        """
        keep = Keeper(self.config.stash[STATE].material.secrets)
        entry["exercised"] = exercised(self.arena.untold(held), keep)

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
