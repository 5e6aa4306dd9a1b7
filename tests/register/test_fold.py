import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from upr_desktop.register.fold import fold

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
words = st.text(st.sampled_from(RUSSIAN + KAZAKH + (RUSSIAN + KAZAKH).upper()), min_size=1, max_size=20)


@given(words)
def test_every_case_of_a_kazakh_or_russian_word_folds_equal(word: str) -> None:
    assert (
        fold(word) == fold(word.upper()) == fold(word.lower()) == fold(word.title()) == fold(word.swapcase())
    )


@example("か\u200b\u3099")
@given(
    st.text(max_size=30)
    | st.text(st.sampled_from("aéйе\u0301\u0306\u0308\u00ad\u200b\u1100\u1161か\u3099İß \u00a0`"))
)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=0x24FF), max_size=20) | words)
def test_composed_and_decomposed_text_fold_equal(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(words, words)
def test_any_white_space_is_one_space(first: str, second: str) -> None:
    assert fold(f"\u00a0{first}\t\r\n {second}\u3000") == f"{fold(first)} {fold(second)}"


usual = st.text(
    st.sampled_from(RUSSIAN + RUSSIAN.upper() + KAZAKH + KAZAKH.upper() + "aZ`' \n\xa0«»№–—“”„‘’…")
)


@example("".join(map(chr, range(128))) + "я")
@example("я\ufffe")
@given(usual)
def test_letters_of_most_texts_fold_as_they_do_beside_a_rare_one(text: str) -> None:
    assert fold(text) == fold(f"{text}\u200b")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Cервисы МВД", "Сервисы МВД"),
        ("Mемлекеттік", "Мемлекеттік"),
        ("МEМЛЕКЕТTIК", "мемлекеттік"),
        ("BOCTOK", "восток"),
        ("HAPOД", "народ"),
        ("Әділeт", "əділет"),
        ("ӛңір", "өңір"),
        ("Ɵңір", "өңір"),
        ("қаhарман", "қаһарман"),
        ("ещё", "еще"),
        ("ЕЩЁ", "еще\u0308"),
        ("по\u0301мощь", "помощь"),
        ("рекомен\u00adдация", "рекомендация"),
        ("non‑discrimination", "Non-Discrimination"),
        ("Côte d’Ivoire", "cote d'ivoire"),
        ("São Tomé", "SA\u0303O TOME\u0301"),
    ],
)
def test_what_reads_the_same_folds_the_same(typed: str, meant: str) -> None:
    assert fold(typed) == fold(meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("СІМ", "СИМ"),
        ("ҚМ", "КМ"),
        ("ӘМ", "АМ"),
        ("тур", "түр"),
        ("ұн", "үн"),
        ("май", "маи"),
        ("140.1", "140.10"),
    ],
)
def test_what_tells_words_and_abbreviations_apart_stays(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_english_stays_readable() -> None:
    assert fold("  The Right to  Health ") == "the right to health"
