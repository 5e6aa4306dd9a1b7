"""What writing, handing in, sending back, accepting and assessing reports writes."""

from datetime import date

import pytest
from plan_samples import Planned, planned

from upr_desktop.jobs.edit_progress import (
    accept,
    add_remark,
    assess,
    attach_evidence,
    link_documents,
    repeat_report,
    report_warnings,
    send_back,
    submit,
    write_report,
    write_summary,
)
from upr_desktop.jobs.telling import label
from upr_desktop.register.changes import ChangeSet, RecordId, Values
from upr_desktop.register.plan_rows import ProgressRow
from upr_desktop.register.plan_rules import ReportAround
from upr_desktop.register.progress_queries import progress_of
from upr_desktop.register.queries import children, records
from upr_desktop.words import LANGUAGES

TODAY = date(2026, 11, 21)


@pytest.fixture
def sample() -> Planned:
    return planned()


def write(sample: Planned, changes: ChangeSet) -> None:
    for language in LANGUAGES:
        told = label(changes.label, language)
        assert "{" not in told
        assert "label." not in told
    sample.apply(changes)


def stored(sample: Planned, name: str) -> tuple[RecordId, Values]:
    return sample[name], sample.stored(name, "progress")


def report(sample: Planned, name: str) -> ProgressRow:
    with sample.register.reading() as connection:
        return next(row for row in progress_of(connection) if row.id == sample[name])


def test_the_first_word_makes_a_draft_and_the_next_edits_it(sample: Planned) -> None:
    id, changes = write_report(sample["10/LEB"], sample["2026H1"], {"narrative_kk": "Жұмыс", "done_on": ""})
    write(sample, changes)
    sample.ids["new"] = id
    assert (report(sample, "new").mark.state, report(sample, "new").narratives) == ("draft", {"kk": "Жұмыс"})
    again, changes = write_report(
        sample["10/LEB"], sample["2026H1"], {"narrative_ru": "Работа"}, stored(sample, "new")
    )
    write(sample, changes)
    assert again == id
    assert report(sample, "new").narratives == {"kk": "Жұмыс", "ru": "Работа"}
    assert write_report(sample["10/LEB"], sample["2026H2"], {"narrative_ru": ""})[1].changes == []
    with pytest.raises(KeyError):
        write_report(sample["10/LEB"], sample["2026H2"], {"state": "accepted"})


def test_an_edit_takes_a_report_back_into_work_or_up_for_another_look(sample: Planned) -> None:
    edit: Values = {"narrative_ru": "Иначе"}
    for before, after in (("sent_back", "draft"), ("accepted", "submitted"), ("submitted", "submitted")):
        sample.edit("2/MOJ/2026H1", "progress", "narrative_ru", before)
        sample.edit("2/MOJ/2026H1", "progress", "state", before)
        ends = (sample["2/MOJ"], sample["2026H1"])
        assert write_report(*ends, {"narrative_ru": before}, stored(sample, "2/MOJ/2026H1"))[1].changes == []
        write(sample, write_report(*ends, edit, stored(sample, "2/MOJ/2026H1"))[1])
        assert report(sample, "2/MOJ/2026H1").mark.state == after


def test_reports_are_handed_in_accepted_and_sent_back_with_a_remark(sample: Planned) -> None:
    names = ("1/MOJ/2026H1", "2/MOJ/2026H1", "1/MIA/2026H1")

    def states() -> list[str]:
        return [report(sample, name).mark.state for name in names]

    def both() -> dict[RecordId, Values]:
        return dict(stored(sample, name) for name in names)

    write(sample, submit(both()))
    assert states() == ["submitted"] * 3
    write(sample, accept(dict([stored(sample, names[2])])))
    assert states() == ["submitted", "submitted", "accepted"]
    write(sample, send_back(both(), " Где приказ? "))
    assert states() == ["sent_back"] * 3
    assert report(sample, names[1]).remarks == ("Приложите приказ", "Где приказ?")
    assert send_back(both(), "Ещё").changes == []
    write(sample, add_remark(sample[names[0]], "Кратко"))
    assert report(sample, names[0]).remarks == ("Где приказ?", "Кратко")


def test_saying_that_nothing_changed_copies_no_text(sample: Planned) -> None:
    wishes = repeat_report(sample.stored("1/MIA/2026H1", "progress"))
    assert wishes == {"no_change": True, "claimed_status": "in_progress"}


def test_a_form_is_warned_as_one_types(sample: Planned) -> None:
    around, before = ReportAround(TODAY), sample.stored("1/MIA/2026H1", "progress")
    codes = [one.code for one in report_warnings(before, {"done_on": "2027-01-01"}, around)]
    assert codes == ["done_in_future"]
    assert [one.code for one in report_warnings(before, {"done_on": "завтра"}, around)] == ["not_a_date"]
    assert [one.code for one in report_warnings(before, {"claimed_status": "wonderful"}, around)] == [
        "unknown_code"
    ]
    assert report_warnings(before, {"done_on": "", "narrative_ru": "Текст"}, around) == []


def test_an_assessment_stands_beside_the_claim_and_the_later_one_counts(sample: Planned) -> None:
    write(
        sample,
        assess("measure", [sample["m1"], sample["m2"]], "not_started", date="2026-08-01", assessor="Я"),
    )
    write(
        sample, assess("measure", [sample["m1"]], "in_progress", date="2026-09-01", period=sample["2026H1"])
    )
    rows = sample.measures()
    held = rows["1"].assessment, rows["2"].assessment
    assert [one and one.value for one in held] == ["in_progress", "not_started"]


def test_documents_are_attached_and_unlinked_but_stay_in_the_register(sample: Planned) -> None:
    owner = sample["1/MIA/2026H1"]
    id, changes = attach_evidence("progress", owner, {"title": "Закон", "kind": "law", "url": ""})
    write(sample, changes)
    assert set(report(sample, "1/MIA/2026H1").evidence) == {sample["order"], id}
    with sample.register.reading() as connection:
        links = children(connection, "evidence_link", "record_id", [owner])
    write(sample, link_documents("progress", owner, [id], links))
    assert report(sample, "1/MIA/2026H1").evidence == (id,)
    with sample.register.reading() as connection:
        assert not records(connection, "evidence")[sample["order"]]["archived"]
    write(sample, link_documents("measure", sample["m2"], [sample["order"]], {}))
    assert sample.measures()["2"].evidence == (sample["order"],)


def test_the_consolidated_wording_is_kept_apart(sample: Planned) -> None:
    write(
        sample, write_summary("measure", sample["m1"], sample["2026H1"], {"text_ru": "Свод", "text_kk": ""})
    )
    with sample.register.reading() as connection:
        [(id, values)] = records(connection, "summary").items()
    assert (values["text_ru"], values["text_kk"], values["state"]) == ("Свод", None, "draft")
    write(sample, write_summary("measure", sample["m1"], sample["2026H1"], {"state": "agreed"}, (id, values)))
    with sample.register.reading() as connection:
        assert records(connection, "summary")[id]["state"] == "agreed"
