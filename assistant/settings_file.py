"""The settings file while the app runs: changes made elsewhere take effect, changes made here are kept."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from pathlib import Path

from assistant import settings as store
from assistant import settings_edit as edit
from assistant.errors import HearsightError
from assistant.folders import config_dir
from assistant.settings import Settings
from assistant.settings_toml import Kept, read

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
"""One `stat` a second: cheaper than what watching a folder needs on each system."""
AT_NEXT_START = ("listening.recogniser", "listening.model", "describe.vlm_model", "history.keep", "history.days",
                 "history.pictures_mb", "host.", "endpoint.")  # fmt: skip
"""Keys, and beginnings of keys, of what is put together once, when the app starts."""


def changed_keys(old: Settings, new: Settings) -> list[str]:
    return [key for key in store.known_keys() if store.get(old, key) != store.get(new, key)]


def at_next_start(key: str) -> bool:
    """Whether a changed `key` waits for the next start of the app; all others take effect at once."""
    return key.startswith(AT_NEXT_START)


class SettingsFile:
    """Follows the file on a thread of its own, which also writes. `check` may be called instead of `start`."""

    def __init__(
        self,
        known: Settings,
        changed: Callable[[Settings, Settings], None],
        broken: Callable[[str], None],
        *,
        path: Path | None = None,
    ) -> None:
        """`changed(old, new)` and `broken(sentence)` are called on this object's thread."""
        self._known = known
        self._changed = changed
        self._broken = broken
        self._path = path or config_dir() / store.FILE_NAME
        self._seen = self._signature()
        self._troubles: tuple[str, ...] = ()
        self._tasks: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._watching = False
        self._thread: threading.Thread | None = None
        self.kept: Callable[[], None] = lambda: None
        """Called on this object's thread when what `keep` got is written."""

    def start(self, *, watch: bool) -> None:
        """`watch` False: only what `keep` gets is written."""
        self._watching = watch
        self._thread = threading.Thread(target=self._run, name="settings-file", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """What was to be kept is written first."""
        self._tasks.put(None)
        if self._thread is not None:
            self._thread.join(5)

    def keep(self, key: str, value: str) -> None:
        """Write one changed value, which is in effect already. Returns at once; a disk that is full costs the value
        at the next start, nothing more."""
        self._tasks.put(lambda: self._write(key, value))

    def change(self, work: Callable[[Path], Kept], done: Callable[[Kept | None, str], None]) -> None:
        """Let `work` change the file, and what it changed take effect; returns at once. `done(kept, "")`, or
        `done(None, sentence)` for what was not possible, is called on this object's thread."""
        self._tasks.put(lambda: self._change(work, done))

    def check(self) -> None:
        """Read the file if it is another than the one last seen."""
        now = self._signature()
        if now == self._seen:
            return
        self._seen = now
        try:
            kept = read(self._path)
        except HearsightError as error:
            self._broken(error.spoken)
            return
        for trouble in kept.troubles:
            if trouble not in self._troubles:  # all else of the file is followed
                self._broken(trouble)
        self._troubles = kept.troubles
        self._take(kept.settings)

    def _run(self) -> None:
        while True:
            try:
                task = self._tasks.get(timeout=LOOK_EVERY_S if self._watching else None)
            except queue.Empty:
                self._safely(self.check)
                continue
            if task is None:
                return
            self._safely(task)

    def _write(self, key: str, value: str) -> None:
        self.check()  # what somebody else wrote meanwhile is neither lost nor overlooked
        kept = edit.set_value(key, value, self._path)
        self._known = store.changed(self._known, key, value)
        self._take(kept.settings)  # what came in between the two
        self.kept()

    def _change(self, work: Callable[[Path], Kept], done: Callable[[Kept | None, str], None]) -> None:
        try:
            self.check()
            kept = work(self._path)
        except HearsightError as error:
            done(None, error.spoken)
            return
        except Exception:
            done(None, HearsightError().spoken)  # silence would be taken for a yes
            raise
        self._take(kept.settings)
        done(kept, "")

    def _take(self, new: Settings) -> None:
        old, self._known = self._known, new
        if new != old:
            self._changed(old, new)

    def _safely(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:  # the next change must still be followed
            log.exception("the settings file")

    def _signature(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino
