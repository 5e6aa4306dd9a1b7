"""Show records of one kind: a table that narrows down and is edited in place, and one of them whole beside it."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.ui.after_paint import AfterPaint
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.beside_list import BesideList
from upr_desktop.ui.screens.focus_round import FocusPlace, FocusRound
from upr_desktop.ui.screens.more_facets import MANY
from upr_desktop.ui.screens.reading_rows import WORD_MS, ReadingRows
from upr_desktop.ui.screens.record_list import RecordList
from upr_desktop.ui.screens.record_rows import RecordRows
from upr_desktop.ui.screens.saved_views import NameLine, ViewButton
from upr_desktop.ui.screens.side_screen import SideScreen
from upr_desktop.ui.screens.table_views import TableViews
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE


class RecordsScreen(SideScreen):
    """A list, a pane beside it, and panels that take the pane's place for a while.

    `import_asked` comes from the empty screen, `search_asked` carries the text that the window's search field should
    show (a view was chosen, or the search cleared here). `name` begins the keys of settings and saved views; what was
    typed under a label of `typed` stays in its field where it could not be written: the person can mend or copy it.
    """

    import_asked = Signal()
    search_asked = Signal(str)
    name = ""
    typed: frozenset[str] = frozenset()

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__(look, session)
        self._is_shown = False
        self._show_later = QTimer(self)
        self._show_later.setSingleShot(True)
        self._show_later.timeout.connect(self.show_cursor)

    def assemble(
        self,
        rows: RecordRows[Any],
        list: RecordList,  # noqa: A002  # the user's word
        pane: QWidget | None = None,
        *panels: QWidget,
    ) -> None:
        """Take the parts that the screen is made of; to be called once, at the end of making it.

        Without a pane, `make_side` is called once the rows are painted, or when the pane is needed earlier.
        """
        self.rows, self.list = rows, list
        self.reading = ReadingRows(self.session, rows, self)
        self.view_button = ViewButton(self.look, list.table.column_menu)
        self.name_line = NameLine(self.look)
        self.views = TableViews(
            self.look,
            self.session,
            self.name,
            list,
            self.view_button,
            self.name_line,
            self.write,
            lambda: self.reading.query,
        )
        self.beside = BesideList(self.look, self.session.settings, self.name, list)
        self.side = self.beside.side
        self._place()
        self._connect()
        self._add_shortcuts()
        self.views.restore()
        if pane is not None:
            self.take_side(pane, *panels)
        else:
            AfterPaint(self, list.table.viewport(), self.complete, lambda: self.reading.is_read)
        self.show_writable()

    def refresh(self, applied: Applied | None, *, own: bool = False) -> None:
        if applied is not None and "saved_view" in applied.kinds:
            self.views.refresh()
        if not self.isVisible() and self.rows.is_about_all(applied):
            self.reading.forget()  # it is read again once it is shown
        else:
            self.reading.refresh(applied)

    def search(self, text: str) -> None:
        self.reading.search(text)

    def leave(self) -> None:
        if self.has_pane:
            self.shown_pane.leave()

    def open_record(self, id: RecordId) -> bool:
        """Show one record, taking filters away that hide it; return False if it is not there."""
        self.reading.begin(at_once=True)
        if self.rows.get(id) is None:
            return False
        if not self.list.table.select_row(id):
            self.clear_filters()
        self.open(id)
        return self.list.table.select_row(id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def read(self) -> None:
        """Have the records read, once; many are there a little later."""
        self.reading.begin()

    def _show_all(self) -> None:
        self.show_rows()
        if not self._is_shown:
            self._is_shown = True
            self.list.table.setFocus()

    def show_some(self, ids: Collection[RecordId]) -> None:
        """Show the records that were read again."""
        self.list.show_some(ids)
        self.show_cursor()

    def show_rows(self) -> None:
        """Show the records as they were read last."""
        self.list.show_rows()
        self.show_cursor()

    def _follow_cursor(self, id: str) -> None:
        """Show the row that the cursor went to; among very many rows once the cursor rests.

        A cursor that is nowhere is often so for a moment only, while rows are narrowed down.
        """
        if len(self.rows) > MANY and id:
            self._show_later.start(WORD_MS)
        elif id:
            self._show_later.stop()
            self.show_current(id)
        else:
            self._show_later.start(0)

    def show_cursor(self) -> None:
        """Show the record that the cursor is on."""
        self.show_current(self.list.table.current_id())

    def show_current(self, id: str) -> None:
        """Show a record in the pane, or none for an empty id."""
        if self.has_pane:
            self.shown_pane.show_row(self.rows.get(id) if id else None)

    def show_writable(self) -> None:
        """Take edits, or none and say why."""
        writable = self.session.is_writable
        self.list.set_writable(writable)
        self.say_writable()
        self.view_button.writable = writable
        if not writable:
            self.close_panel()

    def top_widgets(self) -> Sequence[QWidget]:
        """Return what stands at the right of the filters."""
        return (self.view_button,)

    def lines(self) -> Sequence[QWidget]:
        """Return what may stand between the filters and the table for a while."""
        return (self.name_line,)

    def _place(self) -> None:
        self.setProperty("role", "page")
        top = QHBoxLayout()
        top.setSpacing(FIELD_SPACE)
        top.addWidget(self.list.facets, 1)
        for widget in self.top_widgets():
            top.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(BLOCK_SPACE)
        box.addLayout(top)
        for line in self.lines():
            box.addWidget(line)
        box.addWidget(self.beside, 1)

    def _connect(self) -> None:
        table = self.list.table
        table.current_changed.connect(self._follow_cursor)
        table.opened.connect(self.open)
        self.list.import_asked.connect(self.import_asked)
        self.list.clear_asked.connect(self.clear_filters)
        self.list.bulk_asked.connect(self.open_bulk)
        self.reading.all_read.connect(self._show_all)
        self.reading.some_read.connect(self.show_some)
        self.reading.searched.connect(self.list.filter)
        self.reading.searched.connect(self.views.compare)
        self.views.search_asked.connect(self._ask_search)
        self.session.busy_changed.connect(self.show_writable)
        self.look.language.follow(self, self.show_writable)

    def _add_shortcuts(self) -> None:
        self.round = FocusRound(self, self._places)
        shortcut = QShortcut(QKeySequence("Ctrl+E"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.open_bulk)

    def _places(self) -> list[FocusPlace]:
        chips = [chip for chip in self.list.facets.chips.values() if not chip.isHidden()]
        places = [
            FocusPlace(self.list.facets, chips[0].setFocus if chips else self.list.facets.setFocus),
            FocusPlace(self.list.table, self.list.table.setFocus),
        ]
        panel = self.beside.panel
        form = FocusPlace(self.side, panel.setFocus if panel else self.shown_pane.focus)
        return places if self.side.isHidden() else [*places, form]

    def open(self, id: str) -> None:
        """Show a record in the pane and put the cursor there."""
        self.complete()
        self.beside.show_pane()
        self.show_current(id)
        self.shown_pane.focus()

    def clear_filters(self) -> None:
        """Show everything there is."""
        self.list.facets.choose({})
        self._ask_search("")

    def _ask_search(self, text: str) -> None:
        if text != self.reading.query:
            self.search(text)
            self.search_asked.emit(text)

    def write(self, changes: ChangeSet) -> bool:
        """Write what a part of the screen asks for; return whether that was done."""
        done = self.session.write(changes.label, changes.changes, self) if changes.changes else True
        if not done and changes.label.key not in self.typed:
            self.show_cursor()
        return done

    def open_bulk(self) -> None:
        """Open the panel that changes all selected records."""
