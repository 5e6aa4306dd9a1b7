"""The screen of the agencies: a table of State bodies, one of them in full beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout

from upr_desktop.register.agency_rows import AgencyDetails, agency_details
from upr_desktop.register.apply import Applied
from upr_desktop.ui.after_paint import AfterPaint
from upr_desktop.ui.facets import FacetBar
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.add_line import AddLine
from upr_desktop.ui.screens.agency_columns import AgencyWords
from upr_desktop.ui.screens.agency_editing import AgencyEditing
from upr_desktop.ui.screens.agency_pane import AgencyPane
from upr_desktop.ui.screens.focus_round import FocusPlace, FocusRound, place_of
from upr_desktop.ui.screens.parts import beside, list_card, nothing_found
from upr_desktop.ui.screens.screen import Screen
from upr_desktop.ui.session import Session
from upr_desktop.ui.table import Table
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE
from upr_desktop.ui.widgets import Chip, EmptyState, Notice, button

SHOWN = frozenset(
    ("agency", "agency_alias", "agency_succession", "person", "assignment", "recommendation", "register")
)
LAYOUT = "table.agencies"
SPLIT = [62_000, 38_000]


class AgenciesScreen(Screen):
    """The agencies of the open register.

    `recommendation_asked` carries the id of a recommendation to open, `recommendations_asked` the id of an agency
    whose recommendations are to be shown.
    """

    title = "agencies.title"
    recommendation_asked = Signal(str)
    recommendations_asked = Signal(str)
    search_asked = Signal(str)

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__(look, session)
        self._agencies: dict[str, AgencyDetails] = {}
        self._is_stale = True
        self._query = ""
        self._words = AgencyWords(look, self.known, lambda: session.today)
        self.facets = FacetBar(look, self._words.facets(), "agencies.facets")
        self.table = Table(look, self._words.columns(), "agencies.table")
        self._pane: AgencyPane | None = None
        self.side = QStackedWidget()
        self.archive_chip, self.count, self.notice = Chip(), QLabel(), Notice(look)
        self.add_button = button(look, "agencies.add")
        self.new = AddLine(look, "agencies.new_code", "agencies.add_it", "primary")
        self.editing = AgencyEditing(look, session, self.notice, self.known, self)
        self.pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self.table.use_layout(session.settings.table(LAYOUT))
        look.language.follow(self, self._tell)
        AfterPaint(self, self.table.viewport(), lambda: self.pane, lambda: bool(self._agencies))

    @property
    def pane(self) -> AgencyPane:
        """Return what shows one agency whole; it is made once the table is painted, or when it is needed earlier."""
        if self._pane is None:
            self._pane = AgencyPane(self.look, self.session, self._words)
            self._connect_pane(self._pane)
            for table in self._pane.findChildren(Table) if self.session.settings.flag("compact") else ():
                table.set_compact(True)
            self._pane.set_read_only(not self.session.is_writable)
            self._pane.show_agency(self._agencies.get(self.table.current_id()))
            self.side.addWidget(self._pane)
        return self._pane

    def showEvent(self, event: QShowEvent) -> None:
        """Read when first shown, or when something was touched while another screen was shown."""
        if self._is_stale:
            self._read()
        super().showEvent(event)

    def refresh(self, applied: Applied | None, *, own: bool = False) -> None:
        """Read again if something that is shown here was touched."""
        if applied is not None and not applied.kinds & SHOWN:
            return
        if self.isVisible():
            self._read()
        else:
            self._is_stale = True

    def search(self, text: str) -> None:
        """Keep the agencies in whose names the text stands."""
        self._query = text.strip()
        self.table.rows.find(text)
        self._tell()

    def leave(self) -> None:
        """Save what a field still holds."""
        if self._pane is not None:
            self._pane.commit()

    def show_agency(self, id: str) -> None:
        """Put the cursor on an agency; filters that hide it are cleared."""
        self._read()
        if not self.table.select_row(id):
            self.facets.choose({})
            self.table.rows.find("")
            self.archive_chip.setChecked(True)
            self._show_rows()
            self.table.select_row(id)

    def _read(self) -> None:
        self._is_stale = False
        self._agencies = {one.id: one for one in self.session.read(agency_details)}
        self._show_rows()
        self._show_current(self.table.current_id())

    def _show_rows(self) -> None:
        archived = [one for one in self._agencies.values() if one.row.archived]
        self.archive_chip.setVisible(bool(archived))
        shown = [
            one for one in self._agencies.values() if self.archive_chip.isChecked() or not one.row.archived
        ]
        self.facets.set_rows(shown)
        self.table.set_rows(shown)
        for widget in (self.side, self.facets, self.count):
            widget.setVisible(bool(self._agencies))
        if self._agencies and not self.table.current_id() and len(self.table.rows.order):
            self.table.setCurrentIndex(self.table.rows.index(0, 0))
        self._tell()

    def _narrow(self) -> None:
        self.table.rows.keep(self.facets.test())
        self._tell()

    def _show_current(self, id: str) -> None:
        self.editing.forget_question(id)
        if self._pane is not None:
            self._pane.show_agency(self._agencies.get(id))

    def _show_page(self) -> None:
        is_none_found = not len(self.table.rows.order) and self._query and self.facets.test() is None
        filled = self.not_found if is_none_found else self.table
        self.pages.setCurrentWidget(filled if self._agencies else self.empty)

    def _tell(self) -> None:
        self._show_page()
        archived = sum(one.row.archived for one in self._agencies.values())
        self.archive_chip.setText(self.look.t("agencies.archive_chip", count=archived))
        self.archive_chip.setAccessibleName(self.archive_chip.text())
        self.archive_chip.set_active(self.archive_chip.isChecked())
        shown, total = len(self.table.rows.order), len(self._agencies)
        key = "agencies.count_all" if shown == total else "agencies.count_of"
        self.count.setText(self.look.t(key, count=total, shown=self.look.language.number(shown)))

    def known(self) -> list[AgencyDetails]:
        """Return all agencies as they are shown, archived ones too."""
        return list(self._agencies.values())

    def _current(self) -> AgencyDetails | None:
        return self._agencies.get(self.pane.form.record_id or "")

    def _edit_field(self, key: str, value: object) -> None:
        agency = self._current()
        if agency is not None:
            self.pane.form.show_problem(key, self.editing.set_field(agency, key, value))

    def _add_part(self, kind: str, name: str) -> None:
        agency = self._current()
        if agency is not None and (id := self.editing.add_part(agency, kind, name)):
            (self.pane.people if kind == "person" else self.pane.successors).go_to(id)

    def _add_agency(self, code: str) -> None:
        id, problem = self.editing.add(code)
        self.new.refuse(problem)
        if id:
            self.new.hide()
            self.show_agency(id)
            self.pane.show_tab("fields")
            self.pane.form.focus_field(f"name_{self.look.language.code}")

    def _ask_archive(self) -> None:
        agency = self._current()
        if agency is not None:
            self.editing.archive(agency)

    def _fill(self) -> None:
        """Take what the empty screen offers: the agencies of the set made for this State, or a first one."""
        if not self.editing.add_fitting_set():
            self.new.begin()

    def _connect(self) -> None:
        table = self.table
        self.facets.chosen_changed.connect(self._narrow)
        self.archive_chip.toggled.connect(self._show_rows)
        table.current_changed.connect(self._show_current)
        table.edited.connect(self.editing.set_cells)
        table.left_out.connect(self._tell_left_out)
        table.opened.connect(lambda id: self.pane.form.focus_field("code"))
        table.layout_changed.connect(self._keep_layout)
        self.add_button.clicked.connect(lambda: self.new.begin())
        self.new.asked.connect(self._add_agency)
        self.new.left.connect(self._leave_new)
        self.empty.acted.connect(self._fill)
        self.session.busy_changed.connect(self._follow_busy)
        self._follow_busy()
        self.round = FocusRound(self, self._places)

    def _places(self) -> list[FocusPlace]:
        parts = (self.facets, self.pages.currentWidget(), self._pane)
        return [place_of(one) for one in parts if one is not None and one.isVisible()]

    def _connect_pane(self, pane: AgencyPane) -> None:
        pane.field_edited.connect(self._edit_field)
        pane.part_added.connect(self._add_part)
        pane.part_edited.connect(self.editing.set_part)
        pane.part_removed.connect(self.editing.remove_part)
        pane.archive_asked.connect(self._ask_archive)
        pane.left.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        pane.recommendation_asked.connect(self.recommendation_asked)
        pane.recommendations_asked.connect(self.recommendations_asked)

    def _leave_new(self) -> None:
        self.new.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_layout(self) -> None:
        self.session.settings.write(LAYOUT, self.table.layout_data())

    def _tell_left_out(self, count: int) -> None:
        self.notice.say(self.look.t("toolkit.table.left_out", count=count), "warn")

    def _follow_busy(self) -> None:
        read_only = not self.session.is_writable
        self.table.set_read_only(read_only)
        if self._pane is not None:
            self._pane.set_read_only(read_only)
        self.add_button.setEnabled(not read_only)
        self.new.setEnabled(not read_only)

    def _lay_out(self) -> None:
        self.count.setProperty("role", "soft")
        self.archive_chip.setCheckable(True)
        self.archive_chip.hide()
        self.new.hide()
        line = QHBoxLayout()
        line.setSpacing(FIELD_SPACE)
        line.addWidget(self.facets, 1)
        line.addStretch(0)
        for widget in (self.archive_chip, self.add_button):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self.empty = EmptyState(self.look, "agencies.empty_title", "agencies.empty_text", "agencies.fill")
        self.not_found = nothing_found(self.look)
        self.not_found.acted.connect(lambda: self.search_asked.emit(""))
        for page in (self.table, self.empty, self.not_found):
            self.pages.addWidget(page)
        card = list_card(self.look, self.pages, self.count)
        self.split = beside(self.look, (card, self.side), 300, SPLIT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(BLOCK_SPACE)
        layout.addLayout(line)
        layout.addWidget(self.new)
        layout.addWidget(self.split, 1)
        layout.addWidget(self.notice)
