"""Work on the register that is open: its screens, undo, files in and out, and what is said about each."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import ChangesRefused, Problem, RegisterError
from upr_desktop.register.register import GaveWay
from upr_desktop.ui.asking import ask_files, ask_target, confirm, files_folder
from upr_desktop.ui.look import Look
from upr_desktop.ui.outgoing import Outgoing
from upr_desktop.ui.places import (
    AGENCIES,
    HISTORY,
    PLAN,
    PROGRESS,
    READING,
    RECOMMENDATIONS,
    RETURNS,
    SUMMARY,
)
from upr_desktop.ui.returning import Returning
from upr_desktop.ui.screens.shown import Screens
from upr_desktop.ui.session import Session
from upr_desktop.ui.telling import told
from upr_desktop.ui.undo import Undoing
from upr_desktop.ui.window import Window
from upr_desktop.ui.wiring import wire
from upr_desktop.ui.work import Work
from upr_desktop.ui.writing import ReturnWriting
from upr_desktop.ui.written_notice import tell_folder, tell_slips

if TYPE_CHECKING:
    from upr_desktop.exchange.gate import Gate
    from upr_desktop.jobs.slip_document import WrittenSlip
    from upr_desktop.ui.dialogs.export import Export
    from upr_desktop.ui.screens.agencies import AgenciesScreen
    from upr_desktop.ui.screens.import_preview import ImportPreview
    from upr_desktop.ui.screens.plan import PlanScreen
    from upr_desktop.ui.screens.problems import Problems
    from upr_desktop.ui.screens.progress import ProgressScreen
    from upr_desktop.ui.screens.reading import ReadingScreen
    from upr_desktop.ui.screens.recommendations import RecommendationsScreen
    from upr_desktop.ui.screens.summary_words import Behind

CHECK_AFTER_MS = 4000
EXPORTED_FROM = {
    **dict.fromkeys((PROGRESS, RETURNS, READING, SUMMARY), "consolidated"),
    HISTORY: "history",
}
BROUGHT = (("measure", PLAN), ("recommendation", RECOMMENDATIONS))


class Workspace(QObject):
    """What the window does with one open register; ends with its session.

    `refused` carries the RegisterError of what was not done, to be told (`refuse`) or mended.
    """

    refused = Signal(object)

    def __init__(
        self, look: Look, session: Session, window: Window, work: Work, gate: "Callable[[], Gate]"
    ) -> None:
        super().__init__(session)
        self._look, self.session, self._window, self._work = look, session, window, work
        self._gate = gate
        session.work = work
        session.reading_title = look.t("window.work.reading", file=session.register.path.name)
        self.screens = Screens(look, session, work, window.pages, window.sidebar)
        self.screens.text = window.bar.search.text
        self.undoing = Undoing(look, session, self._agrees_to_undo, window.status.say)
        self.outgoing = Outgoing(look, session, work)
        self.returning = Returning(look, session, self.screens, work, gate)
        self.writing = ReturnWriting(look, session, window, work, gate)
        self._problems: Sequence[Problem] = ()
        self._problem_page: Problems | None = None
        self.shown_preview: ImportPreview | None = None
        self._export: Export | None = None
        self._said: int | None = None
        self.land_on = ""
        self._check_timer = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        if session.keeper is None:
            self._check_timer.timeout.connect(self.check)
        self._connect()

    def _connect(self) -> None:
        window, session = self._window, self.session
        session.changed.connect(self._say_done)
        session.refused.connect(self.refused)
        window.bar.search.asked.connect(self.screens.search)
        window.bar.search.left.connect(self.screens.take_focus)
        window.status.undo_asked.connect(self._undo_said)
        window.status.questions_asked.connect(self.returning.show_questions)
        self.screens.counted.connect(self._say_count)
        self.screens.made.connect(partial(wire, self))
        self.screens.turned.connect(lambda: window.untell("ok"))
        self.screens.turned.connect(partial(_put_off, self._check_timer))
        self.screens.searched.connect(window.bar.search.show_text)
        self.returning.refused.connect(self.refused)
        self.returning.applied.connect(self._say_merged)
        self.writing.refused.connect(self.refused)
        self.outgoing.refused.connect(self.refused)
        self.outgoing.written.connect(self.say_written)

    def close(self) -> None:
        """Take what belongs to this register out of the window."""
        window = self._window
        window.bar.search.asked.disconnect(self.screens.search)
        window.bar.search.left.disconnect(self.screens.take_focus)
        window.status.undo_asked.disconnect(self._undo_said)
        window.status.questions_asked.disconnect(self.returning.show_questions)
        window.status.count_questions(0)
        self._check_timer.stop()
        self.screens.close()
        self.returning.close()
        for page in (self._problem_page, self.shown_preview):
            if page is not None:
                page.deleteLater()
        window.status.count_problems(None)
        window.status.settle()

    def undo(self) -> None:
        """Take back this person's newest change."""
        self.screens.leave()
        self.undoing.undo()

    def redo(self) -> None:
        """Do again what this person took back last."""
        self.screens.leave()
        self.undoing.redo()

    def save(self) -> None:
        """Save what a field still holds and say that all is saved."""
        self.screens.leave()
        name = self.session.register.path.name
        self._window.status.say(lambda: self._look.t("window.saved.all", file=name))

    def save_copy(self) -> None:
        """Ask where to, and write a copy of the register there."""
        self.screens.leave()
        path = self.session.register.path
        proposed = path.with_name(self._look.t("window.copy.name", name=path.stem) + path.suffix)
        target = ask_target(self._look, self._window, "window.ask.copy", proposed, "window.files.registers")
        if target is not None:
            self.outgoing.save_copy(target)

    def export(self, kind: str = "", since: str = "", until: str = "") -> None:
        """Ask what, how and where to, and write it there; `kind` is what is proposed, else what fits the screen."""
        from upr_desktop.ui.dialogs.export import Export

        self.screens.leave()
        if self._export is None:
            self._export = Export(self._look, self.session, self._work)
            self._export.written.connect(self._say_workbook)
            self._export.refused.connect(self.refused)
        shown = RETURNS if self.returning.takes() else self.screens.key
        period = self.screens.shown_period(shown)
        self._export.ask(self._window, kind or EXPORTED_FROM.get(shown, "register"), (since, until), period)

    def choose_files(self, layout: str = "auto") -> None:
        """Ask which files to bring in, and read them."""
        if paths := ask_files(self._look, self._window, files_folder(self.session.register.path)):
            self.take(paths, layout)

    def take(self, paths: Sequence[Path], layout: str = "auto") -> None:
        """Read files; what they would change is shown before anything is written."""
        self.screens.leave()
        if self.session.register.read_only:
            self.refused.emit(RegisterError("read_only", file=self.session.register.path.name))
            return
        if layout == "auto" and self.returning.takes():
            self.returning.take(paths)
            return
        from upr_desktop.ui.screens.import_preview import ImportPreview

        if self.shown_preview is None:
            self.shown_preview = ImportPreview(self._look, self.session, self._gate(), self._work)
            self.shown_preview.applied.connect(self._say_imported)
            self.returning.follow(self.shown_preview)
            self.shown_preview.closed.connect(lambda: _leave_preview(self))
        self.screens.cover(self.shown_preview)
        self.shown_preview.preview(paths, layout)

    def check(self) -> None:
        """Count on the worker what is worth mending in a secretariat's register."""
        from upr_desktop.register.check import check

        self._check_timer.stop()
        register = self.session.register

        def look(_: object) -> Sequence[Problem] | None:
            try:
                with register.giving_way() as connection:
                    return check(connection)
            except GaveWay:
                return None

        self._work.start("", look, self.hold_problems, self._refuse_or_raise, quiet=True)

    def check_soon(self) -> None:
        """Check a secretariat's register once a person stays on one screen: the worker would slow its opening."""
        self._check_timer.start()

    def show_problems(self) -> None:
        """Show the problems as a page over the screens."""
        from upr_desktop.ui.problem_places import open_problem
        from upr_desktop.ui.screens.problems import Problems

        if self._problem_page is None:
            self._problem_page = Problems(self._look, self._problems)
            self._problem_page.left.connect(lambda: self.uncover(self._problem_page))
            self._problem_page.opened.connect(lambda problem: open_problem(self, problem))
        self.screens.cover(self._problem_page)
        self.screens.take_focus()

    def refuse(self, error: RegisterError) -> None:
        """Say why something was not done, beside the pages, in words that tell what to do."""
        if isinstance(error, ChangesRefused) and error.key == "undo_refused":
            self._window.tell(lambda: self.undoing.refusal(error), "warn")
        else:
            self._window.tell(lambda: told(self._look, error), "warn")

    def _say_done(self, applied: Applied) -> None:
        if applied.revision is None:
            return
        self._said = applied.revision
        self._window.untell()
        revision = applied.revision
        again = "toolkit.status.redo" if self.undoing.is_undone(revision) else "toolkit.status.undo"
        self._window.status.say(lambda: self.undoing.said(revision), undo=self.session.is_writable)
        self._window.status.name_undo(again)
        self._check_timer.start()

    def _say_imported(self, applied: Applied, name: str, refused: int) -> None:
        undo = applied.revision is not None
        key = "window.done.imported_but" if refused else "window.done.imported"
        self._window.status.say(lambda: self._look.t(key, file=name, count=refused), undo=undo)
        self.land_on = next((place for kind, place in BROUGHT if kind in applied.kinds), self.land_on)

    def _say_merged(self, applied: Applied, waiting: int) -> None:
        key = "merge.done" if waiting else "merge.done_all"
        undo = applied.revision is not None
        self._window.status.say(lambda: self._look.t(key, count=waiting), undo=undo)

    def _say_count(self, place: str, number: int) -> None:
        if place == RETURNS:
            self._window.status.count_questions(number)

    def say_written(self, target: Path) -> None:
        """Say that a file was written, and where."""
        self._window.status.say(lambda: self._look.t("window.done.written", file=str(target)))

    def say_slips(self, written: "Sequence[WrittenSlip]") -> None:
        """Say how many slips were written, and where."""
        tell_slips(self._window, self._look, written)

    def _say_workbook(self, path: Path) -> None:
        tell_folder(
            self._window, self._look, lambda: self._look.t("export.written", file=path.name), path.parent
        )

    def _undo_said(self) -> None:
        if self._said is not None:
            self.screens.leave()
            self.undoing.undo_one(self._said)

    def _agrees_to_undo(self, question: str) -> bool:
        return confirm(self._look, self._window, question, "window.undo.yes")

    def hold_problems(self, problems: Sequence[Problem] | None) -> None:
        """Keep what is worth a look, for the page that lists it, and count it."""
        if problems is None:  # a person saved something meanwhile
            self._check_timer.start()
            return
        self._problems = problems
        self._window.status.count_problems(len(problems))
        if self._problem_page is not None:
            self._problem_page.show_problems(problems)

    def _refuse_or_raise(self, error: Exception) -> None:
        if not isinstance(error, RegisterError):
            raise error
        self.refused.emit(error)

    def open_record(self, kind: str, id: str) -> None:
        """Show a record on its own screen, if its kind has one."""
        _open_record(self, kind, id)

    def show_rows_behind(self, plan: str, behind: "Behind") -> None:
        """Show the rows that a number of the summary counts, on their own screen."""
        _show_rows_behind(self, plan, behind)

    def ask_for(self, text: str) -> None:
        """Put a text into the search field, and have the screen that is shown search for it."""
        self._window.bar.search.show_text(text)
        self.screens.search(text)

    def uncover(self, page: QWidget | None) -> None:
        """Take a page away that covers the screens."""
        if page is not None:
            self.screens.uncover(page)
            self.screens.take_focus()


