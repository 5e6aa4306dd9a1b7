"""Show a plan's file as Excel does; the header of each column is a list of what it may hold."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFontMetrics,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPolygon,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from upr_desktop.incoming_plan import CONTINUATION, MEASURE, PLAN_FIELDS, SECTION
from upr_desktop.ui.cell_painting import wrapped
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.plan_grid_model import GridPage, Index, PlanGridModel
from upr_desktop.ui.steady_table import SteadyTable
from upr_desktop.ui.theme import CAPTION_PX
from upr_desktop.ui.tsv import write_tsv

HEADER_HEIGHT, NARROWEST, WIDEST, TITLE, ARROW = 46, 64, 230, 160, 30
SIDE, CORNER, LOOKED_AT = 6, 8, 60
LIVING = (MEASURE, CONTINUATION, SECTION)


class PlanGrid(SteadyTable):
    """The sheet of a file, letters above and numbers at the left.

    `row_chosen` carries the number of the row that the cursor went to, `field_chosen` the letters of a column and the
    field that a person says it holds (or an empty text), `header_chosen` the number of a row.
    """

    row_chosen = Signal(int)
    field_chosen = Signal(str, str)
    header_chosen = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.sheet = PlanGridModel(look, self)
        self.setModel(self.sheet)
        self.titles = FieldHeader(look, self.sheet, self)
        self.setHorizontalHeader(self.titles)
        self.setItemDelegate(FileCellPainter(look, self))
        self._settle()
        self._add_actions()
        look.name(self, "plan_import.grid")
        look.theme.follow(self, self._dress)
        look.language.follow(self, self.titles.viewport().update)

    def show_page(self, page: GridPage, *, afresh: bool = False) -> None:
        """Show a sheet; the cursor stays where it is if it is the same one, unless all is to be looked at afresh."""
        if self.sheet.show(page) or afresh:
            self._fit()
            self._start()
        self._join_cells()
        self.viewport().update()
        self.titles.viewport().update()

    def current_number(self) -> int:
        """Return the number of the row that the cursor is on, 0 for none."""
        row = self.sheet.row_at(self.currentIndex().row())
        return row.number if row else 0

    def go_to(self, number: int, letters: str = "") -> None:
        """Put the cursor on a row of the file, on a column of it if one is named."""
        place = self.sheet.place_of(number)
        if place is None:
            return
        columns = self.sheet.page.table.columns
        column = columns.index(letters) if letters in columns else max(0, self.currentIndex().column())
        self.setCurrentIndex(self.sheet.index(place, column))

    def choose_field(self, section: int | None = None) -> None:
        """Open the list of fields below a column's title; by default that of the cursor's column."""
        at = self.currentIndex().column() if section is None else section
        if at < 0 or not self.isEnabled():
            return
        menu = self.field_menu(at)
        corner = QPoint(self.titles.sectionViewportPosition(at), self.titles.height())
        menu.popup(self.titles.viewport().mapToGlobal(corner))

    def field_menu(self, section: int) -> QMenu:
        """Return the list of fields that a column can hold, with a tick at the present one."""
        menu, t = QMenu(self), self._look.t
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        letters = self.sheet.page.table.columns[section]
        now = self.sheet.page.fields.get(letters, "")
        for name in ("", *PLAN_FIELDS):
            words = t(f"column_field.{name}") if name else t("plan_import.unused")
            action = QAction(words.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(name == now)
            action.triggered.connect(lambda _=False, name=name: self.field_chosen.emit(letters, name))
            menu.addAction(action)
            if name == now:
                menu.setActiveAction(action)
        return menu

    def copy(self) -> None:
        """Put the selected cells on the clipboard as tab-separated text."""
        chosen = self.selectedIndexes()
        if not chosen:
            return
        rows = range(min(one.row() for one in chosen), max(one.row() for one in chosen) + 1)
        columns = range(min(one.column() for one in chosen), max(one.column() for one in chosen) + 1)
        grid = [[self.sheet.page.table.rows[row].texts[column] for column in columns] for row in rows]
        QGuiApplication.clipboard().setText(write_tsv(grid))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions())
        menu.exec(event.globalPos())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say which row the cursor is on now, and tint the rows of its measure."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and current.row() != previous.row():
            self.row_chosen.emit(self.current_number())

    def _settle(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        numbers = self.verticalHeader()
        numbers.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        numbers.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        numbers.setHighlightSections(True)
        self._look.name(numbers, "plan_import.row_numbers")
        self.titles.asked.connect(self.choose_field)

    def _add_actions(self) -> None:
        for key, keys, run in (
            ("plan_import.choose_field", "Alt+Down", lambda: self.choose_field()),
            ("plan_import.is_header", "Ctrl+H", lambda: self.header_chosen.emit(self.current_number())),
            ("toolkit.table.copy", "Ctrl+C", self.copy),
        ):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _=False, run=run: run())
            self._look.text(self, action.setText, key)
            self.addAction(action)

    def _dress(self) -> None:
        height = self._look.theme.row_height(compact=False)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self._fit()
        self.viewport().update()

    def _fit(self) -> None:
        """Give each column the width of its measures and of its title, within bounds."""
        px, metrics = self._look.theme.px, self.fontMetrics()
        for at in range(self.sheet.columnCount()):
            texts = {row.texts[at] for row in self.sheet.page.table.rows if row.outcome == MEASURE}
            longest = max((metrics.horizontalAdvance(text[:LOOKED_AT]) for text in texts), default=0)
            title = metrics.horizontalAdvance(self.sheet.field_words(at)) + px(ARROW)
            width = max(px(NARROWEST), longest + 3 * SIDE, min(title, px(TITLE)))
            self.setColumnWidth(at, min(width, px(WIDEST)))

    def _join_cells(self) -> None:
        """Let the text of a heading, a title or a note run over the empty cells behind it."""
        self.clearSpans()
        width = self.sheet.columnCount()
        for place, row in enumerate(self.sheet.page.table.rows):
            filled = [at for at, text in enumerate(row.texts) if text.strip()]
            if row.outcome not in (MEASURE, CONTINUATION) and len(filled) == 1 and width - filled[0] > 1:
                self.setSpan(place, filled[0], 1, width - filled[0])

    def _start(self) -> None:
        """Put the cursor on the first row that says something of a plan."""
        rows = self.sheet.page.table.rows
        first = next((place for place, row in enumerate(rows) if row.outcome == MEASURE), 0)
        if rows:
            self.setCurrentIndex(self.sheet.index(first, 0))
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)


class FieldHeader(QHeaderView):
    """The letter of each column and the field that it holds; `asked` carries the section that was pressed."""

    asked = Signal(int)

    def __init__(self, look: Look, sheet: PlanGridModel, view: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._look, self._sheet = look, sheet
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(look.theme.px(48))
        self.sectionClicked.connect(self.asked)
        look.name(self, "plan_import.columns")

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._look.theme.px(HEADER_HEIGHT))

    def paintSection(self, painter: QPainter, box: QRect, section: int) -> None:
        """Paint the letter above the field, with the mark of a list that opens."""
        theme, page = self._look.theme, self._sheet.page
        colours = theme.colours
        is_used = bool(page.fields.get(page.table.columns[section]))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, colours.of("accent_soft" if is_used else "sunken"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), colours.of("line"))
        painter.fillRect(QRect(box.right(), box.top(), 1, box.height()), colours.of("line"))
        half = box.height() // 2
        painter.setFont(theme.font(CAPTION_PX))
        painter.setPen(colours.of("soft"))
        centre = int(Qt.AlignmentFlag.AlignCenter)
        painter.drawText(box.adjusted(0, 2, 0, -half), centre, page.table.columns[section])
        font = theme.font(CAPTION_PX, bold=is_used)
        painter.setFont(font)
        painter.setPen(colours.of("accent" if is_used else "soft"))
        room = box.adjusted(SIDE, half - 2, -SIDE - 12, -2)
        words = QFontMetrics(font).elidedText(
            self._sheet.field_words(section), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
        x, y = box.right() - SIDE - 4, room.center().y()
        painter.drawPolyline(QPolygon([QPoint(x - 4, y - 2), QPoint(x, y + 2), QPoint(x + 4, y - 2)]))
        painter.restore()


class FileCellPainter(QStyledItemDelegate):
    """Paints a cell of the file: two lines of text, quiet outside the plan, a corner where it is asked about."""

    def __init__(self, look: Look, grid: PlanGrid) -> None:
        super().__init__(grid)
        self._look, self._grid = look, grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, sheet = self._look.theme.colours, self._grid.sheet
        row = sheet.row_at(index.row())
        if row is None:
            return
        box: QRect = option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, colours.of(self._ground(index, is_chosen=is_chosen)))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), colours.of("line"))
        painter.fillRect(QRect(box.right(), box.top(), 1, box.height()), colours.of("line"))
        self._paint_text(painter, box, index)
        if doubt := sheet.doubt_at(index.row(), index.column()):
            corner = box.topRight()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.of("warn" if doubt == "open" else "ok"))
            painter.drawPolygon(QPolygon([corner, corner - QPoint(CORNER, 0), corner + QPoint(0, CORNER)]))
        if index == self._grid.currentIndex() and self._grid.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(colours.of("accent"))
            painter.drawRect(box.adjusted(0, 0, -2, -2))
            painter.drawRect(box.adjusted(1, 1, -3, -3))
        painter.restore()

    def _ground(self, index: Index, *, is_chosen: bool) -> str:
        sheet, current = self._grid.sheet, self._grid.sheet.row_at(self._grid.currentIndex().row())
        row = sheet.row_at(index.row())
        if is_chosen:
            return "selection"
        if row and current and (row is current or (row.result is not None and row.result == current.result)):
            return "accent_soft"
        if sheet.doubt_at(index.row(), index.column()) == "open":
            return "warn_soft"
        return "surface" if row and row.outcome in LIVING else "sunken"

    def _paint_text(self, painter: QPainter, box: QRect, index: Index) -> None:
        theme, row = self._look.theme, self._grid.sheet.row_at(index.row())
        outcome = row.outcome if row else ""
        font = theme.font(bold=outcome == SECTION)
        painter.setFont(font)
        painter.setPen(theme.colours.of("text" if outcome in LIVING else "soft"))
        space = box.adjusted(SIDE, 3, -SIDE, -3)
        lines = wrapped(str(index.data() or ""), space.width(), font.toString(), 2)
        height = QFontMetrics(font).lineSpacing()
        top = space.center().y() + 1 - height * len(lines) // 2
        for text in lines:
            painter.drawText(QRect(space.left(), top, space.width(), height), 0, text)
            top += height
