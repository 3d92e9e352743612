"""All that was read from files for one run."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from escalation_tests.contract.escalation import EscalationConfig
from escalation_tests.contract.persona import Persona
from escalation_tests.contract.phrasebook import Phrasebook
from escalation_tests.contract.scenario import Scenario
from escalation_tests.model.secrets import Secrets


@dataclass(frozen=True, slots=True)
class Script:
    """A scenario and where it was written."""

    scenario: Scenario
    file: str
    """As given to the loader; for the library, `library/<group>.yaml`."""
    line: int
    library: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """A loaded and cross-checked configuration with everything it refers to."""

    config: EscalationConfig
    file: str
    secrets: Secrets
    personas: Mapping[str, Persona]
    """The shop's own and the library's, by name; the shop's win."""
    phrases: Mapping[str, Phrasebook]
    """Language → its phrasebook."""
    library: tuple[Script, ...] = ()
    """The scenarios that come with the plugin and that this policy makes sense of."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Library scenario → why it is not played: what the policy lacks."""
