"""The accessibility tree of real programs on a real display."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from assistant import errors
from assistant.cancel import Cancelled, Token
from assistant.types import Capture, Thing
from models.evidence import atspi
from models.evidence.ocr import Reader
from models.evidence.tree import TreeGatherer
from tests.models.evidence.stage import QT_WINDOW, Stage, empty, one

pytestmark = pytest.mark.desktop


def named(things: tuple[Thing, ...], *names: str) -> bool:
    return set(names) <= {thing.name for thing in things}


def read_in(reader: Reader, capture: Capture, thing: Thing) -> str:
    """What OCR reads in the thing's own pixels, with a little margin."""
    assert thing.box is not None
    box = thing.box
    x, y = max(0, box.x - 4), max(0, box.y - 4)
    part = capture.pixels[y : box.bottom + 4, x : box.right + 4].copy()
    return " ".join(block.text for batch in reader.read(part, token=Token()) for block in batch)


def test_an_error_dialog_is_told_with_its_text_and_its_focused_button(stage: Stage, reader: Reader) -> None:
    stage.start("zenity", "--error", "--title", "Backup", "--text", "The disk is full.")
    capture, things = stage.tree("Backup", lambda things: named(things, "The disk is full.", "OK"))
    dialog = one(things, "dialog", "Backup")
    assert "active" in dialog.states
    assert things[0] is dialog
    button = one(things, "button", "OK")
    assert "focused" in button.states
    label = one(things, "label", "The disk is full.")
    assert label.parent == dialog.id
    # The boxes lie on the pixels.
    assert read_in(reader, capture, button) == "OK"
    assert "disk is full" in read_in(reader, capture, label)


def test_a_form_knows_its_labels_and_never_tells_a_password(stage: Stage) -> None:
    stage.start("zenity", "--forms", "--title", "Sign up", "--add-entry", "First name", "--add-password", "Secret word")
    stage.tree("Sign up", lambda things: named(things, "First name", "Secret word"))
    stage.desktop.run(["xdotool", "type", "Ada"])
    stage.desktop.key("Tab")
    stage.desktop.run(["xdotool", "type", "hunter2"])
    _, things = stage.tree("Sign up", lambda things: any(thing.value == "Ada" for thing in things))
    assert one(things, "textbox", "First name").value == "Ada"
    secret = one(things, "password", "Secret word")
    assert secret.value == ""
    assert "focused" in secret.states
    assert not any("hunter2" in thing.name + thing.value + thing.description for thing in things)


def test_qt_widgets_have_roles_states_values_and_places(stage: Stage, reader: Reader) -> None:
    stage.start_qt()
    capture, things = stage.tree("Orders", lambda things: named(things, "Order 17 is late.", "5.70"))
    assert one(things, "textbox", "Name").value == "Ada Lovelace"
    assert "checked" in one(things, "checkbox", "Remember me").states
    assert one(things, "combobox", "Colour").value == "Red"
    assert one(things, "slider", "Volume").value == "30"
    assert "disabled" in one(things, "button", "Cancel").states
    assert "disabled" not in one(things, "button", "Save").states
    assert {thing.name for thing in things if thing.role == "cell"} >= {"Tea", "3.50", "Total", "5.70"}
    for name in ("Save", "Order 17 is late.", "Bread"):
        thing = next(thing for thing in things if thing.name == name)
        assert name in read_in(reader, capture, thing)


def test_a_field_in_a_group_box_keeps_its_own_name(stage: Stage) -> None:
    stage.start_qt("--group")
    _, things = stage.tree("Orders", lambda things: named(things, "Mail", "PIN", "Save"))
    assert one(things, "textbox", "Mail server 1").value == "a.example.org"
    assert one(things, "textbox", "Port").value == "993"  # the label beside it, not the group around it
    # A group's name is better than none, and enough to keep what is in it to oneself.
    assert one(things, "password", "PIN").value == ""


def test_check_marks_in_a_list_are_boxes_with_the_names_beside_them(stage: Stage) -> None:
    rows = ("TRUE", "git", "FALSE", "vim", "TRUE", "nano")
    stage.start("zenity", "--list", "--checklist", "--title", "Packages", "--column", "", "--column", "Name", *rows)
    _, things = stage.tree("Packages", lambda things: named(things, "git", "vim", "nano"))
    boxes = {thing.name: thing.states & {"checked", "unchecked"} for thing in things if thing.role == "checkbox"}
    assert boxes == {"git": {"checked"}, "vim": {"unchecked"}, "nano": {"checked"}}


def test_progress_is_a_share_whatever_the_toolkit_counts_to(stage: Stage) -> None:
    pipe = stage.folder / "open.fifo"
    os.mkfifo(pipe)  # a progress dialog ends, at 100 percent, with its input
    show = 'exec zenity --progress --percentage 40 --title Copying --text Files 0<>"$0"'
    stage.start("sh", "-c", show, str(pipe))
    _, things = stage.tree("Copying", lambda things: any(t.role == "progressbar" and t.value for t in things))
    assert one(things, "progressbar").value == "40%"


