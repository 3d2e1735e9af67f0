"""The measures themselves: an error of each kind must be seen, and what is no error must not count."""

from __future__ import annotations

import itertools
import random

import pytest

from assistant.types import Box, Claim, Evidence, Scene, TextBlock, Thing
from models.evaluation.answers import Judged, Verdict, answer_score, has, judge, spoken
from models.evaluation.charts import chart_score
from models.evaluation.claims import claim_score
from models.evaluation.facts import Asked, Chart, Element, Facts, Line, Series, Table
from models.evaluation.order import kendall_tau, order_score
from models.evaluation.places import groups, pieces_of
from models.evaluation.structure import Found, structure_score
from models.evaluation.text import TextScore, text_score


def line(text: str, x: int, y: int, block: int | None = None) -> Line:
    return Line(text, Box(x, y, 10 * len(text), 20), block)


def score(lines: list[Line], read: list[tuple[str, Box]], ignore: list[Box] | None = None) -> TextScore:
    return text_score(lines, groups(lines, pieces_of(read), ignore or ()))


TWO = [line("left hand", 0, 0, 1), line("right hand", 200, 0, 2)]


def test_text_read_right_in_the_wrong_order_is_no_error_of_the_text() -> None:
    found = score(TWO, [("right hand", TWO[1].box), ("left hand", TWO[0].box)])
    assert (found.edits, found.characters) == (0, 19)


def test_one_line_read_as_two_pieces_and_two_lines_read_as_one_are_no_errors() -> None:
    assert score([line("a long line", 0, 0)], [("a long", Box(0, 0, 60, 20)), ("line", Box(70, 0, 40, 20))]).edits == 0
    assert score(TWO, [("left hand right hand", Box(0, 0, 300, 20))]).edits == 0


def test_wrong_missed_and_extra_characters_all_count() -> None:
    found = score(
        [line("total 34.90", 0, 0), line("unseen", 0, 50)],
        [("total 84.90", Box(0, 0, 110, 20)), ("specks", Box(0, 200, 60, 20))],
    )
    assert (found.edits, found.missed, found.extra) == (1 + 6 + 6, 6, 6)
    assert [(miss.true, miss.read) for miss in found.misses] == [
        ("total 34.90", "total 84.90"), ("unseen", ""), ("", "specks"),
    ]  # fmt: skip


def test_text_in_a_place_that_nobody_knows_counts_neither_way() -> None:
    assert score([], [("cut off", Box(0, 0, 70, 20))], [Box(0, 0, 100, 30)]).edits == 0


def test_what_differs_only_to_a_typesetter_is_an_error_only_in_the_strict_figure() -> None:
    found = score([line("“No” – it’s 5，…", 0, 0)], [('"No" - it\'s 5,...', Box(0, 0, 150, 20))])
    assert found.edits == 0
    assert found.strict_edits > 0


def test_the_lines_of_a_whole_editor_are_found_among_their_line_numbers() -> None:
    code = ["def one():", "    return 1", "", "print(one())"]
    lines = [line(str(row + 1), 0, 20 * row) for row in range(4)]
    lines += [line(text.strip(), 40, 20 * row) for row, text in enumerate(code) if text]
    read = [("\n".join(code), Box(40, 0, 500, 400))] + [(str(row + 1), Box(0, 20 * row, 10, 20)) for row in range(4)]
    assert score(lines, read).edits == 0


def test_columns_read_across_are_seen_by_the_similarity_though_blocks_begin_in_order() -> None:
    lines = [line(f"left {row}", 0, 30 * row, 1) for row in range(5)]
    lines += [line(f"right {row}", 300, 30 * row, 2) for row in range(5)]
    good = order_score(lines, groups(lines, pieces_of((one.text, one.box) for one in lines)))
    assert (good.tau, good.similarity) == (1.0, 1.0)
    across = sorted(lines, key=lambda one: (one.box.y, one.box.x))
    bad = order_score(lines, groups(lines, pieces_of((one.text, one.box) for one in across)))
    assert bad.tau == 1.0
    assert bad.similarity is not None
    assert bad.similarity < 0.5


def test_the_reverse_order_has_a_tau_of_minus_one() -> None:
    lines = [line(f"row {row}", 0, 30 * row, row) for row in range(6)]
    found = order_score(lines, groups(lines, pieces_of((one.text, one.box) for one in reversed(lines))))
    assert found.tau == -1.0


