"""What is said of controls that only their looks tell of: a guess is said as a guess, and nothing is said too early."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.types import Box, Question, Scene, TextBlock, Thing
from models.grounded.engine import GroundedEngine
from tests.models.grounded.scenes import picture


def thing(number: int, role: str, name: str, *states: str, sure: float = 0.999, value: str = "") -> Thing:
    box = Box(20, 20 + 40 * number, 90, 20)
    return Thing(1_000_000 + number, role, name, value, frozenset(states), box, confidence=sure, source="pixels")


WRAP = thing(1, "checkbox", "Wrap lines", "checked")
SPELL = thing(2, "checkbox", "Spell check", "unchecked", sure=0.95)
SAVE = thing(3, "button", "Save")
BAR = thing(4, "progressbar", "Copying files", value="≈45 %")
EMAIL = thing(5, "textbox", "Email", "invalid", "focused", value="ann@")
OPEN = thing(6, "radio", "Open")  # whether it is chosen can't be seen


def scene(*things: Thing, complete: bool = True) -> Scene:
    blocks = tuple(TextBlock(one.name, one.box, 0.99) for one in things if one.name and one.box)
    return Scene(400, 400, "file", blocks, things, settled=len(blocks), complete=complete)


def ask(seen: Scene, question: str, language: str = "en") -> tuple[str, bool]:
    given = GroundedEngine().answer(Question(question, language), picture(seen), seen, Conversation(), Token())
    return given.text, given.answerable


def told(seen: Scene, verbosity: str = "normal", language: str = "en") -> str:
    engine = GroundedEngine()
    claims = engine.describe(picture(seen), iter([seen]), verbosity, language, Token())  # type: ignore[arg-type]
    return " ".join(claim.text for claim in claims)


def test_a_certain_state_is_answered_plainly() -> None:
    assert ask(scene(WRAP, SPELL), "Is Wrap lines checked?") == ("Yes, Wrap lines is checked.", True)


@pytest.mark.parametrize(
    ("language", "question", "answer"),
    [
        ("en", "Is Spell check checked?", "No, Spell check is apparently not checked."),
        ("de", "Ist Spell check angehakt?", "anscheinend nicht"),
        ("zh", "Spell check勾选了吗？", "似乎"),
    ],
)
def test_a_likely_state_is_answered_as_a_guess(language: str, question: str, answer: str) -> None:
    text, answerable = ask(scene(WRAP, SPELL), question, language)
    assert answer in text
    assert answerable


def test_a_state_that_was_not_made_out_is_not_answered() -> None:
    text, answerable = ask(scene(OPEN), "Is Open checked?")
    assert not answerable
    assert "can't tell" in text


def test_that_a_control_looks_usable_is_no_proof() -> None:
    assert ask(scene(SAVE), "Is Save disabled?")[1] is False
    assert ask(scene(replace(SAVE, states=frozenset(("disabled",)))), "Is Save disabled?") == (
        "Yes, Save is disabled.",
        True,
    )


def test_the_progress_is_told_as_measured() -> None:
    text, answerable = ask(scene(BAR, SAVE), "How far is the progress?")
    assert "45" in text
    assert answerable
    assert "45" in ask(scene(BAR, SAVE), "How far is Copying files?")[0]


def test_what_has_the_focus_is_answered() -> None:
    text, answerable = ask(scene(WRAP, EMAIL), "What has focus?")
    assert "Email" in text
    assert answerable


def test_a_kind_that_was_not_seen_may_still_be_there() -> None:
    assert ask(scene(WRAP), "How many buttons are there?")[1] is False
    assert ask(scene(WRAP), "Is there a Cancel button?")[1] is False


def test_a_count_of_what_was_seen_is_a_guess() -> None:
    assert ask(scene(WRAP, SPELL, SAVE), "How many checkboxes are there?")[0].startswith("Apparently 2 checkboxes")


def test_focus_marked_fields_and_progress_are_claims() -> None:
    said = told(scene(WRAP, SPELL, SAVE, BAR, EMAIL), "full")
    for part in (
        "Focus: Email",
        "Invalid: Email.",
        "Progress: Copying files ≈45 %",
        "Wrap lines, checked",
        "Spell check, apparently not checked",
    ):
        assert part.lower() in said.lower(), said


def test_nothing_is_said_of_looks_while_text_is_still_read() -> None:
    said = told(scene(WRAP, SAVE, EMAIL, complete=False), "full")
    assert "checkbox" not in said.lower()
    assert "focus" not in said.lower()


def test_a_box_without_words_is_not_told() -> None:
    nameless = replace(WRAP, name="", states=frozenset(("checked",)))
    assert "checkbox" not in told(scene(nameless, SAVE), "full").lower()


def test_a_tree_that_tells_all_still_says_no() -> None:
    root = Thing(1, "window", "Notes", box=Box(0, 0, 400, 400))
    save = Thing(2, "button", "Save", box=Box(10, 10, 60, 20), parent=1)
    assert ask(Scene(400, 400, "window", (), (root, save), complete=True), "Is there a Cancel button?")[1] is True


def test_what_stands_under_a_far_switch_is_under_the_words_that_it_is_called_by() -> None:
    switches = [
        replace(thing(number, "switch", name, "unchecked"), box=Box(700, 20 + 80 * number, 40, 22))
        for number, name in ((1, "Airplane mode"), (2, "Roaming"))
    ]
    lines = (("Airplane mode", 96), ("Turns off all radios", 120), ("Roaming", 180), ("May cost more", 204))
    blocks = tuple(TextBlock(words, Box(20, y, 9 * len(words), 20), 0.99) for words, y in lines)
    seen = Scene(800, 400, "file", blocks, tuple(switches), settled=len(blocks))
    assert ask(seen, "What does it say under airplane mode?") == ("Turns off all radios.", True)


@pytest.mark.parametrize("question", ["Which button is focused?", "Which button is greyed out?", "What is disabled?"])
def test_a_state_that_is_not_seen_in_pixels_is_not_denied(question: str) -> None:
    text, answerable = ask(scene(SAVE, WRAP), question)
    assert "othing" not in text
    assert not answerable


def test_where_only_looks_tell_of_controls_words_may_be_what_to_press() -> None:
    words = TextBlock("Printers", Box(20, 300, 70, 16), 0.99)
    seen = replace(scene(SAVE), blocks=(*scene(SAVE).blocks, words), settled=2)
    text, answerable = ask(seen, "How do I open the printers?")
    assert "The words “Printers”" in text
    assert answerable
    assert "button" in ask(seen, "How do I save?")[0]
