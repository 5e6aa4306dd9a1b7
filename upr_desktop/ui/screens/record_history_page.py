"""Show what happened to one record: who, when, from what to what, and from which cell of which file."""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from upr_desktop.jobs.telling import label as step_label
from upr_desktop.register.changes import RecordId, Values
from upr_desktop.register.history import states_of
from upr_desktop.register.record_history import Happening, record_history
from upr_desktop.register.register import Connection
from upr_desktop.register.store import Key
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.notes_page import local_moment
from upr_desktop.ui.screens.parts import plain_label, scrolling
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.screens.seen_page import SeenPage
from upr_desktop.ui.screens.told_changes import told
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import GRID

SPACE = 3 * GRID
LEADING_TO = {"evidence_link": ("evidence",), "measure_recommendation": ("measure", "recommendation")}
Steps = tuple[list[Happening], Mapping[Key, Values]]


class Identified(Protocol):
    """A record with an id."""

    @property
    def id(self) -> RecordId:
        """Return its id."""


class RecordHistoryPage(SeenPage):
    """The steps that touched a record, newest first; edits of one person within an hour stand together."""

    def __init__(self, look: Look, session: Session, words: RecommendationWords) -> None:
        super().__init__()
        self._look, self._session, self._words = look, session, words
        self._steps = QVBoxLayout()
        self._steps.setSpacing(GRID)
        inner = QWidget()
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, GRID, 0)
        outer.addLayout(self._steps)
        outer.addStretch(1)
        self.area = scrolling(inner)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.area)
        look.language.follow(self, self._render)

    def _render(self) -> None:
        self._is_stale = False
        while (item := self._steps.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if self._row is None:
            return
        id = self._row.id
        steps, states = self._session.read(lambda connection: _read(connection, id))
        for (author, _), together in groupby(steps, key=_hour):
            group = list(together)
            moment = local_moment(self._look, group[0].at)
            heading = plain_label(" · ".join(part for part in (moment, author) if part))
            heading.setFont(self._look.theme.font(bold=True))
            self._steps.addWidget(heading)
            for step in group:
                self._show_step(step, states)
            self._steps.addSpacing(SPACE)

    def _show_step(self, step: Happening, states: Mapping[Key, Values]) -> None:
        if step.kind != "edit" or step.is_undone:
            title = step_label(step.label, self._look.language.code)
            undone = self._look.t("recommendations.history.undone")
            self._steps.addWidget(plain_label(f"{title} ({undone})" if step.is_undone else title, "soft"))
        for line in told(step, states, self._words, self._row.id if self._row else None):
            self._steps.addWidget(plain_label(self._sentence(line.what, line.before, line.after)))
        if step.file:
            self._steps.addWidget(plain_label(self._source(step), "caption"))

    def _sentence(self, what: str, before: str, after: str) -> str:
        if before and after:
            return self._look.t("recommendations.history.changed", what=what, before=before, after=after)
        key = "recommendations.history.gone" if before else "recommendations.history.added"
        return self._look.t(key, what=what, value=before or after)

    def _source(self, step: Happening) -> str:
        places = [one.origin for one in step.changes if one.origin and one.origin.address]
        if not places:
            return str(step.file)
        return self._look.t(
            "recommendations.history.source", file=step.file, sheet=places[0].sheet, address=places[0].address
        )


def _read(connection: Connection, id: RecordId) -> Steps:
    steps = record_history(connection, id)
    wanted: dict[str, list[RecordId]] = {}
    for step in steps:
        for change in step.changes:
            wanted.setdefault(change.kind, []).append(change.id)
    states = dict(states_of(connection, wanted))
    ends: dict[str, list[RecordId]] = {}
    for (kind, _), values in states.items():
        for end in LEADING_TO.get(kind, ()):
            ends.setdefault(end, []).append(RecordId(str(values[f"{end}_id"])))
    states.update(states_of(connection, ends))
    return steps, states


def _hour(step: Happening) -> tuple[str, str]:
    """Return what steps that stand together share: the author, and the hour; what is no edit stands alone."""
    moment = datetime.fromisoformat(step.at).astimezone()
    return step.author, f"{moment:%Y-%m-%d %H}" if step.kind == "edit" else str(step.revision)
