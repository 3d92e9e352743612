"""The words that a configuration makes known: what everything else may refer to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from escalation_tests.contract.escalation import EscalationConfig
from escalation_tests.contract.material import Material
from escalation_tests.contract.persona import Persona
from escalation_tests.contract.phrasebook import Phrasebook
from escalation_tests.model.trigger import Trigger

_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9][\w.-]*)\}")


@dataclass(frozen=True, slots=True)
class Shop:
    """A configuration, the books and the personas, with the names that they define."""

    config: EscalationConfig
    phrases: Mapping[str, Phrasebook]
    personas: Mapping[str, Persona]
    impatient: Mapping[str, str]
    """Personas that cannot be used under this policy → why."""

    @classmethod
    def of(cls, material: Material) -> "Shop":
        """What is known once everything has been loaded."""
        return cls(material.config, material.phrases, material.personas, material.left_out)

    @property
    def facts(self) -> set[str]:
        """Facts of which it is known how they are made."""
        return set(self.config.facts) | self.made

    @property
    def made(self) -> set[str]:
        """Facts that come with the plugin."""
        return {name for book in self.phrases.values() for name in book.facts}

    @property
    def steps(self) -> set[str]:
        """Steps that customers may claim."""
        return set(self.config.steps).union(*(book.steps for book in self.phrases.values()))

    @property
    def queues(self) -> set[str]:
        """Queues that a handoff can be promised into."""
        routing = self.config.policy.routing
        topics = {topic.queue for topic in self.config.topics.values() if topic.queue}
        also = {queue for queues in routing.also.values() for queue in queues}
        return topics | also | routing.promised

    def serves(self, language: str) -> bool:
        """Whether the bot is said to speak this language."""
        served = self.config.policy.languages
        return language in served or base(language) in {base(each) for each in served}

    def has_words(self, language: str) -> bool:
        """Whether a phrasebook exists for this language."""
        return base(language) in {base(each) for each in self.phrases}

    def within(self, trigger: Trigger) -> int:
        """The budget of a promised trigger in turns, 0 for others."""
        rule = self.config.policy.triggers.get(trigger)
        return rule.within if rule else 0


def base(language: str) -> str:
    """`pt` of `pt-BR`."""
    return language.partition("-")[0]


def placeholders(text: str) -> list[str]:
    """The names in braces of a text, in order."""
    return _PLACEHOLDER.findall(text)
