"""The examples of docs/generated.md do what the page says, as a reader would paste them."""

import re
from pathlib import Path

from tests.plugin.test_generated import ATTENTIVE

PAGE = Path(__file__).parents[2] / "docs" / "generated.md"


def pasted(marks: str) -> str:
    """The one example of the page that has these words."""
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (found,) = [block for block in blocks if marks in block]
    return found


def test_a_drawn_conversation_is_played_and_judged(shop) -> None:
    shop.bot(source=ATTENTIVE)
    shop.pytester.makepyfile(pasted("@given"))
    shop.run("-k", "reaches_a_human").assert_outcomes(passed=1, deselected=3)


def test_a_deaf_bot_fails_it(shop) -> None:
    shop.bot(wanted="supervisor of all supervisors")
    shop.pytester.makepyfile(pasted("@given").replace("max_examples=10", "max_examples=3"))
    result = shop.run("-k", "reaches_a_human")
    result.assert_outcomes(failed=1, deselected=3)
    assert "trigger.in-time" in result.stdout.str()


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