def test_a_password_that_is_shown_is_still_a_password(stage: Stage) -> None:
    stage.start_qt()
    _, things = stage.tree("Orders", lambda things: named(things, "Passcode", "Order 17 is late."))
    assert one(things, "password", "Passcode").value == ""
    assert one(things, "password", "Password").value == ""
    assert not any("orchid" in thing.name + thing.value for thing in things)


def test_a_text_editor_tells_its_text_and_its_open_menu(stage: Stage) -> None:
    note = stage.folder / "note.txt"
    note.write_text("The quick brown fox\njumps over the lazy dog.\n")
    stage.start("mousepad", str(note))
    _, things = stage.tree("note.txt", lambda things: any("lazy dog" in thing.value for thing in things))
    text = one(things, "textbox")
    assert text.value == "The quick brown fox\njumps over the lazy dog."
    assert {"focused", "multiline"} <= text.states
    assert not any(thing.role == "menuitem" for thing in things), "a closed menu shows nothing"
    stage.desktop.key("alt+f")
    _, things = stage.tree("note.txt", lambda things: named(things, "Save As...", "Quit"))
    file = one(things, "menu", "File")
    items = [thing.name for thing in things if thing.parent == file.id and thing.role in ("menuitem", "menu")]
    assert items.index("New") < items.index("Save As...") < items.index("Quit")
    assert "disabled" in one(things, "menuitem", "Detach Tab").states
    stage.desktop.key("Escape")


def test_a_scaled_program_is_placed_on_its_pixels(stage: Stage, reader: Reader) -> None:
    """GTK and Qt give logical pixels then; a password must be masked where it really is."""
    stage.start("env", "GDK_SCALE=2", "zenity", "--password", "--title", "Doubled")
    capture, things = stage.tree("Doubled", lambda things: named(things, "Type your password", "OK"))
    label, field = one(things, "label", "Type your password"), one(things, "password")
    assert label.box is not None
    assert capture.window is not None
    capture = stage.painted(capture.window, label.box)
    assert "Type your password" in read_in(reader, capture, label)
    assert "OK" in read_in(reader, capture, one(things, "button", "OK"))
    assert field.box is not None
    assert field.box.h > 50, "twice the 34 pixels of a plain one"
    stage.clear()
    script = stage.folder / "scaled.py"
    script.write_text(QT_WINDOW)
    stage.start("env", "QT_SCALE_FACTOR=1.5", sys.executable, str(script))
    capture, things = stage.tree("Orders", lambda things: named(things, "Save", "Order 17 is late."))
    assert "Save" in read_in(reader, capture, one(things, "button", "Save"))


def test_a_web_page_in_chromium_is_told_like_any_window(stage: Stage, reader: Reader) -> None:
    stage.start_chromium()
    capture, things = stage.tree("Travel form", lambda things: named(things, "Book a train", "Book now", "10:05"))
    heading = one(things, "heading", "Book a train")
    assert heading.level == 1
    assert capture.window is not None
    assert heading.box is not None
    capture = stage.painted(capture.window, heading.box)
    assert "Book a train" in read_in(reader, capture, heading)
    paragraph = one(things, "paragraph")
    assert paragraph.name == "Trains to Oslo leave every hour on weekdays."
    assert one(things, "link", "every hour").parent == paragraph.id
    assert one(things, "textbox", "Your name").value == "Grace"
    assert one(things, "password", "Password").value == ""
    assert "checked" in one(things, "checkbox", "Window seat").states
    assert one(things, "combobox", "Class").value == "Second"
    assert [thing.name for thing in things if thing.role == "listitem"] == ["Coffee", "Bread"]
    assert one(things, "cell", "10:05").parent != one(things, "cell", "Stop").parent
    assert "Book now" in read_in(reader, capture, one(things, "button", "Book now"))
    assert not any("s3cret" in thing.name + thing.value for thing in things)


def test_a_terminal_without_a_tree_is_no_trouble(stage: Stage) -> None:
    stage.start("xterm", "-T", "Console", "-e", "sleep 1000")
    capture = stage.grab(stage.window("Console"))
    findings = stage.look(capture)
    assert [(finding.things, finding.trouble, finding.final) for finding in findings] == [((), "", True)]


def test_on_a_screen_the_focused_window_comes_first_and_what_it_covers_is_left_out(stage: Stage) -> None:
    stage.start("zenity", "--info", "--title", "Behind", "--text", "Nobody sees this.")
    behind = stage.window("Behind")
    note = stage.folder / "cover.txt"
    note.write_text("In front.\n")
    stage.start("mousepad", str(note))
    cover = stage.window("cover.txt")
    stage.desktop.run(["xdotool", "windowmove", str(behind.id), "200", "200"])
    stage.desktop.run(["xdotool", "windowmove", str(cover.id), "100", "100"])
    _, things = stage.tree(
        "cover.txt",
        lambda things: any("In front." in thing.value for thing in things) and not named(things, "Nobody sees this."),
        source="screen",
    )
    assert "cover.txt" in things[0].name
    stage.desktop.run(["xdotool", "windowmove", str(behind.id), "900", "500"])
    _, things = stage.tree("cover.txt", lambda things: named(things, "Nobody sees this."), source="screen")
    assert "cover.txt" in things[0].name
    assert [thing.name for thing in things if "focused" in thing.states] != ["OK"]


