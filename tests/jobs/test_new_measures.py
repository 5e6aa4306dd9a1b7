"""A measure that an agency proposes becomes one of the plan when a coordinator takes it, each value from its cell."""

from datetime import date
from pathlib import Path

from own_samples import FocalPoint
from plan_samples import Planned, recommendation
from return_samples import Clerk, merged, sent

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.bulk_decisions import open_questions, questions_of_merge
from upr_desktop.jobs.decide_pending import decide_each
from upr_desktop.jobs.merge_decisions import decided_changes
from upr_desktop.jobs.merge_returns import MergeOptions, apply_merge, merge_read, read_returns
from upr_desktop.jobs.rule_decisions import Ruled
from upr_desktop.jobs.slips import slip_of
from upr_desktop.merge.return_questions import NEW_MEASURES, Decision, OpenQuestion
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.register.queries import records
from upr_desktop.register.trace import trace

TYPED = ("140.2", "Провести слушания", "отчёт", "до 1 июля 2027 года", "MIA-ру, MOJ-ру", "Просим НПО")


def proposing(sample: Planned, folder: Path, *cells: str, name: str = "a.xlsx") -> Path:
    clerk = Clerk(sent(sample, folder))
    sheet = clerk.book["Новые мероприятия"]
    for at, value in enumerate(cells or TYPED, 1):
        sheet.cell(4, at).value = value
    return clerk.save(name)


def asked(sample: Planned) -> list[OpenQuestion]:
    with sample.register.reading() as connection:
        return open_questions(connection)


def take(sample: Planned, one: OpenQuestion, choice: str = "theirs") -> None:
    assert one.pending
    with sample.register.reading() as connection:
        changes = decide_each(
            connection, {one.pending: Decision(choice, why="протокол № 3")}, by="coordinator"
        )
    sample.apply(changes)


def new_one(sample: Planned, text: str = "Провести слушания") -> MeasureRow:
    (found,) = [row for row in sample.measures().values() if row.text("ru")[0] == text]
    return found


