"""Many things of one name, counts with states, tables of cells alone: a settings window as Qt tells it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.conversation import Conversation
from assistant.types import Answer, Box, Scene, TextBlock, Thing, WindowInfo
from models.grounded.engine import GroundedEngine
from models.grounded.wording import word_count
from tests.models.grounded.test_answers import ask
from tests.models.grounded.test_narrate import described, text

GROUPS = ("Mail", "Calendar", "Backup", "Network")
ROWS = 5


def settings(*, focus: int | None = None, checked: int = 10) -> Scene:
    """Four groups of five rows: a label, a field and a box called "Enabled", of which the first `checked` are."""
    things = [Thing(1, "window", "Control Centre", "", frozenset({"active"}), Box(0, 0, 800, 400))]
    blocks = []
    boxes = 0
    for at, group in enumerate(GROUPS):
        holder = 100 * (at + 1)
        left = 200 * at
        things.append(Thing(holder, "group", group, "", frozenset(), Box(left, 0, 200, 300), 1))
        for row in range(ROWS):
            y, number = 20 + 40 * row, holder + 10 * (row + 1)
            state = "checked" if boxes < checked else "unchecked"
            states = {state} | ({"focused"} if boxes == focus else set())
            label = Thing(number, "label", f"Server {row + 1}", "", frozenset(), Box(left + 4, y, 50, 20), holder)
            value = f"{group.lower()}-{row}.example.org" if row else ""
            field = Thing(
                number + 1,
                "textbox",
                f"{group} server {row + 1}",
                value,
                frozenset(),
                Box(left + 60, y, 70, 20),
                holder,
            )
            box = Thing(number + 2, "checkbox", "Enabled", "", frozenset(states), Box(left + 140, y, 50, 20), holder)
            things += [label, field, box]
            boxes += 1
            blocks += [
                TextBlock(words, thing.box, 1.0, "line", "tree")
                for thing, words in ((label, label.name), (field, value), (box, "Enabled"))
                if words and thing.box
            ]
        blocks.append(TextBlock(group, Box(left + 4, 2, 40, 14)))  # only OCR sees the title of a group
    for place, name in enumerate(("Cancel", "Save")):
        things.append(Thing(900 + place, "button", name, "", frozenset(), Box(500 + 100 * place, 350, 90, 30), 1))
    window = WindowInfo(1, "Control Centre", "centre", 1, Box(0, 0, 800, 400))
    return Scene(800, 400, "window", tuple(blocks), tuple(things), window, complete=True)


def reply(scene: Scene, question: str, talk: Conversation | None = None, language: str = "en") -> Answer:
    return ask(GroundedEngine(), scene, question, talk, language)


# -- several of one name ----------------------------------------------------------------------------------------------


def test_of_many_boxes_of_one_name_it_says_how_many_are_checked_and_asks_which() -> None:
    answer = reply(settings(), "Is Enabled checked?")
    assert answer.text == "10 of 20 checkboxes are checked. Which one?"
    assert not answer.answerable


def test_of_many_boxes_of_one_name_the_one_with_the_focus_is_meant_and_said_so() -> None:
    answer = reply(settings(focus=12), "Is Enabled checked?")
    assert answer.text == "No, the Enabled with the focus is not checked."
    assert answer.answerable


@pytest.mark.parametrize(("checked", "expected"), [(20, "All 20 checkboxes are"), (0, "None of the 20 checkboxes is")])
def test_what_holds_for_all_of_one_name_is_an_answer(checked: int, expected: str) -> None:
    answer = reply(settings(checked=checked), "Is Enabled checked?")
    assert answer.answerable
    assert answer.text.startswith(expected)


def test_one_of_many_can_be_told_by_what_is_beside_it() -> None:
    assert reply(settings(), "Is Enabled for Mail server 3 checked?").text == "Yes, Enabled is checked."
    assert reply(settings(), "Is Enabled beside Network server 3 checked?").text == "No, Enabled is not checked."


def test_many_of_one_name_are_placed_by_their_count_and_the_nearest_few() -> None:
    answer = reply(settings(focus=11), "Where is the Enabled checkbox?")
    assert answer.text.startswith("20 checkboxes called Enabled, the nearest: the Enabled with the focus, ")
    assert "beside Backup server 1" in answer.text
    assert answer.text.count("o'clock") + answer.text.count("in the middle") == 3
    assert "Mail" not in answer.text


def test_names_that_repeat_are_said_once_with_their_number() -> None:
    assert reply(settings(), "Is there an Enabled checkbox?").text == "Yes: Enabled, 20 times."
    listed = reply(settings(), "What checkboxes are there?").text
    assert listed == "20 checkboxes: Enabled, checked, 10 times; Enabled, not checked, 10 times."


# -- counts with a state ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many check boxes are checked?", "10 of 20 checkboxes are checked."),
        ("How many checkboxes are not checked?", "10 of 20 checkboxes are not checked."),
        ("How many checked check boxes are there?", "10 of 20 checkboxes are checked."),
        ("Are all check boxes checked?", "10 of 20 checkboxes are checked."),
        ("How many of the fields are empty?", "4 of 20 text fields are empty: Mail server 1, Calendar server 1, "),
        ("How many buttons are disabled?", "None of the 2 buttons is disabled."),
        ("How many buttons are enabled?", "Both buttons are enabled: Cancel and Save."),
        ("How many are checked?", "10 of 20 checkboxes are checked."),
    ],
)
def test_things_in_a_state_are_counted_exactly(question: str, expected: str) -> None:
    answer = reply(settings(), question)
    assert answer.answerable
    assert answer.text.startswith(expected)


def test_things_in_a_state_are_counted_in_chinese() -> None:
    assert reply(settings(), "有几个复选框被勾选了？", language="zh").text == "20个复选框中有10个已勾选。"
    assert reply(settings(), "多少个复选框没勾选？", language="zh").text == "20个复选框中有10个未勾选。"


def test_a_count_follows_up_on_what_was_counted() -> None:
    talk = Conversation()
    assert reply(settings(), "How many check boxes are there?", talk).text == "20 checkboxes."
    assert reply(settings(), "How many of them are checked?", talk).text == "10 of 20 checkboxes are checked."


def test_whether_a_password_is_empty_is_not_claimed() -> None:
    scene = settings()
    secret = Thing(950, "password", "PIN", "", frozenset(), Box(20, 350, 80, 20), 1)
    answer = reply(replace(scene, things=(*scene.things, secret)), "How many fields are empty?")
    assert answer.text.startswith("4 of 20 text fields are empty")
    assert answer.text.endswith("PIN is a password, which I never read.")


@pytest.mark.parametrize("question", ["How many seats are available?", "How many lines are empty?"])
def test_what_has_no_states_is_not_counted_by_them(question: str) -> None:
    assert not reply(settings(), question).answerable


# -- what is said -----------------------------------------------------------------------------------------------------


def test_a_form_is_told_by_its_fields_not_by_loose_names_and_values() -> None:
    said = text(settings())
    assert "Fields: Mail server 1, text field, empty; Enabled, checkbox, checked; Mail server 2" in said
    assert "Server 1." not in said.replace("Mail server 1.", "")
    assert said.count("mail-1.example.org") == 1
    assert word_count(said) <= 60


def test_all_fields_are_told_a_few_a_sentence_each_group_by_its_name() -> None:
    said = described(settings(), verbosity="full")
    for group in GROUPS:
        assert any(one.text.startswith(f"{group}: {group} server 1, text field, empty; ") for one in said)
    assert all(word_count(one.text) <= 60 for one in said)
    told = " ".join(one.text for one in said)
    assert told.count("backup-3.example.org") == 1
    assert told.count("Enabled") == 20
    assert "Backup Network" not in told


def listing(*rows: tuple[str, ...]) -> Scene:
    """A dialog as GTK tells it: a table of cells without rows."""
    things = [
        Thing(1, "dialog", "Trains", "", frozenset({"active"}), Box(0, 0, 300, 200)),
        Thing(2, "label", "Choose a train", "", frozenset(), Box(12, 8, 200, 17), 1),
        Thing(3, "table", "", "", frozenset({"focused"}), Box(10, 30, 280, 120), 1),
    ]
    for y, row in enumerate(rows):
        things += [
            Thing(10 * (y + 1) + x, "cell", words, "", frozenset(), Box(12 + 90 * x, 32 + 24 * y, 80, 20), 3)
            for x, words in enumerate(row)
        ]
    things.append(Thing(90, "button", "OK", "", frozenset(), Box(200, 160, 80, 30), 1))
    blocks = tuple(
        TextBlock(thing.name, thing.box, 1.0, "cell" if thing.role == "cell" else "line", "tree")
        for thing in things
        if thing.role in ("label", "cell", "button") and thing.box
    )
    window = WindowInfo(1, "Trains", "zenity", 1, Box(0, 0, 300, 200))
    return Scene(300, 200, "window", blocks, tuple(things), window, complete=True)


def test_a_list_of_cells_is_told_and_read_row_by_row() -> None:
    scene = listing(("To", "Leaves"), ("Oslo", "09:12"), ("Moss", "10:05"))
    said = described(scene, verbosity="full")
    assert [one.text for one in said if one.topic == "main"] == [
        "Choose a train.",
        "Table with 3 rows and 2 columns: To and Leaves.",
        "Oslo, 09:12.",
        "Moss, 10:05.",
        "Buttons: OK.",
    ]
    assert reply(scene, "How many rows are there?").text == "3 rows."
    assert reply(scene, "Read the second row").text == "Row 2: Oslo, 09:12."
    assert "10:05" in reply(scene, "When does the train to Moss leave?").text


@pytest.mark.parametrize(
    "question", ["What is asked?", "What does it say?", "What does the dialog say?", "What does it ask?"]
)
def test_a_dialog_says_its_text_however_it_is_asked_for(question: str) -> None:
    assert reply(listing(("To",), ("Oslo",)), question).text == "Choose a train."


def test_without_a_dialog_or_a_question_nothing_is_asked() -> None:
    assert not reply(settings(), "What is asked?").answerable


def dialog(*labels: str, inside: tuple[Thing, ...] = ()) -> Scene:
    things = [Thing(1, "dialog", "Close", "", frozenset({"active"}), Box(0, 0, 400, 200))]
    things += [
        Thing(10 + at, "label", words, "", frozenset(), Box(10, 10 + 20 * at, 380, 18), 1)
        for at, words in enumerate(labels)
    ]
    things += [*inside, Thing(90, "button", "OK", "", frozenset({"focused"}), Box(300, 160, 80, 30), 1)]
    window = WindowInfo(1, "Close", "", 1, Box(0, 0, 400, 200))
    return Scene(400, 200, "window", (), tuple(things), window, complete=True)


def test_the_labels_of_a_dialog_are_sentences_and_what_can_be_chosen_is_no_message() -> None:
    places = (
        Thing(50, "list", "", "", frozenset(), Box(10, 100, 90, 60), 1),
        Thing(51, "listitem", "", "", frozenset(), Box(10, 100, 90, 20), 50),
        Thing(52, "label", "Desktop", "", frozenset(), Box(10, 100, 90, 20), 51),
    )
    scene = dialog("Save the changes before closing", "They are lost otherwise.", "Folder:", inside=places)
    assert reply(scene, "What does the dialog say?").text == "Save the changes before closing. They are lost otherwise."


def test_a_text_is_repeated_by_its_words_alone() -> None:
    scene, talk = dialog("The disk is full."), Conversation()
    assert reply(scene, "What went wrong?", talk).text == "The disk is full."
    assert reply(scene, "What does it say?", talk).text == "The disk is full."


def test_a_button_with_a_sign_is_found_by_what_the_sign_is_called() -> None:
    signs = tuple(
        Thing(50 + at, "button", sign, "", frozenset(), Box(10 + 60 * at, 100, 50, 30), 1)
        for at, sign in enumerate(("7", "+", "=", "/"))
    )
    scene = dialog("Calculator", inside=signs)
    assert reply(scene, "Where is the equals button?").text.startswith("= button: ")
    assert reply(scene, "Is the plus button enabled?").text == "Yes, + is enabled."
    assert not reply(scene, "Where is the minus button?").answerable


def test_what_a_table_tells_twice_is_said_once() -> None:
    scene = listing(("Name", "Name", "Size"), ("plan.odt", "plan.odt", "1 byte"))
    assert reply(scene, "Read the second row").text == "Row 2: plan.odt, 1 byte."


def test_check_boxes_in_a_list_are_told_once() -> None:
    scene = listing(("Name",), ("git",), ("vim",))
    boxes = tuple(
        Thing(60 + at, "checkbox", name, "", frozenset({state}), Box(2, 56 + 24 * at, 10, 20), 3)
        for at, (name, state) in enumerate((("git", "checked"), ("vim", "unchecked")))
    )
    scene = replace(scene, things=(*scene.things[:-1], *boxes, scene.things[-1]))
    assert text(scene).count("git") == 1
    assert reply(scene, "What is checked?").text == "git is checked."


def test_a_dialog_without_a_message_does_not_make_one_of_its_list_and_its_values() -> None:
    scene = listing(("Name", "Size"), ("plan.odt", "1 byte"))
    slider = Thing(70, "slider", "Volume", "30", frozenset(), Box(10, 160, 100, 20), 1)
    things = tuple(thing for thing in scene.things if thing.role != "label")
    blocks = (*(b for b in scene.blocks if b.kind == "cell"), TextBlock("30", Box(50, 160, 20, 12)))
    bare = replace(scene, things=(*things, slider), blocks=blocks)
    said = [one.text for one in described(bare)]
    assert "30." not in said
    assert not any("Name. Size" in one for one in said)
    assert not reply(bare, "What trains are there?").answerable


def test_text_that_a_dialog_shows_is_told() -> None:
    area = Thing(70, "textbox", "", "You may use it.\n\nFor free.", frozenset({"multiline"}), Box(0, 0, 400, 150), 1)
    scene = dialog(inside=(area,))
    assert "You may use it. For free." in text(scene)
    assert reply(scene, "What does it say?").text == "You may use it. For free."


def test_a_page_asks_what_it_asks_not_what_its_browser_warns_of() -> None:
    page = (
        Thing(1, "window", "Shop", "", frozenset({"active"}), Box(0, 0, 800, 600)),
        Thing(2, "alert", "", "", frozenset(), Box(0, 0, 800, 30), 1),
        Thing(3, "label", "The flag is not supported.", "", frozenset(), Box(0, 0, 300, 30), 2),
        Thing(4, "document", "Shop", "", frozenset(), Box(0, 30, 800, 570), 1),
        Thing(5, "paragraph", "Do you need a cup, too?", "", frozenset(), Box(10, 60, 300, 20), 4),
    )
    window = WindowInfo(1, "Shop", "", 1, Box(0, 0, 800, 600))
    scene = Scene(800, 600, "window", (), page, window, complete=True)
    assert reply(scene, "What is asked?").text == "Do you need a cup, too?"


def test_what_a_list_is_called_by_names_what_is_in_it() -> None:
    scene = listing(("Name", "Size"), ("plan.odt", "1 byte"), ("notes.txt", "2 bytes"))
    things = tuple(replace(thing, name="Files") if thing.role == "table" else thing for thing in scene.things)
    named = replace(scene, things=things)
    assert reply(named, "What files are there?").text == "2 files: plan.odt and notes.txt."
    assert reply(named, "How many files are there?").text == "2 files: plan.odt and notes.txt."
    assert not reply(scene, "How many files are there?").answerable


def test_the_text_of_a_dialog_is_said_once() -> None:
    area = Thing(70, "textbox", "", "You may use it.\n\nFor free.", frozenset({"multiline"}), Box(0, 0, 400, 150), 1)
    scene = replace(
        dialog(inside=(area,)), blocks=(TextBlock(area.value, Box(0, 0, 400, 150), 1.0, "paragraph", "tree"),)
    )
    assert text(scene, verbosity="full").count("You may use it") == 1
