"""What is kept of a conversation, without secrets."""

import zipfile
from pathlib import Path

from escalation_tests.model.secrets import Secrets


def redact_archive(path: Path, secrets: Secrets) -> None:
    """Write an archive anew, every secret in its texts replaced; nothing to do without secrets."""
    if not secrets.values:
        return
    whole = path.with_suffix(".whole")
    path.rename(whole)
    with zipfile.ZipFile(whole) as given, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in given.namelist():
            out.writestr(name, _redacted(given.read(name), secrets))
    whole.unlink()


def _redacted(content: bytes, secrets: Secrets) -> bytes:
    try:
        return secrets.redact(content.decode("utf-8")).encode("utf-8")
    except UnicodeDecodeError:
        return content
