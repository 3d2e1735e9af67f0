"""Workers that the tests of the host run in its process: each misbehaves in a way of its own."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.cancel import Token
from assistant.errors import ModelBroken


@dataclass(frozen=True)
class Picture:
    pixels: Any
    name: str


class Unpicklable:
    def __init__(self) -> None:
        self.lock = threading.Lock()


class Odd:
    """Made with settings; counts its calls."""

    def __init__(self, greeting: str = "hello", broken: bool = False) -> None:
        if broken:
            raise ModelBroken("The eye is broken. Run: hearsight models verify")
        self._greeting = greeting
        self._gate = threading.Barrier(3, timeout=20)
        self.count = 0
        self.cancels_seen = 0

    def greet(self, name: str, *, token: Token, mark: str = "!") -> str:
        self.count += 1
        return f"{self._greeting} {name}{mark}"

    def counted(self, *, token: Token) -> int:
        return self.count

    def pid(self, *, token: Token) -> int:
        return os.getpid()

    def warm(self, *, token: Token) -> None:
        self.count += 100

    def echo(self, value: Any, *, token: Token) -> Any:
        return value

    def swallow(self, value: Any, *, token: Token) -> None:
        return

    def invert(self, picture: Any, *, token: Token) -> Any:
        picture ^= 255  # in place: what arrives is the method's own
        return picture

    def total(self, picture: Any, *, token: Token) -> int:
        return int(picture.pixels.sum())

    def meet(self, *, token: Token) -> int:
        """Returns only if three calls run at once."""
        return self._gate.wait()

    def kill_yourself(self, *, token: Token) -> None:
        os.kill(os.getpid(), signal.SIGKILL)
        signal.pause()

    def segfault(self, *, token: Token) -> None:
        ctypes.string_at(0)

    def leave(self, *, token: Token) -> None:
        os._exit(7)

    def hang(self, note: str = "", *, token: Token) -> None:
        """Never ends, never polls. Tells that it began by making the file `note`."""
        touch(note)
        while True:
            signal.pause() if threading.current_thread() is threading.main_thread() else time.sleep(60)

    def hold_the_lock(self, *, token: Token) -> None:
        """Hangs inside C code that never lets go of the interpreter's lock."""
        ctypes.PyDLL(None).sleep(60)

    def polite(self, note: str = "", *, token: Token) -> str:
        """Waits until cancelled."""
        touch(note)
        if token.wait(30):
            self.cancels_seen += 1
        token.check()
        return "never cancelled"

    def cancels(self, *, token: Token) -> int:
        return self.cancels_seen

    def raise_value_error(self, *, token: Token) -> None:
        raise ValueError("the secret on the screen is 1234")

    def raise_broken(self, *, token: Token) -> None:
        raise ModelBroken("This file is damaged.", detail="sha 12")

    def raise_memory(self, *, token: Token) -> None:
        raise MemoryError

    def give_a_lock(self, *, token: Token) -> Any:
        return Unpicklable()

    def chatter(self, *, token: Token) -> str:
        print("library chatter on stdout", flush=True)
        os.write(1, b"raw chatter on fd 1\n")
        print("library chatter on stderr", file=sys.stderr, flush=True)
        return "done"

    def numbers(self, how_many: int, *, token: Token) -> Iterator[int]:
        yield from range(how_many)

    def pictures(self, how_many: int, *, token: Token) -> Iterator[Any]:
        import numpy as np

        for value in range(how_many):
            yield np.full((300, 400, 3), value, np.uint8)

    def endless(self, *, token: Token) -> Iterator[int]:
        number = 0
        try:
            while not token.wait(0.005):
                yield number
                number += 1
            token.check()
        finally:
            self.cancels_seen += token.cancelled

    def two_then_die(self, *, token: Token) -> Iterator[int]:
        yield 1
        yield 2
        os.kill(os.getpid(), signal.SIGKILL)
        yield 3

    def two_then_hang(self, *, token: Token) -> Iterator[int]:
        yield 1
        yield 2
        time.sleep(60)

    def two_then_fail(self, *, token: Token) -> Iterator[int]:
        yield 1
        yield 2
        raise ModelBroken


def touch(note: str) -> None:
    if note:
        with open(note, "w"):  # noqa: PTH123
            pass


class Loader:
    """Tells how many of its kind were loading at the same moment."""

    loading = most = 0

    def warm(self, *, token: Token) -> None:
        Loader.loading += 1
        Loader.most = max(Loader.most, Loader.loading)
        token.wait(0.05)
        Loader.loading -= 1

    def most_at_once(self, *, token: Token) -> int:
        return Loader.most
