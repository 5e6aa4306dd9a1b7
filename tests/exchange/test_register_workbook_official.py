"""A document that became official-use only after the workbook was written is not linked twice by what comes back."""

from pathlib import Path

import pytest
from workbook_samples import EVIDENCE, Sample, Sheets, added, draft_of, edits, exported, small


@pytest.fixture
def sample() -> Sample:
    made = small()
    made.add("order", "evidence", title="Order No. 7", kind="order")
    return made


def test_a_link_to_what_is_hidden_meanwhile_is_not_doubled_where_the_file_is_taken(
    sample: Sample, tmp_path: Path
) -> None:
    path = exported(sample, tmp_path)
    sheets = Sheets(path, "ru")
    cell = sheets.cell("140.1", EVIDENCE)
    cell.value = f"{cell.value}\nOrder No. 7"
    sheets.save()
    sample.edit("law", "evidence", "confidential", True)
    draft = draft_of(sample, path, take=frozenset({sample.ids["140.1"]}))
    assert [link["evidence_id"] for link in added(draft, "evidence_link")] == [sample.ids["order"]]
    sample.register.apply(draft.changes)
    links = [(one["evidence_id"], one["record_id"]) for one in sample.all("evidence_link").values()]
    assert len(links) == len(set(links)) == 3
    assert edits(draft) == []
