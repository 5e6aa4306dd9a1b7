import pytest
from hypothesis import given
from hypothesis import strategies as st

from upr_desktop.grammar.statuses import (
    STATUSES,
    is_cleared,
    is_letter_reference,
    is_no_change,
    is_outside_competence,
    parse_status,
)
from upr_desktop.words import LANGUAGES, has_words, say


@pytest.mark.parametrize("code", STATUSES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_its_status_however_it_is_set(code: str, language: str) -> None:
    label = say(f"status.{code}", language)
    for text in (label, label.upper(), f"  {label}. ", label.replace(" ", "\xa0"), code):
        assert parse_status(text) == (code, "certain", None)


@pytest.mark.parametrize(
    ("text", "code", "confidence"),
    [
        ("done", "fully_implemented", "certain"),
        ("inprog", "in_progress", "certain"),
        ("partial", "partially_implemented", "certain"),
        ("perm", "continuous", "certain"),
        ("notstarted", "not_started", "certain"),
        ("исп.", "fully_implemented", "certain"),
        ("исполнен", "fully_implemented", "certain"),
        ("выполнено", "fully_implemented", "certain"),
        ("ВЫПОЛНЕНО", "fully_implemented", "certain"),
        ("Исполнено в полном объёме", "fully_implemented", "certain"),
        ("в работе", "in_progress", "certain"),
        ("Ведётся работа", "in_progress", "certain"),
        ("В работе (на исполнении)", "in_progress", "certain"),
        ("на исполнении", "in_progress", "certain"),
        ("Исполняется на постоянной основе", "continuous", "certain"),
        ("частично исполнено", "partially_implemented", "certain"),
        ("не исполнено", "not_implemented", "certain"),
        ("неисполнено", "not_implemented", "certain"),
        ("не начат", "not_started", "certain"),
        ("срок исполнения не наступил", "not_due", "certain"),
        ("Мерзімі келген жоқ", "not_due", "certain"),
        ("орындалды", "fully_implemented", "certain"),
        ("орындалып жатыр", "in_progress", "certain"),
        ("Иске асырылуда", "in_progress", "certain"),
        ("Ишинара орындалды", "partially_implemented", "certain"),
        ("туракты негизде", "continuous", "certain"),
        ("Басталған жоқ", "not_started", "certain"),
        ("акпарат усынылмады", "no_information", "certain"),
        ("Исполненo", "fully_implemented", "certain"),
        ("In progress", "in_progress", "certain"),
        ("completed", "fully_implemented", "certain"),
        ("Исполнено. Письмо № 1-12/345 от 05.06.2026 г.", "fully_implemented", "likely"),
        ("Орындалды, есеп қоса беріледі", "fully_implemented", "likely"),
        ("исполнено на 100%", "fully_implemented", "likely"),
        ("исполнено на 60 %", "partially_implemented", "likely"),
        ("50%", "partially_implemented", "likely"),
        ("", None, "none"),
        ("Исполнено/не исполнено", None, "none"),
        ("Исполнено, но не полностью", None, "none"),
        ("исполнено 5 мероприятий из 10", None, "none"),
        ("250%", None, "none"),
        ("Иванов", None, "none"),
        ("да", None, "none"),
    ],
)
def test_what_people_type_is_read_as_a_status(text: str, code: str | None, confidence: str) -> None:
    assert parse_status(text)[:2] == (code, confidence)


@pytest.mark.parametrize(
    ("text", "code", "remark"),
    [
        ("overdue", None, "overdue"),
        ("Просрочено", None, "overdue"),
        ("Мерзімі өтті", None, "overdue"),
        ("Снято с контроля", None, "closed"),
        ("Исполнено с нарушением срока", "fully_implemented", "done_late"),
        ("na", None, "outside_competence"),
        ("Не относится к компетенции органа", None, "outside_competence"),
        ("Осы органның құзыретіне кірмейді", None, "outside_competence"),
        ("без изменений", None, "no_change"),
        ("[очистить]", None, "cleared"),
    ],
)
def test_what_is_no_status_is_remarked(text: str, code: str | None, remark: str) -> None:
    found = parse_status(text)
    assert (found.code, found.remark) == (code, remark)
    assert has_words(f"status_remark.{remark}")


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "–",
        "—",
        "без изменений",
        "Без изменений.",
        "информация прежняя",
        "Информация представлена ранее",
        "представлено ранее",
        "аналогично",
        "см. п. 4",
        "См. пункт 4",
        "см.п.4",
        "өзгеріссіз",
        "Өзгеріс жоқ",
        "озгериссиз",
        "ақпарат бұрынғы",
        "4-тармақты қараңыз",
        "no change",
        "See item 4",
    ],
)
def test_statements_of_no_change_are_known(text: str) -> None:
    assert is_no_change(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Направлено письмом № 1-12/345 от 05.06.2026",
        "Без изменений в штате проведено 5 семинаров",
        "нет",
        "Исполнено",
        "4",
        "см. приложение",
        "изменений много",
    ],
)
def test_news_is_not_taken_for_no_change(text: str) -> None:
    assert not is_no_change(text)


@pytest.mark.parametrize("text", ["[очистить]", "[Тазарту]", "[clear]", " [ CLEAR ] "])
def test_marks_that_clear_a_cell_are_known(text: str) -> None:
    assert is_cleared(text)


@pytest.mark.parametrize("text", ["очистить", "[]", "[очистить] данные", "clear"])
def test_a_word_without_brackets_clears_nothing(text: str) -> None:
    assert not is_cleared(text)


def test_outside_competence_is_known_within_a_short_sentence() -> None:
    assert is_outside_competence("Данный вопрос не относится к компетенции МВД.")
    assert is_outside_competence("Министрліктің құзыретіне жатпайды")
    assert not is_outside_competence("Относится к компетенции МВД")
    assert not is_outside_competence("Национальный")


def test_a_letter_is_a_reference() -> None:
    assert is_letter_reference("Направлено письмом № 1-12/345 от 05.06.2026")
    assert is_letter_reference("2026 жылғы 5 маусымдағы № 12 хатпен жіберілді")
    assert not is_letter_reference("Приказ № 12 от 05.06.2026")
    assert not is_letter_reference("письмо")


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    found = parse_status(text)
    assert (found.confidence == "none") == (found.code is None)
    is_letter_reference(text)
