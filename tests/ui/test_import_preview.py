from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import sample_register
from ui.screen_samples import session_on, table_text, texts_file, write

from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.typed_workbook import Typed, type_into_copy
from upr_desktop.jobs.export import export_register
from upr_desktop.jobs.new_register import new_register
from upr_desktop.register.changes import Edited, Label, RecordId
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.history_groups import local
from upr_desktop.ui.screens.import_files import ALREADY_IN, APPLIED, READING, READY, REFUSED
from upr_desktop.ui.screens.import_preview import ImportPreview
from upr_desktop.ui.work import Work

RUSSIAN = (("140.2", "Ратифицировать конвенцию"), ("140.10", "Бороться с торговлей людьми"))
Preview = Callable[..., ImportPreview]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with sample_register(tmp_path / "r.upr") as made:
        yield made


@pytest.fixture
def preview(qtbot: QtBot, look: Look, register: Register, tmp_path: Path, gate: Gate) -> Preview:
    def of(*files: Path, on: Register = register) -> ImportPreview:
        pane = ImportPreview(look, session_on(on, tmp_path), gate, Work())
        qtbot.addWidget(pane)
        pane.resize(1100, 700)
        pane.show()
        qtbot.waitExposed(pane)
        pane.preview(files)
        settled(qtbot, pane)
        return pane

    return of


def settled(qtbot: QtBot, pane: ImportPreview) -> None:
    def is_settled() -> bool:
        return all(entry.state != READING and not entry.is_redrafting for entry in pane.files.entries)

    qtbot.waitUntil(is_settled, timeout=20_000)


def text_of(register: Register, number: str, language: str = "ru") -> tuple[RecordId, object]:
    with register.reading() as connection:
        found = records(connection, "recommendation")
        id = next(id for id, values in found.items() if values["number"] == number)
        parts = records(connection, "recommendation_part")
    part, values = next((id_, one) for id_, one in parts.items() if one["recommendation_id"] == id)
    return part, values[f"text_{language}"]


def test_a_file_is_shown_before_anything_is_written(
    preview: Preview, register: Register, tmp_path: Path
) -> None:
    before = register.revision()
    pane = preview(texts_file(tmp_path / "texts.csv", RUSSIAN))
    assert table_text(pane.page.table, "name") == ["140.2", "140.10"]
    assert pane.apply_button.text() == "Apply 2 changes"
    assert "2 recommendations in the file: 2 to change." in pane.page.total.text()
    assert register.revision() == before
    pane.leave_button.click()
    assert register.revision() == before


def test_applying_writes_one_change_and_leaves(
    preview: Preview, register: Register, tmp_path: Path, qtbot: QtBot
) -> None:
    pane = preview(texts_file(tmp_path / "texts.csv", RUSSIAN))
    applied, closed, busy = (
        QSignalSpy(one) for one in (pane.applied, pane.closed, pane._session.busy_changed)
    )
    before = register.revision()
    pane.apply_button.click()
    assert not pane._session.is_writable
    qtbot.waitUntil(lambda: closed.count() == 1, timeout=10_000)
    assert register.revision() == before + 1
    assert (applied.at(0)[0].revision, applied.at(0)[1]) == (before + 1, "texts.csv")
    assert busy.count() == 2
    assert text_of(register, "140.10")[1] == "Бороться с торговлей людьми"


def test_the_same_file_again_is_named_at_once_and_read_only_where_one_asks(
    preview: Preview, register: Register, tmp_path: Path, qtbot: QtBot, look: Look
) -> None:
    file = texts_file(tmp_path / "texts.csv", RUSSIAN)
    pane = preview(file)
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=10_000)
    day = look.language.date(local(register.history()[0].at).date())
    again = preview(file.rename(tmp_path / "another_name.csv"))
    assert again.current is not None
    assert (again.current.state, again.current.prepared) == (ALREADY_IN, None)
    assert "texts.csv" in again.already.words.text()
    assert f"no. {register.revision()}" in again.already.words.text()
    assert day in again.already.words.text()
    assert not again.apply_button.isEnabled()
    assert again.already.words.height() >= again.already.words.heightForWidth(again.already.words.width())
    assert again.already.again_button.hasFocus()
    QTest.keyClick(again.already.again_button, Qt.Key.Key_Space)
    settled(qtbot, again)
    assert again.reason.text() == "The register already holds all that the file says."
    assert again.page.chips["unchanged"].text().endswith("2")


