"""What is to be read measure by measure, and the wording that begins with the answers."""

from datetime import date

import pytest
from plan_samples import Planned, planned, report

from upr_desktop.jobs.consolidate import begun_wording, not_in
from upr_desktop.jobs.edit_progress import accept, send_back, write_summary
from upr_desktop.register.changes import RecordId
from upr_desktop.register.progress_queries import progress_of
from upr_desktop.register.queries import agencies, records
from upr_desktop.register.readings import Reading, progress_of_reading, readings, remarked_measures
from upr_desktop.register.report_entries import Entry, measure_entries
from upr_desktop.register.wordings import wordings

TODAY = date(2026, 11, 21)


@pytest.fixture
def sample() -> Planned:
    return planned()


def read(sample: Planned, period: str) -> dict[str, Reading]:
    at = next(one for one in sample.periods() if one.id == sample[period])
    plan, measures = sample.plan(), sample.measures().values()
    with sample.register.reading() as connection:
        found = readings(
            plan,
            measures,
            at,
            agencies(connection),
            remarked_measures(connection, at.id),
            wordings(connection, at.id),
        )
    return {one.measure.number or "": one for one in found}


def entries(sample: Planned, number: str, period: str) -> list[Entry]:
    at = next(one for one in sample.periods() if one.id == sample[period])
    plan, measure = sample.plan(), sample.measures()[number]
    with sample.register.reading() as connection:
        reports = progress_of(connection, measure=measure.id)
        return measure_entries(plan, measure, at, agencies(connection), reports, TODAY)


def begun(sample: Planned, number: str, period: str) -> dict[str, object]:
    with sample.register.reading() as connection:
        names = agencies(connection)
    return dict(begun_wording(entries(sample, number, period), lambda id, code: names[id].short(code)))


def look_over(sample: Planned, name: str, remark: str | None = None) -> None:
    with sample.register.reading() as connection:
        stored = records(connection, "progress", [sample[name]])
    sample.apply(accept(stored) if remark is None else send_back(stored, remark))


def test_a_measure_is_read_once_everything_handed_in_was_accepted_or_sent_back(sample: Planned) -> None:
    found = read(sample, "2026H1")
    assert {number: one.state for number, one in found.items()} == {
        "1": "unread", "2": "sent_back", "10": "nothing", "10.1": "nothing",
    }  # fmt: skip
    assert progress_of_reading(list(found.values())) == (1, 2)
    look_over(sample, "1/MIA/2026H1")
    assert progress_of_reading(list(read(sample, "2026H1").values())) == (2, 2)
    sample.edit("1/MIA/2026H1", "progress", "state", "submitted")
    assert read(sample, "2026H1")["1"].state == "unread"
    look_over(sample, "1/MIA/2026H1", "Где приказ?")
    assert read(sample, "2026H1")["1"].state == "sent_back"
    assert progress_of_reading(list(read(sample, "2026H1").values())) == (2, 2)


def test_a_measure_knows_who_is_asked_who_answered_and_whether_something_was_remarked(
    sample: Planned,
) -> None:
    found = read(sample, "2026H1")
    assert found["1"].agencies == {sample["MIA"], sample["MOJ"]}
    assert [mark.agency_id for mark in found["1"].came_in] == [sample["MIA"]]
    assert [number for number, one in found.items() if one.has_remark] == ["2"]
    assert not any(one.has_remark for one in read(sample, "2026H2").values())


def test_answers_of_a_measure_stand_side_by_side_each_with_the_last_one(sample: Planned) -> None:
    told = [(entry.body.agency_id, entry.state, entry.previous) for entry in entries(sample, "1", "2026H1")]
    assert told == [(sample["MIA"], "submitted", None), (sample["MOJ"], "draft", None)]
    later = entries(sample, "1", "2026H2")
    assert [entry.previous.id for entry in later if entry.previous] == [
        sample["1/MIA/2026H1"],
        sample["1/MOJ/2026H1"],
    ]


def test_a_wording_begins_with_what_agencies_stand_by_and_names_them(sample: Planned) -> None:
    assert begun(sample, "1", "2026H1") == {"text_ru": "Готовим проект закона"}  # the other is a draft
    report(sample, "10.1/MOJ", "2026H1", narrative_ru="Провели", narrative_kk="Өткізілді")
    report(sample, "10.1/CITY", "2026H1", narrative_ru=" Тоже \n", confidential=True)
    sample.save()
    assert begun(sample, "10.1", "2026H1") == {
        "text_kk": "MOJ: Өткізілді",
        "text_ru": "MOJ-ру: Провели\n\nCITY-ру: Тоже",
        "confidential": True,
    }
    assert not_in(entries(sample, "10.1", "2026H1"), "kk") == [sample["CITY"]]
    assert begun(sample, "2", "2026H1") == {}  # it was sent back


def test_an_answer_that_nothing_changed_stands_with_what_was_said_last(sample: Planned) -> None:
    assert begun(sample, "1", "2026H2") == {"text_ru": "Готовим проект закона"}


def test_beginning_and_editing_a_wording_leaves_every_answer_as_it_is(sample: Planned) -> None:
    def answers() -> dict[RecordId, object]:
        with sample.register.reading() as connection:
            return dict(records(connection, "progress"))

    before = answers()
    wishes = begun(sample, "1", "2026H1")
    sample.apply(write_summary("measure", sample["m1"], sample["2026H1"], wishes))  # type: ignore[arg-type]
    with sample.register.reading() as connection:
        row = wordings(connection)[sample["m1"], sample["2026H1"]]
        stored = row.id, records(connection, "summary")[row.id]
    sample.apply(write_summary("measure", sample["m1"], sample["2026H1"], {"text_ru": "Иначе"}, stored))
    assert read(sample, "2026H1")["1"].wording is not None
    assert answers() == before
