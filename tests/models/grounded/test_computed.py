"""Answers that are computed: exact from what was seen, or not given.

tests/data/grounded/computed.json was written before there were any rules, and half of it held out. With the rules
that then gave 60 of 60 on the other half, the held-out half was first seen at 80 of 84 exact, none wrong, 4 not
answered that could be, and all 27 unanswerable ones told as such. The rules were then mended for those four.
A second set over four new scenes was written when all that was done, and first seen at 32 of 42 exact, none wrong, 10
not answered that could be, all 16 unanswerable ones told as such; then mended for, too. The figures that the test
holds now say nothing about questions never seen.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from assistant.conversation import Conversation
from assistant.types import Answer, Box, Scene, TextBlock, Thing, WindowInfo
from models.grounded.engine import GroundedEngine
from tests.models.grounded.scenes import DATA, Case, load
from tests.models.grounded.test_answers import ask, right

Row = tuple[Case, Answer, dict[str, Any]]


@pytest.fixture(scope="module")
def answered() -> list[Row]:
    scenes, cases = load("computed.json")
    data = json.loads((DATA / "computed.json").read_text("utf-8"))["questions"]
    rows = []
    for case, entry in zip(cases, data, strict=True):
        answer = ask(engine(entry.get("now", "")), scenes[case.scene], case.question, language=case.language)
        rows.append((case, answer, entry))
    return rows


def engine(now: str = "") -> GroundedEngine:
    return GroundedEngine(None, (lambda: datetime.fromisoformat(now)) if now else None)


def table(*rows: tuple[str, ...], name: str = "", title: str = "List", **kwargs: Any) -> Scene:
    """A window with a table whose first row is the headings; "" leaves a cell out."""
    things = [
        Thing(1, "window", title, "", frozenset({"active"}), Box(0, 0, 900, 600)),
        Thing(2, "table", name, "", frozenset(), Box(0, 0, 900, 500), 1),
    ]
    for y, row in enumerate(rows):
        number = 100 * (y + 1)
        things.append(Thing(number, "row", "", "", frozenset(), Box(0, 30 * y, 900, 28), 2))
        things += [
            Thing(number + x + 1, "cell", words, "", frozenset(), Box(150 * x, 30 * y, 140, 28), number)
            for x, words in enumerate(row)
            if words
        ]
    return Scene(900, 600, "window", (), tuple(things), WindowInfo(1, title, "", 1, Box(0, 0, 900, 600)), complete=True)


def lines(*texts: str) -> Scene:
    blocks = tuple(TextBlock(text, Box(10, 40 * at, 12 * len(text), 20), 0.98) for at, text in enumerate(texts))
    return Scene(800, 600, "file", blocks, complete=True)


def reply(scene: Scene, question: str, talk: Conversation | None = None, now: str = "", language: str = "en") -> Answer:
    return ask(engine(now), scene, question, talk, language)


# -- the set ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("half", ["tuning", "heldout", "second"])
def test_computed_answers_are_exact_or_not_given(half: str, answered: list[Row]) -> None:
    rows = [(case, answer) for case, answer, entry in answered if entry["half"] == half]
    confident = [(c.question, a.text) for c, a in rows if a.answerable and not right(c, a)]
    assert confident == []
    assert sum(right(case, answer) for case, answer in rows) >= 0.95 * len(rows)


def test_the_set_has_enough_that_nothing_answers_and_enough_paraphrases(answered: list[Row]) -> None:
    groups: dict[str, int] = {}
    for _, _, entry in answered:
        if "group" in entry:
            groups[entry["group"]] = groups.get(entry["group"], 0) + 1
    assert len(answered) >= 80
    assert sum(not case.answerable for case, _, _ in answered) >= 30
    assert sum(count >= 3 for count in groups.values()) >= 15


def test_however_it_is_asked_the_figures_are_the_same(answered: list[Row]) -> None:
    groups: dict[str, list[bool]] = {}
    for case, answer, entry in answered:
        if "group" in entry:
            groups.setdefault(entry["group"], []).append(right(case, answer))
    assert [name for name, results in groups.items() if len(set(results)) > 1] == []


def test_every_part_of_an_answer_is_in_its_evidence(answered: list[Row]) -> None:
    for case, answer, _ in answered:
        if answer.answerable and " plus " in answer.text:
            shown = " ".join(evidence.text for evidence in answer.evidence)
            assert all(part in shown for part in answer.text.split(" makes ")[0].split(" plus ")), case


# -- what is said -----------------------------------------------------------------------------------------------------

PRICES = (("Item", "Price"), ("Tea", "€2.50"), ("Coffee", "€3.20"), ("Cake", "€4.00"))


def test_a_sum_names_its_parts_and_their_evidence() -> None:
    answer = reply(table(*PRICES), "Add the prices")
    assert answer.text == "€2.50 plus €3.20 plus €4.00 makes €9.70."
    assert {"€2.50", "€3.20", "€4.00", "Tea", "Coffee", "Cake"} == {evidence.text for evidence in answer.evidence}


def test_more_tells_what_was_computed_with() -> None:
    talk = Conversation()
    reply(table(*PRICES), "Add the prices", talk)
    assert reply(table(*PRICES), "more", talk).text == "Tea: €2.50; Coffee: €3.20; Cake: €4.00."
    talk = Conversation()
    reply(table(*PRICES), "Which is the cheapest?", talk)
    assert reply(table(*PRICES), "Tell me more", talk).text == "Tea: €2.50; Coffee: €3.20; Cake: €4.00."


def test_a_long_sum_is_told_short_and_in_full_on_request() -> None:
    scene, talk = table(("Item", "Price"), *((f"Part {at}", f"{at}.25") for at in range(1, 51))), Conversation()
    assert reply(scene, "Add the prices", talk).text == "The 50 values make 1287.50."
    detail = reply(scene, "more", talk).text
    assert detail.startswith("Part 1: 1.25; Part 2: 2.25;")
    assert detail.endswith("and 10 more.")


def test_different_currencies_are_never_added() -> None:
    answer = reply(table(("Item", "Price"), ("Tea", "€2.50"), ("Bagel", "$3.00")), "Add the prices")
    assert not answer.answerable
    assert answer.text == "I can't add or compare these: they are in € and $."


def test_an_amount_without_a_currency_is_not_added_to_one_with() -> None:
    assert not reply(table(("Item", "Price"), ("Tea", "€2.50"), ("Bagel", "3.00")), "Add the prices").answerable


def test_a_total_is_not_added_to_what_it_sums_up() -> None:
    scene = table(*PRICES, ("Total", "€9.70"))
    assert reply(scene, "Add the prices").text.endswith("makes €9.70.")
    assert "Total" not in reply(scene, "Which is the most expensive?").text


def test_a_value_that_cannot_be_read_stops_the_sum() -> None:
    for odd in ("2.5O", "see below", "n/a"):
        answer = reply(table(*PRICES, ("Soup", odd)), "Add the prices")
        assert not answer.answerable
        assert odd in answer.text or "€ and O" in answer.text


def test_rows_without_a_value_are_named() -> None:
    answer = reply(table(*PRICES, ("Soup", "–")), "Add the prices")
    assert answer.text == "€2.50 plus €3.20 plus €4.00 makes €9.70. Soup: no number."


def test_words_that_ocr_is_unsure_of_are_not_computed_with() -> None:
    rows = (("Tea", "2.50"), ("Cake", "4.00"), ("Pie", "5.10"))
    blocks = [
        TextBlock(words, Box(20 + 200 * x, 40 * y, 60, 20), 0.4 if words == "5.10" else 0.98)
        for y, row in enumerate((("Item", "Price"), *rows))
        for x, words in enumerate(row)
    ]
    scene = Scene(600, 400, "file", tuple(blocks), complete=True)
    answer = reply(scene, "Add the prices")
    assert not answer.answerable
    assert "5.10" in answer.text
    sure = replace(scene, blocks=tuple(replace(block, confidence=0.98) for block in blocks))
    assert reply(sure, "Add the prices").text == "2.50 plus 4.00 plus 5.10 makes 11.60."


def test_a_table_that_goes_on_out_of_view_is_told_as_such() -> None:
    scene = table(*PRICES)
    beyond = Thing(990, "row", "", "", frozenset({"offscreen"}), Box(0, 700, 900, 28), 2)
    answer = reply(replace(scene, things=(*scene.things, beyond)), "Add the prices")
    assert answer.text.endswith("makes €9.70. That is what is in view; there is more.")


def test_missing_cells_do_not_move_values_into_another_column() -> None:
    scene = table(("Item", "Size", "Price", "Left"), ("Tea", "5", "2.50", "9"), ("Cake", "", "4.00", "3"))
    assert reply(scene, "Add the prices").text == "2.50 plus 4.00 makes 6.50."
    nowhere = tuple(replace(thing, box=None) if thing.role == "cell" else thing for thing in scene.things)
    assert not reply(replace(scene, things=nowhere), "Add the prices").answerable


def seen(*rows: tuple[str, ...]) -> Scene:
    """A picture of a table, as OCR reads it."""
    blocks = tuple(
        TextBlock(words, Box(20 + 200 * x, 40 * y, 12 * len(words), 20), 0.98)
        for y, row in enumerate(rows)
        for x, words in enumerate(row)
        if words
    )
    return Scene(800, 600, "file", blocks, complete=True)


@pytest.mark.parametrize("broken", [("Pie", ""), ("Pie", "5", "10"), ("", "5.10")])
def test_a_table_of_which_the_eye_missed_a_piece_is_not_added(broken: tuple[str, ...]) -> None:
    rows = (("Item", "Price"), ("Tea", "2.50"), ("Cake", "4.00"), ("Jam", "3.00"))
    assert reply(seen(*rows), "Add the prices").text == "2.50 plus 4.00 plus 3.00 makes 9.50."
    answer = reply(seen(*rows, broken), "Add the prices")
    assert not answer.answerable
    assert reply(seen(*rows, broken), "Is the cake more expensive than the tea?").answerable


def test_a_row_whose_value_the_tree_leaves_out_is_named() -> None:
    assert reply(table(*PRICES, ("Soup", "")), "Add the prices").text.endswith("makes €9.70. Soup: no number.")


def test_which_of_two_columns_is_meant_is_not_guessed() -> None:
    scene = table(("Item", "Net price", "Gross price"), ("Tea", "€2.00", "€2.40"), ("Cake", "€4.00", "€4.80"))
    assert not reply(scene, "Which is the cheapest?").answerable
    assert reply(scene, "Add the gross prices").text == "€2.40 plus €4.80 makes €7.20."


def test_an_average_that_does_not_come_out_even_is_told_as_about() -> None:
    assert reply(table(*PRICES), "What is the average price?").text == "The average of 3 is about €3.23."
    even = table(("Item", "Price"), ("Tea", "€2.00"), ("Cake", "€4.00"))
    assert reply(even, "What is the average price?").text == "The average of 2 is €3.00."


def test_all_that_are_equally_cheap_are_told() -> None:
    scene = table(*PRICES, ("Water", "€2.50"))
    assert reply(scene, "Which is the cheapest?").text == "Tea: €2.50; Water: €2.50."
    assert reply(scene, "Which is cheaper, tea or water?").text == "They are the same: Tea: €2.50; Water: €2.50."


def test_labelled_amounts_are_added_by_their_names() -> None:
    scene = lines("Subtotal: 24,90 €", "Shipping: 4,95 €", "Weight: 2 kg")
    assert reply(scene, "Add subtotal and shipping").text == "24,90 € plus 4,95 € makes 29,85 €."
    assert not reply(scene, "Add shipping and weight").answerable
    assert not reply(scene, "Add shipping and tax").answerable


# -- time -------------------------------------------------------------------------------------------------------------

BOARD = (("Leaves", "Train to"), ("06:10", "Oslo"), ("16:40", "Moss"), ("17:20", "Oslo"), ("18:00", "Ski"))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When is the next train after five?", "After 17:00: 17:20, Oslo."),
        ("When is the next train after 6 am?", "After 6:00: 06:10, Oslo."),
        ("When is the next train to Ski after nine?", "After 9:00: 18:00, Ski."),
        ("When is the next train to Oslo after half past four?", "After 16:30: 17:20, Oslo."),
        ("What is the last train before 6 pm?", "Before 18:00: 17:20, Oslo."),
        ("When is the next train after 18:00?", "None after 18:00; the last is 18:00, Ski."),
    ],
)
def test_the_next_after_a_time_that_is_said(question: str, expected: str) -> None:
    answer = reply(table(*BOARD), question)
    assert answer.answerable
    assert answer.text == expected


def test_where_morning_and_evening_both_fit_both_are_told() -> None:
    scene = table(*BOARD, ("21:00", "Moss"))
    assert (
        reply(scene, "When is the next train after seven?").text == "After 7:00: 16:40, Moss. After 19:00: 21:00, Moss."
    )


def test_now_is_the_clocks_now_or_not_known() -> None:
    answer = reply(table(*BOARD), "When is the next train?", now="2026-11-25T16:45:00")
    assert answer.text == "After 16:45: 17:20, Oslo."
    assert "clock" in {evidence.kind for evidence in answer.evidence}
    unknown = reply(table(*BOARD), "When is the next train?")
    assert not unknown.answerable
    assert unknown.text == "I can't tell: I don't know what time it is there."


def test_the_last_of_something_else_is_not_the_last_time() -> None:
    scene = table(("Leaves", "Train to", "Platform"), ("06:10", "Oslo", "3"), ("16:40", "Moss", "1"))
    assert "16:40" not in reply(scene, "What is the last platform?").text
    assert reply(scene, "Which is the last train?").text == "16:40, Moss."


def test_a_word_that_is_nowhere_is_not_passed_over() -> None:
    assert not reply(table(*BOARD), "When is the next train to Bergen after five?").answerable
    assert not reply(table(*BOARD), "When is the next ferry after five?").answerable


def test_a_time_that_may_be_morning_or_evening_is_not_compared() -> None:
    scene = table(("Leaves", "Train to"), ("9:10", "Oslo"), ("4:40", "Moss"))
    answer = reply(scene, "Which train leaves first?")
    assert not answer.answerable
    assert "two ways" in answer.text


# -- forms ------------------------------------------------------------------------------------------------------------


def form(*fields: Thing) -> Scene:
    window = Thing(1, "window", "Form", "", frozenset({"active"}), Box(0, 0, 400, 400))
    return Scene(
        400, 400, "window", (), (window, *fields), WindowInfo(1, "Form", "", 1, Box(0, 0, 400, 400)), complete=True
    )


def field(number: int, name: str, value: str = "", *states: str, role: str = "textbox", why: str = "") -> Thing:
    return Thing(number, role, name, value, frozenset(states), Box(10, 30 * number, 200, 24), 1, why)


def test_what_stops_a_form_is_what_is_required_and_empty_or_invalid() -> None:
    scene = form(
        field(2, "Name", "Ann", "required"),
        field(3, "Town *"),
        field(4, "Nickname"),
        field(5, "Email", "ann@", "invalid", why="Enter a valid address"),
        field(6, "Send", "", "disabled", role="button"),
    )
    answer = reply(scene, "What stops me from submitting?")
    assert answer.text == "Town is required and empty. Invalid: Email: Enter a valid address. Send is disabled."
    assert reply(scene, "Which required field is empty?").text == "Town is required and empty."


def test_whether_a_required_password_is_empty_is_not_claimed() -> None:
    answer = reply(form(field(2, "PIN", "", "required", role="password")), "Which required field is empty?")
    assert answer.text == "PIN is a password, which I never read."
    assert not answer.answerable


def test_where_nothing_is_marked_as_required_it_cannot_be_told() -> None:
    scene = form(field(2, "Name"), field(3, "Town"))
    assert not reply(scene, "Which required field is empty?").answerable
    assert not reply(scene, "What stops me from submitting?").answerable


# -- what is none of this ---------------------------------------------------------------------------------------------


def test_what_is_written_is_quoted_not_computed() -> None:
    scene = lines("Average price: 12,50 €", "Grand total: 37,50 €")
    assert "12,50 €" in reply(scene, "What is the average price?").text
    assert "37,50 €" in reply(scene, "What is the grand total?").text
    assert "37,50 €" in reply(table(*PRICES, ("Total", "€37,50")), "What is the total price?").text.replace(
        "€37,50", "37,50 €"
    )


def test_the_next_one_still_follows_on() -> None:
    scene, talk = table(*BOARD), Conversation()
    reply(scene, "Read the second row", talk)
    assert "16:40" in reply(scene, "and the next one?", talk).text


def test_it_computes_in_chinese() -> None:
    scene = table(("商品", "价格"), ("茶", "¥12.50"), ("咖啡", "¥18.00"))
    assert reply(scene, "把价格加起来", language="zh").text == "¥12.50加¥18.00等于¥30.50。"
    assert reply(scene, "茶比咖啡便宜多少？", language="zh").text == "¥18.00减¥12.50等于¥5.50。"
    assert reply(scene, "哪个最贵？", language="zh").text == "咖啡：¥18.00。"
    assert not reply(scene, "茶和牛奶哪个便宜？", language="zh").answerable
