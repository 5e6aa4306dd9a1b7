"""A line of the history names the measure that was changed, by number and first words, whatever of it was changed."""

from pathlib import Path

from plan_samples import Planned
from pytestqt.qtbot import QtBot
from return_samples import Clerk, merged, report, sent
from ui.screen_samples import session_on, shown_active

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.decide_pending import decide_pending
from upr_desktop.register.changes import ChangeSet, Edited, Label, RecordId
from upr_desktop.register.return_queries import pending_decisions
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.history import HistoryScreen


def lines(qtbot: QtBot, look: Look, sample: Planned, folder: Path) -> list[str]:
    """Return what the lines of the history say, newest first."""
    screen = shown_active(qtbot, HistoryScreen(look, session_on(sample.register, folder)), 1100, 700)
    model = screen.list.model()
    return [str(model.index(row, 0).data() or "") for row in range(model.rowCount())]


def edit_report(sample: Planned, number: str, text: str) -> None:
    one = RecordId(str(report(sample, number)["id"]))
    change = Edited("progress", one, "narrative_ru", report(sample, number)["narrative_ru"], text)
    sample.register.apply(ChangeSet(Label("label.progress.written", {}), [change], "Координатор"))


def test_an_answer_that_was_entered_is_named_by_its_measure(
    qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path
) -> None:
    sent(sample, tmp_path)
    edit_report(sample, "10.1", "По телефону")
    assert "10.1 Сделать 10.1" in lines(qtbot, look, sample, tmp_path)[1]


def test_several_measures_are_named_by_their_numbers(
    qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path
) -> None:
    sent(sample, tmp_path)
    edit_report(sample, "2", "Раз")
    edit_report(sample, "10.1", "Два")
    assert "2, 10.1 · " in lines(qtbot, look, sample, tmp_path)[1]


def test_a_question_that_was_decided_is_named_by_its_measure(
    qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = sent(sample, tmp_path)
    merged(sample, gate, Clerk(path).type("2", narrative="Раз").save("a.xlsx"))
    merged(sample, gate, Clerk(path).type("2", narrative="Два").save("b.xlsx"))
    with sample.register.reading() as connection:
        (row,) = [one for one in pending_decisions(connection) if one.choice is None]
        changes = decide_pending(connection, [row.id], "ours", by="Координатор")
    sample.register.apply(changes)
    assert "2 Сделать 2 · " in lines(qtbot, look, sample, tmp_path)[1]
