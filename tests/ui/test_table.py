from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot
from ui.toolkit_samples import Item, columns, items

from upr_desktop.ui.cell_painting import wrapped
from upr_desktop.ui.columns import Column
from upr_desktop.ui.look import Look
from upr_desktop.ui.table import CellEdit, Table

Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def table(qtbot: QtBot, look: Look) -> Iterator[Table]:
    shown = Table(look, columns(), "toolkit.table.header")
    qtbot.addWidget(shown)
    shown.set_rows(items(30))
    shown.resize(800, 500)
    shown.show()
    shown.setFocus()
    return shown


@pytest.fixture
def asked(table: Table) -> list[list[CellEdit]]:
    """Collect what the table emits as edited, one entry for each signal."""
    emitted: list[list[CellEdit]] = []
    table.edited.connect(emitted.append)
    return emitted


def go(table: Table, row: int, column: int) -> None:
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    table.selectionModel().setCurrentIndex(table.rows.index(row, column), flag)


def select(table: Table, top: int, left: int, bottom: int, right: int) -> None:
    go(table, top, left)
    flags = QItemSelectionModel.SelectionFlag.Select
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            table.selectionModel().select(table.rows.index(row, column), flags)


def editor_of(table: Table, kind: type[QWidget]) -> QWidget:
    return next(one for one in table.viewport().findChildren(kind) if one.isVisible())


def place(table: Table) -> tuple[int, int]:
    return table.currentIndex().row(), table.currentIndex().column()


def click_header(qtbot: QtBot, table: Table, column: int) -> None:
    x = table.header.sectionViewportPosition(column) + 20
    qtbot.mouseClick(table.header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 15))


def test_typing_replaces_the_text_and_enter_goes_down(
    qtbot: QtBot, table: Table, asked: list[list[CellEdit]]
) -> None:
    go(table, 2, 2)
    qtbot.keyClicks(table, "x")
    qtbot.keyClicks(editor_of(table, QLineEdit), "yz")
    qtbot.keyClick(editor_of(table, QLineEdit), Key.Key_Return)
    assert asked == [[CellEdit("id2", "lead", "xyz")]]
    assert place(table) == (3, 2)


def test_f2_sets_the_cursor_at_the_end_and_tab_goes_right(
    qtbot: QtBot, table: Table, asked: list[list[CellEdit]]
) -> None:
    go(table, 0, 2)
    qtbot.keyClick(table, Key.Key_F2)
    qtbot.keyClicks(editor_of(table, QLineEdit), "2")
    qtbot.keyClick(editor_of(table, QLineEdit), Key.Key_Tab)
    assert asked == [[CellEdit("id0", "lead", "MFA2")]]
    assert place(table) == (0, 3)


def test_kazakh_letters_are_typed_into_a_cell(
    qtbot: QtBot, table: Table, asked: list[list[CellEdit]], type_text: Callable[[QWidget | None, str], None]
) -> None:
    go(table, 1, 1)
    qtbot.keyClick(table, Key.Key_F2)
    editor = editor_of(table, QPlainTextEdit)
    qtbot.keyClick(editor, Key.Key_A, Mod.ControlModifier)
    type_text(editor, "Қазақша «мәтін»")
    qtbot.keyClick(editor, Key.Key_Return)
    assert asked == [[CellEdit("id1", "text", "Қазақша «мәтін»")]]


def test_escape_and_leaving_unchanged_ask_for_nothing(
    qtbot: QtBot, table: Table, asked: list[list[CellEdit]]
) -> None:
    go(table, 0, 2)
    qtbot.keyClicks(table, "x")
    qtbot.keyClick(editor_of(table, QLineEdit), Key.Key_Escape)
    qtbot.keyClick(table, Key.Key_F2)
    qtbot.keyClick(editor_of(table, QLineEdit), Key.Key_Return)
    assert asked == []


def test_a_text_with_crlf_and_nbsp_is_opened_and_left_without_an_edit(
    qtbot: QtBot, table: Table, asked: list[list[CellEdit]]
) -> None:
    table.set_rows([Item("a", "1", 1, "one\r\ntwo\u00a0three\u2028four\n")])
    go(table, 0, 1)
    qtbot.keyClick(table, Key.Key_F2)
    editor = editor_of(table, QPlainTextEdit)
    qtbot.keyClick(editor, Key.Key_Return)
    assert asked == []
    go(table, 0, 1)
    qtbot.keyClick(table, Key.Key_F2)
    qtbot.keyClicks(editor_of(table, QPlainTextEdit), "!")
    qtbot.keyClick(editor_of(table, QPlainTextEdit), Key.Key_Return)
    assert asked == [[CellEdit("a", "text", "one\r\ntwo\u00a0three\u2028four\n!")]]


