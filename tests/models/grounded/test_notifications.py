"""A notification that hangs over a window is told first, in the words that were read there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.types import Answer, Box, Scene, TextBlock, Thing, WindowInfo
from models.evidence.ocr import _known_pixels
from models.grounded.engine import GroundedEngine
from models.grounded.phrases import LANGUAGES
from models.grounded.view import View
from tests.models.grounded.test_answers import ask as put
from tests.models.grounded.test_narrate import text

NOTICE = Thing(3, "alert", "", "", frozenset({"notification"}), Box(560, 40, 220, 60), 0)
THINGS = (
    Thing(0, "window", "poem.txt - Mousepad", "", frozenset({"active"}), Box(0, 0, 800, 600)),
    Thing(
        1, "textbox", "", "The tide comes in\nand goes", frozenset({"focused", "multiline"}), Box(0, 30, 800, 560), 0
    ),
    NOTICE,
)
READ = (
    TextBlock("Mail", Box(570, 46, 60, 14), 0.95, "line"),
    TextBlock("Nils wrote: the key is under the pot", Box(570, 64, 200, 14), 0.95, "line"),
)
SCENE = Scene(
    800, 600, "screen", READ, THINGS, WindowInfo(1, "poem.txt - Mousepad", "Mousepad", 1, Box(0, 0, 800, 600)),
    settled=len(READ), complete=True,
)  # fmt: skip


def ask(scene: Scene, question: str, language: str = "en") -> Answer:
    return put(GroundedEngine(), scene, question, language=language)


def test_a_notification_is_told_first_in_its_own_words() -> None:
    said = text(SCENE)
    assert said.startswith("Notification: Mail. Nils wrote: the key is under the pot. Text editor")
    assert said.count("Nils wrote") == 1


def test_it_is_told_in_each_language() -> None:
    begun = {text(SCENE, language=language).split("Mail")[0] for language in LANGUAGES}
    assert begun == {"Notification: ", "Benachrichtigung: ", "通知："}


def test_one_of_which_nothing_was_read_is_not_told() -> None:
    assert "Notification" not in text(replace(SCENE, blocks=()))


def test_what_was_read_beside_it_is_no_part_of_it() -> None:
    beside = TextBlock("Draft two", Box(40, 300, 80, 14), 0.95, "line")
    assert "Draft two" not in text(replace(SCENE, blocks=(*READ, beside))).split("Text editor")[0]


def test_the_picture_is_read_where_a_notification_hides_a_text_field() -> None:
    told = TextBlock(THINGS[1].value, Box(0, 30, 800, 560), 1.0, "paragraph", "tree")
    known = _known_pixels(replace(SCENE, blocks=(told,)), np.zeros((600, 800, 3), np.uint8))
    assert known
    assert NOTICE.box is not None
    assert not any(box.overlap(NOTICE.box) for box in known)


@pytest.mark.parametrize(
    ("question", "language"),
    [("Is there an error?", "en"), ("What went wrong?", "en"), ("Gibt es einen Fehler?", "de"), ("有没有错误？", "zh")],
)
def test_one_that_tells_of_no_problem_is_no_error(question: str, language: str) -> None:
    assert "Nils" not in ask(SCENE, question, language).text


def test_one_that_tells_of_a_problem_is_an_error() -> None:
    failed = replace(READ[1], text="The backup failed")
    assert ask(replace(SCENE, blocks=(READ[0], failed)), "Is there an error?").text == "Yes. Mail. The backup failed."


def test_what_is_asked_is_not_what_a_notification_says() -> None:
    assert "Nils" not in ask(SCENE, "What is being asked?").text


ASKED = [
    ("What does the notification say?", "en"), ("Are there any notifications?", "en"),
    ("Was steht in der Benachrichtigung?", "de"), ("Gibt es eine Benachrichtigung?", "de"),
    ("通知说什么？", "zh"), ("有通知吗？", "zh"),
]  # fmt: skip
QUESTION = (
    Thing(0, "dialog", "Delete?", "", frozenset({"active", "modal"}), Box(200, 200, 300, 200)),
    Thing(1, "label", "Delete 3 files?", "", frozenset(), Box(210, 220, 200, 20), 0),
    Thing(2, "button", "Cancel", "", frozenset({"focusable"}), Box(320, 360, 90, 30), 0),
)
BEHIND = Thing(8, "window", "Files", "", frozenset(), Box(0, 0, 800, 600))
OVER = replace(NOTICE, parent=None)


@pytest.mark.parametrize(("question", "language"), ASKED)
@pytest.mark.parametrize("things", [(*QUESTION, BEHIND, OVER), (BEHIND, *QUESTION, OVER), THINGS])
def test_asked_for_it_is_told_whatever_is_in_front(question: str, language: str, things: tuple[Thing, ...]) -> None:
    told = ask(replace(SCENE, things=things), question, language)
    assert told.answerable
    assert "Nils wrote: the key is under the pot" in told.text
    assert "Delete" not in told.text


@pytest.mark.parametrize(("question", "language"), ASKED)
def test_what_a_dialog_says_is_no_notification(question: str, language: str) -> None:
    told = ask(replace(SCENE, things=QUESTION, blocks=()), question, language)
    assert not told.answerable
    assert "Delete" not in told.text


def test_it_is_told_over_a_dialog_and_is_no_window_itself() -> None:
    over = replace(SCENE, things=(*QUESTION, OVER))
    assert text(over).startswith("Notification: Mail. Nils wrote: the key is under the pot. Dialog: Delete?")
    assert View(replace(SCENE, things=(OVER, BEHIND))).root == BEHIND


def test_the_same_words_in_the_window_are_told_there_too() -> None:
    shop = (
        Thing(0, "window", "Shop", "", frozenset({"active"}), Box(0, 0, 800, 600)),
        Thing(1, "heading", "Order sent today", "", frozenset(), Box(20, 60, 200, 20), 0, level=1),
        Thing(2, "label", "Nils paid 64.00 to Ada", "", frozenset(), Box(20, 100, 200, 20), 0),
    )
    page = tuple(TextBlock(one.name, one.box, 1.0, "line", "tree") for one in shop[1:] if one.box)
    hung = (replace(READ[0], text=shop[1].name), replace(READ[1], text=shop[2].name))
    said = text(replace(SCENE, things=(*shop, OVER), blocks=(*page, *hung)), verbosity="full")
    assert said.count("Nils paid 64.00 to Ada") == 2
    assert said.count("Order sent today") == 2
