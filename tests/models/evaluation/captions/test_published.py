"""Each measure gives what the published program gives (benchmarks/caption_reference.py made those figures), and what
comes out by hand."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from models.evaluation.captions import answerable, meteor, wordnet
from models.evaluation.captions.bleu import bleu
from models.evaluation.captions.chair import Chair, chair, told_of
from models.evaluation.captions.cider import by_picture, cider
from models.evaluation.captions.objects import of_lines, ours, singular
from models.evaluation.captions.rouge import longest_common, rouge_l
from models.evaluation.captions.stems import stem
from models.evaluation.captions.vqa import NO_ANSWER, accuracy, exact_and_f1, in_words, normalised, short
from models.evaluation.captions.words import words
from models.evaluation.captions.yes_no import polled, says_yes

HERE = Path(__file__).parent
GIVEN: dict[str, Any] = json.loads((HERE / "given.json").read_text("utf-8"))
PUBLISHED: dict[str, Any] = json.loads((HERE / "reference.json").read_text("utf-8"))
NEAR = 1e-9


@pytest.fixture(scope="module")
def pairs() -> list[tuple[list[str], list[list[str]]]]:
    return [(words(caption), [words(one) for one in references]) for caption, references in GIVEN["captions"]]


@pytest.fixture(scope="module")
def synonyms(tmp_path_factory: pytest.TempPathFactory) -> wordnet.Synonyms:
    """What the captions need of WordNet, in the layout of METEOR's jar."""
    part: dict[str, Any] = json.loads((HERE / "wordnet.json").read_text("utf-8"))
    path = tmp_path_factory.mktemp("wordnet") / "meteor.jar"
    with zipfile.ZipFile(path, "w") as jar:
        for name in ("synsets", "exceptions"):
            jar.writestr(f"synonym/english.{name}", "".join(f"{a}\n{b}\n" for a, b in part[name].items()))
    return wordnet.load(path)


def test_words_are_those_of_the_published_tokenizer() -> None:
    for (caption, references), (said, true) in zip(GIVEN["captions"], PUBLISHED["words"], strict=True):
        assert " ".join(words(caption)) == said
        assert [" ".join(words(one)) for one in references] == true


def test_bleu_rouge_and_cider_are_the_published_ones(pairs: list[Any]) -> None:
    assert bleu(pairs) == pytest.approx(PUBLISHED["bleu"], abs=NEAR)
    assert rouge_l(pairs) == pytest.approx(PUBLISHED["rouge_l"], abs=NEAR)
    assert cider(pairs) == pytest.approx(PUBLISHED["cider"], abs=NEAR)
    assert by_picture(pairs) == pytest.approx(PUBLISHED["cider_each"], abs=NEAR)


@pytest.mark.parametrize("modules", ["stems", "synonyms"])
def test_meteor_is_the_published_one_without_paraphrases(
    pairs: list[Any], synonyms: wordnet.Synonyms, modules: str
) -> None:
    known = synonyms if modules == "synonyms" else None
    *each, whole = PUBLISHED["meteor"][modules]
    assert [meteor.best(said, true, known).score for said, true in pairs] == pytest.approx(each, abs=NEAR)
    assert meteor.meteor(pairs, known) == pytest.approx(whole, abs=NEAR)


def test_synonyms_raise_meteor_and_only_paraphrases_are_lacking(pairs: list[Any], synonyms: wordnet.Synonyms) -> None:
    by_words, by_meaning = meteor.meteor(pairs), meteor.meteor(pairs, synonyms)
    assert by_words < by_meaning < PUBLISHED["meteor"]["all"][-1]
    assert not synonyms.of("children").isdisjoint(synonyms.of("kids"))
    assert synonyms.of("women") >= synonyms.of("woman")


