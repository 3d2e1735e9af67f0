"""Talking to the running app: a second `hearsight describe` is carried out by the first, with its warm models.

The socket lies in a folder that only its owner may enter. Messages are JSON (never pickle): one command, which is
answered at once by {"accepted": pid}, then any number of {"text": ...}, then one {"result", "exit_code", "error"}.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from assistant.cancel import Token
from assistant.carry import Command, Reply
from assistant.errors import HearsightError
from assistant.following import Feed

if TYPE_CHECKING:
    Carrier = Callable[[Command, Callable[[str], None], Token], Reply]

log = logging.getLogger(__name__)
VERSION = 1
MAX_MESSAGE = 1 << 24
CLOSING_S = 0.25
ANSWER_S = 5.0
"""An app that says nothing for so long hangs: whoever asks goes on without it."""


class AlreadyRunning(HearsightError):
    exit_code = 0
    sentence = "Hearsight is already running."


def address(folder: Path) -> str:
    """Where the app listens: a socket file in `folder`, on Windows a named pipe of the user."""
    if sys.platform == "win32":
        return rf"\\.\pipe\hearsight-{os.environ.get('USERNAME', 'user')}"
    return str(folder / "hearsight.sock")


class OneInstance:
    """The right to be the running app, held until `close` or the end of the process, however that comes.

    A lock, since a socket can't tell: it outlives a killed app, and two that start at once both find none.
    """

    def __init__(self, folder: Path) -> None:
        """Raises `AlreadyRunning`, also when the other one hangs."""
        self._file: IO[bytes] | None = None
        if sys.platform == "win32":
            return  # there the first pipe of a name is the lock
        import fcntl

        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        self._file = (folder / "hearsight.lock").open("wb")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise AlreadyRunning from error

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


class Server:
    """Listens on a thread of its own; each client gets another. `carry` runs on the client's thread and blocks."""

    def __init__(
        self,
        folder: Path,
        carry: Carrier,
        ready: Callable[[], bool] = lambda: True,
        started_again: Callable[[], None] = lambda: None,
        instance: OneInstance | None = None,
        feed: Feed | None = None,
    ) -> None:
        """`ready`: are the models at hand? `started_again`: a person has started the app once more.
        `instance`: if the caller has it already. `feed`: what followers are told. Raises `AlreadyRunning`."""
        self._carry = carry
        self._feed = feed or Feed()
        self._ready = ready
        self._started_again = started_again
        self._address = address(folder)
        self._instance = instance or OneInstance(folder)
        if sys.platform != "win32":
            Path(self._address).unlink(missing_ok=True)  # left by an instance that was killed
        try:
            self._listener = Listener(self._address)
        except OSError as error:
            self._instance.close()
            if sys.platform == "win32":
                raise AlreadyRunning from error
            raise
        self._closing = False
        threading.Thread(target=self._serve, name="remote", daemon=True).start()

    def close(self) -> None:
        self._closing = True
        with contextlib.suppress(OSError, EOFError):
            Client(self._address).close()  # wakes the thread that waits for one
        with contextlib.suppress(OSError):
            self._listener.close()
        self._instance.close()

    def _serve(self) -> None:
        while not self._closing:
            try:
                connection = self._listener.accept()
            except (OSError, EOFError):
                time.sleep(0.1)  # out of file handles, perhaps: asking again at once would only burn the processor
                continue
            threading.Thread(target=self._client, args=(connection,), name="remote-client", daemon=True).start()

    def _client(self, connection: Connection) -> None:
        with connection, contextlib.suppress(OSError, EOFError):
            message = _receive(connection)
            if message.get("hello"):
                _send(connection, {"version": VERSION, "pid": os.getpid(), "ready": self._ready()})
                if message.get("started"):
                    self._started_again()
                return
            token = Token()
            outbox = _Outbox(connection, token)
            outbox.put({"accepted": os.getpid()})
            if message.get("follow"):
                with self._feed.followed_by(lambda text: outbox.put({"text": text})):
                    # Until it goes (a follower sends nothing more), or we do.
                    while not self._closing and not connection.poll(CLOSING_S):
                        pass
                outbox.close()
                return
            threading.Thread(target=_cancel_when_gone, args=(connection, token), daemon=True).start()
            try:
                command = Command.from_json(message.get("command", {}))
                reply = self._carry(command, lambda text: outbox.put({"text": text}), token)
            except HearsightError as error:
                reply = Reply(exit_code=error.exit_code, error=error.spoken)
            except Exception:  # the client must learn that nothing more comes
                log.exception("a command could not be carried out")
                reply = Reply(exit_code=HearsightError.exit_code, error=HearsightError.sentence)
            outbox.put({"result": reply.result, "exit_code": reply.exit_code, "error": reply.error})
            outbox.close()


class _Outbox:
    """Sends on a thread of its own: a client that doesn't read (stopped, or its reader is) must not block a turn."""

    def __init__(self, connection: Connection, token: Token) -> None:
        self._connection = connection
        self._token = token
        self._messages: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="remote-outbox", daemon=True)
        self._thread.start()

    def put(self, message: dict[str, Any]) -> None:
        self._messages.put(message)

    def close(self) -> None:
        """Wait until all is sent, or nobody reads any more."""
        self._messages.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            while (message := self._messages.get()) is not None:
                _send(self._connection, message)
        except OSError:
            self._token.cancel()


@dataclass(frozen=True, slots=True)
class Status:
    pid: int
    ready: bool
    """All models that the first key press needs are loaded."""


def status(folder: Path, *, started: bool = False) -> Status | None:
    """Of the running app, None if there is none that answers. `started`: the app was started once more, which the
    running one then says aloud: whoever starts it from a menu sees no terminal."""
    try:
        with Client(address(folder)) as connection:
            _send(connection, {"hello": VERSION, "started": started})
            if not connection.poll(ANSWER_S):
                return None
            reply = _receive(connection)
            return Status(int(reply["pid"]), bool(reply["ready"]))
    except (OSError, EOFError, ValueError, KeyError):
        return None


def ask_running(
    folder: Path, command: Command, on_text: Callable[[str], None], *, answer_s: float = ANSWER_S
) -> Reply | None:
    """Let the running app carry out `command`; None when there is none, or it hangs. Closing the program cancels it
    there."""
    try:
        connection = Client(address(folder))
    except (OSError, EOFError):
        return None
    with connection:
        try:
            _send(connection, {"command": command.as_json()})
            if not connection.poll(answer_s):
                return None
            while True:
                message = _receive(connection)
                if "text" in message:
                    on_text(str(message["text"]))
                elif "result" in message:
                    return Reply(message["result"], int(message["exit_code"]), str(message["error"]))
        except (OSError, EOFError):
            return Reply(exit_code=1, error="Hearsight was closed before it had answered.")


def follow_running(folder: Path, on_text: Callable[[str], None]) -> bool:
    """`on_text` hears what the running app says, each utterance as it begins. Returns True when the app ends, False
    when there is none."""
    try:
        connection = Client(address(folder))
    except (OSError, EOFError):
        return False
    with connection:
        try:
            _send(connection, {"follow": VERSION})
            if not connection.poll(ANSWER_S):
                return False
            while True:
                message = _receive(connection)
                if "text" in message:
                    on_text(str(message["text"]))
        except (OSError, EOFError):
            return True


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
