"""Write the consolidated wording of a measure, hold what it comes to, and go on: the right side of reading."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from upr_desktop.code_lists import SUMMARY_STATES
from upr_desktop.jobs.consolidate import begun_wording, not_in
from upr_desktop.jobs.edit_progress import write_summary
from upr_desktop.register.changes import ChangeSet, Value
from upr_desktop.register.kinds import kinds
from upr_desktop.register.readings import UNREAD
from upr_desktop.register.report_entries import SUBMITTED
from upr_desktop.register.rules import value_problems
from upr_desktop.register.wordings import WordingRow
from upr_desktop.ui.fields import Choice, Field
from upr_desktop.ui.form import Form
from upr_desktop.ui.language import FULL_NAMES
from upr_desktop.ui.language_tabs import LanguageTexts
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.measure_assessment import MeasureAssessment
from upr_desktop.ui.screens.parts import hairline, plain_label
from upr_desktop.ui.screens.reading_head import tell_keys
from upr_desktop.ui.screens.reading_measures import ReadingMeasures, ReadingPage
from upr_desktop.ui.screens.reading_words import ReadingWords
from upr_desktop.ui.session import Session
from upr_desktop.ui.tab_order import reach_after, stops_in
from upr_desktop.ui.telling import advice
from upr_desktop.ui.theme import FIELD_SPACE, GRID
from upr_desktop.ui.widgets import Card, Notice, button, label
from upr_desktop.words import LANGUAGES

Write = Callable[[ChangeSet], bool]
FLAG, ACCEPT_ALL = "confidential", "Ctrl+Shift+A"


def wording_fields(look: Look) -> tuple[Field, ...]:
    """Return the fields of a consolidated wording, from top to bottom."""

    def states() -> list[Choice]:
        return [Choice(code, look.t(f"summary_state.{code}")) for code in SUMMARY_STATES]

    return (
        Field("text", "reading.wording_text", "texts", lines=7, hint="reading.wording_hint"),
        Field("state", "field.summary.state", "choice", states),
        Field(FLAG, "field.summary.confidential", "tick"),
    )


class WordingForm(Form):
    """The wording's fields, with what helps to write it above, and what it comes to below."""

    def __init__(self, look: Look, above: QWidget, below: QWidget) -> None:
        super().__init__(look, wording_fields(look), "reading.wording")
        body = self.takeWidget()
        whole = QWidget()
        whole.setProperty("role", "form")
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, GRID, 0)
        box.setSpacing(FIELD_SPACE)
        for part in (above, body, below):
            box.addWidget(part)
        box.addStretch(1)
        self.setWidget(whole)

    @property
    def texts(self) -> LanguageTexts:
        """Return the editor of the three texts."""
        found = self.editors["text"]
        assert isinstance(found, LanguageTexts)
        return found