def test_wordnets_own_files_are_read(tmp_path: Path) -> None:
    for part in ("noun", "verb", "adj", "adv"):
        (tmp_path / f"index.{part}").write_text("  1 This software and database is being provided ...\n")
    (tmp_path / "index.noun").write_text(
        "  1 the licence\n"
        "sofa n 1 4 @ ~ #m + 1 1 04256520  \n"
        "couch n 3 4 @ ~ %p + 3 1 04256520 03115762 03115400  \n"
        "child n 1 1 @ 1 1 09917593  \n"
        "kid n 1 1 @ 1 1 09917593  \n"
    )
    (tmp_path / "noun.exc").write_text("children child\n")
    known = wordnet.load(tmp_path)
    assert known.of("sofas") == {4256520}
    assert not known.of("couches").isdisjoint(known.of("sofa"))
    assert known.of("children") == known.of("kids") == {9917593}
    assert known.of("glass") == frozenset()


def test_bleu_by_hand() -> None:
    """5 of 6 words, 3 of 5 pairs of words; the reference is longer by one word: e^(1 - 7/6)."""
    said, true = words("the cat sat on the mat"), [words("the cat is on the mat now")]
    one, two, three, four = bleu([(said, true)])
    assert one == pytest.approx(0.846482 * 5 / 6, abs=1e-6)
    assert two == pytest.approx(0.846482 * (5 / 6 * 3 / 5) ** 0.5, abs=1e-6)
    assert three == pytest.approx(0.846482 * (5 / 6 * 3 / 5 * 1 / 4) ** (1 / 3), abs=1e-6)
    assert four == 0.0
    assert bleu([]) == bleu([([], [["a"]])]) == (0.0, 0.0, 0.0, 0.0)


