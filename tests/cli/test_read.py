"""`escalation-tests read`: with whose words lines are read."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from escalation_tests.cli import main

PROMISING = Path(__file__).parents[1] / "loading" / "promising.yaml"
OWN = """
patterns:
  en:
    announces: ["Ana has you now"]
    ignored: ["/our slogan/"]
"""
SLOGAN = "Our slogan: I am connecting you with a colleague."


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lines.txt").write_text(f"Ana has you now.\n{SLOGAN}\n", encoding="utf-8")
    return tmp_path


def configured(file: Path, more: str = OWN) -> Path:
    file.write_text(PROMISING.read_text(encoding="utf-8") + more, encoding="utf-8")
    return file


def read(capsys, *arguments: str) -> tuple[list[str], str]:
    """How the lines are read, and what people are told."""
    assert main(["read", *arguments]) == 0
    out, told = capsys.readouterr()
    return [json.loads(line)["reads"] for line in out.splitlines()], told


def test_without_a_configuration_the_words_of_the_tool_count_alone(folder, capsys) -> None:
    reads, told = read(capsys, "lines.txt")
    assert reads == ["none", "announces"]
    assert "the tool alone (there is no escalation.yaml here; --config FILE names one)" in told


def test_the_configuration_of_the_folder_counts(folder, capsys) -> None:
    configured(folder / "escalation.yaml")
    reads, told = read(capsys, "lines.txt")
    assert reads == ["announces", "none"]
    assert told == "escalation-tests read: with `patterns` and `lexicons` of escalation.yaml\n"
    reads, told = read(capsys, "lines.txt", "--no-config")
    assert reads == ["none", "announces"]
    assert told == "escalation-tests read: by the words that come with the tool alone\n"


def test_a_configuration_can_be_named(folder, capsys) -> None:
    (folder / "shop").mkdir()
    file = configured(folder / "shop" / "bot.yaml")
    reads, told = read(capsys, "lines.txt", "--config", str(file))
    assert reads == ["announces", "none"]
    assert str(file) in told


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_standard_input(folder, capsys, monkeypatch, arguments) -> None:
    given = io.BytesIO(SLOGAN.encode())
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=given))
    assert read(capsys, *arguments)[0] == ["announces"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("\npatterns: {en: {announces: ['/(a+)+/']}}\n", "a repetition inside a repetition"),
        ("\npatternz: {}\n", "did you mean 'patterns'"),
        ("\nlexicons: [nowhere.yaml]\n", "nowhere.yaml"),
    ],
)
def test_a_configuration_of_no_use_is_told(folder, capsys, more, told) -> None:
    file = configured(folder / "escalation.yaml", more)
    assert main(["read", "lines.txt"]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("escalation-tests read: escalation.yaml cannot be used\n")
    assert told in err
    assert err.endswith("--no-config reads without it\n")
    assert main(["read", "lines.txt", "--config", str(file)]) == 2
    assert told in capsys.readouterr().err


def test_files_that_are_not_there(folder, capsys) -> None:
    assert main(["read", "nowhere.txt"]) == 2
    assert "there is no file 'nowhere.txt'" in capsys.readouterr().err
    assert main(["read", "lines.txt", "--config", "nowhere.yaml"]) == 2
    assert "nowhere.yaml" in capsys.readouterr().err
