"""Which languages belong together, and which of them the bot serves."""

from escalation_tests.contract.policy import Policy
from escalation_tests.contract.topic import Wordings


def stem(language: str) -> str:
    """The language without its region: `pt` of `pt-BR`."""
    return language.partition("-")[0].lower()


def served(policy: Policy, language: str) -> bool:
    """Whether the bot serves `language`, in whatever region."""
    return stem(language) in {stem(one) for one in policy.languages}


def worded(wordings: Wordings, language: str, default: str) -> tuple[str, ...]:
    """The wordings in `language`; those without a language are in `default`."""
    for key, phrases in wordings.items():
        if stem(key or default) == stem(language):
            return phrases
    return ()
