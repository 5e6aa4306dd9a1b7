import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMessageBox

from upr_desktop.jobs.demo import edited_workbook
from upr_desktop.jobs.new_register import from_sample
from upr_desktop.jobs.telling import label
from upr_desktop.register.changes import RecordId
from upr_desktop.register.check import check
from upr_desktop.register.errors import Problem
from upr_desktop.register.queries import Catalogue, TermRow
from upr_desktop.ui.own_pictures import OWN_SCENES
from upr_desktop.ui.pictures import DIALOGS, SCENES, NotShown, Shot, Studio
from upr_desktop.ui.problem_places import open_problem
from upr_desktop.ui.return_pictures import RETURN_SCENES
from upr_desktop.ui.screens.plan import PlanScreen
from upr_desktop.ui.screens.problems import Problems
from upr_desktop.ui.screens.progress import ProgressScreen
from upr_desktop.ui.screens.recommendations import RecommendationsScreen
from upr_desktop.ui.screens.reports_page import ReportsPage
from upr_desktop.window_commands import agencys_register, played_round, studio


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook of the sample with edits typed into it; it is only read."""
    folder = tmp_path_factory.mktemp("sample")
    path = folder / "sample.upr"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPR_HOME", str(folder))
        from_sample(path).close()
        return edited_workbook(path, folder, "en")


@pytest.fixture
def window(
    qapp: QApplication, edited: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Studio]:
    """Return the program's own window, open on a copy of the sample."""
    monkeypatch.setenv("UPR_HOME", str(tmp_path))
    path = Path(shutil.copy(edited.with_name("sample.upr"), tmp_path))
    with studio(path, edited, date(2026, 4, 1)) as opened:
        yield opened


def test_the_first_edit_is_found_in_history_and_taken_back(window: Studio) -> None:
    screen = window.show("recommendations")
    assert isinstance(screen, RecommendationsScreen)
    session = window.workspace.session
    window.until(lambda: session.is_writable, "a register that may be written to")
    before = session.register.revision()
    table = screen.list.table
    table.setCurrentIndex(table.rows.index(0, table.rows.column_number("lead")))
    QTest.keyClick(table, Qt.Key.Key_F2)
    box = table.findChildren(QComboBox)[-1]
    box.setCurrentIndex(
        next(at for at in range(box.count()) if at != box.currentIndex() and box.itemData(at))
    )
    box.activated.emit(box.currentIndex())
    assert session.register.revision() == before + 1

    window.show("history")
    newest = session.register.history()[0]
    assert newest.author == "Secretariat"
    assert label(newest.label, "en").startswith("140.1")
    window.room.window.actions_by_key["undo"].trigger()
    window.wait()
    assert session.register.history()[0].undo_of == newest.number


def test_nothing_is_marked_in_the_list_of_screens_while_a_page_covers_them(window: Studio) -> None:
    sidebar = window.room.window.sidebar
    window.show("recommendations")
    assert [item.text().split()[0] for item in sidebar.selectedItems()] == ["Recommendations"]
    window.workspace.show_problems()
    assert sidebar.selectedItems() == []
    window.workspace.screens.show("recommendations")
    assert len(sidebar.selectedItems()) == 1


def test_a_problem_names_the_recommendation_and_its_cycle_in_words(window: Studio) -> None:
    problem = Problem("no_lead", "4/140.35", kind="recommendation")
    page = Problems(window.room.look, [problem, Problem("two_leads", "12/MOJ")])
    cells = [page.table.rows.index(row, 0).data() for row in range(2)]
    window.room.look.language.use("kk")
    assert cells == ["140.35 (cycle 4)", "12/MOJ"]
    assert page.table.rows.index(0, 0).data() == "140.35 (4-цикл)"


def test_a_line_that_counts_recommendations_opens_them_and_one_about_a_record_opens_that(
    window: Studio,
) -> None:
    gap = Problem("supported_without_agency", "4/", {"count": 2}, None, "info", "recommendation")
    screen = window.recommendations()
    session = window.workspace.session
    first = screen.rows.shown[0]
    with session.register.reading() as connection:
        count = next(p.values["count"] for p in check(connection) if p.code == "supported_without_agency")
    window.workspace.show_problems()
    page = window.room.window.pages.currentWidget()
    assert isinstance(page, Problems)
    page.show_problems([gap, Problem("two_leads", "4/140.1", {}, first.id, kind="recommendation")])
    assert page.table.rows.index(0, 0).data() == "Recommendations, cycle 4"
    page.table.select_row("0")
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert window.workspace.screens.current is screen
    assert len(screen.list.table.rows.order) == count
    window.workspace.show_problems()
    page.table.select_row("1")
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert window.workspace.screens.current is screen
    assert screen.list.table.current_id() == first.id


def test_a_problem_of_a_document_opens_the_record_that_it_belongs_to(window: Studio) -> None:
    session = window.workspace.session
    with session.register.reading() as connection:
        (problem,) = [one for one in check(connection) if one.code == "address_form"]
    window.show("history")
    open_problem(window.workspace, problem)
    screen = window.workspace.screens.current
    assert isinstance(screen, RecommendationsScreen)
    row = screen.rows.get(screen.list.table.current_id())
    assert row is not None
    assert row.evidence


