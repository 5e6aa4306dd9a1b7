"""Write slips as Word documents, one for each agency that there is something to tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from upr_desktop.exchange.save import DOCUMENT_END, save_whole
from upr_desktop.exchange.word_out import WordColumn, WordOut
from upr_desktop.jobs.issue import file_name, told_apart
from upr_desktop.jobs.period_words import period_words
from upr_desktop.jobs.slips import Round, Slip, SlipLine, round_of, slip_in
from upr_desktop.jobs.value_words import day_words
from upr_desktop.register.changes import RecordId
from upr_desktop.register.naming import find_record
from upr_desktop.register.plan_reports import owing_agencies
from upr_desktop.register.register import Register
from upr_desktop.words import say

NUMBER, MEASURE, COLUMN, TEXT, WHY = 1.1, 5.0, 3.0, 5.3, 4.2


@dataclass(frozen=True, slots=True)
class WrittenSlip:
    """A slip that was written: whose it is, where, and how many lines of each sort it has."""

    agency: str
    file: Path
    refused: int
    waiting: int
    remarks: int
    missing: int


def write_slips(
    register: Register,
    period: str,
    folder: Path,
    language: str,
    *,
    codes: Sequence[str] = (),
    today: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[WrittenSlip]:
    """Write a slip (.docx) into a folder for each agency named, else for all that there is something to tell.

    Raises RegisterError: no_such_record for a period or agency, cannot_write_file. `progress` gets how many are done
    and how many there will be, and may stop it there.
    """
    with register.reading() as connection:
        told = round_of(connection, period)
        wanted = [find_record(connection, f"agency:{code}")[1] for code in codes] or _agencies(told)
        slips = [slip_in(connection, told, id, language, today or date.today()) for id in wanted]
    slips = [slip for slip in slips if codes or slip.says_something]
    names = told_apart([slip_name(slip) for slip in slips], [slip.agency for slip in slips])
    written = []
    for number, (slip, name) in enumerate(zip(slips, names, strict=True)):
        if progress:
            progress(number, len(slips))
        written.append(_written(slip, folder / name))
    return written


def _agencies(told: Round) -> list[RecordId]:
    """Return the agencies that owe a report or were sent a workbook, in the order of their codes."""
    known = told.known.agencies
    owe = owing_agencies(told.plan, told.measures, told.period, known)
    asked = {agency for agency, period in told.owners.values() if period == told.period.id}
    return sorted(owe | asked, key=lambda id: known[id].code)


def slip_name(slip: Slip) -> str:
    """Return a name that says what the document is: `Уведомление_МВД_2026-I_ru.docx`."""
    workbook = file_name(slip.agency, slip.period.code, slip.language)
    return f"{say('slip.file', slip.language)}_{Path(workbook).stem.partition('_')[2]}{DOCUMENT_END}"


def _written(slip: Slip, target: Path) -> WrittenSlip:
    content = slip_document(slip)

    def write(path: Path) -> None:
        path.write_bytes(content)

    path = save_whole(target, write, DOCUMENT_END)
    counts = (slip.refused, slip.waiting, slip.remarks, slip.missing)
    return WrittenSlip(slip.agency.code, path, *map(len, counts))


def slip_document(slip: Slip) -> bytes:
    """Return the slip as the bytes of a .docx file in its language."""
    language = slip.language
    title = say("slip.title", language)
    out = WordOut(language, title, landscape=True)
    out.title(title)
    for name, text in _facts(slip):
        out.fact(say(f"slip.{name}", language), text)
    _lines(out, "refused", slip.refused, language)
    if slip.remarks:
        out.heading(say("slip.remarks", language))
        rows = [
            (one.number, one.measure, _joined(one.text, say("slip.is_back", language) if one.is_back else ""))
            for one in slip.remarks
        ]
        out.table(_columns(language, number=NUMBER, measure=MEASURE, remark=COLUMN + 2 * TEXT + WHY), rows)
    _lines(out, "waiting", slip.waiting, language)
    if slip.missing:
        out.heading(say("slip.missing", language))
        out.table(_columns(language, number=NUMBER, measure=MEASURE + COLUMN + 2 * TEXT + WHY), slip.missing)
    out.line(say("slip.how", language))
    return out.content()


def _facts(slip: Slip) -> list[tuple[str, str]]:
    language = slip.language
    due = slip.period.due(slip.agency.id)
    received = "; ".join(f"{one.name} ({day_words(one.received_at[:10], language)})" for one in slip.files)
    return [
        ("to", slip.agency.name(language)),
        ("plan", slip.plan.title(language)),
        ("period", period_words(slip.period.code, language)),
        *([("due", day_words(due, language))] if due else []),
        ("received", received or say("slip.received_nothing", language)),
        ("counted", say("slip.counted_text", language, count=slip.handed_in, total=slip.owed)),
        ("day", day_words(slip.day, language)),
    ]


def _lines(out: WordOut, part: str, lines: Sequence[SlipLine], language: str) -> None:
    if not lines:
        return
    out.heading(say(f"slip.{part}", language))
    columns = _columns(
        language, number=NUMBER, measure=MEASURE, column=COLUMN, sent=TEXT, stands=TEXT, why=WHY
    )
    out.table(
        columns,
        [
            (one.number or "—", one.measure or "—", one.column or "—", _joined(one.sent, f"[{one.place}]"),
             one.stands or "—", one.why)
            for one in lines
        ],
    )  # fmt: skip


def _columns(language: str, **shares: float) -> list[WordColumn]:
    return [WordColumn(say(f"slip.column.{name}", language), share) for name, share in shares.items()]


def _joined(*texts: str) -> str:
    return "\n".join(filter(None, texts))
