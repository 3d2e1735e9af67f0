"""A stream in pieces (HLS): the playlist of a named server is followed, but to no other server."""

from __future__ import annotations

import io
from collections.abc import Callable

import av
import numpy as np
import pytest

from assistant.capture.reels import mjpeg
from assistant.capture.reels.mjpeg import open_http
from assistant.errors import UnusableInput
from tests.assistant.mjpeg_server import Connection, MjpegServer

PLAYLIST = "application/vnd.apple.mpegurl"


def piece(level: int) -> bytes:
    """A second of grey video."""
    file = io.BytesIO()
    with av.open(file, "w", format="mpegts") as container:
        stream = container.add_stream("mpeg2video", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"  # type: ignore[attr-defined]
        for number in range(25):
            pixels = np.full((48, 64, 3), level + number % 2, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))  # type: ignore[attr-defined]
        container.mux(stream.encode(None))  # type: ignore[attr-defined]
    return file.getvalue()


def playlist(*names: str) -> bytes:
    pieces = "".join(f"#EXTINF:1.0,\n{name}\n" for name in names)
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n{pieces}#EXT-X-ENDLIST\n".encode()


def serving(files: dict[str, tuple[str, bytes]], asked: list[str]) -> MjpegServer:
    def give(connection: Connection) -> None:
        asked.append(connection.path)
        kind, data = files.get(connection.path, ("video/mp2t", b""))
        connection.begin(kind, Content_Length=str(len(data)))
        connection.raw(data)

    return MjpegServer(give)


def test_a_stream_in_pieces_is_seen_from_the_first_to_the_last() -> None:
    asked: list[str] = []
    files = {
        "/video": (PLAYLIST, playlist("a.ts", "b.ts")),
        "/a.ts": ("video/mp2t", piece(60)),
        "/b.ts": ("video/mp2t", piece(180)),
    }
    with serving(files, asked) as server:
        reel = open_http(server.url)
        levels = []
        while (still := reel.read()) is not None:
            pixels = still.pixels()
            assert pixels is not None
            levels.append(round(float(np.median(pixels))))
        reel.close()
    assert len(levels) == 50 and abs(levels[0] - 60) < 8 and abs(levels[-1] - 180) < 8


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (PLAYLIST, "http://localhost:{port}/other.ts"),  # this computer by another name, as a service of its own is
        (PLAYLIST, "file:///etc/hostname"),
        ("video/mp2t", "http://localhost:{port}/other.ts"),  # a playlist that calls itself a video
    ],
)
def test_a_playlist_leads_to_no_other_server_and_to_no_file(kind: str, names: str) -> None:
    other: list[str] = []
    asked: list[str] = []
    files: dict[str, tuple[str, bytes]] = {}
    with serving({}, other) as elsewhere, serving(files, asked) as server:
        files["/video"] = kind, playlist(names.format(port=elsewhere.where.rpartition(":")[2]))
        with pytest.raises(UnusableInput):
            read_all(lambda: open_http(server.url).read())
    assert other == [] and set(asked) == {"/video"}


def test_a_playlist_without_an_end_is_refused_before_all_of_it_is_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mjpeg, "LONGEST_PLAYLIST", 2000)
    asked: list[str] = []
    files = {
        "/video": (PLAYLIST, playlist(*(f"{number}.ts" for number in range(200)))),
        "/0.ts": ("video/mp2t", piece(60)),
    }
    with serving(files, asked) as server, pytest.raises(UnusableInput, match="too long"):
        read_all(lambda: open_http(server.url).read())
    assert set(asked) == {"/video"}


def read_all(read: Callable[[], object]) -> None:
    while read() is not None:
        pass
