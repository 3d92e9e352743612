"""Traces hold no secrets."""

import zipfile

from escalation_tests.channels.keepsakes import redact_archive
from escalation_tests.model.secrets import Secrets


def test_a_secret_is_taken_out_of_every_text_in_an_archive(tmp_path) -> None:
    path = tmp_path / "trace.zip"
    picture = b"\x89PNG\xff hunter2"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("trace.network", '{"headers": "hunter2", "url": "/?k=hunter%32"}')
        out.writestr("resources/a.png", picture)
    redact_archive(path, Secrets(frozenset({"hunter2"})))
    with zipfile.ZipFile(path) as found:
        assert "hunter2" not in found.read("trace.network").decode()
        assert found.read("resources/a.png") == picture
    assert [each.name for each in tmp_path.iterdir()] == ["trace.zip"]


def test_without_secrets_it_stays_as_it_is(tmp_path) -> None:
    path = tmp_path / "trace.zip"
    path.write_bytes(b"as it is")
    redact_archive(path, Secrets())
    assert path.read_bytes() == b"as it is"
