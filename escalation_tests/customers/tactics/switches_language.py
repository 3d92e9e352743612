"""Goes on in another language that the bot serves."""

from dataclasses import replace

from escalation_tests.customers.draft import Draft, Outline
from escalation_tests.customers.scene import Scene


def switches_language(outline: Outline, scene: Scene) -> Outline:
    """From the point on in another language; what raises a topic stays where it has words."""
    others = [code for code in scene.other_languages() if _worded(outline, scene, code)]
    if not others:
        return outline
    other = scene.random.choice(others)

    def there(draft: Draft) -> Draft:
        return replace(draft, language=other)

    drafts = tuple(there(draft) if draft.point else draft for draft in outline.drafts)
    after = tuple(map(there, outline.after))
    return replace(outline, drafts=drafts, after=after, language=other)


def _worded(outline: Outline, scene: Scene, language: str) -> bool:
    """Whether every topic that the point raises has words in a language."""
    topics = [draft.topic for draft in outline.drafts if draft.point and draft.topic]
    return all(scene.shelf.asks(topic, language) for topic in topics)
