"""Ways to sign in, against published vectors and against what the receiving side computes."""

import base64
import hashlib
import hmac
import sys

import jwt
import pytest
from pydantic import TypeAdapter

from escalation_tests.contract.auth import Auth
from escalation_tests.wire.signing import (
    MissingLibrary,
    Unsigned,
    UnusableKey,
    auth_secrets,
    signer,
)

NOON_2015 = 1440938160.0
AWS = {
    "kind": "aws",
    "access_key": "AKIDEXAMPLE",
    "secret_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "region": "us-east-1",
    "service": "service",
}


def auth(**written):
    return TypeAdapter(Auth).validate_python(written)


def headers(request=None, now=1000.0, **written):
    return signer(auth(**written))(request or Unsigned("GET", "https://x.test/"), now)


def test_tokens_logins_and_keys() -> None:
    assert headers(kind="bearer", token="t0p") == {"authorization": "Bearer t0p"}
    assert headers(kind="bearer", token="t0p", scheme="Token") == {"authorization": "Token t0p"}
    login = base64.b64encode(b"kim:pass:word").decode()
    assert headers(kind="basic", login="kim:pass:word") == {"authorization": f"Basic {login}"}
    assert headers(kind="header", name="X-Api-Key", value="k1") == {"x-api-key": "k1"}
    assert signer(None)(Unsigned("GET", "https://x.test/"), 0.0) == {}


@pytest.mark.parametrize(
    ("method", "query", "signature"),
    [
        ("GET", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        (
            "GET",
            "?Param2=value2&Param1=value1",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        ("POST", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    ],
    ids=["get-vanilla", "get-vanilla-query-order-key-case", "post-vanilla"],
)
def test_aws_signatures_are_those_of_the_published_suite(method, query, signature) -> None:
    request = Unsigned(method, f"https://example.amazonaws.com/{query}")
    assert headers(request, NOON_2015, **AWS) == {
        "x-amz-date": "20150830T123600Z",
        "authorization": "AWS4-HMAC-SHA256 "
        "Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        f"SignedHeaders=host;x-amz-date, Signature={signature}",
    }


def test_aws_signs_the_body_and_temporary_credentials() -> None:
    one = headers(Unsigned("POST", "https://lex.test/a b", b"{}"), NOON_2015, **AWS)
    two = headers(Unsigned("POST", "https://lex.test/a b", b"[]"), NOON_2015, **AWS)
    assert one["authorization"] != two["authorization"]
    held = headers(now=NOON_2015, **AWS, session_token="tmp")
    assert held["x-amz-security-token"] == "tmp"
    assert "SignedHeaders=host;x-amz-date;x-amz-security-token," in held["authorization"]


def test_a_keyed_hash_over_the_body() -> None:
    body = b'{"text": "{timestamp}"}'
    wanted = hmac.new(b"key", body, hashlib.sha256).hexdigest()
    request = Unsigned("POST", "https://x.test/in", body)
    assert headers(request, kind="hmac", secret="key") == {
        "x-hub-signature-256": f"sha256={wanted}"
    }


def test_a_keyed_hash_over_more_than_the_body() -> None:
    request = Unsigned("POST", "https://x.test/in?a=1", b"{}")
    told = headers(
        request, 1000.9, kind="hmac", secret="key", algorithm="sha1", encoding="base64",
        prefix="", header="X-Sig", timestamp_header="X-Time",
        over="{timestamp}.{method}.{path}.{body}",
    )  # fmt: skip
    wanted = hmac.new(b"key", b"1000.POST./in?a=1.{}", hashlib.sha1).digest()
    assert told == {"x-sig": base64.b64encode(wanted).decode(), "x-time": "1000"}


def test_a_token_that_is_signed_anew_each_time() -> None:
    key = "k" * 32
    written = {"kind": "jwt", "secret": key, "claims": {"scope": "app"}, "key_id": "id-1"}
    token = headers(now=1000.0, **written)["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, key, ["HS256"], options={"verify_exp": False, "verify_iat": False})
    assert claims == {"scope": "app", "iat": 1000, "exp": 1060}
    assert jwt.get_unverified_header(token)["kid"] == "id-1"
    assert headers(now=2000.0, **written)["authorization"] != f"Bearer {token}"


def test_without_its_library_it_says_how_to_get_it(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "jwt", None)
    with pytest.raises(MissingLibrary, match=r"pip install 'escalation-tests\[jwt\]'"):
        signer(auth(kind="jwt", secret="s"))


def test_a_key_that_cannot_sign_is_told_at_once_and_not_shown() -> None:
    with pytest.raises(UnusableKey, match="cannot sign with RS256") as caught:
        signer(auth(kind="jwt", secret="no-pem-at-all", algorithm="RS256"))
    assert "no-pem-at-all" not in str(caught.value)


@pytest.mark.parametrize(
    ("written", "hidden"),
    [
        ({"kind": "bearer", "token": "t0psecret"}, {"t0psecret"}),
        ({"kind": "header", "name": "x", "value": "k3y"}, {"k3y"}),
        ({"kind": "hmac", "secret": "s3cret"}, {"s3cret"}),
        ({"kind": "jwt", "secret": "s3cret"}, {"s3cret"}),
        (
            {"kind": "basic", "login": "kim:pw-9"},
            {"kim:pw-9", "pw-9", base64.b64encode(b"kim:pw-9").decode()},
        ),
        ({**AWS, "session_token": "tmp"}, {AWS["secret_key"], "tmp"}),
    ],
    ids=lambda value: value.get("kind") if isinstance(value, dict) else "",
)
def test_secrets_are_known_in_each_form_and_never_shown(written, hidden) -> None:
    made = auth(**written)
    assert auth_secrets(made) == hidden
    assert not any(secret in repr(made) for secret in hidden)
