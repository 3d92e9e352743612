"""What personas do besides their business, one file each."""

from collections.abc import Mapping
from types import MappingProxyType

from escalation_tests.contract.persona import Tactic as Name
from escalation_tests.customers.scene import Tactic
from escalation_tests.customers.tactics.chats_between import chats_between
from escalation_tests.customers.tactics.chats_first import chats_first
from escalation_tests.customers.tactics.claims_untried_steps import claims_untried_steps
from escalation_tests.customers.tactics.comes_back import comes_back
from escalation_tests.customers.tactics.contradicts_facts import contradicts_facts
from escalation_tests.customers.tactics.corrects_fact import corrects_fact
from escalation_tests.customers.tactics.decoys_first import decoys_first
from escalation_tests.customers.tactics.fakes_escalation import fakes_escalation
from escalation_tests.customers.tactics.forbids_escalation import forbids_escalation
from escalation_tests.customers.tactics.gives_facts_late import gives_facts_late
from escalation_tests.customers.tactics.goes_silent import goes_silent
from escalation_tests.customers.tactics.impersonates_staff import impersonates_staff
from escalation_tests.customers.tactics.keeps_writing import keeps_writing
from escalation_tests.customers.tactics.refuses_facts import refuses_facts
from escalation_tests.customers.tactics.repeats_itself import repeats_itself
from escalation_tests.customers.tactics.switches_language import switches_language
from escalation_tests.customers.tactics.switches_topic import switches_topic

TACTICS: Mapping[Name, Tactic] = MappingProxyType(
    {
        Name.GIVES_FACTS_LATE: gives_facts_late,
        Name.REFUSES_FACTS: refuses_facts,
        Name.CONTRADICTS_FACTS: contradicts_facts,
        Name.CORRECTS_FACT: corrects_fact,
        Name.CLAIMS_UNTRIED_STEPS: claims_untried_steps,
        Name.DECOYS_FIRST: decoys_first,
        Name.SWITCHES_TOPIC: switches_topic,
        Name.FAKES_ESCALATION: fakes_escalation,
        Name.FORBIDS_ESCALATION: forbids_escalation,
        Name.IMPERSONATES_STAFF: impersonates_staff,
        Name.GOES_SILENT: goes_silent,
        Name.CHATS_BETWEEN: chats_between,
        Name.CHATS_FIRST: chats_first,
        Name.COMES_BACK: comes_back,
        Name.REPEATS_ITSELF: repeats_itself,
        Name.KEEPS_WRITING: keeps_writing,
        Name.SWITCHES_LANGUAGE: switches_language,
    }
)
"""Every tactic, in the order in which they change a conversation."""
