"""Hostile files and returns without marks come with a good one: each is refused or accounted for, one counts."""

from pathlib import Path

import pytest
from plan_samples import Planned, planned
from return_samples import Clerk, merged, report, sent

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.merge_returns import FileMerge, Merge
from upr_desktop.jobs.telling import sentence
from upr_desktop.register.check import check
from upr_desktop.register.errors import FileRefused

MESSY, PROTOTYPE = "messy_return_ru.xlsx", "agency_return_prototype_ru.xlsx"
ANSWER = "Приказ подписан"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def sample(folder: Path) -> Planned:
    return planned(folder / "r.upr")


def unreadable(path: Path) -> bool:
    """Return whether a file is refused before it is read, by its name or its size."""
    try:
        read_file(path)
    except FileRefused:
        return True
    return False


def read_of(merge: Merge, name: str) -> FileMerge:
    return next(one for one in merge.files if one.read.received.name == name)


@pytest.fixture(scope="module")
def merge(
    sample: Planned,
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    gate: Gate,
    request: pytest.FixtureRequest,
) -> Merge:
    data = Path(request.config.rootpath).parent / "shared" / "data"
    if not data.is_dir():
        pytest.skip("the real files (shared/data beside the checkout) are not here")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPR_HOME", str(tmp_path_factory.mktemp("home")))
        good = Clerk(sent(sample, folder)).type("2", narrative=ANSWER).save("good.xlsx")
        hostile = sorted(path for path in (data / "hostile" / "files").iterdir() if path.is_file())
        files = [path for path in hostile if not unreadable(path)]
        assert len(files) > 25
        unmarked = [data / "workbooks" / name for name in (MESSY, PROTOTYPE)]
        return merged(sample, gate, *files[:20], good, *files[20:], *unmarked, agency="MOJ", period="2026H2")


def test_nothing_but_the_good_return_is_taken(merge: Merge, sample: Planned) -> None:
    assert merge.counts["taken"] == 1
    assert report(sample, "2")["narrative_ru"] == ANSWER
    changed = {change.id for change in merge.changes}
    assert changed == {report(sample, "2")["id"]}
    with sample.register.reading() as connection:
        assert not [found for found in check(connection) if found.severity == "error"]


def test_every_file_is_told_of_and_a_refusal_is_a_sentence(merge: Merge) -> None:
    for one in merge.files:
        name = one.read.received.name
        assert (one.refused is None) != (one.merged is None and one.read.same is None), name
        if one.refused:
            assert len(sentence(one.refused, "ru")) > 20, name


def test_every_row_of_a_messy_return_is_named(merge: Merge) -> None:
    one = read_of(merge, MESSY)
    assert one.merged is not None
    rows = {f"{one.merged.returned.sheet}!{row.number}" for row in one.merged.returned.rows}
    assert len(rows) == 6
    assert rows <= {problem.where for problem in one.notices}
    counts = one.merged.counts
    assert sum(counts.values()) == counts["unknown_row"] == len(one.merged.cells)


def test_the_rows_of_a_prototype_that_nobody_filled_in_are_named(merge: Merge) -> None:
    one = read_of(merge, PROTOTYPE)
    assert one.merged is not None
    assert not one.merged.cells
    (blank,) = (problem for problem in one.notices if problem.code == "return_rows_blank")
    assert blank.values == {"count": 3, "rows": "10, 11, 13"}


def test_cells_of_all_files_add_up(merge: Merge) -> None:
    assert sum(merge.counts.values()) == merge.cells_read
    assert merge.cells_read == sum(len(one.merged.cells) for one in merge.files if one.merged)
