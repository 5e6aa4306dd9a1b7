from plan_samples import Planned, planned

from upr_desktop.jobs.edit_indicators import (
    add_indicator,
    add_value,
    edit_indicator,
    edit_value,
    remove_value,
    when_of,
)
from upr_desktop.jobs.show_plan import SHOWN
from upr_desktop.register.indicators import IndicatorRow, indicators_of


def indicators(sample: Planned) -> list[IndicatorRow]:
    with sample.register.reading() as connection:
        return indicators_of(connection, [sample["m1"]]).get(sample["m1"], [])


def test_an_indicator_is_added_named_given_values_and_shown_to_scripts() -> None:
    sample = planned()
    _, added = add_indicator(sample["m1"], "1", "Доля решений", "ru")
    sample.apply(added)
    sample.apply(edit_indicator(indicators(sample)[0], "1", "unit", "%"))
    sample.apply(edit_indicator(indicators(sample)[0], "1", "name_kk", "Шешімдер үлесі"))
    sample.apply(edit_value(indicators(sample)[0], None, "1", "planned", "не менее 80"))
    _, more = add_value(indicators(sample)[0], "1", sample["2026H1"])
    sample.apply(more)
    row = indicators(sample)[0]
    first, second = row.values
    assert [when_of(one) for one in row.values] == ["", sample["2026H1"]]
    sample.apply(edit_value(row, first, "1", "when", "2027"))
    sample.apply(edit_value(row, second, "1", "actual", "75"))
    with sample.register.reading() as connection:
        shown = next(one for one in SHOWN["measure"](connection) if one["number"] == "1")
    assert shown["indicators"] == [
        {
            "id": row.id,
            "name_kk": "Шешімдер үлесі",
            "name_ru": "Доля решений",
            "name_en": None,
            "unit": "%",
            "values": [
                {"year": None, "period": "2026H1", "planned": None, "actual": "75"},
                {"year": 2027, "period": None, "planned": "не менее 80", "actual": None},
            ],
        }
    ]


def test_each_edit_is_one_step_that_is_taken_back_alone() -> None:
    sample = planned()
    sample.apply(add_indicator(sample["m1"], "1", "Доля", "ru")[1])
    sample.apply(edit_value(indicators(sample)[0], None, "1", "planned", "80"))
    held = indicators(sample)[0].values[0]
    sample.apply(edit_value(indicators(sample)[0], held, "1", "planned", "90"))
    sample.register.undo(sample.register.revision(), "me")
    assert indicators(sample)[0].values[0].planned == "80"
    assert not edit_value(indicators(sample)[0], held, "1", "planned", "80").changes


def test_the_last_value_takes_its_indicator_along() -> None:
    sample = planned()
    sample.apply(add_indicator(sample["m1"], "1", "Доля", "ru")[1])
    for year in ("2026", "2027"):
        sample.apply(add_value(indicators(sample)[0], "1", year)[1])
    row = indicators(sample)[0]
    sample.apply(remove_value(row, row.values[1], "1"))
    assert [one.year for one in indicators(sample)[0].values] == [2026]
    row = indicators(sample)[0]
    sample.apply(remove_value(row, row.values[0], "1"))
    assert indicators(sample) == []
    sample.register.undo(sample.register.revision(), "me")
    assert [one.year for one in indicators(sample)[0].values] == [2026]
