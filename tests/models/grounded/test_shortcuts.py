"""The keys that are shown beside a name, in a menu with or without a tree; never those of another name."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.types import Answer, Box, Capture, Question, Scene, TextBlock, Thing
from models.grounded.engine import GroundedEngine

WINDOW = Thing(1, "window", "Sketch", box=Box(0, 0, 600, 400), states=frozenset({"active"}))
MENU = Thing(2, "menu", "Layer", box=Box(10, 0, 60, 24), parent=1)
ROWS = (
    ("Merge Down", "Ctrl+E"),
    ("Merge", ""),
    ("Flatten Image", "Shift+Ctrl+F"),
    ("Remove", "Entf"),
    ("Invert", "Ctrl+1"),
)
ITEMS = tuple(
    Thing(10 + at, "menuitem", name, box=Box(10, 24 + 26 * at, 300, 26), parent=2) for at, (name, _) in enumerate(ROWS)
)
KEYS = tuple(TextBlock(keys, Box(230, 28 + 26 * at, 70, 18), 0.99) for at, (_, keys) in enumerate(ROWS) if keys)
NAMES = tuple(TextBlock(name, Box(30, 28 + 26 * at, 8 * len(name), 18), 0.99) for at, (name, _) in enumerate(ROWS))
TREE = Scene(600, 400, "window", KEYS, (WINDOW, MENU, *ITEMS), complete=True)
PIXELS = Scene(
    600, 400, "window", tuple(sorted((*NAMES, *KEYS), key=lambda one: (one.box.y, one.box.x))), complete=True
)


def ask(scene: Scene, words: str, language: str = "en") -> Answer:
    capture = Capture(np.zeros((400, 600, 3), np.uint8), "window")
    return GroundedEngine(None).answer(Question(words, language), capture, scene, Conversation(), Token())


@pytest.mark.parametrize("scene", [TREE, PIXELS], ids=["tree", "pixels"])
@pytest.mark.parametrize(
    "words",
    [
        "What's the shortcut for Merge Down?", "Which keys merge down?",
        "What is the keyboard shortcut for merging down?", "Shortcut for Merge Down?",
        "What keys do I press to merge down?", "How do I merge down with the keyboard?",
        "Which shortcut is for the Merge Down menu item?",
    ],
)  # fmt: skip
def test_the_keys_beside_a_name_are_told_however_it_is_asked(scene: Scene, words: str) -> None:
    answer = ask(scene, words)
    assert answer.text == "The keys for Merge Down are Ctrl+E."
    assert answer.answerable
    assert [(item.kind, item.box) for item in answer.evidence] == [("ocr", KEYS[0].box)]


@pytest.mark.parametrize("scene", [TREE, PIXELS], ids=["tree", "pixels"])
@pytest.mark.parametrize("words", ["What's the shortcut for Merge?", "Shortcut for Flatten?", "Which keys save?"])
def test_the_keys_of_another_name_are_no_answer(scene: Scene, words: str) -> None:
    answer = ask(scene, words)
    assert not answer.answerable
    assert "Ctrl" not in answer.text


def test_a_key_alone_counts_in_a_menu_item_only() -> None:
    assert ask(TREE, "What is the shortcut for Remove?").text == "The keys for Remove are Entf."
    assert not ask(PIXELS, "What is the shortcut for Remove?").answerable


@pytest.mark.parametrize("scene", [TREE, PIXELS], ids=["tree", "pixels"])
def test_signs_that_are_misread_for_each_other_are_both_told(scene: Scene) -> None:
    assert ask(scene, "Shortcut for Invert?").text == "The keys for Invert are Ctrl+1 or Ctrl+I: the two look alike."


def test_a_tooltip_has_its_keys_in_brackets() -> None:
    button = Thing(3, "button", "Reload page (F5)", box=Box(10, 10, 30, 30), parent=1)
    answer = ask(
        Scene(600, 400, "window", (), (WINDOW, button), complete=True), "What is the shortcut to reload the page?"
    )
    assert answer.text == "The keys for Reload page are F5."
    assert answer.evidence[0].kind == "tree"


def test_where_keys_stand_before_their_labels_nobody_can_tell_whose_they_are() -> None:
    listed = [("Ctrl+S", 10), ("Save", 90), ("Ctrl+O", 200), ("Open", 280)]
    blocks = tuple(TextBlock(text, Box(x, 40, 9 * len(text), 18), 0.99) for text, x in listed)
    scene = Scene(600, 400, "window", blocks, complete=True)
    assert not ask(scene, "What is the shortcut for Save?").answerable


@pytest.mark.parametrize(
    ("language", "name", "keys", "words"),
    [
        ("de", "Rückgängig", "Strg+Z", "Was ist die Tastenkombination für Rückgängig?"),
        ("de", "Rückgängig", "Strg+Z", "Welche Tasten drücke ich für Rückgängig?"),
        ("de", "Seite drucken", "Strg+Umschalt+P", "Wie lautet das Tastenkürzel für Seite drucken?"),
        ("zh", "粘贴(P)", "Ctrl+V", "粘贴的快捷键是什么？"),
        ("zh", "粘贴(P)", "Ctrl+V", "粘贴用什么快捷键？"),
    ],
)
def test_it_is_understood_in_every_language(language: str, name: str, keys: str, words: str) -> None:
    item = Thing(10, "menuitem", name, box=Box(10, 24, 300, 26), parent=2)
    other = Thing(11, "menuitem", "...", box=Box(10, 50, 300, 26), parent=2)
    scene = Scene(
        600, 400, "window", (TextBlock(keys, Box(230, 28, 70, 18), 0.99),), (WINDOW, MENU, item, other), complete=True
    )
    answer = ask(scene, words, language)
    assert answer.answerable
    assert keys in answer.text
    assert name.removesuffix("(P)") in answer.text


@pytest.mark.parametrize(
    "words",
    ["What are the keys to a good garden?", "Which key is for the cellar?", "What does the key on the map mean?"],
)
def test_other_keys_are_not_meant(words: str) -> None:
    text = TextBlock("The brass key is for the cellar.", Box(10, 10, 300, 18), 0.99)
    answer = ask(Scene(600, 400, "window", (text,), complete=True), words)
    assert "The keys for" not in answer.text


def test_keys_before_their_labels_are_nobody_elses_whatever_stands_left_of_them() -> None:
    listed = [("Ready", 10), ("Ctrl+S", 200), ("Save", 260), ("Ctrl+Q", 400), ("Quit", 460)]
    blocks = tuple(TextBlock(text, Box(x, 40, 9 * len(text), 18), 0.99) for text, x in listed)
    scene = Scene(600, 400, "window", blocks, complete=True)
    for name in ("Save", "Quit", "Ready"):
        assert not ask(scene, f"What is the shortcut for {name}?").answerable
