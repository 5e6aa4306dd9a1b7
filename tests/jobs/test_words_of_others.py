"""Words of one agency never get into the report of another: such cells can only be dismissed, and the slip says so."""

from datetime import date
from pathlib import Path

import pytest
from plan_samples import Planned
from return_samples import KEY, Clerk, codes, merged, report, sent

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.bulk_decisions import open_questions, propose
from upr_desktop.jobs.decide_pending import decide_pending
from upr_desktop.jobs.merge_returns import Merge, MergeOptions, apply_merge, merge_read, read_returns
from upr_desktop.jobs.rule_decisions import Ruled
from upr_desktop.jobs.slips import Slip, slip_of
from upr_desktop.jobs.telling import sentence
from upr_desktop.merge.return_questions import RULES, OpenQuestion
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.queries import records
from upr_desktop.register.return_queries import pending_decisions
from upr_desktop.words import LANGUAGES

CELLS = {"narrative": "Слова МЮ", "evidence_text": "Приказ МЮ", "claimed_status": "Не начато"}


def pasted(sample: Planned, folder: Path) -> Path:
    """Save the workbook of MOJ with the row of measure 1 of MIA, and other words in it."""
    clerk, strange = Clerk(sent(sample, folder)), Clerk(sent(sample, folder, "MIA"))
    row = clerk.sheet.max_row + 1
    clerk.sheet.cell(row, KEY).value = strange.sheet.cell(strange.row("1"), KEY).value
    for column, text in CELLS.items():
        clerk.sheet.cell(row, clerk.column(column)).value = text
    return clerk.save("a.xlsx")


def waiting(sample: Planned) -> list[OpenQuestion]:
    with sample.register.reading() as connection:
        return open_questions(connection)


def decide(sample: Planned, choice: str, value: str | None = None, why: str = "") -> None:
    with sample.register.reading() as connection:
        rows = [row.id for row in pending_decisions(connection) if row.choice is None]
        changes = decide_pending(connection, rows, choice, by="coordinator", why=why, value=value)
    sample.register.apply(changes)


def test_words_in_the_row_of_another_agency_can_only_be_turned_down(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    assert "return_row_foreign" in codes(merged(sample, gate, pasted(sample, tmp_path)))
    asked = waiting(sample)
    assert {one.choices for one in asked} == {("ours",)}
    assert len(asked) == len(CELLS)
    for one in asked:
        assert one.refusal is not None
        assert all("MIA" in sentence(one.refusal, language) for language in LANGUAGES)


@pytest.mark.parametrize("choice", ["theirs", "both", "other", "remark"])
def test_no_answer_writes_into_the_report_of_another_agency(
    sample: Planned, tmp_path: Path, gate: Gate, choice: str
) -> None:
    merged(sample, gate, pasted(sample, tmp_path))
    before = report(sample, "1", "MIA")
    with pytest.raises(RegisterError, match="report_of_another"):
        decide(sample, choice, "Слова")
    assert report(sample, "1", "MIA") == before


@pytest.mark.parametrize("rule", list(RULES))
def test_no_rule_and_no_option_takes_words_into_the_report_of_another(
    sample: Planned, tmp_path: Path, gate: Gate, rule: str
) -> None:
    path, options = pasted(sample, tmp_path), MergeOptions(on_conflict="theirs")
    before = report(sample, "1", "MIA")
    files = read_returns(sample.register, [read_file(path)], options, gate)
    merge: Merge = merge_read(sample.register, files, options, "me")
    apply_merge(sample.register, merge, Ruled(sample.register, [rule]).changes)
    assert report(sample, "1", "MIA") == before
    asked = waiting(sample)
    assert len(asked) == len(CELLS)
    assert propose(rule, asked) == ()


def test_a_file_that_is_from_another_agency_than_it_was_sent_to_is_not_taken_either(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path, "MIA")).type("1", narrative="Слова МЮ")
    clerk.sheet.cell(3, 4).value = "MOJ-ру"
    assert "return_of_another" in codes(merged(sample, gate, clerk.save("a.xlsx")))
    (asked,) = [one for one in waiting(sample) if one.record_kind == "progress"]
    assert (asked.agency, asked.choices) == (sample["MOJ"], ("ours",))


def test_the_slip_of_the_sender_names_the_measure_and_keeps_the_words_of_the_other_to_itself(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    merged(sample, gate, Clerk(sent(sample, tmp_path, "MIA")).type("1", narrative="Тайна МВД").save("b.xlsx"))
    merged(sample, gate, pasted(sample, tmp_path))
    decide(sample, "ours", why="Отвечает МВД")
    with sample.register.reading() as connection:
        found = slip_of(connection, "2026H2", "MOJ", "ru", date(2027, 2, 1)).refused
    assert {(line.number, line.measure) for line in found} == {("1", "Сделать 1")}
    assert {line.sent for line in found} >= {"Слова МЮ", "Приказ МЮ"}
    assert {line.stands for line in found} == {""}
    assert all(line.why.startswith("Отвечает МВД") for line in found)


def test_the_slip_says_who_reports_on_the_measure_and_what_the_sender_is_to_do(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    merged(sample, gate, pasted(sample, tmp_path))

    def told() -> Slip:
        with sample.register.reading() as connection:
            return slip_of(connection, "2026H2", "MOJ", "ru", date(2027, 2, 1))

    waits = told().waiting
    assert len(waits) == len(CELLS)
    assert all("отчитывается MIA-ру" in line.why and "Передайте их в MIA-ру" in line.why for line in waits)
    decide(sample, "ours", why="Отвечает МВД")
    for line in told().refused:
        reason, advice, signed = line.why.split("\n")
        assert reason == "Отвечает МВД"
        assert "Передайте свою информацию в MIA-ру" in advice
        assert signed.startswith("Решение принял")


def test_one_remark_on_several_cells_of_a_report_is_kept_once(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = sent(sample, tmp_path)
    merged(sample, gate, Clerk(path).type("2", narrative="Раз", evidence_text="Приказ").save("a.xlsx"))
    merged(sample, gate, Clerk(path).type("2", narrative="Два", evidence_text="Закон").save("b.xlsx"))
    decide(sample, "remark", "Что верно?")
    with sample.register.reading() as connection:
        found = [one["text"] for one in records(connection, "remark").values()].count("Что верно?")
        assert [row.choice for row in pending_decisions(connection)] == ["remark"] * 2
    assert found == 1
