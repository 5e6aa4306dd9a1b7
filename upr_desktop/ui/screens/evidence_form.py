"""Describe a supporting document as fields, and show it as a card in a list."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from upr_desktop.register.changes import RecordId, Values
from upr_desktop.ui.fields import Choice, Field
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.form import Form
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill, PillLabel
from upr_desktop.ui.screens.parts import plain_label
from upr_desktop.ui.theme import FIELD_SPACE, GRID
from upr_desktop.ui.widgets import Card, button

KINDS = ("law", "decree", "order", "report", "letter", "statistics", "event", "publication", "other")
CAPTION = "field.evidence."


def evidence_fields(look: Look) -> tuple[Field, ...]:
    """Return the fields of a document, from top to bottom."""
    return (
        Field("title", CAPTION + "title", "text", lines=2),
        Field(
            "kind",
            CAPTION + "kind",
            "choice",
            lambda: [Choice(code, kind_word(look, code)) for code in KINDS],
            half=True,
        ),
        Field("act_number", CAPTION + "act_number", half=True),
        Field("act_date", CAPTION + "act_date", "date", half=True),
        Field("issuer", CAPTION + "issuer", half=True),
        Field("url", CAPTION + "url", hint="recommendations.evidence.url_hint"),
        Field("description", CAPTION + "description", "text", lines=2),
        Field("confidential", CAPTION + "confidential", "tick"),
    )


def kind_word(look: Look, code: str) -> str:
    """Return the label of a kind of document; one that is not known as it stands."""
    return look.t(f"evidence_kind.{code}") if code in KINDS else code


def evidence_line(look: Look, values: Values) -> str:
    """Return kind, number, date and issuer of a document in one line."""
    kind = kind_word(look, str(values["kind"])) if values["kind"] else ""
    number = (
        look.t("recommendations.evidence.number", number=values["act_number"]) if values["act_number"] else ""
    )
    day = look.language.date(str(values["act_date"])) if values["act_date"] else ""
    parts = (kind, number, day, str(values["issuer"] or ""), str(values["file_name"] or ""))
    return " · ".join(part for part in parts if part)


def is_address(text: object) -> bool:
    """Return whether a link may be opened: a page of the web, nothing on this computer."""
    return isinstance(text, str) and text.startswith(("http://", "https://"))


class EvidenceForm(Form):
    """The fields of a document, and below them its file: on a small screen all of it scrolls together."""

    def __init__(self, look: Look, file: QWidget) -> None:
        super().__init__(look, evidence_fields(look), "recommendations.evidence.form")
        body, whole = self.takeWidget(), QWidget()
        whole.setProperty("role", "form")
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(FIELD_SPACE)
        box.addWidget(body)
        box.addWidget(file)
        box.addStretch(1)
        self.setWidget(whole)


class EvidenceCard(Card):
    """One document: what it is, its note and its link; `edit_asked` and `remove_asked` carry its id."""

    edit_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, look: Look, id: RecordId, values: Values, writable: bool) -> None:
        super().__init__()
        self.id, self._look, self._values = id, look, values
        self.box.setContentsMargins(*[12] * 4)
        self.box.setSpacing(GRID)
        self.title = plain_label(str(values["title"]), "heading")
        line = plain_label(evidence_line(look, values), "soft")
        description = plain_label(str(values["description"] or ""), "")
        for part in (self.title, line, description):
            self.box.addWidget(part)
            part.setVisible(bool(part.text()))
        if values["confidential"]:
            self.box.addWidget(PillLabel(look, Pill(look.t("field.evidence.confidential"), "warn", "alert")))
        self.box.addWidget(self._buttons(writable))

    def _buttons(self, writable: bool) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        self.open_button = button(self._look, "recommendations.evidence.open", "link")
        self.edit_button = button(self._look, "recommendations.evidence.edit", "link")
        self.remove_button = button(self._look, "recommendations.evidence.remove", "link")
        self.open_button.setToolTip(str(self._values["url"] or ""))
        self.open_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(str(self._values["url"]))))
        self.edit_button.clicked.connect(lambda: self.edit_asked.emit(self.id))
        self.remove_button.clicked.connect(lambda: self.remove_asked.emit(self.id))
        for one in (self.open_button, self.edit_button, self.remove_button):
            one.setAccessibleName(f"{one.text()}: {self._values['title']}")
            flow.addWidget(one)
        self.open_button.setVisible(is_address(self._values["url"]))
        self.edit_button.setVisible(writable)
        self.remove_button.setVisible(writable)
        return holder
