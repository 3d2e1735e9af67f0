"""Programs that are never looked at: nothing of them is in any picture of the desktop, and it is said why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from virtual_desktop import VirtualDesktop

from assistant.cancel import Token
from assistant.capture import desktop as desktops
from assistant.capture.choose import live_source_from, source_from
from assistant.capture.part import PartSource
from assistant.capture.unseen import GuardedDesktop, Pane, Unseen
from assistant.capture.watched import WatchedWindow, watched
from assistant.errors import NeverLook, NoWindow
from assistant.settings_edit import forget_program, set_program
from assistant.types import Box, WindowInfo

SAFE, OTHER = (10, 200, 40), (30, 60, 220)


class Desk:
    """A desktop of panes of one colour each; only what a guard asks."""

    def __init__(self, *panes: Pane, focused: str = "Editor") -> None:
        self._panes = list(panes)
        self._focused = focused

    def panes(self) -> list[Pane]:
        return self._panes

    def pixels(self, frame: Box) -> np.ndarray:
        return np.full((frame.h, frame.w, 3), 200, np.uint8)

    def focused_window(self) -> WindowInfo:
        return WindowInfo(1, "Title", self._focused, 1, Box(0, 0, 10, 10))


@pytest.fixture
def hidden(tmp_path: Path) -> Unseen:
    set_program("keepassxc", "never_look", True, tmp_path / "settings.toml")
    return Unseen(tmp_path / "settings.toml")


def shown(hidden: Unseen, *panes: Pane) -> tuple[np.ndarray, tuple[str, ...]]:
    pixels, left_out = GuardedDesktop(Desk(*panes), hidden).seen(Box(0, 0, 100, 50))  # type: ignore[arg-type]
    return pixels[:, :, 0] > 0, left_out


def test_only_what_shows_of_it_is_left_out(hidden: Unseen) -> None:
    seen, left_out = shown(
        hidden,
        Pane("Desk", 1, Box(0, 0, 100, 50)),
        Pane("KeePassXC", 2, Box(20, 10, 40, 30)),
        Pane("Editor", 3, Box(40, 0, 60, 50)),
    )
    assert left_out == ("KeePassXC",)
    assert not seen[10:40, 20:40].any()
    assert seen[:, 40:].all()
    assert seen[:10].all()


def test_its_menus_are_left_out_though_they_have_no_name(hidden: Unseen) -> None:
    vault, menu = Pane("org.keepassxc.KeePassXC", 2, Box(0, 0, 10, 10)), Pane("", 2, Box(50, 0, 10, 10))
    seen, _ = shown(hidden, vault, menu, Pane("", 0, Box(70, 0, 9, 9)))
    assert not seen[:10, 50:60].any()
    assert seen[:9, 70:79].all()


def test_a_picture_of_nothing_else_is_refused_and_it_is_said_why(hidden: Unseen) -> None:
    with pytest.raises(NeverLook, match="I don't look at KeePassXC"):
        shown(hidden, Pane("KeePassXC", 2, Box(0, 0, 100, 50)))
    with pytest.raises(NeverLook, match="KeePassXC"):
        GuardedDesktop(Desk(focused="KeePassXC"), hidden).focused_window()  # type: ignore[arg-type]


def test_where_programs_can_not_be_told_apart_nothing_is_looked_at(hidden: Unseen, tmp_path: Path) -> None:
    class Plain(Desk):
        def panes(self) -> None:  # type: ignore[override]
            return None

    with pytest.raises(NeverLook, match="tell programs apart"):
        GuardedDesktop(Plain(), hidden).pixels(Box(0, 0, 5, 5))  # type: ignore[arg-type]
    forget_program("keepassxc", tmp_path / "settings.toml")
    assert GuardedDesktop(Plain(), hidden).pixels(Box(0, 0, 5, 5)).any()  # type: ignore[arg-type]


def test_a_file_that_breaks_while_the_app_runs_hides_what_was_hidden(hidden: Unseen, tmp_path: Path) -> None:
    assert hidden("KeePassXC")
    (tmp_path / "settings.toml").write_text("[programs.keep")
    assert hidden("KeePassXC")
    (tmp_path / "settings.toml").write_text("[programs.vault]\nnever_look = tru\n[programs.b]\nnever_look = true\n")
    assert hidden("KeePassXC") and hidden("Vault") and hidden("B")
    (tmp_path / "settings.toml").write_text("")
    assert not hidden("KeePassXC")


def test_what_shows_through_a_window_that_is_not_solid_is_left_out(hidden: Unseen) -> None:
    seen, _ = shown(
        hidden,
        Pane("KeePassXC", 2, Box(0, 0, 60, 50)),
        Pane("Overlay", 3, Box(0, 0, 100, 50), ()),
        Pane("Shadowed", 4, Box(0, 0, 40, 40), (Box(10, 10, 20, 20),)),
    )
    assert seen[10:30, 10:30].all()
    assert not seen[:10, :60].any()
    assert not seen[30:, 30:60].any()
    assert seen[:, 60:].all()


def test_a_window_of_its_process_with_another_name_is_not_told_of(hidden: Unseen) -> None:
    class Named(Desk):
        def windows(self) -> list[WindowInfo]:
            return [WindowInfo(2, "My bank", "Dialog", 2, Box(0, 0, 9, 9)), self.focused_window()]

    named = Named(Pane("KeePassXC", 2, Box(0, 0, 10, 10)), Pane("Dialog", 2, Box(0, 0, 9, 9)))
    assert [one.title for one in GuardedDesktop(named, hidden).windows()] == ["Title"]  # type: ignore[arg-type]
    named.focused_window = lambda: WindowInfo(2, "My bank", "Dialog", 2, Box(0, 0, 9, 9))  # type: ignore[method-assign]
    with pytest.raises(NeverLook):
        GuardedDesktop(named, hidden).focused_window()  # type: ignore[arg-type]


def test_settings_that_can_not_be_read_may_hide_anything(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.mkdir()  # root may read any file
    desk = GuardedDesktop(Desk(), Unseen(path))  # type: ignore[arg-type]
    for look in (desk.focused_window, lambda: desk.pixels(Box(0, 0, 5, 5)), desk.hidden_pids):
        with pytest.raises(NeverLook, match="I can't read your settings"):
            look()
    path.rmdir()
    assert desk.pixels(Box(0, 0, 5, 5)).any()


def test_windows_with_holes_and_menus_that_say_only_whose_they_are(desktop: VirtualDesktop, paint: Any) -> None:
    """On a real desktop; a compositor is one who says so."""
    from Xlib import Xatom
    from Xlib.ext import shape

    display = desktops.desktop(desktop.env["DISPLAY"])
    safe = paint(Box(100, 100, 400, 300), SAFE, "Secrets")
    own(safe, "KeePassXC", 78)
    menu = paint(Box(800, 100, 50, 50), SAFE, menu=True)
    for name in ("_NET_WM_PID", "WM_CLASS"):
        menu._window.delete_property(menu._x.intern_atom(name))
    menu._window.change_property(Xatom.WM_TRANSIENT_FOR, Xatom.WINDOW, 32, [safe.id])
    menu._x.sync()
    over = paint(Box(100, 100, 400, 300), OTHER, menu=True)
    over._window.shape_rectangles(shape.SO.Set, shape.SK.Bounding, 0, 0, 0, [(0, 0, 50, 300)])
    over._x.sync()

    def pane(box: Box) -> Pane:
        return next(one for one in reversed(display.panes() or []) if one.box == box)

    assert pane(Box(800, 100, 50, 50)).app == "KeePassXC"
    assert pane(Box(100, 100, 400, 300)).solid == (Box(100, 100, 50, 300),)
    over._window.shape_mask(shape.SO.Set, shape.SK.Bounding, 0, 0, 0)
    over._window.change_property(over._x.intern_atom("_NET_WM_WINDOW_OPACITY"), Xatom.CARDINAL, 32, [0x7FFFFFFF])
    over._x.sync()
    assert pane(Box(100, 100, 400, 300)).solid is None, "nobody draws it faded"
    over._window.set_selection_owner(over._x.intern_atom("_NET_WM_CM_S0"), 0)
    over._x.sync()
    assert pane(Box(100, 100, 400, 300)).solid == ()


def own(window: Any, name: str, pid: int) -> None:
    """Another program's window."""
    window._window.set_wm_class(name.lower(), name)
    window._window.change_property(window._x.intern_atom("_NET_WM_PID"), 6, 32, [pid])
    window._x.sync()


