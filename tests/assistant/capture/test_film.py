"""A film keeps its own time, however slow whoever looks is."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.cancel import Token
from assistant.capture.choose import live_source_from, source_from, spelled_out
from assistant.capture.film import Film
from assistant.capture.reels import Still, video
from assistant.capture.reels.pictures import pictures_of
from assistant.errors import NoSuchFile, UnusableInput
from assistant.types import StreamNews

PER_S = 10


class Reel:
    """`levels` of grey, ten a second; None is damaged. Reading one takes `slow_s` of `clock`."""

    paced = True

    def __init__(self, clock: Clock, levels: list[int | None], slow_s: float = 0.0) -> None:
        self._clock, self._slow_s = clock, slow_s
        self._levels = enumerate(levels)

    def read(self) -> Still | None:
        self._clock.now += self._slow_s
        at, level = next(self._levels, (0, -1))
        if level == -1:
            return None
        return Still(lambda: None if level is None else np.full((48, 64, 3), level, np.uint8), at / PER_S)

    def interrupt(self) -> None:
        pass

    def close(self) -> None:
        pass


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def wait(self, token: Token, seconds: float) -> None:
        self.now += seconds


def film(levels: list[int | None], *, slow_s: float = 0.0, every_frame: bool = False) -> tuple[Film, Clock]:
    clock = Clock()
    reel = lambda: Reel(clock, levels, slow_s)  # noqa: E731
    return Film(reel, "film", every_frame=every_frame, clock=clock, wait=clock.wait), clock


def test_in_real_time_each_frame_comes_when_it_is_due() -> None:
    source, clock = film([40, 60, 80, 100])
    came = [(round(clock.now - 100, 3), frame.moment_s) for frame in source.frames(Token())]
    assert came == [(0.0, 0.0), (0.1, 0.1), (0.2, 0.2), (0.3, 0.3)]
    assert source.dropped == 0


def test_who_looks_for_long_sees_what_is_due_then() -> None:
    source, clock = film(list(range(40, 240, 10)))
    seen = []
    for frame in source.frames(Token()):
        seen.append(round((frame.moment_s or 0) * PER_S))
        clock.now += 0.37
    assert seen == [0, 3, 7, 11, 14, 18, 19]
    assert source.dropped == 20 - len(seen)


def test_what_decodes_slower_than_it_plays_is_still_seen() -> None:
    source, _ = film(list(range(40, 240, 10)), slow_s=0.25)
    seen = [frame.moment_s for frame in source.frames(Token())]
    assert len(seen) >= 4
    assert len(seen) + source.dropped == 20


def test_every_frame_never_waits_and_drops_none() -> None:
    source, clock = film([40, None, 80], every_frame=True)
    assert [frame.moment_s for frame in source.frames(Token())] == [0.0, 0.2]
    assert (clock.now, source.dropped, source.damaged) == (100.0, 0, 1)


def test_a_frame_that_a_broken_file_has_for_the_next_century_is_not_waited_for() -> None:
    stills = iter([Still(lambda: np.full((48, 64, 3), 90, np.uint8), at) for at in (0.0, 1.0, 9e12, 9e12 + 1)])
    clock = Clock()

    class Odd(Reel):
        def read(self) -> Still | None:
            return next(stills, None)

    source = Film(lambda: Odd(clock, []), "film", clock=clock, wait=clock.wait)
    assert [(clock.now - 100, frame.moment_s) for frame in source.frames(Token())] == [
        (0.0, 0.0), (1.0, 1.0), (31.0, 9e12), (pytest.approx(32.0, abs=0.01), 9e12 + 1)
    ]  # fmt: skip


def test_a_camera_sign_that_fails_leaves_no_film_open() -> None:
    closed: list[bool] = []

    class Noted(Reel):
        def close(self) -> None:
            closed.append(True)

    def no_sound(is_open: bool) -> None:
        if is_open:
            raise OSError("no sound")

    source = Film(lambda: Noted(Clock(), [40]), "film")
    source.on_open = no_sound
    with pytest.raises(OSError, match="no sound"):
        next(source.frames(Token()))
    assert closed


def test_a_frame_that_is_larger_than_any_picture_may_be_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import av

    path = tmp_path / "grows.avi"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("mjpeg", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuvj420p"
        file.start_encoding()
        for number, size in enumerate([(64, 48), (1600, 1200), (64, 48)]):
            written = io.BytesIO()
            Image.new("RGB", size, (120, 120, 120)).save(written, "JPEG")
            packet = av.Packet(written.getvalue())
            packet.pts = packet.dts = number
            packet.time_base, packet.stream = Fraction(1, 10), stream
            file.mux(packet)
    monkeypatch.setattr(video, "MAX_PIXELS", 640 * 480)
    frames = list(live_source_from(str(path), every_frame=True).frames(Token()))
    assert {frame.pixels.shape for frame in frames} == {(48, 64, 3)}


@pytest.mark.parametrize("levels", [[], [None, None]])
def test_a_film_without_a_picture_is_told(levels: list[int | None]) -> None:
    with pytest.raises(UnusableInput, match="There is no picture in film that I can see"):
        next(film(levels)[0].frames(Token()))


def test_a_still_picture_in_a_film_is_none_that_hangs_but_black_is_told() -> None:
    levels: list[int | None] = [100] * 60 + [0] * 30 + [100] * 30
    news = [one for one in film(levels, every_frame=True)[0].watched(Token()) if isinstance(one, StreamNews)]
    assert [one.state for one in news] == ["covered", "back"]
    assert news[0].moment_s == 7.0


def test_a_film_that_was_cut_off_is_seen_up_to_there(tmp_path: Path) -> None:
    import cv2

    whole = tmp_path / "whole.avi"
    writer = cv2.VideoWriter(str(whole), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for level in range(40, 240, 10):
        writer.write(np.full((48, 64, 3), level, np.uint8))
    writer.release()
    cut = tmp_path / "cut.avi"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 3 // 4])
    frames = list(live_source_from(str(cut), every_frame=True).frames(Token()))
    assert 3 <= len(frames) < 20


@pytest.mark.parametrize(("turn", "corner"), [(0, "top left"), (90, "top right"), (180, "bottom right")])
def test_a_telephones_video_is_turned_upright(turn: int, corner: str, tmp_path: Path) -> None:
    """The turn of a display matrix is clockwise; its place is in the track's header (ISO/IEC 14496-12, tkhd)."""
    import av

    path = tmp_path / "phone.mp4"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        picture = np.zeros((48, 64, 3), np.uint8)
        picture[:16, :16] = 255  # white, top left
        for _ in range(3):
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        file.mux(stream.encode())
    one, none = (1 << 16).to_bytes(4, "big"), bytes(4)
    less = (-(1 << 16)).to_bytes(4, "big", signed=True)
    rows = {0: (one, none, none, one), 90: (none, one, less, none), 180: (less, none, none, less)}[turn]
    a, b, c, d = rows
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40  # version 0: the matrix is 40 bytes into the box's content
    data[at : at + 36] = b"".join((a, b, none, c, d, none, none, none, (1 << 30).to_bytes(4, "big")))
    path.write_bytes(data)
    pixels = next(live_source_from(str(path), every_frame=True).frames(Token())).pixels
    assert pixels.shape == ((64, 48, 3) if turn == 90 else (48, 64, 3))
    places = {"top left": (4, 4), "top right": (4, -5), "bottom right": (-5, -5), "bottom left": (-5, 4)}
    levels = {name: int(pixels[place].max()) for name, place in places.items()}
    assert max(levels, key=lambda name: levels[name]) == corner
    assert sorted(levels.values())[-2] < 60


