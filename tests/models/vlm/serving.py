"""A model server for tests: speaks the part of OpenAI's protocol that model servers share, by real HTTP on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    server: Serving
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, None, dict(self.headers)))
        body = json.dumps({"data": [{"id": name} for name in self.server.models]}).encode()
        self.whole(200, "application/json", body)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, body, dict(self.headers)))
        self.server.reply(self, body)

    def whole(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()

    def event(self, text: str = "", reason: str | None = None, chance: float | None = None) -> None:
        import math

        choice: dict[str, Any] = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": reason}
        if chance is not None:
            choice["logprobs"] = {"content": [{"token": text, "logprob": math.log(chance)}]}
        self.raw(f"data: {json.dumps({'choices': [choice]})}\n\n")

    def raw(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def done(self) -> None:
        self.raw("data: [DONE]\n\n")
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


class Serving(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, reply: Reply, models: tuple[str, ...]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply = reply
        self.models = models
        self.asked: list[tuple[str, dict[str, Any] | None, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, *_: object) -> None:
        """A client that leaves in the middle is what some tests are about."""


@contextmanager
def serving(reply: Reply, *, models: tuple[str, ...] = ("tiny-vl",)) -> Iterator[Serving]:
    server = Serving(reply, models)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def says(*texts: str, reason: str = "stop", chance: float | None = None) -> Reply:
    """A server that writes these pieces."""

    def reply(handler: Handler, body: dict[str, Any]) -> None:
        handler.begin()
        for text in texts:
            handler.event(text, chance=chance)
        handler.event(reason=reason)
        handler.done()

    return reply
