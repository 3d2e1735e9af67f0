"""What only resembles what is asked for is no answer: a box of a dialog, a button of a form, a switch that is off."""

from __future__ import annotations

import pytest

from assistant.conversation import Conversation
from assistant.types import Box, Scene, Thing, WindowInfo
from tests.models.grounded.test_answers_more import reply
from tests.models.grounded.test_several import reply as reply_in

BOX = Box(0, 0, 800, 600)


def scene(title: str, *things: tuple[str, str, str, int], root: str = "window") -> Scene:
    """Role, name, states, number of the parent (0: the window)."""
    found = [Thing(0, root, title, "", frozenset({"active"}), BOX)]
    for at, (role, name, states, parent) in enumerate(things, 1):
        found.append(Thing(at, role, name, "", frozenset(states.split()), Box(20, 40 * at, 200, 24), parent))
    return Scene(800, 600, "window", (), tuple(found), WindowInfo(1, title, "", 1, BOX), complete=True)


def dialog(message: str, *boxes: tuple[str, str]) -> Scene:
    return scene(
        "Question",
        ("label", message, "", 0),
        *(("checkbox", name, state, 0) for name, state in boxes),
        ("button", "OK", "", 0),
        ("button", "Cancel", "", 0),
        root="dialog",
    )


DELETE = dialog("Delete the account?", ("Delete files", "checked"), ("Keep a backup", "unchecked"))
SEND = dialog("Send the report to the maker?", ("Include the log", "checked"))
UPDATES = dialog("Which updates shall be installed?", ("Updates", "checked"), ("Fonts", "unchecked"))


@pytest.mark.parametrize(
    ("asked_of", "question"),
    [
        (DELETE, "Is the account deleted?"),
        (DELETE, "Have I deleted the account?"),
        (DELETE, "Will the account be deleted?"),
        (DELETE, "Do I keep the account?"),
        (SEND, "Has the log been sent?"),
        (SEND, "Will the log be sent?"),
        (UPDATES, "Are the updates installed?"),
        (UPDATES, "Have the fonts been installed?"),
    ],
)
def test_a_box_of_a_dialog_tells_nothing_of_what_the_dialog_asks(asked_of: Scene, question: str) -> None:
    answer = reply(asked_of, question)
    assert not answer.answerable or "checked" not in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Will the fonts be installed?", "No, Fonts is not checked"),
        ("Will the updates be installed?", "Yes, Updates is checked"),
    ],
)
def test_a_box_of_a_dialog_tells_what_shall_be_done_with_what_it_names(question: str, told: str) -> None:
    assert told in reply(UPDATES, question).text


def devices(*on: str) -> Scene:
    """Buttons beside their words; those that are switched on are pressed."""
    things = [Thing(0, "window", "Devices", "", frozenset({"active"}), BOX)]
    for at, name in enumerate(("Wi-Fi", "Bluetooth", "Flight mode")):
        things.append(Thing(2 * at + 1, "label", name, "", frozenset(), Box(40, 100 + 50 * at, 120, 20), 0))
        states = frozenset({"pressed"} if name in on else ())
        things.append(Thing(2 * at + 2, "button", name, "", states, Box(700, 95 + 50 * at, 60, 30), 0))
    things.append(Thing(7, "label", "Reset", "", frozenset(), Box(40, 250, 120, 20), 0))
    things.append(Thing(8, "button", "Reset all settings", "", frozenset(), Box(700, 245, 60, 30), 0))
    return Scene(800, 600, "window", (), tuple(things), WindowInfo(1, "Devices", "", 1, BOX), complete=True)


