"""Name all sheets of a register workbook, in the order in which they stand."""

from collections.abc import Mapping
from functools import cache

from upr_desktop.merge.plan_columns import plan_sheets
from upr_desktop.merge.register_columns import SheetSpec, shared_sheets


@cache
def register_sheets() -> Mapping[str, SheetSpec]:
    """Return the sheets by key: recommendations, the plan's, then what they refer to."""
    first, *rest = shared_sheets()
    return {spec.key: spec for spec in (first, *plan_sheets(), *rest)}
