"""What the merge screen says of a file: who told whose it is, how much weight a finding has, what was done of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from plan_samples import Planned
from pytestqt.qtbot import QtBot
from return_samples import Clerk, codes, sent
from ui.merge_samples import apply_all, asking, pane_of, settled, unmarked

from upr_desktop.exchange.filled_return import fill_return, write_letter
from upr_desktop.exchange.gate import Gate
from upr_desktop.ui.file_lines import ODD
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.merge_pane import MergePane
from upr_desktop.ui.screens.merge_summary import MergeSummary
from upr_desktop.ui.screens.returned_filters import ALL, OPEN

Pane = Callable[..., MergePane]


@pytest.fixture
def pane(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate) -> Pane:
    return pane_of(qtbot, look, sample, tmp_path, gate)


def say_whose(qtbot: QtBot, shown: MergePane) -> None:
    """Say of the file that asks whose it is that it is of MOJ, for the second half of the year."""
    shown.notice.action.click()
    shown.identity.agency.setCurrentIndex(shown.identity.agency.findData("MOJ"))
    shown.identity.period.setCurrentIndex(shown.identity.period.findData("2026H2"))
    shown.identity.read_button.click()
    settled(qtbot, shown)


def test_a_file_whose_agency_a_person_told_says_that_a_person_told_it(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(unmarked(sample, tmp_path))
    say_whose(qtbot, shown)
    shown.list.choose(0)
    told = shown.list.page.toPlainText()
    assert "You said which agency it is from" in told
    assert "heading" not in told
    assert "by what is left" not in told
    assert shown.files.merge is not None
    assert "return_marks_gone" not in codes(shown.files.merge)


def headed(sample: Planned, folder: Path) -> Path:
    """Return a return of MOJ without marks, with its heading left."""
    clerk = Clerk(sent(sample, folder)).type("2", narrative="Готово")
    heading = {
        place: cell.value for place, cell in ((c.coordinate, c) for r in range(1, 7) for c in clerk.sheet[r])
    }
    source = clerk.save("whole.xlsx")
    fill_return(source, folder / "headed.xlsx", {}, keeps_marks=False)
    again = Clerk(folder / "headed.xlsx")
    for place, value in heading.items():
        if value is not None:
            again.sheet[place].value = value
    return again.save("headed.xlsx")


def test_a_file_known_by_its_heading_does_not_say_that_a_person_told_it(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    shown = pane(headed(sample, tmp_path))
    shown.list.choose(0)
    told = shown.list.page.toPlainText()
    assert "Known by its heading" in told
    assert "You said" not in told
    assert shown.files.merge is not None
    assert "return_marks_gone" in codes(shown.files.merge)


def test_findings_have_the_mark_and_colour_of_their_weight(
    pane: Pane, sample: Planned, tmp_path: Path, look: Look
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", claimed_status="как-то так")
    clerk.sheet.delete_rows(clerk.row("10.1"))
    shown = pane(clerk.save("a.xlsx"))
    shown.list.choose(0)
    document = shown.list.page.document()
    found = {}
    block = document.begin()
    while block.isValid():
        if block.text()[:2] in ("✕ ", "! ", "ℹ "):
            colour = block.begin().fragment().charFormat().foreground().color()
            found[block.text()] = (block.text()[0], colour.name())
        block = block.next()
    colours = look.theme.colours
    missing = next(value for text, value in found.items() if "did not come back" in text)
    unread = next(value for text, value in found.items() if "как-то так" in text)
    assert missing == ("ℹ", colours.of("text").name())
    assert unread[1] in (colours.of("warn").name(), colours.of("bad").name())
    assert unread[0] in "!✕"


def test_what_is_merely_worth_knowing_does_not_count_as_worth_a_look(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="Готово")
    clerk.sheet.delete_rows(clerk.row("10.1"))
    shown = pane(clerk.save("a.xlsx"))
    assert shown.files.merge is not None
    assert [one.severity for one in shown.files.merge.files[0].notices] == ["info"]
    assert not shown.list.list.item(1).data(ODD)


def test_the_filter_that_was_wished_for_holds_again_after_a_file_without_such_cells(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    letter = write_letter(tmp_path / "letter.docx", "Информация будет позже")
    shown = pane(asking(sample, tmp_path), letter)
    count = len(shown.pane.table.rows.order)
    assert shown.pane.filters.chips[OPEN].isVisible()
    shown.list.choose(1)
    shown.list.choose(0)
    assert len(shown.pane.table.rows.order) == count
    assert shown.pane.filters.chips[OPEN].property("active")
    shown.pane.filters.chips[ALL].click()
    shown.list.choose(1)
    shown.list.choose(0)
    assert shown.pane.filters.chips[ALL].property("active")


def told_after(qtbot: QtBot, look: Look, shown: MergePane) -> str:
    """Apply a merge and return what the summary says then."""
    waiting: list[int] = []
    shown.applied.connect(lambda applied, count: waiting.append(count))
    apply_all(shown)
    qtbot.waitUntil(lambda: bool(waiting))
    summary = MergeSummary(look)
    qtbot.addWidget(summary)
    summary.show_fates(shown.fates, waiting[0])
    return summary.page.toPlainText()


def test_the_summary_says_what_was_done_and_what_waits(
    pane: Pane, sample: Planned, tmp_path: Path, look: Look, qtbot: QtBot
) -> None:
    told = told_after(qtbot, look, pane(asking(sample, tmp_path)))
    assert "1 file, taken in: 1" in told
    assert "3 questions wait on Returns to be decided." in told
    assert "2 cells taken into the register" in told


def test_a_file_none_of_whose_rows_is_known_is_not_counted_as_taken_in(
    pane: Pane, sample: Planned, tmp_path: Path, look: Look, qtbot: QtBot
) -> None:
    shown = pane(unmarked(sample, tmp_path))
    say_whose(qtbot, shown)
    told = told_after(qtbot, look, shown)
    assert "1 file, taken in: 0" in told
    assert "Nothing was taken: none of its rows is known or confirmed." in told
    assert "2 rows were not confirmed" in told


def test_a_letter_of_which_it_was_said_whose_it_is_leads_back_to_all_files(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(asking(sample, tmp_path), write_letter(tmp_path / "letter.docx", "Информация будет позже"))
    say_whose(qtbot, shown)
    assert shown.list.chosen is None
    assert shown.pane.current is not None
    assert shown.pane.table.hasFocus()
    shown.list.choose(1)
    assert "You said which agency it is from" in shown.list.page.toPlainText()
    assert "This file has no cells to look at" in shown.pane.page.toPlainText()


def test_what_is_to_be_decided_of_a_file_is_said_first(pane: Pane, sample: Planned, tmp_path: Path) -> None:
    shown = pane(asking(sample, tmp_path))
    _, told = shown.list.list.item(1).text().split("\n")
    assert told.startswith("3 to decide")
    assert told.endswith("2 taken")


def test_the_short_button_for_the_next_question_says_in_full_what_it_is(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    button = pane(asking(sample, tmp_path)).pane.next_button
    assert button.text() == "Next"
    assert button.toolTip() == button.accessibleName() == "Next question to decide (F8), before: Shift+F8"
