"""Acting through the accessibility API on real programs: the focus really moves, and nothing is typed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from virtual_desktop import VirtualDesktop

from assistant.cancel import Cancelled, Token
from assistant.hands import CannotAct
from assistant.types import Box, Thing
from models.evidence import roles
from models.evidence.handle import handle_of, seen
from models.evidence.hands import AtspiHands, _in_front
from tests.models.evidence.stage import CHROMIUM, Stage, one

pytestmark = pytest.mark.desktop

LINKS = """<html><head><title>Links</title></head><body><p>Read the <a href="https://example.org/terms">Terms</a> or
<a href="second.html">the second page</a>.</p><label>Your name <input value="Ada"></label>
<label>Password <input type="password" value="s3cretword"></label> <button disabled>Send</button>
<button id="b" onclick="this.textContent='Saved'">Save</button>
<button onclick="document.getElementById('b').style.marginLeft='90px'">Shift</button></body></html>"""


@pytest.fixture
def hands(desktop: VirtualDesktop) -> Iterator[AtspiHands]:
    hands = AtspiHands(desktop.env["DBUS_SESSION_BUS_ADDRESS"])
    yield hands
    hands.close()


def page(stage: Stage) -> tuple[Thing, ...]:
    (stage.folder / "second.html").write_text("<title>Second</title><p>Here")
    (stage.folder / "links.html").write_text(LINKS)
    url = (stage.folder / "links.html").as_uri()
    stage.start(*CHROMIUM, f"--user-data-dir={stage.folder / 'chromium'}", url)
    return stage.tree("^Links", lambda things: any(thing.role == "link" for thing in things))[1]


def focused(things: tuple[Thing, ...]) -> list[str]:
    return [thing.name for thing in things if "focused" in thing.states and thing.role != "window"]


def forms(stage: Stage) -> tuple[Thing, ...]:
    stage.start(
        "zenity", "--forms", "--title", "Trip", "--text", "Where to?", "--add-entry", "From", "--add-entry", "To",
        "--add-password", "Passphrase",
    )  # fmt: skip
    return stage.tree("^Trip$", lambda things: focused(things) == ["From"])[1]


def test_a_handle_is_read_as_it_was_written() -> None:
    handle = handle_of((":1.7", "/org/a11y/atspi/accessible/3"), 43, "Save changes", Box(-4, 5, 60, 20))
    found = seen(handle)
    assert found is not None
    assert (found.ref, found.role, found.box) == ((":1.7", "/org/a11y/atspi/accessible/3"), 43, Box(-4, 5, 60, 20))
    assert "Save" not in handle
    assert seen("") is None
    assert seen("uia 1 2 3 4 5") is None
    assert seen(handle.replace("43", "x")) is None


class Windows:
    """A line to a program of which only roles, states and parents are told: {path: (role, active, parent)}."""

    def __init__(self, nodes: dict[str, tuple[int, bool, str]]) -> None:
        self._nodes = nodes

    async def call(self, ref: tuple[str, str], _: str, name: str) -> list[object]:
        role, active, _parent = self._nodes[ref[1]]
        return [role] if name == "GetRole" else [[int(active) << roles.ACTIVE, 0]]

    async def get(self, ref: tuple[str, str], *_: str) -> tuple[str, str]:
        return ref[0], self._nodes[ref[1]][2]


@pytest.mark.parametrize("in_front", [True, False])
def test_what_is_active_within_a_window_makes_no_window_the_active_one(in_front: bool) -> None:
    row = 32  # list item: the one that a list calls its active one
    line = Windows({"/link": (88, False, "/row"), "/row": (row, True, "/top"), "/top": (roles.FRAME, in_front, "/app"),
                    "/app": (roles.APPLICATION, False, "/null")})  # fmt: skip
    assert asyncio.run(_in_front(line, (":1.7", "/link"))) == in_front  # type: ignore[arg-type]


@pytest.mark.parametrize("in_front", [True, False])
def test_a_window_of_any_role_can_be_the_active_one(in_front: bool) -> None:
    filler = 20  # what Qt calls a window made of a plain widget
    line = Windows({"/box": (7, False, "/top"), "/top": (filler, in_front, "/app"),
                    "/app": (roles.APPLICATION, False, "/null")})  # fmt: skip
    assert asyncio.run(_in_front(line, (":1.7", "/box"))) == in_front  # type: ignore[arg-type]


def test_the_focus_goes_to_a_field_of_a_gtk_dialog_and_what_is_typed_then_lands_there(
    stage: Stage, hands: AtspiHands
) -> None:
    things = forms(stage)
    to = one(things, "textbox", "To")
    assert not hands.has_focus(to.handle, Token())
    hands.focus(to.handle, Token())
    assert hands.has_focus(to.handle, Token())
    stage.desktop.run(["xdotool", "type", "Oslo"])
    after = stage.tree("^Trip$", lambda things: one(things, "textbox", "To").value == "Oslo")[1]
    assert focused(after) == ["To"]
    assert one(after, "textbox", "From").value == ""


def test_a_password_field_can_have_the_focus(stage: Stage, hands: AtspiHands) -> None:
    things = forms(stage)
    hands.focus(one(things, "password").handle, Token())
    assert focused(stage.tree("^Trip$", lambda things: focused(things) != ["From"])[1]) == ["Passphrase"]


def test_the_focus_goes_to_a_button_of_a_web_page_without_pressing_it(stage: Stage, hands: AtspiHands) -> None:
    things = page(stage)
    hands.focus(one(things, "button", "Save").handle, Token())
    after = stage.tree("^Links", lambda things: focused(things) == ["Save"])[1]
    assert one(after, "textbox", "Your name").value == "Ada"
    assert not [thing for thing in after if thing.name == "Saved"]


def test_a_disabled_button_is_not_given_the_focus(stage: Stage, hands: AtspiHands) -> None:
    with pytest.raises(CannotAct) as why:
        hands.focus(one(page(stage), "button", "Send").handle, Token())
    assert why.value.why == "disabled"


def test_a_link_tells_where_it_leads_and_is_followed_only_there(stage: Stage, hands: AtspiHands) -> None:
    things = page(stage)
    assert hands.target(one(things, "link", "Terms").handle, Token()) == "https://example.org/terms"
    second = one(things, "link", "the second page").handle
    target = hands.target(second, Token())
    assert target.endswith("/second.html")
    with pytest.raises(CannotAct) as why:
        hands.follow(second, "https://example.org/", Token())
    assert why.value.why == "changed"
    hands.follow(second, target, Token())
    assert stage.window("^Second").title.startswith("Second")
    with pytest.raises(CannotAct) as why:
        hands.follow(second, target, Token())
    assert why.value.why in ("gone", "hidden")


def test_what_was_renamed_or_has_moved_since_it_was_seen_is_left_alone(stage: Stage, hands: AtspiHands) -> None:
    things = page(stage)
    save, shift = one(things, "button", "Save"), one(things, "button", "Shift")
    hands.focus(shift.handle, Token())
    stage.desktop.key("space")
    later = stage.tree("^Links", lambda now: one(now, "button", "Save").box != save.box)[1]
    with pytest.raises(CannotAct) as why:
        hands.focus(save.handle, Token())
    assert why.value.why == "moved"
    hands.focus(one(later, "button", "Save").handle, Token())
    stage.desktop.key("space")
    stage.tree("^Links", lambda now: any(thing.name == "Saved" for thing in now))
    with pytest.raises(CannotAct) as why:
        hands.focus(one(later, "button", "Save").handle, Token())
    assert why.value.why == "changed"


def test_a_window_that_is_not_in_front_keeps_its_focus(stage: Stage, hands: AtspiHands) -> None:
    things = forms(stage)
    stage.start("zenity", "--entry", "--title", "Other", "--text", "Name?")
    stage.tree("^Other$", lambda things: bool(focused(things)))
    with pytest.raises(CannotAct) as why:
        hands.focus(one(things, "textbox", "To").handle, Token())
    assert why.value.why == "behind"
    assert focused(stage.tree("^Trip$", lambda things: bool(focused(things)))[1]) == ["From"]


def test_a_closed_window_is_told_as_gone(stage: Stage, hands: AtspiHands) -> None:
    things = forms(stage)
    stage.clear()
    with pytest.raises(CannotAct) as why:
        hands.focus(one(things, "textbox", "To").handle, Token())
    assert why.value.why == "gone"
    assert not hands.has_focus(one(things, "textbox", "To").handle, Token())


def test_text_is_read_from_the_word_the_caret_is_in(stage: Stage, hands: AtspiHands) -> None:
    file = stage.folder / "letter.txt"
    file.write_text("Dear Anna,\nthe train leaves at nine.\nYours, Ben\n")
    stage.start("mousepad", str(file))
    things = stage.tree("letter.txt", lambda things: any("Anna" in thing.value for thing in things))[1]
    text = next(thing for thing in things if "Anna" in thing.value)
    stage.desktop.key("Down")
    stage.desktop.key("ctrl+Right")
    stage.desktop.key("Right")
    stage.desktop.key("Right")
    end = time.monotonic() + 60
    while not (read := hands.from_caret(text.handle, Token()) or "").startswith("train"):
        assert time.monotonic() < end, read
    assert read == "train leaves at nine.\nYours, Ben"
    asked: list[tuple[str, int]] = []

    def never(name: str, pid: int) -> bool:
        asked.append((name, pid))
        return True

    guarded = AtspiHands(stage.desktop.env["DBUS_SESSION_BUS_ADDRESS"], unseen=lambda: never)
    for do in (guarded.from_caret, guarded.focus, guarded.target):
        with pytest.raises(CannotAct) as why:
            do(text.handle, Token())
        assert why.value.why == "unseen", "its program was looked at before the settings hid it"
    guarded.close()
    assert asked[0][0] == "mousepad"
    assert asked[0][1] > 0


def test_a_cancelled_act_ends_at_once(stage: Stage, hands: AtspiHands) -> None:
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        hands.focus(one(forms(stage), "textbox", "To").handle, token)
    assert focused(stage.tree("^Trip$")[1]) == ["From"]


def test_a_handle_of_another_program_is_gone(stage: Stage, hands: AtspiHands) -> None:
    things = forms(stage)
    found = seen(one(things, "textbox", "To").handle)
    assert found is not None
    program = replace(found, ref=(":1.9999", found.ref[1])).ref
    with pytest.raises(CannotAct) as why:
        hands.focus(handle_of(program, found.role, "To", found.box), Token())
    assert why.value.why == "gone"
