"""Write the one stylesheet of the window from the colours of a theme."""

from collections.abc import Callable
from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from upr_desktop.ui.colours import Colours

SHEET = Template("""
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[role="page"] { background: $bg; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 4px 6px; }
QLabel, QCheckBox { background: transparent; }
QLabel[role="caption"] { color: $soft; font-size: ${caption_px}px; }
QLabel[role="soft"] { color: $soft; }
QLabel[role="problem"] { color: $bad; font-size: ${caption_px}px; }
QLabel[role="reading"] { font-size: ${reading_px}px; }
QLabel[role="number"], QLabel[role="title"] { font-size: ${number_px}px; font-weight: 600; }
QLabel[role="heading"] { font-size: ${reading_px}px; font-weight: 600; }

QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[role="card"]:focus { border: 2px solid $accent; }
QFrame[role="sunken"] { background: $sunken; border: none; border-radius: 6px; }
QFrame[role="notice"] { border: none; border-radius: 6px; background: $accent_soft; }
QFrame[role="notice"][tone="ok"] { background: $ok_soft; }
QFrame[role="notice"][tone="warn"] { background: $warn_soft; }
QFrame[role="notice"][tone="bad"] { background: $bad_soft; }
QFrame[role="ring"] { background: transparent; border: 2px solid $accent; border-radius: 6px; }
QFrame[role="hairline"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="popup"] { background: $surface; border: 1px solid $line; }

QPushButton, QToolButton {
  background: $surface; border: 1px solid $line; border-radius: 6px; padding: 4px 12px; min-height: 18px;
}
QPushButton:hover, QToolButton:hover { background: $sunken; }
QPushButton:pressed, QToolButton:pressed { background: $accent_soft; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 3px 11px; }
QPushButton:disabled, QToolButton:disabled { color: $faint; background: $sunken; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 3px 11px; }
QPushButton[role="primary"]:disabled { background: $sunken; color: $faint; border: 1px solid $line; }
QPushButton[role="quiet"], QToolButton[role="quiet"] { background: transparent; border: 1px solid transparent; }
QToolButton[role="quiet"] { padding: 4px 8px; }
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover { background: $sunken; }
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus { border: 2px solid $accent; }
QToolButton[role="quiet"]:focus { padding: 3px 7px; }
QToolButton[role="icon"] { background: transparent; border: 1px solid transparent; padding: 4px; }
QToolButton[role="icon"]:hover { background: $sunken; }
QToolButton[role="icon"]:focus { border: 2px solid $accent; padding: 3px; }
QLineEdit QToolButton, QLineEdit QToolButton:hover { background: transparent; border: none; padding: 0; min-height: 0; }
QLineEdit QToolButton[role="icon"] { border-radius: 4px; }
QLineEdit QToolButton[role="icon"]:hover { background: $sunken; }
QLineEdit QToolButton[role="icon"]:focus { border: 2px solid $accent; }
QPushButton[role="link"] {
  background: transparent; border: 1px solid transparent; color: $accent; padding: 4px 6px; font-weight: 600;
}
QPushButton[role="link"]:focus { border: 2px solid $accent; padding: 3px 5px; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }
QToolButton[role="chip"] { border-radius: 4px; padding: 4px 7px; }
QToolButton[role="chip"]:focus { padding: 3px 6px; }
QToolButton[role="chip"][active="true"] {
  background: $accent_soft; border: 1px solid $accent; color: $accent; font-weight: 600;
}
QToolButton[role="chip"][active="true"]:focus { border: 2px solid $accent; padding: 3px 6px; }
QToolButton[role="tag"] { background: $sunken; border-radius: 4px; padding: 3px 8px; }
QToolButton[role="tag"]:focus { padding: 2px 7px; }
QToolButton[role="tab"] {
  background: transparent; border: none; border-bottom: 2px solid transparent; border-radius: 0;
  color: $soft; padding: 4px 2px; margin-right: 0; min-width: 20px;
}
QToolButton[role="tab"][empty="true"] { color: $faint; }
QToolButton[role="tab"]:checked { color: $accent; border-bottom: 2px solid $accent; font-weight: 600; }
QToolButton[role="tab"]:hover { background: $sunken; }
QToolButton[role="tab"]:focus { border: 2px solid $accent; padding: 2px 0 4px 0; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {
  background: $surface; border: 1px solid $line_strong; border-radius: 6px; padding: 4px 9px; min-height: 20px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QPlainTextEdit { padding: 2px 5px; }
QPlainTextEdit[role="reading"] {
  background: transparent; border: 1px solid transparent; padding: 1px 0; font-size: ${reading_px}px;
}
QPlainTextEdit[role="reading"]:hover { border: 1px solid $line_strong; }
QPlainTextEdit[role="reading"]:focus { background: $surface; border: 2px solid $accent; padding: 0; }
QPlainTextEdit[role="reading"][readOnly="true"] {
  background: transparent; border: 1px solid transparent; color: $text;
}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid $accent; padding: 3px 8px; }
QPlainTextEdit:focus { padding: 1px 4px; }
QLineEdit:read-only, QPlainTextEdit[readOnly="true"], QComboBox:disabled, QLineEdit:disabled {
  background: $sunken; color: $soft; border: 1px solid $line;
}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border: 1px solid $bad; }
QLineEdit[role="cell"], QPlainTextEdit[role="cell"], QComboBox[role="cell"] {
  border: 2px solid $accent; border-radius: 0; padding: 0 6px;
}
QComboBox { combobox-popup: 0; }
ChoiceBox::drop-down { border: none; width: 26px; }
ChoiceBox::down-arrow { image: none; }
QFileDialog QToolButton { padding: 4px; min-height: 0; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; outline: none; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 6px; }
QComboBox QAbstractItemView::item:selected { background: $selection; color: $text; }
QCheckBox { spacing: 8px; min-height: 28px; border: 2px solid transparent; border-radius: 4px; padding: 0 4px; }
QCheckBox:focus { border: 2px solid $accent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $faint; border-radius: 3px; background: $surface; }
QCheckBox::indicator:checked, QCheckBox::indicator:indeterminate { background: $accent; border: 1px solid $accent; }
QCheckBox::indicator:disabled { background: $sunken; border: 1px solid $line; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QTableView, QListView, QTreeView { background: $surface; border: none; outline: none; }
QTableView { selection-background-color: $selection; selection-color: $text; }
QHeaderView { background: $surface; border: none; }
QListView[role="sidebar"] { background: transparent; padding: 0; }
QListView[role="sidebar"]::item { border-radius: 6px; padding: 0 12px; color: $soft; min-height: 36px; }
QListView[role="sidebar"]::item:hover { background: $sunken; }
QListView[role="sidebar"]::item:selected { background: $accent_soft; color: $accent; }
QListView[role="sidebar"]::item:selected:focus { border: 2px solid $accent; padding: 0 10px; }
QListView[role="recent"] { border: 2px solid transparent; border-radius: 6px; }
QListView[role="recent"]:focus { border: 2px solid $accent; }
QListView[role="recent"]::item { border-radius: 6px; padding: 2px 8px; }
QListView[role="recent"]::item:hover { background: $sunken; }
QListView[role="recent"]::item:selected { background: $accent_soft; color: $text; }
QScrollArea { background: transparent; border: none; }
QWidget[role="form"] { background: transparent; }

QMenu { background: $surface; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 28px; border-radius: 4px; min-height: 18px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenuBar { background: $bg; }
QMenuBar::item { padding: 6px 10px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $sunken; }
QStatusBar { background: $bg; color: $soft; }
QStatusBar::item { border: none; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $line; }

QTabBar::tab { padding: 6px 10px; color: $soft; background: transparent; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { border: 2px solid $accent; }
QTabWidget::pane { border: none; }

QProgressBar { background: $sunken; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $handle; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QCalendarWidget QWidget { background: $surface; alternate-background-color: $sunken; }
QCalendarWidget QToolButton { border: none; }
""")


def stylesheet(colours: "Colours", px: Callable[[int], int]) -> str:
    """Return the stylesheet in these colours; `px` scales a size to the system's font."""
    tokens = asdict(colours)
    return SHEET.substitute(
        tokens,
        caption_px=px(12),
        reading_px=px(15),
        number_px=px(20),
        line_strong=mixed(colours.line, colours.faint, 0.16),
        handle=mixed(colours.line, colours.faint, 0.3),
        accent_hover=mixed(colours.accent, colours.text, 0.12),
    )


def mixed(one: str, other: str, share: float) -> str:
    """Return the colour that lies a share (0 to 1) of the way from one `#RRGGBB` to another."""
    channels = (
        round(int(one[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share)
        for at in (1, 3, 5)
    )
    return "#{:02X}{:02X}{:02X}".format(*channels)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two `#RRGGBB` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
