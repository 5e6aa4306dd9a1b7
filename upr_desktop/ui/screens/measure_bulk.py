"""Say what can be changed in many measures at once: area, deadline, bodies, funding, and that they are closed."""

from collections.abc import Sequence
from datetime import date

from upr_desktop.grammar.deadlines import parse_deadline, word_deadline
from upr_desktop.jobs.decide_measures import Act, close_measures
from upr_desktop.jobs.edit_plan import MeasureTarget, Wish, set_measures
from upr_desktop.register.changes import Change, ChangeSet
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.ui.fields import Field
from upr_desktop.ui.screens.bulk_edit import BulkField, BulkJob
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.screens.recommendation_bulk import with_more

CAPTION = "measures.field."
CLOSE, ADD_CO = "close", "add_co"


def measure_bulk(words: MeasureWords) -> BulkJob:
    """Return the fields; closing takes the act by which measures are closed, today."""

    def changes(target: MeasureTarget, key: str, value: Wish) -> Sequence[Change]:
        return _change_set([target], key, value, words.today).changes

    def change_set(targets: Sequence[MeasureTarget], key: str, value: Wish) -> ChangeSet:
        return _change_set(targets, key, value, words.today)

    return BulkJob("measures", _fields(words), changes, change_set)


def _fields(words: MeasureWords) -> tuple[BulkField, ...]:
    names = words.names

    def deadline(row: MeasureRow, value: str) -> tuple[str, str]:
        read = parse_deadline(value, plan_years=words.years(row))
        after = word_deadline(read, words.language) if read.is_decided else words.look.t("measures.undecided")
        return words.understood(row.deadline), after

    def added(row: MeasureRow, value: tuple[str, ...]) -> tuple[str, str]:
        present = [body.agency_id for body in row.bodies]
        fresh = [names.short(id) for id in value if id not in present]
        return with_more(words.agencies(row, "co"), fresh, ", ")

    return (
        BulkField(
            Field("lead", CAPTION + "lead", "chips", names.agency_choices),
            lambda row, value: (words.agencies(row, "lead"), ", ".join(map(names.short, value))),
        ),
        BulkField(Field(ADD_CO, CAPTION + "co", "chips", names.agency_choices), added),
        BulkField(Field("deadline", CAPTION + "deadline", "text", lines=1), deadline),
        BulkField(
            Field("area_id", CAPTION + "area_id", "choice", names.area_choices),
            lambda row, value: (names.area(row.area_id), names.area(value)),
        ),
        BulkField(
            Field("funding", CAPTION + "funding", "text", lines=1),
            lambda row, value: (row.funding or "", str(value)),
        ),
        BulkField(
            Field(CLOSE, "field.measure_decision.act", "text", lines=1, hint="measures.decisions.act_hint"),
            lambda row, value: (words.status_word(row), words.look.t("computed_status.closed")),
        ),
    )


def _change_set(targets: Sequence[MeasureTarget], key: str, value: Wish, today: date) -> ChangeSet:
    if key == CLOSE:
        return close_measures(targets, Act(today.isoformat(), str(value)))
    if key != ADD_CO:
        return set_measures([(target, {key: value}) for target in targets])
    added = value if isinstance(value, tuple) else ()
    return set_measures([(target, {"co": _with(target.row, added)}) for target in targets])


def _with(row: MeasureRow, added: tuple[str, ...]) -> tuple[str, ...]:
    """Return the co-executors of a measure with those added that have no part in it yet."""
    present = {body.agency_id for body in row.bodies}
    own = tuple(body.agency_id for body in row.bodies if body.role == "co")
    return (*own, *(id for id in added if id not in present))
