"""Show on another screen the rows that a number counts, and nothing else."""

from upr_desktop.ui.screens.plan import PlanScreen
from upr_desktop.ui.screens.progress import ProgressScreen
from upr_desktop.ui.screens.recommendations import RecommendationsScreen
from upr_desktop.ui.screens.records_screen import RecordsScreen
from upr_desktop.ui.screens.summary_words import Behind


def show_measures(screen: PlanScreen, behind: Behind, plan: str) -> None:
    """Show measures of a plan on its screen."""
    screen.reading.begin(at_once=True)
    if screen.rows.plan is None or screen.rows.plan.id != plan:
        screen.choose_plan(plan)
    screen.words.unchanged_in = behind.period
    _narrow(screen, behind)


def show_recommendations(screen: RecommendationsScreen, behind: Behind) -> None:
    """Show recommendations on their screen, without the archive."""
    screen.reading.begin(at_once=True)
    if screen.rows.in_archive:
        screen.archive.show(False)
    _narrow(screen, behind)


def _narrow(screen: RecordsScreen, behind: Behind) -> None:
    screen.clear_filters()
    screen.list.facets.choose(behind.chosen)
    screen.list.table.setFocus()


def show_reports(screen: ProgressScreen, behind: Behind, plan: str) -> None:
    """Show the reports of one agency, or the agencies that are counted, for a period on the screen of progress."""
    if screen.rows.state is None or screen.rows.state.plan.id != plan:
        screen.rows.read(plan)
    if screen.agency and screen.agency != behind.agency:
        screen.be("")
    screen.search("")
    if behind.agency:
        screen.open_entries("" if behind.agency == screen.agency else behind.agency, behind.period)
        screen.entries.list.facets.choose(behind.chosen)
    else:
        screen.shown_agency = ""
        screen.choose_period(behind.period)
        screen.show_matrix()
        screen.matrix.keep(behind.ids)
