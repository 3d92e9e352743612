"""Asking for a person, in any wording, and what only sounds like it."""

import pytest

from escalation_tests.demo.understanding import Understanding

ASKS = [
    ("en", "hello, may I speak with one of your people on the phone"),
    ("en", "This leads nowhere. Put me through to your supervisor!"),
    ("en", "a human being would be better suited, get me one please: a human"),
    ("en", "don't want a bot, want an agent"),
    ("en", "Could I be connected with a representative?"),
    ("en", "Operator"),
    ("en", "I'd prefer to settle this with an actual employee."),
    ("en", "who do I talk to over there"),
    ("es", "¿me podría atender un agente?"),
    ("es", "Déjese de historias y comuníqueme con su supervisor."),
    ("es", "quisiera conversar con una persona"),
    ("es", "Un humano, ya."),
    ("fr", "Est-ce que je peux discuter avec un de vos employés ?"),
    ("fr", "mettez moi en contact avec votre responsable"),
    ("fr", "Une vraie personne, c'est possible ?"),
    ("de", "Lassen Sie mich bitte mit Ihrem Chef reden."),
    ("de", "ich brauche einen menschlichen Ansprechpartner"),
    ("de", "Könnte das ein Mitarbeiter übernehmen?"),
    ("pt", "Dá para conversar com um funcionário?"),
    ("pt", "Transfira-me para o supervisor, por favor."),
    ("pt", "quero que uma pessoa resolva isto"),
]
TWINS = [
    ("en", "Are you a human or a computer?"),
    ("en", "My manager at work likes the chair."),
    ("en", "It was human error, nothing more."),
    ("en", "I do not want to speak to an agent, please just tell me the price."),
    ("en", "The real estate agent has the keys."),
    ("en", "An employee in the store told me to ask here."),
    ("en", "Can you talk to me in plain words?"),
    ("en", "My sister became a customer service representative."),
    ("es", "¿Eres una persona o un robot?"),
    ("es", "Mi jefe compró el mismo sofá."),
    ("es", "Fue un error humano, disculpe."),
    ("es", "No quiero hablar con nadie, solo saber el precio."),
    ("fr", "Êtes-vous un robot ?"),
    ("fr", "L'agent immobilier a les clés."),
    ("fr", "Je ne veux pas parler à un conseiller, dites-moi juste le prix."),
    ("de", "Bist du eine Maschine?"),
    ("de", "Mein Chef hat den gleichen Stuhl."),
    ("de", "Ich will keinen Mitarbeiter sprechen, nur den Preis wissen."),
    ("pt", "Você é um robô?"),
    ("pt", "O meu chefe tem a mesma cadeira."),
    ("pt", "Não quero falar com ninguém, só saber o preço."),
]


@pytest.mark.parametrize(("language", "text"), ASKS)
def test_a_person_is_asked_for(understanding: Understanding, language: str, text: str) -> None:
    assert understanding.read(text, language).wants_human


@pytest.mark.parametrize(("language", "text"), TWINS)
def test_a_person_is_only_mentioned(
    understanding: Understanding, language: str, text: str
) -> None:
    meaning = understanding.read(text, language)
    assert not meaning.wants_human
    assert meaning.understood


@pytest.mark.parametrize("bubble", ["to a human please", "with one of your agents?"])
def test_the_end_of_a_request_is_one(understanding: Understanding, bubble: str) -> None:
    assert understanding.read(bubble).wants_human
