"""A camera by QtMultimedia is another program: what it writes becomes frames, and its end is the camera's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cancel import Token
from assistant.capture import camera as camera_module
from assistant.capture import cameras as cameras_module
from assistant.capture.camera import camera_reel
from assistant.capture.cameras import Camera
from assistant.capture.live import Live
from assistant.capture.reels import qt
from assistant.errors import CameraMissing

CHILD = """
import json, struct, sys, time
if sys.argv[1] == "list":
    print(json.dumps([{"id": "/dev/video2", "name": "Lens", "sizes": [[1280, 720], [640, 480]]}]))
elif sys.argv[2] == "broken":
    sys.exit("no permission")
elif sys.argv[2] == "grumbles":
    for number in range(1000):
        sys.stderr.write("unable to decode APP fields " * 10 + "\\n")
    sys.stdout.buffer.write(struct.pack("<4sII", b"RGB8", 5, 3) + bytes(45))
else:
    out = sys.stdout.buffer
    for number in range(int(sys.argv[2])):
        out.write(struct.pack("<4sII", b"RGB8", 5, 3) + bytes([number, 40, 20]) * 15)
        out.flush()
    time.sleep(60 if sys.argv[2] == "1" else 0)
"""


@pytest.fixture
def child(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "child.py").write_text(CHILD)
    return sys.executable, str(tmp_path / "child.py")


def test_frames_are_those_that_were_written(child: tuple[str, ...]) -> None:
    source = Live(lambda: qt.QtReel("6", "Lens", child=child), "Lens")
    seen = []
    with pytest.raises(CameraMissing, match="Lens gives no picture"):
        for frame in source.frames(Token()):
            assert frame.pixels.shape == (3, 5, 3)
            assert frame.pixels[0, 0, 1:].tolist() == [40, 20]
            seen.append(int(frame.pixels[0, 0, 0]))
    assert seen == sorted(set(seen))
    assert seen[-1] == 5
    assert len(seen) + source.dropped == 6


def test_its_end_is_the_cameras(child: tuple[str, ...]) -> None:
    reel = qt.QtReel("1", "Lens", child=child)
    reel.read()
    reel.close()
    assert reel._child.poll() is not None


def test_why_it_could_not_is_for_the_log(child: tuple[str, ...]) -> None:
    reel = qt.QtReel("broken", "Lens", child=child)
    with pytest.raises(CameraMissing) as caught:
        reel.read()
    reel.close()
    assert caught.value.detail == "no permission"


def test_a_decoder_that_grumbles_at_each_frame_stops_nothing(child: tuple[str, ...]) -> None:
    reel = qt.QtReel("grumbles", "Lens", child=child)
    pixels = reel.read().pixels()
    reel.close()
    assert pixels is not None
    assert pixels.shape == (3, 5, 3)


def test_a_camera_ends_with_the_program_that_looked() -> None:
    held = subprocess.Popen(
        [sys.executable, "-c", "import time, ui.qt_cameras as qt; qt.end_with_the_parent(); time.sleep(600)"],
        stdin=subprocess.PIPE,
        env=qt._environment(),
    )
    assert held.stdin is not None
    held.stdin.close()  # as when the parent was killed
    assert held.wait(60) == 0


def test_cameras_are_listed_as_qt_says(child: tuple[str, ...]) -> None:
    assert qt.cameras(child) == [Camera(0, "Lens", ((1280, 720), (640, 480)), key="/dev/video2")]
    with pytest.raises(CameraMissing, match="can't find out"):
        qt.cameras((sys.executable, "-c", "print('no list')"))


def test_without_qtmultimedia_the_program_says_what_to_install() -> None:
    if qt.there():
        pytest.skip("it is installed")
    with pytest.raises(CameraMissing):
        qt.cameras()


def test_what_opencv_cant_open_qt_may(monkeypatch: pytest.MonkeyPatch, child: tuple[str, ...]) -> None:
    from assistant.capture.reels import opencv

    def refuses(device: int, name: str) -> None:
        raise CameraMissing("busy.")

    monkeypatch.setattr(opencv, "CameraReel", refuses)
    monkeypatch.setattr(qt, "CHILD", child)
    monkeypatch.setattr(qt, "there", lambda: False)
    with pytest.raises(CameraMissing, match="busy"):
        camera_reel(Camera(2, "Lens"))
    monkeypatch.setattr(qt, "there", lambda: True)
    listed = qt.cameras(child)
    monkeypatch.setattr(qt, "cameras", lambda: listed)
    opened: list[str] = []
    monkeypatch.setattr(qt, "QtReel", lambda key, name: opened.append(key))
    camera_reel(Camera(2, "Lens"))
    assert opened == ["/dev/video2"]
    with pytest.raises(CameraMissing, match="busy"):
        camera_reel(Camera(0, "Another"))
    two = [Camera(0, "Lens", key="/dev/video12"), Camera(1, "Lens", key="/dev/video1"), Camera(2, "Lens", key="b")]
    monkeypatch.setattr(qt, "cameras", lambda: two)
    camera_reel(Camera(1, "Lens"))
    assert opened[1:] == ["/dev/video1"]
    with pytest.raises(CameraMissing, match="busy"):
        camera_reel(Camera(7, "Lens"))  # which of them it is nobody knows


def test_elsewhere_a_camera_is_listed_by_qt_or_meant_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cameras_module, "_on_linux", lambda: False)
    monkeypatch.setattr(qt, "there", lambda: False)
    with pytest.raises(CameraMissing, match="pip install PySide6-Addons"):
        cameras_module.cameras()
    assert cameras_module.camera_named("1").number == 1
    monkeypatch.setattr(qt, "there", lambda: True)
    monkeypatch.setattr(qt, "cameras", lambda: [Camera(0, "FaceTime", key="ab")])
    assert cameras_module.camera_named("face").key == "ab"
    assert camera_module.live_camera("face").name == "camera face"
