"""The screen of progress: the matrix, the entries of a body, writing a report, looking it over."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot
from ui.screen_samples import session_on, shown_active, table_text

from upr_desktop.grammar.deadline import stored_details
from upr_desktop.grammar.deadlines import parse_deadline
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import PillLabel
from upr_desktop.ui.screens.folded_text import FoldedText
from upr_desktop.ui.screens.progress import ProgressScreen

Type = Callable[[QWidget | None, str], None]
Open = Callable[[], ProgressScreen]
H1, H2 = "2026H1", "2026H2"


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = planned(tmp_path / "r.upr")
    yield made
    made.register.close()


@pytest.fixture
def open_screen(qtbot: QtBot, look: Look, tmp_path: Path, sample: Planned) -> Open:
    def opened() -> ProgressScreen:
        session = session_on(sample.register, tmp_path, "Focal point")
        session.today = date(2026, 11, 21)
        return shown_active(qtbot, ProgressScreen(look, session), 1240, 760)

    return opened


def stored(register: Register) -> list[str]:
    with register.reading() as connection:
        return list(dump_lines(connection))


def press(widget: QWidget, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
    modifier = Qt.KeyboardModifier.NoModifier
    for one in held:
        modifier |= one
    QTest.keyClick(widget, key, modifier)


def choose(screen: ProgressScreen, key: str, code: str) -> None:
    box = screen.entries.pane.form.editors[key].input
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


def go_to(screen: ProgressScreen, sample: Planned, agency: str, period: str, number: str) -> None:
    screen.open_entries(sample[agency], sample[period])
    assert screen.entries.open_measure(sample[f"m{number}"])


def test_the_matrix_says_how_far_each_body_is(open_screen: Open, sample: Planned) -> None:
    screen = open_screen()
    assert table_text(screen.matrix.table, "agency") == [
        "CITY · Орган CITY",
        "LEB · Орган LEB",
        "MIA · Орган MIA",
        "MOJ · Орган MOJ",
    ]
    assert table_text(screen.matrix.table, sample[H1]) == [
        "Missing: 0 of 1",
        "Missing: 0 of 1",
        "Submitted: 1 of 1",
        "Sent back: 0 of 3",
    ]
    assert "1 of 6 reports" in screen.matrix.count.text()


def test_the_legend_names_every_colour_of_the_matrix(open_screen: Open, look: Look) -> None:
    legend = open_screen().matrix.legend
    said = [one.accessibleName() for one in legend.findChildren(PillLabel)]
    assert said == ["Accepted", "Submitted", "Draft", "Missing", "Sent back", "Due day passed, not all in"]
    look.language.use("ru")
    assert "Срок истёк, представлено не всё" in [
        one.accessibleName() for one in legend.findChildren(PillLabel)
    ]


def test_a_measure_in_another_language_bears_its_tag_and_a_deadline_is_worded_in_the_windows_language(
    open_screen: Open, sample: Planned, look: Look
) -> None:
    meant = parse_deadline("по отдельному графику")
    values = {
        "deadline_raw": meant.raw,
        "deadline_kind": meant.kind,
        "deadline_details": stored_details(meant),
        "deadline_start": None,
        "deadline_end": None,
    }
    for field, value in values.items():
        sample.edit("m1", "measure", field, value)
    screen = open_screen()
    go_to(screen, sample, "MOJ", H2, "1")
    columns = {column.key: column for column in screen.entries.list.table.rows.columns}
    entry = screen.entries.list.current()
    mark = columns["text"].mark
    assert mark is not None
    assert mark(entry) == "RU"
    assert screen.entries.pane.pills.tongue.accessibleName() == "RU"
    assert columns["deadline"].text(entry) == "according to a separate schedule"
    look.language.use("ru")
    assert mark(entry) == ""
    assert screen.entries.pane.pills.tongue.isHidden()


def test_the_box_of_periods_shows_each_whole(open_screen: Open, sample: Planned, look: Look) -> None:
    screen = open_screen()
    screen.open_entries(sample["MOJ"], sample[H2])
    for language in ("kk", "ru", "en"):
        look.language.use(language)
        box = screen.head.periods
        room = box.width() - 40
        assert all(box.fontMetrics().horizontalAdvance(box.itemText(at)) <= room for at in range(box.count()))


def test_enter_on_a_cell_opens_its_entries_and_escape_leads_back(open_screen: Open, sample: Planned) -> None:
    screen = open_screen()
    screen.matrix.table.select_row(sample["MOJ"])
    press(screen.matrix.table, Qt.Key.Key_Return)
    assert table_text(screen.entries.list.table, "number") == ["1", "2", "10.1"]
    assert screen.entries.list.count.text() == "0 of 3 handed in"
    press(screen.entries.list.table, Qt.Key.Key_Escape)
    assert screen.pages.currentWidget() is screen.matrix


def test_opening_and_leaving_every_entry_writes_nothing(open_screen: Open, sample: Planned) -> None:
    before = stored(sample.register)
    screen = open_screen()
    for agency in ("MIA", "MOJ", "LEB", "CITY"):
        for period in (H1, H2):
            screen.open_entries(sample[agency], sample[period])
            for entry in screen.entries.list.entries():
                screen.entries.list.table.select_row(entry.id)
                screen.entries.pane.focus()
    screen.leave()
    assert stored(sample.register) == before


def test_what_is_typed_is_saved_on_leaving_the_field_as_one_step_each(
    open_screen: Open, sample: Planned, type_text: Type
) -> None:
    screen = open_screen()
    go_to(screen, sample, "MOJ", H2, "10.1")
    before = sample.register.revision()
    choose(screen, "claimed_status", "in_progress")
    _, editor = screen.entries.pane.form.shown_narrative()
    editor.input.setFocus()
    type_text(editor.input, "Проведён семинар")
    screen.entries.pane.form.editors["problems_text"].setFocus()
    assert sample.register.revision() == before + 2
    report = sample.matrix().cell(sample["MOJ"], sample[H2]).of("draft")
    assert [one.measure_id for one in report] == [sample["m10.1"]]
    sample.register.undo(before + 2, "Focal point")
    screen.refresh(None)
    entry = screen.entries.list.current()
    assert entry is not None
    assert entry.report is not None
    assert entry.report.narratives == {}
    assert entry.report.mark.status == "in_progress"


def test_a_report_is_judged_while_it_is_typed(
    open_screen: Open, sample: Planned, qtbot: QtBot, type_text: Type
) -> None:
    screen = open_screen()
    go_to(screen, sample, "MOJ", H2, "2")
    form = screen.entries.pane.form
    choose(screen, "claimed_status", "fully_implemented")
    assert "names no supporting document" in form.problems["evidence_text"].text()
    form.focus_field("evidence_text")
    type_text(form.editors["evidence_text"].input, "Приказ № 45 от 12.03.2026")
    qtbot.waitUntil(lambda: form.problems["evidence_text"].isHidden())


def test_a_document_that_the_text_names_is_taken_with_one_tick(
    open_screen: Open, sample: Planned, qtbot: QtBot, type_text: Type
) -> None:
    screen = open_screen()
    go_to(screen, sample, "MOJ", H2, "10.1")
    documents = screen.entries.pane.documents
    screen.entries.pane.form.focus_field("evidence_text")
    type_text(screen.entries.pane.form.editors["evidence_text"].input, "Письмо № 1-12/345 от 05.06.2026")
    qtbot.waitUntil(lambda: len(documents.ticks) == 1)
    documents.ticks[0].click()
    assert [card.title.text() for card in documents.cards] == ["Letter No. 1-12/345 of 5 Jun 2026"]
    assert documents.ticks == []


def test_no_change_takes_over_the_status_of_the_last_period(open_screen: Open, sample: Planned) -> None:
    screen = open_screen()
    go_to(screen, sample, "MOJ", H2, "2")
    tick = screen.entries.pane.form.editors["no_change"].input
    tick.click()  # type: ignore[attr-defined]
    entry = screen.entries.list.current()
    assert entry is not None
    assert entry.report is not None
    assert (entry.report.mark.no_change, entry.report.mark.status) == (True, "fully_implemented")


def test_the_next_to_hand_in_is_one_key_away_and_handing_in_goes_on(
    open_screen: Open, sample: Planned, qtbot: QtBot
) -> None:
    screen = open_screen()
    screen.be(sample["MOJ"])
    met = []
    for _ in range(2):
        press(screen, Qt.Key.Key_F8)
        assert screen.entries.pane.entry is not None
        met.append(screen.entries.pane.entry.measure.number)
    assert met == ["1", "2"], "first the one that the cursor stands on"
    choose(screen, "claimed_status", "not_due")
    press(
        screen.entries.pane.form,
        Qt.Key.Key_Return,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.ShiftModifier,
    )
    qtbot.waitUntil(lambda: screen.entries.pane.entry.measure.number == "10.1")  # type: ignore[union-attr]
    handed_in = sample.matrix().cell(sample["MOJ"], sample[H2]).of("submitted")
    assert [one.measure_id for one in handed_in] == [sample["m2"]]


def test_the_coordinator_accepts_sends_back_and_assesses(open_screen: Open, sample: Planned) -> None:
    screen = open_screen()
    go_to(screen, sample, "MIA", H1, "1")
    review = screen.entries.pane.review
    review.back_button.click()
    review.remark.text.setPlainText("Назовите приказ")
    review.remark.button.click()
    entry = screen.entries.list.current()
    assert entry is not None
    assert entry.report is not None
    assert (entry.state, entry.report.remarks) == ("sent_back", ("Назовите приказ",))
    assert "Назовите приказ" in screen.entries.pane.form.asked.remark.message.text()
    go_to(screen, sample, "MIA", H2, "1")
    review.accept_button.click()
    assert screen.entries.list.current().state == "accepted"  # type: ignore[union-attr]
    review.assessment.setCurrentIndex(review.assessment.findData("partially_implemented"))
    review.assessment.activated.emit(review.assessment.currentIndex())
    held = sample.measures()["1"].assessment
    assert held is not None
    assert (held.value, held.assessor) == ("partially_implemented", "Focal point")


def test_who_looks_is_remembered(open_screen: Open, sample: Planned) -> None:
    open_screen().be(sample["MOJ"])
    screen = open_screen()
    assert screen.entries_of == sample["MOJ"]
    assert screen.pages.currentWidget() is screen.entries
    assert screen.entries.pane.review.accept_button.isHidden()


def test_a_register_without_a_plan_or_periods_says_what_to_do(open_screen: Open, sample: Planned) -> None:
    sample.edit(H1, "period", "archived", True)
    sample.edit(H2, "period", "archived", True)
    assert open_screen().pages.currentWidget().button.text() == "Make the periods"  # type: ignore[union-attr]
    sample.edit("plan", "plan", "archived", True)
    screen = open_screen()
    assert screen.pages.currentWidget() is screen.pages.no_plan


def test_a_report_is_shown_by_its_id_whoever_looks(open_screen: Open, sample: Planned) -> None:
    screen = open_screen()
    screen.be(sample["MIA"])
    assert screen.open_report(sample["2/MOJ/2026H1"])
    assert screen.agency == ""
    entry = screen.entries.pane.entry
    assert entry is not None
    assert (entry.measure.number, entry.state) == ("2", "sent_back")
    assert not screen.open_report("0" * 32)


def test_blanks_alone_are_no_text(open_screen: Open, sample: Planned, type_text: Type) -> None:
    screen = open_screen()
    go_to(screen, sample, "MOJ", H2, "10.1")
    before = stored(sample.register)
    form = screen.entries.pane.form
    form.focus_field("problems_text")
    type_text(form.editors["problems_text"].input, "  ")
    screen.leave()
    assert stored(sample.register) == before


def test_tab_leads_from_the_named_documents_to_the_tick_beside_them(
    open_screen: Open, sample: Planned, qtbot: QtBot, type_text: Type
) -> None:
    screen = open_screen()
    go_to(screen, sample, "MOJ", H2, "10.1")
    form, documents = screen.entries.pane.form, screen.entries.pane.documents
    form.focus_field("evidence_text")
    line = form.editors["evidence_text"].input  # type: ignore[union-attr]
    type_text(line, "Письмо № 1-12/345 от 05.06.2026")
    qtbot.waitUntil(lambda: len(documents.ticks) == 1)
    press(line, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is documents.ticks[0]
    press(focused, Qt.Key.Key_Space)
    assert [card.title.text() for card in documents.cards] == ["Letter No. 1-12/345 of 5 Jun 2026"]
    assert QApplication.focusWidget() is documents.buttons.add


def test_a_document_is_written_for_a_report_not_yet_begun(open_screen: Open, sample: Planned) -> None:
    screen = open_screen()
    go_to(screen, sample, "MOJ", H2, "10.1")
    pane = screen.entries.pane
    before = sample.register.revision()
    pane.documents.buttons.add.click()
    title = pane.evidence.form.editors["title"].input
    title.setPlainText("Протокол совещания")  # type: ignore[attr-defined]
    pane.evidence.save_button.click()
    assert sample.register.revision() == before + 1
    assert [card.title.text() for card in pane.documents.cards] == ["Протокол совещания"]
    assert pane.pages.currentWidget() is pane.form
    assert screen.entries.list.current().state == "draft"  # type: ignore[union-attr]


def test_all_complete_drafts_are_handed_in_with_one_press(open_screen: Open, sample: Planned) -> None:
    sample.edit("1/MOJ/2026H1", "progress", "claimed_status", "in_progress")
    screen = open_screen()
    screen.be(sample["MOJ"])
    screen.choose_period(sample[H1])
    assert screen.entries.list.all_button.text() == "Hand in 1 ready"
    screen.entries.list.all_button.click()
    assert screen.entries.list.all_button.isHidden()
    assert [one.measure_id for one in sample.matrix().cell(sample["MOJ"], sample[H1]).of("submitted")] == [
        sample["m1"]
    ]
    assert screen.entries.list.table.hasFocus()


def test_a_notice_moves_nothing_of_what_is_being_typed(
    open_screen: Open, sample: Planned, qtbot: QtBot
) -> None:
    screen = open_screen()
    go_to(screen, sample, "MIA", H1, "1")
    pane = screen.entries.pane
    field = pane.form.editors["narrative"].input
    qtbot.waitUntil(field.isVisible)
    top = field.mapTo(screen, QPoint()).y()
    pane.notice.say("Something is worth a look", "warn")
    qtbot.waitUntil(lambda: pane.notice.height() > 20 and pane.notice.y() > pane.pages.y())
    assert field.mapTo(screen, QPoint()).y() == top
    pane.tell()
    pane._judge()
    assert pane.notice.isHidden(), "it goes once there is nothing to say"


def test_a_long_text_on_what_is_asked_is_folded_until_it_is_asked_for(qtbot: QtBot, look: Look) -> None:
    shown = FoldedText(look)
    qtbot.addWidget(shown)
    text = "\n".join(f"140.{at}: Ratify the Convention" for at in range(1, 6))
    shown.show_text(text)
    assert shown.text() == "140.1: Ratify the Convention\n140.2: Ratify the Convention…"
    assert shown.label.accessibleName() == text
    shown.link.click()
    assert (shown.text(), shown.link.text()) == (text, "Show less")
    shown.show_text(text)
    assert shown.text() == text, "the same text stays as it was left"
    shown.show_text("140.1: Ratify")
    assert shown.link.isHidden()
    shown.show_text("Слово " * 100)
    assert len(shown.text()) < 230
    assert shown.text().endswith("Слово…")
