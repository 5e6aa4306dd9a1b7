import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upr_desktop.grammar.bodies import AgencyRow, Body, Directory, body_key, parse_bodies, read_footnote
from upr_desktop.paths import bundled
from upr_desktop.words import has_words

REFERENCE = json.loads((bundled("resources/reference") / "kazakhstan-4.json").read_text(encoding="utf-8"))
DIRECTORY = Directory.of_reference(REFERENCE)
LINES = [
    line.split("\t")
    for line in (Path(__file__).parent / "bodies.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def told(body: Body) -> str:
    code = body.code or "-" + (f"[{','.join(body.candidates)}]" if body.candidates else "")
    flags = ["n"] * body.not_subordinate + ["s"] * body.scope_uncertain
    flags += [f"c:{body.collective}"] if body.collective else []
    raw = "" if body.code else f" {{{body.raw}}}"
    return " ".join((f"{code}{raw}", f"{body.role}{'?' if body.presumed else ''}", *flags))


@pytest.mark.parametrize(("text", "bodies", "leftovers"), LINES, ids=[repr(line[0]) for line in LINES])
def test_every_cell_of_the_table_is_read_as_expected(text: str, bodies: str, leftovers: str) -> None:
    found = parse_bodies(text.replace("\\n", "\n"), DIRECTORY)
    assert " | ".join(map(told, found.bodies)) == bodies
    assert " | ".join(found.leftovers) == leftovers


def test_the_table_is_as_large_as_promised() -> None:
    assert len({text for text, _, _ in LINES}) >= 80


def without(*codes: str) -> Directory:
    kept = [one for one in REFERENCE["agencies"] if one["code"] not in codes]
    return Directory.of_reference({**REFERENCE, "agencies": kept})


def test_many_bodies_that_no_agency_stands_for_are_known_and_given_to_nobody() -> None:
    (body,) = parse_bodies("ЦГО", without("CSB")).bodies
    assert (body.code, body.collective, body.doubts) == (None, "central", ("collective",))


def test_a_collective_agency_of_ones_own_takes_no_regions_as_the_akimats_do() -> None:
    courts = AgencyRow("COURTS", {"ru": "суды"}, collective=True)
    directory = Directory([*DIRECTORY.agencies.values(), courts])
    found = parse_bodies("суды, МИО", directory)
    assert [(body.code, body.collective) for body in found.bodies] == [("COURTS", "other"), ("LEB", "local")]
    assert directory.local_codes == ("LEB",)


FOOTNOTE = (
    "Примечание: расшифровка аббревиатур: МЮ – Министерство юстиции; МП – Министерство просвещения "
    "Республики Казахстан; ГП - Генеральная прокуратура; АПК – Агентство по промышленному контролю."
)


def test_the_footnote_of_a_plan_tells_what_an_abbreviation_means() -> None:
    notes = read_footnote(FOOTNOTE)
    assert list(notes) == ["МЮ", "МП", "ГП", "АПК"]
    found = parse_bodies("МП, ГП (по согласованию), АПК, ВС", DIRECTORY, footnote=notes)
    assert [body.code for body in found.bodies] == ["MOE", "GPO", None, None]
    assert found.bodies[2].doubts == ("footnote_unknown",)
    assert found.bodies[3].ambiguous


MOJ, MIA = "Министерство юстиции", "Министерство внутренних дел"
MLSPP = "Министерство труда и социальной защиты населения"
MEGPR = "Министерство экологии, геологии и природных ресурсов"


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (
            "Ескертпе: аббревиатуралардың толық жазылуы: ӘМ – Әділет министрлігі; ІІМ – Ішкі істер министрлігі;",
            {"ӘМ": "Әділет министрлігі", "ІІМ": "Ішкі істер министрлігі"},
        ),
        (f"МЮ – {MOJ}, МВД – {MIA}", {"МЮ": MOJ, "МВД": MIA}),
        (f"МЮ — {MOJ}\nМВД — {MIA}\n", {"МЮ": MOJ, "МВД": MIA}),
        ("* ГП – по согласованию", {"ГП": "по согласованию"}),
        (f"{MOJ} (далее – МЮ)", {"МЮ": MOJ}),
        (f"МТСЗН - {MLSPP}", {"МТСЗН": MLSPP}),
        (f"МЭГПР – {MEGPR}; МЮ – {MOJ}", {"МЭГПР": MEGPR, "МЮ": MOJ}),
        ("Итого: 5 мероприятий, из них исполнено – 1", {}),
        ("Исп.: тел. 71-00-00", {}),
        ("", {}),
    ],
)
def test_footnotes_are_read_as_they_are_written(text: str, notes: dict[str, str]) -> None:
    assert read_footnote(text) == notes


