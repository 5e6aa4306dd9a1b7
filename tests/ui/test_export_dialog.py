from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from plan_samples import planned
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import sample_register
from ui.screen_samples import session_on

from upr_desktop.jobs.editions import freeze_edition
from upr_desktop.register.register import Register
from upr_desktop.ui.dialogs.export import Export, ExportDialog
from upr_desktop.ui.dialogs.export_kinds import KINDS, ExportChoice, ExportKind, Offers, read_offers
from upr_desktop.ui.fields import Choice
from upr_desktop.ui.look import Look
from upr_desktop.ui.widgets import Notice
from upr_desktop.ui.work import Work

DAY = date(2026, 11, 21)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with sample_register(tmp_path / "r.upr") as made:
        yield made


@pytest.fixture
def kept(qtbot: QtBot) -> list[ExportDialog]:
    """Return a list that holds dialogs until the test is over: what is shown last is painted after the test's end."""
    return []


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("ru", "Реестр УПО 2026-11-21.xlsx"),
        ("kk", "ӘМШ тізілімі 2026-11-21.xlsx"),
        ("en", "UPR register 2026-11-21.xlsx"),
    ],
)
def test_the_name_proposed_is_in_the_language_of_the_workbook(
    qtbot: QtBot, look: Look, tmp_path: Path, language: str, name: str
) -> None:
    dialog = ExportDialog(look, tmp_path, DAY)
    qtbot.addWidget(dialog)
    dialog.languages[language].click()
    assert dialog.proposed() == tmp_path / name


def test_the_choice_is_what_was_ticked_and_where(qtbot: QtBot, look: Look, tmp_path: Path) -> None:
    dialog = ExportDialog(look, tmp_path, DAY)
    qtbot.addWidget(dialog)
    asked: list[Path] = []

    def answer(parent: QWidget, title: str, proposed: Path, kinds: str) -> Path:
        asked.append(proposed)
        return tmp_path / "my register"

    dialog.ask_target = answer
    dialog.languages["kk"].click()
    dialog.confidential.click()
    dialog.save_button.click()
    assert asked == [tmp_path / "ӘМШ тізілімі 2026-11-21.xlsx"]
    assert dialog.choice == ExportChoice("kk", True, tmp_path / "my register.xlsx")


def test_leaving_the_systems_dialog_leaves_this_one_open(
    qtbot: QtBot, look: Look, tmp_path: Path, kept: list[ExportDialog]
) -> None:
    dialog = ExportDialog(look, tmp_path, DAY)
    kept.append(dialog)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.ask_target = lambda *_: None
    dialog.save_button.click()
    assert dialog.isVisible()
    assert dialog.choice is None


