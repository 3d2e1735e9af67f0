"""What stands near a word is not yet its answer: a person beside a thing, a noun like a verb in the past, the size of
something else; and what stands beside its label is one, whatever it looks like."""

from __future__ import annotations

import pytest

from assistant.types import Box, Scene, TextBlock, Thing, WindowInfo
from models.grounded.phrases import phrases
from models.grounded.words import same
from tests.models.grounded.test_answers_more import reply, seen
from tests.models.grounded.test_lines import row, scene


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("The goat kicked Nora twice.", "What's the goat's name?"),
        ("The warden, Elsa Brandt, closed the tower in 1987.", "What's the tower's name?"),
        ("At noon Elsa rowed the ferry to Porto.", "What's the ferry's name?"),
        ("In March Nora's goat ran away.", "What's the goat's name?"),
    ],
)
def test_a_person_nearby_is_not_the_name_of_a_thing(line: str, question: str) -> None:
    assert not reply(seen(line, "Bring a warm coat."), question).answerable


@pytest.mark.parametrize(
    ("line", "question", "name"),
    [
        ("The warden, Elsa Brandt, closed the tower in 1987.", "What's the warden's name?", "Elsa Brandt"),
        ("Ask at the desk for guide Nora Lind.", "What's the guide's name?", "Nora Lind"),
        ("The goat called Pepper is 4.", "What's the goat's name?", "Pepper"),
    ],
)
def test_a_name_right_beside_is_told(line: str, question: str, name: str) -> None:
    answer = reply(seen(line, "Bring a warm coat."), question)
    assert answer.answerable, answer.text
    assert name in answer.text


@pytest.mark.parametrize(("asked", "told"), [("sang", "sings"), ("keep", "kept"), ("wrote", "written"), ("go", "went")])
def test_a_verb_is_the_same_in_the_past_in_english_only(asked: str, told: str) -> None:
    assert same(asked, told, phrases("en"))
    assert not same(asked, told, phrases("de"))


@pytest.mark.parametrize(
    ("label", "question", "language"),
    [
        ("Ring", "Welchen Rang hat sie?", "de"),
        ("Ring", "Who rang?", "en"),
        ("Lost and found", "What did he find?", "en"),
        ("Cost of hold music", "What was held?", "en"),
        ("Break", "When was it broken?", "en"),
    ],
)
def test_a_noun_is_no_verb_in_the_past(label: str, question: str, language: str) -> None:
    assert not reply(seen(f"{label}: Copper 3"), question, language).answerable
    assert not reply(scene(*row(40, (10, label), (300, "Copper"))), question, language).answerable


LABELLED = [
    ("Folder", "Holidays", "Which folder is selected?", "en"),
    ("Server", "Lisbon", "Which server is it?", "en"),
    ("Direction", "Both ways", "Which direction is set?", "en"),
    ("Percentage", "35", "What is the percentage?", "en"),
    ("File", "Draft 4", "Which file is it?", "en"),
    ("Port", "USB-C", "Which port is selected?", "en"),
    ("Source folder", "Scans", "What is the source folder?", "en"),
    ("Ordner", "Urlaub", "Welcher Ordner ist das?", "de"),
    ("Richtung", "Beide", "Welche Richtung ist das?", "de"),
]


@pytest.mark.parametrize(("label", "value", "question", "language"), LABELLED)
def test_beside_its_label_a_value_may_look_like_anything(label: str, value: str, question: str, language: str) -> None:
    for labelled in (scene(*row(40, (10, label), (300, value))), chosen(label, value)):
        answer = reply(labelled, question, language)
        assert answer.answerable, answer.text
        assert value in answer.text


@pytest.mark.parametrize(
    ("label", "value", "question"),
    [
        ("File size", "12 MB", "Which file is selected?"),
        ("Server status", "Down", "Which server is it?"),
        ("Way of payment", "Card", "Which way is it?"),
        ("Folder", "Holidays", "Which folder do the backups go to?"),
    ],
)
def test_a_label_of_something_else_tells_no_such_value(label: str, value: str, question: str) -> None:
    assert not reply(scene(*row(40, (10, label), (300, value))), question).answerable


