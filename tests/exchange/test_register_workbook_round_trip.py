"""Whatever a register holds, a workbook of it that nobody edited brings no change, and an edit brings only itself."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from workbook_samples import (
    EDIT,
    HEADING,
    NOTES,
    Sample,
    Sheets,
    codes,
    draft_of,
    edits,
    exported,
    put,
    said_in_words,
    small,
)

from upr_desktop.merge.cell_values import canonical
from upr_desktop.register.changes import Added, ChangeSet, Edited, new_id
from upr_desktop.register.errors import RegisterError
from upr_desktop.words import LANGUAGES, say

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "140.10", "007", "1e5", "TRUE", "'apostrophe", '"', "_x000D_", "_x005F_x000D_",
    "<r>bold</r>", "<r>", "_x0041_x0041_", "_x005F_x005F_x000D_", "&amp;", "__x0041__",
    "_x0041_", "a_xD83D_b", "NBSP\u00a0here", "\u00a0", "line\r\nline", "line\nline", "line\rline", "\n", "\r\n", "\t",
    " ", "  both  ", "tab\tinside", "😀", "e\u0301", "é", "\u200b", "\ufeff", "\u2028", "\x85", "\x01\x0b\x1f\x7f",
    "<b>&amp;</b>", "]]>", "x" * 32_767, "😀" * 16_383, "ё Ё қазақ ұ", "a;b,c", "a\n\nb", "2026-01-01", "31.12.2026",
    "#REF!", "https://a.b", "", "Яя" * 300,
]  # fmt: skip
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff")
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(LETTERS, max_size=40))
FAST = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FIELDS = [
    ("140.1", "recommendation", "heading"),
    ("140.1", "recommendation", "position_source"),
    ("140.1/1", "recommendation_part", "text_en"),
    ("140.10/2", "recommendation_part", "text_ru"),
    ("140.10/2", "recommendation_part", "text_kk"),
    ("140.10/2 Utopia", "recommending_state", "name"),
    ("MFA", "agency", "short_ru"),
    ("MFA", "agency", "name_kk"),
    ("alias", "agency_alias", "name"),
    ("law", "evidence", "title"),
    ("law", "evidence", "description"),
    ("note", "note", "text"),
    ("torture", "term", "name_en"),
    ("review", "review", "report_symbol"),
]
REQUIRED = {"name", "title", "text"}


def fill(sample: Sample, texts: list[str]) -> None:
    """Put the texts into fields of every kind, leaving out what the rules forbid."""
    changes = []
    for (name, kind, field), text in zip(FIELDS, texts, strict=True):
        after = text
        if kind != "agency" and field in REQUIRED and not text.strip():
            after = f"{after}x"
        changes.append(Edited(kind, sample.ids[name], field, sample.record(name, kind)[field], after))
    extra = {
        "record_id": sample.ids["140.1"],
        "record_kind": "recommendation",
        "text": f"{texts[-1][:1000]}.",
    }
    changes_and_note = [*changes, Added("note", new_id(), extra)]
    sample.register.apply(ChangeSet(EDIT, changes_and_note, "me"))


@FAST
@given(
    texts=st.lists(TEXTS, min_size=len(FIELDS), max_size=len(FIELDS)),
    language=st.sampled_from(LANGUAGES),
    confidential=st.booleans(),
)
def test_a_register_of_hostile_texts_comes_back_unchanged(
    texts: list[str], language: str, confidential: bool
) -> None:
    sample = small()
    fill(sample, texts)
    with tempfile.TemporaryDirectory() as folder:
        draft = draft_of(sample, exported(sample, Path(folder), language, confidential=confidential))
    assert (list(draft.changes.changes), codes(draft)) == ([], [])
    assert draft.counts["unchanged"] == len(draft.rows)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_each_hostile_text_is_in_the_file_as_it_is_in_the_register(text: str, tmp_path: Path) -> None:
    sample = small()
    sample.edit("140.1", "recommendation", "heading", text)
    path = exported(sample, tmp_path)
    sample.edit("140.1", "recommendation", "heading", None)
    draft = draft_of(sample, path)
    assert (list(draft.changes.changes), codes(draft)) == ([], []), "what was cleared since stays cleared"
    again = draft_of(small(), path)
    found = [after for _, before, after in edits(again) if before is None]
    assert found == ([text] if text.strip() else [])


@FAST
@given(
    text=TEXTS.filter(
        lambda text: (
            not ILLEGAL_CHARACTERS_RE.search(text) and not text.startswith(("=", "#")) and "_x" not in text
        )
    )
)
def test_a_typed_text_arrives_as_typed_and_nothing_else_changes(text: str) -> None:
    sample = small()
    with tempfile.TemporaryDirectory() as folder:
        path = exported(sample, Path(folder))
        sheets = Sheets(path, "ru")
        put(text or None, "140.1", HEADING)(sheets)
        sheets.save()
        draft = draft_of(sample, path)
    assert len(edits(draft)) == (1 if text.strip() else 0)
    assert not codes(draft)
    if edits(draft):
        field, before, after = edits(draft)[0]
        assert (field, before) == ("heading", None)
        assert isinstance(after, str)
        assert canonical(after) == canonical(text)


def with_notes(*lengths: int, letter: str = "я") -> Sample:
    """Return a register with a recommendation of as many notes, besides its own, each of a length."""
    sample = small()
    for no, length in enumerate(lengths):
        text = f"{no} ".ljust(length, letter)
        values = {"record_id": sample.ids["140.1"], "record_kind": "recommendation", "text": text}
        sample.add(f"note {no}", "note", **values)
    return sample


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cell_holds_as_many_whole_items_as_fit_and_comes_back_unchanged(
    tmp_path: Path, language: str
) -> None:
    sample = with_notes(15_000, 15_000, 15_000)
    path = exported(sample, tmp_path, language)
    text = Sheets(path, language).cell("140.1", NOTES).value
    assert text.count("я" * 100)
    assert len(text) < 32_767
    assert text.endswith(say("workbook.more", language, count=1))
    draft = draft_of(sample, path)
    assert (list(draft.changes.changes), codes(draft)) == ([], [])


def test_items_are_counted_as_a_cell_counts_them(tmp_path: Path) -> None:
    sample = with_notes(9_000, 9_000, letter="😀")
    text = Sheets(exported(sample, tmp_path), "ru").cell("140.1", NOTES).value
    assert text.endswith(say("workbook.more", "ru", count=1))
    assert 18_000 < len(text.encode("utf-16-le")) // 2 <= 32_767


@pytest.mark.parametrize("typed", ["Другое", None, "0 Только одна заметка"])
def test_what_is_typed_into_a_shortened_cell_changes_nothing_and_is_told(
    tmp_path: Path, typed: str | None
) -> None:
    sample = with_notes(15_000, 15_000, 15_000)
    path = exported(sample, tmp_path)
    sheets = Sheets(path, "ru")
    put(typed, "140.1", NOTES)(sheets)
    put("Новый заголовок", "140.1", HEADING)(sheets)
    sheets.save()
    draft = draft_of(sample, path, clear_blanks=True)
    assert edits(draft) == [("heading", None, "Новый заголовок")]
    assert codes(draft) == ["workbook_shortened"]
    said_in_words(draft)


def test_a_shortened_cell_of_another_register_takes_nothing_away(tmp_path: Path) -> None:
    path = exported(with_notes(15_000, 15_000, 15_000), tmp_path)
    draft = draft_of(small(), path, create_unknown=True)
    assert "workbook_shortened" in codes(draft)
    assert not [one for one in draft.changes.changes if one.kind == "note"]


def test_one_item_too_long_for_any_cell_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="workbook_text_too_long") as refused:
        exported(with_notes(100, 33_000), tmp_path)
    assert refused.value.values["name"] == "140.1"
    assert str(refused.value.values["place"]).split("!")[1].endswith("2")
