"""Show a remark that is saved on an answer; write it anew, or take it back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from upr_desktop.register.changes import RecordId
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.inputs import text_in
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.progress_remark import RemarkBox
from upr_desktop.ui.theme import GRID
from upr_desktop.ui.widgets import Notice, button

SAVE = "reading.remark.save"


class SavedRemark(QWidget):
    """One remark, made anew with its answer. `edited` carries its id and new text, `taken_back` its id."""

    edited = Signal(str, str)
    taken_back = Signal(str)

    def __init__(self, look: Look, id: RecordId, text: str, agency: str, *, writable: bool) -> None:
        super().__init__()
        self._look, self.id, self.text = look, id, text
        self._box: RemarkBox | None = None
        self.notice = Notice(look, self)
        self.notice.say(look.t("reading.remark", text=text), "warn")
        self.notice.close_button.hide()
        self.edit_button = button(look, "reading.remark.edit", "link")
        self.back_button = button(look, "reading.remark.take_back", "link")
        self._links = QWidget(self)
        flow = FlowLayout(self._links)
        for one in (self.edit_button, self.back_button):
            one.setAccessibleName(look.t("reading.of_agency", action=one.text().rstrip("…"), agency=agency))
            flow.addWidget(one)
        self._links.setVisible(writable)
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(GRID)
        self._place.addWidget(self.notice)
        self._place.addWidget(self._links)
        self.edit_button.clicked.connect(self.write)
        self.back_button.clicked.connect(lambda: self.taken_back.emit(self.id))

    @property
    def box(self) -> RemarkBox:
        """Return where the remark is written anew; it is made when it is first asked for."""
        if self._box is None:
            self._box = made = RemarkBox(self._look, send=SAVE, is_below=True)
            made.hide()
            self._place.addWidget(made)
            made.asked.connect(lambda text: self.edited.emit(self.id, text))
            made.left.connect(self.leave)
        return self._box

    @property
    def is_writing(self) -> bool:
        """Return whether it is being written anew and not yet saved."""
        return self._box is not None and not self._box.isHidden()

    def written(self) -> str:
        """Return what is being written in its place."""
        return text_in(self._box.text) if self._box else ""

    def write(self) -> None:
        """Show the remark where it is written anew, ready to type at its end."""
        self.write_on(self.text)
        self.box.begin()

    def write_on(self, text: str) -> None:
        """Go on with what was begun."""
        self.box.text.setPlainText(text)
        self.box.text.moveCursor(QTextCursor.MoveOperation.End)
        self.box.show()
        for part in (self.notice, self._links):
            part.hide()

    def leave(self) -> None:
        """Show the remark as it is saved."""
        self.box.hide()
        for part in (self.notice, self._links):
            part.show()
        self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)