def test_a_choice_is_edited_by_its_code(qtbot: QtBot, table: Table, asked: list[list[CellEdit]]) -> None:
    go(table, 0, 3)
    qtbot.keyClick(table, Key.Key_F2)
    box = editor_of(table, QComboBox)
    assert isinstance(box, QComboBox)
    assert box.currentText() == "Not started"
    box.setCurrentIndex(box.findText("Implemented"))
    box.activated.emit(box.currentIndex())
    assert asked == [[CellEdit("id0", "status", "done")]]


def test_a_read_only_column_and_a_read_only_table_open_no_editor(qtbot: QtBot, table: Table) -> None:
    go(table, 0, 0)
    qtbot.keyClicks(table, "9")
    assert not table.viewport().findChildren(QLineEdit)
    table.set_read_only(True)
    go(table, 0, 2)
    qtbot.keyClick(table, Key.Key_F2)
    assert not table.viewport().findChildren(QLineEdit)


def test_a_block_is_copied_as_excel_reads_it(qtbot: QtBot, table: Table) -> None:
    table.set_rows([Item("a", "1", 1, "two\nlines", "MFA"), Item("b", "2", 2, 'say "x"', "MOJ")])
    select(table, 0, 0, 1, 2)
    qtbot.keyClick(table, Key.Key_C, Mod.ControlModifier)
    assert QGuiApplication.clipboard().text() == '1\t"two\nlines"\tMFA\n2\tsay "x"\tMOJ\n'


def test_columns_moved_by_a_person_are_copied_as_they_are_seen(table: Table) -> None:
    table.header.moveSection(2, 0)
    select(table, 0, 0, 0, 2)
    table.copy()
    assert QGuiApplication.clipboard().text() == "MFA\t140.0\ttext 0 of many words\n"


def test_a_pasted_range_is_one_signal_and_says_what_found_no_place(
    qtbot: QtBot, table: Table, asked: list[list[CellEdit]]
) -> None:
    QGuiApplication.clipboard().setText('"a\nb"\tMIA\r\nc\tMOJ\r\n')
    go(table, 0, 1)
    qtbot.keyClick(table, Key.Key_V, Mod.ControlModifier)
    assert asked == [
        [CellEdit("id0", "text", "a\nb"), CellEdit("id0", "lead", "MIA"), CellEdit("id1", "text", "c")]
    ]
    go(table, 29, 0)
    with qtbot.waitSignal(table.left_out) as signal:
        table.paste()
    assert signal.args == [3]
    assert asked[1:] == [[CellEdit("id29", "text", "MIA")]]


def test_one_copied_cell_fills_the_selected_block(table: Table, asked: list[list[CellEdit]]) -> None:
    QGuiApplication.clipboard().setText("Partly\n")
    select(table, 0, 3, 3, 3)
    table.paste()
    assert asked == [[CellEdit(f"id{n}", "status", "part") for n in (0, 2, 3)]]


def test_fill_down_and_delete_are_one_signal_each(
    qtbot: QtBot, table: Table, asked: list[list[CellEdit]]
) -> None:
    select(table, 0, 2, 2, 2)
    qtbot.keyClick(table, Key.Key_D, Mod.ControlModifier)
    qtbot.keyClick(table, Key.Key_Delete)
    assert asked == [
        [CellEdit("id1", "lead", "MFA"), CellEdit("id2", "lead", "MFA")],
        [CellEdit("id0", "lead", ""), CellEdit("id1", "lead", "")],
    ]


def test_the_cursor_and_the_selection_stay_with_their_rows(qtbot: QtBot, table: Table) -> None:
    moves: list[str] = []
    select(table, 2, 1, 4, 2)
    table.current_changed.connect(moves.append)
    table.set_rows(items(30)[::-1])
    assert (table.current_id(), table.selected_ids()) == ("id2", ["id4", "id3", "id2"])
    table.rows.keep(lambda item: item.order != 3)
    assert table.selected_ids() == ["id4", "id2"]
    table.rows.sort_by("number")
    assert table.selected_ids() == ["id2", "id4"]
    assert moves == []
    table.rows.keep(lambda item: item.order != 2)
    assert moves == [""]


