"""Show where the plan stands, drawn: bars by status, area, agency and year, and the numbers that are worth a look."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from upr_desktop.register.apply import Applied
from upr_desktop.register.plan_summary import PlanSummary
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.inputs import ChoiceBox
from upr_desktop.ui.look import Look
from upr_desktop.ui.number_tiles import NumberTiles
from upr_desktop.ui.pills import PillLabel
from upr_desktop.ui.screens.focus_round import FocusPlace, FocusRound
from upr_desktop.ui.screens.parts import nothing_found, scrolling
from upr_desktop.ui.screens.screen import Screen
from upr_desktop.ui.screens.summary_rows import KINDS, SummaryRows
from upr_desktop.ui.screens.summary_words import Behind, SummaryWords
from upr_desktop.ui.session import Session
from upr_desktop.ui.stacks import Stack, Stacks
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE
from upr_desktop.ui.tsv import Grid, write_tsv
from upr_desktop.ui.widgets import Card, EmptyState, button, label

LAST_PLAN = "measures.plan"
TWO_COLUMNS, LEAST, MOST = 860, 130, 300
MEASURES, REPORTS, RECOMMENDATIONS = "measures", "reports", "recommendations"


class Section(Card):
    """A heading with bars under it; `counted` is what the bars count, in words of `summary.count.COUNTED`."""

    def __init__(self, look: Look, key: str, counted: str, *, with_legend: bool = False) -> None:
        super().__init__()
        self._look, self.key = look, key
        self.stacks = Stacks(look, lambda count: look.t(f"summary.count.{counted}", count=count))
        self._pills: list[PillLabel] = []
        self.heading = label(look, f"summary.by.{key}", "heading")
        self.box.addWidget(self.heading)
        self._legend = QWidget()
        self._flow = FlowLayout(self._legend)
        self._legend.setVisible(with_legend)
        self._has_legend = with_legend
        self.box.addWidget(self._legend)
        self.box.addWidget(self.stacks)
        look.name(self.stacks, f"summary.by.{key}")

    def show_stacks(self, stacks: Sequence[Stack]) -> None:
        """Show these bars; without any the section is not there."""
        self.stacks.show_stacks(stacks)
        self.setVisible(bool(self.stacks.shown))
        if self._has_legend:
            self._show_legend(stacks)

    def search(self, text: str) -> None:
        """Show the bars in whose labels every word stands."""
        self.setVisible(self.stacks.search(text))

    def table(self) -> Grid:
        """Return the numbers under their titles."""
        return self.stacks.table(self.heading.text(), self._look.t("summary.total"))

    def _show_legend(self, stacks: Sequence[Stack]) -> None:
        pills = list(dict.fromkeys(part.pill for stack in stacks for part in stack.parts))
        while len(self._pills) < len(pills):
            made = PillLabel(self._look, parent=self._legend)
            self._pills.append(made)
            self._flow.addWidget(made)
        for at, one in enumerate(self._pills):
            one.show_pill(pills[at] if at < len(pills) else None)


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the screen: its column, what it counts, and how its bars are made of the numbers."""

    key: str
    column: int
    counted: str
    bars: Callable[[SummaryWords, PlanSummary], Sequence[Stack]]
    with_legend: bool = False


PARTS = (
    Part("status", 0, MEASURES, SummaryWords.by_status),
    Part("year", 0, MEASURES, SummaryWords.by_year),
    Part("area", 0, MEASURES, SummaryWords.by_area),
    Part("position", 0, RECOMMENDATIONS, lambda words, _: words.by_position(), with_legend=True),
    Part("agency", 1, MEASURES, SummaryWords.by_agency),
    Part("report", 1, REPORTS, SummaryWords.by_report, with_legend=True),
)