class ReadingOwn(Card):
    """Wording and assessment of the measure that is read. `left` asks to go back to the list.

    `accept_asked` asks to accept every answer that waits, and to go on; where none does, only to go on.
    """

    left = Signal()
    accept_asked = Signal()

    def __init__(
        self, look: Look, session: Session, words: ReadingWords, data: ReadingMeasures, write: Write
    ) -> None:
        super().__init__()
        self._look, self._words, self._data, self._write = look, words, data, write
        self.page: ReadingPage | None = None
        self._writable = True
        self._spoken = ("", "")
        self.begin_button = button(look, "reading.begin")
        self.outdated = Notice(look)
        self.hint = plain_label("", "caption")
        self.last_caption, self.last_text = plain_label("", "caption"), plain_label()
        self.last_button = button(look, "reading.take_last", "link")
        self.claimed = plain_label("", "soft")
        self._held = MeasureAssessment(look, session, write, self)
        self.assessment, self.reason = self._held.choice, self._held.reason
        self.form = WordingForm(look, self._above(), self._below())
        self.go_button = button(look, "reading.go_on", "primary")
        tell_keys(look, self.go_button, "reading.go_on", ACCEPT_ALL)
        self._place()
        self._connect()
        look.name(self, "reading.own")
        look.language.follow(self, self._tell)

    def show_page(self, page: ReadingPage | None) -> None:
        """Show what is written of a measure; what was typed for another one has to be saved by `leave` first."""
        self.page = page
        row = page.reading.wording if page else None
        told: dict[str, Value] = {f"text_{code}": row.texts.get(code) if row else None for code in LANGUAGES}
        told |= {"state": row.state if row else None, FLAG: bool(row and row.confidential)}
        is_same = page is not None and page.id == self.form.record_id
        self.form.show_record(page.id if page else None, told)
        if not is_same:
            self.form.clear_problems()
            self.form.verticalScrollBar().setValue(0)
        if row is None and self._spoken != (page.id if page else "", self._words.language):
            self._spoken = (page.id if page else "", self._words.language)
            self.form.texts.show_language(self._words.language)
        self._tell()

    def leave(self) -> None:
        """Save what a field still holds."""
        self.form.commit()
        self._held.leave()

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not."""
        self._writable = writable
        self.form.set_read_only(not writable)
        self._tell()

    def focus(self) -> None:
        """Put the cursor into the wording."""
        self.form.focus_field("text")

    def begin(self) -> None:
        """Fill the languages that are still empty with what the agencies answered."""
        self.leave()
        page = self.page
        if page is None:
            return
        wishes = begun_wording(page.entries, self._words.agency_in)
        present = page.reading.wording.texts if page.reading.wording else {}
        fresh = {name: value for name, value in wishes.items() if name[5:] not in present}
        if any(name.startswith("text_") for name in fresh):
            self._save(fresh)
            self._show_filled()
        self.focus()

    def take_last(self) -> None:
        """Fill the languages that are still empty with the wording of the last period."""
        self.leave()
        page = self.page
        last = page.last_wording if page else None
        if page is None or last is None:
            return
        present = page.reading.wording.texts if page.reading.wording else {}
        wishes: dict[str, Value] = {
            f"text_{code}": text for code, text in last.texts.items() if code not in present
        }
        if wishes and last.confidential:
            wishes[FLAG] = True
        if wishes:
            self._save(wishes)
            self._show_filled()
        self.focus()

    def _show_filled(self) -> None:
        """Show a language that there is a text in, if the one that is shown has none."""
        texts = self.form.texts
        filled = [code for code, editor in texts.editors.items() if editor.reading()]
        if filled and texts.shown_language() not in filled:
            texts.show_language("ru" if "ru" in filled else filled[0])

    def _take(self, field: str, value: Value) -> None:
        if problems := value_problems(kinds()["summary"], field, value) if value else []:
            self.form.show_problem(field, advice(self._look, problems[0]))
            return
        is_blank = (isinstance(value, str) and not value.strip()) or (field == FLAG and not value)
        if field == "state" and value is None:  # a wording is a draft or agreed; there is no third
            self.show_page(self.page)
        elif not self._save({field: None if is_blank else value}):
            self._keep(field)

    def _keep(self, field: str) -> None:
        """Hold on to what was typed, as it could not be saved."""
        texts = self.form.texts.editors
        if (code := field.removeprefix("text_")) in texts:
            texts[code].keep()

    def _save(self, wishes: dict[str, Value]) -> bool:
        page = self.page
        if page is None:
            return False
        stored = self._data.stored_wording(page.reading)
        changes = write_summary("measure", page.reading.id, page.period.id, wishes, stored)
        return not changes.changes or self._write(changes)

    def _tell(self) -> None:
        page, t = self.page, self._look.t
        self.form.setVisible(page is not None)
        if page is None:
            return
        wording = page.reading.wording
        present = wording.texts if wording else {}
        fresh = {name[5:] for name in begun_wording(page.entries, self._words.agency_in) if name != FLAG}
        self.begin_button.setVisible(self._writable and bool(fresh - present.keys()))
        self._tell_last(page.last_wording, page.last_period, set(present))
        lacking = [(code, not_in(page.entries, code)) for code in LANGUAGES if code != "en"]
        self.hint.setText(
            "\n".join(
                t(
                    "reading.not_in",
                    language=FULL_NAMES[code],
                    agencies=", ".join(map(self._words.agency, ids)),
                )
                for code, ids in lacking
                if ids
            )
        )
        self.hint.setVisible(bool(self.hint.text()))
        if page.is_outdated:
            self.outdated.say(t("reading.changed_since"), "warn")
        else:
            self.outdated.hide()
        self._tell_claims(page)

    def _tell_last(self, last: WordingRow | None, code: str, present: set[str]) -> None:
        period = self._words.period_of_code(code) if last else ""
        self.last_caption.setText(self._look.t("reading.last_wording", period=period))
        self.last_text.setText(last.text(self._words.language)[0] if last else "")
        self.last_box.setVisible(last is not None)
        self.last_button.setVisible(self._writable and last is not None and bool(last.texts.keys() - present))

    def _tell_claims(self, page: ReadingPage) -> None:
        t, reading = self._look.t, page.reading
        told = [
            f"{self._words.agency(mark.agency_id)} — {t(f'status.{mark.status}')}"
            for mark in reading.came_in
            if mark.status
        ]
        key = "reading.claimed" if told else "reading.nothing_claimed"
        self.claimed.setText(t(key, statuses="; ".join(told)) if told else t(key))
        self._held.show_measure(reading.measure, page.period, writable=self._writable)
        self.reason.setVisible(reading.measure.assessment is not None)
        count = sum(entry.state == SUBMITTED for entry in page.entries)
        is_to_accept = reading.state == UNREAD and self._writable
        self.go_button.setText(t("reading.accept_all", count=count) if is_to_accept else t("reading.go_on"))
        self.go_button.setAccessibleName(self.go_button.text())

    def _above(self) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        box.addWidget(label(self._look, "reading.wording", "heading"))
        box.addWidget(self.begin_button, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.hint, self.outdated):
            box.addWidget(part)
        return holder

    def _below(self) -> QWidget:
        self.last_box = Card()
        self.last_box.setProperty("role", "sunken")
        self.last_box.box.setContentsMargins(*[FIELD_SPACE] * 4)
        self.last_box.box.setSpacing(GRID)
        for part in (self.last_caption, self.last_text):
            self.last_box.box.addWidget(part)
        self.last_box.box.addWidget(self.last_button, 0, Qt.AlignmentFlag.AlignLeft)
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(FIELD_SPACE)
        heading: QLabel = label(self._look, "reading.assessment", "heading")
        for one in (self.last_box, hairline(), heading, self.claimed, self.assessment, self.reason):
            box.addWidget(one)
        return holder

    def _place(self) -> None:
        self.box.addWidget(self.form, 1)
        self.box.addWidget(hairline())
        self.box.addWidget(self.go_button)
        reach_after(
            self.form.editors[FLAG].input, [*stops_in(self.last_box), self.assessment, self.reason.input]
        )

    def _connect(self) -> None:
        self.begin_button.clicked.connect(self.begin)
        self.last_button.clicked.connect(self.take_last)
        self.form.field_edited.connect(self._take)
        self.form.left.connect(self.left)
        self.reason.left.connect(self.left)
        self.go_button.clicked.connect(self.accept_asked)