def test_clicks_on_a_title_sort_up_then_down_then_not_at_all(qtbot: QtBot, table: Table) -> None:
    table.set_rows(items(12)[::-1])
    firsts = []
    for _ in range(3):
        click_header(qtbot, table, 0)
        firsts.append(table.rows.order.id_at(1))
    assert firsts == ["id1", "id10", "id10"]
    assert table.rows.sorting is None
    click_header(qtbot, table, 1)
    assert table.rows.sorting == ("text", False)


def test_tab_goes_through_the_cells_and_out_of_the_table(qtbot: QtBot, table: Table) -> None:
    go(table, 0, 0)
    for _ in range(3):
        qtbot.keyClick(table, Key.Key_Tab)
    assert place(table) == (0, 3)
    assert not table.focusNextPrevChild(True) or QApplication.focusWidget() is not table
    go(table, 0, 1)
    qtbot.keyClick(table, Key.Key_Backtab)
    assert place(table) == (0, 0)


def test_the_layout_survives_as_plain_data(qtbot: QtBot, look: Look, table: Table) -> None:
    table.header.moveSection(3, 1)
    table.setColumnWidth(2, 222)
    table.arrangement.show_column("number", False)
    table.rows.sort_by("lead", descending=True)
    table.set_compact(True)
    data = table.layout_data()
    other = Table(look, columns(), "toolkit.table.header")
    qtbot.addWidget(other)
    other.resize(800, 500)
    other.set_rows(items(5))
    other.use_layout(data)
    assert other.layout_data() == data
    assert [entry["key"] for entry in data["columns"]] == ["number", "status", "text", "lead"]
    assert data["columns"][3]["width"] == 222
    assert other.isColumnHidden(0)
    assert other.rowHeight(0) == look.theme.row_height(compact=True)
    other.use_layout({"columns": [{"key": "lead", "width": 90, "shown": True}, {"key": "gone"}]})
    assert [entry["key"] for entry in other.layout_data()["columns"]] == ["lead", "number", "text", "status"]


def test_the_text_column_takes_the_free_width(table: Table) -> None:
    widths = [table.columnWidth(number) for number in range(4)]
    assert sum(widths) == table.viewport().width()
    table.resize(1000, 500)
    assert table.columnWidth(1) == widths[1] + 200


def test_a_column_is_hidden_through_the_menu_but_never_the_last(table: Table) -> None:
    menu = table.column_menu()
    assert [action.text() for action in menu.actions()[:4]] == ["No.", "Text", "Lead", "Status"]
    for action in menu.actions()[:3]:
        action.setChecked(False)
    assert table.arrangement.seen() == [3]
    assert not table.column_menu().actions()[3].isEnabled()


