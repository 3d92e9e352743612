"""How requests of ours sign in; none of the secrets is ever shown."""

from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr

from escalation_tests.contract.shape import Seconds, Written


class BearerAuth(Written):
    """`Authorization: Bearer …`."""

    kind: Literal["bearer"]
    """A token that was given out once."""
    token: SecretStr
    """The token; never shown."""
    scheme: str = "Bearer"
    """The word before it: some desks want `Token` or `token`."""


class BasicAuth(Written):
    """User and password."""

    kind: Literal["basic"]
    """HTTP basic authentication."""
    login: SecretStr
    """`user:password`; never shown."""


class HeaderAuth(Written):
    """A header of one's own."""

    kind: Literal["header"]
    """A key in a header."""
    name: str
    """The header, such as `X-Api-Key`."""
    value: SecretStr
    """The key; never shown."""


class HmacAuth(Written):
    """A signature over the body, as webhooks carry it."""

    kind: Literal["hmac"]
    """A keyed hash in a header."""
    secret: SecretStr
    """The key; never shown."""
    header: str = "X-Hub-Signature-256"
    """The header that carries the signature."""
    algorithm: Literal["sha1", "sha256", "sha512"] = "sha256"
    """The hash."""
    encoding: Literal["hex", "base64"] = "hex"
    """How the signature is written."""
    prefix: str = "sha256="
    """What stands before it."""
    over: str = "{body}"
    """What is signed; may hold `{body}`, `{timestamp}`, `{method}` and `{path}`."""
    timestamp_header: str | None = None
    """A header that carries the time of signing, in whole seconds."""


class JwtAuth(Written):
    """A token that is signed anew for each request; needs the extra `jwt`."""

    kind: Literal["jwt"]
    """A JSON Web Token."""
    secret: SecretStr
    """The shared secret, or the private key as PEM; never shown."""
    algorithm: Literal[
        "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "EdDSA"
    ] = "HS256"
    """How it is signed."""
    claims: dict[str, Any] = {}
    """What it claims; `iat` and `exp` are added."""
    key_id: str | None = None
    """`kid` in its head."""
    lifetime: Seconds = 60.0
    """For how long it is valid."""
    scheme: str = "Bearer"
    """The word before it in the header `Authorization`."""


class AwsAuth(Written):
    """Signature Version 4 of Amazon Web Services."""

    kind: Literal["aws"]
    """AWS Signature Version 4."""
    access_key: SecretStr
    """The access key's id."""
    secret_key: SecretStr
    """The secret access key; never shown."""
    session_token: SecretStr | None = None
    """Of temporary credentials."""
    region: str
    """Such as `eu-central-1`."""
    service: str
    """The name by which the service signs, such as `lex` or `connect`."""


Auth = Annotated[
    BearerAuth | BasicAuth | HeaderAuth | HmacAuth | JwtAuth | AwsAuth,
    Field(discriminator="kind"),
]
"""How a request signs in; `kind` says by which way."""