def test_rouge_and_meteor_by_hand() -> None:
    assert longest_common(words("a man rides a horse"), words("a horse a man rides")) == 3
    assert longest_common([], ["a"]) == 0
    assert rouge_l([(["a", "dog"], [["a", "dog"], ["cat"]])]) == pytest.approx(1.0)
    assert rouge_l([([], [["a"]])]) == 0.0
    assert meteor.best(["a", "dog", "runs"], [["a", "dog", "runs"]]).score == pytest.approx(1.0)
    assert meteor.best(["dog"], [["cat"]]).score == 0.0
    # "running" and "runs" by stem (0.6): P = (.75 + .75 * .6) / 1.5, R = (.75 + .75 * .6) / 2.25; one run of two words
    mean = 1 / (0.15 / 0.8 + 0.85 / (1.2 / 2.25))
    assert meteor.best(["dog", "running"], [["dog", "runs", "fast"]]).score == pytest.approx(
        mean * (1 - 0.6 * 0.5**0.2)
    )


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("skiing", "ski"), ("skies", "sky"), ("surfers", "surfer"), ("happily", "happili"), ("hopping", "hop"),
        ("hoping", "hope"), ("generously", "generous"), ("communication", "communic"), ("relational", "relat"),
        ("controller", "control"), ("bus", "bus"), ("dying", "die"), ("'s", "'s"), ("flies", "fli"),
    ],
)  # fmt: skip
def test_stems(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_vqa_accuracy_is_the_published_one() -> None:
    mine = [accuracy(answer, people) for answer, people in GIVEN["answers"]]
    assert mine == pytest.approx(PUBLISHED["vqa"], abs=1e-6)


def test_vqa_accuracy_by_hand() -> None:
    """Two of ten said it: each nine hold two (8 times, 2/3) or one (twice, 1/3) of them."""
    people = ["cup"] * 2 + ["mug"] * 8
    assert accuracy("cup", people) == pytest.approx((8 * 2 / 3 + 2 * 1 / 3) / 10)
    assert accuracy("mug", people) == 1.0
    assert accuracy("A mug.", people, "vizwiz") == 1.0
    assert accuracy("Mug", ["mug"] * 10) == 0.0, "as published: nothing is normalised where all people agree"
    assert accuracy("Mug", ["mug"] * 10, "all") == 1.0
    assert accuracy("Red.", ["red"], "all") == 1.0
    assert accuracy("blue", ["red"], "all") == 0.0
    assert normalised("The two dogs, dont bark!") == "2 dogs don't bark"


@pytest.mark.parametrize(
    ("answer", "question", "expected"),
    [
        ("Yes.", "Is there a cup?", "yes"),
        ("No, there is no cup.", "is a cup present?", "no"),
        ("Yes, it is red.", "What colour is it?", "red"),
        ("It is red.", "What colour is it?", "red"),
        ("The shape is a circle.", "What shape is it?", "a circle"),
        ("It may be a circle.", "What shape is it?", "a circle"),
        ("The sign says “STOP”.", "What does the sign say?", "stop"),
        ("There are 3.", "How many?", "3"),
        ("triangle", "what is the red shape?", "triangle"),
    ],
)
def test_the_short_answer_of_a_spoken_one(answer: str, question: str, expected: str) -> None:
    assert short(answer, question) == expected


def test_a_guess_is_the_answer_that_is_guessed() -> None:
    from models.vlm.prompts import prompt_words

    assert short(prompt_words("en").perhaps.format(text="no") + ".", "is there a cup?") == "no"
    assert short(prompt_words("en").perhaps.format(text="red"), "what colour?") == "red"


def test_what_is_quoted_is_right_where_all_people_agree() -> None:
    """Nothing is normalised there, as published, and people type in lower case."""
    said = short("The sign says “STOP”.", "What does the sign say?")
    assert accuracy(said, ["stop"] * 10) == 1.0


def test_an_answer_may_be_right_in_a_sentence() -> None:
    assert in_words("I see a big red triangle there.", ["red triangle"] * 3 + ["triangle"])
    assert not in_words("It costs 34.90.", ["4"])
    assert not in_words("Nothing.", [""])


def test_screenqa_counts_words() -> None:
    assert exact_and_f1("The 12 exercises", ["12"]) == (0.0, pytest.approx(2 / 3))
    assert exact_and_f1("12!", ["twelve", "12"]) == (1.0, 1.0)
    assert exact_and_f1(None, [NO_ANSWER, "x"]) == (1.0, 1.0)
    assert exact_and_f1(None, ["x"]) == (0.0, 0.0)
    assert exact_and_f1("x", [NO_ANSWER]) == (0.0, 0.0)


def test_pope_is_the_published_one() -> None:
    found = polled((answer, label == "yes") for answer, label in GIVEN["polled"])
    for name, figure in PUBLISHED["pope"].items():
        assert getattr(found, name) == pytest.approx(figure, abs=NEAR), name


def test_what_is_not_answered_is_no_yes() -> None:
    found = polled([("yes", True), (None, True), (None, False), ("no", False)])
    assert (found.accuracy, found.precision, found.recall, found.yes_ratio) == (0.5, 1.0, 0.5, 0.25)
    assert polled([]).accuracy is polled([]).f1 is None
    assert polled([("yes", False), ("no", True)]).f1 == 0.0
    assert says_yes("It is a cat. No doubt.")


def test_answerability_is_the_published_one() -> None:
    rows = [(sure, bool(can)) for sure, can in GIVEN["sure"]]
    assert answerable.f1(rows) == pytest.approx(PUBLISHED["answerable"]["f1"], abs=NEAR)
    assert answerable.average_precision(rows) == pytest.approx(PUBLISHED["answerable"]["average_precision"], abs=NEAR)
    assert answerable.f1([(1.0, True)]) is None
    assert answerable.f1([(0.0, True), (1.0, False)]) == 0.0
    assert answerable.average_precision([(1.0, True)]) is None


def test_chair_by_hand() -> None:
    kinds = ours()
    assert len(set(kinds.values())) == 80
    assert told_of("Two men and a baby elephant near the wine glasses and buses on train tracks", kinds) == [
        "person", "elephant", "wine glass", "bus",
    ]  # fmt: skip
    assert told_of("a person sits on the seat of a toilet with three mice", kinds) == ["person", "toilet", "mouse"]
    rows = [
        ("A man and his dog.", frozenset(("person",))),
        ("A cat on a sofa.", frozenset(("cat", "couch"))),
        ("A nice view.", frozenset[str]()),
    ]
    found = chair(rows, kinds)
    assert (found.of_objects, found.of_captions) == (pytest.approx(1 / 4), pytest.approx(1 / 3))
    assert Chair().of_objects is Chair().of_captions is None
    assert of_lines(["person, girl, boy\n", "\n", "cake, cupcake\n"])["cupcake"] == "cake"
    plurals = ("knives", "benches", "puppies", "skis", "glasses", "tomatoes", "cats")
    assert [singular(one) for one in plurals] == ["knife", "bench", "puppy", "skis", "glass", "tomato", "cat"]