def test_a_file_whose_taking_in_is_undone_meanwhile_is_read(
    preview: Preview, register: Register, tmp_path: Path, qtbot: QtBot
) -> None:
    file = texts_file(tmp_path / "texts.csv", RUSSIAN)
    pane = preview(file)
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=10_000)
    again = preview(file)
    assert again.current is not None
    assert again.current.state == ALREADY_IN
    again._session.announce(register.undo(register.revision(), "coordinator"))
    settled(qtbot, again)
    assert again.current.state == READY
    assert again.apply_button.text() == "Apply 2 changes"


def test_what_was_changed_by_hand_stays_until_the_files_value_is_ticked(
    preview: Preview, register: Register, tmp_path: Path, qtbot: QtBot
) -> None:
    pane = preview(texts_file(tmp_path / "texts.csv", RUSSIAN))
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=10_000)
    part, present = text_of(register, "140.10")
    write(register, [Edited("recommendation_part", part, "text_ru", present, "Как решил координатор")])
    newer = texts_file(tmp_path / "newer.csv", [("140.10", "Новая редакция")])
    pane = preview(newer)
    assert not pane.apply_button.isEnabled()
    assert pane.page.take_tick.isVisible()
    assert "Как решил координатор" in pane.page.page.toPlainText()
    pane.page.take_tick.click()
    settled(qtbot, pane)
    assert pane.apply_button.text() == "Apply 1 change"
    assert pane.page.ticks.take.isChecked()
    pane.page.ticks.take.click()
    settled(qtbot, pane)
    assert not pane.apply_button.isEnabled()
    pane.page.ticks.take.click()
    settled(qtbot, pane)
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=10_000)
    assert text_of(register, "140.10")[1] == "Новая редакция"


def test_a_file_that_mostly_repeats_the_register_opens_at_what_it_changes(
    preview: Preview, register: Register, tmp_path: Path, qtbot: QtBot
) -> None:
    pane = preview(texts_file(tmp_path / "texts.csv", RUSSIAN))
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=10_000)
    number, _ = RUSSIAN[0]
    again = preview(texts_file(tmp_path / "newer.csv", [(number, "Другой перевод"), *RUSSIAN[1:]]))
    assert table_text(again.page.table, "outcome") == ["Changed"]
    again.page.chips["all"].click()
    assert table_text(again.page.table, "outcome") == ["Changed", *["Unchanged"] * (len(RUSSIAN) - 1)]


def test_unknown_numbers_are_refused_until_ticked(
    preview: Preview, register: Register, tmp_path: Path, qtbot: QtBot
) -> None:
    pane = preview(texts_file(tmp_path / "texts.csv", [*RUSSIAN, ("199.9", "Неизвестная")]))
    assert table_text(pane.page.table, "outcome") == ["Changed", "Changed", "Refused"]
    pane.page.chips["refused"].click()
    assert table_text(pane.page.table, "name") == ["199.9"]
    assert "no recommendation 199.9" in pane.page.page.toPlainText()
    assert table_text(pane.page.table, "what") == ["Text in Russian: Неизвестная"]
    pane.page.chips["refused"].click()
    pane.page.ticks.new_rows.click()
    settled(qtbot, pane)
    assert table_text(pane.page.table, "outcome")[-1] == "New"
    assert pane.apply_button.text() == "Apply 3 changes"


def workbook_with_new_rows(register: Register, folder: Path, *added: str) -> Path:
    number, text = "Rec. No.", "Text in English"
    rows = [Typed("Recommendations", number, None, {number: one, text: f"Text of {one}"}) for one in added]
    export_register(register, folder / "out.xlsx", "en")
    type_into_copy(folder / "out.xlsx", folder / "back.xlsx", rows, {})
    return folder / "back.xlsx"