def test_a_star_explained_below_the_table_says_by_agreement() -> None:
    found = parse_bodies("МВД, КНБ*", DIRECTORY, footnote={"КНБ": "по согласованию"})
    assert [(body.code, body.not_subordinate) for body in found.bodies] == [("MIA", False), ("NSC", True)]


def test_one_answer_serves_every_cell_and_outranks_all() -> None:
    answers = {
        body_key("ВС"): ("SC",),
        body_key("правоохранительные органы"): ("MIA", "GPO"),
        body_key("х"): (),
    }
    found = parse_bodies("ВС, Правоохранительные  органы, х", DIRECTORY, answers=answers)
    assert [body.code for body in found.bodies] == ["SC", "MIA", "GPO"]
    assert found.leftovers == ("х",)
    assert [body.raw for body in found.bodies[1:]] == ["Правоохранительные органы"] * 2


def test_a_body_abolished_by_then_names_its_successors() -> None:
    before, after = (
        parse_bodies("Антикор", DIRECTORY, on=day).bodies[0] for day in (date(2025, 6, 30), date(2025, 7, 1))
    )
    assert (before.code, before.ended) == ("ACA", False)
    assert (after.code, after.ended, after.successors) == ("ACA", True, ("NSC", "ACSA"))
    assert parse_bodies("МОН", DIRECTORY).bodies[0].successors == ("MOE", "MSHE")


def test_every_name_of_every_agency_leads_to_it() -> None:
    marked = {each["name"] for each in REFERENCE["marked"]}
    for agency in REFERENCE["agencies"]:
        names = [
            *agency["names"].values(),
            *agency["shorts"].values(),
            *(each["name"] for each in agency["aliases"]),
        ]
        for name in names:
            if name and name not in marked:
                assert [body.code for body in parse_bodies(name, DIRECTORY).bodies] == [agency["code"]], name


@pytest.mark.parametrize("short", [each["name"] for each in REFERENCE["marked"]])
def test_an_ambiguous_short_form_is_never_resolved_unasked(short: str) -> None:
    for text in (short, f"МВД, {short}", f"{short} (созыв), МЮ", f"{short}-мен", f"РК {short}"):
        body = next(body for body in parse_bodies(text, DIRECTORY).bodies if short in body.raw)
        assert (body.code, body.ambiguous) == (None, True)
        assert body.candidates


def test_a_suffix_behind_two_joined_bodies_may_be_for_both() -> None:
    found = parse_bodies("МЮ и МВД (созыв)", DIRECTORY)
    assert [(body.role, body.scope_uncertain) for body in found.bodies] == [("co", False), ("lead", True)]


def test_a_cell_without_doubt_is_certain() -> None:
    assert parse_bodies("МВД (созыв), МЮ", DIRECTORY).is_certain
    assert not parse_bodies("МВД, ГП", DIRECTORY).is_certain
    assert not parse_bodies("МВД и др.", DIRECTORY).is_certain


PIECES = [
    name
    for agency in REFERENCE["agencies"]
    for name in (*agency["names"].values(), *agency["shorts"].values())
    if name
]
MARKS = [
    ", ",
    "; ",
    " и ",
    " мен ",
    "\n",
    " (созыв)",
    " (по согласованию)",
    "(",
    ")",
    " – ",
    ":",
    " РК ",
    " министрліктері",
    "1) ",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES + MARKS), max_size=12).map("".join)))
def test_no_text_breaks_the_reading_and_every_letter_is_somewhere(text: str) -> None:
    found = parse_bodies(text, DIRECTORY, on=date(2026, 1, 1))
    assert found.raw == text
    assert sum(body.role == "lead" for body in found.bodies) >= bool(found.bodies)
    for body in found.bodies:
        assert body.raw
        assert re.sub(r"\s", "", body.raw) in re.sub(r"\s", "", text)
        assert body.code is None or body.code in DIRECTORY.agencies
        assert all(has_words(f"body_doubt.{doubt}") for doubt in body.doubts)
    read_footnote(text)


@given(
    st.lists(st.sampled_from(sorted(DIRECTORY.agencies)), min_size=1, max_size=6, unique=True),
    st.sampled_from(["ru", "kk", "en"]),
)
def test_a_list_of_full_names_is_read_back(codes: list[str], language: str) -> None:
    names = [DIRECTORY.agencies[code].names[language] for code in codes]
    if all(names):
        joined = {"ru": " и ", "kk": " және ", "en": " and "}[language]
        text = (
            joined.join([", ".join(map(str, names[:-1])), str(names[-1])])
            if len(names) > 1
            else str(names[0])
        )
        assert [body.code for body in parse_bodies(text, DIRECTORY).bodies] == codes
