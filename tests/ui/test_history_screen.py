import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import rows_of, sample_register
from ui.screen_samples import agencies_of, session_on, tooltips, write

from upr_desktop.jobs.edit_recommendation import edit_targets, set_field
from upr_desktop.register.changes import (
    Added,
    Change,
    ChangeSet,
    Edited,
    Label,
    Origin,
    Received,
    RecordId,
    new_id,
)
from upr_desktop.register.log import RevisionRow
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.history import HistoryScreen
from upr_desktop.ui.screens.history_groups import by_day, gathered
from upr_desktop.ui.work import Work

CONTENT = b"a list \x00\xff\r\n"
RECEIVED = Received("list.docx", CONTENT, hashlib.sha256(CONTENT).hexdigest())
ORIGIN = Origin(RECEIVED.sha256, "Table 1", "B7", "140.77 as it stood")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with sample_register(tmp_path / "r.upr") as made:
        yield made


@pytest.fixture
def screen(qtbot: QtBot, look: Look, register: Register, tmp_path: Path) -> HistoryScreen:
    return shown(qtbot, look, register, tmp_path)


def shown(qtbot: QtBot, look: Look, register: Register, folder: Path) -> HistoryScreen:
    made = HistoryScreen(look, session_on(register, folder), Work())
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def rename(register: Register, code: str, name: str, author: str = "Coordinator") -> int:
    agency = agencies_of(register)[code]
    return write(register, [Edited("agency", agency.id, "name_en", agency.values["name_en"], name)], author)


def import_agency(register: Register, code: str = "IMPORTED") -> int:
    change = Added("agency", new_id(), {"code": code}, ORIGIN)
    label = Label("label.import", {"file": RECEIVED.name})
    number = register.apply(ChangeSet(label, [change], "Coordinator", "import"), [RECEIVED]).revision
    assert number is not None
    return number


def lines(screen: HistoryScreen) -> list[str]:
    model = screen.list.lines
    return [str(model.data(model.index(at))) for at in range(model.rowCount())]


def row(
    number: int, minute: int, author: str = "A", kind: str = "edit", undone: int | None = None
) -> RevisionRow:
    at = f"2026-03-05T{10 + minute // 60:02}:{minute % 60:02}:00+00:00"
    return RevisionRow(number, at, author, kind, Label("label.agency_edited", {"code": "X"}), None, undone, 1)


def test_edits_of_one_person_in_one_hour_become_one_line() -> None:
    rows = [row(6, 70), row(5, 40), row(4, 30, "B"), row(3, 20), row(2, 10), row(1, 5, kind="import")]
    assert [[one.number for one in entry.revisions] for entry in gathered(rows)] == [
        [6],
        [5],
        [4],
        [3, 2],
        [1],
    ]


def test_an_undone_edit_stands_alone() -> None:
    rows = [row(3, 20), row(2, 15, undone=9), row(1, 10)]
    assert [len(entry.revisions) for entry in gathered(rows)] == [1, 1, 1]


def test_lines_stand_under_their_days() -> None:
    (day,) = by_day(gathered([row(2, 10, "B"), row(1, 5)]))
    assert len(day.entries) == 2


def test_the_newest_change_is_shown_first_with_before_and_after(
    register: Register, qtbot: QtBot, look: Look, tmp_path: Path
) -> None:
    rename(register, "MOJ", "Ministry of Law")
    screen = shown(qtbot, look, register, tmp_path)
    text = screen.details.page.toPlainText()
    assert "Name in English" in text
    assert "Justice" in text
    assert "Law" in text


def test_a_line_that_stays_is_told_anew_once_its_records_have_other_names(
    screen: HistoryScreen, register: Register
) -> None:
    agency = agencies_of(register)["MOJ"]
    write(register, [Edited("agency", agency.id, "short_kk", agency.values["short_kk"], None)], "A")
    screen.refresh(None)
    screen.facets.choose({"author": {"A"}})
    line = screen.list.current()
    assert "MINJUST" not in screen.details.page.toPlainText()
    write(register, [Edited("agency", agency.id, "code", "MOJ", "MINJUST")])
    screen.refresh(None)
    assert screen.list.current() == line
    assert "MINJUST" in screen.details.page.toPlainText()


def test_nothing_found_shows_no_line_and_the_line_comes_back_as_it_is_now(
    screen: HistoryScreen, register: Register, look: Look
) -> None:
    agency = agencies_of(register)["MOJ"]
    write(register, [Edited("agency", agency.id, "short_kk", agency.values["short_kk"], None)], "A")
    screen.refresh(None)
    screen.facets.choose({"author": {"A"}})
    text, parts = screen.details.page.toPlainText(), (screen.details.page, screen.details.undo_button)
    screen.search("no such word")
    look.language.use("kk")
    look.language.use("en")
    assert [part.isVisible() for part in parts] == [False, False]
    screen.search("")
    assert [part.isVisible() for part in parts] == [True, True]
    assert screen.details.page.toPlainText() == text
    screen.search("no such word")
    write(register, [Edited("agency", agency.id, "code", "MOJ", "MINJUST")])
    screen.refresh(None)
    screen.search("")
    assert "MINJUST" in screen.details.page.toPlainText()


