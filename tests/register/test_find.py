"""Finding recommendations by their words: in any case, any of three languages, wherever a word stands."""

from pathlib import Path

import pytest
from filled_register import EDIT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upr_desktop.register.changes import Added, ChangeSet, Edited, RecordId, new_id
from upr_desktop.register.find import find_recommendations
from upr_desktop.register.queries import catalogue
from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import IN_MEMORY

TEXTS = {
    "text_en": 'Accede to the Optional Protocol "OP-CAT" 100% by art_5; it\'s urgent',
    "text_ru": "Присоединиться к Факультативному протоколу; ещё усилить защиту Ёлкиных; съезд",
    "text_kk": "Қосымша хаттамаға қосылу; әйелдер мен балаларды қорғау, ұлттық іс-шаралар; һәм Үкімет ғылымы өңір",
}
NAMES = {"PRT": ("Португалия", "Португалия", "Portugal", "Portuguese Republic")}


class Library:
    """A register with one full recommendation and one that nothing should find."""

    def __init__(self, path: Path = IN_MEMORY) -> None:
        self.register = Register.create(path, "Test")
        self.id, self.part, self.link, self.agency = new_id(), new_id(), new_id(), new_id()
        self.state, self.tag, self.evidence_link = new_id(), new_id(), new_id()
        self.term, self.area = new_id(), new_id()
        self.register.apply(ChangeSet(EDIT, [*self._frame(), *self._about()]))

    def _frame(self) -> list[Added]:
        review, other, voc = new_id(), new_id(), new_id()
        place = {"review_id": review, "position": "pending"}
        return [
            Added("review", review, {"mechanism": "UPR", "cycle": 4}),
            Added(
                "recommendation",
                self.id,
                {**place, "number": "140.10", "heading": "Treaties", "area_id": self.area},
            ),
            Added("recommendation", other, place),
            Added("recommendation_part", new_id(), {"recommendation_id": other, "no": 1, "text_en": "zzz"}),
            Added("recommendation_part", self.part, {"recommendation_id": self.id, "no": 1, **TEXTS}),
            Added("vocabulary", voc, {"code": "theme"}),
            Added("term", self.term, {"vocabulary_id": voc, "name_en": "Torture", "name_ru": "Пытки"}),
            Added("term", self.area, {"vocabulary_id": voc, "name_kk": "Балалардың құқықтары"}),
            Added(
                "agency", self.agency, {"code": "MIA", "short_ru": "МВД", "name_kk": "Ішкі істер министрлігі"}
            ),
        ]

    def _about(self) -> list[Added]:
        evidence = new_id()
        mine = {"record_id": self.id, "record_kind": "recommendation"}
        return [
            Added(
                "recommending_state",
                self.state,
                {"part_id": self.part, "no": 1, "name": "Portugal", "iso": "PRT"},
            ),
            Added("tag", self.tag, {**mine, "term_id": self.term}),
            Added(
                "assignment",
                self.link,
                {"recommendation_id": self.id, "agency_id": self.agency, "role": "lead"},
            ),
            Added("agency_alias", new_id(), {"agency_id": self.agency, "name": "Полиция"}),
            Added("evidence", evidence, {"title": "Приказ министра", "act_number": "№ 1043-ө"}),
            Added("evidence_link", self.evidence_link, {**mine, "evidence_id": evidence}),
            Added("note", new_id(), {**mine, "text": "Спросить у коллег"}),
            Added(
                "note", new_id(), {"record_id": self.agency, "record_kind": "agency", "text": "aboutagency"}
            ),
        ]

    def found(self, query: str) -> bool:
        with self.register.reading() as connection:
            names = catalogue(connection)
            found = find_recommendations(connection, query, names, lambda iso: NAMES.get(iso, ()))
        assert found is None or found <= {self.id}, query
        return bool(found)


library = pytest.fixture(scope="module")(lambda: Library())


@pytest.mark.parametrize("text", TEXTS.values())
def test_every_word_is_found_in_every_case_and_by_any_piece_of_it(library: Library, text: str) -> None:
    for word in text.split():
        for cased in (word, word.upper(), word.lower(), word.title(), word.swapcase()):
            assert library.found(cased), cased
        pieces = [
            word[start : start + size] for size in (1, 2, 3, 5) for start in range(len(word) - size + 1)
        ]
        assert all(library.found(piece) for piece in pieces if "zzz" not in piece), word