def test_a_window_under_one_that_is_not_in_front_is_left_out_too(stage: Stage) -> None:
    stage.start("zenity", "--info", "--title", "Lowest", "--text", "Nobody sees this.")
    lowest = stage.window("Lowest")
    note = stage.folder / "middle.txt"
    note.write_text("In the middle.\n")
    stage.start("mousepad", str(note))
    middle = stage.window("middle.txt")
    stage.start("zenity", "--info", "--title", "Highest", "--text", "On top.")
    highest = stage.window("Highest")
    for window, x, y in ((lowest, 200, 200), (middle, 100, 100), (highest, 900, 500)):
        stage.desktop.run(["xdotool", "windowmove", "--sync", str(window.id), str(x), str(y)])
    _, things = stage.tree(
        "Highest",
        lambda things: any("In the middle." in thing.value for thing in things) and named(things, "On top."),
        source="screen",
    )
    assert not named(things, "Nobody sees this.")
    assert things[0].name == "Highest"


def test_600_labels_take_few_calls_each_and_many_at_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """One call after the other, each waiting for its answer, would take a second and more."""
    stage.start_qt("--labels")
    capture, things = stage.tree("Orders", lambda things: named(things, "n0", "n599"))
    under_way, most, calls = 0, 0, 0
    ask = atspi._ask

    async def counted(*call: Any) -> Any:
        nonlocal under_way, most, calls
        calls, under_way = calls + 1, under_way + 1
        most = max(most, under_way)
        try:
            return await ask(*call)
        finally:
            under_way -= 1

    monkeypatch.setattr(atspi, "_ask", counted)
    findings = stage.look(capture)
    assert len(findings[-1].things) == len(things) > 600
    assert calls <= 5 * len(things)
    assert most >= 10


def test_a_list_of_20000_rows_gives_the_rows_that_show(stage: Stage) -> None:
    stage.start_qt("--many")
    _, things = stage.tree("Orders", lambda things: named(things, "Row 0", "Row 1"))
    rows = [thing.name for thing in things if thing.name.startswith("Row ")]
    assert 2 <= len(rows) <= 60
    assert rows == [f"Row {number}" for number in range(len(rows))]


def test_a_hanging_program_costs_no_more_than_its_time_and_others_still_speak(stage: Stage) -> None:
    hanging = stage.start("zenity", "--info", "--title", "Frozen", "--text", "Still here.")
    capture, things = stage.tree("Frozen", lambda things: named(things, "Still here."))
    hanging.send_signal(signal.SIGSTOP)
    try:
        gatherer = TreeGatherer(stage.desktop.env["DBUS_SESSION_BUS_ADDRESS"], budget_s=0.2, late_s=0.5)
        try:
            findings = list(gatherer.gather(capture, empty(capture), Token()))
        finally:
            gatherer.close()
        assert [finding.final for finding in findings] == [False, True]
        assert findings[-1].things == ()
    finally:
        hanging.send_signal(signal.SIGCONT)
    _, again = stage.tree("Frozen", lambda things: named(things, "Still here."))
    assert [thing.name for thing in again] == [thing.name for thing in things]


def test_a_cancelled_look_ends_while_the_program_is_silent(stage: Stage) -> None:
    hanging = stage.start("zenity", "--info", "--title", "Silent", "--text", "Hm.")
    capture, _ = stage.tree("Silent", lambda things: named(things, "Hm."))
    hanging.send_signal(signal.SIGSTOP)
    token = Token()
    timer = threading.Timer(0.05, token.cancel)
    timer.start()
    try:
        with pytest.raises(Cancelled):
            list(stage.gatherer.gather(capture, empty(capture), token))
    finally:
        timer.join()
        hanging.send_signal(signal.SIGCONT)


def test_without_a_session_bus_there_is_one_sentence(stage: Stage, tmp_path: Path) -> None:
    stage.start("xterm", "-T", "Lonely", "-e", "sleep 1000")
    capture = stage.grab(stage.window("Lonely"))
    gatherer = TreeGatherer(f"unix:path={tmp_path}/no-bus")
    try:
        findings = list(gatherer.gather(capture, empty(capture), Token()))
    finally:
        gatherer.close()
    assert [finding.trouble for finding in findings] == [errors.NoSessionBus.sentence]


def test_a_lost_connection_is_made_again(stage: Stage) -> None:
    stage.start("zenity", "--info", "--title", "Again", "--text", "Hello.")
    stage.tree("Again", lambda things: named(things, "Hello."))
    stage.gatherer.close()
    _, things = stage.tree("Again", lambda things: named(things, "Hello."))
    assert one(things, "label", "Hello.")
