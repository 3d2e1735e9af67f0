"""Streams of the network and devices that hang: the freshest frame, one sentence for each thing that goes wrong, and
back again when it comes back."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.cancel import Cancelled, Token
from assistant.capture import live as live_module
from assistant.capture.choose import live_source_from, source_from
from assistant.capture.live import Live
from assistant.capture.reels import Reel, Still
from assistant.capture.reels.mjpeg import open_http
from assistant.capture.reels.opencv import CameraReel
from assistant.errors import CameraMissing, HearsightError, UnusableInput
from assistant.types import Capture, StreamNews
from tests.assistant.mjpeg_server import END_S, Connection, MjpegServer, Script, jpeg, level_of
from tests.assistant.rtsp_server import RtspServer

LEVELS = range(40, 240, 20)


def sends(*levels: int, length: bool = True) -> Script:
    def script(client: Connection) -> None:
        client.begin()
        for level in levels:
            client.frame(jpeg(level), length=length)

    return script


def pulled(source: Live | object, token: Token | None = None) -> tuple[list[int], HearsightError | None]:
    """The levels of all frames, and what ended it."""
    seen = []
    try:
        for frame in source.frames(token or Token()):  # type: ignore[attr-defined]
            seen.append(level_of(frame.pixels))
    except HearsightError as error:
        return seen, error
    return seen, None


def near(seen: list[int]) -> list[int]:
    """JPEG is not exact."""
    return [round(level / 20) * 20 for level in seen]


@pytest.mark.parametrize("length", [True, False])
def test_no_frame_is_shown_twice_or_out_of_order_and_those_passed_over_are_counted(length: bool) -> None:
    with MjpegServer(sends(*LEVELS, length=length)) as server:
        source = live_source_from(server.url)
        seen, error = pulled(source)
    assert near(seen) == sorted(set(near(seen)))
    assert near(seen)[-1] == LEVELS[-1]  # the last is the freshest there will be
    assert len(seen) + source.dropped == len(LEVELS)
    assert isinstance(error, CameraMissing)
    assert str(error) == f"The stream of {server.where} broke off."


def test_whoever_looks_slowly_sees_what_is_there_now() -> None:
    sent = threading.Event()

    def script(client: Connection) -> None:
        client.begin()
        client.frame(jpeg(40))
        client.wait(looked)
        for level in LEVELS[1:]:
            client.frame(jpeg(level))
        sent.set()
        client.wait(done)

    looked, done = threading.Event(), threading.Event()
    with MjpegServer(script) as server:
        source = live_source_from(server.url)
        frames = source.frames(Token())
        assert near([level_of(next(frames).pixels)]) == [40]
        looked.set()
        assert sent.wait(END_S)
        while near([level_of(next(frames).pixels)]) != [LEVELS[-1]]:
            pass
        assert source.dropped < len(LEVELS)
        done.set()
        frames.close()  # type: ignore[attr-defined]


def test_a_picture_of_4k_comes_through_whole() -> None:
    def script(client: Connection) -> None:
        client.begin()
        client.frame(jpeg(100, (3840, 2160)))

    with MjpegServer(script) as server:
        frame = next(live_source_from(server.url).frames(Token()))
    assert frame.pixels.shape == (2160, 3840, 3)


def test_damaged_frames_are_left_out() -> None:
    def script(client: Connection) -> None:
        client.begin()
        client.raw(b"some words before the first part\r\n")
        client.frame(jpeg(40))
        client.frame(jpeg(80)[:-300])  # cut off
        client.frame(b"no picture at all")
        client.raw(b"--frame\r\nContent-Length: 12\r\n\r\nnot the length that was said\r\n")
        client.frame(jpeg(200))

    with MjpegServer(script) as server:
        source = live_source_from(server.url)
        seen, _ = pulled(source)
    assert near(seen)[-1] == 200
    assert set(near(seen)) <= {40, 200}


@pytest.mark.parametrize("damaged", [b"\xff\xd8 nothing \xff\xd9", b""])
def test_a_stream_of_nothing_but_damaged_frames_is_told(damaged: bytes) -> None:
    def script(client: Connection) -> None:
        client.begin()
        client.until_it_goes(damaged, 0.001)

    with MjpegServer(script) as server:
        _, error = pulled(live_source_from(server.url))
    assert isinstance(error, UnusableInput)
    assert "damaged" in str(error)


def replies(kind: str, body: bytes = b"", status: int = 200, **more: str) -> Script:
    def script(client: Connection) -> None:
        client.begin(kind, status, **more)
        client.raw(body)

    return script


@pytest.mark.parametrize(
    ("script", "kind", "said"),
    [
        (replies("text/html", b"<html>Welcome</html>"), UnusableInput, "sent a web page"),
        (replies("application/json", b"{}"), UnusableInput, "sent no stream but application/json"),
        (replies("", b"?"), UnusableInput, "sent no stream but something unnamed"),
        (replies("text/html", b"no", 401), UnusableInput, "wants a login"),
        (replies("text/html", b"no", 404), UnusableInput, "no video stream at that address"),
        (replies("text/html", b"no", 503), CameraMissing, "is busy"),
        (replies("video/mp4", b"no video " * 500), UnusableInput, "no video stream at that address"),
        (replies("", b"", 302, Location="http://else.where/"), UnusableInput, "another server, else.where"),
        (replies("", b"", 302, Location="file:///etc/passwd"), UnusableInput, "an address that I don't open"),
        (replies("", b"", 302, Location="http://["), UnusableInput, "an address that I don't open"),
        (replies("", b"", 302, Location="rtsp://127.0.0.1/"), UnusableInput, "an address that I don't open"),
        (replies("", b"", 302, Location="/again"), UnusableInput, "no video stream"),
        (replies("multipart/x-mixed-replace; boundary*=utf-8''%E2%82%AC"), CameraMissing, "broke off"),
        (lambda client: client.raw(b"SSH-2.0-OpenSSH\r\n"), UnusableInput, "does not answer as a web server"),
        (lambda client: None, (CameraMissing, UnusableInput), "127.0.0.1"),
        (replies("multipart/x-mixed-replace"), CameraMissing, "broke off"),
    ],
)  # fmt: skip
def test_what_is_no_stream_is_told_in_one_sentence(script: Script, kind: type[Exception], said: str) -> None:
    with MjpegServer(script) as server:
        seen, error = pulled(live_source_from(server.url.replace("//", "//me:hush@")))
    assert seen == []
    assert isinstance(error, kind)
    assert said in str(error)
    assert "hush" not in f"{error}{error.detail}"


def test_a_login_in_the_address_is_used_and_a_redirection_on_the_same_host_followed() -> None:
    heard = []

    def script(client: Connection) -> None:
        heard.append((client.path, client.headers["Authorization"]))
        if len(heard) == 1:
            client.begin("", 302, Location="/live")
        else:
            sends(100)(client)

    with MjpegServer(script) as server:
        seen, _ = pulled(live_source_from(server.url.replace("//", "//me:hush%21@")))
    assert near(seen) == [100]
    assert heard[0] == ("/video", "Basic bWU6aHVzaCE=")
    assert heard[1][0] == "/live"


@pytest.mark.parametrize("times", [1, 2])
def test_a_network_camera_of_rtsp_is_seen_to_its_end(times: int) -> None:
    with RtspServer(LEVELS) as server:
        source = live_source_from(server.url)
        for _ in range(times):
            seen, error = pulled(source)
            assert near(seen) == sorted(set(near(seen)))
            assert near(seen)[-1] == LEVELS[-1]
            assert len(seen) + source.dropped == len(LEVELS)
            assert str(error) == f"The stream of {server.where} broke off."


@pytest.mark.parametrize(
    ("status", "said"), [("401 Unauthorized", "wants a login"), ("404 Not Found", "no video stream at that address")]
)
def test_a_network_camera_that_refuses_is_told(status: str, said: str) -> None:
    with RtspServer(LEVELS, status) as server:
        _, error = pulled(live_source_from(server.url.replace("//", "//me:hush@")))
    assert isinstance(error, UnusableInput)
    assert said in str(error)
    assert "hush" not in f"{error}{error.detail}"


def test_no_proxy_of_the_environment_is_told_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy, MjpegServer(replies("video/mp4", b"no video")) as server:
        proxy.setblocking(False)
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        monkeypatch.delenv("no_proxy", raising=False)
        for url in (server.url, "rtsps://127.0.0.1:9/live"):
            _, error = pulled(live_source_from(url.replace("//", "//me:hush@")))
            assert isinstance(error, (CameraMissing, UnusableInput))
            with pytest.raises(BlockingIOError):  # nobody is connected
                proxy.accept()
        assert server.served == 2  # asked for what it is, and by FFmpeg


def test_an_address_of_bytes_that_are_no_text_is_told() -> None:
    with MjpegServer(replies("text/html", b"no", 404)) as server:
        _, error = pulled(live_source_from(server.url.replace("//", "//me\udcff:hush@") + "/\udcff"))
    assert "no video stream at that address" in str(error)


def test_a_video_file_of_a_web_server_is_seen_to_its_end(tmp_path: Path) -> None:
    import cv2

    writer = cv2.VideoWriter(str(tmp_path / "clip.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 50, (64, 48))
    for level in LEVELS:
        writer.write(np.full((48, 64, 3), level, np.uint8))
    writer.release()
    data = (tmp_path / "clip.avi").read_bytes()
    with MjpegServer(replies("video/x-msvideo", data, Content_Length=str(len(data)))) as server:
        source = live_source_from(server.url)
        seen, error = pulled(source)
    assert error is None
    assert near(seen)[-1] == LEVELS[-1]
    assert len(seen) + source.dropped == len(LEVELS)


def test_an_address_that_gives_one_picture_is_asked_again_and_again() -> None:
    def script(client: Connection) -> None:
        client.begin("image/jpeg")
        client.raw(jpeg(100))

    with MjpegServer(script) as server:
        frames = live_source_from(server.url).frames(Token())
        assert [level_of(next(frames).pixels) for _ in range(2)] == pytest.approx([100, 100], abs=3)
        frames.close()  # type: ignore[attr-defined]
        assert server.served >= 2


def test_a_server_that_falls_silent_holds_up_nobody_who_hushes() -> None:
    def script(client: Connection) -> None:
        client.begin()
        client.frame(jpeg(40))
        client.wait(done)

    done = threading.Event()
    with MjpegServer(script) as server:
        token = Token()
        frames = live_source_from(server.url).frames(token)
        next(frames)
        threading.Timer(0.05, token.cancel).start()
        with pytest.raises(Cancelled):
            next(frames)
        done.set()


def test_closing_hangs_up() -> None:
    def script(client: Connection) -> None:
        client.begin()
        client.until_it_goes()

    with MjpegServer(script) as server:
        frames = live_source_from(server.url).frames(Token())
        next(frames)
        frames.close()  # type: ignore[attr-defined]
        assert server.hung_up.wait(END_S)


# -- watched --------------------------------------------------------------------------------------------------------


def watched(source: Live, until: Callable[[list[str]], bool]) -> list[str]:
    """What came, as words: states, and "frame" for any number of frames in a row."""
    came: list[str] = []
    watching = source.watched(Token())
    for one in watching:
        word = one.state if isinstance(one, StreamNews) else "frame"
        if came[-1:] != [word]:
            came.append(word)
        if until(came):
            break
    watching.close()  # type: ignore[attr-defined]
    return came


def test_a_stream_that_breaks_off_is_told_once_and_found_again() -> None:
    down = replies("text/html", b"starting", 404)
    with MjpegServer(sends(40, 60), down, down, sends(100, 120), sends(140)) as server:
        told: list[bool] = []
        source = Live(lambda: open_http(server.url), "lens", retry_s=0.01)
        source.on_open = told.append
        came = watched(source, lambda came: came.count("back") == 2)
    assert [word for word in came if word != "frame"] == ["gone", "back", "gone", "back"]
    assert came[0] == "frame"
    assert told == [True, False] * 3  # opened three times; what answered 404 was never open


class Clock:
    """Seconds that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_gap_is_told_and_its_end() -> None:
    clock = Clock()
    goes_on = threading.Event()

    class Reel:
        paced = False

        def __init__(self) -> None:
            self._frames: Iterator[int] = iter((100, 120))

        def read(self) -> Still | None:
            level = next(self._frames, None)
            if level == 120:
                assert goes_on.wait(END_S)
            if level is None:
                return None
            return Still(lambda: np.arange(48 * 64 * 3, dtype=np.uint8).reshape(48, 64, 3) // 2 + level % 100)

        def interrupt(self) -> None:
            pass

        def close(self) -> None:
            pass

    came = []
    for one in Live(Reel, "lens", clock=clock).watched(Token()):
        came.append(one.state if isinstance(one, StreamNews) else "frame")
        if came == ["frame"]:
            clock.now = 3.5
        if came[-1] == "gap":
            assert isinstance(one, StreamNews)
            assert (one.since_s, one.moment_s) == (0.0, 3.5)
            goes_on.set()
    assert came == ["frame", "gap", "back", "frame"]


def opens_nothing() -> Reel:
    raise AssertionError("nothing is to be opened")


def test_frames_that_are_all_damaged_after_a_good_one_are_a_gap_however_many_come() -> None:
    clock = Clock()

    stills = [Still(lambda: np.full((48, 64, 3), 100, np.uint8))]

    class Drain:
        """Always has one ready."""

        opened, over, dropped = True, False, 0

        def __init__(self, *_: object) -> None:
            pass

        def start(self) -> None:
            pass

        def stop(self) -> None:
            pass

        def freshest(self, timeout_s: float) -> tuple[Still, float]:
            clock.now += 0.04
            return (stills.pop() if stills else Still(lambda: None)), clock.now

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live_module, "_Drain", Drain)
        watching = Live(opens_nothing, "lens", clock=clock).watched(Token())
        came = [next(watching), next(watching)]
        watching.close()  # type: ignore[attr-defined]
    assert isinstance(came[0], Capture)
    assert isinstance(came[1], StreamNews)
    assert (came[1].state, round(came[1].moment_s, 1)) == ("gap", 3.0)


