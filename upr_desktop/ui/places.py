"""List the screens of the window: where each stands, what it is called, and how it is made when first shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from upr_desktop.ui.look import Look
from upr_desktop.ui.work import Work

if TYPE_CHECKING:
    from upr_desktop.register.connection import Connection
    from upr_desktop.ui.screens.screen import Screen
    from upr_desktop.ui.session import Session


@dataclass(frozen=True, slots=True)
class ScreenPlace:
    """A screen: key, the key of its name, how it is made, and the kind of record whose number stands beside it.

    Where another number stands there, `number` gives it, and it is counted again when a kind that it `heeds` changes.
    `own` says that it is shown in the register of an agency's own rows, too.
    """

    key: str
    title: str
    make: "Callable[[Look, Session, Work], Screen]"
    counts: str = ""
    number: "Callable[[Connection], int] | None" = None
    heeds: tuple[str, ...] = ()
    own: bool = False


def _recommendations(look: Look, session: "Session", work: Work) -> "Screen":
    from upr_desktop.ui.screens.recommendations import RecommendationsScreen

    return RecommendationsScreen(look, session)


def _progress(look: Look, session: "Session", work: Work) -> "Screen":
    if session.keeper is not None:
        from upr_desktop.ui.screens.own_progress import OwnProgressScreen

        return OwnProgressScreen(look, session)
    from upr_desktop.ui.screens.progress import ProgressScreen

    return ProgressScreen(look, session)


def _returns(look: Look, session: "Session", work: Work) -> "Screen":
    from upr_desktop.ui.screens.returns import ReturnsScreen

    return ReturnsScreen(look, session, work)


def _reading(look: Look, session: "Session", work: Work) -> "Screen":
    from upr_desktop.ui.screens.reading import ReadingScreen

    return ReadingScreen(look, session)


def _waiting_questions(connection: "Connection") -> int:
    from upr_desktop.register.queries import count

    if not count(connection, "pending_decision"):
        return 0
    from upr_desktop.jobs.open_decisions import waiting_questions

    return waiting_questions(connection)


def _plan(look: Look, session: "Session", work: Work) -> "Screen":
    from upr_desktop.ui.screens.plan import PlanScreen

    return PlanScreen(look, session)


def _agencies(look: Look, session: "Session", work: Work) -> "Screen":
    from upr_desktop.ui.screens.agencies import AgenciesScreen

    return AgenciesScreen(look, session)


def _summary(look: Look, session: "Session", work: Work) -> "Screen":
    from upr_desktop.ui.screens.summary import SummaryScreen

    return SummaryScreen(look, session)


def _history(look: Look, session: "Session", work: Work) -> "Screen":
    from upr_desktop.ui.screens.history import HistoryScreen

    return HistoryScreen(look, session, work)


RECOMMENDATIONS, PLAN, PROGRESS = "recommendations", "plan", "progress"
RETURNS, READING, AGENCIES, SUMMARY, HISTORY = "returns", "reading", "agencies", "summary", "history"
PLACES = (
    ScreenPlace(RECOMMENDATIONS, "window.place.recommendations", _recommendations, "recommendation"),
    ScreenPlace(PLAN, "window.place.plan", _plan, "measure"),
    ScreenPlace(PROGRESS, "window.place.progress", _progress, own=True),
    ScreenPlace(
        RETURNS, "window.place.returns", _returns, "pending_decision", _waiting_questions, ("progress",)
    ),
    ScreenPlace(READING, "window.place.reading", _reading),
    ScreenPlace(AGENCIES, "window.place.agencies", _agencies, "agency"),
    ScreenPlace(SUMMARY, "window.place.summary", _summary),
    ScreenPlace(HISTORY, "window.place.history", _history, own=True),
)
OWN_PLACES = tuple(place for place in PLACES if place.own)
