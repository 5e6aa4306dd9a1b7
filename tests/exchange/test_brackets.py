import pytest

from upr_desktop.exchange.brackets import clean, named_states, one_line, split_parts


def parts(text: str) -> list[tuple[str, list[str]]]:
    return [(part.text, [state.name for state in part.states]) for part in split_parts(one_line(text))[0]]


def doubts(text: str) -> list[str]:
    return [doubt.code for doubt in split_parts(one_line(text))[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Do it (Maldives) (Portugal);", [("Do it", ["Maldives", "Portugal"])]),
        ("Do it (Portugal, Slovakia).", [("Do it", ["Portugal", "Slovakia"])]),
        ("Do it (Spain)&nbsp;(Chile) ;", [("Do it", ["Spain", "Chile"])]),
        ("Do it (Venezuela (Bolivarian Republic of));", [("Do it", ["Venezuela (Bolivarian Republic of)"])]),
        ("Do it (Spain, Iran, Islamic Republic of);", [("Do it", ["Spain", "Iran, Islamic Republic of"])]),
        ("Do it (Bosnia and Herzegovina and Cuba);", [("Do it", ["Bosnia and Herzegovina", "Cuba"])]),
        ("Ratify No. 29 (No. 29) (Spain);", [("Ratify No. 29 (No. 29)", ["Spain"])]),
        ("Ratify (ICRMW); and act (Spain);", [("Ratify (ICRMW); and act", ["Spain"])]),
        ("Ratify (Istanbul Convention); act (Spain);", [("Ratify (Istanbul Convention); act", ["Spain"])]),
        ("Reach the goals (MDG) (Peru);", [("Reach the goals (MDG)", ["Peru"])]),
        ("One; two (Peru);take steps (Chile);", [("One; two", ["Peru"]), ("take steps", ["Chile"])]),
        ("Do it (Spain); (Peru);", [("Do it", ["Spain", "Peru"])]),
        (
            "non‑discrimination 2018−2028 ‘x’  y (Türkiye)",
            [("non‑discrimination 2018−2028 ‘x’  y", ["Türkiye"])],
        ),
    ],
)
def test_parts_end_at_brackets_with_states_before_a_semicolon(
    text: str, expected: list[tuple[str, list[str]]]
) -> None:
    assert parts(text) == expected
    assert doubts(text) == []


@pytest.mark.parametrize(
    ("text", "expected", "doubt"),
    [
        ("Do it (Freedonia);", [("Do it", ["Freedonia"])], "unknown_state"),
        ("Do it (Spain) (Freedonia);", [("Do it", ["Spain", "Freedonia"])], "unknown_state"),
        ("Do it (Kafala) (Spain);", [("Do it (Kafala)", ["Spain"])], "bracket_unclear"),
        ("Do it (MDG);", [("Do it (MDG)", [])], "no_state"),
        ("Do it (Spain); and more", [("Do it", ["Spain"]), ("and more", [])], "no_state"),
        ("Do (Spain), then do (Chile)", [("Do (Spain), then do", ["Chile"])], "state_inside_text"),
        ("Do it (Spain", [("Do it (Spain", [])], "brackets_unbalanced"),
    ],
)
def test_what_is_doubtful_is_reported(text: str, expected: list[tuple[str, list[str]]], doubt: str) -> None:
    assert parts(text) == expected
    assert doubt in doubts(text)


def test_only_certain_states_count_where_asked() -> None:
    assert split_parts("Do it (Freedonia);", certain_only=True)[0][0].states == ()


def test_entities_are_resolved_and_ampersands_of_words_stay() -> None:
    assert clean("Budget &resources &amp;&nbsp; &#40;x&#41; &#55296;") == "Budget &resources & (x) &#55296;"


def test_long_lines_of_brackets_and_names_are_read() -> None:
    assert len(split_parts("Do " + "(" * 8000 + ");" * 8000)[0]) == 1
    assert len(split_parts("Do " + "(x)" * 8000 + ";")[0]) == 1
    assert named_states("Peru" + ", x" * 5000)[0].iso == "PER"
