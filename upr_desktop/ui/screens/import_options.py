"""Let a person say what a file is and what of it counts, and which of its values are taken."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from upr_desktop.jobs.import_choices import BLANK_PROBLEMS, has_problem, ticked
from upr_desktop.jobs.import_file import LAYOUTS, Options
from upr_desktop.merge.draft import DraftRow
from upr_desktop.register.changes import RecordId
from upr_desktop.states import state_name
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.inputs import ChoiceBox, TickBox
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.import_files import FileEntry
from upr_desktop.ui.theme import FIELD_SPACE, GRID

ARROW, WIDEST = 72, 340


class LayoutChoice(QWidget):
    """Two lists: what the file is, and the State whose reviews count. `chosen` carries new Options."""

    chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._entry: FileEntry | None = None
        self.layouts, self.states = ChoiceBox(), ChoiceBox()
        flow = FlowLayout(self, FIELD_SPACE)
        flow.addWidget(self._pair(self._caption("preview.this_is", self.layouts), self.layouts))
        self._state_pair = self._pair(self._caption("preview.reviews_of", self.states), self.states)
        flow.addWidget(self._state_pair)
        for box, least in ((self.layouts, 22), (self.states, 14)):
            box.setMinimumContentsLength(least)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.layouts.activated.connect(self._choose_layout)
        self.states.activated.connect(self._choose_state)
        look.language.follow(self, self._tell)

    def show_entry(self, entry: FileEntry) -> None:
        """Show what a file was taken for."""
        self._entry = entry
        self._tell()

    def _pair(self, caption: QLabel, box: QComboBox) -> QWidget:
        pair = QWidget()
        line = QHBoxLayout(pair)
        line.setContentsMargins(0, 0, FIELD_SPACE, 0)
        line.setSpacing(FIELD_SPACE)
        line.addWidget(caption)
        line.addWidget(box)
        return pair

    def _caption(self, key: str, box: QComboBox) -> QLabel:
        caption = QLabel()
        caption.setProperty("role", "soft")
        caption.setBuddy(box)
        self._look.text(caption, caption.setText, key)
        self._look.name(box, key)
        return caption

    def _tell(self) -> None:
        if self._entry is None:
            return
        options, t = self._entry.options, self._look.t
        self._fill(self.layouts, [(code, self._layout_words(code)) for code in LAYOUTS], options.layout)
        states = [(code, state_name(code, self._look.language.code)) for code in self._entry.drafted.states]
        states.sort(key=lambda state: state[1])
        self._fill(
            self.states, [("", t("preview.all_states", count=len(states))), *states], options.state or ""
        )
        self._state_pair.setVisible(len(states) > 1)

    def _layout_words(self, code: str) -> str:
        if code != "auto":
            return self._look.t(f"layout.{code}")
        prepared = self._entry.prepared if self._entry else None
        if prepared and prepared.options.layout == "auto":
            return self._look.t(
                "preview.recognised", layout=self._look.t(f"layout.{prepared.recognised.layout}")
            )
        return self._look.t("preview.recognise")

    def _fill(self, box: QComboBox, choices: Sequence[tuple[str, str]], code: str) -> None:
        box.clear()
        for value, words in choices:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(code)))
        widest = max(box.fontMetrics().horizontalAdvance(words) for _, words in choices)
        box.setMinimumWidth(min(widest + self._look.theme.px(ARROW), self._look.theme.px(WIDEST)))

    def _choose_layout(self) -> None:
        if self._entry is not None:
            self.chosen.emit(Options(self.layouts.currentData()))

    def _choose_state(self) -> None:
        if self._entry is not None:
            self.chosen.emit(replace(self._entry.options, state=self.states.currentData() or None))


class Ticks(QWidget):
    """What a person agrees to beyond the plain import; only ticks that matter here are shown. `chosen`: Options."""

    chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._entry: FileEntry | None = None
        self.take, self.new_rows, self.clear_blanks = TickBox(), TickBox(), TickBox()
        flow = FlowLayout(self, GRID)
        for tick, name in self._named():
            flow.addWidget(tick)
            tick.clicked.connect(lambda on, name=name: self._choose(name, on))
        look.language.follow(self, self._tell)

    def show_entry(self, entry: FileEntry) -> None:
        """Show the ticks that matter for a file."""
        self._entry = entry
        self._tell()

    def tick_rows(self, rows: Sequence[DraftRow]) -> None:
        """Tick what is offered in these rows, or untick it where all of it is ticked."""
        if self._entry is not None:
            self.chosen.emit(ticked(self._entry.options, rows, self._entry.offered))

    def _named(self) -> tuple[tuple[TickBox, str], ...]:
        return (
            (self.take, "take"),
            (self.new_rows, "create"),
            (self.clear_blanks, "clear_blanks"),
        )

    def _tell(self) -> None:
        entry = self._entry
        prepared = entry.prepared if entry else None
        if entry is None or prepared is None:
            self.hide()
            return
        options, records, places = entry.options, entry.offered.records, entry.offered.places
        self._show(self.take, "take", bool(records), options.take >= records, len(records))
        self._show(self.new_rows, "create", bool(places), options.create >= places, len(places))
        blanks = options.clear_blanks or has_problem(prepared, BLANK_PROBLEMS)
        self._show(self.clear_blanks, "clear_blanks", blanks, options.clear_blanks)
        self.setVisible(bool(records or places) or blanks)

    def _show(self, tick: TickBox, key: str, shown: bool, on: bool, count: int = 0) -> None:
        tick.setVisible(shown)
        tick.setChecked(on)
        tick.setText(self._look.t(f"preview.{key}", count=count))
        tick.setAccessibleName(tick.text())

    def _choose(self, name: str, on: bool) -> None:
        if self._entry is None:
            return
        options, none = self._entry.options, frozenset[RecordId]()
        offered = self._entry.offered
        match name:
            case "take":
                chosen = replace(options, take=offered.records if on else none)
            case "create":
                chosen = replace(options, create=offered.places if on else frozenset())
            case _:
                chosen = replace(options, clear_blanks=on)
        self.chosen.emit(chosen)