def test_new_rows_of_a_workbook_are_ticked_one_by_one_or_all_at_once(
    preview: Preview, register: Register, tmp_path: Path, qtbot: QtBot
) -> None:
    pane = preview(workbook_with_new_rows(register, tmp_path, "150.1", "150.2", "150.3"))
    assert not pane.apply_button.isEnabled(), "unmatched rows create nothing without a tick"
    assert pane.page.ticks.new_rows.text().endswith("(3 rows)")
    pane.page.chips["refused"].click()
    assert "Text of 150.1" in table_text(pane.page.table, "what")[0]
    table = pane.page.table
    table.select_row(table.rows.order.id_at(1))
    assert pane.page.create_tick.isVisible()
    pane.page.create_tick.click()
    settled(qtbot, pane)
    assert pane.apply_button.text() == "Apply 1 change"
    assert not pane.page.ticks.new_rows.isChecked()
    pane.page.chips["all"].click()
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_Space)
    settled(qtbot, pane)
    assert pane.apply_button.text() == "Apply 3 changes"
    assert pane.page.ticks.new_rows.isChecked()
    pane.page.ticks.new_rows.click()
    settled(qtbot, pane)
    assert not pane.apply_button.isEnabled()
    pane.page.chips["refused"].click()
    table.select_row(table.rows.order.id_at(2))
    QTest.keyClick(table, Qt.Key.Key_Space)
    settled(qtbot, pane)
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=10_000)
    with register.reading() as connection:
        numbers = {row["number"] for row in records(connection, "recommendation").values()}
    assert numbers & {"150.1", "150.2", "150.3"} == {"150.3"}


def test_a_refused_file_says_why_and_breaks_nothing(
    preview: Preview, register: Register, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    pane = preview(broken, texts_file(tmp_path / "texts.csv", RUSSIAN))
    assert [entry.state for entry in pane.files.entries] == [REFUSED, READY]
    assert "broken.xlsx" in pane._refusal.text()
    assert not pane.apply_button.isEnabled()
    assert pane.list.isVisible()
    pane.list.files.setCurrentRow(1)
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.files.entries[1].state == APPLIED, timeout=10_000)
    assert text_of(register, "140.10")[1] == "Бороться с торговлей людьми"


