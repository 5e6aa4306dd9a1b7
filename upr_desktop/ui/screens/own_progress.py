"""Let an agency answer its own rows, in the register that holds no others, and ask for the return to be written."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from upr_desktop.jobs.own_compiler import Compiler, compiler, name_compiler
from upr_desktop.register.own_rows import newest_workbook
from upr_desktop.register.plan_rows import PeriodRow
from upr_desktop.ui.dialogs.compiler import ask_compiler
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.plan_choice import LAST_PLAN
from upr_desktop.ui.screens.progress import ProgressScreen
from upr_desktop.ui.session import Session
from upr_desktop.ui.widgets import button

SHOWN = 14
"""Letters of who compiles the returns that are shown below the list; the rest is told by its tip."""


class OwnProgressScreen(ProgressScreen):
    """The rows of one agency. `return_asked` carries the code of the period whose return is to be written."""

    return_asked = Signal(str)

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__(look, session)
        assert session.keeper
        self.agency = session.keeper.agency_id
        self.head.return_asked.connect(self.ask_return)
        self.compiler_button = button(look, "own.compiler.ask", "link")
        self.compiler_button.clicked.connect(self.ask_compiler)
        self.entries.list.stand_below(self.compiler_button)
        look.language.follow(self.compiler_button, self._tell_compiler)
        session.changed.connect(self._tell_compiler)

    def first_period(self, periods: Sequence[PeriodRow]) -> str:
        """Return the period of the workbook that was issued last."""
        newest = self.session.read(newest_workbook)
        return newest.period_id if newest else super().first_period(periods)

    def show_newest(self) -> None:
        """Show the period of the workbook that was issued last, read anew."""
        self.period = ""
        self.choose_plan(self.session.settings.text(LAST_PLAN))

    def ask_compiler(self) -> None:
        """Ask who compiles the returns and under which telephone; both stand above their tables."""
        known = self.session.read(compiler) or Compiler(self.session.settings.author, "")
        told = ask_compiler(self.look, known, self.window())
        if told is not None and told != known:
            changes = self.session.read(lambda connection: name_compiler(connection, told))
            self.session.write(changes.label, changes.changes)

    def _tell_compiler(self) -> None:
        t, known = self.look.t, self.session.read(compiler)
        said = ", ".join(filter(None, (known.name, known.phone))) if known else ""
        name = known.name if known else ""
        short = name if len(name) <= SHOWN else f"{name[:SHOWN].rstrip()}…"
        shown = t("own.compiler.change", name=short) if said else t("own.compiler.ask")
        self.compiler_button.setText(shown.replace("&", "&&"))
        self.compiler_button.setToolTip("\n".join(filter(None, (said, t("own.compiler.why")))))

    def ask_return(self) -> None:
        """Ask for the return of the period that is shown, once what is being typed is saved."""
        self.leave()
        period = self.rows.period(self.period)
        self.return_asked.emit(period.code if period else "")
