"""Test the preview of a plan: the file beside what it becomes, columns that a person sets, doubts that are answered."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from plan_files import TITLES, Row, plan_file
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot
from ui.plan_import_samples import NO_TITLES, ROWS, ask, brought, choose, settle
from ui.recommendation_samples import sample_register
from ui.screen_samples import session_on, table_text

from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.plan_maps import column_maps
from upr_desktop.paths import bundled
from upr_desktop.register.changes import ChangeSet, Edited, Label
from upr_desktop.register.plan_queries import measures
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.import_files import READY, REFUSED
from upr_desktop.ui.screens.import_preview import ImportPreview
from upr_desktop.ui.screens.plan_preview import PlanPreview
from upr_desktop.ui.work import Work
from upr_desktop.words import LANGUAGES

Preview = Callable[..., PlanPreview]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with sample_register(tmp_path / "r.upr") as made:
        yield made


@pytest.fixture
def pane(qtbot: QtBot, look: Look, register: Register, tmp_path: Path, gate: Gate) -> ImportPreview:
    made = ImportPreview(look, session_on(register, tmp_path), gate, Work())
    qtbot.addWidget(made)
    made.resize(1080, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def preview(qtbot: QtBot, pane: ImportPreview, tmp_path: Path) -> Preview:
    def of(rows: Sequence[Row] = ROWS, titles: Sequence[str] = TITLES, layout: str = "auto") -> PlanPreview:
        file = tmp_path / "plan.xlsx"
        file.write_bytes(plan_file(rows, titles).content)
        pane.preview((file,), layout)
        settle(qtbot, pane)
        return pane.plan

    return of


def test_rows_of_the_file_stand_beside_what_they_become(preview: Preview) -> None:
    page = preview()
    assert [page.grid.sheet.index(row, 4).data() for row in range(4)] == [
        "Срок исполнения",
        "2027 год",
        "как получится",
        "как получится",
    ]
    assert table_text(page.result.table, "outcome") == ["Column titles", "New", "New", "New"]
    assert table_text(page.result.table, "row") == ["1", "2", "3", "4"]
    assert "3 measures in the file: 3 new" in page.total.text()
    assert "4 rows in the file: measure — 3, column titles — 1." in page.total.text()


def test_the_cursor_is_on_the_same_row_on_both_sides(preview: Preview) -> None:
    page = preview()
    page.grid.go_to(3)
    assert page.result.table.current_id().endswith("!3")
    assert "Обучить сотрудников полиции" in page.result.page.toPlainText()
    page.result.table.select_row(page.result.table.rows.order.id_at(1))
    assert page.grid.current_number() == 2
    told = page.result.page.toPlainText()
    assert "Deadline understood: 2027" in told
    assert "Linked recommendations: 140.1, 140.2" in told
    assert "(lead)" in told.lower()


def test_another_meaning_of_a_column_is_shown_at_once_and_read_on_the_worker(
    preview: Preview, pane: ImportPreview, qtbot: QtBot
) -> None:
    page = preview()
    menu = page.grid.field_menu(3)
    next(one for one in menu.actions() if one.text() == "Note").trigger()
    assert page.grid.sheet.page.fields["D"] == "note"
    assert pane.files.entries[0].is_redrafting
    settle(qtbot, pane)
    page.grid.go_to(2)
    assert "отчёт" in page.result.page.toPlainText()
    assert page.draft is not None
    field = next(one for one in page.draft.results[0].fields if one.after == "отчёт")
    assert field.field == "note"


def test_a_file_without_known_titles_asks_for_its_columns(
    preview: Preview, pane: ImportPreview, qtbot: QtBot, register: Register
) -> None:
    rows = [Row(str(at), "", f"Сделать дело номер {at}", f"{2026 + at} год", "МЮ") for at in (1, 2, 3)]
    page = preview(rows, NO_TITLES, "plan")
    assert pane.files.entries[0].state == READY
    assert page.notice.isVisible()
    assert not pane.apply_button.isEnabled()
    assert "columns" in pane.reason.text()
    choose(page, "C", "measure", qtbot, pane)
    choose(page, "F", "responsible", qtbot, pane)
    assert not page.notice.isVisible()
    assert pane.apply_button.text() == "Apply 4 measures"
    page.columns.header_rows.setCurrentIndex(1)
    page.columns.header_rows.activated.emit(1)
    settle(qtbot, pane)
    assert pane.apply_button.text() == "Apply 3 measures"
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=20_000)
    assert sorted(row.text("ru")[0] for row in brought(register).values()) == [row.text for row in rows]


def test_a_file_with_two_known_titles_asks_for_the_others_by_itself(
    preview: Preview, pane: ImportPreview, qtbot: QtBot
) -> None:
    rows = [Row(str(at), "", f"Сделать дело номер {at}", f"{2026 + at} год", "МЮ") for at in (1, 2, 3)]
    page = preview(rows, ("№ п/п", "Второй", "Третий", "Четвёртый", "Срок исполнения", "Шестой"))
    assert pane.files.entries[0].state == READY
    assert page.isVisible()
    assert page.notice.isVisible()
    assert not pane.apply_button.isEnabled()
    page.notice.action.click()
    settle(qtbot, pane)
    assert not page.notice.isVisible()
    assert pane.apply_button.text() == "Apply 3 measures"


def test_taking_the_measures_away_from_the_columns_asks_again_and_keeps_the_others(
    preview: Preview, pane: ImportPreview, qtbot: QtBot
) -> None:
    page = preview()
    choose(page, "C", "", qtbot, pane)
    assert page.notice.isVisible()
    assert page.grid.sheet.page.fields.get("C", "") == ""
    assert page.grid.sheet.page.fields["E"] == "deadline"
    choose(page, "C", "measure", qtbot, pane)
    assert pane.apply_button.text() == "Apply 3 measures"


def test_the_row_of_titles_can_be_set(preview: Preview, pane: ImportPreview, qtbot: QtBot) -> None:
    page = preview()
    page.grid.go_to(2)
    next(one for one in page.grid.actions() if one.shortcut().toString() == "Ctrl+H").trigger()
    settle(qtbot, pane)
    assert page.columns.header_rows.currentText() == "2"
    assert pane.apply_button.text() == "Apply 2 measures"


def test_a_deadline_is_set_by_hand_for_all_equal_cells(
    preview: Preview, pane: ImportPreview, qtbot: QtBot, register: Register
) -> None:
    page = preview()
    ask(page, "deadline")
    assert "2 cells" in page.result.panel.told.text()
    assert page.grid.current_number() == 3
    editor = page.result.panel.editors.deadline
    assert editor.isVisible()
    editor.values |= {"kind": "recurring", "every": "quarter"}
    editor.save_button.click()
    assert "Every quarter" in page.result.panel.told.text()
    settle(qtbot, pane)
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=20_000)
    found = brought(register)
    assert [found[number].deadline.kind for number in ("2", "3")] == ["recurring", "recurring"]
    assert found["2"].deadline.decided_by == "person"
    assert '"quarter"' in str(found["2"].deadline.details)


def test_a_body_is_answered_once_for_all_its_cells(
    preview: Preview, pane: ImportPreview, qtbot: QtBot, register: Register
) -> None:
    page = preview()
    ask(page, "body")
    assert page.result.doubt is not None
    assert len(page.result.doubt.question.places) == 2
    form = page.result.panel.editors.forms["agencies"]
    assert form.isVisible()
    code = "MOJ"
    form.field_edited.emit("agencies", (code,))
    assert page.result.doubt.answer == (code,)
    settle(qtbot, pane)
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=20_000)
    found = brought(register)
    assert [len(found[number].bodies) for number in ("2", "3")] == [1, 1]


def test_recommendations_that_only_the_plan_names_are_added_with_one_tick(
    preview: Preview, pane: ImportPreview, qtbot: QtBot, register: Register
) -> None:
    page = preview()
    ask(page, "stub")
    assert "all 2 questions" in page.result.panel.every.text()
    page.result.panel.every.setChecked(True)
    QTest.keyClick(page.result.panel.choices, Qt.Key.Key_1)
    assert [one.answer for one in page.doubts if one.question.kind == "stub"] == [True, True]
    settle(qtbot, pane)
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=20_000)
    found = brought(register)
    assert [[one.number for one in found[number].recommendations] for number in ("2", "3")] == [
        ["140.999"],
        ["140.998"],
    ]


def test_one_key_goes_from_doubt_to_doubt_and_past_those_decided(
    preview: Preview, pane: ImportPreview, qtbot: QtBot
) -> None:
    page = preview()
    open_now = [one.id for one in page.doubts if one.is_open]
    met = []
    for _ in open_now:
        QTest.keyClick(page.grid, Qt.Key.Key_F8)
        assert page.result.doubt is not None
        met.append(page.result.doubt.id)
    assert met == open_now
    QTest.keyClick(page.result.panel.choices, Qt.Key.Key_1)
    settle(qtbot, pane)
    QTest.keyClick(page.result.panel.choices, Qt.Key.Key_F8)
    assert page.result.doubt is not None
    assert page.result.doubt.id == open_now[0]
    assert f"To decide: {len(open_now) - 1}" == page.result.tabs.tabText(1)


def test_an_answer_can_be_taken_back(preview: Preview, pane: ImportPreview, qtbot: QtBot) -> None:
    page = preview()
    ask(page, "body")
    QTest.keyClick(page.result.panel.choices, Qt.Key.Key_1)
    assert page.result.doubt is not None
    assert not page.result.doubt.is_open
    page.result.panel.back_button.click()
    assert page.result.doubt.is_open
    settle(qtbot, pane)
    assert page.result.doubt.is_open


def test_the_mapping_is_saved_as_the_command_line_takes_it_and_loaded_again(
    preview: Preview, pane: ImportPreview, qtbot: QtBot, tmp_path: Path
) -> None:
    page = preview()
    choose(page, "D", "note", qtbot, pane)
    page.mapping.save(tmp_path / "map.json")
    (told,) = column_maps(json.loads((tmp_path / "map.json").read_text("utf-8")), "map.json")
    assert (told.columns["C"], told.columns["D"], told.header_row) == ("measure", "note", 1)
    choose(page, "D", "", qtbot, pane)
    page.mapping.load(tmp_path / "map.json")
    settle(qtbot, pane)
    assert page.grid.sheet.page.fields["D"] == "note"


def test_a_mapping_of_another_file_is_refused_in_its_place(
    preview: Preview, pane: ImportPreview, tmp_path: Path
) -> None:
    page = preview()
    file = tmp_path / "map.json"
    file.write_text('{"sheet": "Elsewhere", "header_row": 1, "columns": {"B": "measure"}}', "utf-8")
    page.mapping.load(file)
    assert page.notice.isVisible()
    assert "Elsewhere" in page.notice.message.text()
    assert pane.files.entries[0].state == READY


def test_a_measure_changed_by_hand_and_in_the_file_is_decided_here(
    preview: Preview, pane: ImportPreview, qtbot: QtBot, register: Register, tmp_path: Path
) -> None:
    preview()
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=20_000)
    row = brought(register)["1"]
    form = Edited("measure", row.id, "completion_form_ru", "отчёт", "закон")
    register.apply(ChangeSet(Label("label.test"), [form], "me"))
    page = preview((Row("1", "140.1, 140.2", ROWS[0].text, "2027 год", "МВД, МЮ", "указ"), *ROWS[1:]))
    ask(page, "conflict")
    assert "закон" in page.result.panel.told.text()
    assert "указ" in page.result.panel.told.text()
    QTest.keyClick(page.result.panel.choices, Qt.Key.Key_2)
    settle(qtbot, pane)
    assert page.result.doubt is not None
    assert page.result.doubt.answer is True
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=20_000)
    assert brought(register)["1"].forms["ru"] == "указ"


def test_a_measure_that_the_file_dropped_goes_to_the_archive_only_if_ticked(
    preview: Preview, pane: ImportPreview, qtbot: QtBot, register: Register
) -> None:
    preview()
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=20_000)
    page = preview(ROWS[:2])
    assert not pane.apply_button.isEnabled()
    ask(page, "dropped")
    QTest.keyClick(page.result.panel.choices, Qt.Key.Key_1)
    settle(qtbot, pane)
    assert pane.apply_button.isEnabled()
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=20_000)
    with register.reading() as connection:
        archived = [row.number for row in measures(connection, archived=True) if row.archived]
    assert archived == ["3"]


def test_nothing_is_written_before_it_is_applied_and_then_as_one_change(
    preview: Preview, pane: ImportPreview, qtbot: QtBot, register: Register
) -> None:
    before = register.revision()
    page = preview()
    choose(page, "D", "note", qtbot, pane)
    ask(page, "body")
    QTest.keyClick(page.result.panel.choices, Qt.Key.Key_1)
    settle(qtbot, pane)
    assert register.revision() == before
    done = QSignalSpy(pane.applied)
    pane.apply_button.click()
    qtbot.waitUntil(lambda: done.count() == 1, timeout=20_000)
    assert register.revision() == before + 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_sample_plan_is_understood_and_its_counts_close(
    pane: ImportPreview, qtbot: QtBot, look: Look, language: str, kind: str
) -> None:
    look.language.use(language)
    pane.preview((bundled(f"resources/sample/plan_{language}.{kind}"),))
    settle(qtbot, pane)
    page = pane.plan
    assert page.draft is not None
    assert len(page.became) == sum(page.draft.file_rows.values())
    counts = [
        sum(one.outcome == key for one in page.became) for key in page.chips if key not in ("all", "problems")
    ]
    assert sum(counts) == len(page.became)
    for place in range(len(page.result.table.rows.order)):
        page.result.table.select_row(page.result.table.rows.order.id_at(place))
        assert page.result.page.toPlainText().strip()
    for place in range(len(page.result.doubts.rows.order)):
        page.result.doubts.select_row(page.result.doubts.rows.order.id_at(place))
        assert page.result.panel.told.text()


def test_every_part_has_a_name_for_a_screen_reader(preview: Preview) -> None:
    page = preview()
    for part in (page.grid, page.grid.titles, page.result.table, page.result.doubts, page.result.tabs):
        assert part.accessibleName()
    for box in (page.columns.header_rows, page.columns.sheets, page.result.panel.choices):
        assert box.accessibleName()
    assert page.grid.sheet.headerData(4, Qt.Orientation.Horizontal) == "Column E: Deadline"
    cell = page.grid.sheet.index(2, 4)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert page.grid.sheet.data(cell, role) == "E3, to decide: как получится"


@pytest.mark.parametrize("name", ["elorda_compliance_plan_kk.xlsx"])
def test_a_real_plan_is_shown(pane: ImportPreview, qtbot: QtBot, shared_data: Path, name: str) -> None:
    pane.preview((shared_data / "workbooks" / name,))
    settle(qtbot, pane)
    page = pane.plan
    assert page.isVisible()
    assert page.draft is not None
    assert len(page.draft.results) > 10
    assert len(page.became) == sum(page.draft.file_rows.values())


@pytest.mark.parametrize("name", ["mvd_budget_01102012.xlsx", "mvd_budget_01102012_fixed.xlsx"])
@pytest.mark.parametrize("layout", ["auto", "plan"])
def test_a_budget_is_refused_as_no_plan(
    pane: ImportPreview, qtbot: QtBot, shared_data: Path, name: str, layout: str
) -> None:
    pane.preview((shared_data / "workbooks" / name,), layout)
    settle(qtbot, pane)
    assert pane.files.entries[0].state == REFUSED
    assert not pane.apply_button.isEnabled()
