"""Make what is measured: rows of a UPR Info export, workbooks of returns, registers of invented recommendations."""

import itertools
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from upr_desktop.jobs.new_register import new_register
from upr_desktop.register.changes import Added, Change, ChangeSet, Label, RecordId, Value, new_id
from upr_desktop.register.register import Register

Cell = str | float
Row = Sequence[Cell]
REAL = Path(__file__).resolve().parents[2] / "shared/data/uprinfo/upr-info-17-20.xls"
TITLES: Row = (
    "SuR", "Rgrp", "Org", "Recommendation", "RS", "Rgrp", "Org", "Response", "Action", "Issue", "Session",
)  # fmt: skip
STATES = ("Kazakhstan", "Slovenia", "Chad", "Norway", "Peru", "Japan", "Ghana", "Fiji", "Malta", "Yemen")
ISSUES = ("Women's rights", "Rights of the Child", "Detention", "Labour", "Minorities", "Torture", "Treaties")
WORDS = {
    "en": "ratify strengthen the national law on protection of children women and migrants ensure equal access to "
    "justice for all persons with disabilities adopt a plan against torture in places of detention continue efforts",
    "ru": "ратифицировать усилить национальное законодательство о защите детей женщин и мигрантов обеспечить равный "
    "доступ к правосудию для всех лиц с инвалидностью принять план против пыток в местах лишения свободы продолжать "
    "усилия ещё учёт обучение судей",
    "kk": "ратификациялау ұлттық заңнаманы күшейту балалар мен әйелдердің құқықтарын қорғау мүгедектігі бар барлық "
    "адамдар үшін сот төрелігіне тең қолжетімділікті қамтамасыз ету азаптауларға қарсы жоспарды қабылдау күш жігерін "
    "жалғастыру өңір қызметкерлерін оқыту үздіксіз",
}
POSITIONS = ("supported", "supported", "noted", "pending")
CHUNK = 5_000


def upr_info_rows(count: int) -> list[Row]:
    """Return rows as UPR Info exports them: the real file's, where it is at hand, under ever other sessions."""
    known = _real_rows() or _invented_rows()
    repeated = itertools.chain.from_iterable(_in_session(known, time) for time in itertools.count())
    return list(itertools.islice(repeated, count))


def _real_rows() -> list[Row]:
    if not REAL.is_file():
        return []
    rows = CalamineWorkbook.from_path(REAL).get_sheet_by_index(0).to_python()[1:]
    return [tuple(value if isinstance(value, str | float) else str(value) for value in row) for row in rows]


def _in_session(rows: Sequence[Row], time: int) -> Iterator[Row]:
    return ((*row[:10], float(row[10]) + 3 * time) for row in rows)


def _invented_rows() -> list[Row]:
    chance = random.Random(4)
    return [
        (
            STATES[no % 10], "Asia", "OIC", text(chance, "en", no), chance.choice(STATES), "Africa", "AU",
            chance.choice(("Accepted", "Noted")), float(chance.randint(1, 5)), chance.choice(ISSUES), 17.0 + no % 3,
        )
        for no in range(8_000)
    ]  # fmt: skip


def write_rows(path: Path, rows: Sequence[Row]) -> Path:
    """Write rows under the titles of UPR Info into a workbook and return its path."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("UPR Info database export")
        for at, row in enumerate([TITLES, *rows]):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(at, column, value)
                else:
                    sheet.write_number(at, column, value)
    return path


def text(chance: random.Random, language: str, no: int) -> str:
    """Return a sentence of twenty invented words that ends with a number."""
    return f"{' '.join(chance.choices(WORDS[language].split(), k=20))} {no}".capitalize()


def filled_register(path: Path, count: int, cycles: int = 1) -> Register:
    """Return a register of `count` recommendations in each cycle, with texts in three languages and two States each."""
    register = new_register(path, "Benchmark", "kazakhstan-4", "benchmark")
    chance = random.Random(7)
    for cycle in range(4, 4 - cycles, -1):
        review = _review(register, cycle)
        for start in range(1, count + 1, CHUNK):
            numbers = range(start, min(start + CHUNK, count + 1))
            changes = [change for no in numbers for change in _recommendation(chance, review, no)]
            register.apply(
                ChangeSet(Label("label.import", {"file": "benchmark"}), changes, "benchmark", "import")
            )
    return register


def _review(register: Register, cycle: int) -> RecordId:
    review = Added("review", new_id(), {"mechanism": "UPR", "state": "KAZ", "cycle": cycle})
    register.apply(ChangeSet(Label("label.edited"), [review], "benchmark"))
    return review.id


def _recommendation(chance: random.Random, review: RecordId, no: int) -> Iterator[Change]:
    values: dict[str, Value] = {
        "review_id": review,
        "number": f"140.{no}",
        "paragraph": 140,
        "item": no,
        "novelty": "unknown",
    }
    owner = Added("recommendation", new_id(), {**values, "position": chance.choice(POSITIONS)})
    texts = {f"text_{language}": text(chance, language, no) for language in WORDS}
    part = Added("recommendation_part", new_id(), {"recommendation_id": owner.id, "no": 1, **texts})
    yield owner
    yield part
    for at, name in enumerate(chance.sample(("Norway", "Japan", "Peru", "Malta"), 2), 1):
        yield Added(
            "recommending_state",
            new_id(),
            {"part_id": part.id, "no": at, "name": name, "iso": name[:3].upper()},
        )
