"""Talking HTTP to a model server: server-sent events (the WHATWG's text/event-stream), one request at a time a call.

The standard library's client is used bare: it knows no proxies and follows no redirections, so a picture goes to the
one address that was checked.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import os
import queue
import socket
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import BadSetting, ModelTrouble
from assistant.setting_rules import is_here

if TYPE_CHECKING:
    from assistant.cancel import Token

POLL_S = 0.02
CONNECT_S = 5.0
LONGEST_LINE = 1 << 20
"""Bytes of one event."""
LONGEST_REPLY = 8 << 20
"""Bytes of a reply that is no stream."""


class Server:
    """`url`: the address with its path, "http://127.0.0.1:8080/v1", checked by `setting_rules.endpoint_trouble`."""

    def __init__(self, url: str, *, key: str, timeout_s: float) -> None:
        parts = urlsplit(url)
        self._secure = parts.scheme == "https"
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if self._secure else 80)
        self._path = parts.path.rstrip("/")
        self._key = key
        self._timeout_s = timeout_s
        self.where = f"{self._host}:{self._port}"

    def json(self, path: str, token: Token) -> Any:
        """The reply to a GET. Raises `ModelTrouble`, `Cancelled`."""
        text = "".join(line for line in self._exchange("GET", path, None, token) if line is not None)
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise self._no_server() from None

    def lines(
        self, path: str, body: dict[str, Any], token: Token, *, refused: type[ModelTrouble] = ModelTrouble
    ) -> Iterator[str | None]:
        """The data of each event of the reply to a POST, None where the server says that it is done; of a reply that
        is no stream, its whole text. Raises `refused` for a request that the server calls wrong, `ModelTrouble` for
        all else, and `Cancelled`. Closing the iterator ends the request."""
        return self._exchange("POST", path, body, token, refused)

    def _exchange(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None,
        token: Token,
        refused: type[ModelTrouble] = ModelTrouble,
    ) -> Iterator[str | None]:
        key = self._secret()
        connection = _Connection(self, token)
        try:
            connection.send(method, f"{self._path}/{path}", body, key)
            status, kind = connection.status()
            if status != 200:
                raise self._trouble(status, refused)
            if kind == "text/html":
                raise self._no_server()
            if kind == "text/event-stream":
                yield from connection.events()
                return
            yield connection.whole()
            yield None
        finally:
            connection.close()

    def connected(self) -> http.client.HTTPConnection:
        """Raises `ModelTrouble` where nobody listens, `BadSetting` where the host is not near."""
        last: Exception | None = None
        for family, address in self._addresses():
            raw = socket.socket(family, socket.SOCK_STREAM)
            try:
                raw.settimeout(CONNECT_S)
                raw.connect(address)
                if self._secure:
                    import ssl

                    raw = ssl.create_default_context().wrap_socket(raw, server_hostname=self._host)
            except OSError as error:
                raw.close()
                last = error
                continue
            raw.settimeout(self._timeout_s)
            connection = http.client.HTTPConnection(self._host, self._port)
            connection.sock = raw
            return connection
        raise ModelTrouble(
            f"The model server at {self.where} does not answer. Start it, or turn it off: "
            "hearsight settings endpoint.url ''",
            detail=repr(last),
        )

    def _addresses(self) -> list[tuple[int, Any]]:
        """(family, socket address) of the host, looked up now and each one checked."""
        try:
            found = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):  # no name can be so long
            raise ModelTrouble(f"The model server {self._host[:60]} is not known in your network.") from None
        for _, _, _, _, address in found:
            if not _near(str(address[0]), here=is_here(self._host)):
                raise BadSetting(
                    f"{self._host} is not in your own network, so I send it no pictures. Change endpoint.url."
                )
        return [(family, address) for family, _, _, _, address in found]

    @property
    def timeout_s(self) -> float:
        return self._timeout_s

    def silent(self) -> ModelTrouble:
        return ModelTrouble(
            f"The model server at {self.where} was silent for {self._timeout_s:g} seconds, so I left it."
        )

    def broken(self, error: Exception) -> ModelTrouble:
        return ModelTrouble(
            f"The model server at {self.where} broke off in the middle. Please try again.", detail=repr(error)
        )

    def _no_server(self) -> ModelTrouble:
        return ModelTrouble(
            f"What answers at {self.where} is no model server. Check endpoint.url: it often ends in /v1."
        )

    def _trouble(self, status: int, refused: type[ModelTrouble]) -> ModelTrouble:
        """The log gets the number alone: a server may repeat the key, or what was asked and quoted."""
        detail = f"HTTP {status}"
        if status in (401, 403):
            return ModelTrouble(
                f"The model server at {self.where} wants another key. Set endpoint.key to env:NAME or file:PATH.",
                detail=detail,
            )
        if status == 404 or 300 <= status < 400:
            return (
                self._no_server()
                if status != 404
                else ModelTrouble(
                    f"The model server at {self.where} does not know that address or model. Check endpoint.url and "
                    "endpoint.model.",
                    detail=detail,
                )
            )
        if status in (400, 413, 415, 422):
            return refused(
                f"The model server at {self.where} does not take the picture or the question. Its model may not look "
                "at pictures.",
                detail=detail,
            )
        if status in (429, 503):
            return ModelTrouble(f"The model server at {self.where} is busy. Please try again later.", detail=detail)
        return ModelTrouble(f"The model server at {self.where} failed with code {status}.", detail=detail)

    def _secret(self) -> str:
        """The key, read anew. Raises `BadSetting` for one that is not there, or that others may read or overhear."""
        if not self._key:
            return ""
        kind, _, name = self._key.partition(":")
        if kind == "env":
            secret = os.environ.get(name, "")
            if not secret:
                raise BadSetting(f"The environment has no {name}, which endpoint.key names.")
        else:
            secret = _read_secret(Path(name).expanduser())
        if not secret.isascii() or not secret.isprintable():
            raise BadSetting("The key of endpoint.key holds signs that no key has.")
        if not self._secure and not is_here(self._host):
            raise BadSetting(
                "A key goes to another computer by https only. Change endpoint.url, or leave endpoint.key empty."
            )
        return secret


class _Connection:
    """One request. A thread of its own reads, so that a cancel is heard while the server thinks."""

    def __init__(self, server: Server, token: Token) -> None:
        self._server = server
        self._token = token
        self._made: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._raw: socket.socket | None = None
        self._left = False
        self._lock = threading.Lock()

    def send(self, method: str, path: str, body: dict[str, Any] | None, key: str) -> None:
        threading.Thread(target=self._work, args=(method, path, body, key), name="model-server", daemon=True).start()

    def status(self) -> tuple[int, str]:
        found: tuple[int, str] = self._next()
        return found

    def whole(self) -> str:
        return b"".join(self._bytes(LONGEST_REPLY)).decode("utf-8", "replace")

    def events(self) -> Iterator[str | None]:
        """The joined "data" of each event; None for "[DONE]", which ends it."""
        data: list[str] = []
        size = 0
        rest = b""
        for chunk in self._bytes(None):
            rest += chunk
            if len(rest) > LONGEST_LINE:
                raise self._server.broken(ValueError("an event of more than a megabyte"))
            *lines, rest = rest.replace(b"\r\n", b"\n").split(b"\n")
            for line in lines:
                if not line:
                    if data:
                        done, data, size = "\n".join(data), [], 0
                        if done.strip() == "[DONE]":
                            yield None
                            return
                        yield done
                    continue
                field, _, value = line.decode("utf-8", "replace").partition(":")
                if field == "data":
                    data.append(value.removeprefix(" "))
                    size += len(value)
                    if size > LONGEST_LINE:
                        raise self._server.broken(ValueError("an event of more than a megabyte"))

    def close(self) -> None:
        with self._lock:
            self._left = True
            raw = self._raw
        if raw is not None:
            with contextlib.suppress(OSError):
                raw.shutdown(socket.SHUT_RDWR)  # wakes the thread that reads

    def _bytes(self, most: int | None) -> Iterator[bytes]:
        total = 0
        while (chunk := self._next()) is not None:
            total += len(chunk)
            if most is not None and total > most:
                raise self._server.broken(ValueError("a reply of several megabytes"))
            yield chunk

    def _next(self) -> Any:
        """What the thread has read next; None at the end. Raises what it met, and `Cancelled`."""
        end = time.monotonic() + self._server.timeout_s + CONNECT_S
        while True:
            self._token.check()
            try:
                found = self._made.get(timeout=POLL_S)
            except queue.Empty:
                if time.monotonic() > end:
                    raise self._server.silent() from None
                continue
            if isinstance(found, BaseException):
                raise found
            return found

    def _work(self, method: str, path: str, body: dict[str, Any] | None, key: str) -> None:
        connection: http.client.HTTPConnection | None = None
        reply: http.client.HTTPResponse | None = None
        try:
            connection = self._server.connected()
            with self._lock:
                self._raw = connection.sock  # the connection forgets it before the reply is read
                if self._left:
                    return
            headers = {"Accept": "text/event-stream, application/json", "User-Agent": "hearsight"}
            if key:
                headers["Authorization"] = f"Bearer {key}"
            sent = None
            if body is not None:
                sent = json.dumps(body).encode()
                headers["Content-Type"] = "application/json"
            connection.request(method, path, body=sent, headers=headers)
            reply = connection.getresponse()
            self._made.put((reply.status, (reply.getheader("Content-Type") or "").partition(";")[0].strip().lower()))
            while chunk := reply.read1(65536):
                self._made.put(chunk)
            self._made.put(None)
        except (ModelTrouble, BadSetting) as error:
            self._made.put(error)
        except TimeoutError:
            self._made.put(self._server.silent())
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._made.put(self._server.broken(error))
        finally:
            if reply is not None:
                reply.close()
            if connection is not None:
                connection.close()


def _read_secret(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise BadSetting("Others may read the file that endpoint.key names. Run: chmod 600 on it.")
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadSetting("The file that endpoint.key names can't be read.") from None
    if not secret:
        raise BadSetting("The file that endpoint.key names is empty.")
    return secret


def _near(address: str, *, here: bool) -> bool:
    """Whether it is an address of this computer, or (if not `here`) of the own network."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if here or ip.is_unspecified:
        return ip.is_loopback
    return ip.is_private or ip.is_link_local
