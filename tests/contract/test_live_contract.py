"""What `ports.LiveSource` promises, of every kind of moving picture."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from assistant.cancel import Cancelled, Token
from assistant.capture.choose import live_source_from
from assistant.capture.film import Film
from assistant.capture.live import Live
from assistant.capture.reels.mjpeg import open_http
from assistant.capture.reels.opencv import CameraReel
from assistant.capture.reels.video import VideoReel
from assistant.capture.screen_live import ScreenLive
from assistant.errors import CameraMissing, DeviceMissing, UnusableInput, Usage
from assistant.ports import LiveSource
from assistant.types import Capture
from tests.assistant.mjpeg_server import END_S, Connection, MjpegServer, jpeg

FRAMES = 12
Make = Callable[[], LiveSource]


class Device:
    """A camera as OpenCV shows one."""

    open_ones = 0

    def __init__(self) -> None:
        Device.open_ones += 1
        self._shown = 0

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return True

    def read(self) -> tuple[bool, Any]:
        self._shown += 1
        threading.Event().wait(0.002)
        return True, np.full((48, 64, 3), (self._shown % 200, 100, 20), np.uint8)

    def release(self) -> None:
        Device.open_ones -= 1


class Ticking:
    """Time that stands still but for a tick at each look at it, and for what is waited: no load of the computer makes a
    picture late."""

    def __init__(self) -> None:
        self._now = itertools.count(1)
        self._waited = 0.0

    def __call__(self) -> float:
        return next(self._now) / 1000 + self._waited

    def wait(self, token: Token, seconds: float) -> None:
        self._waited += max(0.0, seconds)


class Screen:
    """The port: `ports.CaptureSource`."""

    def grab(self) -> Capture:
        return Capture(np.full((48, 64, 3), 90, np.uint8), "screen", taken_at=1.0)


@pytest.fixture(scope="module")
def server() -> Iterator[MjpegServer]:
    def endless(client: Connection) -> None:
        client.begin()
        for level in itertools.cycle(range(80, 160, 10)):
            client.frame(jpeg(level))

    with MjpegServer(endless) as one:
        yield one


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video, and the same as pictures."""
    import cv2

    folder = tmp_path_factory.mktemp("moving")
    writer = cv2.VideoWriter(str(folder / "film.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 50, (64, 48))
    (folder / "walk").mkdir()
    for number in range(FRAMES):
        frame = np.full((48, 64, 3), (20, 40, 60 + 10 * number), np.uint8)
        writer.write(frame)
        Image.fromarray(frame).save(folder / "walk" / f"step {number}.png")
    writer.release()
    return folder


KINDS = ("camera", "stream", "video", "every frame", "pictures", "screen")


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest, server: MjpegServer, folder: Path) -> Make:
    clock = Ticking()
    film, url = folder / "film.avi", server.url.replace("//", "//me:hush@")
    makes: dict[str, Make] = {
        "camera": lambda: Live(lambda: CameraReel(0, "Lens", open_device=lambda _: Device()), "Lens", clock=clock),
        "stream": lambda: Live(lambda: open_http(url), live_source_from(url).name, clock=clock),
        "video": lambda: Film(lambda: VideoReel(film, name=film.name), film.name, clock=clock, wait=clock.wait),
        "every frame": lambda: live_source_from(str(film), every_frame=True),
        "pictures": lambda: live_source_from(str(folder / "walk"), every_frame=True),
        "screen": lambda: ScreenLive(Screen(), "screen"),
    }
    return makes[request.param]


def first(source: LiveSource, count: int, token: Token | None = None) -> list[Capture]:
    frames = source.frames(token or Token())
    try:
        return [frame for frame, _ in zip(frames, range(count), strict=False)]
    finally:
        frames.close()  # type: ignore[attr-defined]


def test_frames_are_captures_whose_moment_grows(make: Make) -> None:
    source = make()
    frames = first(source, 4)
    assert len(frames) == 4
    for frame in frames:
        assert (frame.pixels.dtype, frame.pixels.shape) == (np.uint8, (48, 64, 3))
        assert frame.pixels.flags.c_contiguous
        assert frame.source == ("screen" if isinstance(source, ScreenLive) else "camera")
        assert frame.taken_at > 0
    moments = [frame.moment_s for frame in frames]
    assert None not in moments
    assert all(a < b for a, b in itertools.pairwise(moments))  # type: ignore[operator]
    assert moments[0] == pytest.approx(0, abs=1e-6) or isinstance(source, ScreenLive)
    assert not any(np.shares_memory(a.pixels, b.pixels) for a, b in itertools.pairwise(frames))


def test_nothing_is_opened_before_the_first_frame_is_asked_for_and_a_close_closes(make: Make) -> None:
    source, told = make(), []
    if isinstance(source, ScreenLive):
        pytest.skip("a screen has no light")
    source.on_open = told.append
    before = Device.open_ones
    frames = source.frames(Token())
    assert (told, Device.open_ones) == ([], before)
    next(frames)
    assert told == [True]
    frames.close()  # type: ignore[attr-defined]
    assert told == [True, False]
    end = time.monotonic() + END_S
    while Device.open_ones != before and time.monotonic() < end:  # a read in progress may hold it up
        threading.Event().wait(0.01)
    assert Device.open_ones == before


def test_a_cancelled_token_closes_it_and_raises(make: Make) -> None:
    source, told, token = make(), [], Token()
    source.on_open = told.append
    frames = source.frames(token)
    next(frames)
    token.cancel()
    with pytest.raises(Cancelled):
        next(frames)
    assert told in ([], [True, False])
    with pytest.raises(Cancelled):
        next(source.frames(token))  # and opens nothing more


def test_it_can_be_opened_again_and_its_moments_begin_anew(make: Make) -> None:
    source = make()
    assert first(source, 2)
    again = first(source, 2)
    assert len(again) == 2
    assert again[0].moment_s is not None
    assert again[0].moment_s < 0.02 or source.live


def test_watching_gives_the_same_frames_and_no_news_of_a_good_picture(make: Make) -> None:
    seen = []
    watching = make().watched(Token())
    for one in watching:
        seen.append(one)
        if len(seen) == 4:
            break
    watching.close()  # type: ignore[attr-defined]
    assert all(isinstance(one, Capture) for one in seen)


def test_its_name_can_be_said_aloud(make: Make) -> None:
    name = make().name
    assert name
    assert "hush" not in name
    assert "/" not in name


def test_every_frame_of_a_film_is_the_same_each_time(folder: Path) -> None:
    runs = []
    for _ in range(2):
        source = live_source_from(str(folder / "film.avi"), every_frame=True)
        runs.append([(round(frame.moment_s or 0, 3), frame.pixels.tobytes()) for frame in source.frames(Token())])
        assert source.dropped == 0
    assert runs[0] == runs[1]
    assert [moment for moment, _ in runs[0]] == [round(0.02 * number, 3) for number in range(FRAMES)]


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        ("gone.mp4", UnusableInput), ("empty.mp4", UnusableInput), ("text.mp4", UnusableInput),
        ("nothing", UnusableInput), ("playlist.mp4", UnusableInput), ("*.webp", UnusableInput),
        ("camera:4711", CameraMissing), ("http://127.0.0.1:9/", DeviceMissing), ("rtsp://127.0.0.1:9/", DeviceMissing),
        ("ftp://there/x", Usage), ("http://", Usage), ("http://[::1", Usage),
        ("~nobodyhere/clip.mp4", UnusableInput), pytest.param("a" * 300 + ".mp4", UnusableInput, id="a long name"),
        ("http://127.0.0.1:99999/", UnusableInput), ("clipboard", Usage), ("windw", Usage), ("", Usage),
    ],
)  # fmt: skip
def test_what_is_none_is_told_in_one_sentence(spec: str, kind: type[Exception], tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "text.mp4").write_text("no video " * 1000)
    (tmp_path / "nothing").mkdir()
    (tmp_path / "secret.png").write_bytes(jpeg(100))
    (tmp_path / "playlist.mp4").write_text("ffconcat version 1.0\nfile 'secret.png'\n")
    here = (
        spec if "://" in spec or spec.startswith(("camera", "clip", "windw", "~")) or not spec else str(tmp_path / spec)
    )
    with pytest.raises(kind) as caught:
        list(live_source_from(here).frames(Token()))
    assert str(caught.value).endswith((".", "?"))
    assert str(tmp_path) not in str(caught.value)
