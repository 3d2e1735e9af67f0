"""Programs that are never looked at: `[programs.NAME] never_look = true` in the settings.

Every picture of the desktop goes through here, whoever asks for it and in whichever process, and the settings file is
asked at each: so no way of looking can forget it, and a change holds from the next picture on.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.capture.locked import session_locked
from assistant.errors import NeverLook, SessionLocked
from assistant.program_rules import Program
from assistant.types import Box

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.capture.desktop import Desktop, Monitor, Standing
    from assistant.types import Pixels, WindowInfo

log = logging.getLogger(__name__)

ALL_SHARE = 0.98
"""A picture of which this share is left out shows nothing: that is said instead of "all black"."""


@dataclass(frozen=True, slots=True)
class Pane:
    """One thing that covers a part of the desktop: a window with its frame, or a menu. Boxes in desktop pixels."""

    app: str
    pid: int
    box: Box
    solid: tuple[Box, ...] | None = None
    """Where nothing below it shows through; None: all of it."""


class Unseen:
    """Which programs those are, by the settings file as it is now. Any thread."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen: tuple[object, ...] = ()
        self._programs: tuple[Program, ...] = ()

    def __call__(self, app: str) -> bool:
        return any(one.means(app) for one in self.programs())

    def programs(self) -> tuple[Program, ...]:
        """Raises `errors.NeverLook` while the file is there and may not be read: it may name any."""
        from assistant.settings_edit import file_of

        path = file_of(self._path)
        with self._lock:
            try:
                found = path.stat()
                now: tuple[object, ...] = (path, found.st_mtime_ns, found.st_size, found.st_ino)
            except FileNotFoundError:
                now = (path,)
            except OSError as error:
                raise _unreadable(error) from error
            if now != self._seen:
                self._programs = self._read(path)
                self._seen = now
            return self._programs

    def _read(self, path: Path) -> tuple[Program, ...]:
        """Of a file that is being written or is broken, what can be read, and what was known before."""
        from assistant.errors import BadSetting
        from assistant.settings_mend import mended
        from assistant.settings_toml import kept_of, parsed, read

        before: tuple[Program, ...] = ()
        try:
            programs = read(path).settings.programs
        except BadSetting:
            before = self._programs
            try:
                programs = kept_of(parsed(mended(path.read_bytes()).text)).settings.programs
            except FileNotFoundError:
                programs = ()
            except OSError as error:
                raise _unreadable(error) from error
        return tuple(one for one in (*programs, *before) if one.never_look)


unseen = Unseen()


class GuardedDesktop:
    """The port: `desktop.Desktop`, without what is never looked at, and with nothing while the session is locked: what
    shows or names a window raises `errors.SessionLocked` then."""

    def __init__(self, inner: Desktop, hidden: Unseen = unseen, locked: Callable[[], bool] = session_locked) -> None:
        self._inner = inner
        self._hidden = hidden
        self._locked = locked

    def monitors(self) -> list[Monitor]:
        return self._inner.monitors()

    def bounds(self) -> Box:
        return self._inner.bounds()

    def focused_window(self) -> WindowInfo:
        """Raises `errors.NeverLook` for a window of such a program."""
        self._check_open()
        window = self._inner.focused_window()
        self._check(window, self.hidden_pids())
        return window

    def windows(self) -> list[WindowInfo]:
        self._check_open()
        pids = self.hidden_pids()
        return [one for one in self._inner.windows() if one.pid not in pids and not self._hidden(one.app)]

    def standing(self, number: int) -> Standing:
        """Raises `errors.NeverLook`."""
        self._check_open()
        standing = self._inner.standing(number)
        if standing.window is not None:
            self._check(standing.window, self.hidden_pids())
        return standing

    def popups(self, window: WindowInfo) -> list[Box]:
        return self._inner.popups(window)

    def pointer(self) -> tuple[int, int] | None:
        return self._inner.pointer()

    def panes(self) -> list[Pane] | None:
        return self._inner.panes()

    def hidden_pids(self) -> frozenset[int]:
        """Processes that have a window of such a program; one process may have several names."""
        if not self._hidden.programs():
            return frozenset()
        return frozenset(pane.pid for pane in self._inner.panes() or () if pane.pid and self._hidden(pane.app))

    def pixels(self, frame: Box) -> Pixels:
        """Black where such a program shows. Raises `errors.NeverLook` where it shows nearly everywhere."""
        return self.seen(frame)[0]

    def seen(self, frame: Box) -> tuple[Pixels, tuple[str, ...]]:
        """And the names of the programs that were left out of it."""
        self._check_open()
        if not self._hidden.programs():
            return self._inner.pixels(frame), ()
        before = self._inner.panes()
        if before is None:
            raise NeverLook("On this system I can't tell programs apart, and your settings name one to never look at.")
        pixels = self._inner.pixels(frame)
        after = self._inner.panes() or []  # it may have come up in between
        names: dict[str, None] = {}
        for panes in (before, after):
            mask, found = self._mask(panes, frame)
            names.update(dict.fromkeys(found))
            if found:
                if mask.mean() >= ALL_SHARE:
                    raise _never(found[0])
                pixels[mask] = 0
        return pixels, tuple(names)

    def close(self) -> None:
        self._inner.close()

    def _check_open(self) -> None:
        if self._locked():
            raise SessionLocked

    def _check(self, window: WindowInfo, pids: frozenset[int]) -> None:
        if window.pid in pids or self._hidden(window.app):
            raise _never(window.app)

    def _mask(self, panes: list[Pane], frame: Box) -> tuple[npt.NDArray[np.bool_], list[str]]:
        """(h, w) bool, true where such a program shows; and their names. A menu of one without a name of its own is
        known by its process."""
        import numpy as np

        hidden = {pane.pid: pane.app for pane in panes if self._hidden(pane.app)}
        mask = np.zeros((frame.h, frame.w), bool)
        names = []
        for pane in panes:  # from the lowest to the highest
            out = self._hidden(pane.app) or (pane.pid != 0 and pane.pid in hidden)
            for whole in (pane.box,) if out or pane.solid is None else pane.solid:
                box = whole.moved(-frame.x, -frame.y).clipped(frame.w, frame.h)
                if box is None:
                    continue
                mask[box.y : box.bottom, box.x : box.right] = out
                if out:
                    names.append(pane.app or hidden[pane.pid])
        return mask, names if mask.any() else []


def _unreadable(error: OSError) -> NeverLook:
    return NeverLook(
        f"I can't read your settings ({error.strerror}), and they may name programs that I must never look at. "
        "So I don't look at the screen.",
        detail=str(error),
    )


def _never(app: str) -> NeverLook:
    return NeverLook(f"I don't look at {app}: your settings say so.")