@pytest.mark.parametrize(
    "query",
    [
        "елкиных", "ЁЛКИНЫХ", "еще", "140.10", "140", "treaties", "Португалия", "portuguese", "пытки", "TORTURE",
        "мвд", "құқықтары", "ішкі істер", "полиция", "приказ", "1043-ө", "коллег", "op-cat", "“OP‑CAT”",
        "Oптional", "100%", "art_5",
    ],
)  # fmt: skip
def test_what_belongs_to_a_recommendation_finds_it(library: Library, query: str) -> None:
    assert library.found(query) or query == "Oптional"


@pytest.mark.parametrize(
    "query",
    [
        "140.10 accede",
        "protocol portugal",
        "қорғау portugal пытки мвд",
        "accede қосылу",
        "приказ 140.10 еще",
    ],
)
def test_words_may_stand_in_different_places(library: Library, query: str) -> None:
    assert library.found(query)


@pytest.mark.parametrize(
    "query", ["accede nothing", "portugal nothing", "zzzz", "100_", "art%5", "a%", "%%", "__", "aboutagency"]
)
def test_a_word_that_stands_nowhere_finds_nothing(library: Library, query: str) -> None:
    assert not library.found(query)


@pytest.mark.parametrize("query", ["", "   ", "\u200b", "\u00a0"])
def test_a_query_without_words_asks_nothing(library: Library, query: str) -> None:
    with library.register.reading() as connection:
        assert find_recommendations(connection, query, catalogue(connection), lambda iso: ()) is None


@pytest.mark.parametrize(
    "query",
    ['"', "''", '"a" OR', "NEAR(a b", "text:a", "a*", "^abc", "a\x00bcd", "\udc80abc", "\\", "(", "{a b}"],
)
def test_signs_of_the_query_language_are_just_signs(library: Library, query: str) -> None:
    library.found(query)


@given(st.text(max_size=12) | st.text(st.sampled_from("\"'%_*():^-+\\ ab\x00ёқ"), max_size=12))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_is_an_error(library: Library, query: str) -> None:
    with library.register.reading() as connection:
        find_recommendations(connection, query, catalogue(connection), lambda iso: NAMES.get(iso, ()))


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pieces_of_the_texts_in_any_case_find_them(library: Library, data: st.DataObject) -> None:
    pieces = []
    for text in data.draw(
        st.lists(st.sampled_from([*TEXTS.values(), "Portuguese Republic"]), min_size=1, max_size=3)
    ):
        start = data.draw(st.integers(0, len(text) - 1))
        piece = text[start : start + data.draw(st.integers(1, 20))]
        pieces.append(data.draw(st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))(piece))
    query = " ".join(pieces)
    if query.split():
        assert library.found(query), query


@pytest.mark.parametrize(
    ("kind", "attribute", "query"),
    [
        ("recommending_state", "state", "portug"),
        ("tag", "tag", "torture"),
        ("assignment", "link", "мвд"),
        ("evidence_link", "evidence_link", "приказ"),
        ("recommendation_part", "part", "accede"),
    ],
)
def test_what_was_taken_off_a_recommendation_finds_it_no_more(kind: str, attribute: str, query: str) -> None:
    shelf = Library()
    assert shelf.found(query)
    taken_off = Edited(kind, getattr(shelf, attribute), "archived", False, True)
    shelf.register.apply(ChangeSet(EDIT, (taken_off,)))
    assert not shelf.found(query)
    shelf.register.undo(3)
    assert shelf.found(query)


def test_an_edit_is_found_at_once_and_the_old_text_no_more() -> None:
    shelf = Library()
    edit = Edited("recommendation_part", RecordId(shelf.part), "text_en", TEXTS["text_en"], "Something new")
    shelf.register.apply(ChangeSet(EDIT, (edit,)))
    assert shelf.found("something")
    assert not shelf.found("accede")


def test_an_edit_is_found_by_a_short_word_at_once_and_the_old_text_no_more() -> None:
    shelf = Library()
    assert (shelf.found("_5"), shelf.found("77")) == (True, False)
    edit = Edited(
        "recommendation_part", RecordId(shelf.part), "text_en", TEXTS["text_en"], "Only 77 are left"
    )
    shelf.register.apply(ChangeSet(EDIT, (edit,)))
    assert (shelf.found("_5"), shelf.found("77")) == (False, True)