def _open_record(workspace: Workspace, kind: str, id: str) -> None:
    if kind == "agency":
        cast("AgenciesScreen", workspace.screens.screen(AGENCIES)).show_agency(id)
    elif kind == "measure":
        cast("PlanScreen", workspace.screens.screen(PLAN)).open_record(RecordId(id))
    elif kind == "progress":
        cast("ProgressScreen", workspace.screens.screen(PROGRESS)).open_report(id)
    elif kind == "entry":
        cast("ProgressScreen", workspace.screens.screen(PROGRESS)).open_entry(id)
    elif kind == "reading":
        cast("ReadingScreen", workspace.screens.screen(READING)).open_measure(*id.split("/"))
    elif kind == "recommendation":
        cast("RecommendationsScreen", workspace.screens.screen(RECOMMENDATIONS)).open_record(RecordId(id))


def _leave_preview(workspace: Workspace) -> None:
    """Show what files brought, else what was shown before."""
    landing, workspace.land_on = workspace.land_on, ""
    if landing and workspace.shown_preview is not None:
        workspace.screens.uncover(workspace.shown_preview)
        workspace.screens.show(landing)
        workspace.screens.take_focus()
    else:
        workspace.uncover(workspace.shown_preview)


def _show_rows_behind(workspace: Workspace, plan: str, behind: "Behind") -> None:
    """Show the rows that a number of the summary counts, on their own screen."""
    from upr_desktop.ui.screens import behind_numbers

    screen = workspace.screens.screen(behind.place)
    workspace.ask_for("")
    if behind.place == PLAN:
        behind_numbers.show_measures(cast("PlanScreen", screen), behind, plan)
    elif behind.place == PROGRESS:
        behind_numbers.show_reports(cast("ProgressScreen", screen), behind, plan)
    else:
        behind_numbers.show_recommendations(cast("RecommendationsScreen", screen), behind)


def _put_off(timer: QTimer, _: str) -> None:
    """Begin anew to wait for what is waited for."""
    if timer.isActive():
        timer.start()
