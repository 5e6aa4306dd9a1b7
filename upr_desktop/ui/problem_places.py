"""Go from a problem to what it speaks of: the record it names, or the rows it counts."""

from typing import TYPE_CHECKING, cast

from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import Problem
from upr_desktop.register.queries import records
from upr_desktop.ui.places import RECOMMENDATIONS

if TYPE_CHECKING:
    from upr_desktop.ui.screens.recommendations import RecommendationsScreen
    from upr_desktop.ui.workspace import Workspace

COUNTED = {"supported_without_agency": "unassigned", "supported_without_measure": "unplanned"}


def open_problem(workspace: "Workspace", problem: Problem) -> None:
    """Show the recommendations that a problem counts, else the record it names where that has a screen."""
    if facet := COUNTED.get(problem.code):
        workspace.ask_for("")
        screen = cast("RecommendationsScreen", workspace.screens.screen(RECOMMENDATIONS))
        _show_counted(screen, facet, problem.where.rstrip("/"))
    elif problem.record and problem.kind == "evidence":
        for kind, id in _documented(workspace, problem.record):
            workspace.open_record(kind, id)
    elif problem.record:
        kind = problem.kind or ("progress" if workspace.session.keeper else "")
        workspace.open_record(kind, problem.record)


def _documented(workspace: "Workspace", evidence: RecordId) -> list[tuple[str, str]]:
    """Return the first record that a document belongs to, if any: kind and id."""
    links = workspace.session.read(lambda connection: records(connection, "evidence_link"))
    return [
        (str(link["record_kind"]), str(link["record_id"]))
        for link in links.values()
        if link["evidence_id"] == evidence and not link["archived"]
    ][:1]


def _show_counted(screen: "RecommendationsScreen", facet: str, cycle: str) -> None:
    screen.reading.begin(at_once=True)
    if screen.rows.in_archive:
        screen.archive.show(False)
    screen.clear_filters()
    rows = screen.rows.shown
    asked = {row.review_id for row in rows if (row.cycle or 0) >= int(cycle or 0)}
    several = asked != {row.review_id for row in rows}
    screen.list.facets.choose({facet: ("yes",), **({"review": asked} if several else {})})
    screen.list.table.setFocus()
