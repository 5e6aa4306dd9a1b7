"""Themes and groups of persons get their Russian and Kazakh names when a list brings them."""

import json

import pytest

from upr_desktop.merge.term_names import term_names
from upr_desktop.paths import bundled
from upr_desktop.register.fold import fold

SHIPPED = json.loads(bundled("resources/reference/term_names.json").read_text(encoding="utf-8"))


def test_theme_is_known_however_the_list_writes_its_ampersands_and_capitals() -> None:
    spellings = (
        "Children: family environment & alternative care",
        "Children: family environment and alternative care",
        "children: family environment &alternative care",
        "D12.3 Children: family environment & alternative care",
    )
    found = {tuple(term_names("theme", spelling).items()) for spelling in spellings}
    assert found == {
        (
            ("name_ru", "Дети: семейное окружение и альтернативный уход"),
            ("name_kk", "Балалар: отбасы ортасы және балама күтім"),
        )
    }


def test_theme_and_group_of_one_name_are_two() -> None:
    assert term_names("group", "Women")["name_ru"] == "Женщины"
    assert term_names("theme", "Women") == {}


def test_unknown_name_gets_no_translation() -> None:
    assert term_names("theme", "Rights nobody listed yet") == {}


@pytest.mark.parametrize("vocabulary", ["theme", "group"])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_name_means_one_term_in_each_language(vocabulary: str, language: str) -> None:
    names = [fold(term[language]) for term in SHIPPED[vocabulary]]
    assert all(names)
    assert len(set(names)) == len(names)
