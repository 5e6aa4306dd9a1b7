"""Write what the coordinator makes of answers: accepted, sent back, remarked on, a remark worded anew or taken back."""

from collections.abc import Callable, Sequence

from upr_desktop.jobs.edit_progress import accept, add_remark, edit_remark, send_back, take_remark_back
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.register.report_entries import SUBMITTED, Entry
from upr_desktop.ui.screens.reading_answers import ReadingAnswers
from upr_desktop.ui.screens.reading_measures import ReadingMeasures

Write = Callable[[ChangeSet], bool]


class ReadingReview:
    """Answers asks of the cards into changes, and lets a text go once it is saved."""

    def __init__(self, data: ReadingMeasures, answers: ReadingAnswers, write: Write) -> None:
        self._data, self._answers, self._write = data, answers, write
        answers.accepted.connect(lambda entry: self.accept([entry]))
        answers.sent_back.connect(self._send_back)
        answers.remarked.connect(self._note)
        answers.remark_edited.connect(self._edit_remark)
        answers.remark_taken_back.connect(self._take_remark_back)

    def accept_waiting(self, entries: Sequence[Entry]) -> bool:
        """Accept the answers that wait; return whether none is left to be looked over."""
        waiting = [entry for entry in entries if entry.state == SUBMITTED]
        return not waiting or self.accept(waiting)

    def accept(self, entries: Sequence[Entry]) -> bool:
        """Accept answers; return whether that could be saved."""
        ids = [entry.report.id for entry in entries if entry.report]
        return self._write(accept(self._data.stored_reports(ids)))

    def _send_back(self, entry: Entry, text: str) -> None:
        """Send an answer back; one that was not handed in only gets the remark."""
        if entry.report is None:
            return
        changes = send_back(self._data.stored_reports([entry.report.id]), text)
        self._remark(changes if changes.changes else add_remark(entry.report.id, text), entry)

    def _note(self, entry: Entry, text: str) -> None:
        if entry.report is not None:
            self._remark(add_remark(entry.report.id, text), entry)

    def _remark(self, changes: ChangeSet, entry: Entry) -> None:
        if self._write(changes):
            self._answers.end_remark(entry)

    def _edit_remark(self, id: RecordId, text: str) -> None:
        stored = self._data.stored_remark(id)
        # Before the answers are shown anew, else what is typed would be kept open.
        self._answers.end_editing(id)
        if stored is not None and not self._write(edit_remark(id, stored, text)):
            self._answers.go_on_editing(id, text)

    def _take_remark_back(self, id: RecordId) -> None:
        stored = self._data.stored_remark(id)
        if stored is not None:
            self._write(take_remark_back(id, stored))
