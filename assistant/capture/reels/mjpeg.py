"""Motion JPEG over HTTP: pictures in the parts of one endless reply (multipart/x-mixed-replace), as web cameras and
telephones send them. One picture by itself is asked for again and again. Other replies are FFmpeg's: see `open_http`.

The standard library's client is used bare: it knows no proxies, and goes on only to the host that was named.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import io
import socket
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from assistant.capture.picture import decode
from assistant.capture.reels import Reel, Still
from assistant.errors import CameraMissing, HearsightError, UnusableInput

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from assistant.types import Pixels

CONNECT_S = 5.0
READ_S = 10.0
"""Seconds without a byte, after which the stream counts as broken off."""
LONGEST_LINE, MOST_LINES = 4096, 200
LONGEST_PICTURE = 64 << 20
LONGEST_PLAYLIST = 4 << 20
"""Bytes; that is some 50,000 pieces, days of video. FFmpeg keeps all that a playlist names in memory."""
PLAYLIST_BEGINS = b"#EXTM3U"
"""Bytes of one JPEG; one of 100 megapixels has some 40 MB."""
REDIRECTIONS = 3
SIGNS = "/?%:;@&=+$,~!*'()[]"
"""That stay as they are in a path; a space may not."""
SNAPSHOTS_APART_S = 0.2
VIDEO = ("video/", "application/octet-stream")
PLAYLIST = ("application/vnd.apple.mpegurl", "application/x-mpegurl", "audio/mpegurl", "audio/x-mpegurl")


def open_http(url: str) -> Reel:
    """Whatever an http or https address gives. Raises `errors.CameraMissing`, `errors.UnusableInput`."""
    reply = _Reply(url)
    try:
        kind, boundary = reply.kind()
        if kind.startswith("multipart/"):
            return MjpegReel(reply, boundary)
        if kind.startswith("image/"):
            return SnapshotReel(reply)
        if kind.startswith((*VIDEO, *PLAYLIST)):
            from assistant.capture.reels.video import VideoReel

            reply.close()
            pieces = Pieces(reply.url) if kind in PLAYLIST or reply.url.partition("?")[0].endswith(".m3u8") else None
            return VideoReel(url=reply.url, name=reply.name, pieces=pieces)
        if kind in ("text/html", "application/xhtml+xml"):
            raise UnusableInput(f"{reply.name} sent a web page, no stream. The page may name the stream's own address.")
        raise UnusableInput(f"{reply.name} sent no stream but {kind or 'something unnamed'}.")
    except BaseException:
        reply.close()
        raise


class MjpegReel:
    """The port: `reels.Reel`."""

    paced = False

    def __init__(self, reply: _Reply, boundary: str) -> None:
        self._reply = reply
        mark = boundary.encode("latin-1", "replace").strip()
        self._marks = {b"--" + mark, mark, b"--" + mark.removeprefix(b"--")} if mark else set()

    def read(self) -> Still:
        try:
            picture = self._part()
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:  # closed from elsewhere
            raise self._broken_off(repr(error)) from error
        return Still(lambda: _pixels(picture))

    def interrupt(self) -> None:
        self._reply.interrupt()

    def close(self) -> None:
        self._reply.close()

    def _broken_off(self, detail: str) -> CameraMissing:
        return CameraMissing(f"The stream of {self._reply.name} broke off.", detail=detail)

    def _part(self) -> bytes:
        """The next picture; what is between the parts, and parts of other kinds, are passed over."""
        length = None
        passed = 0
        while not self._is_boundary(line := self._line()):
            passed += len(line)
            if passed > LONGEST_PICTURE:
                raise ValueError("there is no boundary")
        for _ in range(MOST_LINES):  # the part's head
            line = self._line()
            if not line:
                break
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"content-length" and value.strip().isdigit():
                length = int(value)
        if length is None:
            return self._up_to_boundary()
        if length > LONGEST_PICTURE:
            raise ValueError("a picture is too long")
        read = self._reply.body.read(length)
        if len(read) < length:
            raise ValueError("the reply ended")
        return read

    def _line(self) -> bytes:
        line = self._reply.body.readline(LONGEST_LINE)
        if not line:
            raise ValueError("the reply ended")
        return line.rstrip(b"\r\n")

    def _is_boundary(self, line: bytes) -> bool:
        return line in self._marks if self._marks else line.startswith(b"--")

    def _up_to_boundary(self) -> bytes:
        """A part whose head gives no length. The boundary that ends it begins the next, whose lines follow at once."""
        picture = bytearray()
        while len(picture) <= LONGEST_PICTURE:
            line = self._reply.body.readline(LONGEST_LINE)
            if not line:
                raise ValueError("the reply ended")
            picture += line
            if picture.endswith((b"\xff\xd9\r\n", b"\xff\xd9\n")):
                return bytes(picture)
        raise ValueError("a picture is too long")


class SnapshotReel:
    """The port: `reels.Reel`, over an address that gives one picture."""

    paced = False

    def __init__(self, reply: _Reply) -> None:
        self._reply: _Reply = reply
        self._url = reply.url
        self._first = True
        self._stopped = threading.Event()

    def read(self) -> Still:
        if not self._first:
            self._reply.close()
            if self._stopped.wait(SNAPSHOTS_APART_S):
                raise CameraMissing(f"The stream of {self._reply.name} broke off.", detail="closed")
            self._reply = _Reply(self._url)
        self._first = False
        try:
            picture = self._reply.body.read(LONGEST_PICTURE)
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
            raise CameraMissing(f"The stream of {self._reply.name} broke off.", detail=repr(error)) from error
        return Still(lambda: _pixels(picture))

    def interrupt(self) -> None:
        self._stopped.set()
        self._reply.interrupt()

    def close(self) -> None:
        self._reply.close()


class Pieces:
    """What an HLS playlist names: pieces of one video, and further playlists. Of the named host, and of no other."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).hostname
        self.refused: HearsightError | None = None
        """Why the last piece was not fetched."""

    def open(self, url: str, flags: int, options: dict[str, Any]) -> Any:
        """As PyAV's `io_open`: a file to read from. Raises `OSError`."""
        del flags, options
        try:
            parts = urlsplit(url)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise UnusableInput("A playlist names an address that I don't open.")
            if parts.hostname != self._host:
                raise UnusableInput(
                    f"{self._host} sends me on to another server, {parts.hostname}. Name that one if you want it."
                )
            return _bounded(_Reply(url).body)
        except ValueError as error:
            self.refused = UnusableInput("A playlist names an address that I don't open.")
            raise OSError("no address") from error
        except HearsightError as error:
            self.refused = error
            raise OSError(type(error).__name__) from error


