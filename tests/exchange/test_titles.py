import pytest
from reading_books import sheet

from upr_desktop.exchange.titles import find_header, title_key, title_of, title_table


def test_no_title_stands_for_two_fields() -> None:
    fields: dict[str, set[str]] = {}
    for field, by_language in title_table().items():
        assert set(by_language) == {"ru", "kk", "en"}
        for titles in by_language.values():
            for title in titles:
                fields.setdefault(title_key(title), set()).add(field)
    assert [key for key, names in fields.items() if len(names) > 1] == []


def test_every_title_of_the_table_is_known() -> None:
    for field, by_language in title_table().items():
        for language, titles in by_language.items():
            for title in titles:
                found = title_of(title)
                assert found is not None
                assert found.field == field
                assert language in found.languages


@pytest.mark.parametrize(
    ("written", "field", "languages"),
    [
        ("Форма\nзавер-шения", "completion_form", {"ru"}),
        ("СРОК ИСПОЛНЕ-\nНИЯ", "deadline", {"ru"}),
        ("Орындау мерзімі\xa0", "deadline", {"kk"}),
        ("Ход исполнения*", "progress", {"ru"}),
        ("Pекомендaция", "rec_text", {"ru"}),
        ("Усыным №", "rec_no", {"kk"}),
        ("Р/с №\n№ п/п", "row_no", {"kk", "ru"}),
        ("Ұсыным / Рекомендация / Recommendation", "rec_text", {"kk", "ru", "en"}),
        ("Іс-шараның\nатауы\nНаименование\nмероприятия", "measure", {"kk", "ru"}),
        ("Исполнено/не исполнено", "status", {"ru"}),
    ],
)
def test_titles_are_known_however_they_are_set(written: str, field: str, languages: set[str]) -> None:
    title = title_of(written)
    assert title is not None
    assert (title.field, title.languages) == (field, languages)


@pytest.mark.parametrize(
    "written", ["", "Ход", "Орындалу барысы\nМероприятие", "x" * 400, "Рекомендация Испании"]
)
def test_other_texts_are_no_title(written: str) -> None:
    assert title_of(written) is None


def test_header_is_the_row_with_most_titles_among_the_first_fifteen() -> None:
    rows = [("Мероприятие", "Срок исполнения"), ("№", "Мероприятие", "Срок исполнения"), ("1", "2", "3")]
    header = find_header(sheet(rows))
    assert header is not None
    assert (header.row, header.columns("deadline")) == (2, (3,))
    assert find_header(sheet([("x", "y")] * 15 + rows)) is None
    assert find_header(sheet(rows), [frozenset({"rec_no"})]) is None


@pytest.mark.parametrize(
    "written",
    [
        "План 2027",
        "Факт 2026 г.",
        "2027 жылғы жоспар",
        "План на 2028 год",
        "2026 ж. факт",
        "Plan 2027",
        "Факт\n2026",
    ],
)
def test_what_was_planned_or_reached_in_a_year_is_an_indicators_value(written: str) -> None:
    found = title_of(written)
    assert found is not None
    assert found.field == "indicator"


@pytest.mark.parametrize("written", ["2027", "2027 год", "План 2026 2027", "Мероприятие 2027", "Бюджет 2027"])
def test_a_year_beside_anything_else_is_no_indicator(written: str) -> None:
    found = title_of(written)
    assert found is None or found.field != "indicator"