class SummaryScreen(Screen):
    """Where one plan stands on the day; `rows_asked` carries the plan's id and what is behind a number (Behind).

    `plan_asked` comes from the empty screen, `search_asked` carries the text that the search field should show.
    """

    title = "summary.title"
    rows_asked = Signal(str, object)
    plan_asked = Signal()
    search_asked = Signal(str)

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__(look, session)
        self._is_stale, self._query = True, ""
        self.rows = SummaryRows(session)
        self.words = SummaryWords(look)
        self.plans, self.periods = ChoiceBox(), ChoiceBox()
        self.day = QLabel()
        self.copy_button = button(look, "summary.copy", "quiet")
        self.tiles = NumberTiles(look)
        self.whole = Section(look, "whole", MEASURES, with_legend=True)
        self.sections = {
            part.key: Section(look, part.key, part.counted, with_legend=part.with_legend) for part in PARTS
        }
        self.no_plan = EmptyState(
            look, "summary.no_plan.title", "summary.no_plan.text", "summary.no_plan.import"
        )
        self.no_measures = EmptyState(look, "summary.no_measures.title", "summary.no_measures.text")
        self.not_found = nothing_found(look)
        self.not_found.hide()
        self.pages = QStackedWidget()
        self._lay_out()
        self._connect()
        look.language.follow(self, self._show)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when first shown, or when something was touched while another screen was shown."""
        super().showEvent(event)
        if self._is_stale:
            self._read()
            self.focus()

    def refresh(self, applied: Applied | None, *, own: bool = False) -> None:
        if applied is not None and not applied.kinds & KINDS:
            return
        if self.isVisible():
            self._read()
        else:
            self._is_stale = True

    def search(self, text: str) -> None:
        self._query = text
        for section in self.sections.values():
            section.search(text)
        is_none_found = bool(text.strip()) and all(one.isHidden() for one in self.sections.values())
        self.not_found.setVisible(is_none_found)

    def focus(self) -> None:
        """Put the keyboard on the numbers."""
        if self.pages.currentWidget() is self.body:
            self.tiles.focus()

    def _read(self) -> None:
        self._is_stale = False
        self.rows.wished = self.rows.wished or self.session.settings.text(LAST_PLAN)
        self.rows.read()
        self._show()

    def _show(self) -> None:
        if self._is_stale:
            return
        facts = self.rows.facts
        self.words.use(facts)
        self._fill_choices()
        if facts.plan is None:
            self.pages.setCurrentWidget(self.no_plan)
        elif not facts.measures:
            self.pages.setCurrentWidget(self.no_measures)
        else:
            self._show_numbers(self.rows.summary())
            self.pages.setCurrentWidget(self.body)

    def _show_numbers(self, found: PlanSummary) -> None:
        self.tiles.show_numbers(self.words.numbers(found))
        self.whole.show_stacks([self.words.whole(found)])
        for part in PARTS:
            self.sections[part.key].show_stacks(part.bars(self.words, found))
        if found.period is not None:
            period = self.words.reports.period(found.period)
            self.sections["report"].heading.setText(self.look.t("summary.by.report_of", period=period))
        if self._query:
            self.search(self._query)

    def _fill_choices(self) -> None:
        facts, language = self.rows.facts, self.look.language
        _fill(
            self.plans,
            [plan.title(language.code) or self.look.t("record.plan.one") for plan in facts.plans],
            [plan.id for plan in facts.plans],
            facts.plan.id if facts.plan else "",
        )
        period = self.rows.period
        _fill(
            self.periods,
            [self.words.reports.period(one) for one in facts.periods],
            [one.id for one in facts.periods],
            period.id if period else "",
        )
        self.head.setVisible(facts.plan is not None)
        for widget in (self.periods, self.period_caption):
            widget.setVisible(bool(facts.periods))
        self.day.setText(self.look.t("summary.day", date=language.date(self.session.today)))

    def choose_plan(self, id: str) -> None:
        """Show another plan; the other screens open with it, too."""
        self.session.settings.write(LAST_PLAN, id)
        self.rows.wished, self.rows.period_id = id, ""
        self._read()

    def choose_period(self, id: str) -> None:
        """Count the reports of another period."""
        self.rows.period_id = id
        self._show()

    def copy(self) -> None:
        """Put the numbers of the section that has the keyboard on the clipboard, or all of them."""
        within = [one for one in self._shown() if one.isAncestorOf(self.focusWidget() or self)]
        self._copy(within)

    def copy_all(self) -> None:
        """Put all numbers on the clipboard."""
        self._copy([])

    def _copy(self, sections: Sequence[Section]) -> None:
        rows: Grid = []
        if not sections:
            numbers = [[tile.number.pill.word, str(tile.number.count)] for tile in self.tiles.tiles]
            rows = [[self.plans.currentText(), self.day.text()], *numbers]
        for section in sections or self._shown():
            rows += [*([[]] if rows else []), *section.table()]
        QGuiApplication.clipboard().setText(write_tsv(rows))

    def _shown(self) -> list[Section]:
        return [one for one in (self.whole, *self.sections.values()) if not one.isHidden()]

    def _open(self, behind: Behind) -> None:
        plan = self.rows.facts.plan
        if plan is not None:
            self.rows_asked.emit(plan.id, behind)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the sections side by side where there is room for two columns."""
        super().resizeEvent(event)
        is_wide = self.width() >= self.look.theme.px(TWO_COLUMNS)
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(way)

    def _lay_out(self) -> None:
        self.setProperty("role", "page")
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(BLOCK_SPACE)
        box.addWidget(self.tiles)
        box.addWidget(self.whole)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(BLOCK_SPACE)
        for number in (0, 1):
            column = QVBoxLayout()
            column.setSpacing(BLOCK_SPACE)
            for part in PARTS:
                if part.column == number:
                    column.addWidget(self.sections[part.key])
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        box.addWidget(self.not_found)
        box.addLayout(self._columns)
        box.addStretch(1)
        self.body = scrolling(inner)
        for page in (self.body, self.no_plan, self.no_measures):
            self.pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(BLOCK_SPACE)
        outer.addWidget(self._head())
        outer.addWidget(self.pages, 1)

    def _head(self) -> QWidget:
        self.head = QWidget()
        line = QHBoxLayout(self.head)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(FIELD_SPACE)
        self.plan_caption, self.period_caption = (
            label(self.look, f"summary.{key}", "caption") for key in ("plan", "period")
        )
        self.day.setProperty("role", "soft")
        for caption, box, key in (
            (self.plan_caption, self.plans, "plan"),
            (self.period_caption, self.periods, "period"),
        ):
            caption.setWordWrap(False)
            caption.setBuddy(box)
            box.setMinimumWidth(self.look.theme.px(LEAST))
            box.setMaximumWidth(self.look.theme.px(MOST))
            self.look.name(box, f"summary.{key}")
            line.addWidget(caption)
            line.addWidget(box, 3)
        line.addWidget(self.day)
        line.addStretch(1)
        line.addWidget(self.copy_button)
        return self.head

    def _connect(self) -> None:
        self.plans.activated.connect(lambda _: self.choose_plan(self.plans.currentData()))
        self.periods.activated.connect(lambda _: self.choose_period(self.periods.currentData()))
        self.copy_button.clicked.connect(self.copy_all)
        self.no_plan.acted.connect(self.plan_asked)
        self.not_found.acted.connect(lambda: self.search_asked.emit(""))
        self.tiles.opened.connect(self._open)
        for section in (self.whole, *self.sections.values()):
            section.stacks.opened.connect(self._open)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.copy)
        self.round = FocusRound(self, self._places)

    def _places(self) -> list[FocusPlace]:
        head = FocusPlace(self.head, lambda: self.plans.setFocus(Qt.FocusReason.OtherFocusReason))
        sections = [FocusPlace(one, one.stacks.focus) for one in self._shown()]
        return [head, FocusPlace(self.tiles, self.tiles.focus), *sections]


def _fill(box: QComboBox, labels: Sequence[str], codes: Sequence[str], chosen: str) -> None:
    box.clear()
    for text, code in zip(labels, codes, strict=True):
        box.addItem(text, code)
    box.setCurrentIndex(max(0, box.findData(chosen)))
