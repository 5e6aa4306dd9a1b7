"""Show the recommendations: a table that narrows down and is edited in place, and one of them whole beside it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout

from upr_desktop.jobs.edit_recommendation import Target, edit_targets
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.bulk_edit import BulkEdit
from upr_desktop.ui.screens.cell_edits import CellEdits, meaning
from upr_desktop.ui.screens.focus_round import FocusPlace, FocusRound
from upr_desktop.ui.screens.recommendation_facets import MANY
from upr_desktop.ui.screens.recommendation_list import RecommendationList
from upr_desktop.ui.screens.recommendation_pane import RecommendationPane
from upr_desktop.ui.screens.recommendation_rows import RecommendationRows
from upr_desktop.ui.screens.recommendation_views import RecommendationViews
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.screens.saved_views import NameLine, ViewButton
from upr_desktop.ui.screens.screen import Screen
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE

SPLIT, FORM_HIDDEN = "recommendations.split", "recommendations.form_hidden"
# What was typed stays in its field where it could not be written: the person can mend or copy it.
TYPED = {
    "label.recommendation.text",
    "label.recommendation.note",
    "label.note.edited",
    "label.evidence.edited",
}
WORD_MS, SHORT_WORD_MS = 40, 250


class RecommendationsScreen(Screen):
    """The screen that work begins on.

    `import_asked` comes from the empty screen, `search_asked` carries the text that the window's search field should
    show (a view was chosen, or the search cleared here).
    """

    title = "recommendations.title"
    import_asked = Signal()
    search_asked = Signal(str)

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__(look, session)
        self._query = ""
        self._is_read = False
        self._search_later = self._timer(self._search)
        self._show_later = self._timer(lambda: self._show_current(self.list.table.current_id()))
        self.words = RecommendationWords(look)
        self.rows = RecommendationRows(session, self.words)
        self.list = RecommendationList(look, self.rows, self.words, meaning(self.words, self._targets))
        self.cells = CellEdits(self.list, self.rows, self.words, self._write, self._targets)
        self.pane = RecommendationPane(look, session, self.words, self._write, self.rows.is_taken)
        self.bulk = BulkEdit(look, self.words)
        self.view_button = ViewButton(look, self.list.table.column_menu)
        self.name_line = NameLine(look)
        self.views = RecommendationViews(
            look, session, self.list, self.view_button, self.name_line, self._write, lambda: self._query
        )
        self.side = QStackedWidget()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._place()
        self._connect()
        self._add_shortcuts()
        self.views.restore()
        self._show_writable()

    # ── what the window calls ──────────────────────────────────────────────────────────────────────────────────

    def refresh(self, applied: Applied | None, *, own: bool = False) -> None:
        if applied is not None and "saved_view" in applied.kinds:
            self.views.refresh()
        if self._is_read and self.rows.refresh(applied):
            self._show_rows()

    def search(self, text: str) -> None:
        self._query = text
        if self._is_read and len(self.rows) > MANY:
            self._search_later.start(
                SHORT_WORD_MS if any(len(word) < 3 for word in text.split()) else WORD_MS
            )
        elif self._is_read:
            self._search()

    def _search(self) -> None:
        self.rows.find(self._query)
        self.list.filter()

    def leave(self) -> None:
        self.pane.leave()

    def open_record(self, id: RecordId) -> bool:
        """Show one recommendation, taking filters away that hide it; return False if it is not there."""
        self._read()
        if self.rows.get(id) is None:
            return False
        if not self.list.table.select_row(id):
            self._clear_filters()
        self._open(id)
        return self.list.table.select_row(id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()

    # ── showing ────────────────────────────────────────────────────────────────────────────────────────────────

    def _read(self) -> None:
        if self._is_read:
            return
        self._is_read = True
        self.rows.read()
        if self._query:
            self.rows.find(self._query)
        self._show_rows()
        self.list.table.setFocus()

    def _show_rows(self) -> None:
        self.list.show_rows()
        self._show_current(self.list.table.current_id())
        if self.side.currentWidget() is self.bulk:
            self.bulk.show_targets(self._targets([target.id for target in self.bulk.targets]))

    def _timer(self, run: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(run)
        return timer

    def _follow_cursor(self, id: str) -> None:
        """Show the row that the cursor went to; among very many rows once the cursor rests."""
        if len(self.rows) > MANY and id:
            self._show_later.start(WORD_MS)
        else:
            self._show_current(id)

    def _show_current(self, id: str) -> None:
        self.pane.show_row(self.rows.get(id) if id else None)

    def _show_writable(self) -> None:
        writable = self.session.is_writable
        key = (
            "recommendations.read_only.file"
            if self.session.register.read_only
            else "recommendations.read_only.busy"
        )
        self.list.set_writable(writable)
        self.pane.set_writable(writable, self.look.t(key))
        self.view_button.writable = writable
        if not writable:
            self._close_bulk()

    def _place(self) -> None:
        self.setProperty("role", "page")
        top = QHBoxLayout()
        top.setSpacing(FIELD_SPACE)
        top.addWidget(self.list.facets, 1)
        top.addWidget(self.view_button, 0, Qt.AlignmentFlag.AlignTop)
        for widget in (self.pane, self.bulk):
            self.side.addWidget(widget)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.side)
        self.splitter.setHandleWidth(BLOCK_SPACE)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        px = self.look.theme.px
        self.list.setMinimumWidth(px(320))
        self.side.setMinimumWidth(px(320))
        kept = self.session.settings.table(SPLIT)
        self.splitter.setSizes([int(kept.get("table", px(760))), int(kept.get("form", px(430)))])
        self.side.setHidden(bool(self.session.settings.table(FORM_HIDDEN)))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(BLOCK_SPACE)
        box.addLayout(top)
        box.addWidget(self.name_line)
        box.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        table = self.list.table
        table.current_changed.connect(self._follow_cursor)
        table.opened.connect(self._open)
        self.list.import_asked.connect(self.import_asked)
        self.list.clear_asked.connect(self._clear_filters)
        self.list.bulk_asked.connect(self.open_bulk)
        self.pane.closed.connect(self._hide_form)
        self.pane.left.connect(table.setFocus)
        self.bulk.closed.connect(self._close_bulk)
        self.bulk.applied.connect(self._apply_bulk)
        self.views.search_asked.connect(self._ask_search)
        self.splitter.splitterMoved.connect(self._keep_split)
        self.session.busy_changed.connect(self._show_writable)
        self.look.language.follow(self, self._show_writable)

    def _add_shortcuts(self) -> None:
        self.round = FocusRound(self, self._places)
        shortcut = QShortcut(QKeySequence("Ctrl+E"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.open_bulk)

    # ── places ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _places(self) -> list[FocusPlace]:
        is_bulk = self.side.currentWidget() is self.bulk
        chips = [chip for chip in self.list.facets.chips.values() if not chip.isHidden()]
        places = [
            FocusPlace(self.list.facets, chips[0].setFocus if chips else self.list.facets.setFocus),
            FocusPlace(self.list.table, self.list.table.setFocus),
        ]
        form = FocusPlace(self.side, self.bulk.field.setFocus if is_bulk else self.pane.focus)
        return places if self.side.isHidden() else [*places, form]

    def _open(self, id: str) -> None:
        self._close_bulk()
        self.side.show()
        self.session.settings.write(FORM_HIDDEN, None)
        self._show_current(id)
        self.pane.focus()

    def _hide_form(self) -> None:
        self.leave()
        self.side.hide()
        self.session.settings.write(FORM_HIDDEN, {"hidden": True})
        self.list.table.setFocus()

    def _keep_split(self) -> None:
        table, form = self.splitter.sizes()
        self.session.settings.write(SPLIT, {"table": table, "form": form})

    def _clear_filters(self) -> None:
        self.list.facets.choose({})
        self._ask_search("")

    def _ask_search(self, text: str) -> None:
        if text != self._query:
            self.search(text)
            self.search_asked.emit(text)

    # ── writing ────────────────────────────────────────────────────────────────────────────────────────────────

    def _write(self, changes: ChangeSet) -> bool:
        done = self.session.write(changes.label, changes.changes, self) if changes.changes else True
        if not done and changes.label.key not in TYPED:
            self._show_current(self.list.table.current_id())
        return done

    def _targets(self, ids: Sequence[RecordId]) -> list[Target]:
        return self.session.read(lambda connection: edit_targets(connection, ids))

    # ── many at once ───────────────────────────────────────────────────────────────────────────────────────────

    def open_bulk(self) -> None:
        """Open the pane that changes one thing in all selected recommendations."""
        ids = [RecordId(id) for id in self.list.table.selected_ids()]
        if ids and self.session.is_writable:
            self.leave()
            self.side.setCurrentWidget(self.bulk)
            self.side.show()
            self.bulk.open(self._targets(ids))

    def _close_bulk(self) -> None:
        if self.side.currentWidget() is self.bulk:
            self.side.setCurrentWidget(self.pane)
            self.side.setHidden(bool(self.session.settings.table(FORM_HIDDEN)))
            self.list.table.setFocus()

    def _apply_bulk(self, changes: ChangeSet) -> None:
        if self._write(changes):
            self._close_bulk()
