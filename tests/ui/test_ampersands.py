"""What a person or a file wrote with `&` is shown with it, wherever a button or a menu would make a mnemonic of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import added, put_cursor, rows_of, sample_register, shown_screen

from upr_desktop.register.changes import ChangeSet, Label
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.agencies import AgenciesScreen
from upr_desktop.ui.session import Session
from upr_desktop.ui.settings import Settings

THEME, AGENCY, ALIAS, VIEW = "Torture & ill-treatment", "R&D", "Roads & Dams", "Q & A"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    made = sample_register(tmp_path / "sample.upr")
    row = rows_of(made)["140.2"]
    vocabulary = added("vocabulary", code="theme", version="9")
    term = added("term", vocabulary_id=vocabulary.id, name_en=THEME)
    agency = added("agency", code="RD", name_en=ALIAS, short_en=AGENCY)
    changes = [
        vocabulary,
        term,
        agency,
        added("agency_alias", agency_id=agency.id, name=ALIAS),
        added("tag", record_id=row.id, record_kind="recommendation", term_id=term.id),
        added("assignment", recommendation_id=row.id, agency_id=agency.id, role="lead"),
    ]
    made.apply(ChangeSet(Label("label.test"), changes, "Secretariat", "import"))
    yield made
    made.close()


def shown_texts(widget: QWidget) -> list[str]:
    """Return what stands on the buttons as Qt holds it."""
    texts = [QAbstractButton.text(button) for button in widget.findChildren(QAbstractButton)]
    return [text for text in texts if "&" in text]


def test_on_chips_of_filters_and_fields_and_in_menus(
    qtbot: QtBot, look: Look, register: Register, tmp_path: Path
) -> None:
    screen = shown_screen(qtbot, look, register, tmp_path / "settings.json")
    screen.complete()
    put_cursor(screen, "140.2")
    row = rows_of(register)["140.2"]
    screen.list.facets.choose({"theme": list(row.terms["theme"]), "agency": [row.agencies[0].agency_id]})
    screen.view_button.save_asked.emit()
    screen.name_line.line.setText(VIEW)
    screen.name_line.line.returnPressed.emit()
    screen.view_button.view_menu.aboutToShow.emit()
    texts = [*shown_texts(screen), screen.view_button.text()]
    texts += [action.text() for action in screen.view_button.view_menu.actions() if "&" in action.text()]
    for written in (THEME, AGENCY, VIEW):
        assert sum(written.replace("&", "&&") in text for text in texts) >= 2, written
    assert all("&" not in text.replace("&&", "") for text in texts)


def test_on_the_other_names_of_an_agency(
    qtbot: QtBot, look: Look, register: Register, tmp_path: Path
) -> None:
    session = Session(register, Settings(tmp_path / "settings.json"), lambda: "Coordinator")
    screen = AgenciesScreen(look, session)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_agency(next(one.id for one in screen.known() if one.row.code == "RD"))
    qtbot.waitUntil(lambda: f"{ALIAS}  ×".replace("&", "&&") in shown_texts(screen))