def reports_on(plan: PlanScreen, measure: RecordId) -> ReportsPage:
    plan.open_record(measure)
    plan.pane.show_tab("progress")
    page = plan.pane.page("progress")
    assert isinstance(page, ReportsPage)
    return page


def test_the_way_from_a_measure_leads_to_the_report_that_is_to_be_written(window: Studio) -> None:
    plan = window.show("plan")
    assert isinstance(plan, PlanScreen)
    row, page = next(
        (row, page)
        for row in plan.rows.shown
        if (page := reports_on(plan, row.id)).owed_buttons and page.cards
    )
    page.owed_buttons[0].click()
    shown = window.workspace.screens.current
    assert isinstance(shown, ProgressScreen)
    entry = shown.entries.list.current()
    assert entry is not None
    assert entry.measure.id == row.id
    assert entry.is_waiting
    window.show("plan")
    page.cards[0].open_button.click()
    entry = shown.entries.list.current()
    assert entry is not None
    assert entry.report is not None
    assert entry.measure.id == row.id


def test_a_theme_without_a_translation_bears_the_tag_of_its_language(window: Studio) -> None:
    words = window.recommendations().words
    window.room.look.language.use("ru")
    assert words.catalogue.terms_of("theme")
    themes = {term.name("en"): words.term(term.id) for term in words.catalogue.terms_of("theme")}
    assert themes["Rule of law & impunity"] == "Верховенство права и безнаказанность"
    bare = TermRow(RecordId("a"), RecordId("b"), "theme", None, None, None, {"en": "Justice"})
    words.use(Catalogue({bare.id: bare}))
    assert words.term(bare.id) == "Justice · EN"
    window.room.look.language.use("en")
    assert words.term(bare.id) == "Justice"


def test_every_scene_is_photographed_at_its_size_and_in_its_theme(window: Studio, tmp_path: Path) -> None:
    scenes = [scene for scene in SCENES if scene not in RETURN_SCENES and scene not in OWN_SCENES]
    shots = [Shot(scene, "kk", "dark", (1440, 900), 1.5) for scene in scenes[::2]]
    shots += [Shot(scene, "ru", "light", (1280, 720)) for scene in scenes[1::2]]
    check_pictures(window, shots, tmp_path / "pictures")


def test_the_scenes_of_returns_are_photographed_in_a_round_that_was_played(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPR_HOME", str(tmp_path))
    path, today = tmp_path / "kk" / "sample.upr", date(2026, 11, 21)
    shots = [Shot(scene, "kk", "light", (1280, 720)) for scene in RETURN_SCENES]
    with studio(path, path, today, played_round(path, "kk", today)) as opened:
        check_pictures(opened, shots, tmp_path / "pictures")


def test_an_agencys_own_rows_are_photographed_in_its_register(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPR_HOME", str(tmp_path))
    path, today = tmp_path / "ru" / "sample.upr", date(2026, 11, 21)
    register = agencys_register(path.parent, played_round(path, "ru", today)[0], "ru")
    shots = [Shot(scene, "ru", "light", (1280, 720)) for scene in OWN_SCENES]
    with studio(register, path, today) as opened:
        check_pictures(opened, shots, tmp_path / "pictures")


def check_pictures(window: Studio, shots: Sequence[Shot], folder: Path) -> None:
    """Take pictures, and see that each has the size and the theme it was to have."""
    found = {path.name: QImage(str(path)) for path in window.take(shots, folder)}
    for shot in shots:
        image = found[shot.name]
        if shot.scene not in DIALOGS:
            assert (image.width(), image.height()) == shot.size
        corner = image.pixelColor(image.width() - 2, image.height() - 2)
        assert (corner.lightness() < 80) is (shot.theme == "dark"), shot.name
        assert 16 < image.colorCount() <= 255


def test_a_dialog_that_waits_for_nobody_is_closed_and_named(window: Studio) -> None:
    question = QMessageBox(window.room.window)
    question.setWindowTitle("Sure?")
    QTimer.singleShot(0, question.exec)
    with pytest.raises(NotShown, match="Sure"):
        window.until(lambda: False, "nothing")


def test_returns_stay_marked_in_the_list_of_screens_while_their_files_are_looked_over(
    window: Studio, tmp_path: Path
) -> None:
    sidebar = window.room.window.sidebar
    window.show("plan")
    note = tmp_path / "note.xlsx"
    note.write_bytes(b"no workbook")
    returning = window.workspace.returning
    returning.take([note])
    assert [item.text().split()[0] for item in sidebar.selectedItems()] == ["Returns"]
    assert returning.pane is not None
    window.until(lambda: not returning.pane.files.is_reading, "the file read")
    returning.pane.close_pane()
    assert [item.text().split()[0] for item in sidebar.selectedItems()] == ["Plan"]
    returning.take([note])
    window.until(lambda: not returning.pane.files.is_reading, "the file read again")
    window.workspace.screens.show("returns")
    assert not returning.pane.isVisible()
    assert [item.text().split()[0] for item in sidebar.selectedItems()] == ["Returns"]
