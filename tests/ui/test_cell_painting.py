"""A cell breaks its line where a reader would."""

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from upr_desktop.ui.cell_painting import wrapped


def test_a_number_stays_with_the_word_it_counts_where_a_cell_breaks_its_line(qapp: QApplication) -> None:
    font = QApplication.font()
    width = QFontMetrics(font).horizontalAdvance("22.11.2026 · 8") + 4
    assert wrapped("22.11.2026 · 8\u00a0rows\n", width, font.toString(), 2) == ("22.11.2026 ·", "8\u00a0rows")
