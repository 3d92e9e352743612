"""Faults and controls again, with the reader that ships."""

from dataclasses import replace

import pytest

from escalation_tests.checks import judge, reading
from escalation_tests.loading.lexicons import load_lexicon_data
from escalation_tests.model.trigger import Trigger
from tests.checks.controls import CONTROLS
from tests.checks.faults import FAULTS
from tests.checks.records import Chat, bench, policy


@pytest.fixture(scope="module")
def reader():
    return reading.reader(load_lexicon_data())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_a_fault_is_found_as_with_any_reader(fault, reader) -> None:
    real = replace(bench(fault.policy, fault.planted), reader=reader)
    findings = judge(fault.record(), real).findings
    told = [f"{one.check}: {one.message}" for one in findings]
    assert {one.check for one in findings} == fault.checks, told
    assert {one.disagreement for one in findings} == {fault.disagreement}


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)
def test_a_control_raises_no_alarm_with_any_reader(control, reader) -> None:
    judgement = judge(control.record, replace(bench(control.policy), reader=reader))
    assert [f"{one.check}: {one.message}" for one in judgement.findings] == []


SPOKEN = {
    "en": (
        "I want to talk to a human.",
        "I am connecting you with an agent from our billing team now.",
        "I am sorry, nobody is available right now. I have opened a ticket for you.",
    ),
    "es": (
        "Quiero hablar con una persona.",
        "Le paso ahora con un compañero de nuestro equipo de facturación.",
        "Lo siento, ahora no hay nadie disponible. Le he abierto un ticket.",
    ),
    "fr": (
        "Je veux parler à un humain.",
        "Je vous mets en relation avec un conseiller de notre équipe de facturation.",
        "Désolé, aucun conseiller n'est disponible pour le moment. J'ai ouvert un ticket.",
    ),
    "de": (
        "Ich möchte mit einem Menschen sprechen.",
        "Ich verbinde Sie jetzt mit einem Kollegen aus unserem Rechnungsteam.",
        "Leider ist gerade niemand erreichbar. Ich habe ein Ticket für Sie angelegt.",
    ),
    "pt": (
        "Quero falar com uma pessoa.",
        "Vou transferir você agora para um atendente da nossa equipe de cobrança.",
        "Desculpe, não há ninguém disponível agora. Abri um ticket para você.",
    ),
}
POLYGLOT = policy(languages=list(SPOKEN), notice={"says": ["destination"]})


def asked_in(language: str) -> Chat:
    chat = Chat(topic=None, queue="billing", priority=None, language=language)
    return chat.customer(SPOKEN[language][0], due=Trigger.EXPLICIT_REQUEST).signal()


def found(chat, reader):
    judgement = judge(chat.record(), replace(bench(POLYGLOT), reader=reader))
    return [one.check for one in judgement.findings]


@pytest.mark.parametrize("language", SPOKEN)
def test_a_good_handoff_in_each_language(language, reader) -> None:
    chat = asked_in(language).desk().bot(SPOKEN[language][1]).after("?!")
    assert found(chat, reader) == []


@pytest.mark.parametrize("language", SPOKEN)
def test_a_refusal_told_honestly_in_each_language(language, reader) -> None:
    assert found(asked_in(language).refuse().bot(SPOKEN[language][2]), reader) == []


@pytest.mark.parametrize("language", SPOKEN)
def test_a_refusal_hidden_in_each_language(language, reader) -> None:
    chat = asked_in(language).refuse().bot(SPOKEN[language][1])
    assert found(chat, reader) == ["delivery.honest-when-refused"]


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("other", SPOKEN)
def test_a_notice_in_another_language(language, other, reader) -> None:
    chat = asked_in(language).desk().bot(SPOKEN[other][1]).after("?!")
    assert found(chat, reader) == ([] if other == language else ["notice.language"])