@pytest.mark.parametrize("seed", range(5))
def test_tau_is_what_counting_all_pairs_gives(seed: int) -> None:
    ranks = random.Random(seed).sample(range(30), 30)  # noqa: S311 - no secret
    pairs = list(itertools.combinations(ranks, 2))
    agree = sum(one < other for one, other in pairs)
    assert kendall_tau(ranks) == pytest.approx((2 * agree - len(pairs)) / len(pairs))


def asked(*contains: str, never: tuple[str, ...] = (), answerable: bool = True) -> Asked:
    return Asked(("?",), "value", answerable, tuple((part,) for part in contains), never)


@pytest.mark.parametrize(
    ("question", "answer", "sure", "verdict"),
    [
        (asked("34.90"), "The total is EUR 34.90.", True, "right"),
        (asked("4"), "The total is EUR 34.90.", True, "wrong"),
        (asked("on"), "In a month.", True, "wrong"),
        (asked("Anna", "Berlin"), "Anna lives in BERLIN.", True, "right"),
        (asked("Anna", "Berlin"), "Anna.", True, "wrong"),
        (asked("12", never=("14",)), "12 or 14.", True, "wrong"),
        (asked("12"), "I can't tell. The nearest I see is: 12", False, "abstained"),
        (asked(answerable=False), "Oslo.", True, "wrong"),
        (asked(answerable=False), "I can't tell.", False, "abstained"),
        (asked("12"), "一共12个。", True, "right"),
        (asked("12"), "一共312个。", True, "wrong"),
        (asked("保存"), "按钮：保存。", True, "right"),
    ],
)
def test_an_answer_is_right_wrong_or_not_given(question: Asked, answer: str, sure: bool, verdict: Verdict) -> None:
    assert judge(question, answer, sure=sure) == verdict


def test_any_spelling_of_a_part_will_do() -> None:
    question = Asked(("?",), "value", True, (("1,284.50", "1284.50"),))
    assert judge(question, "It is $1284.50.", sure=True) == "right"
    assert not has(spoken("1284.505"), "1284.50")


def test_the_shares_of_answers_are_told_apart() -> None:
    def one(number: int, wording: int, verdict: Verdict, *, answerable: bool = True) -> Judged:
        return Judged("screen", number, wording, "value", "?", "!", answerable, verdict)

    found = answer_score(
        [one(0, 0, "right"), one(0, 1, "abstained"), one(1, 0, "right"), one(1, 1, "right"),
         one(2, 0, "abstained", answerable=False), one(2, 1, "wrong", answerable=False)]
    )  # fmt: skip
    assert (found.questions, found.asked) == (3, 6)
    assert found.exact == 3 / 4
    assert found.confidently_wrong == 1 / 6
    assert found.abstained == 1 / 2
    assert found.spread == pytest.approx(2 / 3), "all are fine in the first wording, one of three in the second"
    assert found.steady == 1 / 3


def test_what_no_picture_shows_is_counted_apart() -> None:
    def one(number: int, verdict: Verdict, *, unseen: bool = False) -> Judged:
        return Judged("screen", number, 0, "value", "?", "!", True, verdict, unseen)

    found = answer_score([one(0, "right"), one(1, "abstained", unseen=True), one(2, "wrong", unseen=True)])
    assert (found.exact, found.exact_of_all) == (1.0, 1 / 3)
    assert found.abstained == 1 / 2
    assert found.confidently_wrong == 1 / 3
    assert one(3, "right", unseen=True).fine, "who sees more than was thought is not blamed"


BOX = Box(10, 10, 80, 20)


def scene(*things: Thing, blocks: tuple[TextBlock, ...] = ()) -> Scene:
    return Scene(800, 600, "window", blocks, things, complete=True)


