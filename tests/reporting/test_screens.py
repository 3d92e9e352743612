"""Pictures and traces of conversations that failed: kept, named, shown, and nothing else."""

from dataclasses import replace

from escalation_tests.model.played import Played
from escalation_tests.model.screen import Kept, Screen
from escalation_tests.reporting.allure_result import attachments
from escalation_tests.reporting.failure import failure_text
from escalation_tests.reporting.page import transcript_html
from escalation_tests.reporting.screens import clear, picture, shelve
from escalation_tests.reporting.views import view

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def on_screen(played: Played, folder) -> Played:
    """The play, seen on a screen, with a picture and a trace."""
    (folder / "screen.png").write_bytes(PNG)
    (folder / "trace.zip").write_bytes(b"PK")
    kept = (
        Kept("screenshot", "image/png", str(folder / "screen.png")),
        Kept("trace", "application/zip", str(folder / "trace.zip")),
    )
    return replace(played, record=replace(played.record, screen=Screen(kept=kept)))


def test_what_passed_leaves_nothing(workshop, tmp_path) -> None:
    told = workshop.entry(on_screen(workshop.passed(), tmp_path))
    assert told["screens"] == []
    shelve(told, tmp_path / "kept", tmp_path)
    assert not (tmp_path / "kept").exists()


def test_what_failed_is_kept_under_a_name_of_its_own(workshop, tmp_path) -> None:
    entry = workshop.entry(on_screen(workshop.failed(), tmp_path))
    told = shelve(entry, tmp_path / "kept", tmp_path)
    paths = [one["path"] for one in told["screens"]]
    assert [one["name"] for one in told["screens"]] == ["screenshot", "trace"]
    assert all(path.startswith("kept/charged-twice[furious]-") for path in paths)
    assert (tmp_path / paths[0]).read_bytes() == PNG
    assert (tmp_path / "kept" / ".gitignore").read_text() == "*\n"
    assert f"screenshot: {paths[0]}" in failure_text(told)
    assert "playwright show-trace" in failure_text(told)


def test_it_stands_in_the_page_and_in_allure(workshop, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    entry = workshop.entry(on_screen(workshop.failed(), tmp_path))
    told = shelve(entry, tmp_path / "kept", tmp_path)
    looks = view(told).screens
    assert [bool(look.picture) for look in looks] == [True, False]
    assert "img-src data:" in transcript_html(told)
    attached = {one.name: (one.body, one.extension) for one in attachments(told)}
    assert attached["screenshot"] == (PNG, "png")
    assert attached["trace"] == (b"PK", "zip")


def test_a_file_that_is_gone_is_left_out(workshop, tmp_path) -> None:
    entry = workshop.entry(on_screen(workshop.failed(), tmp_path))
    (tmp_path / "trace.zip").unlink()
    told = shelve(entry, tmp_path / "kept", tmp_path)
    assert [one["name"] for one in told["screens"]] == ["screenshot"]
    assert picture({"name": "screenshot", "type": "image/png", "path": "/nowhere.png"}) == ""


def test_names_cannot_leave_the_folder(workshop, tmp_path) -> None:
    entry = workshop.entry(on_screen(workshop.failed(), tmp_path))
    bad = {**entry, "id": "a::../../etc/passwd\n", "conversation": "../../x"}
    told = shelve(bad, tmp_path / "kept", tmp_path)
    assert all("/" not in one["path"].removeprefix("kept/") for one in told["screens"])


def test_a_new_run_clears_what_the_last_one_kept_and_nothing_else(tmp_path) -> None:
    for name in ("a-screenshot.png", "a-trace.zip", "mine.png"):
        (tmp_path / name).write_bytes(b"")
    clear(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.png"]
    clear(tmp_path / "nowhere")
