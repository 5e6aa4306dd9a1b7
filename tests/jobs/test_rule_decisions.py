"""Many questions of returns are decided by one rule: proposed first, then done with the merge as one step."""

import re
import zipfile
from pathlib import Path

import pytest
from plan_samples import Planned
from return_samples import Clerk, conflicts, merged, report, sent, without_days

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.bulk_decisions import open_questions, propose, questions_of_merge
from upr_desktop.jobs.decide_pending import decide_each
from upr_desktop.jobs.merge_returns import Merge, MergeOptions, apply_merge, merge_read, read_returns
from upr_desktop.jobs.rule_decisions import Ruled
from upr_desktop.merge.return_questions import (
    BOTH_WITH_DATES,
    CONFIRM_NO_CHANGE,
    NEWER_RETURN,
    WHOLE_FILE,
    Decision,
    Proposed,
)
from upr_desktop.register.changes import RecordId


def read(sample: Planned, gate: Gate, *paths: Path) -> Merge:
    files = read_returns(sample.register, [read_file(path) for path in paths], MergeOptions(), gate)
    return merge_read(sample.register, files, MergeOptions(), "me")


def saved(clerk: Clerk, name: str, moment: str) -> Path:
    """Save a workbook as if it were that moment."""
    path = clerk.save(f"now {name}")
    target = path.with_name(name)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as archive:
        for part in source.namelist():
            content = source.read(part)
            if part == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment.encode(), content)
            archive.writestr(part, content)
    return target


def decide(sample: Planned, found: tuple[Proposed, ...]) -> None:
    decisions = {one.asked.pending: one.decision for one in found if one.asked.pending}
    with sample.register.reading() as connection:
        changes = decide_each(connection, decisions, by="coordinator")
    sample.register.apply(changes)


def test_no_change_is_confirmed_for_a_whole_file_at_once_and_another_file_is_not(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path))
    for number in ("1", "2", "10.1"):
        clerk.type(number, narrative="без изменений")
    other = Clerk(sent(sample, tmp_path, "MIA")).type("1", narrative="информация прежняя")
    paths = clerk.save("a.xlsx"), other.save("b.xlsx")
    merge = read(sample, gate, *paths)
    asked = questions_of_merge(sample.register, merge)
    found = propose(CONFIRM_NO_CHANGE, asked, files={merge.files[0].read.received.sha256})
    assert len(found) == 3
    merged(sample, gate, *paths)
    with sample.register.reading() as connection:
        waiting = open_questions(connection)
    decide(sample, propose(CONFIRM_NO_CHANGE, waiting, files={found[0].asked.file}))
    assert [report(sample, number)["state"] for number in ("1", "2", "10.1")] == ["submitted"] * 3
    with sample.register.reading() as connection:
        assert [one.agency for one in open_questions(connection)] == [sample["MIA"]]