def test_double_click_on_a_read_only_cell_and_ctrl_enter_open_the_row(qtbot: QtBot, table: Table) -> None:
    opened: list[str] = []
    table.opened.connect(opened.append)
    go(table, 4, 1)
    qtbot.keyClick(table, Key.Key_Return, Mod.ControlModifier)
    middle = table.visualRect(table.rows.index(2, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert opened == ["id4", "id2"]


def test_the_cursor_announces_each_row_once(table: Table) -> None:
    moves: list[str] = []
    table.current_changed.connect(moves.append)
    go(table, 1, 0)
    go(table, 1, 2)
    go(table, 2, 2)
    assert table.select_row("id9")
    assert not table.select_row("nobody")
    assert moves == ["id1", "id2", "id9"]


def test_the_selected_row_is_tinted_and_has_its_bar(table: Table, look: Look) -> None:
    go(table, 1, 2)
    picture: QImage = table.viewport().grab().toImage()
    top = table.rowViewportPosition(1) + 6
    colours = look.theme.colours
    assert picture.pixelColor(1, top) == colours.of("accent")
    assert picture.pixelColor(60, top) == colours.of("selection")
    assert picture.pixelColor(table.columnViewportPosition(2) + 4, top) == colours.of("selection")
    assert picture.pixelColor(60, table.rowViewportPosition(2) + 6) == colours.of("surface")


def test_many_selected_rows_are_tinted_lightly(table: Table, look: Look) -> None:
    table.selectAll()
    picture: QImage = table.viewport().grab().toImage()
    for row in (0, 3):
        colour = picture.pixelColor(60, table.rowViewportPosition(row) + 6)
        assert colour == look.theme.colours.of("accent_soft")


def test_the_first_row_shown_is_whole_after_the_cursor_moved(table: Table) -> None:
    table.set_rows(items(60))
    for row in (20, 59, 31, 4, 47):
        table.select_row(f"id{row}")
        tops = [table.rowViewportPosition(place) for place in range(60)]
        assert 0 in tops
        assert 0 <= tops[row] <= table.viewport().height() - table.rowHeight(row)


def test_a_column_is_as_wide_as_its_labels_and_shows_less_before_the_text_gets_narrow(
    qtbot: QtBot, look: Look
) -> None:
    area: Column[Item] = Column(
        "area",
        lambda: "Area",
        lambda row: "3 · Combating torture",
        brief=lambda row: "3",
        width=200,
        narrow=40,
        yields=2,
    )
    lead: Column[Item] = Column(
        "lead", lambda: "Lead", lambda row: "", width=40, labels=lambda: ["Ombudsman", "Ministry of Justice"]
    )
    text: Column[Item] = Column(
        "text", lambda: "Text", lambda row: row.text, kind="text2", stretch=True, wish=300
    )
    table = Table(look, (area, text, lead), "toolkit.table.header")
    qtbot.addWidget(table)
    table.set_rows(items(3))
    table.resize(900, 300)
    table.show()
    words = table.fontMetrics().horizontalAdvance("Ministry of Justice")
    assert words < table.columnWidth(2) < words + 40
    assert table.columnWidth(0) == look.theme.px(200)
    table.resize(540, 300)
    assert table.columnWidth(0) < look.theme.px(100)
    assert table.columnWidth(1) >= 300
    table.resize(420, 300)
    assert table.isColumnHidden(0)
    assert sum(table.columnWidth(number) for number in (1, 2)) == table.viewport().width()
    table.arrangement.show_column("area", True)
    assert not table.isColumnHidden(0)


def test_no_word_is_broken_at_the_end_of_a_line() -> None:
    font = QApplication.font()
    width = QFontMetrics(font).horizontalAdvance("Liechtenstein") + 1
    first, second = wrapped("Liechtenstein, Latvia", width, font.toString(), 2)
    assert first.startswith("Liechten")
    assert second == "Latvia"


def test_a_text_that_just_does_not_fit_goes_on_in_the_next_line_instead_of_being_cut() -> None:
    font = QApplication.font()
    for text in ("North Macedonia", "Северная Македония", "Нидерланды (Королевство)"):
        full = QFontMetrics(font).horizontalAdvance(text)
        for width in range(full - 6, full + 3):
            assert " ".join(wrapped(text, width, font.toString(), 2)) == text


def test_a_screen_reader_hears_title_and_text_and_a_cut_text_shows_on_hover(table: Table) -> None:
    index = table.rows.index(0, 3)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Status: Not started"
    assert table.accessibleName() == "Column titles"
    table.set_rows([Item("a", "1", 1, "long words " * 60)])
    at = table.visualRect(table.rows.index(0, 1)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, at, table.viewport().mapToGlobal(at))
    QApplication.sendEvent(table.viewport(), event)
    assert QToolTip.text().count("long words") == 60
    QToolTip.hideText()


def test_a_language_change_sorts_and_titles_anew(table: Table, look: Look) -> None:
    table.rows.sort_by("lead")
    table.rows.find("moj")
    look.language.use("ru")
    assert len(table.rows.order) == 10
    assert table.accessibleName() == "Заголовки столбцов"
    assert [action.text() for action in table.actions()][:2] == ["Копировать", "Вставить"]


def test_a_list_over_a_narrow_cell_shows_its_choices_whole(qtbot: QtBot, table: Table) -> None:
    table.setColumnWidth(3, 60)
    go(table, 1, 3)
    qtbot.keyClick(table, Key.Key_F2)
    (box,) = table.findChildren(QComboBox)
    box.showPopup()
    widest = max(box.fontMetrics().horizontalAdvance(box.itemText(place)) for place in range(box.count()))
    assert box.view().width() >= widest + 20
    box.hidePopup()
