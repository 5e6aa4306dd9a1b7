"""Test that among many texts the most alike is met though only those with uncommon words in common are compared."""

import json
import random

from rapidfuzz import fuzz

from upr_desktop.merge.plan_alike import FEW, POSSIBLE, Alike
from upr_desktop.paths import bundled
from upr_desktop.register.fold import fold

DATA = json.loads((bundled("resources/sample") / "plan.json").read_text(encoding="utf-8"))


def measures(language: str) -> list[str]:
    return [fold(one[language]) for area in DATA["areas"] for one in area["measures"]]


def many(language: str, count: int, chance: random.Random) -> dict[int, str]:
    """Return texts made of pieces of the sample's measures, all in words that many of them have."""
    told = measures(language)
    texts = {}
    for at in range(count):
        first, second = chance.choice(told).split(), chance.choice(told).split()
        texts[at] = " ".join([*first[: len(first) // 2], *second[len(second) // 2 :], f"{at % 50} этап"])
    return texts


def reworded(text: str, words: list[str], chance: random.Random) -> str:
    found = text.split()
    for _ in range(2):
        found[chance.randrange(len(found))] = chance.choice(words)
    return " ".join(found)


def test_each_reworded_text_meets_its_own_as_if_all_had_been_compared() -> None:
    chance = random.Random(7)
    for language in ("ru", "kk", "en"):
        texts = many(language, 6 * FEW, chance)
        words = sorted({word for text in texts.values() for word in text.split()})
        alike = Alike(texts)
        for own in chance.sample(sorted(texts), 60):
            told = reworded(texts[own], words, chance)
            best = max(fuzz.ratio(told, other) for other in texts.values())
            found = alike.best(told, frozenset(), 3)
            assert (found[0][1] if found else 0) == (round(best) if best >= POSSIBLE else 0)


def test_what_is_left_out_is_not_met_and_the_next_is() -> None:
    for count in (FEW, 3 * FEW):
        texts = {at: f"построить школу в селе номер {at:03}" for at in range(count)}
        alike = Alike(texts)
        (first, score), (second, _), *_ = alike.best("построить школу в селе номер 042", frozenset(), 3)
        assert (first, score) == (42, 100)
        assert alike.best("построить школу в селе номер 042", {42}, 1)[0][0] == second


def test_a_text_of_other_words_meets_nothing() -> None:
    texts = {at: f"построить школу в селе номер {at:03}" for at in range(3 * FEW)}
    assert Alike(texts).best("издать учебник родного языка", frozenset(), 3) == []


def test_the_order_of_equals_is_the_same_each_time() -> None:
    texts = dict.fromkeys(range(3 * FEW), "построить школу в селе")
    found = [Alike(texts).best("построить школу в городе", frozenset(), 3) for _ in range(2)]
    assert found[0] == found[1]
    assert len(found[0]) == 3
