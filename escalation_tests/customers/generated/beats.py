"""Beats: short runs of turns that belong together, drawn for one palette."""

from collections.abc import Callable, Iterator
from itertools import chain

from hypothesis import strategies as st

from escalation_tests.contract.material import Material
from escalation_tests.customers.generated.nasty import nasty_texts
from escalation_tests.customers.generated.order import truthful
from escalation_tests.customers.generated.palette import Palette, in_a_row
from escalation_tests.customers.generated.sketch import Does, Sketch
from escalation_tests.model.trigger import Trigger

Beat = tuple[Sketch, ...]
WORDINGS = 24
"""Places in a bank of phrases that are tried; smaller banks are counted through again."""
_words = st.integers(0, WORDINGS - 1)


def turns(
    material: Material, palette: Palette, least: int, most: int, nasty: bool
) -> st.SearchStrategy[Beat]:
    """Conversations of one persona, in beats that keep every label true."""
    beats = list(_foreign(palette) if palette.foreign else _beats(material, palette))
    if nasty and not palette.foreign:
        beats = [*map(_oddly, beats), *_mutters(material)]
    drawn = st.lists(st.one_of(beats), min_size=least, max_size=most)
    last = st.one_of(st.just(()), *_causes(material, palette))
    return st.builds(lambda found, end: truthful((*chain.from_iterable(found), *end)), drawn, last)


def single(palette: Palette) -> Iterator[st.SearchStrategy[Sketch]]:
    """Every kind of turn that the palette has words for, from the plainest on."""
    yield _one(Does.ASKS, palette.topics)
    yield _one(Does.WANTS_HUMAN)
    yield _one(Does.COMPLAINS)
    yield _one(Does.BABBLES)
    if palette.outside:
        yield _one(Does.ASKS, palette.outside)
    if palette.topics:
        yield _one(Does.HINTS, palette.topics)
    yield from _harmless(palette)


def _harmless(palette: Palette) -> Iterator[st.SearchStrategy[Sketch]]:
    steps = tuple(dict.fromkeys(chain.from_iterable(palette.steps.values())))
    facts = tuple(dict.fromkeys(chain.from_iterable(palette.facts.values())))
    if palette.chats:
        yield _one(Does.CHATS)
    if steps:
        yield _one(Does.CLAIMS, steps)
    if facts:
        yield _one(Does.TELLS, facts)
        yield _one(Does.CORRECTS, facts)
    if palette.topics:
        yield from (_decoys(about, palette.topics) for about in palette.decoys)
    if palette.chapters:
        yield _one(Does.INJECTS, palette.chapters)


def _decoys(about: str, topics: tuple[str, ...]) -> st.SearchStrategy[Sketch]:
    """Questions in words that look like one trigger."""
    return st.builds(
        lambda words, topic: Sketch(Does.DECOYS, about, words, topic),
        _words,
        st.sampled_from(topics),
    )


def _one(does: Does, about: tuple[str, ...] = ()) -> st.SearchStrategy[Sketch]:
    """Turns of one kind, about one of these."""
    subjects = st.sampled_from(about) if about else st.just("")
    return st.builds(lambda subject, words: Sketch(does, subject, words), subjects, _words)


def _alone(turns: st.SearchStrategy[Sketch]) -> st.SearchStrategy[Beat]:
    return turns.map(lambda turn: (turn,))


def _beats(material: Material, palette: Palette) -> Iterator[st.SearchStrategy[Beat]]:
    """Each kind of turn alone, and what completes, or just not completes, a condition."""
    ask = _one(Does.ASKS, palette.topics)
    yield from map(_alone, single(palette))
    yield from _causes(material, palette)
    yield from _second_thoughts(palette)
    lost = in_a_row(material, Trigger.LOW_CONFIDENCE)
    if lost > 1:
        yield st.tuples(_row(_one(Does.BABBLES), lost - 1, ask), ask).map(
            lambda parts: (*parts[0], parts[1])
        )


def _second_thoughts(palette: Palette) -> Iterator[st.SearchStrategy[Beat]]:
    """A topic with its facts, and then another value for one of them."""
    stating = tuple(topic for topic in palette.topics if palette.facts[topic])
    if stating:
        yield st.builds(
            lambda topic, about, words: (
                Sketch(Does.ASKS, topic, words),
                Sketch(Does.CORRECTS, palette.facts[topic][about % len(palette.facts[topic])]),
            ),
            st.sampled_from(stating),
            st.integers(0, 3),
            _words,
        )


def _causes(material: Material, palette: Palette) -> Iterator[st.SearchStrategy[Beat]]:
    """What completes the condition of each trigger that turns of this palette can count for."""
    yield _alone(_one(Does.WANTS_HUMAN))
    if palette.outside and not palette.foreign:
        yield _alone(_one(Does.ASKS, palette.outside))
    angry = in_a_row(material, Trigger.FRUSTRATION)
    if angry and not palette.foreign:
        yield _row(_one(Does.COMPLAINS), angry)
    lost = in_a_row(material, Trigger.LOW_CONFIDENCE)
    if lost and not palette.foreign:
        yield _row(_one(Does.BABBLES), lost, _one(Does.ASKS, palette.topics))


def _row(
    evidence: st.SearchStrategy[Sketch],
    count: int,
    before: st.SearchStrategy[Sketch] | None = None,
) -> st.SearchStrategy[Beat]:
    """So many turns of evidence, behind an understood one where that is given."""
    return st.tuples(*([] if before is None else [before]), *[evidence] * count)


def _foreign(palette: Palette) -> Iterator[st.SearchStrategy[Beat]]:
    """In a language that the bot does not serve, every turn is evidence of just that."""
    yield _alone(_one(Does.ASKS, palette.topics))
    yield _alone(_one(Does.WANTS_HUMAN))


def _oddly(beats: st.SearchStrategy[Beat]) -> st.SearchStrategy[Beat]:
    """The same with odd text behind the words of its first turn."""
    odd = st.one_of(st.just(""), nasty_texts())
    return st.builds(_behind, beats, odd)


def _behind(beat: Beat, text: str) -> Beat:
    first = beat[0]
    if first.does is Does.BABBLES or not text:
        return beat
    return (Sketch(first.does, first.about, first.words, first.topic, text), *beat[1:])


def _mutters(material: Material) -> Iterator[st.SearchStrategy[Beat]]:
    """Odd text alone, where one such turn cannot yet count as low confidence."""
    if in_a_row(material, Trigger.LOW_CONFIDENCE) == 1:
        return
    mutter: Callable[[str], Beat] = lambda text: (Sketch(Does.MUTTERS, text=text),)  # noqa: E731
    yield nasty_texts().map(mutter)
