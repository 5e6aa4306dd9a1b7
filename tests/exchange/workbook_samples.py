"""Make a small register, write it as a workbook, edit that as a person would, and draft what it changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from opened import opened

from upr_desktop.jobs.export import export_register
from upr_desktop.jobs.register_workbook import register_workbook_draft
from upr_desktop.merge.draft import Draft
from upr_desktop.register.changes import Added, ChangeSet, Edited, Label, RecordId, Value, new_id
from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import IN_MEMORY
from upr_desktop.words import LANGUAGES, has_words, say

EDIT = Label("label.edited")


@dataclass(frozen=True)
class Options:
    take: frozenset[RecordId] = frozenset()
    create_unknown: bool = False
    clear_blanks: bool = False
    create: frozenset[str] = frozenset()


@dataclass
class Sample:
    """A register and the ids of its records by a name for each."""

    register: Register
    ids: dict[str, RecordId] = field(default_factory=dict)

    def add(self, name: str, kind: str, /, **values: Value) -> RecordId:
        self.ids[name] = new_id()
        self.register.apply(ChangeSet(EDIT, (Added(kind, self.ids[name], values),), "me"))
        return self.ids[name]

    def edit(self, name: str, kind: str, field: str, after: Value) -> None:
        before = self.record(name, kind)[field]
        self.register.apply(ChangeSet(EDIT, (Edited(kind, self.ids[name], field, before, after),), "me"))

    def record(self, name: str, kind: str) -> Any:
        with self.register.reading() as connection:
            from upr_desktop.register.queries import record

            return record(connection, kind, self.ids[name])

    def all(self, kind: str) -> dict[RecordId, Any]:
        with self.register.reading() as connection:
            from upr_desktop.register.queries import records

            return {id: row for id, row in records(connection, kind).items() if not row["archived"]}


def recommendation(sample: Sample, number: str, *texts: str, review: str = "review", **more: Value) -> None:
    """Add a recommendation of as many parts as there are texts; their ids are named `140.1/1`, `140.1/2` …"""
    paragraph, item = (int(part) for part in number.split("."))
    values = {"review_id": sample.ids[review], "number": number, "paragraph": paragraph, "item": item}
    id = sample.add(number, "recommendation", **values, **{"position": "pending", **more})
    for no, text in enumerate(texts, 1):
        sample.add(f"{number}/{no}", "recommendation_part", recommendation_id=id, no=no, text_en=text)


def small(path: Path = IN_MEMORY) -> Sample:
    """Return a register of three recommendations, one of them of two parts, two agencies and a document."""
    sample = Sample(Register.create(path, "Sample & test"))
    sample.add("review", "review", mechanism="UPR", state="KAZ", cycle=4)
    sample.add("areas", "vocabulary", code="area", version="2025", name_en="Areas", name_ru="Направления")
    sample.add(
        "torture", "term", vocabulary_id=sample.ids["areas"], code="3", no=3, name_en="Torture, ill-treatment"
    )
    sample.add("women", "term", vocabulary_id=sample.ids["areas"], code="4", no=4, name_en="Women; violence")
    sample.add(
        "MFA", "agency", code="MFA", name_ru="Министерство иностранных дел", short_ru="МИД", name_kk="СІМ"
    )
    sample.add("MOJ", "agency", code="MOJ", name_en="Ministry of Justice", short_ru="МЮ", short_kk="ӘМ")
    sample.add("alias", "agency_alias", agency_id=sample.ids["MOJ"], name="Минюст", language="ru")
    recommendation(sample, "140.1", "Ratify the Convention")
    recommendation(sample, "140.10", "Combat torture", "Protect women", position="supported")
    recommendation(sample, "140.100", "Consider", position="noted", heading="Theme: all")
    for part, name, iso in (
        ("140.10/1", "Portugal", "PRT"),
        ("140.10/1", "Slovakia", "SVK"),
        ("140.10/2", "Utopia", None),
    ):
        sample.add(f"{part} {name}", "recommending_state", part_id=sample.ids[part], no=1, name=name, iso=iso)
    assign(sample, "140.10", "MFA", "lead")
    sample.add("law", "evidence", title="Law; on torture, No. 5", kind="law", act_date="2024-02-29")
    sample.add("secret", "evidence", title="Letter for official use", confidential=True)
    for name in ("law", "secret"):
        link = {"record_id": sample.ids["140.1"], "record_kind": "recommendation"}
        sample.add(f"{name} link", "evidence_link", evidence_id=sample.ids[name], **link)
    sample.add(
        "note", "note", record_id=sample.ids["140.1"], record_kind="recommendation", text="Ask\nthe court"
    )
    return sample


def assign(sample: Sample, number: str, agency: str, role: str) -> None:
    values = {"recommendation_id": sample.ids[number], "agency_id": sample.ids[agency], "role": role}
    sample.add(f"{number} {agency} {role}", "assignment", **values)


class Sheets:
    """A workbook open in openpyxl: cells are found by column title and by what stands in the first column."""

    def __init__(self, path: Path, language: str) -> None:
        self.path, self.language = path, language
        self.book = openpyxl.load_workbook(path)

    def sheet(self, title: str = "record.recommendation.many") -> Any:
        return self.book[say(title, self.language)]

    def column(self, title: str, sheet: Any = None) -> int:
        shown = title if title.startswith("upr:") else say(title, self.language)
        return next(c.column for c in (sheet or self.sheet())[1] if c.value == shown)

    def row(self, first: str, nth: int = 0, sheet: Any = None) -> int:
        return [row[0].row for row in (sheet or self.sheet()).iter_rows() if row[0].value == first][nth]

    def cell(self, first: str, title: str, nth: int = 0, on: str = "record.recommendation.many") -> Any:
        sheet = self.sheet(on)
        return sheet.cell(self.row(first, nth, sheet), self.column(title, sheet))

    def save(self) -> None:
        self.book.save(self.path)


def exported(sample: Sample, folder: Path, language: str = "ru", **more: bool) -> Path:
    return export_register(sample.register, folder / "register.xlsx", language, **more)


def draft_of(sample: Sample, path: Path, **options: Any) -> Draft:
    return register_workbook_draft(sample.register, opened(path.name, path.read_bytes()), Options(**options))


def edited(
    sample: Sample, folder: Path, edit: Callable[[Sheets], None], language: str = "ru", **options: Any
) -> Draft:
    """Write the workbook, let a person edit it, and draft what it changes."""
    path = exported(sample, folder, language)
    sheets = Sheets(path, language)
    edit(sheets)
    sheets.save()
    return draft_of(sample, path, **options)


def put(
    value: object, first: str, title: str, nth: int = 0, on: str = "record.recommendation.many"
) -> Callable[[Sheets], None]:
    """Return an edit that types a value into one cell."""

    def edit(sheets: Sheets) -> None:
        sheets.cell(first, title, nth, on).value = value

    return edit


def codes(draft: Draft) -> list[str]:
    return [problem.code for problem in draft.problems]


NUMBER, POSITION, LEAD, CO = (
    "field.recommendation.number",
    "field.recommendation.position",
    "role.lead",
    "workbook.column.co",
)
TEXT_EN, TEXT_RU = "field.recommendation_part.text_en", "field.recommendation_part.text_ru"
AREA, EVIDENCE, NOTES = "field.recommendation.area_id", "record.evidence.many", "record.note.many"
STATES, HEADING = "workbook.column.states", "field.recommendation.heading"
RECOMMENDATIONS, AGENCIES = "record.recommendation.many", "record.agency.many"


def edits(draft: Draft) -> list[tuple[str, object, object]]:
    return [(c.field, c.before, c.after) for c in draft.changes.changes if isinstance(c, Edited)]


def added(draft: Draft, kind: str) -> list[dict[str, object]]:
    return [dict(c.values) for c in draft.changes.changes if isinstance(c, Added) and c.kind == kind]


def said_in_words(draft: Draft) -> None:
    for problem in draft.problems:
        for language in LANGUAGES:
            for part in ("what", "fix"):
                key = f"problem.{problem.code}.{part}"
                assert has_words(key), key
                assert "{" not in say(key, language, **problem.values)
