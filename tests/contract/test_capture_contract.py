"""What `ports.CaptureSource` promises, of every source that this computer can have."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from virtual_desktop import VirtualDesktop

from assistant.capture.choose import source_from
from assistant.capture.desktop import close_desktop
from assistant.capture.file import FileSource
from assistant.errors import DeviceMissing, UnusableInput
from assistant.ports import CaptureSource

pytestmark = pytest.mark.desktop
Make = Callable[[], CaptureSource]


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    """A desktop with a focused error dialog and a picture on the clipboard."""
    with VirtualDesktop((1280, 800), sound=False, accessibility=False, bus=False, tray=False) as desktop:
        desktop.start(["zenity", "--error", "--title", "Backup", "--text", "The disk is full."])
        desktop.focus(desktop.wait_for_window("Backup"))
        window = source_from("window", display=desktop.env["DISPLAY"])
        desktop.wait_for(lambda: bool(np.ptp(window.grab().pixels)), "the dialog to be painted")
        try:
            yield desktop
        finally:
            close_desktop(desktop.env["DISPLAY"])


@pytest.fixture(scope="module")
def picture(desktop: VirtualDesktop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "picture.png"
    ramp = np.arange(64 * 48 * 3, dtype=np.uint32).astype(np.uint8).reshape(48, 64, 3)
    Image.fromarray(ramp).save(path)
    desktop.start(["xclip", "-quiet", "-selection", "clipboard", "-t", "image/png", "-i", str(path)])
    targets = ["xclip", "-selection", "clipboard", "-t", "TARGETS", "-o"]
    desktop.wait_for(lambda: "image/png" in desktop.run(targets, check=False).stdout, "xclip")
    return path


SOURCES = ("window", "screen", "all", "monitor:1", "region:440,250,400,300", "clipboard", "file")


@pytest.fixture(params=SOURCES)
def make(request: pytest.FixtureRequest, desktop: VirtualDesktop, picture: Path) -> Make:
    if request.param == "file":
        return lambda: source_from(None, str(picture))
    return lambda: source_from(request.param, display=desktop.env["DISPLAY"])


def test_pixels_are_rgb_bytes_in_one_piece(make: Make) -> None:
    pixels = make().grab().pixels
    assert pixels.dtype == np.uint8
    assert pixels.ndim == 3
    assert pixels.shape[2] == 3
    assert pixels.flags.c_contiguous
    assert pixels.shape[0] > 40
    assert np.ptp(pixels) > 0  # something was on it


def test_it_knows_where_and_when_it_was_taken(make: Make, desktop: VirtualDesktop) -> None:
    before = time.time()
    capture = make().grab()
    assert before - 1 <= capture.taken_at <= time.time() + 1
    assert capture.scale > 0
    if capture.of_desktop:
        x, y = capture.origin
        assert 0 <= x <= x + capture.width <= desktop.size[0]
        assert 0 <= y <= y + capture.height <= desktop.size[1]
    else:
        assert (capture.origin, capture.window) == ((0, 0), None)


def test_a_shown_window_is_inside_the_capture(make: Make) -> None:
    capture = make().grab()
    if capture.window is not None:
        assert capture.window.title == "Backup"
        assert capture.window.pid > 0
        frame = capture.window.frame.moved(-capture.origin[0], -capture.origin[1])
        assert frame.clipped(capture.width, capture.height) is not None
    assert (capture.window is not None) >= (capture.source in ("window", "screen", "all", "monitor:1"))


def test_one_source_takes_many_pictures_of_their_own(make: Make) -> None:
    source = make()
    first, second = source.grab(), source.grab()
    assert first.source == second.source
    assert not np.shares_memory(first.pixels, second.pixels)
    assert (first.pixels == second.pixels).all()  # nothing moves on this desktop


def test_a_failure_is_one_of_the_two_kinds_with_a_sentence(tmp_path: Path) -> None:
    nowhere = ":4711"
    failing: list[CaptureSource] = [source_from(spec, display=nowhere) for spec in SOURCES if spec != "file"]
    failing.append(FileSource(tmp_path / "gone.png"))
    if not any(Path("/dev").glob("video*")):
        failing.append(source_from("camera"))
    for source in failing:
        with pytest.raises((DeviceMissing, UnusableInput)) as caught:
            source.grab()
        assert str(caught.value).endswith(".")
        assert os.sep + "tmp" not in str(caught.value)