def _bounded(body: Any) -> Any:
    """The file of a piece as it comes; a playlist as a whole. Raises `UnusableInput` for one without an end."""
    begins = body.read(len(PLAYLIST_BEGINS))
    if begins != PLAYLIST_BEGINS:
        return _Piece(begins, body)
    with body:
        rest = body.read(LONGEST_PLAYLIST)
    if len(rest) == LONGEST_PLAYLIST:
        raise UnusableInput("The playlist at that address is too long for me.")
    return io.BytesIO(begins + rest)


class _Piece:
    """A reply of which the first bytes were read."""

    def __init__(self, begins: bytes, body: Any) -> None:
        self._begins, self._body = begins, body
        self.close = body.close

    def read(self, size: int) -> bytes:
        begins, self._begins = self._begins, b""
        return begins or bytes(self._body.read(size))


class _Reply:
    """A GET that was answered with 200, its body not yet read. Raises `CameraMissing`, `UnusableInput`."""

    def __init__(self, url: str) -> None:
        host = urlsplit(url).hostname
        for _ in range(REDIRECTIONS + 1):
            self.url = url
            self._get(urlsplit(url))
            further = self.body.getheader("Location") if self.body.status in (301, 302, 303, 307, 308) else None
            if further is None:
                break
            self.close()
            url = self._sent_on(url, further, host)
        status = self.body.status
        if status != 200:
            self.close()
        if status in (401, 403):
            raise UnusableInput(
                f"{self.name} wants a login. Put it into the address: http://NAME:PASSWORD@SERVER/...",
                detail=str(status),
            )
        if status == 503:
            raise CameraMissing(f"{self.name} is busy. Another program may be watching it.", detail=str(status))
        if status != 200:
            raise UnusableInput(f"{self.name} has no video stream at that address.", detail=str(status))

    def kind(self) -> tuple[str, str]:
        """("multipart/x-mixed-replace", boundary)"""
        headers = self.body.headers
        boundary = headers.get_param("boundary") or ""
        if isinstance(boundary, tuple):  # RFC 2231: with a character set
            boundary = boundary[2]
        return headers.get_content_type() if headers["Content-Type"] else "", boundary

    def _sent_on(self, url: str, further: str, host: str | None) -> str:
        """The address that a redirection names."""
        try:
            url = urljoin(url, further)
            parts = urlsplit(url)
            other, scheme = parts.hostname or "", parts.scheme
        except ValueError:  # a bracket too few
            other = scheme = ""
        if scheme in ("http", "https") and other and other != host:
            raise UnusableInput(f"{self.name} sends me on to another server, {other}. Name that one if you want it.")
        if scheme not in ("http", "https") or other != host:
            raise UnusableInput(f"{self.name} sends me on to an address that I don't open.")
        return url

    def interrupt(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException, ValueError, AttributeError):
            self.body.close()
        self._connection.close()

    def _get(self, parts: SplitResult) -> None:
        self.name = server_of(parts.geturl())
        make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        headers = {"Accept": "*/*", "User-Agent": "Hearsight"}
        if parts.username is not None:
            login = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode(errors="replace")
            headers["Authorization"] = f"Basic {base64.b64encode(login).decode()}"
        try:
            self._connection = make(parts.hostname or "", parts.port, timeout=CONNECT_S)
        except (ValueError, http.client.HTTPException) as error:
            raise UnusableInput(f"{self.name} has no video stream at that address.", detail="the port") from error
        try:
            self._connection.connect()
            self._socket: socket.socket = self._connection.sock
            path = quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe=SIGNS, errors="replace")
            self._connection.request("GET", path, headers=headers)
            self.body = self._connection.getresponse()
            self._socket.settimeout(READ_S)
        except http.client.HTTPException as error:
            self._connection.close()
            raise UnusableInput(f"{self.name} does not answer as a web server.", detail=repr(error)) from error
        except (OSError, ValueError) as error:
            self._connection.close()
            raise CameraMissing(
                f"I can't reach {self.name}. Is it on, and is the address right?", detail=repr(error)
            ) from error


def server_of(url: str) -> str:
    """Host and port of an address: what may be said aloud; empty where it names none. Raises `ValueError`."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = None
    return f"{parts.hostname}{f':{port}' if port else ''}" if parts.hostname else ""


def _pixels(picture: bytes) -> Pixels | None:
    try:
        return decode(io.BytesIO(picture), "The picture")
    except HearsightError:
        return None
