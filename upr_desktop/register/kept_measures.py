"""Keep the measures of the plan that was read last: until something is saved the next screen need not read them."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection, Connections
from upr_desktop.register.log import newest_revision
from upr_desktop.register.plan_queries import measures, plans
from upr_desktop.register.plan_rows import MeasureRow


@dataclass(frozen=True, slots=True)
class _Kept:
    """The measures of a plan as of a revision: whatever changes them makes another one."""

    plan: RecordId
    revision: int
    rows: tuple[MeasureRow, ...]


_kept: WeakKeyDictionary[Connections, _Kept] = WeakKeyDictionary()


def measures_of_plan(connection: Connection, plan: RecordId) -> list[MeasureRow]:
    """Return the measures of a plan that are in use, as `measures` does, in a transaction that only reads."""
    revision = newest_revision(connection)
    kept = _kept.get(connection.pool)
    if kept is None or (kept.plan, kept.revision) != (plan, revision):
        kept = _kept[connection.pool] = _Kept(plan, revision, tuple(measures(connection, plan)))
    return list(kept.rows)


def keep_measures(connection: Connection, wished: str = "") -> None:
    """Read the measures of a plan by its id, or of the latest one, before a screen asks: for a worker to do."""
    known = plans(connection)
    plan = next((one for one in known if one.id == wished), next(iter(known), None))
    if plan is not None:
        measures_of_plan(connection, plan.id)