@pytest.mark.parametrize(
    ("question", "told", "language"),
    [
        ("Can I use Bluetooth?", "Yes, Bluetooth is enabled", "en"),
        ("Can I click Flight mode?", "Yes, Flight mode is enabled", "en"),
        ("Is Bluetooth available?", "Yes, Bluetooth is enabled", "en"),
        ("Can I press reset all settings?", "Yes, Reset all settings is enabled", "en"),
        ("Kann ich Bluetooth benutzen?", "Ja, ", "de"),
        ("能按Bluetooth吗？", "Bluetooth可用", "zh"),
        ("Is Bluetooth enabled?", "No, Bluetooth is not checked", "en"),
        ("Bluetooth启用了吗？", "Bluetooth未勾选", "zh"),
    ],
)
def test_a_switch_that_is_off_can_be_used(question: str, told: str, language: str) -> None:
    assert told in reply(devices("Wi-Fi"), question, language).text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which switches are on?", "Wi-Fi is checked."),
        ("What is switched on?", "Wi-Fi is checked."),
        ("Which switches are enabled?", "Wi-Fi is checked."),
        ("How many switches are on?", "1 of 3 switches is checked: Wi-Fi."),
        ("How many switches are off?", "2 of 3 switches are not checked: Bluetooth and Flight mode."),
        ("How many switches are there?", "3 switches: Wi-Fi, Bluetooth and Flight mode."),
        ("Which switches are off?", "Bluetooth and Flight mode are not checked."),
    ],
)
def test_the_switches_that_are_on_are_told_and_counted(question: str, told: str) -> None:
    assert reply(devices("Wi-Fi"), question).text == told


def test_a_switch_asked_of_after_another_is_on_or_not_as_well() -> None:
    talk = Conversation()
    assert "Yes, Wi-Fi is checked" in reply_in(devices("Wi-Fi"), "Is Wi-Fi enabled?", talk).text
    assert "No, Bluetooth is not checked" in reply_in(devices("Wi-Fi"), "And Bluetooth?", talk).text


FORM = scene(
    "Customer 12",
    ("textbox", "Name", "", 0),
    ("textbox", "E-mail", "", 0),
    ("textbox", "Phone", "", 0),
    ("textbox", "Message", "", 0),
    ("button", "Save", "", 0),
    ("button", "Delete", "", 0),
    ("button", "Send", "", 0),
)


@pytest.mark.parametrize("question", ["How do I delete my phone?", "How do I delete the e-mail?"])
def test_what_deletes_all_does_not_delete_one_field(question: str) -> None:
    answer = reply(FORM, question)
    assert not answer.answerable or "Delete button" not in answer.text


def test_what_is_typed_into_a_field_is_what_is_sent() -> None:
    assert reply(FORM, "How do I send the message?").text.startswith("Send button")
    german = scene(
        "Kontakt", ("textbox", "Nachricht", "", 0), ("button", "Senden", "", 0), ("button", "Löschen", "", 0)
    )
    assert "Senden" in reply(german, "Wie sende ich die Nachricht?", "de").text
    assert not reply(german, "Wie lösche ich die Nachricht?", "de").answerable


EDITOR = scene(
    "Notes",
    ("menu", "Edit", "", 0),
    ("menuitem", "Copy", "", 1),
    ("toolbar", "Main", "", 0),
    ("button", "Undo", "", 3),
    ("button", "Print", "", 0),
)


@pytest.mark.parametrize(
    "question",
    [
        "Is print in the menu?",
        "Is print in the list?",
        "Is copy in the toolbar?",
        "Is there a print button in the toolbar?",
        "Is undo in the menu?",
    ],
)
def test_what_is_elsewhere_is_not_in_the_menu_or_toolbar_that_is_asked_about(question: str) -> None:
    answer = reply(EDITOR, question)
    assert not answer.answerable or not answer.text.startswith("Yes")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Is copy in the menu?", "Yes: Copy"),
        ("Is undo in the toolbar?", "Yes: Undo"),
        ("Is there an undo button in the toolbar?", "Yes: Undo"),
        ("Is there a print button?", "Yes: Print"),
    ],
)
def test_what_is_in_the_menu_or_toolbar_is_told(question: str, told: str) -> None:
    assert reply(EDITOR, question).text.startswith(told)


def test_what_is_asked_of_next_is_looked_for_in_the_same_place() -> None:
    talk = Conversation()
    assert reply_in(EDITOR, "Is copy in the menu?", talk).text.startswith("Yes: Copy")
    assert not reply_in(EDITOR, "And print?", talk).answerable
