"""Before a merge is undone, a person is told which later returns lean on it and are to be taken in again."""

from pathlib import Path

import pytest
from plan_samples import Planned
from return_samples import Clerk, merged, sent

from upr_desktop.cli import main
from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.undo_words import returns_to_read_again
from upr_desktop.words import LANGUAGES


def two_about_one_report(sample: Planned, folder: Path, gate: Gate) -> int:
    """Merge two returns about one report; return the revision of the first."""
    source = sent(sample, folder)
    merged(sample, gate, Clerk(source).type("2", narrative="Сделано").save("first.xlsx"))
    first = sample.register.revision()
    merged(sample, gate, Clerk(source).type("2", problems_text="Нет средств").save("second.xlsx"))
    return first


def told(sample: Planned, number: int, language: str = "en") -> str:
    with sample.register.reading() as connection:
        return returns_to_read_again(connection, number, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_later_return_about_the_same_report_is_named(
    sample: Planned, tmp_path: Path, gate: Gate, language: str
) -> None:
    first = two_about_one_report(sample, tmp_path, gate)
    assert "second.xlsx" in told(sample, first, language)
    assert "first.xlsx" not in told(sample, first, language)
    assert told(sample, sample.register.revision(), language) == ""


def test_a_return_about_another_report_or_undone_itself_is_not_named(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    source = sent(sample, tmp_path)
    merged(sample, gate, Clerk(source).type("2", narrative="Сделано").save("first.xlsx"))
    first = sample.register.revision()
    merged(sample, gate, Clerk(source).type("1", problems_text="Нет средств").save("other.xlsx"))
    assert told(sample, first) == ""
    merged(sample, gate, Clerk(source).type("2", problems_text="Нет средств").save("second.xlsx"))
    sample.register.undo(sample.register.revision())
    assert told(sample, first) == ""


def test_the_command_tells_it(
    sample: Planned, tmp_path: Path, gate: Gate, capsys: pytest.CaptureFixture[str]
) -> None:
    first = two_about_one_report(sample, tmp_path, gate)
    assert main(["undo", str(first), "--register", str(sample.register.path), "--author", "me"]) == 0
    assert "second.xlsx" in capsys.readouterr().out
