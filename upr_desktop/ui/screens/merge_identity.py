"""Ask whose a return is that bears no marks: show what it says, and let a person choose agency and period."""

from collections import Counter
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from upr_desktop.alphabet import alphabetical
from upr_desktop.incoming_return import IncomingReturn
from upr_desktop.jobs.merge_returns import FileMerge, Merge, Told
from upr_desktop.jobs.period_words import period_words
from upr_desktop.register.report_entries import current_period
from upr_desktop.ui.inputs import ChoiceBox
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.merge_files import MergeFiles
from upr_desktop.ui.screens.merge_notice import is_whose_asked
from upr_desktop.ui.screens.parts import plain_label
from upr_desktop.ui.screens.returned_cells import Around
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import Card, Notice, button, label

MOST_ROWS, LONGEST = 12, 160
TOLD = ("measure", "narrative", "claimed_status")


class MergeIdentity(Card):
    """Stands in the place of the cells of such a file. `told` carries its sha256 and what the person says (Told)."""

    told = Signal(str, object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._file: FileMerge | None = None
        self._known = Around()
        self._likely: str | None = None
        self._is_told = False
        self.agency, self.period = ChoiceBox(), ChoiceBox()
        self.page = ReadingText(look, "merge.identity.says")
        self.title, self.about = plain_label("", "heading"), plain_label("", "soft")
        self.reason = Notice(look)
        self.reason.close_button.hide()
        self.read_button = button(look, "merge.identity.read", "primary")
        self.out_button = button(look, "merge.identity.not_ours")
        self._lay_out()
        self.agency.currentIndexChanged.connect(lambda _: self._tell())
        self.period.currentIndexChanged.connect(lambda _: self._tell())
        self.read_button.clicked.connect(self._say)
        self.out_button.clicked.connect(self._leave_out)
        look.language.follow(self, self._retell)

    @property
    def is_asked_again(self) -> bool:
        """Return whether it is shown of a file that is somebody's already."""
        return self.isVisible() and self._is_told

    def ask(self, file: FileMerge | None, files: MergeFiles, today: date) -> None:
        """Ask whose a file of a merge is; the period is proposed."""
        if file is not None:
            told, period = (
                files.options.of(file.read.received),
                likely_period(files.merge, files.known, today),
            )
            self._is_told = not is_whose_asked(file, files.options)
            self.show_file(file, files.known, told, period)

    def show_file(self, file: FileMerge, known: Around, told: Told, period: str | None = None) -> None:
        """Show what a file says, and what was said of it before; agencies and periods are those workbooks went to.

        `period` is the code of the one to propose. An agency is proposed where it alone has the most of the rows.
        """
        self._file, self._known, self._likely = file, known, period
        self._offer(told)
        self.page.show_page(self._write)
        self._tell()

    def take_focus(self) -> None:
        """Put the keyboard where the answer begins."""
        self.agency.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, told: Told) -> None:
        language, chosen = self._look.language.code, told.period or self._likely
        for box in (self.agency, self.period):
            box.blockSignals(True)
            box.clear()
            box.addItem(self._look.t("toolkit.choice.none"), None)
        rows = [row for row in self._known.agencies.values() if not row.archived]
        named = sorted(
            ((alphabetical(row.short(language)) or "", row.short(language), row) for row in rows),
            key=lambda one: one[0],
        )
        for _, short, row in named:
            full = row.name(language)
            self.agency.addItem(short if short == full else f"{short} · {full}", row.code)
        for period in sorted(self._known.periods.values(), key=lambda one: one.first_day):
            self.period.addItem(period_words(period.code, language), period.code)
        owner = told.agency or (likely_owner(self._file, self._known) if self._file else None)
        self.agency.setCurrentIndex(max(0, self.agency.findData(owner)))
        self.period.setCurrentIndex(max(0, self.period.findData(chosen)))
        for box in (self.agency, self.period):
            box.blockSignals(False)

    def _write(self, page: ReadingText) -> None:
        if self._file is None:
            return
        t, returned = self._look.t, self._file.read.returned
        page.heading(self._file.read.received.name)
        if returned is None:
            page.lines(self._file.read.letter.text if self._file.read.letter else ())
            return
        for key, text in returned.headings.items():
            if text:
                page.plain(t(f"return.heading.{key}"), text)
        page.note(t("merge.identity.rows", count=len(returned.rows)), above=FIELD_SPACE)
        self._write_rows(page, returned)

    def _write_rows(self, page: ReadingText, returned: IncomingReturn) -> None:
        numbered = Counter(row.number for row in self._known.measures.values())
        measures = {row.number: row for row in self._known.measures.values() if numbered[row.number] == 1}
        for row in returned.rows[:MOST_ROWS]:
            number = row.cells["number"].raw if "number" in row.cells else ""
            texts = [row.cells[name].raw for name in TOLD if name in row.cells]
            shown = [text if len(text) <= LONGEST else f"{text[:LONGEST]}…" for text in texts if text.strip()]
            if shown:
                page.sentence(f"{number}  {shown[0]}")
                for text in shown[1:]:
                    page.note(text)
                if number.strip() and (measure := measures.get(number.strip())):
                    names = self._known.bodies_of(measure, self._look.language.code)
                    page.plain(self._look.t("measures.tab.bodies"), names or self._look.t("returns.blank"))

    def _say(self) -> None:
        if self._file is not None and self.read_button.isEnabled():
            told = Told(self.agency.currentData(), self.period.currentData())
            self.told.emit(self._file.read.received.sha256, told)

    def _leave_out(self) -> None:
        if self._file is not None:
            self.told.emit(self._file.read.received.sha256, Told(left_out=True))

    def _retell(self) -> None:
        if self._file is not None:
            self._offer(Told(self.agency.currentData(), self.period.currentData()))
            self.page.write_again()
        self._tell()

    def _tell(self) -> None:
        """Word what is asked, and say why it cannot be so where nothing was sent to the agency for the period."""
        t, of = self._look.t, "letter." if self._file is not None and self._file.read.letter else ""
        self.title.setText(t(f"merge.identity.{of}title"))
        self.about.setText(t(f"merge.identity.{of}text"))
        self.read_button.setText(t(f"merge.identity.{of}read"))
        agency, period = self.agency.currentData(), self.period.currentData()
        is_whole = bool(agency and period)
        is_sent = (agency, period) in self._known.sent_to
        self.read_button.setEnabled(is_whole and is_sent)
        why = ""
        if is_whole and not is_sent:
            short = self.agency.currentText().partition(" · ")[0]
            why = t(f"merge.identity.{of}not_sent", agency=short, period=self.period.currentText())
            self.reason.say(why, "warn")
        self.reason.setVisible(bool(why))
        self.read_button.setAccessibleDescription(why)

    def _lay_out(self) -> None:
        look = self._look
        look.name(self.agency, "merge.identity.agency")
        look.name(self.period, "merge.identity.period")
        grid = QGridLayout()
        grid.setHorizontalSpacing(FIELD_SPACE)
        for column, (key, box) in enumerate((("agency", self.agency), ("period", self.period))):
            grid.addWidget(label(look, f"merge.identity.{key}", "caption"), 0, column)
            grid.addWidget(box, 1, column)
            grid.setColumnStretch(column, 2 - column)
        foot = QHBoxLayout()
        foot.addWidget(self.out_button)
        foot.addStretch(1)
        foot.addWidget(self.read_button)
        self.box.addWidget(self.title)
        self.box.addWidget(self.about)
        self.box.addLayout(grid)
        self.box.addWidget(self.reason)
        self.box.addWidget(self.page, 1)
        self.box.addLayout(foot)


def likely_period(merge: Merge | None, known: Around, today: date) -> str | None:
    """Return the code of the period that most files of a merge are for, else of the one worked on."""
    told = Counter(one.identity.sent.period_id for one in (merge.files if merge else ()) if one.identity)
    for id, _ in told.most_common():
        if id in known.periods:
            return known.periods[id].code
    worked_on = current_period(list(known.periods.values()), today)
    return worked_on.code if worked_on else None


def likely_owner(file: FileMerge, known: Around) -> str | None:
    """Return the code of the agency that alone has a part in most of the measures a file names by number."""
    rows = file.read.returned.rows if file.read.returned else ()
    numbers = {row.cells["number"].raw.strip() for row in rows if "number" in row.cells} - {""}
    named = [row for row in known.measures.values() if (row.number or "") in numbers]
    found = Counter(id for row in named for id in {body.agency_id for body in row.bodies})
    best = found.most_common(2)
    is_clear = bool(best) and (len(best) == 1 or best[0][1] > best[1][1])
    owner = known.agencies.get(best[0][0]) if is_clear else None
    return owner.code if owner else None
