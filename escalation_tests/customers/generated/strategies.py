"""The public strategies: composable, each with a `repr` that shows how it was made.

    conversations(material)                      whole plans, everything left to chance
    from_persona(material, "furious")            the same with one persona
    from_scenario(material, script)              a scripted scenario, mutated
    plans(material, personas(material), turns)   put together from parts of your own
    moves(material) · voices() · personas(material) · facts(material, "order_id") · faults()

Everything shrinks to the fewest turns, the plainest words, and the plainest persona.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from escalation_tests.contract.material import Material, Script
from escalation_tests.contract.persona import Persona, Voice
from escalation_tests.customers.chance import stream
from escalation_tests.customers.facts import Registrar
from escalation_tests.customers.generated.altering import Alters, Change
from escalation_tests.customers.generated.beats import single, turns
from escalation_tests.customers.generated.mutating import Mutator
from escalation_tests.customers.generated.named import named, whole, words
from escalation_tests.customers.generated.palette import Palette, palette, plain_first
from escalation_tests.customers.generated.retelling import Retelling
from escalation_tests.customers.generated.sketch import Recipe, Sketch
from escalation_tests.customers.generated.trimming import Trimmer
from escalation_tests.customers.generated.writer import Writer
from escalation_tests.customers.matrix import left_out
from escalation_tests.customers.shelf import Shelf
from escalation_tests.errors import ImpossiblePlan, nearest
from escalation_tests.model.fact import Fact
from escalation_tests.model.plan import FaultSpec, Plan

Parts = tuple[tuple[Sketch, ...], tuple[FaultSpec, ...], Mapping[str, Any]]
"""Turns, faults, and further fields of a recipe."""
MOST_TURNS = 5
"""Beats of a drawn conversation; a beat has one turn or the few that make one cause."""


@named
def voices(odd: bool = True) -> st.SearchStrategy[Voice]:
    """Ways to write, from the plainest on; with `odd` also look-alike letters and the like."""
    shares = st.sampled_from([0.0, 0.1, 0.3])
    fields: dict[str, st.SearchStrategy[object]] = {
        "shout": st.sampled_from([0.0, 0.3, 1.0]),
        "lower": st.booleans(),
        "typos": shares,
        "unpunctuated": st.booleans(),
        "emoji": st.integers(0, 3),
        "verbose": st.integers(0, 4),
        "burst": st.integers(1, 3),
        "elongate": shares,
    }
    if odd:
        fields["zero_width"] = shares
        fields["script"] = st.sampled_from([None, "fullwidth", "homoglyph"])
    one = st.sampled_from(sorted(fields)).flatmap(
        lambda name: st.tuples(st.just(name), fields[name])
    )
    return st.lists(one, max_size=3).map(lambda pairs: Voice.model_validate(dict(pairs)))


@named
def facts(material: Material, name: str, language: str = "") -> st.SearchStrategy[Fact]:
    """Values of one fact as customers state them. Raises `ImpossiblePlan` for an unknown fact."""
    shelf, registrar = Shelf(material), Registrar()
    spoken = words("language", language or shelf.first)
    rule = shelf.fact(words("name", name), spoken)

    def made(number: int) -> Fact:
        return Fact(name, registrar.value(name, rule, spoken, stream("fact", name, number)))

    return st.integers(0, 2**32 - 1).map(made)


@named
def personas(material: Material, *names: str) -> st.SearchStrategy[Persona]:
    """The personas of these names, or all that this policy has something for; plainest first."""
    chosen = plain_first(material, names or _fitting(material))
    return st.sampled_from([material.personas[name] for name in chosen])


def _fitting(material: Material) -> tuple[str, ...]:
    missing = left_out(Shelf(material))
    return tuple(name for name in material.personas if name not in missing)


@named
def moves(
    material: Material, persona: str = "plain", language: str = ""
) -> st.SearchStrategy[Sketch]:
    """Single turns, labelled but not yet worded, that `persona` can say."""
    (name,) = plain_first(material, (persona,))
    return st.one_of(list(single(palette(material, material.personas[name], language))))


@named
def faults(most: int = 1) -> st.SearchStrategy[tuple[FaultSpec, ...]]:
    """Fault schedules of at most so many disturbances; shrinks to none."""
    desk = st.builds(
        FaultSpec,
        st.just("desk"),
        st.sampled_from(["unavailable", "refuses"]),
        st.integers(0, 2),
    )
    twice = st.just(FaultSpec("bot", "sends_twice", times=0))
    one = st.one_of(desk, desk, twice)
    return st.lists(one, max_size=whole("most", most, 0, 3), unique_by=lambda one: one.name).map(
        tuple
    )


def _extras(material: Material, palette: Palette) -> st.SearchStrategy[Mapping[str, Any]]:
    """What few customers do: come back, write on while they wait, send a message in parts."""
    again = turns(material, palette, 1, 1, nasty=False).filter(bool)
    extras: tuple[st.SearchStrategy[Mapping[str, Any]], ...] = (
        st.just({}),
        st.sampled_from([2, 3]).map(lambda waits: {"waits": waits}),
        st.sampled_from([2, 3]).map(lambda bubbles: {"bubbles": bubbles}),
        again.map(lambda again: {"again": again}),
    )
    return st.sampled_from((0, 0, 0, 0, 0, 1, 2, 3)).flatmap(extras.__getitem__)


@named
def recipes(
    material: Material,
    names: Sequence[str] = (),
    language: str = "",
    min_size: int = 1,
    max_size: int = MOST_TURNS,
    nasty: bool = False,
    disturbed: bool = False,
) -> st.SearchStrategy[Recipe]:
    """As `conversations`, before they are written out; `names` are those of personas."""
    words("language", language)
    least = whole("min_size", min_size, 1, max_size)
    most = whole("max_size", max_size, 1, 50)
    chosen = plain_first(material, tuple(names) or _fitting(material))
    schedules = faults() if disturbed else st.just(())

    alike: dict[tuple[object, ...], st.SearchStrategy[Parts]] = {}

    def parts(name: str) -> st.SearchStrategy[Parts]:
        """What personas with the same language and facts share, so it is built once for them."""
        persona = material.personas[name]
        has = palette(material, persona, language)
        key = has.language, persona.owns and tuple(persona.owns)
        if key not in alike:
            said = turns(material, has, least, most, nasty).filter(bool)
            alike[key] = st.tuples(said, schedules, _extras(material, has))
        return alike[key]

    def spoken(name: str) -> st.SearchStrategy[Recipe]:
        return parts(name).map(lambda of: Recipe(name, of[0], language, faults=of[1], **of[2]))

    by_name = {name: spoken(name) for name in chosen}
    return st.sampled_from(chosen).flatmap(by_name.__getitem__).map(Trimmer(material))


@named
def conversations(
    material: Material,
    names: Sequence[str] = (),
    *,
    language: str = "",
    min_size: int = 1,
    max_size: int = MOST_TURNS,
    nasty: bool = False,
    disturbed: bool = False,
    seed: int = 0,
) -> st.SearchStrategy[Plan]:
    """Whole conversations, drawn before their first message.

    Args:
        material: the loaded configuration.
        names: the personas who may speak; none: all that the policy has something for.
        language: the language they write; empty: each persona's own.
        min_size: the fewest beats; a beat is a turn, or the few that make one cause.
        max_size: the most beats.
        nasty: also say what breaks bots: markup, odd alphabets, 20,000 characters.
        disturbed: also let the desk refuse.
        seed: what identities and facts depend on besides the conversation itself.

    Raises `ImpossiblePlan` for a persona who cannot play under this policy, `ValueError` for
    sizes that fit nothing.
    """
    drawn = recipes(material, names, language, min_size, max_size, nasty, disturbed)
    return drawn.map(Writer(material, seed).plan)


@named
def from_persona(material: Material, name: str, *, seed: int = 0) -> st.SearchStrategy[Plan]:
    """Conversations of one persona. Raises `ImpossiblePlan` for one who cannot play."""
    return conversations(material, (name,), seed=seed)


@named
def from_scenario(
    material: Material, script: str | Script, *, persona: str = "", changes: int = 3, seed: int = 0
) -> st.SearchStrategy[Plan]:
    """A scripted scenario with up to so many changes; shrinks to the scenario as it was written.

    Turns are left out, repeated, reordered, parted into bubbles, put into other words, another
    case or another language, corrected, and interrupted by small talk and other topics. What must
    come of it is what the policy says; what the scenario's author expected is left out.

    Args:
        material: the loaded configuration.
        script: the name of a scenario of the library, or a loaded one.
        persona: who plays it; empty: the first of the scenario's own.
        changes: the most changes.
        seed: what identities and facts depend on besides the conversation itself.

    Raises `ImpossiblePlan` for a scenario or a persona that is unknown.
    """
    found = _script(material, script)
    name = words("persona", persona) or found.scenario.personas[0]
    who = material.personas[plain_first(material, (name,))[0]]
    one = st.builds(Change, st.sampled_from(Alters), st.integers(0, 9), st.integers(0, 23))
    retell = Retelling(material, Mutator(material, found, who), seed)
    return st.lists(one, max_size=whole("changes", changes, 0, 20)).map(retell)


def _script(material: Material, script: str | Script) -> Script:
    if isinstance(script, Script):
        return script
    by_name = {one.scenario.scenario: one for one in material.library}
    if words("script", script) not in by_name:
        told = f"no scenario {script!r} in the library{nearest(script, by_name)}"
        raise ImpossiblePlan(f"{told}; your own come from `load_scenarios(file, material)`")
    return by_name[script]


@named
def plans(
    material: Material,
    who: st.SearchStrategy[Persona],
    said: st.SearchStrategy[Sequence[Sketch]],
    *,
    seed: int = 0,
) -> st.SearchStrategy[Plan]:
    """Conversations put together from personas and lists of moves of your own."""
    for name, given in (("who", who), ("said", said)):
        if not isinstance(given, st.SearchStrategy):
            raise TypeError(
                f"expected a strategy, but got {name}={given!r} (type={type(given).__name__})"
            )
    writer = Writer(material, seed)

    def written(persona: Persona, turns: Sequence[Sketch]) -> Plan:
        if persona.persona not in material.personas:
            raise ImpossiblePlan(f"persona {persona.persona!r} is not of this configuration")
        return writer.plan(Recipe(persona.persona, tuple(turns)))

    return st.builds(written, who, said)
