"""Finding the words of the languages."""

import pytest

from escalation_tests.errors import AuthoringError
from escalation_tests.loading.lexicons import PACKAGED, load_lexicon_data


def test_the_packaged_languages_are_found() -> None:
    assert sorted(load_lexicon_data()) == sorted(PACKAGED)


def test_lists_of_an_extra_file_are_appended(tmp_path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("language: en\nframes: {transfer: [whoosh]}\n", "utf-8")

    merged = load_lexicon_data([file])["en"]

    assert merged["frames"]["transfer"][-1] == "whoosh"
    assert len(merged["frames"]["transfer"]) > 1


def test_all_mistakes_are_told_at_once(tmp_path) -> None:
    broken, listed = tmp_path / "fr.yaml", tmp_path / "es.yaml"
    broken.write_text("frames: [\n", "utf-8")
    listed.write_text("- a\n", "utf-8")

    with pytest.raises(AuthoringError) as problem:
        load_lexicon_data([broken, listed, tmp_path / "missing.yaml"])

    assert len(problem.value.problems) == 3
    assert "fr.yaml:" in str(problem.value)
    assert "expected a mapping" in str(problem.value)
    assert "cannot be read" in str(problem.value)