def test_controls_count_by_role_place_state_and_value() -> None:
    elements = [
        Element("checkbox", "Wrap", BOX, frozenset({"checked"})),
        Element("slider", "Volume", Box(10, 50, 200, 20), value="40"),
        Element("button", "Save", Box(10, 90, 80, 20)),
    ]
    found = structure_score(
        elements, (),
        scene(
            Thing(1, "checkbox", "Wrap", box=Box(12, 10, 80, 20), states=frozenset({"unchecked"})),
            Thing(2, "slider", "", "42", box=Box(10, 50, 200, 22)),
            Thing(3, "button", "Save", box=Box(300, 90, 80, 20)),
        ),
    )  # fmt: skip
    assert found.controls == Found(there=3, told=3, right=2)
    assert found.states["checked"] == Found(1, 0, 0)
    assert found.states["unchecked"] == Found(0, 1, 0)
    assert found.values == Found(1, 1, 1)


def test_a_cell_is_right_in_its_row_and_column_only() -> None:
    table = Table(None, ("Item", "Price"), (("Tea", "3.20"), ("Bread", "2.20"), ("Milk", "1.10")))
    texts = [("Item", "Price"), ("Tea", "3.20"), ("Bread", "1.10"), ("Milk", "1.10")]
    blocks = tuple(
        TextBlock(text, Box(20 + 200 * column, 20 + 30 * row, 60, 20))
        for row, cells in enumerate(texts)
        for column, text in enumerate(cells)
    )
    found = structure_score((), [table], scene(blocks=blocks))
    assert (found.cells.there, found.cells.right) == (8, 7)
    assert any("Bread" in miss for miss in found.misses)
    assert structure_score((), [table], scene()).cells == Found(8, 0, 0)


def facts(*lines: Line) -> Facts:
    from pathlib import Path

    return Facts(Path("letter"), "letter", "drawn", "article", (800, 600), lines=lines)


SEEN = TextBlock("Total 34.90", BOX, 0.9)


def claims_of(text: str, *evidence: Evidence, lines: tuple[Line, ...] = (Line("Total 34.90", BOX),)) -> dict[str, int]:
    found = claim_score([Claim(text, evidence)], scene(blocks=(SEEN,)), facts(*lines), "en")
    return {"unbacked": found.unbacked, "unsupported": found.unsupported, "misread": found.misread,
            "invented": found.invented}  # fmt: skip


FINE = {"unbacked": 0, "unsupported": 0, "misread": 0, "invented": 0}
BACKING = Evidence("ocr", BOX, 0.9, "Total 34.90")


def test_a_sentence_that_its_evidence_has_is_fine() -> None:
    assert claims_of("Last line: Total 34.90.", BACKING) == FINE


def test_evidence_that_lies_nowhere_in_the_scene_backs_nothing() -> None:
    assert claims_of("Total 34.90.") == FINE | {"unbacked": 1, "unsupported": 1}
    assert claims_of("Total 34.90.", BACKING, Evidence("ocr", Box(900, 10, 5, 5), 0.9, "Total"))["unbacked"] == 1
    assert claims_of("Total 34.90.", BACKING, Evidence("ocr", Box(400, 400, 50, 20), 0.9, "Tea"))["unbacked"] == 1


def test_a_word_that_nothing_accounts_for_is_unsupported() -> None:
    assert claims_of("Total 34.90 paid by Anna.", BACKING)["unsupported"] == 1


def test_what_was_read_but_is_not_there_is_misread_or_invented() -> None:
    assert claims_of("Total 34.90.", BACKING, lines=(Line("Totals 34.90", BOX),)) == FINE | {"misread": 1}
    assert claims_of("Total 34.90.", BACKING, lines=(Line("34.90", BOX),)) == FINE | {"invented": 1}


def test_a_charts_values_are_compared_with_what_was_drawn() -> None:
    whole = Box(0, 0, 400, 300)
    drawn = Chart("bar", whole, "Sales", ("Jan", "Feb"), (Series("Shop", (10.0, 20.0)),))
    things = (
        Thing(1, "chart", "Sales", box=whole, description="bar"),
        Thing(2, "chartseries", "Shop", parent=1, level=0, description="Shop"),
        Thing(3, "chartrow", "Feb", parent=1, description="Feb"),
        Thing(4, "chartvalue", description="22", parent=3, level=0, box=Box(20, 20, 10, 10)),
    )
    found = chart_score([drawn], scene(*things))
    assert (found.charts, found.found, found.kinds, found.not_there, found.values) == (1, 1, 1, 0, 2)
    assert found.errors == (pytest.approx(0.1),)
    assert chart_score([], scene(*things)).not_there == 1
    assert chart_score([drawn], scene()).misses == ("chart not found: Sales",)
