"""AWS Signature Version 4 for the header `Authorization`, after Amazon's own description."""

import hashlib
import hmac
from datetime import UTC, datetime
from functools import reduce
from urllib.parse import parse_qsl, quote, urlsplit

_ALGORITHM = "AWS4-HMAC-SHA256"


def aws_headers(
    method: str,
    url: str,
    payload: str,
    now: float,
    keys: tuple[str, str],
    place: tuple[str, str],
    token: str = "",
) -> dict[str, str]:
    """The headers to add, `host` left out, which every client sends by itself.

    Args:
        method: as it is sent, such as `POST`.
        url: the address with its query, as it is sent.
        payload: the body's SHA-256 in hexadecimal digits.
        now: Unix time.
        keys: the access key's id, and the secret access key.
        place: region and service.
        token: of temporary credentials.
    """
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    added = {"x-amz-date": stamp, **({"x-amz-security-token": token} if token else {})}
    signed = {"host": urlsplit(url).netloc.rpartition("@")[2], **added}
    names = ";".join(sorted(signed))
    scope = "/".join((stamp[:8], *place, "aws4_request"))
    request = _canonical(method, url, signed, names, payload, as_is=place[1] == "s3")
    told = "\n".join((_ALGORITHM, stamp, scope, hashlib.sha256(request.encode()).hexdigest()))
    key = reduce(_keyed, scope.split("/"), f"AWS4{keys[1]}".encode())
    signature = _keyed(key, told).hex()
    credential = f"Credential={keys[0]}/{scope}"
    whole = f"{_ALGORITHM} {credential}, SignedHeaders={names}, Signature={signature}"
    return {**added, "authorization": whole}


def _canonical(
    method: str, url: str, headers: dict[str, str], names: str, payload: str, as_is: bool
) -> str:
    parts = urlsplit(url)
    path = parts.path or "/"
    pairs = sorted(
        (quote(name, safe="~"), quote(value, safe="~"))
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    lines = [f"{name}:{' '.join(headers[name].split())}" for name in names.split(";")]
    return "\n".join(
        (
            method,
            path if as_is else quote(path, safe="/~"),  # all but S3 want it encoded once more
            "&".join(f"{name}={value}" for name, value in pairs),
            *lines,
            "",
            names,
            payload,
        )
    )


def _keyed(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
