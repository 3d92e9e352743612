"""Ways to sign in: from a request as it will go out to the headers that prove who sends it."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from escalation_tests.contract.auth import (
    Auth,
    AwsAuth,
    BasicAuth,
    BearerAuth,
    HeaderAuth,
    HmacAuth,
    JwtAuth,
)
from escalation_tests.errors import EscalationError
from escalation_tests.wire.aws import aws_headers


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A request as it will go out."""

    method: str
    url: str
    body: bytes = b""


Sign = Callable[[Unsigned, float], dict[str, str]]
"""A request and the Unix time → the headers to add, their names in lower case."""


class MissingLibrary(EscalationError):
    """A way to sign in needs a library that is not installed; says how to get it."""


class UnusableKey(EscalationError):
    """A key that cannot sign as it is meant to; never names the key."""


def signer(auth: Auth | None) -> Sign:
    """What signs requests as `auth` says. Raises `MissingLibrary` and `UnusableKey`."""
    match auth:
        case None:
            return lambda *_: {}
        case BearerAuth():
            return _settled("authorization", f"{auth.scheme} {auth.token.get_secret_value()}")
        case BasicAuth():
            pair = base64.b64encode(auth.login.get_secret_value().encode()).decode()
            return _settled("authorization", f"Basic {pair}")
        case HeaderAuth():
            return _settled(auth.name.lower(), auth.value.get_secret_value())
        case HmacAuth():
            return partial(_hashed, auth)
        case JwtAuth():
            return _tried(partial(_claimed, auth, _jwt()), auth)
        case AwsAuth():
            return partial(_aws, auth)


def auth_secrets(auth: Auth | None) -> set[str]:
    """Every value of `auth` that must not be shown, in each form in which it is sent."""
    match auth:
        case BearerAuth():
            return {auth.token.get_secret_value()}
        case BasicAuth():
            login = auth.login.get_secret_value()
            encoded = base64.b64encode(login.encode()).decode()
            return {login, login.partition(":")[2], encoded} - {""}
        case HeaderAuth():
            return {auth.value.get_secret_value()}
        case HmacAuth() | JwtAuth():
            return {auth.secret.get_secret_value()}
        case AwsAuth():
            token = auth.session_token.get_secret_value() if auth.session_token else ""
            return {auth.secret_key.get_secret_value(), token} - {""}
    return set()


def _settled(name: str, value: str) -> Sign:
    return lambda *_: {name: value}


def _hashed(auth: HmacAuth, request: Unsigned, now: float) -> dict[str, str]:
    parts = urlsplit(request.url)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    written = {b"{timestamp}": str(int(now)), b"{method}": request.method, b"{path}": path}
    signed = auth.over.encode()
    for slot, value in written.items():
        signed = signed.replace(slot, value.encode())
    signed = signed.replace(b"{body}", request.body)  # last: its own braces stay as they are
    digest = hmac.new(auth.secret.get_secret_value().encode(), signed, auth.algorithm).digest()
    told = digest.hex() if auth.encoding == "hex" else base64.b64encode(digest).decode()
    headers = {auth.header.lower(): f"{auth.prefix}{told}"}
    if auth.timestamp_header:
        headers[auth.timestamp_header.lower()] = str(int(now))
    return headers


def _claimed(auth: JwtAuth, jwt: Any, _request: Unsigned, now: float) -> dict[str, str]:
    claims = {"iat": int(now), "exp": int(now + auth.lifetime), **auth.claims}
    head = {"kid": auth.key_id} if auth.key_id else None
    key = auth.secret.get_secret_value()
    token = jwt.encode(claims, key, algorithm=auth.algorithm, headers=head)
    return {"authorization": f"{auth.scheme} {token}"}


def _tried(sign: Sign, auth: JwtAuth) -> Sign:
    """`sign`, which has signed once: a key of no use is told before anything is sent."""
    try:
        sign(Unsigned("GET", "/"), 0.0)
    except Exception as error:  # noqa: BLE001 - each kind of key fails in another way
        told = f"this secret cannot sign with {auth.algorithm}: {type(error).__name__}"
        raise UnusableKey(f"auth.secret: {told}") from None
    return sign


def _aws(auth: AwsAuth, request: Unsigned, now: float) -> dict[str, str]:
    return aws_headers(
        request.method,
        request.url,
        hashlib.sha256(request.body).hexdigest(),
        now,
        keys=(auth.access_key.get_secret_value(), auth.secret_key.get_secret_value()),
        place=(auth.region, auth.service),
        token=auth.session_token.get_secret_value() if auth.session_token else "",
    )


def _jwt() -> Any:
    try:
        import jwt
    except ImportError:
        raise MissingLibrary(
            "`auth.kind: jwt` needs PyJWT: pip install 'escalation-tests[jwt]'"
        ) from None
    return jwt
