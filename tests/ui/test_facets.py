from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from ui.toolkit_samples import Item, items

from upr_desktop.ui.facet_counts import Facet, facet_counts, facet_test
from upr_desktop.ui.facets import FacetBar
from upr_desktop.ui.look import Look

LEAD: Facet[Item] = Facet("lead", "toolkit.popup.find", lambda row: [row.lead] if row.lead else [])
STATUS: Facet[Item] = Facet("status", "toolkit.popup.list", lambda row: [row.status], str.title)
ODD: Facet[Item] = Facet(
    "odd", "toolkit.table.copy", lambda row: ["yes"] if row.order % 2 else [], toggle=True
)
FACETS = (LEAD, STATUS, ODD)


def test_a_facet_does_not_narrow_its_own_counts() -> None:
    counts = facet_counts(items(6), FACETS, {"lead": frozenset({"MFA"})})
    assert counts["lead"] == {"MFA": 2, "MOJ": 2, "": 2}
    assert counts["status"] == {"none": 2}
    assert counts["odd"] == {"yes": 1}


def test_counts_tell_what_each_choice_would_show() -> None:
    chosen = {"status": frozenset({"none", "part"}), "odd": frozenset({"yes"})}
    counts = facet_counts(items(30), FACETS, chosen)
    for facet in FACETS:
        for code, count in counts[facet.key].items():
            test = facet_test(FACETS, {**chosen, facet.key: frozenset({code})})
            assert test is not None
            assert sum(map(test, items(30))) == count


def test_nothing_chosen_is_no_test() -> None:
    assert facet_test(FACETS, {"lead": frozenset()}) is None


def bar_of(qtbot: QtBot, look: Look) -> FacetBar:
    bar = FacetBar(look, FACETS, "toolkit.facets.clear")
    qtbot.addWidget(bar)
    bar.set_rows(items(30))
    bar.resize(700, 60)
    bar.show()
    return bar


def test_a_value_is_chosen_by_keyboard_and_cleared_by_delete(qtbot: QtBot, look: Look) -> None:
    bar = bar_of(qtbot, look)
    emitted: list[object] = []
    bar.chosen_changed.connect(emitted.append)
    qtbot.keyClick(bar.chips["status"], Qt.Key.Key_Return)
    assert bar.popup.isVisible()
    qtbot.keyClick(bar.popup.list, Qt.Key.Key_Down)
    qtbot.keyClick(bar.popup.list, Qt.Key.Key_Space)
    bar.popup.close()
    assert emitted == [{"status": frozenset({"none"})}] or emitted == [{"status": frozenset({"part"})}]
    assert bar.chips["status"].text().endswith("×")
    assert bar.chips["status"].property("active") is True
    qtbot.keyClick(bar.chips["status"], Qt.Key.Key_Delete)
    assert bar.chosen() == {}
    assert bar.chips["status"].text() == "What to choose from  ▾"


def test_a_click_on_the_cross_clears_and_does_not_open(qtbot: QtBot, look: Look) -> None:
    bar = bar_of(qtbot, look)
    bar.choose({"lead": ["MFA", "MOJ"]})
    chip = bar.chips["lead"]
    assert chip.text() == "Find: MFA and 1 more  ×"
    chip.adjustSize()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 8, chip.height() // 2))
    assert (bar.chosen(), bar.popup.isVisible()) == ({}, False)


def test_a_toggle_shows_its_count_and_narrows(qtbot: QtBot, look: Look) -> None:
    bar = bar_of(qtbot, look)
    assert bar.chips["odd"].text() == "Copy 15"
    bar.chips["odd"].click()
    assert bar.chosen() == {"odd": frozenset({"yes"})}
    assert sum(map(bar.test(), items(30))) == 15
    bar.chips["odd"].click()
    assert bar.test() is None


def test_the_popup_finds_and_shows_counts(qtbot: QtBot, look: Look) -> None:
    many = tuple(Item(str(n), str(n), n, "", f"State {n}") for n in range(20))
    bar = bar_of(qtbot, look)
    bar.set_rows(many)
    bar.chips["lead"].click()
    bar.popup.find_line.setText("state 13")
    shown = [row for row in range(bar.popup.list.count()) if not bar.popup.list.item(row).isHidden()]
    assert [bar.popup.list.item(row).text() for row in shown] == ["State 13"]
    qtbot.keyClick(bar.popup.find_line, Qt.Key.Key_Return)
    bar.popup.close()
    assert bar.chosen() == {"lead": frozenset({"State 13"})}


def test_chips_speak_the_language_and_have_names(qtbot: QtBot, look: Look) -> None:
    bar = bar_of(qtbot, look)
    bar.choose({"lead": [""]})
    look.language.use("kk")
    assert bar.chips["lead"].text() == "Іздеу: (көрсетілмеген)  ×"
    assert bar.chips["status"].accessibleName() == "Сүзгі: Таңдау тізімі"
    assert all(chip.height() >= 28 for chip in bar.chips.values())
