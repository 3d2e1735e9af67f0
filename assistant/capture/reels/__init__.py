"""Moving pictures, one backend a file: a reel gives one still after the other, and knows nothing of pace or threads.

`assistant.capture.film` and `assistant.capture.live` make sources of them (`ports.LiveSource`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from assistant.types import Pixels


@dataclass(frozen=True, slots=True)
class Still:
    """One frame, not yet decoded where that can wait: most frames of a camera are never looked at."""

    pixels: Callable[[], Pixels | None]
    """(h, w, 3) uint8 RGB, an array of its own; None where the frame is damaged. Called at most once."""
    moment_s: float | None = None
    """Seconds into the reel, where it has a time of its own."""


class Reel(Protocol):
    """What is open, and gives stills. One thread opens it and reads; it is open from the moment that it is made, which
    may block for seconds and raises `errors.CameraMissing` or `errors.UnusableInput`."""

    paced: bool
    """It comes faster than it is to be seen, so that whoever reads it has to wait for `Still.moment_s`."""

    def read(self) -> Still | None:
        """The next one, blocking; None at the end. Raises `errors.CameraMissing` for what broke off."""
        ...

    def interrupt(self) -> None:
        """Any thread: a `read` that blocks may end now, by any error. Does nothing where that can't be had."""
        ...

    def close(self) -> None:
        """By the thread that reads, whatever went wrong."""
        ...


OpenReel = Callable[[], Reel]
