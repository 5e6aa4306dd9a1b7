"""Test that the history of a measure and of a recommendation tells what was done to a plan, in words."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from upr_desktop.jobs.edit_plan import link_recommendations, measure_targets, set_measures
from upr_desktop.register.changes import RecordId
from upr_desktop.register.queries import catalogue
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.screens.record_history_page import RecordHistoryPage
from upr_desktop.ui.session import Session
from upr_desktop.ui.settings import Settings


@dataclass(frozen=True)
class Row:
    """A record with an id."""

    id: RecordId


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Planned:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    return planned(tmp_path / "a.upr")


def history(qtbot: QtBot, look: Look, sample: Planned, name: str, folder: Path) -> list[str]:
    """Return the lines of a record's history as a person reads them."""
    session = Session(sample.register, Settings(folder / "settings.json"), lambda: "Coordinator")
    words = RecommendationWords(look)
    words.use(session.read(catalogue))
    page = RecordHistoryPage(look, session, words)
    qtbot.addWidget(page)
    page.show()
    page.show_row(Row(sample[name]))
    return [label.text() for label in page.findChildren(QLabel)]


def test_the_history_of_a_measure_tells_deadline_bodies_and_recommendations(
    qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path
) -> None:
    with sample.register.reading() as connection:
        (target,) = measure_targets(connection, [sample["m2"]])
    sample.apply(set_measures([(target, {"deadline": "до 1 мая 2027 года", "co": (sample["MIA"],)})]))
    sample.apply(link_recommendations([target], [sample["140.3"]]))
    lines = history(qtbot, look, sample, "m2", tmp_path)
    assert "Deadline: до 30 июня 2026 года → до 1 мая 2027 года" in lines
    assert any(line.startswith("Deadline ends: ") and "2027" in line for line in lines)
    assert any(line == "Co-executor: MIA" or line.startswith("Co-executor: MIA") for line in lines)
    assert "Recommendation: 140.3" in lines
    assert not [line for line in lines if sample["m2"] in line or sample["140.3"] in line]


def test_the_history_of_a_recommendation_names_the_measures_it_was_linked_to(
    qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path
) -> None:
    lines = history(qtbot, look, sample, "140.3", tmp_path)
    assert not [line for line in lines if line.startswith("Measure")]
    with sample.register.reading() as connection:
        (target,) = measure_targets(connection, [sample["m2"]])
    sample.apply(link_recommendations([target], [sample["140.3"]]))
    assert "Measure: 2" in history(qtbot, look, sample, "140.3", tmp_path)
