"""Make random reporting rounds through real .xlsx files, merge them in any order, and say which promises break."""

import random
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from plan_samples import Planned, agency, assign, measure, recommendation
from return_workbooks import (
    CLEAR,
    DAYS,
    NOTHING_NEW,
    OPEN,
    RUSSIAN,
    STATUSES,
    TYPED_BY_COORDINATOR,
    Edit,
    Seen,
    Table,
    as_text,
    edited,
    shown_by,
)

from upr_desktop.exchange.gate import Cancelled, Gate, Progress
from upr_desktop.exchange.sheets import Book
from upr_desktop.jobs.import_file import as_received
from upr_desktop.jobs.issue import issue
from upr_desktop.jobs.merge_returns import Merge, MergeOptions, apply_merge, merge_read, read_returns
from upr_desktop.merge.return_state import like
from upr_desktop.register.changes import ChangeSet, Edited, Label, Received, RecordId, Value
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.register.return_queries import pending_decisions
from upr_desktop.register.sqlite import IN_MEMORY
from upr_desktop.words import LANGUAGES, say

PERIOD = "2026H1"
KEPT_BOOKS = 300
TEXTS = ("narrative", "evidence_text", "problems_text")
TEXT_FIELDS = tuple(f"{text}_{code}" for text in TEXTS for code in LANGUAGES)
FIELDS = ("claimed_status", "done_on", *TEXT_FIELDS)
Place = tuple[str, str]


@dataclass(frozen=True)
class Filed:
    """One return of a round: whose it is, what its workbook showed, what it says, and what was edited in it."""

    received: Received
    agency: str
    language: str
    shown: Seen
    seen: Seen
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Round:
    """A register before the round, as a dump, and the returns that come in."""

    seed: int
    lines: tuple[str, ...]
    files: tuple[Filed, ...]
    owners: Mapping[str, str]


@dataclass
class Result:
    """What a round came to: values and states of reports, decisions to take, claims, and each merge."""

    values: dict[Place, Value]
    disputed: set[Place]
    pending: list[tuple[str, str, str, Value]]
    claims: set[tuple[str, str, str, str]]
    merges: list[Merge]
    register: Register


