"""Say how a value that a return brought into question was decided on: what was chosen, by whom, over what, why."""

from upr_desktop.jobs.value_words import value_words
from upr_desktop.register.value_decisions import ValueDecision
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.history_groups import local

LONG = 300


def decision_lines(look: Look, one: ValueDecision) -> list[str]:
    """Return what was decided, by whom and when; then what was not taken, and why, where either is known."""
    t, language = look.t, look.language
    when = language.moment(local(one.at)) if one.at else "—"
    lines = [t("history.decision", choice=t(f"choice.{one.choice}"), who=one.by or "—", when=when)]
    beaten = value_words(one.record_kind, one.field, one.beaten, language.code, lambda _, id: str(id))
    if beaten:
        lines.append(t("history.decision.beaten", value=shortened_raw(beaten)))
    return [*lines, t("history.decision.why", why=one.why)] if one.why else lines


def shortened_raw(text: str) -> str:
    """Return a text, or the beginning of a very long one."""
    return text if len(text) <= LONG else f"{text[:LONG]}…"
