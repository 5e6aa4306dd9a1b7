from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.word_differences import Piece, shortened, word_differences

TEXTS = st.text(alphabet="аб вг,.\n", max_size=60)


def sides(pieces: list[Piece]) -> tuple[str, str]:
    before = "".join(piece.text for piece in pieces if piece.fate != "new")
    return before, "".join(piece.text for piece in pieces if piece.fate != "gone")


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts_letter_by_letter(before: str, after: str) -> None:
    assert sides(word_differences(before, after)) == (before, after)


def test_only_the_words_that_changed_are_marked() -> None:
    pieces = word_differences("Принять закон до конца года", "Принять закон до июля")
    assert [piece.text for piece in pieces if piece.fate == "gone"] == ["конца года"]
    assert [piece.text for piece in pieces if piece.fate == "new"] == ["июля"]


def test_texts_with_little_in_common_are_shown_one_after_the_other() -> None:
    assert [piece.fate for piece in word_differences("Ратифицировать конвенцию", "Adopt a law")] == [
        "gone",
        "new",
    ]


def test_very_long_texts_are_not_compared_word_by_word() -> None:
    before, after = "слово " * 6000, "слово " * 5999 + "конец"
    assert [piece.fate for piece in word_differences(before, after)] == ["gone", "new"]


def test_long_unchanged_runs_are_cut_in_the_middle() -> None:
    same, new = Piece("same", "a" * 300), Piece("new", "b" * 300)
    cut = shortened([same, new])
    assert len(cut[0].text) < 200
    assert cut[1] == new


def test_spaces_alone_do_not_make_texts_alike() -> None:
    before = "Проведены три семинара для судей по делам о пытках"
    after = "Разработан новый законопроект, он внесён в Парламент осенью"
    assert [piece.fate for piece in word_differences(before, after)] == ["gone", "new"]


def test_the_page_parts_what_went_from_what_came(qtbot: QtBot, look: Look) -> None:
    page = ReadingText(look, "returns.cell")
    qtbot.addWidget(page)
    same = "Закон о предупреждении бытового насилия принят в первом чтении"
    page.show_page(lambda page: page.change("Х", f"{same} летом, ждём", f"{same} осенью, ждём"))
    assert "летом осенью" in page.toPlainText()
    before, after = "Проведены три семинара для судей по делам о пытках", "Разработан законопроект"
    page.show_page(lambda page: page.change("Х", before, after))
    assert f"{before}  →  {after}" in page.toPlainText()
