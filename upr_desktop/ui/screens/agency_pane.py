"""Show one agency beside the table: its fields, people, successors and what it is responsible for, behind tabs."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.register.agency_rows import AgencyDetails
from upr_desktop.register.changes import RecordId
from upr_desktop.register.queries import RecommendationRow, children
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.register import Connection
from upr_desktop.ui.columns import Column
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.form import Form
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill, PillLabel
from upr_desktop.ui.screens.agency_columns import EXISTS, AgencyWords
from upr_desktop.ui.screens.agency_parts import AgencyParts
from upr_desktop.ui.session import Session
from upr_desktop.ui.table import Table
from upr_desktop.ui.theme import FIELD_SPACE, GRID
from upr_desktop.ui.widgets import Card, button, label

TABS = ("fields", "people", "successors", "recommendations")


@dataclass(frozen=True, slots=True)
class Responsibility:
    """A recommendation that an agency is responsible for, and in which role."""

    row: RecommendationRow
    role: str

    @property
    def id(self) -> str:
        """Return the recommendation's id and the role."""
        return f"{self.row.id}/{self.role}"


class AgencyPane(Card):
    """The right side of the screen. It asks and does not write.

    `field_edited` carries key and value; `part_added` a kind and a name or an id, `part_edited` kind, id, field and
    value, `part_removed` kind and id; `archive_asked` comes to archive or to restore; `recommendation_asked` carries
    the id of one to open, `recommendations_asked` the agency's id to show all of its own; `left` that Esc was pressed.
    """

    field_edited = Signal(str, object)
    part_added = Signal(str, str)
    part_edited = Signal(str, str, str, object)
    part_removed = Signal(str, str)
    archive_asked = Signal()
    recommendation_asked = Signal(str)
    recommendations_asked = Signal(str)
    left = Signal()

    def __init__(self, look: Look, session: Session, words: AgencyWords) -> None:
        super().__init__()
        self._look, self._session, self._words = look, session, words
        self._agency: AgencyDetails | None = None
        self.code, self.name, self.pill = QLabel(), QLabel(), PillLabel(look)
        self.form = Form(look, words.fields(self._shown), "agencies.form")
        self.people = AgencyParts(look, words, "person", self._shown)
        self.successors = AgencyParts(look, words, "agency_succession", self._shown)
        self.table = Table(look, self._columns(), "agencies.recommendations")
        self.archive_button = button(look, "agencies.archive", "quiet")
        self.tabs = {key: self._tab(key) for key in TABS}
        self.pages = QStackedWidget()
        self._lay_out()
        self._connect()
        look.language.follow(self, self._tell)

    def show_agency(self, agency: AgencyDetails | None) -> None:
        """Show another agency, the same one as it is now, or none."""
        self._agency = agency
        values = dict(agency.values) if agency else {}
        if agency is not None:
            names = tuple(str(alias["name"]) for alias in agency.aliases.values())
            self.form.show_record(
                agency.id, {**values, "aliases": names, "collective": bool(agency.row.collective)}
            )
        else:
            self.form.show_record(None, {})
        self.form.clear_problems()
        for parts in (self.people, self.successors):
            parts.show_agency(agency)
        self._show_recommendations()
        self._tell()

    def show_tab(self, key: str) -> None:
        """Show one of fields, people, successors, recommendations."""
        self.commit()
        self.tabs[key].setChecked(True)
        self.pages.setCurrentIndex(TABS.index(key))
        self._show_recommendations()

    def commit(self) -> None:
        """Hand on what a field still holds."""
        for form in (self.form, self.people, self.successors):
            form.commit()

    def set_read_only(self, read_only: bool) -> None:
        """Take no edits while this is so."""
        self.form.set_read_only(read_only)
        self.people.set_read_only(read_only)
        self.successors.set_read_only(read_only)
        self.archive_button.setEnabled(not read_only)

    def _shown(self) -> str:
        return self._agency.id if self._agency else ""

    def _tell(self) -> None:
        agency, t = self._agency, self._look.t
        for widget in (self.code, self.name, self._body):
            widget.setVisible(agency is not None)
        self.nothing.setVisible(agency is None)
        if agency is None:
            self.pill.show_pill(None)
            self.archive_button.hide()
            return
        self.archive_button.show()
        language = self._look.language.code
        self.code.setText(agency.row.short(language))
        self.name.setText(agency.row.name(language))
        self.archive_button.setText(t("agencies.restore" if agency.row.archived else "agencies.archive"))
        self.pill.show_pill(self._state_pill(agency))
        counts = {
            "people": len(agency.people),
            "successors": len(agency.successions),
            "recommendations": agency.recommendations,
        }
        for key, tab in self.tabs.items():
            count = counts.get(key, 0)
            tab.setText(f"{t(f'agencies.tab.{key}')} {count}" if count else t(f"agencies.tab.{key}"))
            tab.setAccessibleName(tab.text())

    def _state_pill(self, agency: AgencyDetails) -> Pill | None:
        if agency.row.archived:
            return Pill(self._look.t("agencies.archived"), "idle", "none")
        state = self._words.validity(agency)
        return None if state == EXISTS else Pill(self._look.t(f"agencies.validity.{state}"), "warn", "none")

    def _show_recommendations(self) -> None:
        agency = self._agency
        if agency is None or self.pages.currentIndex() != TABS.index("recommendations"):
            return
        self.table.set_rows(self._session.read(lambda connection: responsibilities(connection, agency.id)))

    def _columns(self) -> tuple[Column[Responsibility], ...]:
        return (
            Column("number", "field.recommendation.number", lambda r: r.row.number or "—", lambda r: r.row.order,
                   strong=True, width=74),
            Column("text", "record.recommendation.one", self._text, kind="text2", stretch=True, width=160),
            Column("role", "field.assignment.role", lambda r: self._look.t(f"role.{r.role}"), kind="text2", width=116,
                   tone=lambda r: "soft"),
        )  # fmt: skip

    def _text(self, one: Responsibility) -> str:
        return one.row.text(self._look.language.code)[0]

    def _tab(self, key: str) -> QToolButton:
        tab = QToolButton()
        tab.setProperty("role", "tab")
        tab.setCheckable(True)
        tab.clicked.connect(lambda: self.show_tab(key))
        return tab

    def _lay_out(self) -> None:
        self.code.setProperty("role", "title")
        self.name.setProperty("role", "soft")
        for text in (self.code, self.name):
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
        self.nothing = label(self._look, "agencies.choose_one", "soft")
        head = QHBoxLayout()
        head.setSpacing(FIELD_SPACE)
        head.addWidget(self.code)
        head.addWidget(self.pill)
        head.addStretch(1)
        head.addWidget(self.archive_button)
        self._body = QWidget()
        line, group = QWidget(), QButtonGroup(self)
        flow = FlowLayout(line, 0)
        for tab in self.tabs.values():
            flow.addWidget(tab)
            group.addButton(tab)
        self.tabs["fields"].setChecked(True)
        for page in (self.form, self.people, self.successors, self._recommendations_page()):
            self.pages.addWidget(page)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, GRID, 0, 0)
        body.setSpacing(FIELD_SPACE)
        body.addWidget(line)
        body.addWidget(self.pages, 1)
        self.box.addLayout(head)
        self.box.addWidget(self.name)
        self.box.addWidget(self.nothing)
        self.box.addWidget(self._body, 1)

    def _recommendations_page(self) -> QWidget:
        page = QWidget()
        show = button(self._look, "agencies.show_recommendations", "link")
        show.clicked.connect(lambda: self.recommendations_asked.emit(self._shown()))
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)
        return page

    def _connect(self) -> None:
        self.form.field_edited.connect(self.field_edited)
        self.form.left.connect(self.left)
        self.archive_button.clicked.connect(self.archive_asked)
        self.table.opened.connect(lambda id: self.recommendation_asked.emit(id.partition("/")[0]))
        for parts in (self.people, self.successors):
            self._connect_parts(parts)

    def _connect_parts(self, parts: AgencyParts) -> None:
        kind = parts.kind
        parts.add_asked.connect(lambda text: self.part_added.emit(kind, text))
        parts.edited.connect(lambda id, field, value: self.part_edited.emit(kind, id, field, value))
        parts.remove_asked.connect(lambda id: self.part_removed.emit(kind, id))


def responsibilities(connection: Connection, agency: RecordId) -> list[Responsibility]:
    """Return the recommendations that an agency is responsible for, in their order."""
    assigned = [
        one
        for one in children(connection, "assignment", "agency_id", [agency]).values()
        if not one["archived"]
    ]
    roles = {RecordId(str(one["recommendation_id"])): str(one["role"]) for one in assigned}
    return [Responsibility(row, roles[row.id]) for row in recommendations(connection, list(roles))]
