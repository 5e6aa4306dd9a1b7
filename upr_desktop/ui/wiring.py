"""Connect each screen of the window with what it asks for: other screens, files, the search field."""

from functools import partial
from typing import TYPE_CHECKING, cast

from upr_desktop.ui.places import (
    AGENCIES,
    HISTORY,
    PLAN,
    PROGRESS,
    READING,
    RECOMMENDATIONS,
    RETURNS,
    SUMMARY,
)
from upr_desktop.ui.screens.screen import Screen

if TYPE_CHECKING:
    from upr_desktop.ui.screens.agencies import AgenciesScreen
    from upr_desktop.ui.screens.history import HistoryScreen
    from upr_desktop.ui.screens.own_progress import OwnProgressScreen
    from upr_desktop.ui.screens.plan import PlanScreen
    from upr_desktop.ui.screens.progress import ProgressScreen
    from upr_desktop.ui.screens.reading import ReadingScreen
    from upr_desktop.ui.screens.recommendations import RecommendationsScreen
    from upr_desktop.ui.screens.returns import ReturnsScreen
    from upr_desktop.ui.screens.summary import SummaryScreen
    from upr_desktop.ui.workspace import Workspace


def wire(workspace: "Workspace", key: str, screen: Screen) -> None:
    """Do what a new screen asks of the window."""
    wiring = {
        RECOMMENDATIONS: _wire_recommendations,
        PLAN: _wire_plan,
        PROGRESS: _wire_progress,
        RETURNS: _wire_returns,
        READING: _wire_reading,
        AGENCIES: _wire_agencies,
        SUMMARY: _wire_summary,
        HISTORY: _wire_history,
    }
    wiring[key](workspace, screen)


def _wire_recommendations(workspace: "Workspace", screen: Screen) -> None:
    screen = cast("RecommendationsScreen", screen)
    screen.import_asked.connect(workspace.choose_files)
    screen.search_asked.connect(workspace.ask_for)
    screen.record_asked.connect(workspace.open_record)


def _wire_plan(workspace: "Workspace", screen: Screen) -> None:
    screen = cast("PlanScreen", screen)
    screen.import_asked.connect(lambda: workspace.choose_files("plan"))
    screen.search_asked.connect(workspace.ask_for)
    screen.record_asked.connect(workspace.open_record)


def _wire_progress(workspace: "Workspace", screen: Screen) -> None:
    screen = cast("ProgressScreen", screen)
    screen.plan_asked.connect(lambda: workspace.choose_files("plan"))
    screen.search_asked.connect(workspace.ask_for)
    screen.recommendation_asked.connect(lambda id: workspace.open_record("recommendation", id))
    screen.reading_asked.connect(lambda id: workspace.open_record("reading", id))
    if workspace.session.keeper is not None:
        cast("OwnProgressScreen", screen).return_asked.connect(workspace.writing.ask)


def _wire_returns(workspace: "Workspace", screen: Screen) -> None:
    screen = cast("ReturnsScreen", screen)
    screen.plan_asked.connect(lambda: workspace.choose_files("plan"))
    screen.returns_asked.connect(lambda: workspace.returning.choose_files(screen.window()))
    screen.reading_asked.connect(partial(_read_round, workspace))
    screen.slips_written.connect(workspace.say_slips)
    screen.file_saved.connect(workspace.say_written)


def _wire_reading(workspace: "Workspace", screen: Screen) -> None:
    screen = cast("ReadingScreen", screen)
    screen.record_asked.connect(workspace.open_record)
    screen.search_asked.connect(workspace.ask_for)
    screen.plan_asked.connect(lambda: workspace.choose_files("plan"))
    screen.periods_asked.connect(lambda: workspace.screens.show(PROGRESS))
    screen.returns_asked.connect(lambda: workspace.screens.show(RETURNS))


def _read_round(workspace: "Workspace", period: str, agency: str) -> None:
    """Show what an agency answered for a period, no other answers."""
    workspace.ask_for("")
    cast("ReadingScreen", workspace.screens.screen(READING)).open_round(period, agency)


def _wire_agencies(workspace: "Workspace", screen: Screen) -> None:
    screen = cast("AgenciesScreen", screen)
    screen.recommendation_asked.connect(lambda id: workspace.open_record("recommendation", id))
    screen.recommendations_asked.connect(partial(_show_recommendations_of, workspace))
    screen.search_asked.connect(workspace.ask_for)


def _wire_summary(workspace: "Workspace", screen: Screen) -> None:
    screen = cast("SummaryScreen", screen)
    screen.plan_asked.connect(lambda: workspace.choose_files("plan"))
    screen.rows_asked.connect(workspace.show_rows_behind)
    screen.search_asked.connect(workspace.ask_for)


def _wire_history(workspace: "Workspace", screen: Screen) -> None:
    screen = cast("HistoryScreen", screen)
    screen.record_asked.connect(workspace.open_record)
    screen.export_asked.connect(workspace.export)
    screen.search_asked.connect(workspace.ask_for)


def _show_recommendations_of(workspace: "Workspace", agency: str) -> None:
    """Show the recommendations in which an agency takes part, no others."""
    screen = cast("RecommendationsScreen", workspace.screens.screen(RECOMMENDATIONS))
    workspace.ask_for("")
    screen.list.facets.choose({"agency": (agency,)})
