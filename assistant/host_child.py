"""The host process itself: makes the workers, runs their methods on threads, sends back what they give.

Started by `assistant.host`. Requests come through what was standard input, replies go through what was standard
output; both are moved away first, so that a library that prints lands in the log and not between two frames.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import os
import queue
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.shared_memory import SharedMemory
from typing import IO, Any

from assistant.cancel import Cancelled, Token
from assistant.host_wire import Parcel, as_trouble, attach, pack, read_frame, unpack, write_frame

POLL_S = 0.05
MOST_CALLS = 32
"""Calls that run at the same time; more wait their turn."""


class Child:
    """Serves one assistant until its pipe closes. `workers` as in `assistant.host.Host`."""

    def __init__(self, workers: dict[str, tuple[str, dict[str, object]]], replies: IO[bytes]) -> None:
        self._workers = workers
        self._replies = replies
        self._sending = threading.Lock()
        self._objects: dict[str, object] = {}
        self._making = threading.Lock()
        self._tokens: dict[int, Token] = {}
        self._rooms: dict[int, queue.SimpleQueue[str]] = {}
        # Threads are reused: torch and OpenMP keep a team of threads for each thread that calls them.
        self._pool = ThreadPoolExecutor(MOST_CALLS, thread_name_prefix="call")

    def serve(self, requests: IO[bytes]) -> None:
        """Read requests until the assistant goes away or says "close"."""
        while (message := read_frame(requests)) is not None:
            kind, *rest = message
            if kind == "close":
                return
            if kind == "call":
                number = rest[0]
                self._tokens[number] = Token()
                self._rooms[number] = queue.SimpleQueue()
                self._pool.submit(self._run, *rest)
            elif kind == "cancel" and rest[0] in self._tokens:
                self._tokens[rest[0]].cancel()
            elif kind == "room" and rest[0] in self._rooms:
                self._rooms[rest[0]].put(rest[1])

    def send(self, *message: object) -> None:
        with self._sending, contextlib.suppress(OSError):  # a broken pipe: `serve` sees the end, too
            write_frame(self._replies, message)

    def _run(self, number: int, streamed: bool, name: str, method: str, parcel: Parcel) -> None:
        token = self._tokens[number]
        try:
            args, kwargs = unpack(parcel)
            self.send("taken", number)
            token.check()
            worker, just_warmed = self._object(name, method, token)
            # What was loaded a moment ago need not be loaded again.
            given = None if just_warmed else getattr(worker, method)(*args, token=token, **kwargs)
            if streamed:
                self._stream(number, given, token)
            else:
                self.send("result", number, self._pack(number, given))
        except Cancelled:
            self.send("cancelled", number)
        except BaseException as error:  # noqa: BLE001 - whatever a library raises must end this call only
            self.send("error", number, self._pack(number, as_trouble(error)))
        finally:
            del self._tokens[number], self._rooms[number]

    def _stream(self, number: int, items: Any, token: Token) -> None:
        close = getattr(items, "close", None)
        try:
            for item in items:
                token.check()
                self.send("item", number, self._pack(number, item))
        finally:
            if close is not None:
                close()
        self.send("end", number)

    def _pack(self, number: int, value: object) -> Parcel:
        opened: list[SharedMemory] = []

        def room(size: int) -> SharedMemory | None:
            self.send("room", number, size)
            name = self._rooms[number].get()
            if not name:
                return None
            opened.append(attach(name))
            return opened[0]

        try:
            return pack(value, room)
        finally:
            for segment in opened:
                segment.close()

    def _object(self, name: str, method: str, token: Token) -> tuple[object, bool]:
        """The worker, made and loaded at its first call; and whether that did all that `method` asks for.

        One after the other, whichever worker it is: two first calls must not load the same weights twice, and two
        threads that import numpy (or anything else with circles among its C modules) at the same moment break it for
        the life of the process: "cannot import name ... from partially initialized module". Raises `Cancelled`.
        """
        if name in self._objects:
            return self._objects[name], False
        while not self._making.acquire(timeout=POLL_S):
            token.check()
        try:
            asked_for = False
            if name not in self._objects:
                where, settings = self._workers[name]
                module, _, kind = where.partition(":")
                made = getattr(importlib.import_module(module), kind)(**settings)
                warm = getattr(made, "warm", None)
                if warm is not None and method == "warm":
                    asked_for = True
                    warm(token=token)
                elif warm is not None:
                    with contextlib.suppress(Exception):  # the call itself will tell what is wrong
                        warm(token=Token())
                self._objects[name] = made
            return self._objects[name], asked_for
        finally:
            self._making.release()


def die_with(parent: int) -> None:
    """On Linux, ask the kernel to end this process with its parent, even while a library holds the interpreter's
    lock and the closed pipe can't be noticed (prctl(2), PR_SET_PDEATHSIG = 1)."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we could ask
            os._exit(0)


def main(parent: int) -> None:
    """The whole life of the process. Never returns."""
    die_with(parent)
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    faulthandler.enable()
    first = read_frame(requests)
    if first is not None:
        child = Child(first[1], replies)
        # Pictures and sound arrive as arrays, on several threads at once (see `Child._object`).
        with contextlib.suppress(ImportError):
            importlib.import_module("numpy")
        child.send("ready")
        child.serve(requests)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # calls that still run end here, too
