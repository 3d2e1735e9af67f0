"""One incarnation of the host process, seen from the assistant: its pipes, its calls in flight, its end."""

from __future__ import annotations

import contextlib
import itertools
import json
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from multiprocessing.shared_memory import SharedMemory
from typing import Any

from assistant.errors import HostDied, ModelTrouble
from assistant.host_wire import Parcel, drop_segment, make_segment, pack, read_frame, unpack, write_frame

_START = (
    "import json, sys; path, parent = json.loads(sys.argv[1]); sys.path[:] = path;"
    "from assistant.host_child import main; main(parent)"
)
_CLOSE_S = 1.0
"""How long a process that was asked to end may take."""


class Replaced(Exception):
    """This process was ended, or is about to, for a reason that has nothing to do with the call: try the next."""


class Call:
    """One call in flight. Its segments belong to this process and go when the call ends."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.orphan_until: float | None = None
        """`time.monotonic()` by which a cancelled method must have ended; None while somebody waits for it."""
        self._inbox: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
        self._segments: dict[str, SharedMemory] = {}

    def put(self, message: tuple[Any, ...]) -> None:
        self._inbox.put(message)

    def next(self, timeout_s: float) -> tuple[Any, ...] | None:
        try:
            return self._inbox.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def room(self, size: int) -> SharedMemory | None:
        segment = make_segment(size)
        if segment is not None:
            self._segments[segment.name] = segment
        return segment

    def open(self, parcel: Parcel) -> Any:
        """The value in a parcel that came back. Raises `ModelTrouble` if it can't be rebuilt in this process."""
        segment = self._segments.pop(parcel.segment, None)
        try:
            return unpack(parcel, segment)
        except Exception as error:
            raise ModelTrouble(detail=f"the reply could not be read: {type(error).__name__}") from error
        finally:
            if segment is not None:
                drop_segment(segment)

    def drop_segments(self) -> None:
        while self._segments:
            with contextlib.suppress(KeyError):  # another thread may have taken the last one
                drop_segment(self._segments.popitem()[1])


