"""Show per agency and period what was sent, what came back and what is in the register; one line in full beside it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from upr_desktop.register.changes import RecordId
from upr_desktop.register.plan_rows import PeriodRow
from upr_desktop.register.return_round import COMPLETE, NOT_SENT, OVERDUE, PARTIAL, STATES, WAITING, RoundRow
from upr_desktop.ui.columns import Column
from upr_desktop.ui.facet_counts import Facet
from upr_desktop.ui.facets import FacetBar
from upr_desktop.ui.grouped_table import GroupedTable, Grouping
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Glyph, Pill, Tone
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.history_groups import local
from upr_desktop.ui.screens.parts import footer
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import Card

PILLS: dict[str, tuple[Tone, Glyph]] = {
    OVERDUE: ("bad", "alert"),
    PARTIAL: ("warn", "half"),
    WAITING: ("accent", "quarter"),
    NOT_SENT: ("idle", "empty"),
    COMPLETE: ("ok", "full"),
}


class ReturnsRound(QWidget):
    """The table of the round under its filters. `words` name agencies and periods."""

    def __init__(self, look: Look, words: ProgressWords) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._rows: Sequence[RoundRow] = ()
        self._codes: dict[str, str] = {}
        facets: Sequence[Facet[RoundRow]] = (
            Facet("period", "returns.facet.period", lambda row: (row.period.code,), words.period_of_code),
            Facet("state", "returns.facet.state", lambda row: (row.state,), self._state, STATES),
        )
        self.facets = FacetBar(look, facets, "returns.facets")
        by_period = Grouping(
            "period",
            "returns.by_period",
            lambda row: row.period.first_day,
            lambda row: words.period(row.period),
        )
        self.table = GroupedTable(look, self._columns(), (by_period,), "returns.table")
        self.count = QLabel()
        card = Card()
        card.box.setContentsMargins(1, 1, 1, 1)
        card.box.setSpacing(0)
        card.box.addWidget(self.table, 1)
        card.box.addWidget(footer(look, self.count))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD_SPACE)
        layout.addWidget(self.facets)
        layout.addWidget(card, 1)
        self.facets.chosen_changed.connect(lambda chosen: self._narrow())
        self.table.gather("period")
        look.language.follow(self, self._retell)

    def show_rows(self, rows: Sequence[RoundRow], worked_on: str = "") -> None:
        """Show other rows; the first time those of the period worked on (its code)."""
        is_first = not self._rows
        self._rows = rows
        self.table.set_rows(rows)
        self.facets.set_rows(rows)
        if is_first and any(row.period.code == worked_on for row in rows):
            self.facets.choose({"period": (worked_on,)})
        self._narrow()

    @property
    def rows(self) -> Sequence[RoundRow]:
        """Return all lines, whatever filters hold."""
        return self._rows

    def agencies_of(self, period: PeriodRow) -> list[RecordId]:
        """Return the agencies that owe a report for a period or were sent a workbook."""
        return [row.agency for row in self._rows if row.period.id == period.id]

    @property
    def current(self) -> RoundRow | None:
        """Return the line that the cursor is on."""
        return next((row for row in self._rows if row.id == self.table.current_id()), None)

    def write(self, page: ReadingText, row: RoundRow) -> None:
        """Write all workbooks sent and files received of a line."""
        t, words = self._look.t, self._words
        page.heading(words.full_agency(row.agency))
        facts = (words.period(row.period), self._state(row.state))
        page.note(" · ".join(fact.replace(" ", "\u00a0") for fact in facts), "text")
        due, _ = words.due(row.period, row.agency, "")
        if due:
            page.note(due)
        page.plain(t("returns.column.in_register"), self._handed_in(row))
        page.heading(t("returns.column.sent_on"))
        for head in row.sent:
            day, language = self._day(head.made_at), self._language(head.language)
            page.lines([t("returns.sent_line", day=day, language=language, count=head.rows)])
        if not row.sent:
            page.sentence(t("returns.nothing_sent"), "soft")
        page.heading(t("returns.files_of"))
        for file in row.files:
            page.link(f"{self._day(file.received_at)}: {file.name}", file.sha256)
            key = "returns.merged_in" if file.merged_in else "returns.nothing_new"
            key = "returns.merge_undone" if file.is_undone else key
            page.note(t(key, number=file.merged_in or 0))
        if not row.files:
            page.sentence(t("returns.nothing_received"), "soft")

    def _columns(self) -> Sequence[Column[RoundRow]]:
        words = self._words
        return (
            Column("agency", "returns.column.agency", lambda row: words.both_names(row.agency), strong=True,
                   width=112, wish=176, stretch=True, kind="text2"),
            Column("period", "returns.column.period", lambda row: words.brief_period(row.period),
                   sort=lambda row: row.period.first_day, width=84, kind="text2", shown=False),
            Column("sent", "returns.column.sent_on", self._sent, sort=_sent_at, width=112, kind="text2"),
            Column("received", "returns.column.received", self._received, sort=_received_at, width=108, kind="text2"),
            Column("in_register", "returns.column.in_register", self._handed_in,
                   sort=lambda row: row.handed_in / row.owed if row.owed else 1, width=86),
            Column("state", "returns.column.state", lambda row: self._state(row.state),
                   sort=lambda row: STATES.index(row.state), kind="pill", width=144, pill=self._pill),
            Column("due", "returns.column.due", self._due, sort=lambda row: row.period.due(row.agency), width=104,
                   tone=self._due_tone, yields=1),
        )  # fmt: skip

    def _pill(self, row: RoundRow) -> Pill:
        return Pill(self._state(row.state), *PILLS[row.state])

    def _state(self, code: str) -> str:
        return self._look.t(f"returns.state.{code}")

    def _day(self, at: str) -> str:
        return self._look.language.date(local(at).date())

    def _sent(self, row: RoundRow) -> str:
        if not row.sent:
            return ""
        head = row.sent[-1]
        return self._look.t("returns.sent_rows", day=self._day(head.made_at), count=head.rows)

    def _received(self, row: RoundRow) -> str:
        if not row.files:
            return ""
        day = self._day(row.files[-1].received_at)
        return self._look.t("returns.received_rows", day=day, done=row.answered, total=row.rows)

    def _handed_in(self, row: RoundRow) -> str:
        return self._look.t("returns.handed_in", done=row.handed_in, total=row.owed)

    def _language(self, code: str) -> str:
        """Return the name of a language within a line; English keeps its capital."""
        name = self._look.t(f"language.{code}")
        return name if self._look.language.code == "en" else f"{name[:1].lower()}{name[1:]}"

    def _due(self, row: RoundRow) -> str:
        return self._look.language.date(row.period.due(row.agency))

    def _due_tone(self, row: RoundRow) -> str | None:
        return "bad" if row.state == OVERDUE else None

    def _narrow(self) -> None:
        """Show what the filters let through, the cursor on a line of it."""
        self.table.rows.keep(self.facets.test())
        if not self.table.current_id() and len(self.table.rows.order):
            self.table.select_row(self.table.rows.order.id_at(0))
        self.count.setText(self._look.t("returns.count", count=len(self.table.rows.order)))

    def _retell(self) -> None:
        self.table.set_rows(self._rows)
        self.facets.set_rows(self._rows)
        self._narrow()

    def take_focus(self) -> None:
        """Put the keyboard into the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _sent_at(row: RoundRow) -> str | None:
    return row.sent[-1].made_at if row.sent else None


def _received_at(row: RoundRow) -> str | None:
    return row.files[-1].received_at if row.files else None
