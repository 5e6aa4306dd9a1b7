"""Remarks by the keys: sent back or only told, worded anew, taken back; and where a text came from, by a key."""

import hashlib
from pathlib import Path

import pytest
from plan_samples import Planned
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from ui.reading_samples import CONTROL, H1, SHIFT, Type, press, reports, shown, shown_reading

from upr_desktop.register.changes import ChangeSet, Edited, Label, Origin, Received
from upr_desktop.register.queries import records
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.reading import ReadingScreen
from upr_desktop.ui.screens.reading_answer import AnswerCard


@pytest.fixture
def screen(qtbot: QtBot, look: Look, plan: Planned, tmp_path: Path) -> ReadingScreen:
    made = shown_reading(qtbot, look, plan, tmp_path)
    assert made.open_measure(plan["m3"], plan[H1])
    qtbot.waitUntil(lambda: all(card.isVisible() for card in made.answers.cards))
    return made


def remarks(plan: Planned) -> list[str]:
    with plan.register.reading() as connection:
        found = records(connection, "remark").values()
    return [str(row["text"]) for row in found if not row["archived"]]


def remark(screen: ReadingScreen, qtbot: QtBot, type_text: Type, text: str, *, back: bool) -> AnswerCard:
    """Remark on the first answer by keys, and return its card as it is shown then."""
    screen.answers.cards[0].setFocus()
    press(Qt.Key.Key_B, CONTROL | SHIFT)
    type_text(None, text)
    press(Qt.Key.Key_Return, CONTROL if back else CONTROL | SHIFT)
    qtbot.waitUntil(lambda: all(card.isVisible() for card in screen.answers.cards))
    return screen.answers.cards[0]


def test_one_key_sends_back_and_another_only_remarks(
    screen: ReadingScreen, plan: Planned, qtbot: QtBot, type_text: Type
) -> None:
    card = remark(screen, qtbot, type_text, "Укажите номер", back=False)
    assert reports(plan)["3/MIA/2026H1"]["state"] == "submitted"
    assert "Your remark: Укажите номер" in shown(card)
    assert card.hasFocus()
    remark(screen, qtbot, type_text, "Где сам приказ?", back=True)
    assert reports(plan)["3/MIA/2026H1"]["state"] == "sent_back"
    assert remarks(plan)[-2:] == ["Укажите номер", "Где сам приказ?"]


def test_the_buttons_tell_their_keys(screen: ReadingScreen) -> None:
    box = screen.answers.cards[0].remark
    assert box.button.toolTip() == "Send back (Ctrl+Return)"
    assert box.note_button.toolTip() == "Remark only (Ctrl+Shift+Return)"


def test_what_was_sent_back_already_can_only_be_remarked_on(
    screen: ReadingScreen, plan: Planned, qtbot: QtBot, type_text: Type
) -> None:
    card = remark(screen, qtbot, type_text, "Где сам приказ?", back=True)
    card.ask_remark()
    assert card.remark.button.isHidden()
    remark(screen, qtbot, type_text, "И его номер", back=True)
    assert remarks(plan)[-2:] == ["Где сам приказ?", "И его номер"]


def test_a_saved_remark_is_worded_anew(
    screen: ReadingScreen, plan: Planned, qtbot: QtBot, type_text: Type
) -> None:
    card = remark(screen, qtbot, type_text, "Где сам приказ", back=True)
    card.saved[0].edit_button.click()
    type_text(None, " и его номер?")
    press(Qt.Key.Key_Return, CONTROL)
    assert remarks(plan)[-1] == "Где сам приказ и его номер?"
    told = "Your remark: Где сам приказ и его номер?"
    qtbot.waitUntil(lambda: told in shown(screen.answers.cards[0]))
    assert not screen.answers.cards[0].saved[0].is_writing
    screen.session.undo(plan.register.revision())
    assert remarks(plan)[-1] == "Где сам приказ"


def test_esc_leaves_a_saved_remark_as_it_was(
    screen: ReadingScreen, plan: Planned, qtbot: QtBot, type_text: Type
) -> None:
    saved = remark(screen, qtbot, type_text, "Где сам приказ?", back=True).saved[0]
    saved.edit_button.click()
    type_text(None, " Или нет")
    press(Qt.Key.Key_Escape)
    assert saved.edit_button.hasFocus()
    assert saved.notice.isVisible()
    assert remarks(plan)[-1] == "Где сам приказ?"


def test_a_remark_being_worded_anew_stays_while_another_answer_is_accepted(
    screen: ReadingScreen, qtbot: QtBot, type_text: Type
) -> None:
    card = remark(screen, qtbot, type_text, "Где сам приказ?", back=True)
    card.saved[0].edit_button.click()
    type_text(None, " Номер?")
    screen.answers.cards[1].buttons["accept"].click()
    assert screen.answers.cards[0].saved[0].written() == "Где сам приказ? Номер?"


def test_a_remark_is_taken_back_and_undo_brings_it_again(
    screen: ReadingScreen, plan: Planned, qtbot: QtBot, type_text: Type
) -> None:
    before = remarks(plan)
    card = remark(screen, qtbot, type_text, "Где сам приказ?", back=True)
    card.saved[0].back_button.click()
    assert remarks(plan) == before
    assert screen.answers.cards[0].saved == []
    assert reports(plan)["3/MIA/2026H1"]["state"] == "sent_back"
    screen.session.undo(plan.register.revision())
    assert remarks(plan) == [*before, "Где сам приказ?"]


def test_a_key_shows_below_each_text_where_it_came_from(screen: ReadingScreen, qtbot: QtBot) -> None:
    screen.answers.cards[1].setFocus()
    assert "Entered by me" not in shown(screen.answers)
    press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: all(card.isVisible() for card in screen.answers.cards))
    second = screen.answers.cards[1]
    assert second.hasFocus()
    texts = [label.text() for label in second.findChildren(QLabel)]
    at = texts.index("Провели семинар")
    assert texts[at + 1].startswith("Entered by me, ")
    press(Qt.Key.Key_F7)
    assert not any("Entered by me" in label.text() for label in screen.answers.cards[1].findChildren(QLabel))


def test_texts_of_one_source_name_it_once_and_a_checksum_may_wrap(
    screen: ReadingScreen, plan: Planned, qtbot: QtBot
) -> None:
    content = b"a return"
    sent = Received("ответ.xlsx", content, hashlib.sha256(content).hexdigest())
    cell = Origin(sent.sha256, "Отчёт", "K7", "Приказ № 12 принят")
    edit = Edited(
        "progress", plan["3/MIA/2026H1"], "narrative_ru", "Приняли приказ", "Приказ № 12 принят", cell
    )
    plan.register.apply(ChangeSet(Label("label.test"), (edit,), "Coordinator", "merge"), [sent])
    screen.refresh(None)
    width = screen.answers.area_of_cards.viewport().width()
    screen.answers.sources_chip.click()
    qtbot.waitUntil(lambda: all(card.isVisible() for card in screen.answers.cards))
    mia, moj = screen.answers.cards
    assert shown(mia).count("ответ.xlsx · Отчёт!K7") == 1
    assert sent.sha256 in shown(mia).replace("\u200b", "")
    assert shown(moj).count("Entered by me") == 1
    assert max(mia.minimumSizeHint().width(), moj.minimumSizeHint().width()) < width // 2