class Process:
    """Starts at once. `ready` is set when it answers or is gone; `gone` when it has ended and was waited for."""

    def __init__(
        self,
        workers: Mapping[str, tuple[str, dict[str, object]]],
        *,
        idle_exit_s: float,
        grace_s: float,
        log: Callable[[str], None] | None,
    ) -> None:
        self.ready = threading.Event()
        self.gone = threading.Event()
        self.pid: int | None = None
        self._idle_exit_s = idle_exit_s
        self._grace_s = grace_s
        self._log = log or logging.getLogger("hearsight.host").info
        self._changed = threading.Condition()
        self._calls: dict[int, Call] = {}
        self._numbers = itertools.count(1)
        self._idle_since = time.monotonic()
        self._stop_by: float | None = None
        self._meant = False
        self._over = False
        self.why = ""
        """How it ended, for the log."""
        self.replaced = False
        """True when it has ended because we ended it."""
        self._popen: subprocess.Popen[bytes] | None = None
        self._outbox: queue.SimpleQueue[tuple[object, ...] | None] = queue.SimpleQueue()
        self._outbox.put(("workers", dict(workers)))
        self._threads = [
            threading.Thread(target=work, name=f"host-{work.__name__.strip('_')}", daemon=True)
            for work in (self._keep, self._mind)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def usable(self) -> bool:
        return not (self._meant or self.gone.is_set())

    def begin(
        self, streamed: bool, name: str, method: str, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> Call:
        """Send a call. Raises `Replaced` if this process won't take it any more, and what pickling raises."""
        call = Call(next(self._numbers))
        with self._changed:
            if not self.usable:
                raise Replaced
            self._calls[call.number] = call
            self._changed.notify_all()
        try:
            parcel = pack((args, kwargs), call.room)
        except BaseException:
            self.finish(call, ended=True)
            raise
        self._outbox.put(("call", call.number, streamed, name, method, parcel))
        return call

    def finish(self, call: Call, *, ended: bool) -> None:
        """The caller has what it wants (`ended`), or wants no more: then the method is cancelled, and has
        `grace_s` to end."""
        call.drop_segments()
        with self._changed:
            if call.number not in self._calls:
                return
            if ended:
                self._forget(call.number)
            else:
                call.orphan_until = time.monotonic() + self._grace_s
                self._outbox.put(("cancel", call.number))
            self._changed.notify_all()

    def kill(self) -> None:
        """End it now. Calls in flight, but for the caller's own, get `Replaced`."""
        self._meant = True
        popen = self._popen
        if popen is None or self.gone.is_set():
            return
        _kill(popen)

    def close(self) -> None:
        """Ask it to end, wait, and reap its threads."""
        with self._changed:
            self._ask_to_stop()
        self.gone.wait()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()

    # -- threads ------------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        """Starts the process and reads from it until it ends. The start is made here since Linux ends the process
        with the *thread* that started it (PR_SET_PDEATHSIG), and this thread lives exactly as long."""
        try:
            self._popen = popen = _popen()
        except OSError as error:
            self._end(f"it could not be started: {error}")
            return
        self.pid = popen.pid
        if self._meant:  # killed before it was born
            self.kill()
        others = [
            threading.Thread(target=self._write, name="host-write", daemon=True),
            threading.Thread(target=self._pass_log, name="host-log", daemon=True),
        ]
        for thread in others:
            thread.start()
        stdout = popen.stdout
        assert stdout is not None  # noqa: S101 - for the type checker: we asked for the pipe
        try:
            while (message := read_frame(stdout)) is not None:
                self._take(message)
            why = ""
        except Exception as error:  # noqa: BLE001 - a frame that isn't one: the process has lost its mind
            why = f"it sent nonsense ({type(error).__name__}); "
        _kill(popen)
        self._end(why + f"it ended with {_status(popen.wait())}")
        self._outbox.put(None)
        for thread in others:
            thread.join(_CLOSE_S)  # the log's pipe may be held open by a process that escaped; don't wait for that
        stdout.close()

    def _take(self, message: tuple[Any, ...]) -> None:
        kind, *rest = message
        if kind == "ready":
            with self._changed:
                self._idle_since = time.monotonic()
                self.ready.set()
                self._changed.notify_all()
            return
        call = self._calls.get(rest[0])
        if kind == "room":
            segment = None if call is None or call.orphan_until is not None else call.room(rest[1])
            self._outbox.put(("room", rest[0], "" if segment is None else segment.name))
        elif call is None:
            return
        elif kind == "taken":
            call.drop_segments()
        elif call.orphan_until is None:
            call.put((kind, *rest[1:]))
        elif kind != "item":
            call.drop_segments()
            with self._changed:
                self._forget(call.number)
                self._changed.notify_all()

    def _forget(self, number: int) -> None:
        if self._calls.pop(number, None) is not None:
            self._idle_since = time.monotonic()

    def _end(self, why: str) -> None:
        with self._changed:
            calls = list(self._calls.values())
            self._calls.clear()
            self.why, self.replaced = why, self._meant
            self._over = self._meant = True
            self._changed.notify_all()
        for call in calls:
            call.drop_segments()
            call.put(("died", Replaced() if self.replaced else HostDied(detail=why)))
        self.gone.set()
        self.ready.set()

    def _mind(self) -> None:
        """Ends the process when it is idle for long, and kills it when something cancelled doesn't end."""
        with self._changed:
            while not self._over:
                now = time.monotonic()
                ends = [call.orphan_until for call in self._calls.values() if call.orphan_until is not None]
                if self._stop_by is not None:
                    ends.append(self._stop_by)
                if ends and min(ends) <= now:
                    self.kill()
                    self._changed.wait(_CLOSE_S)
                    continue
                if not self._calls and self._stop_by is None and self.ready.is_set():
                    idle_end = self._idle_since + self._idle_exit_s
                    if idle_end <= now:
                        self._ask_to_stop()
                        continue
                    ends.append(idle_end)
                self._changed.wait(max(0.0, min(ends) - now) if ends else None)

    def _ask_to_stop(self) -> None:
        self._meant = True
        if self._stop_by is None:
            self._stop_by = time.monotonic() + _CLOSE_S
            self._outbox.put(("close",))
        self._changed.notify_all()

    def _write(self) -> None:
        """A thread of its own, so that a process that doesn't read can't block a caller."""
        stdin = self._popen.stdin if self._popen is not None else None
        while stdin is not None and (message := self._outbox.get()) is not None:
            with contextlib.suppress(OSError):  # a broken pipe: `_keep` sees the end, too
                write_frame(stdin, message)
        with contextlib.suppress(OSError):  # closing flushes into a broken pipe
            if stdin is not None:
                stdin.close()

    def _pass_log(self) -> None:
        stderr = self._popen.stderr if self._popen is not None else None
        for line in stderr or ():
            with contextlib.suppress(Exception):  # a broken log must not stop the draining of the pipe
                self._log(line.decode(errors="replace").rstrip()[:2000])
        if stderr is not None:
            stderr.close()


def _popen() -> subprocess.Popen[bytes]:
    path = [entry or os.getcwd() for entry in sys.path]  # noqa: PTH109 - "" means here, and is wanted as text
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _START, json.dumps([path, os.getpid()])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A session of its own: a Ctrl-C in the assistant's terminal is the assistant's to handle.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _kill(popen: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(popen.pid, signal.SIGKILL)  # with what its libraries started
        else:
            popen.kill()


def _status(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
