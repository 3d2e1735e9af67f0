"""Talking to the running app: a second `hearsight describe` is carried out by the first, with its warm models.

The socket lies in a folder that only its owner may enter. Messages are JSON (never pickle): one command, then any
number of {"text": ...}, then one {"result", "exit_code", "error"}.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cancel import Token
from assistant.carry import Command, Reply
from assistant.errors import HearsightError

if TYPE_CHECKING:
    Carrier = Callable[[Command, Callable[[str], None], Token], Reply]

log = logging.getLogger(__name__)
VERSION = 1
MAX_MESSAGE = 1 << 24


class AlreadyRunning(HearsightError):
    exit_code = 0
    sentence = "Hearsight is already running."


def address(folder: Path) -> str:
    """Where the app listens: a socket file in `folder`, on Windows a named pipe of the user."""
    if sys.platform == "win32":
        return rf"\\.\pipe\hearsight-{os.environ.get('USERNAME', 'user')}"
    return str(folder / "hearsight.sock")


class Server:
    """Listens on a thread of its own; each client gets another. `carry` runs on the client's thread and blocks."""

    def __init__(self, folder: Path, carry: Carrier, ready: Callable[[], bool] = lambda: True) -> None:
        """`ready`: are the models at hand? Raises `AlreadyRunning` when another instance answers."""
        self._carry = carry
        self._ready = ready
        self._address = address(folder)
        if status(folder) is not None:
            raise AlreadyRunning
        if sys.platform != "win32":
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
            Path(self._address).unlink(missing_ok=True)  # left by an instance that was killed
        self._listener = Listener(self._address)
        self._closing = False
        threading.Thread(target=self._serve, name="remote", daemon=True).start()

    def close(self) -> None:
        self._closing = True
        with contextlib.suppress(OSError):
            self._listener.close()

    def _serve(self) -> None:
        while not self._closing:
            try:
                connection = self._listener.accept()
            except (OSError, EOFError):
                continue
            threading.Thread(target=self._client, args=(connection,), name="remote-client", daemon=True).start()

    def _client(self, connection: Connection) -> None:
        token = Token()
        with connection, contextlib.suppress(OSError, EOFError, BrokenPipeError):
            message = _receive(connection)
            if message.get("hello"):
                _send(connection, {"version": VERSION, "pid": os.getpid(), "ready": self._ready()})
                return
            watcher = threading.Thread(target=_cancel_when_gone, args=(connection, token), daemon=True)
            watcher.start()
            try:
                reply = self._carry(
                    Command.from_json(message.get("command", {})), lambda text: _send(connection, {"text": text}), token
                )
            except HearsightError as error:
                reply = Reply(exit_code=error.exit_code, error=error.spoken)
            _send(connection, {"result": reply.result, "exit_code": reply.exit_code, "error": reply.error})


@dataclass(frozen=True, slots=True)
class Status:
    pid: int
    ready: bool
    """All models that the first key press needs are loaded."""


def status(folder: Path) -> Status | None:
    """Of the running app, None if there is none."""
    try:
        with Client(address(folder)) as connection:
            _send(connection, {"hello": VERSION})
            if not connection.poll(2):
                return None
            reply = _receive(connection)
            return Status(int(reply["pid"]), bool(reply["ready"]))
    except (OSError, EOFError, ValueError, KeyError):
        return None


def ask_running(folder: Path, command: Command, on_text: Callable[[str], None]) -> Reply | None:
    """Let the running app carry out `command`; None when there is none. Closing the program cancels it there."""
    try:
        connection = Client(address(folder))
    except (OSError, EOFError):
        return None
    with connection:
        try:
            _send(connection, {"command": command.as_json()})
            while True:
                message = _receive(connection)
                if "text" in message:
                    on_text(str(message["text"]))
                else:
                    return Reply(message["result"], int(message["exit_code"]), str(message["error"]))
        except (OSError, EOFError):
            return Reply(exit_code=1, error="Hearsight was closed before it had answered.")


def _cancel_when_gone(connection: Connection, token: Token) -> None:
    # A client sends nothing after its command: whatever becomes readable is its end.
    with contextlib.suppress(OSError, EOFError):
        connection.poll(None)
    token.cancel()


def _send(connection: Connection, message: dict[str, Any]) -> None:
    connection.send_bytes(json.dumps(message).encode())


def _receive(connection: Connection) -> dict[str, Any]:
    try:
        message = json.loads(connection.recv_bytes(MAX_MESSAGE))
    except ValueError as error:
        raise EOFError from error
    if not isinstance(message, dict):
        raise EOFError
    return message
