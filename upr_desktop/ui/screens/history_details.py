"""Show what one line of the history changed, in people's words, and offer to undo it or save the file it came from."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from upr_desktop.jobs.describe_changes import Told, describe
from upr_desktop.jobs.telling import label as label_words
from upr_desktop.register.changes import Change
from upr_desktop.register.history import FileInfo, changes_page, received_content, revision_files
from upr_desktop.register.log import RevisionRow
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.register import Connection
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.history_groups import Entry, local
from upr_desktop.ui.screens.sources_chip import SourcesChip
from upr_desktop.ui.screens.told_page import write_record
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE, GRID
from upr_desktop.ui.widgets import Card, button

FIRST_PAGE, PAGE, FEW = 60, 200, 5
LONG_RAW = 300


class HistoryDetails(Card):
    """The right side of the history. It asks and does not write.

    `undo_asked` carries the saved change (RevisionRow) to take back or to do again, `record_asked` kind and id of a
    record to open, `file_saved` the path a file went to, `file_refused` why it could not.
    """

    undo_asked = Signal(object)
    record_asked = Signal(str, str)
    file_saved = Signal(object)
    file_refused = Signal(str)

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._entry: Entry | None = None
        self._is_stale, self._is_shown = True, False
        self._shown = FIRST_PAGE
        self._files: list[FileInfo] = []
        self._texts: dict[str, str] = {}
        self.title, self.below = QLabel(), QLabel()
        self.undo_button = button(look, "history.undo")
        self.save_button = button(look, "history.save_file", "quiet")
        self.sources_chip = SourcesChip(look)
        self.more_button = button(look, "history.more", "link")
        self.page = ReadingText(look, "history.page")
        self._lay_out()
        self.undo_button.clicked.connect(self._ask_undo)
        self.save_button.clicked.connect(self.save_file)
        self.sources_chip.toggled.connect(self._tell_again)
        self.more_button.clicked.connect(self.show_more)
        self.page.link_chosen.connect(self._follow_link)
        look.language.follow(self, self._tell_again)

    def forget(self) -> None:
        """Write the next line anew though it be the same: records may have changed since."""
        self._is_stale = True

    def show_entry(self, entry: Entry | None) -> None:
        """Show another line of the history, or none; the page of the line shown last is written anew if it changed."""
        self._is_shown = entry is not None
        if entry is not None and (entry != self._entry or self._is_stale):
            self._take(entry)
        self._show_parts()

    def _take(self, entry: Entry) -> None:
        self._is_stale = False
        is_same = self._entry is not None and entry.id == self._entry.id
        self._entry = entry
        if not is_same:
            self._shown = FIRST_PAGE
        self._files = self._session.read(self._read_files)
        self._tell(keep_place=is_same)

    def show_more(self) -> None:
        """Show the next changes below those that are shown."""
        self._shown += PAGE
        self._tell(keep_place=True)

    def save_file(self) -> None:
        """Ask where to, and write the received file there byte for byte."""
        if not self._files:
            return
        file = self._files[0]
        target, _ = QFileDialog.getSaveFileName(self, self._look.t("history.save_title"), file.name)
        if target:
            try:
                self.write_file(file.sha256, Path(target))
            except OSError as trouble:
                self.file_refused.emit(trouble.strerror or str(trouble))

    def write_file(self, sha256: str, target: Path) -> None:
        """Write a received file to a path, byte for byte. Raises OSError where that cannot be."""
        target.write_bytes(self._session.read(lambda connection: received_content(connection, sha256)))
        self.file_saved.emit(target)

    def show_sources(self) -> None:
        """Show on the page all that is known of the cells that values came from, or no longer."""
        if self._is_shown and self._files:
            self.sources_chip.toggle()

    def set_read_only(self, read_only: bool) -> None:
        """Offer nothing that writes while this is so."""
        self.undo_button.setEnabled(not read_only)

    def _lay_out(self) -> None:
        self.title.setProperty("role", "heading")
        self.below.setProperty("role", "soft")
        for text in (self.title, self.below):
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._line = QWidget()
        line = FlowLayout(self._line, FIELD_SPACE)
        line.addWidget(self.undo_button)
        line.addWidget(self.save_button)
        line.addWidget(self.sources_chip)
        head = QVBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.title)
        head.addWidget(self.below)
        self.box.addLayout(head)
        self.box.addWidget(self._line)
        self.box.addWidget(self.page, 1)
        self.box.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.setSpacing(BLOCK_SPACE)

    def _read_files(self, connection: Connection) -> list[FileInfo]:
        if self._entry is None:
            return []
        return [file for row in self._entry.revisions for file in revision_files(connection, row.number)]

    def _tell_again(self) -> None:
        self._tell(keep_place=True)

    def _tell(self, *, keep_place: bool) -> None:
        entry = self._entry
        if entry is None:
            self._show_parts()
            return
        self._tell_head(entry)
        pages = self._session.read(lambda connection: self._read_pages(connection, entry))
        self._texts = self._session.read(lambda connection: self._read_texts(connection, pages))
        self.page.show_page(lambda page: self._write(page, entry, pages), keep_place=keep_place)
        self.more_button.setText(self._look.t("history.more_left", count=self._left))
        self._show_parts()

    @property
    def _left(self) -> int:
        """Return how many changes of the line are not on the page."""
        return max(self._entry.changes - self._shown, 0) if self._entry else 0

    def _show_parts(self) -> None:
        for widget in (self._line, self.title, self.below, self.page):
            widget.setVisible(self._is_shown)
        self.more_button.setVisible(self._is_shown and self._left > 0)
        self.sources_chip.setVisible(bool(self._files))

    def _tell_head(self, entry: Entry) -> None:
        t, row = self._look.t, entry.newest
        is_one = len(entry.revisions) == 1
        if is_one:
            self.title.setText(label_words(row.label, self._look.language.code))
        else:
            self.title.setText(t("history.several", count=len(entry.revisions)))
        told = [t("history.number", number=row.number)] if is_one else []
        told += [self._look.language.moment(local(row.at)), row.author or t("history.nobody")]
        told.append(t("history.changes", count=entry.changes))
        if row.undone_by is not None:
            told.append(t("history.undone_by", number=row.undone_by))
        self.below.setText(" · ".join(told))
        self.undo_button.setVisible(is_one and row.kind != "new")
        self.undo_button.setText(t("history.redo" if row.undone_by is not None else "history.undo"))
        self.save_button.setVisible(bool(self._files))
        self.save_button.setToolTip(self._files[0].name if self._files else "")

    def _read_pages(self, connection: Connection, entry: Entry) -> list[tuple[RevisionRow, Told]]:
        left, pages = self._shown, []
        for row in entry.revisions:
            if left <= 0:
                break
            changes: list[Change] = changes_page(connection, row.number, left)
            left -= len(changes)
            pages.append((row, describe(connection, changes, self._look.language.code)))
        return pages

    def _read_texts(self, connection: Connection, pages: list[tuple[RevisionRow, Told]]) -> dict[str, str]:
        """Read what the recommendations say that were changed, if they are few."""
        ids = {one.id for _, told in pages for one in told.records if one.kind == "recommendation"}
        if not 0 < len(ids) <= FEW:
            return {}
        language = self._look.language.code
        return {row.id: row.text(language)[0] for row in recommendations(connection, list(ids))}

    def _write(self, page: ReadingText, entry: Entry, pages: list[tuple[RevisionRow, Told]]) -> None:
        for row, told in pages:
            if len(entry.revisions) > 1:
                time = f"{local(row.at):%H:%M} · {self._look.t('history.number', number=row.number)}"
                page.note(time, above=BLOCK_SPACE)
                page.sentence(label_words(row.label, self._look.language.code), bold=True)
                page.link(self._look.t("history.undo"), f"undo:{row.number}")
            for record in told.records:
                text = self._texts.get(record.id, "")
                whole = self.sources_chip.isChecked()
                write_record(page, self._look, record, told, text, revision=row.number, whole=whole)

    def _ask_undo(self) -> None:
        if self._entry is not None:
            self.undo_asked.emit(self._entry.newest)

    def _follow_link(self, address: str) -> None:
        what, _, rest = address.partition(":")
        if what == "undo" and self._entry is not None:
            wanted = [row for row in self._entry.revisions if str(row.number) == rest]
            self.undo_asked.emit(wanted[0])
        elif what == "record":
            kind, _, id = rest.partition(":")
            self.record_asked.emit(kind, id)
