"""Make the invented Interagency Plan of the sample in three languages, as Word and as Excel tables.

python resources/sample/make_plan.py [FOLDER]     writes into this folder unless another is named

The same files come out each time. What they say stands in plan.json beside; no State body has approved this plan.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(arguments: Sequence[str]) -> int:
    """Write all six files into a folder."""
    sys.path.insert(0, str(HERE.parent.parent))
    from plan_sheet import write_sheet
    from plan_text import LANGUAGES, plan_text
    from plan_word import write_word

    folder = Path(arguments[0]) if arguments else HERE
    for language in LANGUAGES:
        told = plan_text(language)
        write_word(told, folder / f"plan_{language}.docx")
        write_sheet(told, folder / f"plan_{language}.xlsx")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