def chosen(label: str, value: str) -> Scene:
    things = (
        Thing(0, "window", "Form", "", frozenset({"active"}), Box(0, 0, 900, 600)),
        Thing(1, "combobox", label, value, frozenset(), Box(20, 40, 300, 24), 0),
    )
    return Scene(900, 600, "window", (), things, WindowInfo(1, "Form", "", 1, Box(0, 0, 900, 600)), complete=True)


def table(*rows: tuple[str, ...]) -> Scene:
    things = [
        Thing(0, "window", "Table", "", frozenset({"active"}), Box(0, 0, 900, 600)),
        Thing(1, "table", "Table", "", frozenset(), Box(0, 40, 900, 300), 0),
    ]
    for at, cells in enumerate(rows):
        things.append(Thing(len(things), "row", "", "", frozenset(), Box(0, 40 + 30 * at, 900, 30), 1))
        parent = len(things) - 1
        for column, text in enumerate(cells):
            box = Box(200 * column, 40 + 30 * at, 180, 20)
            things.append(Thing(len(things), "cell", text, "", frozenset(), box, parent))
    return Scene(
        900, 600, "window", (), tuple(things), WindowInfo(1, "Table", "", 1, Box(0, 0, 900, 600)), complete=True
    )


@pytest.mark.parametrize(
    ("names", "question", "language"),
    [
        (("File", "Size", "Price", "Age"), "What's the largest number?", "en"),
        (("File", "Size", "Price", "Age"), "What is the smallest value?", "en"),
        (("Town", "People", "Area size", "Lakes"), "Which is the largest town?", "en"),
        (("Datei", "Größe", "Stand", "Alter"), "Was ist die größte Zahl?", "de"),
        (("Ort", "Leute", "Flächengröße", "Seen"), "Welcher Ort ist der größte?", "de"),
        (("文件", "大小", "数量", "版本"), "最大的数字是多少？", "zh"),
    ],
)
def test_the_largest_of_all_numbers_is_not_taken_from_the_sizes(
    names: tuple[str, ...], question: str, language: str
) -> None:
    found = table(names, ("alpha", "12", "90", "3"), ("beta", "7", "40", "5"), ("gamma", "9", "20", "4"))
    assert not reply(found, question, language).answerable


@pytest.mark.parametrize(
    ("names", "question", "language"),
    [
        (("File", "Size", "Price", "Age"), "Which is the largest file?", "en"),
        (("Datei", "Größe", "Stand", "Alter"), "Welche Datei ist die größte?", "de"),
        (("文件", "大小", "数量", "版本"), "哪个文件最大？", "zh"),
    ],
)
def test_the_largest_is_told_by_a_column_of_sizes(names: tuple[str, ...], question: str, language: str) -> None:
    found = table(names, ("alpha", "12", "20", "3"), ("beta", "7", "90", "5"), ("gamma", "9", "40", "4"))
    answer = reply(found, question, language)
    assert answer.answerable, answer.text
    assert "alpha" in answer.text


def test_a_tree_that_bites_its_tail_is_answered_from() -> None:
    things = (
        Thing(1, "group", "Cabin", "", frozenset(), Box(20, 100, 90, 20), 2),
        Thing(2, "group", "Deck", "", frozenset(), Box(20, 100, 190, 200), 1),
        Thing(3, "label", "Twin, two beds, 84.00", "", frozenset(), Box(40, 140, 190, 20), 1),
    )
    text = TextBlock("Twin, two beds, 84.00", Box(40, 140, 190, 20), 1.0, "line", "tree")
    answer = reply(scene(text, things=things), "How much is the twin cabin?")
    assert answer.answerable, answer.text
    assert "84.00" in answer.text
