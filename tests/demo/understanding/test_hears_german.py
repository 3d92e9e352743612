"""What German customers mean, in wordings of their own."""

import pytest

from escalation_tests.demo.understanding import Understanding


@pytest.fixture(scope="module")
def read():
    ear = Understanding()
    return lambda text: ear.read(text, before="de")


WANT_A_PERSON = [
    "kann ich mit wem echtem reden",
    "gibt es hier auch echte Menschen?",
    "ich hätte gerne einen Ansprechpartner",
    "Ich möchte an einen Mitarbeiter weitergeleitet werden",
    "leite mich bitte weiter an den Support",
    "Holen Sie Ihren Chef",
    "kein Bock auf Bot, gib mir nen Menschen",
    "Könnte ein Kollege von Ihnen das übernehmen?",
    "ich will nicht mit einem Roboter sprechen",
    "bitte um Rückruf durch einen Mitarbeiter",
    "Ich brauche menschliche Hilfe",
    "Wie erreiche ich einen echten Mitarbeiter?",
    "kann sich das bitte ein Mensch anschauen",
    "verbinden bitte",
    "Mit wem kann ich hier sprechen?",
    "Lassen Sie mich mit Ihrem Vorgesetzten reden",
    "gibts da jemanden der sich auskennt",
    "Ich verlange den Geschäftsführer",
    "schalten Sie einen Mitarbeiter zu",
    "Ich möchte persönlich beraten werden",
    "Jemand vom Team soll sich melden",
]
WANT_NOBODY = [
    "bist du ein Roboter?",
    "spreche ich mit einem Menschen?",
    "mein Chef wartet auf das Paket",
    "Ihr Mitarbeiter am Telefon war nett",
    "Ich brauche keinen Mitarbeiter, danke",
    "der Mensch an der Kasse war freundlich",
    "nicht weiterleiten, bitte",
    "wie ist die Telefonnummer vom Kundenservice?",
    "Das Paket nahm eine Person im Haus an",
    "unsere Vorgesetzte bestellt auch hier",
    "Menschenskinder, das ging schnell",
]
CROSS = [
    "das ist doch ein schlechter Scherz",
    "langsam reicht es mir",
    "Ihr seid echt das Letzte",
    "so ein Scheißladen",
    "ich bin stinkig",
    "Unmöglich, dieser Kundenservice",
    "das kotzt mich an",
    "jetzt platzt mir der Kragen",
    "Sie verstehen gar nichts",
    "das bringt doch alles nichts",
    "wie oft muss ich das noch sagen?",
    "Ich bin maßlos enttäuscht",
    "Das ist eine Frechheit",
    "ich könnte ausrasten",
    "was für eine Zumutung",
    "ihr verarscht mich doch",
    "ich habe die Schnauze voll",
    "das ist unter aller Sau",
    "ich dreh gleich durch",
    "so eine Unverschämtheit",
    "das ist echt zum Verzweifeln",
]
CALM = [
    "ich bin nicht sauer",
    "der Film war schrecklich",
    "alles gut, kein Stress",
    "mein Kopf tut weh",
    "das Paket kam zerrissen an",
    "wo bleibt meine Erstattung",
    "mir wurde doppelt abgebucht",
    "schade, aber kein Problem",
    "es ist nicht so schlimm",
    "kein Ding",
    "das Wetter ist mies",
    "Passwort geht nicht",
    "danke, nichts weiter",
    "ich habe die Rechnung verloren",
]
TOPICS = [
    ("wo bleibt meine Bestellung QX-481516?", "order_status"),
    ("wann wird QX-481516 verschickt, die Bestellung?", "order_status"),
    ("ich will mein Geld zurück", "refund"),
    ("wo bleibt meine Rückerstattung", "refund"),
    ("mir wurde zweimal Geld abgebucht", "double_charge"),
    ("ich komme nicht mehr in mein Konto, Passwort vergessen", "password"),
    ("bitte die Bestellung stornieren", "cancellation"),
    ("der Bote hat das Paket beim falschen Nachbarn abgegeben", "delivery"),
    ("die Lampe kam zerbrochen an", "complaint"),
    ("ich verklage Sie", "legal_threat"),
    ("mein Anwalt meldet sich bei Ihnen", "legal_threat"),
    ("der Toaster ist explodiert und meine Frau ist verletzt", "product_injury"),
    ("wir brauchen eine Rechnung mit Umsatzsteuer für die Firma", "business_invoice"),
    ("löschen Sie alle meine Daten", "data_deletion"),
]
STEPS = [
    ("die Hilfeseite habe ich durchgelesen", "help_article"),
    ("Passwort habe ich gestern zurückgesetzt", "password_reset"),
    ("beim Kurier habe ich angerufen", "called_courier"),
    ("Cache und Cookies sind gelöscht", "cleared_cache"),
    ("ich warte jetzt seit zwei Wochen", "waited"),
    ("im Spamordner habe ich geschaut", "checked_spam"),
    ("App neu installiert habe ich auch", "restarted_app"),
    ("meine Bank habe ich schon gefragt", "contacted_bank"),
    ("soll ich den Cache leeren?", None),
    ("ich habe noch nicht bei der Bank angerufen", None),
]
BABBLE = [
    "qzxw ptrk fghd",
    "brumfel zunki drap",
]
DISGUISED = [
    "ICH WILL MIT EINEM MENSCHEN SPRECHEN",
    "ich möchte mit einem Mitarbieter reden",
    "ich möch\u200bte ei\u200dnen Men\u2060schen sprechen",
    "will nen menschen",
    "M-i-t-a-r-b-e-i-t-e-r bitte 🙏",
]
STATED = (
    "Die Bestellnummer ist QX-481516, es geht um 49,90 EUR, E-Mail uta+laden@example.org, Postleitzahl 10115.",
    {
        "order_id": "QX-481516",
        "amount": "49,90 EUR",
        "email": "uta+laden@example.org",
        "postcode": "10115",
    },
)


@pytest.mark.parametrize("text", WANT_A_PERSON)
def test_asks_for_a_person(read, text) -> None:
    assert read(text).wants_human


@pytest.mark.parametrize("text", WANT_NOBODY)
def test_only_sounds_like_asking_for_a_person(read, text) -> None:
    meaning = read(text)
    assert (meaning.wants_human, meaning.frustrated, meaning.understood) == (False, False, True)


@pytest.mark.parametrize("text", CROSS)
def test_is_frustrated(read, text) -> None:
    assert read(text).frustrated


@pytest.mark.parametrize("text", CALM)
def test_is_not_frustrated(read, text) -> None:
    meaning = read(text)
    assert (meaning.wants_human, meaning.frustrated, meaning.understood) == (False, False, True)


@pytest.mark.parametrize(("text", "topic"), TOPICS)
def test_raises_a_topic(read, text, topic) -> None:
    assert read(text).topic == topic


@pytest.mark.parametrize(("text", "step"), STEPS)
def test_claims_a_step(read, text, step) -> None:
    assert read(text).steps == ((step,) if step else ())


@pytest.mark.parametrize("text", BABBLE)
def test_is_not_understood(read, text) -> None:
    assert not read(text).understood


@pytest.mark.parametrize("text", DISGUISED)
def test_hears_a_request_in_any_voice(read, text) -> None:
    meaning = read(text)
    assert (meaning.wants_human, meaning.language) == (True, "de")


def test_finds_facts_as_written(read) -> None:
    assert read(STATED[0]).facts == STATED[1]