# -- devices --------------------------------------------------------------------------------------------------------


class Device:
    """A camera as OpenCV shows one, that gives `frames` and then none."""

    def __init__(self, frames: int, opens: bool = True) -> None:
        self._left = frames
        self._opens = opens
        self.released = threading.Event()

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self._opens

    def read(self) -> tuple[bool, np.ndarray | None]:
        self._left -= 1
        return (True, np.full((48, 64, 3), (200, 40, 20), np.uint8)) if self._left >= 0 else (False, None)

    def release(self) -> None:
        self.released.set()


@pytest.mark.parametrize(
    ("device", "said"),
    [
        (Device(0, opens=False), "I can't open Lens. Another program may be using it."),
        (Device(0), "Lens gives no picture. Another program may be using it."),
        (Device(30), "Lens gives no picture any more. Was it unplugged?"),
    ],
)
def test_a_device_that_gives_nothing_is_told_and_let_go(device: Device, said: str) -> None:
    source = Live(lambda: CameraReel(0, "Lens", open_device=lambda _: device), "Lens")
    with pytest.raises(CameraMissing) as caught:
        for frame in source.frames(Token()):
            assert frame.pixels[0, 0].tolist() == [20, 40, 200]  # red, green, blue
    assert said in str(caught.value)
    assert device.released.wait(END_S)


