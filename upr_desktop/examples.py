"""Give for each command of the command line how it may be written: lines that stand in its help and are tested."""

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "new": ("new review.upr --reference kazakhstan-4", "new round.upr --sample"),
    "import": (
        "import list.docx --register review.upr --dry-run",
        "import list.docx texts.xlsx --register review.upr",
    ),
    "issue": (
        "issue --register review.upr --period 2026H2 --out sent",
        "issue --register review.upr --period 2026H2 --agency MOJ MIA --workbook-language ru --out sent",
    ),
    "merge": (
        "merge return.xlsx --register review.upr --dry-run",
        "merge return.xlsx other.zip --register review.upr",
        "merge return.xlsx --register review.upr --decide no-change --decide new-measures",
    ),
    "slip": ("slip --register review.upr --period 2026H2 --out slips",),
    "fill": ("fill sent/UPR_MOJ_2026-II_en.xlsx --register moj.upr",),
    "write-return": ("write-return --register moj.upr --to return.xlsx",),
    "export": (
        "export --register review.upr --to review.xlsx --workbook-language ru",
        "export --register review.upr --what consolidated --period 2026H2 --to consolidated.xlsx",
        "export --register review.upr --what changes --since 180 --to changes.xlsx",
    ),
    "report": (
        "report --register review.upr --what plan --period 2026H2 --to plan.docx",
        "report --register review.upr --what reminders --period 2026H2 --to reminders.docx",
    ),
    "show": (
        "show recommendation --register review.upr --where position=supported",
        "show progress --register review.upr --where agency=MOJ --where period=2026H2",
    ),
    "history": (
        "history --register review.upr",
        "history measure:12 --register review.upr",
        "history --between 180 now --register review.upr",
    ),
    "edition": ('edition "2026, first half" --register review.upr --note "letter No. 12-3/45"',),
    "trace": (
        "trace measure:12 lead --register review.upr",
        "trace progress:12/MOJ/2026H2 status --register review.upr",
    ),
    "undo": ("undo 180 --register review.upr",),
    "check": ("check --register review.upr",),
    "backup": ("backup --register review.upr --to copy.upr",),
    "dump": ("dump --register review.upr > review.jsonl",),
    "self-test": ("self-test",),
    "demo": ("demo --out demonstration",),
    "pictures": ("pictures --out pictures",),
}
