"""Show what a body said in the last period, what differs from it now, and copy from it."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from upr_desktop.register.changes import Value
from upr_desktop.register.plan_rows import ProgressRow
from upr_desktop.register.report_entries import TEXTS, Entry, report_values
from upr_desktop.ui.language import FULL_NAMES
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import PillLabel
from upr_desktop.ui.screens.parts import plain_label
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.status_pills import status_pill
from upr_desktop.ui.theme import BLOCK_SPACE, GRID
from upr_desktop.ui.widgets import Card, button
from upr_desktop.ui.word_differences import word_differences

COPIED = TEXTS


class SaidBefore(QWidget):
    """One text of the last period; `copied` carries its field and the text."""

    copied = Signal(str, object)

    def __init__(self, look: Look, field: str) -> None:
        super().__init__()
        self._look, self.field = look, field
        self.text_before = ""
        self.caption = plain_label("", "caption")
        self.text = plain_label()
        self.copy_button = button(look, "progress.previous.copy", "link")
        self.copy_button.clicked.connect(lambda: self.copied.emit(self.field, self.text_before))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self.caption)
        box.addWidget(self.text)
        box.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_text(self, before: str, now: str, *, writable: bool) -> None:
        """Show the text of the last period; words of it that are not in the text of now are marked."""
        self.text_before = before
        self.setVisible(bool(before))
        stem, _, code = self.field.rpartition("_")
        caption = FULL_NAMES[code]
        if stem != "narrative":
            caption = f"{self._look.t(f'field.progress.{stem}')} · {caption}"
        if before == now:
            caption += " · " + self._look.t("progress.previous.same")
        elif now:
            caption += " · " + self._look.t("progress.previous.differs")
        self.caption.setText(caption)
        self._mark(before, now)
        self.copy_button.setVisible(writable and before != now)
        self.copy_button.setAccessibleName(f"{self.copy_button.text()}: {caption}")

    def _mark(self, before: str, now: str) -> None:
        if not now or before == now:
            self.text.setTextFormat(Qt.TextFormat.PlainText)
            self.text.setText(before)
            return
        colours = self._look.theme.colours
        marked = f"background: {colours.warn_soft}; color: {colours.warn}; text-decoration: underline"
        pieces = [piece for piece in word_differences(before, now) if piece.fate != "new"]
        html = "".join(
            escape(piece.text)
            if piece.fate == "same"
            else f'<span style="{marked}">{escape(piece.text)}</span>'
            for piece in pieces
        )
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setText(html.replace("\n", "<br>"))


class PreviousReport(Card):
    """The report for the last period: these `fields` of it. `copied` carries a field and its value to be taken over."""

    copied = Signal(str, object)

    def __init__(self, look: Look, words: ProgressWords, fields: Sequence[str] = COPIED) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._entry: Entry | None = None
        self.writable = True
        self.setProperty("role", "sunken")
        self.box.setContentsMargins(*[BLOCK_SPACE] * 4)
        self.box.setSpacing(GRID)
        self.title = plain_label("", "heading")
        self.status = PillLabel(look)
        self.empty = plain_label("", "soft")
        self.parts = {field: SaidBefore(look, field) for field in fields}
        for part in (self.title, self.status, self.empty, *self.parts.values()):
            self.box.addWidget(part)
        for one in self.parts.values():
            one.copied.connect(self.copied)
        look.theme.follow(self, self._tell)
        look.language.follow(self, self._tell)

    def show_entry(self, entry: Entry | None) -> None:
        """Show what was said before an entry's period."""
        self._entry = entry
        self._tell()

    def set_writable(self, writable: bool) -> None:
        """Offer to copy, or not."""
        self.writable = writable
        self._tell()

    def _tell(self) -> None:
        entry = self._entry
        before = entry.previous if entry else None
        self.title.setText(self._look.t("progress.previous.title"))
        self.empty.setText(self._look.t("progress.previous.none"))
        self.empty.setVisible(before is None)
        self.status.show_pill(status_pill(self._look, before.mark.status) if before else None)
        if before is not None and before.period:
            self.title.setText(self._look.t("progress.previous.title_period", period=self._period(before)))
        said, now = report_values(before), report_values(entry.report if entry else None)
        for field, part in self.parts.items():
            part.show_text(_text(said[field]), _text(now[field]), writable=self.writable)

    def _period(self, before: ProgressRow) -> str:
        return self._words.period_of_code(before.period)


def _text(value: Value) -> str:
    return str(value) if value else ""
