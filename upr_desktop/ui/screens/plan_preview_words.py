"""Word what stands above a plan's preview and beside its questions: counts that add up, choices, what differs."""

from collections import Counter

from upr_desktop.merge.draft import OUTCOMES
from upr_desktop.merge.plan_draft import PlanDraft
from upr_desktop.register.plan_queries import measures
from upr_desktop.register.queries import catalogue
from upr_desktop.ui.fields import Choice
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.plan_details import measure_field
from upr_desktop.ui.screens.plan_doubts import CONFLICT, Doubt
from upr_desktop.ui.session import Session

LONGEST, SHORT = 90, 60


def total_words(draft: PlanDraft, look: Look) -> str:
    """Return the counts of measures and of rows of the file; each adds up."""
    t, number = look.t, look.language.number
    counted = Counter(result.outcome for result in draft.results)
    parts = [t(f"plan_import.counted.{key}", count=counted[key]) for key in OUTCOMES if counted[key]]
    kinds = {t(f"plan_row.{key}"): count for key, count in draft.file_rows.items() if count}
    rows = [f"{kind[0].lower()}{kind[1:]} — {number(count)}" for kind, count in kinds.items()]
    told = [t("preview.total.measures", count=len(draft.results), counts=", ".join(parts) or number(0))]
    if draft.plan is not None:
        key = "plan_import.new_plan" if draft.is_new_plan else "plan_import.known_plan"
        title = draft.title if len(draft.title) <= SHORT else f"{draft.title[:SHORT].rstrip()}…"
        told.insert(0, t(key, title=title))
    total = sum(draft.file_rows.values())
    return f"{' '.join(told)}\n{t('plan_import.rows', count=total, counts=', '.join(rows))}"


def disputed_lines(draft: PlanDraft, doubt: Doubt, look: Look) -> list[str]:
    """Return what the register and the file say where a person changed the one and the other says something new."""
    if doubt.question.kind != CONFLICT:
        return []
    result = draft.results[doubt.question.measures[0]]
    shown = [one for one in result.fields if one.kept] or result.fields
    return [
        look.t(
            "plan_import.differs",
            field=measure_field(one.field, look),
            before=one.before or "—",
            after=one.after or "—",
        )
        for one in shown
    ]


def agency_choices(session: Session, look: Look) -> list[Choice]:
    """Return the register's agencies by their codes."""
    language = look.language.code
    found = session.read(catalogue).agencies.values()
    choices = [Choice(one.code, f"{one.short(language)} ({one.code})", one.short(language)) for one in found]
    return sorted(choices, key=lambda choice: choice.label)


def measure_choices(session: Session, look: Look, draft: PlanDraft | None) -> list[Choice]:
    """Return the measures of the plan that the file is of."""
    plan = draft.plan if draft is not None and not draft.is_new_plan else None
    if plan is None:
        return []
    found = session.read(lambda connection: measures(connection, plan))
    return [
        Choice(row.id, f"{row.number or '—'} {row.text(look.language.code)[0]}"[:LONGEST]) for row in found
    ]
