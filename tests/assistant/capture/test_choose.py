"""What the command line says becomes a source, or a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.capture.camera import CameraSource
from assistant.capture.choose import file_named, source_from
from assistant.capture.clipboard import ClipboardSource
from assistant.capture.file import FileSource
from assistant.capture.screen import ScreenSource
from assistant.capture.window import WindowSource
from assistant.errors import CameraMissing, NoSuchFile, Usage


@pytest.mark.parametrize(
    ("spec", "path", "kind"),
    [
        (None, None, WindowSource), ("window", None, WindowSource), ("screen", None, ScreenSource),
        ("all", None, ScreenSource), ("monitor:2", None, ScreenSource), ("region:1,2,30,40", None, ScreenSource),
        ("clipboard", None, ClipboardSource), ("camera", None, CameraSource), (None, "x.png", FileSource),
        ("file", "x.png", FileSource),
    ],
)  # fmt: skip
def test_each_spec_has_its_source(spec: str | None, path: str | None, kind: type) -> None:
    assert type(source_from(spec, path)) is kind


@pytest.mark.parametrize(
    ("spec", "path", "said"),
    [
        ("windw", None, "Did you mean window"), ("montor:1", None, "Did you mean monitor"), ("", None, "Use one of"),
        ("xyz", None, "Use one of: window, screen"), ("monitor:0", None, "monitor:N"), ("window:3", None, "window:3"),
        ("region:1,2", None, "region:X,Y"), ("screen", "x.png", "not both"), ("file", None, "file"),
    ],
)  # fmt: skip
def test_a_wrong_spec_is_told_with_what_is_right(spec: str, path: str | None, said: str) -> None:
    with pytest.raises(Usage) as caught:
        source_from(spec, path)
    assert said in str(caught.value)
    assert caught.value.exit_code == 2


def test_without_a_camera_there_is_a_sentence() -> None:
    if any(Path("/dev").glob("video*")):
        assert source_from("camera").grab().source == "camera"
    else:
        with pytest.raises(CameraMissing, match="no camera is connected"):
            source_from("camera").grab()


def test_a_camera_gives_a_settled_picture_in_red_green_blue(tmp_path: Path) -> None:
    import cv2

    path = str(tmp_path / "camera.avi")
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for frame in range(8):  # dark at first, as cameras are
        writer.write(np.full((48, 64, 3), (20, 40, 200) if frame >= 3 else 0, np.uint8))
    writer.release()
    capture = source_from(path).grab()
    assert (capture.source, capture.of_desktop, capture.pixels.shape) == ("camera", False, (48, 64, 3))
    assert np.abs(capture.pixels.reshape(-1, 3).mean(axis=0) - (200, 40, 20)).max() < 12
    assert capture.moment_s is None
    with pytest.raises(NoSuchFile, match=r"There is no file gone\.avi"):
        source_from(str(tmp_path / "gone.avi")).grab()


def test_an_address_is_no_file_and_is_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert file_named("clip.mp4") == str(tmp_path / "clip.mp4")
    with pytest.raises(Usage, match="--source") as caught:
        file_named("http://me:hush@127.0.0.1/video")
    assert "hush" not in f"{caught.value}{caught.value.detail}"


def test_choosing_a_source_loads_nothing_heavy() -> None:
    code = (
        "import sys; from assistant.capture.choose import source_from\n"
        "for spec in ('window', 'screen', 'clipboard', 'camera'): source_from(spec)\nsource_from(None, 'x.png')\n"
        "print([m for m in ('numpy', 'PIL', 'mss', 'Xlib', 'cv2', 'pillow_heif') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
