"""An edition freezes the register under a name; what changed since it is told by record, before and after."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from plan_samples import Planned, planned

from upr_desktop.jobs.editions import Difference, difference, freeze_edition
from upr_desktop.jobs.export_history import export_history
from upr_desktop.register.editions import editions, point
from upr_desktop.register.errors import RegisterError


def differ(sample: Planned, one: str, other: str = "now", language: str = "ru") -> Difference:
    with sample.register.reading() as connection:
        return difference(connection, point(connection, one), point(connection, other), language)


@pytest.fixture
def sample() -> Planned:
    return planned()


def test_an_edition_is_the_register_as_it_stood(sample: Planned) -> None:
    before = sample.register.revision()
    frozen = freeze_edition(sample.register, "  Отчёт за  I полугодие ", "секретариат", "письмо № 1")
    assert (frozen.name, frozen.revision, frozen.note) == ("Отчёт за I полугодие", before, "письмо № 1")
    assert frozen.author == "me"
    with sample.register.reading() as connection:
        assert editions(connection) == [frozen]
        assert point(connection, "отчёт за i полугодие") == frozen
    assert differ(sample, frozen.name).records == []


def test_what_changed_since_is_told_before_and_after(sample: Planned) -> None:
    freeze_edition(sample.register, "Отчёт")
    sample.edit("1/MIA/2026H1", "progress", "narrative_ru", "Закон принят")
    sample.edit("1/MIA/2026H1", "progress", "narrative_ru", "Закон подписан")
    sample.edit("m2", "measure", "funding", "бюджет")
    sample.edit("m2", "measure", "funding", None)
    (record,) = differ(sample, "Отчёт").records
    assert (record.kind, record.event) == ("progress", "edited")
    assert [(one.before, one.after) for one in record.fields] == [("Готовим проект закона", "Закон подписан")]


def test_the_difference_of_two_editions_is_the_same_either_way_round(sample: Planned) -> None:
    freeze_edition(sample.register, "Первая")
    sample.edit("m2", "measure", "funding", "бюджет")
    freeze_edition(sample.register, "Вторая")
    sample.edit("m1", "measure", "funding", "грант")
    told = differ(sample, "Вторая", "Первая")
    assert (told.first.name, told.last.name) == ("Первая", "Вторая")
    assert told.records == differ(sample, "Первая", "Вторая").records
    assert [one.id for one in told.records] == [sample["m2"]]


def test_reports_that_are_not_handed_in_are_no_difference(sample: Planned) -> None:
    freeze_edition(sample.register, "Первая")
    ends = {"assignment_id": sample["2/MOJ"], "period_id": sample["2026H2"]}
    sample.add("blank", "progress", **ends, state="draft")
    assert differ(sample, "Первая").records == []
    sample.edit("blank", "progress", "narrative_ru", "Готово")
    sample.edit("1/MOJ/2026H1", "progress", "narrative_kk", "Басталды")
    assert differ(sample, "Первая").records == []
    sample.edit("blank", "progress", "state", "submitted")
    assert [one.event for one in differ(sample, "Первая").records] == ["added"]
    sample.edit("1/MOJ/2026H1", "progress", "state", "submitted")
    assert [one.event for one in differ(sample, "Первая").records] == ["edited", "added"]
    sample.edit("1/MOJ/2026H1", "progress", "state", "draft")
    sample.edit("1/MIA/2026H1", "progress", "state", "draft")
    handed_back = differ(sample, "Первая").records[0]
    assert (handed_back.id, handed_back.event) == (sample["1/MIA/2026H1"], "edited")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (" ", "edition_without_name"),
        ("7", "edition_name_number"),
        ("Now", "edition_name_number"),
        ("ПЕРВАЯ", "edition_name_taken"),
    ],
)
def test_a_name_that_could_mean_something_else_is_refused(sample: Planned, name: str, key: str) -> None:
    freeze_edition(sample.register, "Первая")
    before = sample.register.revision()
    with pytest.raises(RegisterError) as refused:
        freeze_edition(sample.register, name)
    assert refused.value.key == key
    assert sample.register.revision() == before


@pytest.mark.parametrize(("named", "key"), [("Другая", "no_such_edition"), ("99", "no_such_revision")])
def test_a_point_that_is_not_there_is_refused_by_name(sample: Planned, named: str, key: str) -> None:
    with pytest.raises(RegisterError) as refused:
        differ(sample, named)
    assert refused.value.key == key


def test_an_edition_is_taken_back_as_any_step_is(sample: Planned) -> None:
    freeze_edition(sample.register, "Первая")
    sample.register.undo(sample.register.revision(), "me")
    with sample.register.reading() as connection:
        assert editions(connection) == []


def test_the_history_as_a_workbook_states_the_editions(sample: Planned, tmp_path: Path) -> None:
    freeze_edition(sample.register, "Отчёт", note="письмо № 1")
    sheets = load_workbook(export_history(sample.register, tmp_path / "h.xlsx", "ru")).worksheets
    told = [cell.value for row in sheets[-1].iter_rows() for cell in row if cell.value]
    assert "Отчёт" in told
    assert any("письмо № 1" in text for text in told)
    assert any(
        "Зафиксирована редакция «Отчёт»" in str(cell.value) for row in sheets[0].iter_rows() for cell in row
    )
