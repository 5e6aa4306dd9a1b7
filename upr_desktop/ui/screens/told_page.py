"""Write what happened to records onto a page to read: each field before and after, and the cell it came from."""

from upr_desktop.jobs.describe_changes import EDITED, Told, ToldField, ToldRecord
from upr_desktop.register.changes import Origin
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.history_groups import local

LONG_RAW = 300


def write_record(page: ReadingText, look: Look, record: ToldRecord, told: Told, text: str = "") -> None:
    """Write one record with its fields; `text` is what the record says, where that helps to know it."""
    tail = "" if record.event == EDITED else look.t(f"history.event.{record.event}")
    page.heading(record.name, f"record:{record.kind}:{record.id}", tail)
    if record.event == EDITED and text:
        page.sentence(text, "soft")
    last = ""
    for at, one in enumerate(record.fields):
        place = _place(look, one, told)
        if one.before or (one.after and record.event == EDITED):
            page.change(one.what, one.before, one.after, _tip(look, one, told))
        elif one.after:
            page.plain(one.what, one.after, _tip(look, one, told))
        following = _place(look, record.fields[at + 1], told) if at + 1 < len(record.fields) else ""
        if place and place != following and place != last:
            page.note(place, "soft", _tip(look, one, told))
            last = place


def _place(look: Look, one: ToldField, told: Told) -> str:
    """Return where a value stands: file › sheet!cell."""
    if one.origin is None:
        return ""
    file = told.files.get(one.origin.file)
    return f"{file.name if file else look.t('history.file_gone')} › {cell_name(one.origin)}".rstrip(" ›")


def _tip(look: Look, one: ToldField, told: Told) -> str:
    """Return what hovering shows: the text as it stood in the file, when that came, and its sha256."""
    if one.origin is None:
        return ""
    file = told.files.get(one.origin.file)
    when = look.language.moment(local(file.received_at)) if file else "—"
    raw = one.origin.raw if len(one.origin.raw) <= LONG_RAW else f"{one.origin.raw[:LONG_RAW]}…"
    return look.t("history.origin", raw=raw or "—", when=when, sha256=one.origin.file)


def cell_name(origin: Origin) -> str:
    """Return sheet and cell as people write them: Sheet1!B7."""
    return (
        f"{origin.sheet}!{origin.address}"
        if origin.sheet and origin.address
        else origin.sheet or origin.address
    )
