"""All rules of a language, found by the words of a sentence."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from escalation_tests.demo.understanding.notation import Rule


class Rulebook:
    """Finds out which sections of rules have something to say about a sentence."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._words: dict[str, list[Rule]] = {}
        self._stems: dict[str, list[Rule]] = {}
        for rule in rules:
            for key in rule.keys:
                shelf = self._stems if key.endswith("*") else self._words
                shelf.setdefault(key.removesuffix("*"), []).append(rule)
        self._by_word = lru_cache(20_000)(self._looked_up)

    def candidates(self, text: str) -> Mapping[str, list[Rule]]:
        """Section → its rules that may match, given the words of `text`."""
        found: dict[str, list[Rule]] = {}
        seen: set[int] = set()
        for word in dict.fromkeys(text.split()):
            for rule in self._by_word(word):
                if id(rule) not in seen:
                    seen.add(id(rule))
                    found.setdefault(rule.section, []).append(rule)
        return found

    def _looked_up(self, word: str) -> tuple[Rule, ...]:
        return tuple(self._rules_of(word))

    def _rules_of(self, word: str) -> Iterator[Rule]:
        yield from self._words.get(word, ())
        for end in range(2, len(word) + 1):
            yield from self._stems.get(word[:end], ())


def matched(rules: Iterable[Rule], text: str) -> bool:
    """Whether one of the rules holds."""
    return any(rule.match(text) for rule in rules)


def blanked(rules: Iterable[Rule], text: str) -> str:
    """`text` with a pause wherever a rule holds, so that nothing reads across it."""
    for rule in rules:
        while found := rule.match(text):
            text = f"{text[: found.start()]}, {text[found.end() :]}"
    return text