def test_a_field_that_held_nothing_before_says_so(
    register: Register, qtbot: QtBot, look: Look, tmp_path: Path
) -> None:
    agency = agencies_of(register)["MOJ"]
    write(register, [Edited("agency", agency.id, "short_kk", agency.values["short_kk"], None)], "A")
    write(register, [Edited("agency", agency.id, "short_kk", None, "ӘМ")], "B")
    screen = shown(qtbot, look, register, tmp_path)
    assert "—  →  ӘМ" in screen.details.page.toPlainText()


def test_where_a_value_came_from_is_told_and_hovering_tells_more(
    register: Register, qtbot: QtBot, look: Look, tmp_path: Path
) -> None:
    import_agency(register)
    screen = shown(qtbot, look, register, tmp_path)
    assert "list.docx › Table 1!B7" in screen.details.page.toPlainText()
    tips = tooltips(screen.details.page)
    assert any(RECEIVED.sha256 in tip and "140.77 as it stood" in tip for tip in tips)


def test_a_changed_position_is_told_once_below_the_text_of_its_recommendation(
    screen: HistoryScreen, register: Register
) -> None:
    one = rows_of(register)["140.2"]
    with register.reading() as connection:
        (target,) = edit_targets(connection, [one.id])
    changes = set_field(target, "position", "noted")
    assert {change.kind for change in changes.changes} == {"recommendation", "position_change"}
    done = register.apply(replace(changes, author="Coordinator"))
    undone = register.undo(done.revision or 0, "Coordinator")
    assert screen.go_to(undone.revision or 0)
    text = screen.details.page.toPlainText()
    assert text.count("Supported") == 1
    assert "Noted  →  Supported" in text
    assert "Ratify the Convention against Torture" in text


def test_undoing_an_edit_marks_it_and_redo_brings_it_back(
    register: Register, qtbot: QtBot, look: Look, tmp_path: Path
) -> None:
    number = rename(register, "MOJ", "Ministry of Law")
    screen = shown(qtbot, look, register, tmp_path)
    screen.list.go_to(number)
    screen.details.undo_button.click()
    assert agencies_of(register)["MOJ"].row.names["en"] == "Ministry of Justice"
    screen.list.go_to(number)
    assert screen.details.undo_button.text() == look.t("history.redo")
    assert look.t("history.undone") in next(line for line in lines(screen) if "MOJ" in line or "X" in line)
    screen.details.undo_button.click()
    assert agencies_of(register)["MOJ"].row.names["en"] == "Ministry of Law"


def test_an_import_is_undone_only_after_it_was_confirmed_by_name(
    register: Register, qtbot: QtBot, look: Look, tmp_path: Path
) -> None:
    number = import_agency(register)
    screen = shown(qtbot, look, register, tmp_path)
    screen.list.go_to(number)
    screen.details.undo_button.click()
    assert "IMPORTED" in agencies_of(register)
    assert "list.docx" in screen.notice.message.text()
    screen.notice.action.click()
    assert "IMPORTED" not in agencies_of(register)


def test_a_refusal_names_the_later_changes(
    register: Register, qtbot: QtBot, look: Look, tmp_path: Path
) -> None:
    first = rename(register, "MOJ", "Ministry of Law", "Somebody else")
    later = rename(register, "MOJ", "Ministry of Truth")
    screen = shown(qtbot, look, register, tmp_path)
    screen.list.go_to(first)
    screen.details.undo_button.click()
    assert agencies_of(register)["MOJ"].row.names["en"] == "Ministry of Truth"
    assert screen.notice.isVisibleTo(screen)
    assert str(later) in screen.notice.message.text()


def test_large_changes_are_undone_on_the_worker_with_fields_read_only(
    register: Register, qtbot: QtBot, look: Look, tmp_path: Path
) -> None:
    many: list[Change] = [Added("agency", new_id(), {"code": f"A{at}"}) for at in range(600)]
    number = write(register, many, kind="edit")
    screen = shown(qtbot, look, register, tmp_path)
    busy = QSignalSpy(screen.session.busy_changed)
    screen.list.go_to(number)
    screen.details.undo_button.click()
    assert not screen.session.is_writable
    qtbot.waitUntil(lambda: screen.session.is_writable, timeout=10_000)
    assert busy.count() == 2
    assert "A0" not in agencies_of(register)