def picture(path: Path, level: int) -> None:
    Image.new("L", (64, 48), level).save(path)


def test_pictures_come_in_natural_order_and_a_broken_one_is_left_out(tmp_path: Path) -> None:
    for number in (10, 9, 1):
        picture(tmp_path / f"step {number}.PNG", number * 10)
    (tmp_path / "step 2.png").write_bytes(b"\x89PNG broken")
    (tmp_path / "notes.txt").write_text("no picture")
    source = live_source_from(str(tmp_path), every_frame=True)
    frames = list(source.frames(Token()))
    assert [int(frame.pixels[0, 0, 0]) for frame in frames] == [10, 90, 100]
    assert [frame.moment_s for frame in frames] == [0.0, 0.4, 0.6]
    assert source.damaged == 1  # type: ignore[attr-defined]


def test_a_pattern_names_some_of_a_folder(tmp_path: Path) -> None:
    for name in ("a1.png", "a2.png", "b1.png"):
        picture(tmp_path / name, 100)
    assert [path.name for path in pictures_of(tmp_path / "a*.png")] == ["a1.png", "a2.png"]
    assert [path.name for path in pictures_of(tmp_path / "[b]1.png")] == ["b1.png"]
    with pytest.raises(NoSuchFile):
        pictures_of(tmp_path / "c*.png")


def test_a_path_is_the_same_for_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "walk").mkdir()
    assert spelled_out("clip.mp4") == str(tmp_path / "clip.mp4")
    assert spelled_out("walk") == str(tmp_path / "walk")
    for same in (None, "screen", "window", "camera:1", "http://there/clip.mp4", "monitor:1", "clipboard"):
        assert spelled_out(same) == same


def test_a_file_that_is_a_video_is_described_by_a_frame_that_is_not_black(tmp_path: Path) -> None:
    import cv2

    path = str(tmp_path / "clip.avi")
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for level in [0] * 8 + [120] * 3:
        writer.write(np.full((48, 64, 3), level, np.uint8))
    writer.release()
    capture = source_from(None, path).grab()
    assert (capture.source, capture.name) == ("camera", "clip.avi")
    assert abs(float(capture.pixels.mean()) - 120) < 8
