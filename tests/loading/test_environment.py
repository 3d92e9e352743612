"""Environment variables and secrets."""

import pytest

from escalation_tests.loading.environment import Unset, fill

URL = "http://127.0.0.1:1/chat"


def test_variables_are_put_in(shop):
    config = shop.config.replace(URL, "${SCHEME}://${HOST:-localhost}/${PATH_:-chat}")
    assert shop.load(config, {"SCHEME": "http", "PATH_": ""}).config.bot.url == (
        "http://localhost/chat"
    )


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("$${A}", "${A}"),
        ("$$${A}", "$${A}"),
        ("costs $5", "costs $5"),
        ("${A}${A}", "11"),
        ("${B:-}", ""),
        ("${B:-${A}", "${A"),
        ("${A:-2}", "1"),
    ],
)
def test_spellings(text, filled):
    assert fill(text, {"A": "1"}).text == filled


@pytest.mark.parametrize("text", ["${}", "${1X}", "${A", "${A B}"])
def test_what_names_no_variable_is_refused(text):
    with pytest.raises(Unset, match="names no environment variable"):
        fill(text, {"A": "1"})


def test_a_missing_variable_is_named_with_file_line_and_key(shop):
    assert shop.spoilt(URL, "${BOT_URL}") == [
        "escalation.yaml:3: bot.url: the environment variable BOT_URL is not set; set it, or "
        "write ${BOT_URL:-default}"
    ]


def test_all_missing_variables_are_named_at_once(shop):
    config = shop.config.replace(URL, "${BOT_URL}").replace("billing", "'${QUEUE}'")
    assert [line.split(": ")[1] for line in shop.refused(config)] == [
        "bot.url", "topics.refund.queue",
    ]  # fmt: skip


def test_a_variable_without_quotes_in_a_flow_mapping_is_explained(shop):
    assert shop.spoilt("after: 2", "after: ${PATIENCE}") == [
        "escalation.yaml:10: is not valid YAML: lacks a `,` or `}`; put ${…} in quotes between "
        "{ and }"
    ]


def test_numbers_may_come_from_variables(shop):
    config = shop.config.replace("after: 2", "after: '${PATIENCE}'")
    assert shop.load(config, {"PATIENCE": "3"}).config.policy.triggers["frustration"].after == 3


def secrets(shop, bot, env=None, desk=""):
    config = shop.config.replace("  channel: http\n", f"  channel: http\n{bot}")
    return shop.load(config.replace("kind: webhook", f"kind: webhook{desk}"), env).secrets


def test_every_secret_place_is_covered(shop):
    found = secrets(
        shop,
        "  token: tok-1234\n  basic: 'ann:pass-5678'\n"
        "  headers: {authorization: Bearer bear-9999, x-shop: shop-0000}\n"
        "  send: {json: '{text}', headers: {x-sent: sent-1111}}\n",
        desk="\n  secret: desk-2222",
    )
    text = (
        "tok-1234 ann:pass-5678 pass-5678 YW5uOnBhc3MtNTY3OA== bear-9999 shop-0000 sent-1111 "
        "desk-2222"
    )
    assert found.redact(text) == "*** *** *** *** *** *** *** ***"


@pytest.mark.parametrize(
    ("auth", "text"),
    [
        ("{kind: bearer, token: tok-1234}", "tok-1234"),
        ("{kind: basic, login: 'ann:pass-5678'}", "pass-5678 YW5uOnBhc3MtNTY3OA=="),
        ("{kind: header, name: x-key, value: key-9999}", "key-9999"),
        ("{kind: hmac, secret: hmac-1111}", "hmac-1111"),
        ("{kind: jwt, secret: jwt-2222}", "jwt-2222"),
        (
            "{kind: aws, access_key: AKIA1, secret_key: aws-3333, session_token: tmp-4444, "
            "region: eu-central-1, service: lex}",
            "aws-3333 tmp-4444",
        ),
    ],
    ids=lambda value: value[7:13],
)
def test_every_way_to_sign_in_is_covered(shop, auth, text):
    desk = f"kind: poll\n  url: http://127.0.0.1:1/\n  list: {{}}\n  auth: {auth}"
    found = shop.load(shop.config.replace("kind: webhook", desk)).secrets
    assert set(found.redact(text).split()) == {"***"}


def test_harmless_headers_stay_readable(shop):
    found = secrets(shop, "  headers: {accept: application/json, content-type: text/plain}\n")
    assert found.redact("application/json text/plain") == "application/json text/plain"


def test_a_variable_in_a_secret_place_is_secret_alone(shop):
    found = secrets(shop, "  headers: {x-id: 'id=${SHOP_ID}'}\n", {"SHOP_ID": "north-wind"})
    assert found.redact("north-wind") == "***"


def test_a_variable_with_a_telling_name_is_secret_anywhere(shop):
    config = shop.config.replace("chat", "${API_KEY}")
    assert shop.load(config, {"API_KEY": "key-12345"}).secrets.redact("key-12345") == "***"


def test_other_variables_stay_readable(shop):
    config = shop.config.replace("billing", "'${QUEUE}'")
    env = {"QUEUE": "billing", "TOKENIZERS_PARALLELISM": "false"}
    assert shop.load(config, env).secrets.redact("billing false") == "billing false"


def test_errors_show_no_secret(shop):
    lines = shop.refused(
        shop.config.replace("  channel: http\n", "  channel: http\n  token: [s3cr3t-value]\n")
        .replace("scope: out", "scope: '${SHOP_TOKEN}'")
        .replace("billing", "bot"),
        {"SHOP_TOKEN": "hidden-word"},
    )
    assert lines == [
        "escalation.yaml:3: bot.token: expected text, found a list",
        "escalation.yaml:14: topics.refund.queue: 'bot' leads back to the bot "
        "(policy.routing.bot_queues)",
        "escalation.yaml:15: topics.legal_threat.scope: '***' is not known here "
        "(allowed: in, out)",
    ]


def test_a_number_in_a_secret_place_is_not_repeated(shop):
    (line,) = shop.spoilt("  channel: http\n", "  channel: http\n  token: 12345678\n")
    assert (
        line
        == "escalation.yaml:3: bot.token: expected text, found something else; put it in quotes"
    )


def test_a_secret_cannot_be_said_by_a_customer(shop):
    lines = shop.refused_script(
        'scenario: a\nconversation: [{customer: "I know ${SHOP_TOKEN}."}]\n',
        {"SHOP_TOKEN": "hidden-word"},
    )
    assert lines == [
        "own.yaml:2: conversation[1].customer: the variable SHOP_TOKEN is secret by its name and "
        "cannot be said aloud here"
    ]
