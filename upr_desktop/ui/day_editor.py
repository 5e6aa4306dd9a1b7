"""Edit a day: typed as people write it, or picked from a calendar."""

from PySide6.QtCore import QDate, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QToolButton, QVBoxLayout

from upr_desktop.ui.editors import TextEditor
from upr_desktop.ui.fields import Field, FieldValue, Untypable, parse_date
from upr_desktop.ui.icons import icon
from upr_desktop.ui.inputs import text_in
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import TARGET


class DateEditor(TextEditor):
    """A day or none, typed as people write it or picked from a calendar; anything else stored is shown as it is."""

    def __init__(self, look: Look, field: Field, key: str) -> None:
        super().__init__(look, field, key)
        self._pick = QToolButton(self._text)
        self._pick.setProperty("role", "icon")
        self._pick.setFixedWidth(look.theme.px(TARGET))
        self._pick.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._pick.setCursor(Qt.CursorShape.ArrowCursor)
        if isinstance(self._text, QLineEdit):
            self._text.setTextMargins(0, 0, look.theme.px(TARGET), 0)
        look.name(self._pick, "toolkit.date.pick")
        look.text(self._pick, lambda text: self._pick.setToolTip(f"{text} (Alt+↓)"), "toolkit.date.pick")
        look.theme.follow(
            self._pick, lambda: self._pick.setIcon(icon("calendar", self._look.theme.colours.soft))
        )
        self._pick.clicked.connect(self._open_calendar)

    def put(self, value: FieldValue) -> None:
        super().put(self._look.language.date(value) if isinstance(value, str) else value)

    def value(self) -> FieldValue:
        text = text_in(self._text)
        if text == self._look.language.date(str(self._stored or "")):
            return self._stored
        try:
            return parse_date(text) or self._field.empty
        except ValueError as wrong:
            raise Untypable("toolkit.date.how") from wrong

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._pick.setEnabled(not read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the button at the right end of the line; Alt+↓ opens the calendar as the button does."""
        if event.type() == QEvent.Type.Resize and watched is self._text:
            edge = self._text.rect().adjusted(0, 2, -2, -2)
            self._pick.setGeometry(
                edge.right() - self._pick.width(), edge.top(), self._pick.width(), edge.height()
            )
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
            if is_down and self._pick.isEnabled():
                self._open_calendar()
                return True
        return super().eventFilter(watched, event)

    def _open_calendar(self) -> None:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setProperty("role", "popup")
        calendar = QCalendarWidget(popup)
        calendar.setLocale(self._look.language.locale)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        shown = QDate.fromString(str(self._shown or ""), Qt.DateFormat.ISODate)
        if shown.isValid():
            calendar.setSelectedDate(shown)
        QVBoxLayout(popup).addWidget(calendar)
        calendar.clicked.connect(lambda day: self._take_day(day, popup))
        calendar.activated.connect(lambda day: self._take_day(day, popup))
        popup.move(self.mapToGlobal(self.rect().bottomLeft()))
        popup.show()
        calendar.setFocus()

    def _take_day(self, day: QDate, popup: QFrame) -> None:
        if popup.isVisible():
            popup.close()
            super().put(self._look.language.date(str(day.toString(Qt.DateFormat.ISODate))))
            self.commit()
