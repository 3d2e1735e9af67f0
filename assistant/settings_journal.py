"""The last changes of the settings, so that each can be taken back, also after a restart."""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

log = logging.getLogger(__name__)

FILE_NAME = "settings-undo.json"
KEPT = 50
ONE_GESTURE_S = 3.0
"""Changes of the same setting that follow so soon are one: a slider that is moved, a key that is pressed ten times."""
Place = tuple[str, ...]


class Change(NamedTuple):
    """Of one value in the file; None: it is not there."""

    place: Place
    old: Any
    new: Any


class Journal:
    """Beside the settings file; whoever uses it holds the lock of the settings. One that is broken is begun anew, and
    one that can't be written costs the undoing, not the change."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._path = folder / FILE_NAME
        self._clock = clock
        self._done: list[tuple[float, list[Change]]] = []
        self._undone: list[tuple[float, list[Change]]] = []
        with contextlib.suppress(FileNotFoundError):
            try:
                found = json.loads(self._path.read_text(encoding="utf-8"))
                self._done, self._undone = ([_entry(one) for one in found[name]] for name in ("done", "undone"))
            except (OSError, ValueError, KeyError, TypeError) as error:
                if isinstance(error, FileNotFoundError):
                    raise
                log.warning("the journal of the settings can't be read: %s", error)

    def note(self, changes: list[Change]) -> None:
        """Newest last; what was undone can't be done again from here on."""
        changes = [change for change in map(_tellable, changes) if change.old != change.new]
        if not changes:
            return
        now = self._clock()
        last = self._done[-1] if self._done and not self._undone else None
        if last and 0 <= now - last[0] < ONE_GESTURE_S and [c.place for c in last[1]] == [c.place for c in changes]:
            changes = [Change(old.place, old.old, new.new) for old, new in zip(last[1], changes, strict=True)]
            self._done.pop()
        self._done = [*self._done, (now, changes)][-KEPT:]
        self._undone = []
        self._write()

    def last(self, *, again: bool = False) -> list[Change]:
        """What has to be changed to take back the last change (`again`: to do the last undone one); empty for none."""
        if again:
            return list(self._undone[-1][1]) if self._undone else []
        return [Change(one.place, one.new, one.old) for one in reversed(self._done[-1][1])] if self._done else []

    def moved(self, *, again: bool = False) -> None:
        """The change that `last` told has been made."""
        source, target = (self._undone, self._done) if again else (self._done, self._undone)
        _, changes = source.pop()
        target.append((0.0, changes))  # not the start of a gesture
        self._write()

    def drop(self, *, again: bool = False) -> None:
        (self._undone if again else self._done).pop()
        self._write()

    def _write(self) -> None:
        from assistant.errors import CantKeep
        from assistant.settings_edit import write_text

        try:
            write_text(self._path, json.dumps({"done": self._done, "undone": self._undone}, ensure_ascii=False))
        except CantKeep as error:
            log.warning("no undoing of settings: %s", error.detail)


def _tellable(change: Change) -> Change:
    """Without a value that could never be used, where it may be a secret or is none of JSON's: to take the change back
    then removes the value. `new` may be one of those only as long as nothing was there before."""
    old, new = (value if _may_be_noted(change.place, value) else None for value in (change.old, change.new))
    return Change(change.place, old, new) if new == change.new else Change(change.place, None, None)


def _may_be_noted(place: Place, value: Any) -> bool:
    from assistant import settings
    from assistant.errors import BadSetting

    try:
        json.dumps(value)
    except (TypeError, ValueError):  # a date
        return False
    if value is None or place[0] in ("profile", "profiles", "programs"):
        return True
    if place[0] == "endpoint":  # a server's key, or an address with a password, that was written where none belongs
        try:
            settings.checked(".".join(place), value)
        except BadSetting:
            return False
    return place[0] in settings.SECTIONS


def _entry(found: Any) -> tuple[float, list[Change]]:
    at, changes = found
    return float(at), [Change(tuple(place), old, new) for place, old, new in changes]
