"""What a bot offers when nobody is there: a callback, a ticket, opening hours."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from escalation_tests.checks.texts import folded, has_phrase, plain

_CALLBACK = (
    # en
    "call you*", "callback", "call back", "phone you", "ring you", "reach out to you",
    "get back to you", "contact you", "be in touch",
    # es
    "le llam*", "te llam*", "una llamada",
    "devolver* la llamada", "devolver la llamada", "llamarle", "llamarte",
    "nos pondremos en contacto", "contactaremos", "contactarle", "contactarte",
    # fr
    "rappel*", "vous appel*", "recontact*", "vous contact*", "reviendra vers vous",
    "reviendrons vers vous", "vous recontacter",
    # de
    "ruckruf*", "zuruckruf*", "rufen wir*", "rufen sie zuruck", "ruft sie*", "rufen dich*",
    "melden uns", "meldet sich", "kontaktieren*", "wir rufen*",
    # pt
    "ligar*", "ligamos", "lhe lig*", "te lig*", "retornar*", "retornaremos", "retorno",
    "entraremos em contato", "entraremos em contacto", "entrar em contato",
    "entrar em contacto", "chamada de volta",
)  # fmt: skip
_TICKET = (
    # en
    "ticket*", "case number", "case id", "your case", "a case", "leave a message",
    "leave us a message", "left a message", "by email", "by e mail", "email you", "e mail you",
    "logged your*", "reply in writing",
    # es
    "tique*", "incidencia", "numero de caso", "su caso", "tu caso", "deje un mensaje",
    "deja un mensaje", "por correo", "un caso",
    # fr
    "dossier", "demande enregistree", "laisser un message", "laissez un message", "par e mail",
    "par email", "par courriel", "par mail",
    # de
    "vorgang*", "fall angelegt", "fallnummer", "nachricht hinterlassen", "per e mail",
    "per email", "per mail", "anfrage aufgenommen",
    # pt
    "chamado", "protocolo", "deixe uma mensagem", "deixar uma mensagem", "por e mail",
    "por email", "um caso", "seu caso",
)  # fmt: skip
_HOURS = (
    # en
    "opening hours", "business hours", "office hours", "working hours", "open from", "open at",
    "open again", "we open", "reopen*", "back at", "back tomorrow", "available from",
    "available between", "tomorrow", "monday*", "on weekdays", "am to", "hours are",
    # es
    "horario*", "abrimos", "abre a*", "a partir de las", "de lunes a*", "manana", "el lunes",
    # fr
    "horaire*", "ouvert*", "ouvrons", "des 8h*", "des 9h*", "a partir de*", "du lundi*",
    "demain", "lundi",
    # de
    "offnungszeit*", "geschaftszeit*", "servicezeit*", "erreichbar von", "wieder ab",
    "erreichbar", "geoffnet", "uhr", "morgen", "montag*",
    # pt
    "abrimos", "expediente", "das 8*", "das 9*", "de segunda*", "amanha", "segunda feira",
)  # fmt: skip
_PERHAPS = (
    "if", "can", "could", "shall", "may", "would you like", "do you want",
    "si", "puedo", "podemos", "puede", "quiere", "desea",
    "s il", "peux", "pouvons", "pouvez", "voulez", "souhaitez",
    "wenn", "falls", "kann", "konnen", "konnte*", "mochte*", "soll", "sollen",
    "se quiser*", "se desejar*", "posso", "podemos", "pode", "quer", "gostaria*", "deseja",
)  # fmt: skip
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"callback": _CALLBACK, "ticket": _TICKET, "hours": _HOURS}
)
IN_WORDS = MappingProxyType(
    {"callback": "a callback", "ticket": "a ticket", "hours": "the opening hours"}
)
"""The offers as a message names them."""


def offered(text: str) -> frozenset[str]:
    """Which of `callback`, `ticket`, `hours` a text offers."""
    words = folded(text)
    return frozenset(name for name, phrases in _WORDS.items() if has_phrase(words, phrases))


def makes_case(text: str) -> bool:
    """The text says that the case has been passed on, not that it could be, although nobody is
    there to chat.
    """
    return any(
        offered(sentence) & {"callback", "ticket"} and not _only_offers(sentence)
        for sentence in _SENTENCE.findall(plain(text))
    )


def _only_offers(sentence: str) -> bool:
    return "?" in sentence or has_phrase(folded(sentence), _PERHAPS)
