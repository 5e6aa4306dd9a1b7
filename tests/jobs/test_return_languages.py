"""An agency answers in Kazakh and in Russian, in two files or one: its texts stand side by side and never compete."""

from pathlib import Path

import pytest
from plan_samples import Planned
from return_samples import Clerk, codes, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate


def test_evidence_and_problems_in_two_languages_are_two_fields(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    russian = Clerk(sent(sample, tmp_path)).type("2", evidence_text="Приказ № 7", problems_text="Нет средств")
    kazakh = Clerk(sent(sample, tmp_path, language="kk"))
    kazakh.type("2", evidence_text="№ 7 бұйрық", problems_text="Қаражат жоқ")
    merge = merged(sample, gate, russian.save("ru.xlsx"), kazakh.save("kk.xlsx"))
    found = report(sample, "2")
    assert (found["evidence_text_ru"], found["evidence_text_kk"]) == ("Приказ № 7", "№ 7 бұйрық")
    assert (found["problems_text_ru"], found["problems_text_kk"]) == ("Нет средств", "Қаражат жоқ")
    assert (merge.counts["taken"], merge.counts["conflict"]) == (4, 0)


def test_what_is_typed_in_kazakh_into_a_russian_workbook_is_kazakh(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    typed = {
        "evidence_text": "№ 7 бұйрық",
        "problems_text": "Қаражат жетіспейді",
        "narrative": "Жұмыс басталды",
    }
    merged(sample, gate, Clerk(sent(sample, tmp_path)).type("2", **typed).save("a.xlsx"))
    found = report(sample, "2")
    assert [found[f"{name}_kk"] for name in typed] == list(typed.values())
    assert [found[f"{name}_ru"] for name in typed] == [None] * 3


def test_two_returns_in_one_language_do_compete(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    source = sent(sample, tmp_path)
    paths = [Clerk(source).type("2", evidence_text=f"Приказ № {no}").save(f"{no}.xlsx") for no in (7, 8)]
    assert merged(sample, gate, *paths).counts["conflict"] == 1


@pytest.mark.parametrize("typed", ["№ 3-1/45", "https://adilet.zan.kz/rus/docs/V2600031"])
def test_what_is_in_no_language_replaces_the_text_that_the_cell_showed(
    sample: Planned, tmp_path: Path, gate: Gate, typed: str
) -> None:
    sample.add("2/MOJ/2026H2", "progress", assignment_id=sample["2/MOJ"], period_id=sample["2026H2"],
               state="draft", evidence_text_kk="№ 3 бұйрық")  # fmt: skip
    path = Clerk(sent(sample, tmp_path)).type("2", evidence_text=typed).save("a.xlsx")
    assert filled(merged(sample, gate, path))["taken"] == 1
    found = report(sample, "2")
    assert (found["evidence_text_kk"], found["evidence_text_ru"]) == (typed, None)


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        (
            "Заң жобасы әзірленіп, Үкіметтің қарауына енгізілді\nПодготовлен проект закона, внесён в Правительство",
            True,
        ),
        (
            "Подготовлен проект закона, внесён в Правительство\nПроведено двенадцать семинаров в регионах",
            False,
        ),
    ],
)
def test_a_cell_in_two_languages_is_kept_whole_and_told(
    sample: Planned, tmp_path: Path, gate: Gate, text: str, is_told: bool
) -> None:
    merge = merged(sample, gate, Clerk(sent(sample, tmp_path)).type("2", narrative=text).save("a.xlsx"))
    assert filled(merge)["taken"] == 1
    assert ("return_two_languages" in codes(merge)) is is_told
