"""The measures that screens share are those that the register holds now, whoever wrote, however often."""

import random
from pathlib import Path

import pytest
from plan_samples import Planned, measure, planned, report

from upr_desktop.register import kept_measures
from upr_desktop.register.changes import Change, ChangeSet, Edited, Label, RecordId, Value
from upr_desktop.register.kept_measures import keep_measures, measures_of_plan
from upr_desktop.register.plan_queries import measures
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.register.register import Register

FIELDS: dict[str, tuple[tuple[str, Value], ...]] = {
    "measure": (("number", "7"), ("text_ru", "Иначе"), ("archived", True), ("deadline_end", "2026-03-31")),
    "progress": (("state", "accepted"), ("no_change", True), ("archived", True), ("claimed_status", None)),
    "assignment": (("role", "co"), ("archived", True)),
    "evidence": (("archived", True),),
}


def of_both(sample: Planned) -> tuple[list[MeasureRow], list[MeasureRow]]:
    with sample.register.reading() as connection:
        return measures_of_plan(connection, sample["plan"]), measures(connection, sample["plan"])


def an_edit(chance: random.Random, sample: Planned) -> list[Change]:
    kind = chance.choice(list(FIELDS))
    field, value = chance.choice(FIELDS[kind])
    with sample.register.reading() as connection:
        select = f'SELECT id, {field} FROM "{kind}" ORDER BY id'
        held: list[tuple[RecordId, Value]] = connection.exec_driver_sql(select).all()
    id, before = chance.choice(held)
    if isinstance(value, bool):
        before = None if before is None else bool(before)
        value = not before
    return [Edited(kind, id, field, before, value)]


def test_measures_that_are_kept_are_those_that_are_read_after_each_edit_and_undo() -> None:
    sample, chance, changed = planned(), random.Random(3), 0
    kept, read = of_both(sample)
    for _ in range(60):
        before = kept
        applied = sample.register.apply(ChangeSet(Label("label.test"), an_edit(chance, sample), "tester"))
        if applied.revision is not None and chance.random() < 0.3:
            kept, read = of_both(sample)
            assert kept == read
            sample.register.undo(applied.revision, "tester")
        kept, read = of_both(sample)
        assert kept == read
        changed += kept != before
    assert changed > 10


def test_measures_are_read_once_as_long_as_nothing_is_saved() -> None:
    sample = planned()
    first, again = of_both(sample)[0], of_both(sample)[0]
    assert all(one is other for one, other in zip(first, again, strict=True))
    first.clear()
    assert of_both(sample)[0] == again


def test_what_another_program_wrote_is_read(tmp_path: Path) -> None:
    sample = planned(tmp_path / "plan.upr")
    before, _ = of_both(sample)
    other = Register.open(sample.register.path)
    elsewhere = Planned(other, dict(sample.ids))
    measure(elsewhere, "77", "140.3")
    report(elsewhere, "1/MOJ", "2026H2")
    elsewhere.save()
    other.close()
    kept, read = of_both(sample)
    assert kept == read != before
    sample.register.close()


def test_measures_of_one_plan_are_not_given_for_another() -> None:
    sample = planned()
    of_both(sample)
    with sample.register.reading() as connection:
        assert measures_of_plan(connection, RecordId("0" * 32)) == []


def test_what_a_worker_read_beforehand_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = planned()
    with sample.register.reading() as connection:
        keep_measures(connection, "no such plan")
        monkeypatch.setattr(kept_measures, "measures", lambda *_: pytest.fail("read again"))
        kept = measures_of_plan(connection, sample["plan"])
    assert kept == list(sample.measures().values())
