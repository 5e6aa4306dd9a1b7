"""Read a cell of bodies that came back in a return as an import of the plan does, with what was answered for it."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from upr_desktop.grammar.bodies import Bodies, body_key, parse_bodies
from upr_desktop.jobs.held_state import HeldState
from upr_desktop.register.changes import RecordId
from upr_desktop.register.queries import AgencyRow
from upr_desktop.words import LANGUAGES


def body_reader(
    plan: RecordId, held: HeldState, shown: Iterable[AgencyRow], day: str
) -> Callable[[str], Bodies]:
    """Return what reads a cell of bodies on a day (ISO text).

    What was answered with the plan's files counts, and so do the short names of the agencies that the workbook showed.
    """
    told: dict[str, Sequence[str]] = {
        body_key(str(one["raw"])): tuple(json.loads(str(one["answer"])))
        for one in held.children("plan_answer", "plan_id", plan).values()
        if one["about"] == "bodies" and not one["archived"] and str(one["answer"]).startswith("[")
    }
    for agency in shown:
        told |= {body_key(agency.short(language)): (agency.code,) for language in LANGUAGES}
    return lambda text: parse_bodies(text, held.directory, answers=told, on=date.fromisoformat(day))
