"""A video: of a file, or of a stream that FFmpeg understands (by PyAV, which faster-whisper brings).

A file is opened here and FFmpeg is given its bytes: a playlist that calls itself a video can name no other file and no
address. A stream may use the network's protocols and nothing else.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.capture.file import open_regular
from assistant.capture.picture import MAX_PIXELS
from assistant.capture.reels import Still
from assistant.errors import CameraMissing, TooLarge, UnusableInput

if TYPE_CHECKING:
    from assistant.capture.reels.mjpeg import Pieces
    from assistant.types import Pixels

OPEN_S, READ_S = 8.0, 6.0
"""Seconds for a server to answer, and between two packets: after that it is opened again."""
PROTOCOLS = "http,https,tcp,tls,udp,rtp,srtp,rtsp,rtsps,crypto"
"""All that a stream may use: not `file`, `concat` or `subfile`, which would let it read this computer's files; and no
`httpproxy`: a proxy would be told the address, and so a password."""
CONTAINERS = "mpegts,mpeg,mpegvideo,mov,matroska,flv,avi,asf,ogg,mjpeg,mpjpeg,h264,hevc,m4v,ivf,av1,obu,nut"
"""What an address may give, whatever it calls itself: no playlist, which could name any other server."""
PLAYLISTS = {
    "format_whitelist": f"hls,{CONTAINERS},aac,mp3,ac3",
    "protocol_whitelist": "http,https,tcp,tls,crypto",
    "http_persistent": "0",  # or FFmpeg goes on with a connection of its own
    "http_multiple": "0",
    "allowed_extensions": "ALL",
    "extension_picky": "0",
}
DAMAGED_IN_A_ROW = 500
"""Packets that can't be decoded; more are no video."""


class VideoReel:
    """The port: `reels.Reel`. Frames turned upright as the file says (telephones), `moment_s` from 0.

    Raises `errors.NoSuchFile`, `EmptyPicture`, `TooLarge`, `UnusableInput`; for a stream `CameraMissing`, too."""

    def __init__(self, path: Path | None = None, url: str = "", *, name: str, pieces: Pieces | None = None) -> None:
        """`pieces` fetches what an HLS playlist names; without it no playlist is followed."""
        import av

        self._name = name
        self._url = url
        self._live = path is None
        self._pieces = pieces
        self.paced = not url.startswith("rtsp")  # what a camera sends comes when it is due; HTTP's comes in heaps
        self._file: Any = None
        self._container: Any = None
        self._first_s: float | None = None
        self._last_s = -1.0
        try:
            if path is not None:
                self._file = os.fdopen(open_regular(path, name), "rb")
                self._container = av.open(self._file, io_open=_nothing_else)
            elif pieces is not None:
                self._container = av.open(url, format="hls", options=PLAYLISTS, io_open=pieces.open)
            else:
                self._container = av.open(url, timeout=(OPEN_S, READ_S), options=_options(url))
            self._stills = self._stills_of(self._stream())
        except (av.FFmpegError, ValueError, OSError) as error:
            self.close()
            raise self._cant_open(error) from error
        except BaseException:
            self.close()
            raise

    def read(self) -> Still | None:
        return next(self._stills, None)

    def interrupt(self) -> None:
        """FFmpeg ends by itself, at most `READ_S` later."""

    def close(self) -> None:
        for one in (self._container, self._file):
            if one is not None:
                with contextlib.suppress(Exception):  # what is broken may break in closing
                    one.close()
        self._container = self._file = None

    def _stream(self) -> Any:
        if not self._container.streams.video:
            raise UnusableInput(f"There is no picture in {self._name}, only sound.")
        stream = self._container.streams.video[0]
        width, height = stream.codec_context.width, stream.codec_context.height
        if width * height > MAX_PIXELS:
            raise TooLarge(
                f"{self._name} is too large for me: {width} by {height} pixels. Try a part of it, or a smaller copy."
            )
        stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}  # of a frame that is larger than was said
        if not self._live:
            stream.thread_type = "AUTO"
        return stream

    def _stills_of(self, stream: Any) -> Iterator[Still]:
        import av

        shown = damaged = 0
        packets = self._container.demux(stream)
        while True:
            try:
                packet = next(packets, None)
                frames = [] if packet is None else packet.decode()
            except av.InvalidDataError as error:
                damaged += 1
                if damaged > DAMAGED_IN_A_ROW:
                    raise UnusableInput(f"{self._name} is damaged: I can't see anything in it.") from error
                continue
            except (av.FFmpegError, OSError) as error:
                if self._pieces is not None and self._pieces.refused is not None:
                    raise self._pieces.refused from error
                if self._live:
                    raise CameraMissing(f"The stream of {self._name} broke off.", detail=repr(error)) from error
                packet, frames = None, []  # a file that was cut off: what there is of it was seen
            for frame in frames:
                damaged = 0
                shown += 1
                yield self._still(frame, stream, shown)
            if packet is None and self._live and self._container.duration is None:
                raise CameraMissing(f"The stream of {self._name} broke off.")
            if packet is None:
                return

    def _still(self, frame: Any, stream: Any, shown: int) -> Still:
        rate = float(stream.average_rate or stream.guessed_rate or 25)
        at = float(frame.time) if frame.time is not None else (shown - 1) / rate
        if self._first_s is None:
            self._first_s = at
        self._last_s = max(at - self._first_s, self._last_s + 1e-3)  # times that run back are a fault of the file
        return Still(lambda: _pixels(frame), self._last_s)

    def _cant_open(self, error: Exception) -> Exception:
        import av

        detail = type(error).__name__  # its text may hold the address, and so a password
        if self._pieces is not None and self._pieces.refused is not None:
            return self._pieces.refused
        if not self._live:
            return UnusableInput(f"{self._name} is not a video I can open.", detail=detail)
        if isinstance(error, (av.HTTPUnauthorizedError, av.HTTPForbiddenError)):
            return UnusableInput(
                f"{self._name} wants a login. Put it into the address: rtsp://NAME:PASSWORD@SERVER/...", detail=detail
            )
        answered = self._url.startswith("http") and not isinstance(error, (av.ExitError, TimeoutError))
        if answered or isinstance(error, (av.HTTPNotFoundError, av.InvalidDataError, av.HTTPClientError)):
            return UnusableInput(f"{self._name} has no video stream at that address.", detail=detail)
        return CameraMissing(f"I can't reach {self._name}. Is it on, and is the address right?", detail=detail)


def _options(url: str) -> dict[str, str]:
    options = {"protocol_whitelist": PROTOCOLS}
    if url.startswith("rtsp"):
        options |= {"rtsp_transport": "tcp", "timeout": str(round(READ_S * 1e6))}
    else:
        options["max_redirects"] = "0"  # `mjpeg.open_http` has followed them, to nowhere else
        options["http_proxy"] = ""  # else it takes the one of the environment
        options["format_whitelist"] = CONTAINERS
    return options


def _nothing_else(url: str, flags: int, options: dict[str, Any]) -> Any:
    """FFmpeg wants to open what a file names."""
    raise OSError("a video may name no other file")


def _pixels(frame: Any) -> Pixels:
    import numpy as np

    pixels = frame.to_ndarray(format="rgb24")
    turns = round(frame.rotation / 90) % 4  # counterclockwise, as numpy turns
    return np.ascontiguousarray(np.rot90(pixels, turns))
