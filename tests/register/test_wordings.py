"""The consolidated wording: one for a measure and a period, kept apart from what agencies wrote."""

from pathlib import Path

import pytest
from plan_samples import Planned, planned

from upr_desktop.jobs.edit_progress import write_summary
from upr_desktop.jobs.show import show
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.register.confidential import confidential_ids
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.errors import ChangesRefused
from upr_desktop.register.find_measures import find_measures
from upr_desktop.register.naming import find_record
from upr_desktop.register.queries import catalogue
from upr_desktop.register.record_history import record_history
from upr_desktop.register.register import Register
from upr_desktop.register.trace import trace
from upr_desktop.register.wordings import wordings


@pytest.fixture
def sample() -> Planned:
    return planned()


def word(sample: Planned, measure: str, text: str, period: str = "2026H1", **more: object) -> RecordId:
    """Give a measure a consolidated wording and return its id."""
    wishes = {"text_ru": text, **more}
    changes = write_summary("measure", sample[measure], sample[period], wishes)  # type: ignore[arg-type]
    sample.apply(ChangeSet(changes.label, changes.changes, "me"))
    with sample.register.reading() as connection:
        return wordings(connection)[sample[measure], sample[period]].id


def test_the_wordings_of_a_period_are_read_by_measure(sample: Planned) -> None:
    word(sample, "m1", "Законопроект готовится")
    word(sample, "m1", "Закон принят", "2026H2", text_kk="Заң қабылданды", state="agreed")
    word(sample, "m2", "Для себя", confidential=True)
    with sample.register.reading() as connection:
        later = wordings(connection, sample["2026H2"])
        both = wordings(connection, records=[sample["m1"]])
        shown = wordings(connection, sample["2026H1"], confidential=False)
    [row] = later.values()
    assert (row.record_id, row.state, row.confidential) == (sample["m1"], "agreed", False)
    assert (row.text("kk"), row.text("en")) == (("Заң қабылданды", "kk"), ("Закон принят", "ru"))
    assert set(both) == {(sample["m1"], sample["2026H1"]), (sample["m1"], sample["2026H2"])}
    assert set(shown) == {(sample["m1"], sample["2026H1"])}


def test_a_measure_has_one_wording_for_a_period(sample: Planned) -> None:
    word(sample, "m1", "Одно")
    with pytest.raises(ChangesRefused, match="there_twice"):
        sample.apply(write_summary("measure", sample["m1"], sample["2026H1"], {"text_ru": "Другое"}))


def test_scripts_see_the_wording_with_its_measure_and_period_and_where_it_came_from(sample: Planned) -> None:
    id = word(sample, "m10.1", "Свод")
    with sample.register.reading() as connection:
        [row] = show(connection, "wording", {"record": "10.1", "period": "2026H1"})
        assert find_record(connection, "wording:10.1/2026H1") == ("summary", id)
        steps = trace(connection, "summary", id, "text_ru")
    assert (row["id"], row["text_ru"], row["state"], row["confidential"]) == (id, "Свод", "draft", None)
    assert [(step.after, step.author) for step in steps] == [("Свод", "me")]


def test_a_wording_is_found_by_its_words_and_told_in_the_history_of_its_measure(sample: Planned) -> None:
    id = word(sample, "m2", "Принят закон о пробации")
    with sample.register.reading() as connection:
        assert find_measures(connection, "ПРОБАЦИИ закон", catalogue(connection)) == {sample["m2"]}
        newest = record_history(connection, sample["m2"])[0]
    assert [change.id for change in newest.changes] == [id]
    assert newest.label.key == "label.summary.written"


def test_undo_takes_a_wording_back_and_leaves_the_answers(sample: Planned) -> None:
    with sample.register.reading() as connection:
        before = show(connection, "progress", {})
    word(sample, "m1", "Свод")
    with sample.register.reading() as connection:
        number = record_history(connection, sample["m1"])[0].revision
    sample.register.undo(number, "me")
    with sample.register.reading() as connection:
        assert wordings(connection) == {}
        assert show(connection, "progress", {}) == before


def test_what_is_for_official_use_is_known_as_such_after_an_undo_too(sample: Planned) -> None:
    id = word(sample, "m1", "Только для своих", confidential=True)
    with sample.register.reading() as connection:
        assert id in confidential_ids(connection)
        number = record_history(connection, sample["m1"])[0].revision
    sample.register.undo(number, "me")
    with sample.register.reading() as connection:
        assert id in confidential_ids(connection)


def test_a_dump_brings_wordings_back(sample: Planned, tmp_path: Path) -> None:
    word(sample, "m1", "Свод", text_kk="Жиынтық", state="agreed", confidential=True)
    with sample.register.reading() as connection:
        lines, told = list(dump_lines(connection)), wordings(connection)
    with Register.from_dump(tmp_path / "b.upr", lines) as again, again.reading() as connection:
        assert (list(dump_lines(connection)), wordings(connection)) == (lines, told)
