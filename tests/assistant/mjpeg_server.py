"""A web camera on this computer: an HTTP server whose replies a test scripts."""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
from PIL import Image

END_S = 60.0
"""The longest that a script waits for a state; only what is broken takes as long."""


def jpeg(level: int, size: tuple[int, int] = (64, 48)) -> bytes:
    """A grey picture; one of another level is another frame."""
    file = io.BytesIO()
    Image.new("RGB", size, (level, level, level)).save(file, "JPEG", quality=90)
    return file.getvalue()


def level_of(pixels: Any) -> int:
    return round(float(np.median(pixels)))


class Connection:
    """One client that is connected."""

    def __init__(self, handler: BaseHTTPRequestHandler, server: MjpegServer) -> None:
        self._handler = handler
        self._server = server
        self.path = handler.path
        self.headers = handler.headers

    def begin(self, kind: str = "multipart/x-mixed-replace; boundary=frame", status: int = 200, **more: str) -> None:
        self._handler.send_response(status)
        if kind:
            self._handler.send_header("Content-Type", kind)
        for name, value in more.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()

    def frame(self, picture: bytes, *, length: bool = True) -> None:
        head = f"Content-Length: {len(picture)}\r\n" if length else ""
        self.raw(b"--frame\r\nContent-Type: image/jpeg\r\n" + head.encode() + b"\r\n" + picture + b"\r\n")

    def raw(self, data: bytes) -> None:
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def wait(self, event: threading.Event) -> None:
        assert event.wait(END_S)

    def until_it_goes(self, picture: bytes = jpeg(7), every_s: float = 0.02) -> None:
        """Frames until the client hangs up."""
        while not self._server.closing.wait(every_s):
            self.frame(picture)


Script = Callable[[Connection], None]


class MjpegServer:
    """`scripts`: one for each connection, the last one for all that follow. A context manager."""

    def __init__(self, *scripts: Script) -> None:
        self.served = 0
        self.hung_up = threading.Event()
        """A client has gone."""
        self.closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                at, outer.served = outer.served, outer.served + 1
                with contextlib.suppress(OSError):
                    scripts[min(at, len(scripts) - 1)](Connection(self, outer))
                outer.hung_up.set()
                self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self.where = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.where}/video"

    def __enter__(self) -> MjpegServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
