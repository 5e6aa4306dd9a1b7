"""List what can be exported: which file it becomes, what must be chosen for it, and how it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from upr_desktop.jobs.edition_words import point_words
from upr_desktop.jobs.period_words import period_words
from upr_desktop.register.editions import NOW, editions
from upr_desktop.register.plan_queries import periods, plans
from upr_desktop.register.queries import agencies
from upr_desktop.register.register import Connection, Register
from upr_desktop.register.report_entries import current_period
from upr_desktop.ui.fields import Choice
from upr_desktop.ui.work import Progress

WORKBOOK_END, DOCUMENT_END = ".xlsx", ".docx"
PERIOD, SINCE, UNTIL, AGENCY = "period", "since", "until", "agency"
REGISTER, CONSOLIDATED, CHANGES, HISTORY = "register", "consolidated", "changes", "history"
PLAN, AGENCIES, REMINDERS = "plan", "agency", "reminders"


@dataclass(frozen=True, slots=True)
class ExportKind:
    """One thing to export: its key, how its file's name ends, what is chosen for it; `needs` must not be left open."""

    key: str
    end: str
    asks: tuple[str, ...] = ()
    needs: str = ""
    of_plan: bool = False


KINDS = (
    ExportKind(REGISTER, WORKBOOK_END),
    ExportKind(CONSOLIDATED, WORKBOOK_END, (PERIOD, SINCE)),
    ExportKind(CHANGES, WORKBOOK_END, (SINCE, UNTIL), needs=SINCE),
    ExportKind(HISTORY, WORKBOOK_END, (SINCE,)),
    ExportKind(PLAN, DOCUMENT_END, (PERIOD,), of_plan=True),
    ExportKind(AGENCIES, DOCUMENT_END, (PERIOD, AGENCY), of_plan=True),
    ExportKind(REMINDERS, DOCUMENT_END, (PERIOD, AGENCY), of_plan=True),
)
BY_KEY = {one.key: one for one in KINDS}


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """How to write the file: its language, whether what is for official use goes in, where to, and what it is.

    `period` and `agency` are codes, `since` and `until` names of editions; empty where nothing is chosen.
    """

    language: str
    confidential: bool
    target: Path
    kind: str = REGISTER
    period: str = ""
    since: str = ""
    agency: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be chosen in the open register: periods, editions and agencies that a plan names.

    `period` is the code of the one worked on, which is asked about first.
    """

    has_plan: bool = False
    period: str = ""
    periods: Sequence[Choice] = ()
    editions: Sequence[Choice] = ()
    agencies: Sequence[Choice] = ()

    def of(self, what: str) -> Sequence[Choice]:
        """Return the choices of one list."""
        return {PERIOD: self.periods, AGENCY: self.agencies}.get(what, self.editions)


def read_offers(connection: Connection, language: str, today: date) -> Offers:
    """Return what can be chosen, in the window's language; of the latest plan."""
    plan = next(iter(plans(connection)), None)
    spans = periods(connection, plan.id) if plan else []
    worked_on = current_period(spans, today)
    bodies = sorted(
        (one for one in agencies(connection).values() if not one.archived), key=lambda one: one.code
    )
    named = (Choice(one.code, f"{one.short(language)} — {one.name(language)}") for one in bodies)
    return Offers(
        has_plan=plan is not None,
        period=worked_on.code if worked_on else "",
        periods=[Choice(one.code, period_words(one.code, language)) for one in spans],
        editions=[Choice(one.name, point_words(one, language)) for one in editions(connection)],
        agencies=list(named),
    )


def write_export(register: Register, choice: ExportChoice, today: date, progress: Progress) -> Path:
    """Write what was chosen and return the path under which it is. Raises RegisterError, as what writes it does."""
    if BY_KEY[choice.kind].end == DOCUMENT_END:
        return _write_document(register, choice, today)
    if choice.kind == CONSOLIDATED:
        from upr_desktop.jobs.consolidated import export_consolidated

        written = export_consolidated(
            register, choice.target, choice.language, today=today, period=choice.period, since=choice.since,
            confidential=choice.confidential, progress=progress,
        )  # fmt: skip
        return written.file
    return _write_plain_workbook(register, choice, today, progress)


def _write_plain_workbook(register: Register, choice: ExportChoice, today: date, progress: Progress) -> Path:
    target, language, confidential = choice.target, choice.language, choice.confidential
    if choice.kind == CHANGES:
        from upr_desktop.jobs.difference_sheet import export_difference

        told = export_difference(
            register, target, language, choice.since, choice.until or NOW,
            today=today, confidential=confidential,
        )  # fmt: skip
        return told[0]
    if choice.kind == HISTORY:
        from upr_desktop.jobs.export_history import export_history

        return export_history(
            register, target, language, today, since=choice.since, confidential=confidential
        )
    from upr_desktop.jobs.export import export_register

    return export_register(register, target, language, confidential=confidential, progress=progress)


def _write_document(register: Register, choice: ExportChoice, today: date) -> Path:
    from upr_desktop.jobs.report import write_report

    written = write_report(
        register, choice.target, choice.kind, choice.language,
        period=choice.period, agencies=[choice.agency] if choice.agency else (),
        today=today, confidential=choice.confidential,
    )  # fmt: skip
    return written.file
