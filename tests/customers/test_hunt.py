"""The hunt: every defect that shows, each made as small as the known steps can make it."""

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import strategies as st

from escalation_tests.customers.generated.hunt import Halt, Hunt, Terms

Talk = tuple[int, ...]
TALKS = st.lists(st.integers(0, 9), min_size=1, max_size=6).map(tuple)


def simpler(talk: Talk) -> list[Talk]:
    """With one turn less, then with one turn plainer."""
    less = [talk[:at] + talk[at + 1 :] for at in range(len(talk)) if len(talk) > 1]
    plainer = [(*talk[:at], one - 1, *talk[at + 1 :]) for at, one in enumerate(talk) if one]
    return less + plainer


@dataclass
class Bot:
    """Is rude about a nine, slow with two sevens, and remembers what it was told."""

    begun: list[Talk] = field(default_factory=list)
    held: list[Talk] = field(default_factory=list)

    def start(self, drawn: Sequence[Talk]) -> None:
        self.begun.extend(drawn)

    def broken(self, drawn: Talk) -> frozenset[str]:
        self.held.append(drawn)
        shown = {"rude": 9 in drawn, "slow": drawn.count(7) > 1}
        return frozenset(name for name, shows in shown.items() if shows)


class Moody(Bot):
    """Three conversations in ten are broken, whatever is said in them."""

    def broken(self, drawn: Talk) -> frozenset[str]:
        self.held.append(drawn)
        return frozenset({"moody"} if zlib.crc32(repr(drawn).encode()) % 10 < 3 else ())


def hunt(bot: Bot, ahead: int = 16, examples: int = 100, seed: int = 0) -> Hunt[Talk]:
    return Hunt(TALKS, bot, Terms(examples, seed, ahead), simpler, len)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("ahead", [0, 16])
def test_each_defect_is_made_as_small_as_it_gets(seed, ahead) -> None:
    found = hunt(Bot(), ahead, 300, seed)
    assert {name: found.smallest(name) for name in found.survey()} == {
        "rude": (9,),
        "slow": (7, 7),
    }


@pytest.mark.parametrize("seed", range(10))
def test_nothing_is_held_twice_and_nothing_held_that_was_not_begun(seed) -> None:
    bot = Moody()
    hunting = hunt(bot, seed=seed)
    for name in hunting.survey():
        hunting.smallest(name)
    assert max(Counter(bot.held).values()) == 1
    assert max(Counter(bot.begun).values()) == 1
    assert {*bot.held} <= {*bot.begun}


@pytest.mark.parametrize("seed", range(20))
def test_whatever_a_moody_bot_says_the_smallest_shows_the_defect(seed) -> None:
    hunting = hunt(Moody(), seed=seed)
    found = hunting.survey()
    smallest = hunting.smallest("moody")
    assert smallest is not None
    assert Moody().broken(smallest)
    assert len(smallest) <= len(found["moody"])


def test_conversations_are_begun_while_the_rest_is_still_drawn() -> None:
    bot = Bot()
    hunting = hunt(bot, examples=50)
    drawn = hunting.draw()
    assert tuple(bot.begun) == drawn
    assert len(set(drawn)) == 50


def test_ahead_or_one_by_one_the_same_is_found() -> None:
    ahead, one_by_one = hunt(Moody()), hunt(Moody(), ahead=0)
    assert ahead.survey() == one_by_one.survey()
    assert ahead.smallest("moody") == one_by_one.smallest("moody")


def test_one_by_one_nothing_is_begun_before_it_is_wanted() -> None:
    bot = Bot()
    hunting = hunt(bot, ahead=0)
    hunting.survey(enough=lambda name: name == "rude")
    assert bot.begun == []
    assert 9 in bot.held[-1]
    assert not any(9 in one for one in bot.held[:-1])


def test_what_is_kept_is_tried_first() -> None:
    bot = Bot()
    hunting = hunt(bot)
    found = hunting.survey(kept=[(1, 9, 2)], enough=lambda _: True)
    assert found == {"rude": (1, 9, 2)}
    assert bot.held == [(1, 9, 2)]


def test_a_defect_that_no_drawn_conversation_showed_has_no_smallest() -> None:
    hunting = hunt(Bot())
    assert {*hunting.survey()} == {"rude", "slow"}
    assert hunting.smallest("late") is None


class Dying(Bot):
    """Dies at the first eight."""

    def broken(self, drawn: Talk) -> frozenset[str]:
        if 8 in drawn:
            raise Halt.__new__(Halt)
        return super().broken(drawn)


def test_a_conversation_that_cannot_be_held_ends_the_survey_and_keeps_what_was_found() -> None:
    bot = Dying()
    hunting = hunt(bot, examples=300)
    found = hunting.survey(kept=[(9, 9)])
    assert hunting.halted is not None
    assert found["rude"] == (9, 9)
    assert not any(8 in one for one in bot.held)


def test_shrinking_goes_round_what_cannot_be_held() -> None:
    hunting = hunt(Dying(), seed=3)
    found = hunting.survey(kept=[])
    assert hunting.halted is not None
    assert all(8 not in (hunting.smallest(name) or ()) for name in found)