def test_no_way_of_looking_shows_it(
    desktop: VirtualDesktop, paint: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a real desktop: window, screen, region, moving pictures and a watch."""
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    display = desktop.env["DISPLAY"]
    editor = paint(Box(100, 100, 400, 300), OTHER, "Editor")
    own(editor, "Editor", 77)
    safe = paint(Box(300, 200, 400, 300), SAFE, "Secrets")
    own(safe, "KeePassXC", 78)
    menu = paint(Box(800, 100, 50, 50), SAFE, menu=True)
    own(menu, "", 78)
    watch = WatchedWindow(desktops.desktop(display).focused_window(), display=display)

    def of_colour(spec: str, colour: tuple[int, int, int]) -> int:
        pixels = source_from(spec, display=display).grab().pixels
        return int((pixels == colour).all(axis=2).sum())

    assert of_colour("screen", SAFE) > 100_000, "it shows as long as nobody forbids it"
    set_program("keepassxc", "never_look", True)
    for spec in ("screen", "all", "monitor:1", "region:0,0,1920,1080"):
        assert of_colour(spec, SAFE) == 0, spec
        assert of_colour(spec, OTHER) > 50_000, spec
    assert source_from("screen", display=display).grab().left_out == ("KeePassXC",)
    frame = next(iter(live_source_from("screen", display=display).frames(Token())))
    assert not (frame.pixels == SAFE).all(axis=2).any()
    for look in (
        source_from("window", display=display).grab,
        watch.see,
        lambda: watched(display=display),
        source_from("region:320,220,100,100", display=display).grab,
    ):
        with pytest.raises(NeverLook):
            look()
    assert "Secrets" not in [window.title for window in desktops.desktop(display).windows()]
    with pytest.raises(NoWindow):
        watched(title="Secrets", display=display)
    assert desktops.desktop(display).hidden_pids() == {78}
    safe._window.warp_pointer(200, 200)
    safe._x.sync()
    with pytest.raises(NeverLook):
        PartSource("pointer", display=display).grab()
    editor._window.warp_pointer(20, 20)
    editor._x.sync()
    assert PartSource("pointer", display=display).grab().left_out == ("KeePassXC",)
    desktop.focus(editor.id)
    assert of_colour("window", SAFE) == 0
    assert of_colour("window", OTHER) > 0