def test_the_received_file_is_saved_byte_for_byte(
    register: Register, qtbot: QtBot, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = import_agency(register)
    screen = shown(qtbot, look, register, tmp_path)
    screen.list.go_to(number)
    target = tmp_path / "out" / "list.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    screen.details.save_button.click()
    assert not target.exists()
    assert screen.notice.isVisibleTo(screen)
    target.parent.mkdir()
    screen.details.save_button.click()
    assert target.read_bytes() == CONTENT


def test_the_history_of_one_record_leaves_out_the_others(screen: HistoryScreen, register: Register) -> None:
    number = rename(register, "MFA", "Foreign Ministry")
    other = rename(register, "MOJ", "Ministry of Law")
    screen.show_record("agency", agencies_of(register)["MFA"].id)
    assert screen.list.go_to(number)
    assert other not in numbers(screen)
    screen.record_chip.click()
    assert other in numbers(screen)


def numbers(screen: HistoryScreen) -> list[int]:
    items = [screen.list.lines.item(at) for at in range(screen.list.lines.rowCount())]
    return [one.number for item in items if hasattr(item, "revisions") for one in item.revisions]


def test_a_search_finds_the_changes_of_a_recommendation_by_its_number(
    screen: HistoryScreen, register: Register
) -> None:
    with register.reading() as connection:
        found = records(connection, "recommendation")
    id = next(id for id, values in found.items() if values["number"] == "141.20")
    number = write(register, [Edited("recommendation", id, "heading", None, "Death penalty")])
    other = rename(register, "MOJ", "Ministry of Law")
    screen.refresh(None)
    screen.search("141.20")
    assert number in numbers(screen)
    assert other not in numbers(screen)
    screen.search("secretariat")
    assert numbers(screen)
    assert number not in numbers(screen)
    screen.search("")
    assert other in numbers(screen)


def test_filters_narrow_by_person_and_kind(screen: HistoryScreen, register: Register) -> None:
    mine = rename(register, "MOJ", "Ministry of Law")
    screen.refresh(None)
    screen.facets.choose({"author": {"Coordinator"}})
    assert numbers(screen) == [mine]
    screen.facets.choose({"kind": {"new"}})
    assert mine not in numbers(screen)


def test_a_change_of_thousands_is_shown_part_by_part(qtbot: QtBot, look: Look, tmp_path: Path) -> None:
    with Register.create(tmp_path / "r.upr", "Sample") as register:
        many: list[Change] = [Added("agency", new_id(), {"code": f"A{at}"}) for at in range(2_000)]
        number = write(register, many, kind="import")
        screen = shown(qtbot, look, register, tmp_path)
        screen.list.go_to(number)
        shown_at_first = len(screen.details.page.toPlainText())
        assert "1,940" in screen.details.more_button.text()
        screen.details.more_button.click()
        assert len(screen.details.page.toPlainText()) > shown_at_first
        assert "1,740" in screen.details.more_button.text()


def test_opening_the_history_writes_nothing(screen: HistoryScreen, register: Register) -> None:
    before = register.revision()
    for at in range(screen.list.lines.rowCount()):
        screen.list.setCurrentIndex(screen.list.lines.index(at))
    assert register.revision() == before


def test_arrow_keys_move_through_the_lines_and_a_link_asks_for_the_record(
    screen: HistoryScreen, register: Register
) -> None:
    rename(register, "MOJ", "Ministry of Law")
    screen.refresh(None)
    screen.list.setFocus()
    first = screen.list.current()
    QTest.keyClick(screen.list, Qt.Key.Key_Down)
    assert screen.list.current() != first
    asked = QSignalSpy(screen.record_asked)
    id = RecordId(agencies_of(register)["MOJ"].id)
    screen.details.page.link_chosen.emit(f"record:agency:{id}")
    assert asked.at(0) == ["agency", id]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_screen_speaks_every_language(screen: HistoryScreen, look: Look, language: str) -> None:
    look.language.use(language)
    assert screen.details.page.toPlainText()
    assert all("{" not in line and "history." not in line for line in lines(screen))


def test_every_control_has_a_name(screen: HistoryScreen) -> None:
    nameless = [
        widget
        for widget in screen.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


def test_f6_goes_round_filters_list_and_page(screen: HistoryScreen) -> None:
    screen.activateWindow()
    screen.list.setFocus()
    parts = (screen.facets, screen.list, screen.details)
    met = []
    for _ in parts:
        QTest.keyClick(screen.focusWidget(), Qt.Key.Key_F6)
        focused = screen.focusWidget()
        met.append(next(one for one in parts if one is focused or one.isAncestorOf(focused)))
    assert met == [screen.details, screen.facets, screen.list]
