"""A small register of invented recommendations, made through change sets, and a screen on it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel
from pytestqt.qtbot import QtBot

from upr_desktop.jobs.new_register import new_register
from upr_desktop.register.changes import Added, ChangeSet, Label, RecordId, Value, new_id
from upr_desktop.register.queries import Catalogue, RecommendationRow, catalogue
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.recommendations import RecommendationsScreen
from upr_desktop.ui.session import Session
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.work import Work

NASTY = (
    "no\u00a0break\u00a0space",
    "line one\r\nline two\r\n",
    "\ttab and trailing space ",
    "=1+1",
    "🙂👩‍👩‍👧 emoji",
    "שלום עולם RTL العربية",
    "e\u0301 not composed, \u202eoverridden\u202c",
    "\u2028line separator\u2029paragraph separator",
    "long " * 6500,
    "Cервисы МВД",
)
TEXTS = {
    "140.2": "Ratify the Convention against Torture",
    "140.10": "Combat trafficking in persons",
    "140.1": "Protect the rights of the child",
    "140.100": "Ensure freedom of the media",
    "141.3": "Adopt a law on domestic violence",
}


def added(kind: str, **values: Value) -> Added:
    return Added(kind, new_id(), values)


def recommendation(
    review: RecordId,
    number: str,
    text: str,
    states: Sequence[tuple[str, str | None]] = (("Portugal", "PRT"),),
    **values: Value,
) -> Iterator[Added]:
    paragraph, _, item = number.partition(".")
    order = {"paragraph": int(paragraph), "item": int(item)} if item.isdigit() else {}
    fields: Mapping[str, Value] = {"position": "supported", "novelty": "unknown", **order, **values}
    row = added("recommendation", review_id=review, number=number, **fields)
    part = added("recommendation_part", recommendation_id=row.id, no=1, text_en=text, original_language="en")
    yield from (row, part)
    for no, (name, iso) in enumerate(states, 1):
        yield added("recommending_state", part_id=part.id, no=no, name=name, iso=iso)


def sample_register(path: Path) -> Register:
    """Return a register with the Kazakhstan set and five recommendations of its fourth cycle."""
    register = new_register(path, "Sample", "kazakhstan-4", "Secretariat")
    review = review_of(register, 4)
    changes = [one for number, text in TEXTS.items() for one in recommendation(review, number, text)]
    noted = recommendation(
        review,
        "141.20",
        "Abolish the death penalty",
        (("Slovakia", "SVK"), ("Portugal", "PRT"), ("Spain", "ESP"), ("Atlantis", None)),
        position="noted",
    )
    register.apply(ChangeSet(Label("label.test"), [*changes, *noted], "Secretariat", "import"))
    return register


def review_of(register: Register, cycle: int) -> RecordId:
    reviews = names(register).reviews
    return next(id for id, values in reviews.items() if values["cycle"] == cycle)


def nasty_register(path: Path) -> Register:
    """Return a register whose every text is one that a widget could alter, with codes that no list knows."""
    register = new_register(path, "Nasty", "kazakhstan-4", "Secretariat")
    review = review_of(register, 4)
    theme = added("vocabulary", code="theme", version="4")
    changes: list[Added] = [theme]
    gone = added("agency", code="GONE", name_en=NASTY[0], archived=True)
    changes.append(gone)
    for place, text in enumerate(NASTY):
        rows = list(recommendation(review, f" 140.{place}\u00a0", text, ((text, "XXX"),), heading=text))
        row = rows[0]
        rows[0] = Added(row.kind, row.id, {**row.values, "position_source": text, "novelty": None})
        term = added("term", vocabulary_id=theme.id, name_en=text)
        changes += [*rows, term]
        changes.append(
            added("tag", record_id=row.id, record_kind="recommendation", term_id=term.id, raw=text)
        )
        changes.append(added("assignment", recommendation_id=row.id, agency_id=gone.id, role="consulted"))
        changes.append(
            added(
                "recommendation_part", recommendation_id=row.id, no=2, text_kk=text, text_ru="", text_en=text
            )
        )
        changes.append(added("note", record_id=row.id, record_kind="recommendation", text=text))
        evidence = added(
            "evidence", title=text, description=text, act_date="1899-12-31", issuer=text, url=text
        )
        changes.append(evidence)
        changes.append(
            added("evidence_link", evidence_id=evidence.id, record_id=row.id, record_kind="recommendation")
        )
    register.apply(ChangeSet(Label("label.test"), changes, "Secretariat", "import"))
    return register


def rows_of(register: Register) -> dict[str, RecommendationRow]:
    with register.reading() as connection:
        return {row.number or "": row for row in recommendations(connection)}


def names(register: Register) -> Catalogue:
    with register.reading() as connection:
        return catalogue(connection)


def agency(register: Register, code: str) -> RecordId:
    return next(one.id for one in names(register).agencies.values() if one.code == code)


def area(register: Register, code: str) -> RecordId:
    return next(one.id for one in names(register).terms_of("area") if one.code == code)


def shown_screen(
    qtbot: QtBot, look: Look, register: Register, settings_file: Path, work: Work | None = None
) -> RecommendationsScreen:
    """Return the screen on a register, shown, with a coordinator at work."""
    settings = Settings(settings_file)
    settings.write("author", "Coordinator")
    session = Session(register, settings, lambda: "Coordinator")
    session.work = work
    screen = RecommendationsScreen(look, session)
    qtbot.addWidget(screen)
    screen.resize(1200, 760)
    screen.show()
    qtbot.waitExposed(screen)
    screen.activateWindow()
    return screen


def numbers(screen: RecommendationsScreen) -> list[str]:
    order = screen.list.table.rows.order
    return [order.at(at).number or "" for at in range(len(order))]


def put_cursor(screen: RecommendationsScreen, number: str, column: str = "number") -> None:
    table = screen.list.table
    key = table.rows.column_number(column)
    table.setColumnHidden(key, False)
    index = table.rows.index(numbers(screen).index(number), key)
    table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    table.setFocus()