def test_the_workbook_is_written_on_the_worker_and_its_folder_offered(
    qtbot: QtBot, look: Look, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = Notice(look)
    qtbot.addWidget(notice)
    export = Export(look, session_on(register, tmp_path), Work(), notice)
    written = QSignalSpy(export.written)
    export.write(ExportChoice("ru", False, tmp_path / "out.xlsx"))
    qtbot.waitUntil(lambda: written.count() == 1, timeout=10_000)
    assert load_workbook(tmp_path / "out.xlsx").worksheets
    assert "out.xlsx" in notice.message.text()
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    notice.action.click()
    assert opened == [str(tmp_path)]


def test_a_place_that_cannot_be_written_is_told(
    qtbot: QtBot, look: Look, register: Register, tmp_path: Path
) -> None:
    notice = Notice(look)
    qtbot.addWidget(notice)
    export = Export(look, session_on(register, tmp_path), Work(), notice)
    refused = QSignalSpy(export.refused)
    (tmp_path / "a file").write_text("not a folder")
    export.write(ExportChoice("ru", False, tmp_path / "a file" / "out.xlsx"))
    qtbot.waitUntil(lambda: refused.count() == 1, timeout=10_000)
    assert notice.message.text()
    assert not notice.action.isVisibleTo(notice)


OFFERS = Offers(
    has_plan=True,
    periods=[Choice("2026H1", "I полугодие 2026 года")],
    editions=[Choice("Отчёт", "«Отчёт» (изменение № 3)")],
    agencies=[Choice("MOJ", "МЮ")],
)


Asked = Callable[..., ExportDialog]


@pytest.fixture
def asked_for(qtbot: QtBot, look: Look, tmp_path: Path, kept: list[ExportDialog]) -> Asked:
    """Return what shows the dialog for a kind; whatever place it proposes is taken."""

    def show(kind: str, offers: Offers = OFFERS) -> ExportDialog:
        dialog = ExportDialog(look, tmp_path, DAY, kind=kind, offers=offers)
        kept.append(dialog)
        qtbot.addWidget(dialog)
        dialog.ask_target = lambda parent, title, proposed, kinds: proposed
        dialog.show()
        return dialog

    return show


def choose(box: QComboBox, code: str) -> None:
    box.setCurrentIndex(box.findData(code))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_each_kind_asks_what_it_needs_and_no_more(asked_for: Asked, kind: ExportKind) -> None:
    dialog = asked_for(kind.key)
    assert dialog.kind == kind
    assert tuple(what for what, box in dialog.boxes.items() if box.isVisible()) == kind.asks
    assert dialog.proposed().suffix == kind.end
    assert dialog.save_button.isEnabled()


def test_what_was_chosen_for_the_consolidated_workbook_is_the_choice(
    asked_for: Asked, tmp_path: Path
) -> None:
    dialog = asked_for("consolidated")
    choose(dialog.boxes["period"], "2026H1")
    choose(dialog.boxes["since"], "Отчёт")
    dialog.languages["ru"].click()
    dialog.save_button.click()
    target = tmp_path / "Сводная информация УПО 2026-11-21.xlsx"
    assert dialog.choice == ExportChoice("ru", False, target, "consolidated", "2026H1", "Отчёт")


@pytest.mark.parametrize("kind", ["consolidated", "plan", "agency", "reminders"])
def test_the_period_that_began_last_is_chosen_from_the_beginning(asked_for: Asked, kind: str) -> None:
    spans = [Choice("2026H1", "I"), Choice("2026H2", "II"), Choice("2027H1", "III")]
    dialog = asked_for(kind, replace(OFFERS, periods=spans, period="2026H2"))
    assert dialog.chosen("period") == "2026H2"
    dialog.save_button.click()
    assert dialog.choice is not None
    assert dialog.choice.period == "2026H2"


def test_the_register_says_which_period_is_worked_on(tmp_path: Path) -> None:
    sample = planned(tmp_path / "r.upr")
    worked_on = {}
    for day in (date(2025, 1, 1), date(2026, 5, 1), date(2026, 11, 21), date(2030, 1, 1)):
        with sample.register.reading() as connection:
            worked_on[day.year, day.month] = read_offers(connection, "ru", day).period
    assert worked_on == {(2025, 1): "2026H1", (2026, 5): "2026H1", (2026, 11): "2026H2", (2030, 1): "2026H2"}


def test_another_kind_forgets_what_it_does_not_ask(asked_for: Asked) -> None:
    dialog = asked_for("consolidated")
    choose(dialog.boxes["period"], "2026H1")
    choose(dialog.boxes["since"], "Отчёт")
    choose(dialog.kinds, "reminders")
    dialog.save_button.click()
    assert dialog.choice is not None
    assert (dialog.choice.kind, dialog.choice.period, dialog.choice.since) == ("reminders", "2026H1", "")
    assert dialog.choice.target.suffix == ".docx"


def test_the_editions_that_were_compared_are_proposed_and_written(
    qtbot: QtBot, look: Look, tmp_path: Path, kept: list[ExportDialog]
) -> None:
    sample = planned(tmp_path / "r.upr")
    for name in ("Первая", "Вторая", "Третья"):
        freeze_edition(sample.register, name)
        sample.edit("m2", "measure", "funding", f"после {name}")
    session = session_on(sample.register, tmp_path)
    offers = session.read(lambda connection: read_offers(connection, "ru", DAY))
    between = ("Вторая", "Третья")
    dialog = ExportDialog(look, tmp_path, DAY, kind="changes", offers=offers, between=between)
    kept.append(dialog)
    qtbot.addWidget(dialog)
    dialog.ask_target = lambda parent, title, proposed, kinds: tmp_path / "changes.xlsx"
    dialog.save_button.click()
    assert dialog.choice is not None
    assert (dialog.choice.since, dialog.choice.until) == between
    export = Export(look, session, Work())
    written = QSignalSpy(export.written)
    export.write(dialog.choice)
    qtbot.waitUntil(lambda: written.count() == 1, timeout=20_000)
    (_, row) = load_workbook(tmp_path / "changes.xlsx").worksheets[0].iter_rows(values_only=True)
    assert (row[3], row[4]) == ("после Первая", "после Вторая")


def test_without_an_edition_nothing_can_have_changed_since_and_it_is_said_what_to_do(
    asked_for: Asked, look: Look
) -> None:
    dialog = asked_for("changes", Offers())
    assert not dialog.save_button.isEnabled()
    assert look.t("export.no_editions") in [text.text() for text in dialog.findChildren(QLabel)]


def test_without_a_plan_no_report_is_offered(asked_for: Asked) -> None:
    dialog = asked_for("plan", Offers())
    keys = [dialog.kinds.itemData(at) for at in range(dialog.kinds.count())]
    assert keys == ["register", "consolidated", "changes", "history"]
    assert dialog.kind.key == "register"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_kind_is_written_on_the_worker_from_what_the_register_offers(
    qtbot: QtBot, look: Look, tmp_path: Path, kind: ExportKind
) -> None:
    sample = planned(tmp_path / "r.upr")
    freeze_edition(sample.register, "Отчёт")
    session = session_on(sample.register, tmp_path)
    offers = session.read(lambda connection: read_offers(connection, "ru", DAY))
    assert [one.code for one in offers.periods] == ["2026H1", "2026H2"]
    assert [one.code for one in offers.editions] == ["Отчёт"]
    export = Export(look, session, Work())
    written = QSignalSpy(export.written)
    target = tmp_path / f"out{kind.end}"
    export.write(ExportChoice("kk", False, target, kind.key, since="Отчёт" if "since" in kind.asks else ""))
    qtbot.waitUntil(lambda: written.count() == 1, timeout=20_000)
    assert written.at(0)[0] == target
    assert target.stat().st_size > 4_000
