"""List the codes that fields of records may hold, apart from the tables: what shows them need not declare those."""

POSITIONS = ("pending", "supported", "supported_in_part", "noted")
NOVELTIES = ("new", "repeated", "unknown")
QUALITIES = ("official", "working", "unchecked")
ROLES = ("lead", "co", "consulted")
PERSON_ROLES = ("focal", "alternate", "validator")
LINKS = ("repeats", "similar", "part_of")
TAG_SOURCES = ("import", "person", "suggestion")
EVIDENCE_KINDS = ("law", "decree", "order", "report", "letter", "statistics", "event", "publication", "other")
PLAN_STATES = ("draft", "agreed", "approved", "amended")
WHO_REPORTS = ("lead", "all", "per_assignment")
PLAN_MODES = ("period", "cumulative")
DEADLINE_KINDS = (
    "day",
    "month",
    "quarter",
    "half",
    "year",
    "years",
    "recurring",
    "continuous",
    "relative",
    "conditional",
    "undecided",
)
DECIDED_BY = ("parser", "person")
STATUSES = (
    "not_started",
    "not_due",
    "in_progress",
    "partially_implemented",
    "fully_implemented",
    "continuous",
    "not_implemented",
    "not_planned",
    "no_information",
)
RECOMMENDATION_STATUSES = ("in_progress", "partially_implemented", "implemented", "not_implemented")
REPORT_TEXTS = ("narrative", "evidence_text", "problems_text")
"""What a report says in three languages: each is three fields, `narrative_kk`, `narrative_ru`, `narrative_en`."""
PROGRESS_STATES = ("draft", "submitted", "accepted", "sent_back")
SUMMARY_STATES = ("draft", "agreed")
DECISIONS = ("close", "extend", "reassign", "exclude")
ANSWERS_ABOUT = ("bodies", "deadline", "recommendations", "unknown_numbers", "merged")
DIRECTIONS = ("in", "out")
LETTER_KINDS = ("request", "reminder", "answer", "rework", "extension")
PENDING_KINDS = ("conflict", "proposal", "no_change", "cleared")
CHOICES = ("ours", "theirs", "both", "other", "remark")
