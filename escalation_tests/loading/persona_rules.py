"""What a persona may refer to."""

from escalation_tests.contract.persona import Persona
from escalation_tests.errors import nearest
from escalation_tests.loading.promise_rules import Mistakes, unknown
from escalation_tests.loading.shop import Shop
from escalation_tests.loading.topic_rules import worded


def persona_mistakes(persona: Persona, shop: Shop) -> Mistakes:
    """Every name in a persona that stands for nothing."""
    for i, fact in enumerate(persona.owns or ()):
        if fact not in shop.facts:
            yield ("owns", i), unknown("fact", fact, shop.facts)
    if persona.language != "any" and not shop.has_words(persona.language):
        known = nearest(persona.language, shop.phrases)
        yield ("language",), f"there are no wordings in {persona.language!r}{known}"
    switch = persona.voice.code_switch
    if switch and not shop.has_words(switch):
        known = nearest(switch, shop.phrases)
        yield ("voice", "code_switch"), f"there are no wordings in {switch!r}{known}"
    for trigger, wordings in persona.says.items():
        yield from worded(("says", str(trigger)), wordings, shop.facts)
    yield from (((("patience",), message)) for message in impatience(persona, shop))


def impatience(persona: Persona, shop: Shop) -> list[str]:
    """Why a persona cannot be used: it gives up before the bot's time is over."""
    return [
        f"{persona.persona} bears {persona.patience} turns, but the policy allows the bot "
        f"{rule.within} for {trigger}"
        for trigger, rule in shop.config.policy.triggers.items()
        if rule.within > persona.patience
    ][:1]
