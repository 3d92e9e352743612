"""Files become the contract: read, cross-checked, and complained about all at once."""

from escalation_tests.loading.lexicons import load_lexicon_data
from escalation_tests.loading.library import library_root
from escalation_tests.loading.material import load, load_scenarios
from escalation_tests.loading.presets import listed_presets
from escalation_tests.loading.schemas import schemas

__all__ = [
    "library_root",
    "listed_presets",
    "load",
    "load_lexicon_data",
    "load_scenarios",
    "schemas",
]
