import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upr_desktop.states import formal_name, state_code, state_codes, state_name


def test_there_are_193_members_and_two_observers() -> None:
    assert len(state_codes()) == 195
    assert {"VAT", "PSE", "KAZ"} <= set(state_codes())


@given(
    st.sampled_from(state_codes()),
    st.sampled_from(("kk", "ru", "en")),
    st.sampled_from((str, str.upper, str.lower)),
)
def test_every_name_leads_back_to_its_state(iso: str, language: str, case: type[str]) -> None:
    assert state_code(case(state_name(iso, language))) == iso
    assert state_code(f"the\u00a0{case(formal_name(iso))}.") == iso


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Swaziland", "SWZ"),
        ("Macedonia", "MKD"),
        ("FYROM", "MKD"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("Czech Republic", "CZE"),
        ("Cape Verde", "CPV"),
        ("Turkey", "TUR"),
        ("Turkiye", "TUR"),
        ("Burma", "MMR"),
        ("Cote d'Ivoire", "CIV"),
        ("Co\u0302te d`Ivoire", "CIV"),
        ("DPRK", "PRK"),
        ("Democratic People’s\u00a0Republic of Korea", "PRK"),
        ("Republic of Korea", "KOR"),
        ("Lao PDR", "LAO"),
        ("Micronesia, Federated States of", "FSM"),
        ("Plurinational State of Bolivia", "BOL"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Iran (Islamic republic of", "IRN"),
        ("Netherlands (Kingdom of the)", "NLD"),
        ("the Netherlands", "NLD"),
        ("Gambia (Republic of The)", "GMB"),
        ("St Vincent & the Grenadines", "VCT"),
        ("Congo", "COG"),
        ("Democratic Republic of Congo", "COD"),
        ("Timor‑Leste", "TLS"),
        ("Исламская Республика Иран", "IRN"),
        ("Великобритания", "GBR"),
        ("Қырғыз Республикасы", "KGZ"),
        ("KAZ", "KAZ"),
    ],
)
def test_other_spellings_are_known(written: str, iso: str) -> None:
    assert state_code(written) == iso


@pytest.mark.parametrize(
    "written",
    ["", "Korea", "Kosovo", "ICRMW", "No. 29", "&#40;Unknown&#41;", "European Union", "Guinea (Bissau) x"],
)
def test_what_is_no_single_state_is_not_guessed(written: str) -> None:
    assert state_code(written) is None


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert state_name("XXX", "ru") == formal_name("XXX") == "XXX"


def test_every_state_of_the_real_lists_resolves(shared_data: Path) -> None:
    lists = [
        *shared_data.glob("ohchr/*.expected.json"),
        *shared_data.glob("kazakhstan/*recommendations.json"),
    ]
    rows = [row for path in lists for row in json.loads(path.read_text(encoding="utf-8"))]
    names = {state for row in rows for part in row["parts"] for state in part["states"]}
    assert len(names) > 100
    assert [name for name in names if state_code(name) is None] == []


def test_every_state_of_upr_info_resolves(shared_data: Path) -> None:
    names = set(json.loads((shared_data / "kazakhstan/uprinfo_state_names.json").read_text(encoding="utf-8")))
    text = (shared_data / "uprinfo/upr-info-17-20.csv").read_text(encoding="mac_roman")
    rows = list(csv.reader(text.splitlines()))[1:]
    names |= {row[0] for row in rows} | {row[4] for row in rows}
    assert [name for name in names if state_code(name) is None] == ["&#40;Unknown&#41;"]
