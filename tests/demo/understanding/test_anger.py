"""Anger, contempt, despair and threats, and what only sounds like them."""

import pytest

from escalation_tests.demo.understanding import Understanding

CROSS = [
    ("en", "You have been no help whatsoever, what a shambles."),
    ("en", "how many times do I have to explain this"),
    ("en", "I'm at my wits' end here"),
    ("en", "Lovely. Another canned reply. Thanks for nothing."),
    ("en", "I will take my business to a competitor."),
    ("en", "Nobody there listens, I've wasted my entire morning"),
    ("es", "Estoy indignada con ustedes."),
    ("es", "No me escuchan, es una vergüenza."),
    ("es", "Me están haciendo perder el tiempo."),
    ("fr", "Je suis excédée par vos réponses."),
    ("fr", "Vous vous fichez de moi, c'est honteux."),
    ("fr", "Ça fait trois fois que je perds mon temps avec vous."),
    ("de", "Ich bin stocksauer, das ist eine Zumutung."),
    ("de", "Mir reicht es jetzt."),
    ("de", "Sie verschwenden meine Zeit."),
    ("pt", "Estou indignada com este atendimento."),
    ("pt", "Já perdi a paciência com vocês."),
    ("pt", "Isso é uma vergonha."),
]
CALM = [
    ("en", "I am not annoyed, don't worry."),
    ("en", "WHEN DOES THE SHOP OPEN ON SUNDAY?"),
    ("en", "The novel is called The Furious Gardener."),
    ("en", "My neighbour is angry about the noise."),
    ("en", "It is ridiculously cheap, thank you!"),
    ("en", "My kettle arrived broken."),
    ("es", "No estoy enfadada, tranquilo."),
    ("es", "Mi vecino está furioso por el ruido."),
    ("fr", "Je ne suis pas fâchée."),
    ("fr", "Mon voisin est furieux à cause du bruit."),
    ("de", "Ich bin nicht wütend."),
    ("de", "Mein Nachbar ist wütend wegen des Lärms."),
    ("pt", "Não estou irritada."),
    ("pt", "Meu vizinho está furioso com o barulho."),
]


@pytest.mark.parametrize(("language", "text"), CROSS)
def test_somebody_is_cross(understanding: Understanding, language: str, text: str) -> None:
    assert understanding.read(text, language).frustrated


@pytest.mark.parametrize(("language", "text"), CALM)
def test_somebody_is_calm(understanding: Understanding, language: str, text: str) -> None:
    assert not understanding.read(text, language).frustrated
