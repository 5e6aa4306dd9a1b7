"""Tell from a workbook's marks whose it is and what for: all that an agency's own register begins with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from upr_desktop.incoming_return import IncomingReturn
from upr_desktop.merge.return_rows import by_measures
from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import FileRefused

IDS = ("dispatch", "register", "agency_id", "plan_id", "period_id")
TEXTS = ("agency", "period", "language", "first_day", "last_day")
_ID = re.compile(r"[0-9a-f]{32}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class OwnWorkbook:
    """A workbook as the agency that it was sent to knows it; days are ISO text.

    `dispatch`, `register`, `agency_id`, `plan_id` and `period_id` are those of the register that issued it. `writing`
    names the return that this program wrote before, if the file is one. `agency` and `period` are codes, `names` and
    `shorts` the agency's by language, `tasks` the ids of task and measure by the key of a row.
    """

    returned: IncomingReturn
    dispatch: str
    register: str
    agency: str
    agency_id: RecordId
    names: Mapping[str, str]
    shorts: Mapping[str, str]
    plan_id: RecordId
    plan_title: str
    period: str
    period_id: RecordId
    first_day: str
    last_day: str
    due: str | None
    language: str
    writing: str
    tasks: Mapping[str, tuple[RecordId, RecordId]]


def own_workbook(returned: IncomingReturn) -> OwnWorkbook:
    """Return what the marks say; rows whose keys were sorted apart from them go by their measures.

    Raises FileRefused("workbook_marks_gone") where the marks, or a part of them, are gone.
    """
    marks = returned.marks
    told = [_ID.fullmatch(marks.get(name, "")) for name in IDS]
    days = [_DAY.fullmatch(marks.get(name, "")) for name in ("first_day", "last_day")]
    tasks = {
        key: (RecordId(task), RecordId(measure))
        for key, (task, measure) in returned.tasks.items()
        if all(map(_ID.fullmatch, (key, task, measure)))
    }
    if not all((*told, *days, *(marks.get(name) for name in TEXTS), tasks)):
        raise FileRefused("workbook_marks_gone", name=returned.name)
    due = marks.get("due", "")
    return OwnWorkbook(
        returned=by_measures(returned),
        dispatch=marks["dispatch"],
        register=marks["register"],
        agency=marks["agency"],
        agency_id=RecordId(marks["agency_id"]),
        names=_by_language(marks, "name_"),
        shorts=_by_language(marks, "short_"),
        plan_id=RecordId(marks["plan_id"]),
        plan_title=marks.get("plan_title", ""),
        period=marks["period"],
        period_id=RecordId(marks["period_id"]),
        first_day=marks["first_day"],
        last_day=marks["last_day"],
        due=due if _DAY.fullmatch(due) else None,
        language=marks["language"],
        writing=marks.get("writing", ""),
        tasks=tasks,
    )


def _by_language(marks: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {code: marks[f"{prefix}{code}"] for code in ("kk", "ru", "en") if marks.get(f"{prefix}{code}")}
