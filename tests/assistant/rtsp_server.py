"""A network camera on this computer that speaks RTSP (RFC 2326): one client, H.264 over the same connection (RFC 6184,
single NAL unit packets, interleaved)."""

from __future__ import annotations

import base64
import contextlib
import re
import socket
import struct
import threading
from collections.abc import Iterator
from typing import Any

import av
import numpy as np

CLOCK = 90_000


class RtspServer:
    """Sends `levels` of grey, 25 a second by their times, and hangs up. `status`: answers each request with it."""

    def __init__(self, levels: range, status: str = "200 OK") -> None:
        self._units = list(_encoded(levels))
        self._status = status
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.where = f"127.0.0.1:{self._listening.getsockname()[1]}"
        self.url = f"rtsp://{self.where}/live"

    def __enter__(self) -> RtspServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(60)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                with client, contextlib.suppress(OSError), client.makefile("rb") as lines:
                    self._answer(client, lines)

    def _answer(self, client: socket.socket, lines: Any) -> None:
        while request := lines.readline().decode():
            head = dict(re.findall(r"([\w-]+): *([^\r\n]*)", "".join(_head(lines))))
            verb = request.split()[0]
            more, body = "", ""
            if verb == "OPTIONS":
                more = "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n"
            elif verb == "DESCRIBE":
                body = self._description()
                more = f"Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n"
            elif verb == "SETUP":
                more = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 7\r\n"
            elif verb == "PLAY":
                more = "Session: 7\r\n"
            client.sendall(f"RTSP/1.0 {self._status}\r\nCSeq: {head.get('CSeq', 0)}\r\n{more}\r\n{body}".encode())
            if verb == "PLAY":
                self._play(client)
                return
            if verb == "TEARDOWN":
                return

    def _description(self) -> str:
        sets = [unit for _, _, unit in self._units if unit[0] & 31 in (7, 8)][:2]
        given = ",".join(base64.b64encode(unit).decode() for unit in sets)
        return (
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=lens\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
            f"a=fmtp:96 packetization-mode=1;sprop-parameter-sets={given}\r\na=control:track\r\n"
        )

    def _play(self, client: socket.socket) -> None:
        for number, (seconds, last, unit) in enumerate(self._units):
            head = struct.pack(">BBHII", 0x80, 96 | last << 7, number, round(seconds * CLOCK), 1)
            client.sendall(b"$\0" + struct.pack(">H", len(head) + len(unit)) + head + unit)


def _head(lines: Any) -> Iterator[str]:
    while (line := lines.readline().decode()).strip():
        yield line


def _encoded(levels: range) -> Iterator[tuple[float, bool, bytes]]:
    """(seconds, the last of its frame, a NAL unit without start code)"""
    codec = av.CodecContext.create("libx264", "w")
    codec.width, codec.height, codec.pix_fmt, codec.framerate = 64, 48, "yuv420p", 25
    codec.options = {"tune": "zerolatency", "preset": "ultrafast"}
    frames = [av.VideoFrame.from_ndarray(np.full((48, 64, 3), level, np.uint8), format="rgb24") for level in levels]
    for number, frame in enumerate([*frames, None]):
        for packet in codec.encode(frame):
            units = [unit for unit in re.split(rb"\x00\x00\x00?\x01", bytes(packet)) if unit]
            for unit in units:
                yield number / 25, unit is units[-1], unit
