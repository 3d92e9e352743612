"""The page about the reading is what the command makes of the lines as they are."""

from tests.checks.reading.scoring import Misread, Score
from tests.quality import reading


def test_the_page_is_up_to_date() -> None:
    assert reading.PAGE.read_text(encoding="utf-8") == reading.page(), (
        "write it anew: python -m tests.quality.reading"
    )


def test_a_goal_that_is_missed_is_called_so() -> None:
    result = Score()
    for gold, read in [(True, True), (True, False), (False, True)]:
        result.add("en", "offers", gold, read)
    (row,) = (row for row in reading._figures(result) if row.startswith("| offers | en "))
    assert row == "| offers | en | 2 | 1 | 1 | 0.500 | 0.500 | **not met** |"


def test_no_lines_meet_no_goal() -> None:
    rows = [row for row in reading._figures(Score()) if "| announces | de |" in row]
    assert rows == ["| announces | de | 0 | 0 | 0 | 1.000 | 1.000 | **not met** |"]


def test_a_hostile_line_stays_in_its_cell() -> None:
    line = Misread("en", "none", "offers", "", "a|b\n<script>`x`\x1b[31m" + "y" * 500)
    row = list(reading._misread([line]))[-1]
    assert row.startswith("| en | none | offers |  | a\\|b &lt;script>\\`x\\` \\[31m")
    assert len(row) < 250
    assert row.endswith("y … |")
