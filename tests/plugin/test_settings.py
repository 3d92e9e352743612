"""Every option, on the command line and in the ini file."""

import json

import pytest

from escalation_tests.plugin.options import OPTIONS


def test_help_shows_every_option_in_one_group(pytester) -> None:
    result = pytester.runpytest("--help")
    text = result.stdout.str()
    group = text[text.index("escalation-tests: does the bot") :]
    for option in OPTIONS:
        assert option.flag in group
        assert option.key in text


def test_the_seed_is_printed_and_drives_everything(shop) -> None:
    first = shop.run("--escalation-seed=7", "--escalation-concurrency=1")
    first.stdout.fnmatch_lines(["escalation: escalation.yaml, seed 7*"])
    told = [text for _, text in shop.calls()]
    shop.forget()
    shop.run("--escalation-seed=7", "--escalation-concurrency=1")
    assert [text for _, text in shop.calls()] == told
    shop.forget()
    shop.run("--escalation-seed=8", "--escalation-concurrency=1")
    assert [text for _, text in shop.calls()] != told


def test_a_random_seed_is_drawn_and_told(shop) -> None:
    result = shop.run("--escalation-seed=random", "--escalation-json=out.json")
    seed = json.loads((shop.path / "out.json").read_text())["run"]["seed"]
    result.stdout.fnmatch_lines([f"escalation: escalation.yaml, seed {seed}*"])


def test_the_ini_file_is_heard_and_the_command_line_wins(shop) -> None:
    shop.pytester.makefile(".ini", pytest="[pytest]\nescalation_seed = 5\n")
    shop.run().stdout.fnmatch_lines(["*seed 5*"])
    shop.run("--escalation-seed=6").stdout.fnmatch_lines(["*seed 6*"])


@pytest.mark.parametrize("flag", ["concurrency", "rate", "trials", "require"])
def test_nonsense_is_refused(shop, flag) -> None:
    result = shop.run(f"--escalation-{flag}=many")
    told = result.stdout.str() + result.stderr.str()
    assert f"--escalation-{flag}: expected a number" in told


def test_html_and_json_are_written_where_asked(shop) -> None:
    shop.run("--escalation-html=out/report.html", "--escalation-json=out/results.json")
    assert "asks-for-a-human" in (shop.path / "out/report.html").read_text("utf-8")
    results = json.loads((shop.path / "out/results.json").read_text())
    assert results["version"] == 1
    assert len(results["conversations"]) == 3


def test_the_library_can_be_asked_for(shop) -> None:
    result = shop.run("--escalation-library=yes", "--co", "-q", "escalation.yaml")
    assert any("::library::" in line for line in result.outlines)


def test_results_of_yesterday_do_not_stay(shop) -> None:
    (shop.path / "out.json").write_text("yesterday")
    shop.config("bot: nonsense")
    shop.run("--escalation-json=out.json")
    assert not (shop.path / "out.json").exists()
