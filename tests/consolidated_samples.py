"""A small plan of which the consolidated workbook tells something on every sheet, and ways to read what was written."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from plan_samples import Planned, planned, report

from upr_desktop.jobs.consolidated import Written, export_consolidated
from upr_desktop.register.changes import Value
from upr_desktop.words import say

DAY = date(2026, 11, 21)


def told_plan(path: Path) -> Planned:
    """Return the plan with an accepted answer of two bodies on measure 1, a wording, and a secret on measure 10.1."""
    made = planned(path)
    made.edit("1/MOJ/2026H1", "progress", "state", "accepted")
    secret: dict[str, Value] = {
        "narrative_ru": "ТАЙНА пострадавшей",
        "claimed_status": "fully_implemented",
        "confidential": True,
    }
    report(made, "10.1/MOJ", "2026H1", "accepted", **secret)
    made.put("paper", "evidence", title="ТАЙНЫЙ приказ", kind="order", confidential=True)
    ends = {"record_id": made["m1"], "record_kind": "measure"}
    made.put("paper link", "evidence_link", evidence_id=made["paper"], **ends)
    words = {"text_ru": "Проект внесён; работа ведётся", "state": "agreed", "period_id": made["2026H1"]}
    made.put("wording", "summary", **ends, **words)
    made.save()
    return made


def written(sample: Planned, language: str = "ru", name: str = "c.xlsx", **more: Any) -> Written:
    target = sample.register.path.with_name(name)
    return export_consolidated(sample.register, target, language, today=DAY, **more)


def rows(file: Path, key: str, language: str = "ru") -> list[dict[str, Any]]:
    """Return the rows of a sheet by the titles of its columns."""
    sheet = load_workbook(file)[say(f"consolidated.sheet.{key}", language)]
    head, *found = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in found]


def column(key: str, language: str = "ru") -> str:
    return say(f"consolidated.column.{key}", language)


def everything(file: Path) -> str:
    with zipfile.ZipFile(file) as package:
        return "".join(package.read(name).decode() for name in package.namelist())