class KeptGate(Gate):
    """A gate that examines the same bytes once."""

    def __init__(self) -> None:
        super().__init__()
        self._books: dict[bytes, Book] = {}

    def examine(
        self, name: str, content: bytes, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Book:
        if len(self._books) > KEPT_BOOKS:
            self._books.clear()
        if content not in self._books:
            self._books[content] = super().examine(name, content, progress, cancelled)
        return self._books[content]


@cache
def gate() -> KeptGate:
    return KeptGate()


def world() -> Planned:
    """Return a register in which MIA and MOJ report on measures of their own and on one together."""
    sample = Planned(Register.create(IN_MEMORY, "Round"))
    for code in ("MIA", "MOJ"):
        agency(sample, code)
    sample.put("review", "review", mechanism="UPR", state="KAZ", cycle=4)
    for number in ("140.1", "140.10", "140.2"):
        recommendation(sample, number)
    sample.put("plan", "plan", title_ru="План", state="approved", who_reports="all", mode="period")
    within = {"first_day": "2026-01-01", "last_day": "2026-06-30", "due_agencies": "2026-07-10"}
    sample.put(PERIOD, "period", plan_id=sample["plan"], code=PERIOD, **within)
    texts = {"completion_form_ru": "отчёт", "deadline_raw": "2026 год"}
    for number, linked in (("1", "140.1"), ("2", "140.10"), ("3", "140.2"), ("4", "140.2")):
        measure(sample, number, linked, **texts)
    for number, code in (("1", "MIA"), ("1", "MOJ"), ("2", "MIA"), ("3", "MIA"), ("4", "MOJ"), ("2", "MOJ")):
        assign(sample, number, code, "lead" if (number, code) != ("1", "MOJ") else "co")
    sample.save()
    return sample


@lru_cache(maxsize=40)
def make_round(seed: int) -> Round:
    """Return the round of a seed: workbooks issued once or twice, returns of either, the coordinator typing between.

    Where workbooks were issued twice, some returns go on in the file that was sent first and merged before.
    """
    chance = random.Random(seed)
    with TemporaryDirectory() as name:
        folder = Path(name)
        sample = world()
        with sample.register as register:
            issued = _issued(register, folder / "1", chance)
            if chance.random() < 0.6:
                first = [_returned(folder, one, 90 + at, chance, issued) for at, one in enumerate(issued)]
                _merge(register, [one.received for one in first])
                if chance.random() < 0.7:
                    _coordinator_types(register, chance)
                sent_before = [
                    replace(one, started=folder / f"return {90 + at}.xlsx") for at, one in enumerate(issued)
                ]
                issued += [*_issued(register, folder / "2", chance), *sent_before]
            if chance.random() < 0.5:
                _coordinator_types(register, chance)
            files = [
                _returned(folder, chance.choice(issued), at, chance, issued)
                for at in range(chance.randint(2, 4))
            ]
            with register.reading() as connection:
                lines = tuple(dump_lines(connection))
                tasks = records(connection, "assignment")
                codes = {id: str(row["code"]) for id, row in records(connection, "agency").items()}
                owners = {
                    id: codes[RecordId(str(tasks[RecordId(str(row["assignment_id"]))]["agency_id"]))]
                    for id, row in records(connection, "progress").items()
                }
    return Round(seed, lines, tuple(files), owners)


@dataclass(frozen=True)
class Sheet:
    """A workbook that was issued; `started` is the file of it that was filled in and sent before."""

    path: Path
    agency: str
    language: str
    started: Path | None = None


def _issued(register: Register, folder: Path, chance: random.Random) -> list[Sheet]:
    language = chance.choice(("ru", "ru", "kk"))
    return [Sheet(one.file, one.agency, language) for one in issue(register, PERIOD, folder, language)]


def _returned(folder: Path, sheet: Sheet, at: int, chance: random.Random, issued: Sequence[Sheet]) -> Filed:
    target = folder / f"return {at}.xlsx"
    other = next((one.path for one in issued if one.agency != sheet.agency), None)
    seen = edited(sheet.started or sheet.path, target, chance, other, is_new=sheet.started is None)
    shown = shown_by(sheet.path)
    return Filed(
        as_received(target.name, target.read_bytes()),
        sheet.agency,
        sheet.language,
        shown,
        seen,
        tuple(_edits(shown, seen)),
    )


def _edits(shown: Seen, seen: Seen) -> Iterator[Edit]:
    """Yield what was edited in the cells to fill in of rows that were sent."""
    for key, cells, is_twice in (
        *((key, cells, False) for key, cells in seen.rows.items()),
        *((key, cells, True) for key, cells in seen.twice_rows),
    ):
        for column in OPEN:
            before = shown.rows.get(key, {}).get(column, ("", ""))[0]
            if column in cells and like(cells[column][0]) != like(before):
                yield meant(key, column, *cells[column], is_twice=is_twice)


def meant(key: str, column: str, raw: str, address: str, *, is_twice: bool) -> Edit:
    """Return what a typed text means, by the lists from which texts were typed."""
    text = raw.strip()
    if not text:
        return Edit(key, column, address, raw, "blank", None, is_twice)
    if text in CLEAR:
        return Edit(key, column, address, raw, "clear", None, is_twice)
    if text in NOTHING_NEW:
        return Edit(key, column, address, raw, "no_change", None, is_twice)
    value: str | None = raw
    if column == "claimed_status":
        shown = {say(f"status.{code}", language): code for code in STATUSES for language in LANGUAGES}
        value = shown.get(text) or next((code for code, words in STATUSES.items() if text in words), None)
    elif column == "done_on":
        value = next((iso for typed, iso in DAYS if text in (as_text(typed), iso)), None)
    return Edit(key, column, address, raw, "value" if value else "nonsense", value, is_twice)


def _coordinator_types(register: Register, chance: random.Random) -> None:
    with register.reading() as connection:
        reports = records(connection, "progress")
    for id in chance.sample(sorted(reports), 2):
        field = chance.choice(("narrative_ru", "evidence_text_ru", "claimed_status"))
        wish = {"narrative_ru": chance.choice(RUSSIAN), "evidence_text_ru": TYPED_BY_COORDINATOR}.get(
            field, chance.choice(list(STATUSES))
        )
        change = Edited("progress", id, field, reports[id][field], wish)
        register.apply(ChangeSet(Label("label.edited"), [change], "coordinator"))


def _merge(register: Register, files: Sequence[Received], *, again: bool = False) -> Merge:
    options = MergeOptions(again=again)
    read = read_returns(register, files, options, gate())
    merge, _ = apply_merge(register, merge_read(register, read, options, "me"))
    return merge


def saved_by_office(rounds: Sequence[Round], office: str, folder: Path) -> list[Round]:
    """Return the rounds as they are when LibreOffice, started once, has opened and saved each of their files."""
    names = {(made.seed, at): f"{made.seed} {at}.xlsx" for made in rounds for at in range(len(made.files))}
    for made in rounds:
        for at, filed in enumerate(made.files):
            (folder / names[made.seed, at]).write_bytes(filed.received.content)
    command = [
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    paths = [str(folder / name) for name in names.values()]
    target = folder / "saved"
    subprocess.run([*command, "--outdir", str(target), *paths], check=True, capture_output=True, timeout=900)
    return [
        replace(
            made,
            files=tuple(_saved(filed, target / names[made.seed, at]) for at, filed in enumerate(made.files)),
        )
        for made in rounds
    ]


def _saved(filed: Filed, path: Path) -> Filed:
    seen = Table(path).seen()
    received = as_received(filed.received.name, path.read_bytes())
    return replace(filed, received=received, seen=seen, edits=tuple(_edits(filed.shown, seen)))


def merged(made: Round, parts: Sequence[Sequence[int]]) -> Result:
    """Return what a round comes to when its files are merged in these parts, one merge for each."""
    register = Register.from_dump(IN_MEMORY, made.lines)
    merges = [_merge(register, [made.files[at].received for at in part]) for part in parts]
    return result_of(register, merges, made)


def result_of(register: Register, merges: list[Merge], made: Round) -> Result:
    with register.reading() as connection:
        reports = records(connection, "progress")
        asked = pending_decisions(connection)
        cells = connection.exec_driver_sql("SELECT file, record_id, field, raw FROM received_cell").all()
    values = {(id, name): row[name] for id, row in reports.items() for name in (*FIELDS, "state")}
    disputed = {
        (row.record_id, row.field)
        for row in asked
        if row.kind == "conflict"
        and row.choice is None
        and like(values[row.record_id, row.field]) != like(row.theirs)
    }
    pending = [(row.kind, row.record_id, row.field, like(row.theirs)) for row in asked]
    own = {file.received.sha256 for file in made.files}
    claims = {(file, str(id), str(field), raw) for file, id, field, raw in cells if file in own}
    return Result(values, disputed, pending, claims, merges, register)


def merged_again(made: Round, result: Result) -> tuple[Result, int, int]:
    """Return what the round comes to when all its files are read once more, and the revisions before and after."""
    before = result.register.revision()
    merge = _merge(result.register, [file.received for file in made.files], again=True)
    return result_of(result.register, [*result.merges, merge], made), before, result.register.revision()