def test_rules_are_one_step_with_the_merge_and_one_undo(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("2", narrative="-").type("1", narrative="-")
    merge, before = read(sample, gate, clerk.save("a.xlsx")), sample.register.revision()
    ruled = Ruled(sample.register, [CONFIRM_NO_CHANGE])
    apply_merge(sample.register, merge, ruled.changes)
    assert (sample.register.revision(), len(ruled.found[CONFIRM_NO_CHANGE])) == (before + 1, 2)
    assert report(sample, "2")["no_change"] is True
    sample.register.undo(before + 1)
    assert report(sample, "2")["no_change"] is None


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("2026-07-01T10:00:00Z", "2026-07-05T10:00:00Z", "Второе"),
        ("2026-07-05T10:00:00Z", "2026-07-01T10:00:00Z", "Первое"),
        ("2026-07-05T10:00:00Z", "2026-07-05T10:00:00Z", None),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_the_return_that_was_saved_later_stands_in_whatever_order_they_come(
    sample: Planned, tmp_path: Path, gate: Gate, first: str, second: str, kept: str | None, at_once: bool
) -> None:
    source = sent(sample, tmp_path)
    paths = [
        saved(Clerk(source).type("2", narrative="Первое"), "a.xlsx", first),
        saved(Clerk(source).type("2", narrative="Второе"), "b.xlsx", second),
    ]
    for part in [paths] if at_once else [[path] for path in paths]:
        ruled = Ruled(sample.register, [NEWER_RETURN])
        apply_merge(sample.register, read(sample, gate, *part), ruled.changes)
    assert conflicts(sample) == (kept is None)
    assert report(sample, "2")["narrative_ru"] == (kept or "Первое")


def test_a_value_that_the_coordinator_typed_is_no_older_return(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = Clerk(sent(sample, tmp_path)).type("2", narrative="Сказал орган").save("a.xlsx")
    sample.ids["report"] = RecordId(str(report(sample, "2")["id"]))
    sample.edit("report", "progress", "narrative_ru", "Вписал координатор")
    merge = read(sample, gate, path)
    asked = questions_of_merge(sample.register, merge)
    assert propose(NEWER_RETURN, asked) == ()
    assert [one.held_by.author for one in asked if one.held_by] == ["me"]


def test_both_texts_of_three_returns_are_kept_each_once_with_its_day(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    source = sent(sample, tmp_path)
    paths = [Clerk(source).type("2", narrative=text).save(f"{text}.xlsx") for text in ("Одно", "Два", "Три")]
    ruled = Ruled(sample.register, [BOTH_WITH_DATES])
    apply_merge(sample.register, read(sample, gate, *paths), ruled.changes)
    assert without_days(report(sample, "2")["narrative_ru"]) == (
        "MOJ-ру, DAY: Одно\nMOJ-ру, DAY: Два\nMOJ-ру, DAY: Три"
    )


def test_both_texts_are_kept_in_their_language(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    source = sent(sample, tmp_path, language="kk")
    sample.edit("MOJ", "agency", "short_kk", "ӘМ")
    paths = [Clerk(source).type("2", narrative=text).save(f"{text}.xlsx") for text in ("Бір іс", "Екі іс")]
    merged(sample, gate, paths[0])
    ruled = Ruled(sample.register, [BOTH_WITH_DATES])
    apply_merge(sample.register, read(sample, gate, paths[1]), ruled.changes)
    assert without_days(report(sample, "2")["narrative_kk"]) == "ӘМ, DAY: Бір іс\nӘМ, DAY: Екі іс"


def test_a_whole_file_is_accepted_but_for_rows_where_something_is_wrong(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    source = sent(sample, tmp_path)
    first = Clerk(source)
    second = Clerk(source)
    for number in ("1", "2"):
        first.type(number, narrative="Сначала")
        second.type(number, narrative="Потом")
    second.type("2", claimed_status="как-нибудь").type("10.1", narrative="без изменений")
    merged(sample, gate, first.save("a.xlsx"))
    merge = read(sample, gate, second.save("b.xlsx"))
    ruled = Ruled(sample.register, [WHOLE_FILE])
    apply_merge(sample.register, merge, ruled.changes)
    assert [report(sample, number)["narrative_ru"] for number in ("1", "2", "10.1")] == [
        "Потом",
        "Сначала",
        None,
    ]
    assert report(sample, "10.1")["no_change"] is True
    assert conflicts(sample) == 1
    with sample.register.reading() as connection:
        (left,) = open_questions(connection)
    assert left.is_flagged, "it is still flagged when it waits in the register"


def test_a_day_is_decided_with_another_value(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    source = sent(sample, tmp_path)
    for day in ("01.07.2026", "02.07.2026"):
        merged(sample, gate, Clerk(source).type("2", done_on=day).save(f"{day}.xlsx"))
    with sample.register.reading() as connection:
        (one,) = open_questions(connection)
        assert one.choices == ("ours", "theirs", "other", "remark")
        assert one.pending
        changes = decide_each(connection, {one.pending: Decision("other", "2026-07-03")}, by="me")
    sample.register.apply(changes)
    assert report(sample, "2")["done_on"] == "2026-07-03"