def test_a_device_without_a_first_frame_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "FIRST_FRAME_S", 0.1)
    ends = threading.Event()

    class Hanging(Device):
        def read(self) -> tuple[bool, np.ndarray | None]:
            ends.wait(END_S)
            return super().read()

    source = Live(lambda: CameraReel(0, "Lens", open_device=lambda _: Hanging(9)), "Lens")
    with pytest.raises(CameraMissing, match="No picture comes from Lens"):
        next(source.frames(Token()))
    ends.set()


def test_a_device_that_still_hangs_is_waited_for_and_not_opened_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "FIRST_FRAME_S", 0.1)
    monkeypatch.setattr(live_module, "CLOSE_S", 0.01)
    ends = threading.Event()
    opened: list[Device] = []

    class Hanging(Device):
        def read(self) -> tuple[bool, np.ndarray | None]:
            ends.wait(END_S)
            return super().read()

    def device(_: int) -> Device:
        opened.append(Hanging(1000))
        return opened[-1]

    def clock() -> float:
        """Stands still until the device is opened, however long that takes."""
        return time.monotonic() if opened else 0.0

    source = Live(lambda: CameraReel(0, "Lens", open_device=device), "Lens", clock=clock)
    for _ in range(3):
        with pytest.raises(CameraMissing, match="No picture comes from Lens"):
            next(source.frames(Token()))
    assert len(opened) == 1
    ends.set()
    monkeypatch.setattr(live_module, "FIRST_FRAME_S", END_S)
    frames = source.frames(Token())
    assert next(frames).pixels[0, 0].tolist() == [20, 40, 200]
    assert opened[0].released.is_set()
    frames.close()  # type: ignore[attr-defined]
    assert opened[1].released.wait(END_S)


def test_describe_takes_one_picture_of_a_stream_and_hangs_up() -> None:
    def script(client: Connection) -> None:
        client.begin()
        client.until_it_goes(jpeg(160))

    with MjpegServer(script) as server:
        capture: Capture = source_from(server.url).grab()
        assert server.hung_up.wait(END_S)
    assert near([level_of(capture.pixels)]) == [160]
    assert (capture.source, capture.moment_s, capture.name) == ("camera", None, server.where)