def test_a_proposal_that_is_taken_is_a_measure_with_all_that_was_typed(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    merged(sample, gate, proposing(sample, tmp_path))
    (one,) = asked(sample)
    assert one.choices == ("ours", "theirs")
    take(sample, one)
    row = new_one(sample)
    assert row.plan_id == sample["plan"]
    assert [link.number for link in row.recommendations] == ["140.2"]
    assert (row.deadline.raw, row.deadline.end) == ("до 1 июля 2027 года", "2027-07-01")
    assert {(body.agency_id, body.role) for body in row.bodies} == {
        (sample["MIA"], "lead"), (sample["MOJ"], "co"),
    }  # fmt: skip
    sample.ids["new"] = row.id
    stored = sample.stored("new", "measure")
    assert stored["completion_form_ru"] == "отчёт"
    assert (stored["note"], stored["original_language"]) == ("Просим НПО", "ru")
    assert asked(sample) == []


def test_a_number_that_may_have_lost_its_nought_is_linked_to_nothing(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    recommendation(sample, "140.20")
    sample.save()
    clerk = Clerk(proposing(sample, tmp_path))
    clerk.book["Новые мероприятия"].cell(4, 1).value = 140.2
    merge = merged(sample, gate, clerk.save("b.xlsx"))
    told = [one.where for one in merge.files[0].notices if one.code == "return_number_ambiguous"]
    assert told == ["Новые мероприятия!A4"]
    take(sample, asked(sample)[0])
    row = new_one(sample)
    sample.ids["new"] = row.id
    assert (row.recommendations, sample.stored("new", "measure")["references_raw"]) == ((), "140.2")


def test_it_is_undone_in_one_step_and_asks_again(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    merged(sample, gate, proposing(sample, tmp_path))
    take(sample, asked(sample)[0])
    sample.register.undo(sample.register.revision())
    assert "Провести слушания" not in {row.text("ru")[0] for row in sample.measures().values()}
    assert len(asked(sample)) == 1


def test_every_value_of_it_is_traced_to_its_own_cell(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    path = proposing(sample, tmp_path)
    merged(sample, gate, path)
    take(sample, asked(sample)[0])
    row, sha256 = new_one(sample), read_file(path).sha256
    wanted = {
        "text_ru": ("B4", "Провести слушания"), "completion_form_ru": ("C4", "отчёт"),
        "deadline_raw": ("D4", "до 1 июля 2027 года"), "deadline_end": ("D4", "до 1 июля 2027 года"),
        "bodies_raw": ("E4", "MIA-ру, MOJ-ру"), "note": ("F4", "Просим НПО"),
    }  # fmt: skip
    with sample.register.reading() as connection:
        for field, cell in wanted.items():
            (step,) = trace(connection, "measure", row.id, field)
            assert (step.sha256, step.sheet) == (sha256, "Новые мероприятия")
            assert (step.address, step.raw) == cell


def test_what_nobody_can_tell_stays_as_typed_and_keeps_nothing_from_being_taken(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    merged(
        sample, gate, proposing(sample, tmp_path, "140.2, 777.7", "Слушания", "", "когда-нибудь", "Кто-то")
    )
    (one,) = asked(sample)
    assert one.record_kind == "agency"
    take(sample, one)
    row = new_one(sample, "Слушания")
    assert [link.number for link in row.recommendations] == ["140.2"]
    assert row.bodies == ()
    sample.ids["new"] = row.id
    stored = sample.stored("new", "measure")
    assert (stored["bodies_raw"], stored["references_raw"]) == ("Кто-то", "140.2, 777.7")
    assert (stored["deadline_raw"], stored["deadline_kind"]) == ("когда-нибудь", "undecided")


def test_a_row_without_a_measure_can_be_dismissed_only(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    merged(sample, gate, proposing(sample, tmp_path, "140.2", "", "отчёт"))
    (one,) = asked(sample)
    assert one.choices == ("ours",)
    take(sample, one, "ours")
    assert asked(sample) == []


def test_it_is_asked_and_taken_before_the_merge_is_applied_in_the_same_step(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path, options = proposing(sample, tmp_path), MergeOptions()
    read = read_returns(sample.register, [read_file(path)], options, gate)
    merge = merge_read(sample.register, read, options, "me")
    (one,) = questions_of_merge(sample.register, merge)
    assert (one.sheet, one.address, one.choices) == ("Новые мероприятия", "A4", ("ours", "theirs"))
    before = sample.register.revision()
    apply_merge(
        sample.register, merge,
        lambda made: decided_changes(sample.register, made, {one.question: Decision("theirs")}),
    )  # fmt: skip
    assert sample.register.revision() == before + 1
    assert new_one(sample).deadline.end == "2027-07-01"
    assert asked(sample) == []


def test_a_rule_takes_all_proposed_measures_and_nothing_else(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(proposing(sample, tmp_path)).type("1", measure="Иначе")
    path, options = clerk.save("b.xlsx"), MergeOptions()
    read = read_returns(sample.register, [read_file(path)], options, gate)
    ruled = Ruled(sample.register, [NEW_MEASURES])
    apply_merge(sample.register, merge_read(sample.register, read, options, "me"), ruled.changes)
    assert len(ruled.found[NEW_MEASURES]) == 1
    assert new_one(sample)
    assert [one.record_kind for one in asked(sample)] == ["measure"]


def test_what_was_taken_is_not_asked_again_by_another_return(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = proposing(sample, tmp_path)
    merged(sample, gate, path)
    take(sample, asked(sample)[0])
    merged(sample, gate, Clerk(path).type("2", narrative="Ещё работа").save("b.xlsx"))
    assert asked(sample) == []


def test_what_was_dismissed_is_asked_again_only_by_a_workbook_sent_after(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = proposing(sample, tmp_path)
    merged(sample, gate, path)
    take(sample, asked(sample)[0], "ours")
    merged(sample, gate, Clerk(path).type("2", narrative="Ещё работа").save("b.xlsx"))
    assert asked(sample) == []
    merged(sample, gate, proposing(sample, tmp_path / "later", name="c.xlsx"))
    assert len(asked(sample)) == 1


def test_a_row_added_under_the_table_is_a_proposal_too(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path))
    last = max(clerk.rows()) + 1
    typed = {
        "recommendations": "140.3",
        "measure": "Открыть центр",
        "deadline": "2027 год",
        "bodies": "MOJ-ру",
    }
    for column, text in (*typed.items(), ("narrative", "Уже начали")):
        clerk.sheet.cell(last, clerk.column(column)).value = text
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert merge.counts["unknown_row"] > 0
    assert sum(merge.counts.values()) == merge.cells_read
    assert "return_row_new" in {problem.code for problem in merge.files[0].notices}
    (one,) = asked(sample)
    take(sample, one)
    row = new_one(sample, "Открыть центр")
    assert [link.number for link in row.recommendations] == ["140.3"]
    assert [body.agency_id for body in row.bodies] == [sample["MOJ"]]


def test_a_row_under_the_table_without_an_answer_is_a_proposal_too(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path))
    last = max(clerk.rows()) + 1
    clerk.sheet.cell(last, clerk.column("measure")).value = "Открыть центр"
    clerk.sheet.cell(last, clerk.column("deadline")).value = "2027 год"
    merged(sample, gate, clerk.save("a.xlsx"))
    take(sample, asked(sample)[0])
    assert new_one(sample, "Открыть центр").deadline.raw == "2027 год"


def test_a_slip_tells_what_was_proposed_in_words(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    merged(sample, gate, proposing(sample, tmp_path))
    with sample.register.reading() as connection:
        slip = slip_of(connection, "2026H2", "MOJ", "ru", date(2026, 12, 1))
    (line,) = slip.waiting
    assert "{" not in line.sent
    assert "Провести слушания" in line.sent


def test_a_measure_that_was_taken_goes_out_without_a_number_and_its_answer_comes_back(
    sample: Planned, focal: FocalPoint, tmp_path: Path, gate: Gate
) -> None:
    merged(sample, gate, proposing(sample, tmp_path))
    take(sample, asked(sample)[0])
    assert new_one(sample).number is None
    focal.open(sent(sample, tmp_path / "next"))
    focal.fill(None, narrative_ru="Слушания прошли")
    written = focal.write(tmp_path / "back.xlsx")
    merge = merged(sample, gate, written.file)
    assert (merge.counts["taken"], merge.counts["unknown_row"]) == (1, 0)
    with sample.register.reading() as connection:
        told = [one["narrative_ru"] for one in records(connection, "progress").values()]
    assert "Слушания прошли" in told
