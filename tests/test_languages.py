import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from upr_desktop import code_lists
from upr_desktop.paths import bundled
from upr_desktop.register import plan_records, records, return_records
from upr_desktop.register.kinds import kinds
from upr_desktop.register.reference import NONE, reference_names
from upr_desktop.words import LANGUAGES, Wording, has_words, plural_form, say, wordings

FORMS = {"en": {"one", "other"}, "kk": {"one", "other"}, "ru": {"one", "few", "many"}}
FILES = sorted(bundled("resources/words").glob("*.json"))
PREFIXES = {
    "position": records.POSITIONS,
    "novelty": records.NOVELTIES,
    "quality": records.QUALITIES,
    "role": records.ROLES,
    "person_role": records.PERSON_ROLES,
    "link_kind": records.LINKS,
    "tag_source": records.TAG_SOURCES,
    "evidence_kind": records.EVIDENCE_KINDS,
    "language": records.LANGUAGES,
    "plan_state": plan_records.PLAN_STATES,
    "who_reports": plan_records.WHO_REPORTS,
    "plan_mode": plan_records.PLAN_MODES,
    "deadline_kind": plan_records.DEADLINE_KINDS,
    "deadline_decided_by": plan_records.DECIDED_BY,
    "status": plan_records.STATUSES,
    "recommendation_status": code_lists.RECOMMENDATION_STATUSES,
    "progress_state": plan_records.PROGRESS_STATES,
    "summary_state": plan_records.SUMMARY_STATES,
    "decision": plan_records.DECISIONS,
    "answer_about": plan_records.ANSWERS_ABOUT,
    "letter_direction": return_records.DIRECTIONS,
    "letter_kind": return_records.LETTER_KINDS,
    "pending_kind": return_records.PENDING_KINDS,
    "choice": return_records.CHOICES,
    "reference_set": (*reference_names(), NONE),
    "action_category": tuple("12345"),
}


def texts(wording: Wording) -> Iterator[str]:
    yield from [wording] if isinstance(wording, str) else wording.values()


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def faults(key: str, wording: dict[str, Wording]) -> list[str]:
    if set(wording) != set(LANGUAGES):
        return [f"{key}: languages are {sorted(wording)}"]
    found = [f"{key}: nothing in {language}" for language in LANGUAGES if not all(texts(wording[language]))]
    names = {frozenset(placeholders(text)) - {"count"} for each in wording.values() for text in texts(each)}
    found += [f"{key}: placeholders differ"] if len(names) > 1 else []
    plural = [language for language in LANGUAGES if not isinstance(wording[language], str)]
    found += [
        f"{key}: plural forms of {language}"
        for language in plural
        if set(wording[language]) != FORMS[language]
    ]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_key_is_worded_in_three_languages_with_the_same_placeholders(path: Path) -> None:
    words = json.loads(path.read_text(encoding="utf-8"))
    assert [fault for key, wording in words.items() for fault in faults(key, wording)] == []


def test_the_check_itself_sees_what_is_missing() -> None:
    assert faults("a", {"en": "x", "ru": "x"})
    assert faults("a", {"en": "{n} x", "ru": "{m} x", "kk": "{n} x"})
    assert faults("a", {"en": {"one": "x", "other": "x"}, "ru": {"one": "x", "other": "x"}, "kk": "x"})
    assert faults("a", {"en": "x", "ru": "", "kk": "x"})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_key_stands_twice_in_a_file_and_all_read_topic_dot_name(path: Path) -> None:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        assert sorted(set(names)) == sorted(names)
        return dict(pairs)

    words = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)
    assert [key for key in words if not re.fullmatch(r"\w+(\.[\w-]+)+", key)] == []


def test_no_key_stands_in_two_files() -> None:
    assert len(wordings()) == sum(len(json.loads(path.read_text(encoding="utf-8"))) for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_of_words_are_readable_without_escapes(path: Path) -> None:
    assert "\\u" not in path.read_text(encoding="utf-8").replace("\\u00a0", "")


def test_every_code_of_a_record_has_a_label() -> None:
    keys = [f"{prefix}.{code}" for prefix, codes in PREFIXES.items() for code in codes]
    assert [key for key in keys if not has_words(key)] == []


def test_every_kind_of_record_and_every_field_has_a_name() -> None:
    kind_keys = [f"record.{kind}.{form}" for kind in kinds() for form in ("one", "many", "count")]
    field_keys = [f"field.{kind.name}.{field.name}" for kind in kinds().values() for field in kind.fields]
    assert [key for key in (*kind_keys, *field_keys) if not has_words(key)] == []


@pytest.mark.parametrize(
    ("count", "russian"),
    [
        (1, "рекомендация"),
        (2, "рекомендации"),
        (5, "рекомендаций"),
        (11, "рекомендаций"),
        (121, "рекомендация"),
    ],
)
def test_counts_take_the_form_of_their_language(count: int, russian: str) -> None:
    assert say("record.recommendation.count", "ru", count=count) == f"{count} {russian}"
    assert say("record.recommendation.count", "kk", count=count) == f"{count} ұсыным"
    assert say("record.recommendation.count", "en", count=count).endswith("s") is (count != 1)


def test_plural_forms_known_are_those_that_can_be_chosen() -> None:
    for language, forms in FORMS.items():
        assert {plural_form(language, count) for count in range(200)} == forms


def test_words_of_the_review_are_those_of_the_civil_service() -> None:
    assert say("position.noted", "kk") == "Назарға алынды"
    assert say("position.supported_in_part", "ru") == "Поддержана частично"
    assert say("status.not_due", "kk") == "Мерзімі келген жоқ"
