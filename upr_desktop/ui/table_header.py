"""Draw a table's quiet header, sort by a click on it, and let a person choose the columns."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from upr_desktop.ui.cell_painting import SIDE, paint_sort_mark, wrapped
from upr_desktop.ui.look import Look
from upr_desktop.ui.table_model import TableModel
from upr_desktop.ui.theme import CAPTION_PX

HEIGHT = 38
MARK = 14


class TableHeader(QHeaderView):
    """Titles of up to two lines, a mark at the sorted column, a menu of columns."""

    column_shown = Signal(str, bool)
    reset_asked = Signal()

    def __init__(self, look: Look, model: TableModel, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._look = look
        self._model = model
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(look.theme.px(48))
        self.setMouseTracking(True)
        self.sectionClicked.connect(self.sort_by_section)
        look.name(self, "toolkit.table.header")

    def sort_by_section(self, section: int) -> None:
        """Sort by a column: first ascending, then descending, then as the rows were given."""
        key = self._model.columns[section].key
        now = self._model.sorting
        if now is None or now[0] != key:
            self._model.sort_by(key)
        elif not now[1]:
            self._model.sort_by(key, descending=True)
        else:
            self._model.sort_by(None)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._look.theme.px(HEIGHT))

    def paintSection(self, painter: QPainter, box: QRect, section: int) -> None:
        """Paint one title, and the mark if rows are sorted by it."""
        colours = self._look.theme.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, colours.of("surface"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), colours.of("line"))
        column = self._model.columns[section]
        sorting = self._model.sorting
        is_sorted = sorting is not None and sorting[0] == column.key
        space = box.adjusted(SIDE, 0, -SIDE - (MARK if is_sorted else 0), -1)
        self._paint_title(painter, space, section)
        if sorting is not None and is_sorted:
            painter.setBrush(colours.of("accent"))
            paint_sort_mark(painter, QPoint(box.right() - MARK + 2, box.center().y()), sorting[1])
        painter.restore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.column_menu().exec(event.globalPos())

    def column_menu(self) -> QMenu:
        """Return a menu with a tick for each column and a way back to how it was."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = [number for number in range(self.count()) if not self.isSectionHidden(number)]
        for place in range(self.count()):
            number = self.logicalIndex(place)
            column = self._model.columns[number]
            action = QAction(self._model.title(column).replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(number in shown)
            action.setEnabled(shown != [number])
            action.toggled.connect(lambda on, key=column.key: self.column_shown.emit(key, on))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self._look.t("toolkit.table.reset_columns"), self.reset_asked.emit)
        return menu

    def _paint_title(self, painter: QPainter, space: QRect, section: int) -> None:
        theme = self._look.theme
        font = theme.font(CAPTION_PX, bold=True)
        painter.setFont(font)
        painter.setPen(theme.colours.of("soft"))
        column = self._model.columns[section]
        is_brief = self.sectionSize(section) < theme.px(column.width)
        title = self._model.title(column, brief=is_brief)
        lines = wrapped(title, space.width(), font.toString(), 2)
        height = QFontMetrics(font).lineSpacing()
        top = space.center().y() + 1 - height * len(lines) // 2
        side = {"right": Qt.AlignmentFlag.AlignRight, "center": Qt.AlignmentFlag.AlignHCenter}
        alignment = side.get(column.alignment, Qt.AlignmentFlag.AlignLeft)
        for line in lines:
            painter.drawText(QRect(space.left(), top, space.width(), height), int(alignment), line)
            top += height
