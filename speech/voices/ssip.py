"""The wire to Speech Dispatcher: SSIP, the Speech Synthesis Interface Protocol 1.0 over its socket.

Commands are lines; each gets its reply in the order they were sent. Between them come events ("7xx"): a message
begins, reaches a mark, ends. Reference: the SSIP manual of Speech Dispatcher 0.11.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import socket
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

log = logging.getLogger(__name__)

ANSWER_S = 3.0
"""The longest wait for a reply; the server takes a millisecond."""
SPAWN_S = 5.0
"""The longest start of a server: 0.2 s with one module, more with many."""
_EVENTS = {"700": "mark", "701": "begin", "702": "end", "703": "cancelled"}
Reply = list[str]
OnEvent = Callable[[str, str, str], None]
"""Called on the reader's thread with "begin", "mark", "end" or "cancelled", the message's id, and the mark's name."""


class Lost(Exception):
    """The server is not there, went away, does not answer, or refuses. The text never holds what was spoken."""


class Gone(Lost):
    """The server went away: another one may be there at once."""


class Wire:
    """One connection. Any thread. Raises `Lost`; once lost, it stays so."""

    def __init__(self, on_event: OnEvent, on_lost: Callable[[], None]) -> None:
        self.lost = False
        self._on_event = on_event
        self._on_lost = on_lost
        self._sending = threading.Lock()
        """Held while one command goes out, so that replies and those who wait for them keep one order."""
        self._waiting: deque[Future[Reply]] = deque()
        self._socket = _connect()
        self._socket.settimeout(None)
        self._reader = threading.Thread(target=self._read, name="ssip", daemon=True)
        self._reader.start()

    def ask(self, command: str) -> Reply:
        """The data lines of the reply."""
        return _result(self._send(command)[0])

    def post(self, command: str) -> None:
        """Send and don't wait for the reply."""
        self._send(command)

    def speak(self, text: str) -> str:
        """Queue a message; its id. The text goes out together with its command: a cancel sent meanwhile by another
        thread would else become part of the text."""
        lines = "\r\n".join("." + line if line.startswith(".") else line for line in text.splitlines() or [" "])
        ready, queued = self._send(f"SPEAK\r\n{lines}\r\n.", replies=2)
        _result(ready)
        return _result(queued)[0]

    def spell(self, character: str) -> str:
        """Queue the name of one character; the message's id. (SSIP's spelling mode does nothing in 0.11's modules.)"""
        return self.ask(f"CHAR {'space' if character == ' ' else character}")[0]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._reader.join(5)

    def _send(self, command: str, replies: int = 1) -> list[Future[Reply]]:
        futures: list[Future[Reply]] = [Future() for _ in range(replies)]
        with self._sending:
            if self.lost:
                raise Gone("the connection is closed")
            self._waiting.extend(futures)
            try:
                self._socket.sendall(command.encode("utf-8", "replace") + b"\r\n")
            except OSError as error:
                raise Gone(f"sending: {error}") from error
        return futures

    def _read(self) -> None:
        data: list[str] = []
        with contextlib.suppress(OSError), self._socket.makefile("r", encoding="utf-8", errors="replace") as lines:
            for line in lines:
                code, more, rest = line[:3], line[3:4], line[4:].rstrip("\r\n")
                if more == "-":
                    data.append(rest)
                    continue
                if code in _EVENTS:
                    self._on_event(_EVENTS[code], data[0], data[2] if len(data) > 2 else "")
                elif code[:1] != "7" and self._waiting:
                    self._answer(self._waiting.popleft(), code, rest, data)
                data = []
        with self._sending:
            self.lost = True
            waiting, self._waiting = self._waiting, deque()
        for one in waiting:
            one.set_exception(Gone("the server went away"))
        self._socket.close()
        self._on_lost()

    @staticmethod
    def _answer(future: Future[Reply], code: str, rest: str, data: Reply) -> None:
        if code.startswith("2"):
            future.set_result(data)
        else:
            future.set_exception(Lost(f"{code} {rest}"))


def greeted(on_event: OnEvent, on_lost: Callable[[], None], greeting: Sequence[str]) -> Wire:
    """A connection over which these commands went. A server that has just died may still take one, and drop it: then
    the next one is asked. Raises `Lost`."""
    end = time.monotonic() + SPAWN_S
    while True:
        wire = Wire(on_event, on_lost)
        try:
            for command in greeting:
                wire.ask(command)
        except Lost as error:
            wire.close()
            if not isinstance(error, Gone) or time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return wire


def installed() -> bool:
    """True when a server runs, or one can be started."""
    return shutil.which("speech-dispatcher") is not None or _address() is not None


def _result(future: Future[Reply]) -> Reply:
    try:
        return future.result(ANSWER_S)
    except TimeoutError:
        raise Lost("the server does not answer") from None


def _address() -> str | tuple[str, int] | None:
    """Where the server listens; None when its socket is not there (the server makes it when it starts)."""
    named = os.environ.get("SPEECHD_ADDRESS", "")
    if named.startswith("inet_socket:"):
        host, _, port = named.removeprefix("inet_socket:").partition(":")
        return (host, int(port or 6560))
    # As GLib's g_get_user_runtime_dir, which the server asks.
    runtime = os.environ.get("XDG_RUNTIME_DIR") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    path = named.removeprefix("unix_socket:") or f"{runtime}/speech-dispatcher/speechd.sock"
    return path if Path(path).exists() else None


def _connect() -> socket.socket:
    """A socket to the server, which is started when none runs, as every client of it does."""
    try:
        return _open()
    except OSError as error:
        log.info("Speech Dispatcher is started: %s", error)
    end = time.monotonic() + SPAWN_S
    code = 0
    while True:
        try:
            # It leaves by itself a few seconds after its last client.
            code = subprocess.run(
                ["speech-dispatcher", "--spawn"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SPAWN_S,
            ).returncode
            return _open()
        except subprocess.TimeoutExpired as error:
            raise Lost("speech-dispatcher --spawn does not come back") from error
        except OSError as error:
            # One that has just died may still count as running for some milliseconds.
            if shutil.which("speech-dispatcher") is None or time.monotonic() > end:
                raise Lost(f"speech-dispatcher --spawn: {error}") from error
            log.info("not started yet: %s", code)
            time.sleep(0.05)


def _open() -> socket.socket:
    address = _address()
    if address is None:
        raise FileNotFoundError("there is no socket of a server")
    one = socket.socket(socket.AF_INET if isinstance(address, tuple) else socket.AF_UNIX)
    try:
        one.settimeout(ANSWER_S)
        one.connect(address)
    except OSError:
        one.close()
        raise
    return one
