import pytest
from hypothesis import given
from hypothesis import strategies as st

from upr_desktop.code_lists import EVIDENCE_KINDS
from upr_desktop.grammar.evidence_words import Suggestion, suggest_evidence


def named(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(each.kind, each.act_number, each.act_date) for each in suggest_evidence(text)]


@pytest.mark.parametrize(
    ("text", "kind", "number", "date"),
    [
        ("приказ № 1-12/345 от 05.06.2026", "order", "1-12/345", "2026-06-05"),
        ("Приказ Министра юстиции от 5 июня 2026 года № 345", "order", "345", "2026-06-05"),
        ("приказом МВД №12-нқ от 05.06.2026 г.", "order", "12-нқ", "2026-06-05"),
        ("№ 1-12/345 от 05.06.2026", "other", "1-12/345", "2026-06-05"),
        ("2026 жылғы 5 маусымдағы № 345 бұйрық", "order", "345", "2026-06-05"),
        ("Министрдің 2026 жылғы 5 маусымдағы №345 бұйрығы", "order", "345", "2026-06-05"),
        ("Закон РК от 5 июня 2026 года № 71-VIII ЗРК", "law", "71-VIII ЗРК", "2026-06-05"),
        ("ҚР 2026 жылғы 5 маусымдағы № 71-VIII ҚРЗ Заңы", "law", "71-VIII ҚРЗ", "2026-06-05"),
        ("Постановление Правительства РК от 05.06.2026 № 412", "decree", "412", "2026-06-05"),
        ("Указ Президента РК № 409 от 8 декабря 2023 года", "decree", "409", "2023-12-08"),
        ("ҚР Үкіметінің 2026 жылғы 5 маусымдағы № 412 қаулысы", "decree", "412", "2026-06-05"),
        ("Order No. 12 of 5 June 2026", "order", "12", "2026-06-05"),
        ("Исполнено. Письмо № 1-12/345 от 05.06.2026 г.", "letter", "1-12/345", "2026-06-05"),
        ("исх. № 2-15/1020 от 01.07.2026", "letter", "2-15/1020", "2026-07-01"),
        ("Направлено письмом №3-1/77", "letter", "3-1/77", None),
        ("2026 жылғы 5 маусымдағы № 12 хатпен жіберілді", "letter", "12", "2026-06-05"),
        ("Протокол № 3 заседания от 12.03.2026", "other", "3", "2026-03-12"),
        ("Отчёт от 12 марта 2026 года", "report", None, "2026-03-12"),
        ("Закон от 5 июня 2026 года «О профилактике»", "law", None, "2026-06-05"),
        ("приказ № ҚР ДСМ-5 от 05.06.2026", "order", "ҚР ДСМ-5", "2026-06-05"),
    ],
)
def test_an_act_is_found_with_its_number_and_date(
    text: str, kind: str, number: str | None, date: str | None
) -> None:
    assert named(text) == [(kind, number, date)]


def test_links_and_titles_are_found_at_their_place() -> None:
    text = "Размещено: https://gov.kz/news/1?x=2, см. Закон РК № 5-VIII от 05.06.2026 «О правах»."
    link, law = suggest_evidence(text)
    assert link == Suggestion("publication", None, None, "https://gov.kz/news/1?x=2", link.span)
    assert (law.kind, law.act_number, law.title) == ("law", "5-VIII", "О правах")
    assert text[slice(*link.span)] == "https://gov.kz/news/1?x=2"
    assert text[slice(*law.span)] == "Закон РК № 5-VIII от 05.06.2026 «О правах»"


def test_several_acts_keep_their_own_numbers_and_dates() -> None:
    text = "Приказ № 1 от 05.06.2026, приказ № 2 от 06.06.2026; письмо № 3 от 07.06.2026"
    assert named(text) == [
        ("order", "1", "2026-06-05"),
        ("order", "2", "2026-06-06"),
        ("letter", "3", "2026-06-07"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Проведено 12 семинаров",
        "в школе № 5",
        "12 июля 2026 года",
        "приказ",
        "п. 4",
        "МВД.",
        "345 человек",
    ],
)
def test_nothing_is_suggested_where_no_act_is_named(text: str) -> None:
    assert suggest_evidence(text) == []


@given(st.one_of(st.text(), st.text(alphabet="№ 15.0626прикзот-/")))
def test_no_text_breaks_the_search_and_places_are_in_the_text(text: str) -> None:
    for each in suggest_evidence(text):
        assert each.kind in EVIDENCE_KINDS
        first, last = each.span
        assert 0 <= first < last <= len(text)
        assert each.act_number is None or each.act_number in text
