"""A model hub on the loopback interface, with its faults: the API, redirects to a second host, ranges, broken lines."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

BRANCH = "main"


def commit_of(files: dict[str, bytes]) -> str:
    """A commit is known by what is in it, as git's."""
    return hashlib.sha1(repr(sorted(files.items())).encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request for a file. `cut`: so many bytes of the answer, then the line is dead.
    `wait`: nothing comes until the server ends. `whole`: the range that was asked for is not heeded."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    cut: int | None = None
    wait: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that came."""

    host: str
    path: str
    range: str | None
    authorisation: str | None


class Hub:
    """`put` publishes a commit and moves the branch to it; `faults[path]` are used up, one a request for that file."""

    def __init__(self) -> None:
        self.commits: dict[tuple[str, str], dict[str, bytes]] = {}
        self.refs: dict[tuple[str, str], str] = {}
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.asked: list[Asked] = []
        self.discussions: list[dict[str, Any]] = []
        self.api_answer: Fault | None = None
        self.api_faults: list[Fault] = []
        self.declared: dict[str, str] = {}
        """Path -> a hash that is told instead of the true one; "" for none (a poor mirror)."""
        self.ended = threading.Event()
        self.url = ""
        self.cdn = ""

    def put(self, repo: str, files: dict[str, bytes], ref: str = BRANCH) -> str:
        commit = commit_of(files)
        self.commits[repo, commit] = files
        self.refs[repo, ref] = commit
        return commit

    def of(self, path: str) -> list[Asked]:
        """The requests for a file's bytes, wherever they went."""
        return [each for each in self.asked if each.path.endswith(path) and "/api/" not in each.path]

    # -- answers ----------------------------------------------------------------------------------------------------

    def files(self, repo: str, revision: str) -> tuple[str, dict[str, bytes]] | None:
        commit = self.refs.get((repo, revision), revision)
        found = self.commits.get((repo, commit))
        return (commit, found) if found is not None else None

    def info(self, repo: str, commit: str, files: dict[str, bytes]) -> dict[str, Any]:
        return {"id": repo, "sha": commit, "siblings": [self._sibling(*item) for item in files.items()]}

    def _sibling(self, path: str, data: bytes) -> dict[str, Any]:
        if self.declared.get(path) == "":
            return {"rfilename": path}
        git = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
        told: dict[str, Any] = {"rfilename": path, "size": len(data), "blobId": self.declared.get(path, git)}
        if large(path):
            sha = self.declared.get(path, hashlib.sha256(data).hexdigest())
            told["lfs"] = {"sha256": sha, "size": len(data), "pointerSize": 134}
        return told


def large(path: str) -> bool:
    return path.endswith((".safetensors", ".bin", ".gguf"))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, *_: object) -> None:
        return

    def do_GET(self) -> None:
        url = urlsplit(self.path)  # as a proxy we are given whole addresses
        path = unquote(url.path)
        self.hub.asked.append(Asked(self.headers["Host"], path, self.headers["Range"], self.headers["Authorization"]))
        if path.startswith("/api/models/"):
            self._api(path.removeprefix("/api/models/"))
        elif path.startswith("/cdn/"):
            _, _, org, name, commit, inside = path.split("/", 5)
            self._file(f"{org}/{name}", commit, inside)
        elif "/resolve/" in path:
            repo, _, rest = path[1:].partition("/resolve/")
            commit, _, inside = rest.partition("/")
            if large(inside):
                self._send(302, b"", {"Location": f"{self.hub.cdn}/cdn/{repo}/{commit}/{inside}"})
            else:
                self._file(repo, commit, inside)
        else:
            self._send(404, b"")
        assert parse_qs(url.query) is not None

    def _api(self, path: str) -> None:
        fault = self.hub.api_faults.pop(0) if self.hub.api_faults else self.hub.api_answer
        if fault is not None:
            self._send(fault.status, fault.body or b"", fault.headers)
            return
        if path.endswith("/discussions"):
            self._json({"discussions": self.hub.discussions, "count": len(self.hub.discussions), "start": 0})
            return
        repo, _, revision = path.partition("/revision/")
        if not any(known == repo for known, _ in self.hub.commits):
            self._send(404, b"{}", {"X-Error-Code": "RepoNotFound"})
            return
        found = self.hub.files(repo, revision or BRANCH)
        if found is None:
            self._send(404, b"{}", {"X-Error-Code": "RevisionNotFound"})
        else:
            self._json(self.hub.info(repo, *found))

    def _file(self, repo: str, commit: str, path: str) -> None:
        data = self.hub.commits[repo, commit][path]
        faults = self.hub.faults[path]
        fault = faults.pop(0) if faults else Fault()
        if fault.status != 200 or fault.body is not None:
            self._send(fault.status, fault.body or b"", fault.headers)
            return
        start = 0
        wanted = self.headers["Range"]
        if wanted and not fault.whole:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(data):
                self._send(416, b"", {"Content-Range": f"bytes */{len(data)}"})
                return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(data) - start))
        self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
        self.end_headers()
        body = data[start:]
        if fault.wait:
            self.wfile.write(body[:100])
            self.wfile.flush()
            self.hub.ended.wait(60)
            self.close_connection = True
            return
        self.wfile.write(body if fault.cut is None else body[: fault.cut])
        if fault.cut is not None:
            self.close_connection = True

    def _json(self, value: object) -> None:
        self._send(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:  # a client that went away is what is tested
        return


@contextmanager
def serving() -> Iterator[Hub]:
    """Two hosts: the hub, and the one that it sends people to for large files."""
    hub = Hub()
    handler = type("Handler", (_Handler,), {"hub": hub})
    servers = [_Server(("127.0.0.1", 0), handler) for _ in range(2)]
    threads = [threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    hub.url, hub.cdn = (f"http://127.0.0.1:{server.server_address[1]}" for server in servers)
    hub.cdn = hub.cdn.replace("127.0.0.1", "localhost")
    try:
        yield hub
    finally:
        hub.ended.set()
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()
