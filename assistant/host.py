"""The child process that models live in. Its crash is a sentence, not the end.

    with Host({"ocr": ("models.evidence.ocr_engine:OcrEngine", {"lang": "en"})}) as host:
        ocr = host.worker("ocr")
        blocks = ocr.call("read", pixels, token=token, timeout_s=20)

One process serves all workers; it starts at the first call, makes each worker at its first call, is left alone
after `idle_exit_s` without work (the GPU's memory goes back), and is restarted by the call after a crash, a hang
or an idle exit. Calls may run side by side.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from assistant.cancel import Cancelled, Token
from assistant.errors import HostDied, HostTimeout

if TYPE_CHECKING:
    from assistant.host_process import Call, Process
    from assistant.ports import Worker

POLL_S = 0.02
"""How often a waiting caller looks at its token."""


class Host:
    """Makes, watches and restarts the host process. Any thread may use it.

    `workers`: name -> ("package.module:Class", keyword settings that pickle). Methods get a keyword `token`, which
    is cancelled when the caller's is; a method that doesn't end within `grace_s` of that has the process killed,
    and other calls that this interrupts are run again in the next one (a stream only if nothing of it was given).
    `start_timeout_s`: the longest wait for the bare process; a model's loading counts as part of the call.
    `log` gets each line that a library prints there (default: the logger "hearsight.host").
    """

    def __init__(
        self,
        workers: Mapping[str, tuple[str, dict[str, object]]],
        *,
        idle_exit_s: float = 600,
        start_timeout_s: float = 30,
        grace_s: float = 2.0,
        log: Callable[[str], None] | None = None,
    ) -> None:
        self._workers = dict(workers)
        self._idle_exit_s = idle_exit_s
        self._start_timeout_s = start_timeout_s
        self._grace_s = grace_s
        self._log = log
        self._lock = threading.Lock()
        self._process: Process | None = None
        self._closed = False

    def worker(self, name: str) -> Worker:
        """Raises `ValueError` for a name that isn't among the workers."""
        if name not in self._workers:
            raise ValueError(f"no worker {name!r}; there are: {', '.join(sorted(self._workers)) or 'none'}")
        return HostWorker(self, name)

    def warm(self, name: str, method: str = "warm", *, token: Token | None = None, timeout_s: float = 300) -> None:
        """Start the process and call a method that loads what is needed. Blocks; raises what `call` raises."""
        self.worker(name).call(method, token=token or Token(), timeout_s=timeout_s)

    @property
    def pid(self) -> int | None:
        """Of the running process; None while there is none."""
        process = self._process
        return process.pid if process is not None and process.usable else None

    def wait_stopped(self, timeout_s: float) -> bool:
        """Block until no process runs; False after `timeout_s`."""
        process = self._process
        return process is None or process.gone.wait(timeout_s)

    def close(self) -> None:
        """End the process (at once if it doesn't follow) and refuse further calls. May be called twice."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
        if process is not None:
            process.close()

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def running(self, token: Token) -> Process:
        """The process, started if need be and ready. Raises `HostDied`, `HostTimeout`, `Cancelled`, `Replaced`."""
        with self._lock:
            if self._closed:
                raise HostDied(detail="the host was closed")
            if self._process is None or not self._process.usable:
                from assistant.host_process import Process

                self._process = Process(
                    self._workers, idle_exit_s=self._idle_exit_s, grace_s=self._grace_s, log=self._log
                )
            process = self._process
        end = time.monotonic() + self._start_timeout_s
        while not process.ready.wait(POLL_S):
            token.check()
            if time.monotonic() > end:
                process.kill()
                raise HostTimeout(detail=f"the process was not ready after {self._start_timeout_s} s")
        if process.gone.is_set() and not process.replaced:
            raise HostDied(detail=process.why)
        return process


class HostWorker:
    """A `ports.Worker` whose object lives in the host process."""

    def __init__(self, host: Host, name: str) -> None:
        self._host = host
        self._name = name

    def call(self, method: str, *args: object, token: Token, timeout_s: float = 60.0, **kwargs: object) -> Any:
        with contextlib.closing(self._exchange(False, method, args, kwargs, token, timeout_s)) as values:
            return next(values)

    def stream(
        self, method: str, *args: object, token: Token, timeout_s: float = 60.0, **kwargs: object
    ) -> Iterator[Any]:
        """Begins when the first item is asked for. Items that the caller hasn't taken yet wait in memory; closing
        the iterator cancels the method."""
        return self._exchange(True, method, args, kwargs, token, timeout_s)

    def _exchange(
        self,
        streamed: bool,
        method: str,
        args: tuple[object, ...],
        kwargs: dict[str, object],
        token: Token,
        timeout_s: float,
    ) -> Generator[Any, None, None]:
        if method.startswith("_"):
            raise ValueError(f"{method} is private to its worker")
        from assistant.host_process import Replaced

        given = False
        for attempt in (1, 2, 3):
            try:
                token.check()
                process = self._host.running(token)
                call = process.begin(streamed, self._name, method, args, kwargs)
                with contextlib.closing(_values(process, call, token, timeout_s)) as values:
                    for value in values:
                        given = True
                        yield value
                return
            except Replaced:  # this call did nothing wrong: its process was ended for another's sake
                if given or attempt == 3:
                    raise HostDied(detail="the process was ended because another call hung") from None


def _values(process: Process, call: Call, token: Token, timeout_s: float) -> Generator[Any, None, None]:
    """What the call gives, each as soon as it is there. However it is left, the call ends."""
    ended = False
    try:
        while True:
            message = _next(call, token, timeout_s)
            if message is None:
                process.kill()
                raise HostTimeout(detail=f"nothing for {timeout_s} s")
            kind, *rest = message
            ended = kind != "item"
            if kind == "item":
                yield call.open(rest[0])
            elif kind == "result":
                yield call.open(rest[0])
                return
            elif kind == "end":
                return
            elif kind == "error":
                raise call.open(rest[0])
            elif kind == "cancelled":
                raise Cancelled
            else:
                raise rest[0]
    finally:
        process.finish(call, ended=ended)


def _next(call: Call, token: Token, timeout_s: float) -> tuple[Any, ...] | None:
    end = time.monotonic() + timeout_s
    while True:
        token.check()
        left = end - time.monotonic()
        message = call.next(min(POLL_S, max(0.0, left)))
        if message is not None:
            return message
        if left <= 0:
            return None


class LocalWorker:
    """A `ports.Worker` around an object in this process: same arguments, same errors. `timeout_s` is not enforced,
    since a thread can't be killed; the method's own polling of the token is all that stops it."""

    def __init__(self, target: object) -> None:
        self._target = target

    def call(self, method: str, *args: object, token: Token, timeout_s: float = 60.0, **kwargs: object) -> Any:
        token.check()
        try:
            return getattr(self._target, method)(*args, token=token, **kwargs)
        except Exception as error:  # the border where any error becomes one of ours
            from assistant.host_wire import as_trouble

            raise as_trouble(error) from error

    def stream(
        self, method: str, *args: object, token: Token, timeout_s: float = 60.0, **kwargs: object
    ) -> Iterator[Any]:
        token.check()
        try:
            for item in getattr(self._target, method)(*args, token=token, **kwargs):
                yield item
                token.check()
        except Exception as error:
            from assistant.host_wire import as_trouble

            raise as_trouble(error) from error