def test_a_file_of_unknown_layout_can_be_told_what_it_is(
    preview: Preview, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "plain.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    pane = preview(file)
    assert pane.current is not None
    assert pane.current.state == REFUSED
    choice = pane._refused_choice
    choice.layouts.setCurrentIndex(choice.layouts.findData("texts"))
    choice.layouts.activated.emit(choice.layouts.currentIndex())
    settled(qtbot, pane)
    assert pane.current.options.layout == "texts"
    assert pane.current.state == REFUSED


def test_a_draft_follows_what_is_written_meanwhile(
    preview: Preview, register: Register, tmp_path: Path, qtbot: QtBot
) -> None:
    pane = preview(texts_file(tmp_path / "texts.csv", RUSSIAN))
    part, _ = text_of(register, "140.10")
    change = Edited("recommendation_part", part, "text_ru", None, RUSSIAN[1][1])
    pane._session.write(Label("label.agency_edited", {"code": "X"}), [change])
    settled(qtbot, pane)
    (row,) = [row for row in pane.page._rows if row.name == "140.10"]
    assert "text_ru" not in [field.field for field in row.fields]


def test_a_register_workbook_comes_back_with_its_edits(
    preview: Preview, register: Register, tmp_path: Path, qtbot: QtBot
) -> None:
    from openpyxl import load_workbook

    target = export_register(register, tmp_path / "out.xlsx", "en")
    book = load_workbook(target)
    sheet = book.worksheets[0]
    cell = next(
        cell for row in sheet.iter_rows() for cell in row if cell.value == "Combat trafficking in persons"
    )
    cell.value = "Combat trafficking in persons and slavery"
    book.save(target)
    pane = preview(target)
    assert pane.current is not None
    assert pane.current.prepared is not None
    assert pane.current.prepared.recognised.layout == "register"
    assert pane.apply_button.text() == "Apply 1 change"
    pane.page.chips["changed"].click()
    assert "slavery" in pane.page.page.toPlainText()


def test_reading_can_be_cancelled_and_leaving_asks_nothing(
    qtbot: QtBot, look: Look, register: Register, tmp_path: Path, gate: Gate
) -> None:
    work = Work()
    pane = ImportPreview(look, session_on(register, tmp_path), gate, work)
    qtbot.addWidget(pane)
    pane.show()
    closed = QSignalSpy(pane.closed)
    pane.preview([texts_file(tmp_path / "texts.csv", RUSSIAN)])
    pane.activateWindow()
    pane.cancel_button.setFocus()
    qtbot.waitUntil(lambda: pane.focusWidget() is not None and pane.focusWidget().hasFocus())
    QTest.keyClick(
        pane.focusWidget(), Qt.Key.Key_Escape
    )  # where the cursor is by now: a quick reading moves it
    assert closed.count() == 1
    qtbot.waitUntil(lambda: not work.is_busy, timeout=10_000)
    assert not pane.files.entries


def test_the_published_list_makes_a_register(
    preview: Preview, shared_data: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with new_register(tmp_path / "empty.upr") as empty:
        pane = preview(shared_data / "ohchr" / "upr48-slovenia-thematic-list.docx", on=empty)
        assert pane.apply_button.text() == "Apply 254 changes"
        assert "254 recommendations in the file: 254 new." in pane.page.total.text()
        text = pane.page.page.toPlainText()
        assert "Theme" in text
        assert "Recommending State" in text
        pane.apply_button.click()
        qtbot.waitUntil(lambda: pane.current is None, timeout=20_000)
        with empty.reading() as connection:
            assert len(records(connection, "recommendation")) == 254


def test_an_export_of_several_reviews_keeps_to_the_registers_own_state(
    preview: Preview, shared_data: Path, qtbot: QtBot
) -> None:
    pane = preview(shared_data / "uprinfo" / "upr-info-17-20.csv")
    assert pane.current is not None
    assert pane.current.options.state == "KAZ"
    one = len(pane.page.table.rows.order)
    states = pane.page.layout_choice.states
    states.setCurrentIndex(0)
    states.activated.emit(0)
    settled(qtbot, pane)
    assert pane.current.options.state is None
    assert len(pane.page.table.rows.order) > one


def test_files_of_an_archive_stand_each_alone(preview: Preview, tmp_path: Path) -> None:
    import zipfile

    first = texts_file(tmp_path / "one.csv", RUSSIAN[:1])
    second = texts_file(tmp_path / "two.csv", RUSSIAN[1:])
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        archive.write(first, "one.csv")
        archive.write(second, "two.csv")
    pane = preview(tmp_path / "both.zip")
    assert [entry.name for entry in pane.files.entries] == ["one.csv", "two.csv"]
    assert [entry.state for entry in pane.files.entries] == [READY, READY]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_pane_speaks_every_language(preview: Preview, look: Look, tmp_path: Path, language: str) -> None:
    pane = preview(texts_file(tmp_path / "texts.csv", [*RUSSIAN, ("199.9", "Неизвестная")]))
    look.language.use(language)
    said = [chip.text() for chip in pane.page.chips.values()] + table_text(pane.page.table, "what")[:2]
    said += [pane.apply_button.text(), pane.page.total.text(), pane.page.page.toPlainText()]
    assert all(text and "{" not in text and "preview." not in text for text in said), said


def test_every_control_has_a_name(preview: Preview, tmp_path: Path) -> None:
    pane = preview(texts_file(tmp_path / "texts.csv", [*RUSSIAN, ("199.9", "Неизвестная")]))
    nameless = [
        widget
        for widget in pane.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []
