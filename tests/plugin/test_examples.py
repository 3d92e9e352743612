"""The examples of docs/generated.md do what the page says, as a reader would paste them."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.plugin.test_generated import ATTENTIVE

PAGE = Path(__file__).parents[2] / "docs" / "generated.md"


def pasted(marks: str) -> str:
    """The one example of the page that has these words."""
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (found,) = [block for block in blocks if marks in block]
    return found


def test_a_drawn_conversation_is_played_and_judged(shop) -> None:
    shop.bot(source=ATTENTIVE)
    shop.pytester.makepyfile(pasted("plan=conversations("))
    shop.run("-k", "reaches_a_human").assert_outcomes(passed=1, deselected=3)


def test_a_deaf_bot_fails_it(shop) -> None:
    shop.bot(wanted="supervisor of all supervisors")
    shop.pytester.makepyfile(
        pasted("plan=conversations(").replace("max_examples=10", "max_examples=3")
    )
    result = shop.run("-k", "reaches_a_human")
    result.assert_outcomes(failed=1, deselected=3)
    assert "trigger.in-time" in result.stdout.str()


@pytest.mark.parametrize("marks", ["load_scenarios(", "plan=plans("])
def test_what_starts_from_a_scenario_or_from_parts(shop, marks) -> None:
    shop.bot(source=ATTENTIVE.replace("in WISHES", "in {'letmetalktoahuman', *WISHES}"))
    shop.pytester.makepyfile(pasted(marks).replace("max_examples=10", "max_examples=3"))
    shop.run("-k", "bears_changes or never_too_late").assert_outcomes(passed=1, deselected=3)
    shop.bot(wanted="supervisor of all supervisors")
    result = shop.run("-k", "bears_changes or never_too_late")
    result.assert_outcomes(failed=1, deselected=3)
    assert "trigger.in-time" in result.stdout.str()


def test_the_line_that_reproduces_leads_to_the_same_conversation(shop) -> None:
    """As the shell reads it, without anything kept of the first run."""
    shop.bot(wanted="supervisor of all supervisors")
    said = ("--escalation-seed=3", "--escalation-generated=20", "-k", "liveness and plain")
    first = shop.run(*said).stdout.str()
    line = next(one for one in first.splitlines() if one.startswith("reproduce: pytest "))
    shutil.rmtree(shop.path / ".hypothesis", ignore_errors=True)
    again = shop.run(*shlex.split(line)[2:]).stdout.str()
    assert line in again
    assert customers(first)
    assert customers(again) == customers(first)


def customers(told: str) -> list[str]:
    return re.findall(r"customer  (.*)", told)


def test_a_shared_database_is_read_and_the_own_one_written(shop) -> None:
    """The same with a folder in place of the artifact, which needs a network."""
    conftest = pasted("GitHubArtifactDatabase(").replace(
        'GitHubArtifactDatabase("our-company", "our-bot")',
        'DirectoryBasedExampleDatabase("theirs")',
    )
    shop.pytester.makeconftest(conftest)
    shop.bot(wanted="supervisor of all supervisors")
    hunt = ("--escalation-generated=20", "-k", "liveness and plain")
    shop.pytester.runpytest_subprocess(*hunt).assert_outcomes(failed=1, deselected=170)
    own = shop.path / ".hypothesis" / "examples"
    assert [file for file in own.rglob("*") if file.is_file()]
    assert not (shop.path / "theirs").exists() or not any((shop.path / "theirs").iterdir())
    own.rename(shop.path / "theirs")
    shop.forget()
    one = shop.pytester.runpytest_subprocess("--escalation-generated=1", *hunt[1:])
    one.assert_outcomes(failed=1, deselected=170)
    assert "has its smallest" not in one.stdout.str()
