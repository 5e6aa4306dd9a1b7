"""Documents that are dropped beside a return, not packed with it, go where the return names them."""

from pathlib import Path

from plan_samples import Planned
from return_samples import Clerk, report, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.enclosed import load_returns
from upr_desktop.jobs.loose_documents import give_loose, reading_again
from upr_desktop.jobs.merge_returns import MergeOptions, apply_merge, merge_read, read_returns
from upr_desktop.jobs.telling import sentence
from upr_desktop.register.history import received_content
from upr_desktop.register.log import changes_of
from upr_desktop.register.queries import records
from upr_desktop.words import LANGUAGES

SCAN = b"%PDF-1.4 order"


def taken(sample: Planned, gate: Gate, *paths: Path) -> dict[str, str]:
    """Take files in as they were dropped; return why those left out are, in each language, by name."""
    loaded = load_returns(paths, gate)
    read = read_returns(sample.register, loaded.files, MergeOptions(), gate, enclosed=loaded.enclosed)
    read = give_loose(read, loaded, reading_again(sample.register, MergeOptions(), gate))
    apply_merge(sample.register, merge_read(sample.register, read, MergeOptions(), "me"))
    return {name: "\n".join(sentence(why, code) for code in LANGUAGES) for name, why in loaded.refused}


def written(path: Path, content: bytes = SCAN) -> Path:
    path.write_bytes(content)
    return path


def test_a_scan_that_the_return_names_is_kept_with_that_measure_and_another_says_what_to_do(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    table = Clerk(sent(sample, tmp_path)).type("2", evidence_text="Приказ № 5 (скан)").save("a.xlsx")
    order, photo = written(tmp_path / "Приказ № 5.pdf"), written(tmp_path / "Фото.jpg", b"picture")
    refused = taken(sample, gate, order, table, photo)
    assert list(refused) == ["Фото.jpg"]
    assert refused["Фото.jpg"].count(".zip") == len(LANGUAGES)
    with sample.register.reading() as connection:
        kept = {id: one for id, one in records(connection, "evidence").items() if one["file_sha256"]}
        ((id, one),) = kept.items()
        links = [row for row in records(connection, "evidence_link").values() if row["evidence_id"] == id]
        assert received_content(connection, str(one["file_sha256"])) == SCAN
    assert [row["record_id"] for row in links] == [report(sample, "2")["id"]]


def test_an_old_word_file_that_nobody_names_is_still_asked_for_in_a_newer_format(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    refused = taken(sample, gate, written(tmp_path / "Письмо.doc"))
    assert ".docx" in refused["Письмо.doc"]


def test_a_scan_that_comes_after_its_return_was_taken_in_goes_to_the_report_that_names_it(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    table = Clerk(sent(sample, tmp_path)).type("2", evidence_text="Приказ № 5 (скан)").save("a.xlsx")
    silent = Clerk(sent(sample, tmp_path, "MIA")).type("1", narrative="Готово").save("b.xlsx")
    taken(sample, gate, table, silent)
    before = sample.register.revision()
    order, photo = written(tmp_path / "Приказ № 5.pdf"), written(tmp_path / "Фото.jpg", b"picture")
    assert list(taken(sample, gate, table, silent, order, photo)) == ["Фото.jpg"]
    with sample.register.reading() as connection:
        kept = {id: one for id, one in records(connection, "evidence").items() if one["file_sha256"]}
        links = [row for row in records(connection, "evidence_link").values() if row["evidence_id"] in kept]
        changed = {(one.kind, one.id) for one in changes_of(connection, before + 1)}
    assert [one["file_name"] for one in kept.values()] == ["Приказ № 5.pdf"]
    assert [row["record_id"] for row in links] == [report(sample, "2")["id"]]
    assert {kind for kind, _ in changed} == {"evidence", "evidence_link"}, "what was in is as it was"
    taken(sample, gate, table, silent, order)
    assert sample.register.revision() == before + 1, "the same once more is nothing new"
