"""Texts that a program left broken, told from sentences that speak of such things."""

import pytest

from escalation_tests.checks.glitches import broken_part, echoed, failing


@pytest.mark.parametrize(
    "text",
    [
        "Your stack trace is attached for them.",
        "The undefined fee on your bill is a roaming charge.",
        'Your message says "Internal Server Error"; our engineers look into it.',
        "Your 10 % {spring} voucher doesn't work, so I'm handing you over.",
        "The Internal Server Error you saw this morning has been mended.",
        "I'm passing your HTTP 500 on to our engineers.",
        "The contract is null and void, so I'm connecting you with our legal team.",
        "An undefined charge is usually a roaming fee; a colleague will check.",
        "You see “undefined” on the page because the form was empty.",
        "That 404 page is old; a colleague will mend the link.",
        "The TypeError in your script comes from the old version.",
        "Sie sehen die Meldung „Internal Server Error“; eine Kollegin kümmert sich darum.",
        "Ihre Frist beginnt bei null, ein Kollege erklärt es Ihnen.",
        'Su página dice "undefined"; un compañero lo revisa.',
        "Votre écran affiche « NaN » ; un collègue regarde cela.",
        'A tela mostra "null"; um colega vai verificar.',
        "Please enter the code {blue} in the app, a colleague waits for you.",
    ],
)
def test_words_of_a_sentence_are_no_placeholder(text: str) -> None:
    assert broken_part(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Hello undefined, I am connecting you with our team.",
        "Your agent is undefined.",
        "Please wait undefined minutes.",
        "NaN people are ahead of you.",
        "Connecting you to null.",
        "Ein Kollege namens undefined übernimmt.",
        "Le temps d'attente est de NaN minutes.",
        "Internal Server Error",
        "Sorry, the server returned HTTP 500.",
        "Request failed with a 502 Bad Gateway",
        "Error 500: please try again",
        "Hi {vorname}, a colleague takes over.",
        "{whoever} has joined the chat.",
        "Ihr Berater {beratername} meldet sich.",
        "You are talking to [object Object].",
        "Stack trace: at foo",
        'Your request "undefined" has been passed on.',
        "The undefined has joined the chat.",
        "TypeError: Cannot read properties of undefined (reading 'name')",
        "ValueError: invalid literal",
        "Ticket {ticketId} is open.",
        "Your colleague %s takes over.",
        "Bonjour null, un conseiller arrive.",
    ],
)
def test_a_broken_text_is_found_whatever_stands_around(text: str) -> None:
    assert broken_part(text)


def test_a_sound_word_hides_no_broken_one() -> None:
    text = "The undefined fee is a roaming charge, undefined will help you."
    assert broken_part(text) == "undefined"
    assert failing("Something went wrong with your order. Something went wrong.")


@pytest.mark.parametrize(
    "text",
    [
        "Something went wrong with your order, so I'm handing you over to a colleague.",
        "Due to a technical error your invoice was sent twice.",
        "The unexpected error you see is known to us.",
        "Es ist ein Fehler in Ihrer Rechnung, eine Kollegin prüft ihn.",
        "Algo salió mal con su pedido.",
        "Une erreur est survenue avec votre commande.",
        "Ocorreu um erro com o seu pagamento.",
    ],
)
def test_what_went_wrong_with_an_order_is_no_failure_of_the_bot(text: str) -> None:
    assert failing(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Something went wrong with your request.",
        "An unexpected error occurred.",
        "Something went wrong while connecting you to an agent.",
        "Une erreur inattendue s'est produite.",
    ],
)
def test_words_of_a_failure(text: str) -> None:
    assert failing(text)


def test_what_the_customer_wrote_is_echoed_in_whatever_case() -> None:
    assert echoed("Internal Server Error", ["Hi", "It says internal server error!"])
    assert not echoed("Internal Server Error", ["Hi"])
