"""Show the recommendations: a table that narrows down and is edited in place, and one of them whole beside it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from upr_desktop.jobs.edit_recommendation import Target, changes_for, edit_targets, set_values
from upr_desktop.jobs.telling import how_to_fix, what
from upr_desktop.jobs.typed_values import read_value
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import Change, ChangeSet, RecordId
from upr_desktop.register.errors import Problem
from upr_desktop.register.queries import RecommendationRow
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.bulk_edit import BulkEdit
from upr_desktop.ui.screens.cell_edits import ReadEdits, read_edits
from upr_desktop.ui.screens.recommendation_list import RecommendationList
from upr_desktop.ui.screens.recommendation_pane import RecommendationPane
from upr_desktop.ui.screens.recommendation_rows import RecommendationRows
from upr_desktop.ui.screens.recommendation_views import RecommendationViews
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.screens.saved_views import NameLine, ViewButton
from upr_desktop.ui.screens.screen import Screen
from upr_desktop.ui.session import Session
from upr_desktop.ui.table_model import CellEdit
from upr_desktop.ui.theme import FIELD_SPACE

SPLIT, FORM_HIDDEN = "recommendations.split", "recommendations.form_hidden"
TOLD = 3


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
        self._waiting: ReadEdits | None = None
        self.words = RecommendationWords(look)
        self.rows = RecommendationRows(session, self.words)
        self.list = RecommendationList(look, self.rows, self.words, self._meant)
        self.pane = RecommendationPane(look, session, self.words, self._write, self.rows.is_taken)
        self.bulk = BulkEdit(look, self.words)
        self.view_button = ViewButton(look, self.list.table.column_menu)
        self.name_line = NameLine(look)
        self.views = RecommendationViews(
            session, self.list, self.view_button, self.name_line, self._write, lambda: self._query
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
        if self._is_read:
            self.rows.find(text)
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
        self.views.fit()
        self.list.table.setFocus()

    def _show_rows(self) -> None:
        self.list.show_rows()
        self._show_current(self.list.table.current_id())
        if self.side.currentWidget() is self.bulk:
            self.bulk.show_targets(self._targets([target.id for target in self.bulk.targets]))

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
        self.splitter.setHandleWidth(FIELD_SPACE)
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
        box.setSpacing(FIELD_SPACE)
        box.addLayout(top)
        box.addWidget(self.name_line)
        box.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        table = self.list.table
        table.current_changed.connect(self._show_current)
        table.opened.connect(self._open)
        table.edited.connect(self._take_edits)
        self.list.import_asked.connect(self.import_asked)
        self.list.clear_asked.connect(self._clear_filters)
        self.list.bulk_asked.connect(self.open_bulk)
        self.list.notice.acted.connect(self._write_waiting)
        self.list.notice.closed.connect(self._forget_waiting)
        self.pane.closed.connect(self._hide_form)
        self.pane.left.connect(table.setFocus)
        self.bulk.closed.connect(self._close_bulk)
        self.bulk.applied.connect(self._apply_bulk)
        self.views.search_asked.connect(self._ask_search)
        self.splitter.splitterMoved.connect(self._keep_split)
        self.session.busy_changed.connect(self._show_writable)
        self.look.language.follow(self, self._show_writable)

    def _add_shortcuts(self) -> None:
        for keys, run in (
            ("F6", self._next_place),
            ("Shift+F6", self._place_before),
            ("Ctrl+E", self.open_bulk),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    # ── places ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _places(self) -> list[tuple[QWidget, Callable[[], object]]]:
        form = self.bulk if self.side.currentWidget() is self.bulk else self.pane
        focus_form = self.bulk.field.setFocus if form is self.bulk else self.pane.focus
        chips = [chip for chip in self.list.facets.chips.values() if not chip.isHidden()]
        places: list[tuple[QWidget, Callable[[], object]]] = [
            (self.list.facets, chips[0].setFocus if chips else self.list.facets.setFocus),
            (self.list.table, self.list.table.setFocus),
        ]
        return places if self.side.isHidden() else [*places, (form, focus_form)]

    def _next_place(self) -> None:
        self._go(1)

    def _place_before(self) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        places = self._places()
        focused = self.focusWidget()
        now = next(
            (at for at, (place, _) in enumerate(places) if focused and place.isAncestorOf(focused)), None
        )
        if now is None:
            now = next((at for at, (place, _) in enumerate(places) if place is focused), -1 if by > 0 else 0)
        places[(now + by) % len(places)][1]()

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
        if not done:
            self._show_current(self.list.table.current_id())
        return done

    def _meant(self, field: str, row: RecommendationRow, text: str) -> Sequence[Change] | Problem:
        value = read_value(field, text, self.words.catalogue)
        if isinstance(value, Problem):
            return value
        return changes_for(self._targets([row.id])[0], {field: value})

    def _targets(self, ids: Sequence[RecordId]) -> list[Target]:
        return self.session.read(lambda connection: edit_targets(connection, ids))

    def _take_edits(self, edits: Sequence[CellEdit]) -> None:
        found = read_edits(edits, self.rows, self.words)
        self.list.notice.hide()
        self._waiting = found if found.problems else None
        if found.problems:
            self._say_problems(found)
        else:
            self._write_edits(found)

    def _write_edits(self, found: ReadEdits) -> None:
        targets = self._targets(list(found.wishes))
        self._write(set_values([(target, found.wishes[target.id]) for target in targets]))

    def _write_waiting(self) -> None:
        waiting, self._waiting = self._waiting, None
        self.list.notice.hide()
        if waiting is not None:
            self._write_edits(waiting)
        self.list.table.setFocus()

    def _forget_waiting(self) -> None:
        self._waiting = None

    def _say_problems(self, found: ReadEdits) -> None:
        language = self.look.language.code
        lines = []
        for edit, problem in found.problems[:TOLD]:
            row = self.rows.get(edit.row)
            place = row.number or "—" if row else "—"
            lines.append(f"{place}: {what(problem, language)} {how_to_fix(problem, language)}")
        if len(found.problems) > TOLD:
            lines.append(self.look.t("recommendations.cells.more", count=len(found.problems) - TOLD))
        action = self.look.t("recommendations.cells.write_rest", count=found.count) if found.count else ""
        self.list.notice.say("\n".join(lines), "bad", action)

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
