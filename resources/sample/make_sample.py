"""Make the invented sample: a thematic list, its texts in Russian and Kazakh, and a register in which both were used.

python resources/sample/make_sample.py [FOLDER]     writes into this folder unless another is named

The same files come out each time: ids and times are counted, not drawn. What is written down here stands in the
.json files beside; no State made these recommendations and no body issued these documents.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(arguments: Sequence[str]) -> int:
    """Write all files of the sample into a folder."""
    sys.path.insert(0, str(HERE.parent.parent))
    from sample_files import write_list, write_texts
    from sample_register import EARLIER, LIST, PLANS, REGISTER, TEXTS, write_register

    folder = Path(arguments[0]) if arguments else HERE
    write_list(folder / LIST)
    write_texts(folder / TEXTS)
    if folder != HERE:
        for name in (EARLIER, *PLANS):
            (folder / name).write_bytes((HERE / name).read_bytes())
    write_register(folder / REGISTER, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
