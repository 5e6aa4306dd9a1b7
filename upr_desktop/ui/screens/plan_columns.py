"""Choose the sheet of a plan's file, the row of its titles, and save or load what its columns mean."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from upr_desktop.incoming_plan import ColumnMap
from upr_desktop.merge.plan_draft import FileTable
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.inputs import ChoiceBox
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import button

MOST_ROWS, ARROW, WIDEST = 40, 60, 260


class PlanColumns(QWidget):
    """A line above the file.

    `sheet_chosen` carries the name of a sheet, `header_chosen` the number of the row of titles (0 for none),
    `save_asked` and `load_asked` say that the mapping is to be kept or taken from a file.
    """

    sheet_chosen = Signal(str)
    header_chosen = Signal(int)
    save_asked = Signal()
    load_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._tables: Sequence[FileTable] = ()
        self._mapping = ColumnMap("", 0, {})
        self.sheets, self.header_rows = ChoiceBox(), ChoiceBox()
        self.save_button = button(look, "plan_import.save_map", "link")
        self.load_button = button(look, "plan_import.load_map", "link")
        flow = FlowLayout(self, FIELD_SPACE)
        self._sheet_pair = self._pair("plan_import.sheet", self.sheets)
        for widget in (
            self._sheet_pair,
            self._pair("plan_import.header_row", self.header_rows),
            self.save_button,
            self.load_button,
        ):
            flow.addWidget(widget)
        self.sheets.activated.connect(lambda: self.sheet_chosen.emit(self.sheets.currentData()))
        self.header_rows.activated.connect(lambda: self.header_chosen.emit(self.header_rows.currentData()))
        self.save_button.clicked.connect(self.save_asked)
        self.load_button.clicked.connect(self.load_asked)
        look.language.follow(self, self._tell)

    def show_table(self, tables: Sequence[FileTable], mapping: ColumnMap) -> None:
        """Show which sheet is looked at, and how its columns are read."""
        self._tables, self._mapping = tables, mapping
        self._tell()

    def _pair(self, key: str, box: QComboBox) -> QWidget:
        pair, caption = QWidget(), QLabel()
        caption.setProperty("role", "soft")
        caption.setBuddy(box)
        self._look.text(caption, caption.setText, key)
        self._look.name(box, key)
        line = QHBoxLayout(pair)
        line.setContentsMargins(0, 0, FIELD_SPACE, 0)
        line.setSpacing(FIELD_SPACE)
        line.addWidget(caption)
        line.addWidget(box)
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return pair

    def _tell(self) -> None:
        table = next((one for one in self._tables if one.sheet == self._mapping.sheet), None)
        if table is None:
            return
        self._sheet_pair.setVisible(len(self._tables) > 1)
        self._fill(self.sheets, [(one.sheet, one.sheet) for one in self._tables], table.sheet)
        numbers = [row.number for row in table.rows[:MOST_ROWS]]
        named = [(self._look.t("plan_import.no_header"), 0), *((str(one), one) for one in numbers)]
        if self._mapping.header_row and self._mapping.header_row not in numbers:
            named.append((str(self._mapping.header_row), self._mapping.header_row))
        self._fill(self.header_rows, named, self._mapping.header_row)
        can_save = "measure" in self._mapping.columns.values()
        self.save_button.setEnabled(can_save)
        self.save_button.setToolTip("" if can_save else self._look.t("plan_import.no_measure"))

    def _fill(self, box: QComboBox, choices: Sequence[tuple[str, object]], value: object) -> None:
        box.clear()
        for words, code in choices:
            box.addItem(words, code)
        box.setCurrentIndex(max(0, box.findData(value)))
        widest = max(box.fontMetrics().horizontalAdvance(words) for words, _ in choices)
        px = self._look.theme.px
        box.setMinimumWidth(min(widest + px(ARROW), px(WIDEST)))
