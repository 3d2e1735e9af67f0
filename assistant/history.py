"""Past turns in an SQLite file: what was asked, what was said; pictures, sealed, only if the person wants them.

What comes here is already clean of secrets: the session masks pixels and text before anything is kept.
"""

from __future__ import annotations

import contextlib
import logging
import math
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assistant import history_file
from assistant.errors import HearsightError, UnusableInput, Usage
from assistant.history_pictures import Pictures
from assistant.history_query import COLUMNS, Kept, Wanted, as_text, entries_of, kept_from, query_for
from assistant.types import Turn

if TYPE_CHECKING:
    from assistant.types import Capture
    from assistant.vault import Vault

T = TypeVar("T")
log = logging.getLogger(__name__)

DAY_S = 86_400.0
WAITING = 200
"""Turns kept in memory while the disk can't be written."""
OLD_AT_ONCE = 500
PICTURES = "history-pictures"
"""The folder beside the file."""


class DiskFull(HearsightError):
    sentence = "The history can't be kept: the disk is full. Free some space."


class History:
    """The port: `ports.Memory`. Any thread; several processes may use one file.

    `keep`: "off", "text" or "pictures"; turns older than `days` (None: none is too old) go, but for those that are
    kept, and the oldest pictures when all are more than `pictures_mb`. `tell` hears what became of a damaged file, and
    why no picture can be kept. Opens nothing before it is used.
    All methods raise `errors.HearsightError` if the file can't be used.
    """

    def __init__(
        self,
        path: Path,
        *,
        keep: str = "text",
        days: int | None = None,
        pictures_mb: int = 200,
        tell: Callable[[str], None] = log.warning,
        vault: Vault | None = None,
    ) -> None:
        self.path = path
        self._keep, self._days, self._pictures_bytes, self._tell = keep, days, pictures_mb * 1_000_000, tell
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._aged = False
        """Old turns went whose words the index still has."""
        self._waiting: deque[tuple[Turn, Capture | None]] = deque(maxlen=WAITING)
        self._pictures = Pictures(path.with_name(PICTURES), self._picture_named, tell, vault)

    # -- writing --------------------------------------------------------------------------------------------------

    def add(self, turn: Turn, capture: Capture | None = None) -> None:
        """Keep a turn (`capture` only with "pictures").

        When it can't be written, it is kept in memory and written with the next one; the error is still raised.
        """
        if self._keep == "off":
            return
        with self._lock:
            self._waiting.append((storable(turn), capture if self._keep == "pictures" else None))
            try:
                self._with(self._write_waiting)
            except HearsightError:  # the words wait; many pictures would fill the memory
                self._waiting = deque(((one, None) for one, _ in self._waiting), maxlen=WAITING)
                raise

    def keep(self, turn: Turn, note: str = "") -> None:
        """Keep a turn that was added for good, under a note; one that is gone already is added again."""
        with self._lock:
            self._with(lambda db: self._keep_one(db, storable(turn), as_text(note)))

    def forget(
        self,
        *,
        id: int | None = None,
        older_than_days: float | None = None,
        kept: bool = False,
        last_s: float | None = None,
        everything: bool = False,
    ) -> int:
        """Delete one turn, the old ones (not those that are kept), the kept ones, those of the last `last_s` seconds,
        or all: from the disk too, not only from the lists, and their pictures. How many went.

        Raises `errors.Usage` unless exactly one of the five is given; `errors.HearsightError` also where they are gone
        from the lists, but another program still reads the file, so that their words go from the disk later.
        """
        if (id is not None) + (older_than_days is not None) + kept + (last_s is not None) + everything != 1:
            raise Usage("Say what to forget: one turn, the old ones, the kept ones, the last hour, or all.")
        now = time.time()
        if everything:
            where, value = "", 0.0
        elif older_than_days is not None:
            where, value = "kept = 0 AND at < ?", now - older_than_days * DAY_S
        elif kept:
            where, value = "kept = ?", 1.0
        elif last_s is not None:  # and what a clock that was put back has left in the future
            where, value = "at >= ?", now - last_s
        else:
            where, value = "id = ?", float(id or 0)
        with self._lock:
            unwritten = self._forget_waiting(everything, now - last_s if last_s is not None else None)
            before = self._with(_count) if everything else 0
            try:
                return unwritten + self._with(lambda db: self._delete(db, where, value, everything))
            except DiskFull:
                if not everything:
                    raise
                self._remove()
                return unwritten + before

    def _remove(self) -> None:
        """On a full disk not even a deletion can be written: the file goes as a whole."""
        self._let_go()
        try:
            history_file.wipe(self.path)
            self._sweep_all()
        except OSError as error:
            raise _unusable(error) from error

    def _sweep_all(self) -> None:
        self._pictures.sweep(set(), everything=True)
        history_file.remove_aside(self.path, math.inf)  # there are words in it, too

    def _forget_waiting(self, everything: bool, since: float | None) -> int:
        before = len(self._waiting)
        if everything or since is not None:
            left = [one for one in self._waiting if since is not None and one[0].at < since]
            self._waiting = deque(left, maxlen=WAITING)
            self._pictures.drop_waiting()
        return before - len(self._waiting)

    def _delete(self, db: sqlite3.Connection, where: str, value: float, everything: bool) -> int:
        if everything:
            count = _count(db)
            history_file.empty(db)
        else:
            with db:
                gone = db.execute(f"DELETE FROM turns WHERE {where} RETURNING picture", (value,)).fetchall()  # noqa: S608
            self._pictures.delete([name for (name,) in gone if name])
            count = len(gone)
        if everything:
            self._sweep_all()
        if not history_file.scrub(db, shrink=everything):
            raise HearsightError(
                "The turns are gone from the history, but another program still reads its file. Forget them once more "
                "when it has ended, so that the disk holds nothing of them either."
            )
        return count

    def _write_waiting(self, db: sqlite3.Connection) -> None:
        pictures: list[tuple[int, Capture]] = []
        with db:
            for turn, capture in self._waiting:
                number = db.execute(
                    "INSERT INTO turns (kind, asked, said, source, title, at, program) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (turn.kind, turn.asked, turn.said, turn.source, turn.title, turn.at, turn.program),
                ).lastrowid
                if capture is not None and number is not None:
                    pictures.append((number, capture))
        self._waiting.clear()
        self._age(db)
        for number, capture in pictures:
            self._pictures.save(number, capture)

    def _age(self, db: sqlite3.Connection) -> None:
        """What is too old goes: from the lists at once, its words from the index in the end."""
        if self._days is None:
            return
        with db:
            gone = db.execute(
                "DELETE FROM turns WHERE kept = 0 AND at < ? RETURNING picture", (time.time() - self._days * DAY_S,)
            ).fetchall()
        self._aged = self._aged or bool(gone)
        self._pictures.delete([name for (name,) in gone if name])

    def _keep_one(self, db: sqlite3.Connection, turn: Turn, note: str) -> None:
        self._write_waiting(db)
        with db:
            which = (turn.at, turn.kind, turn.said)
            if not db.execute("SELECT id FROM turns WHERE at = ? AND kind = ? AND said = ?", which).fetchone():
                db.execute(
                    "INSERT INTO turns (kind, asked, said, source, title, at, program) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (turn.kind, turn.asked, turn.said, turn.source, turn.title, turn.at, turn.program),
                )
            db.execute("UPDATE turns SET kept = 1, note = ? WHERE at = ? AND kind = ? AND said = ?", (note, *which))

    def _picture_named(self, id: int, name: str, size: int) -> bool:
        """Called by the thread of the pictures. The oldest go where there are too many."""

        def write(db: sqlite3.Connection) -> bool:
            with db:
                there = db.execute(
                    "UPDATE turns SET picture = ?, picture_bytes = ?, thumbnail = NULL WHERE id = ?", (name, size, id)
                ).rowcount
                extra = _too_many(db, self._pictures_bytes)
                db.executemany(
                    "UPDATE turns SET picture = '', picture_bytes = 0 WHERE picture = ?", [(one,) for one in extra]
                )
            self._pictures.delete(extra)
            return bool(there) and name not in extra

        with self._lock:
            return self._with(write)

    # -- reading --------------------------------------------------------------------------------------------------

    def kept(self, n: int = 1000) -> list[Kept]:
        """The turns that stay, newest first."""
        return self.page(Wanted(kept=True), n)

    def recent(self, n: int = 20) -> list[Kept]:
        """The last `n` turns, newest first."""
        with self._lock:
            unwritten = [Kept(0, turn) for turn, _ in reversed(self._waiting)]
            return [*unwritten, *self.page(Wanted(), n)][:n]

    def search(self, words: str, n: int = 50) -> list[Kept]:
        """Turns in which all of `words` occur (parts of words too), newest first; none for no words."""
        return self.page(Wanted(words), n) if words.split() else []

    def page(self, wanted: Wanted, n: int = 100, after: Kept | None = None) -> list[Kept]:
        """The next `n` turns after the one that the page before ended with, newest first. As many as there are turns,
        it costs what the page does: it goes on where that one was, by an index."""

        def read(db: sqlite3.Connection) -> list[Sequence[object]]:
            query, values = query_for(wanted, after, lambda part: entries_of(db, part))
            return db.execute(query, (*values, n)).fetchall()

        with self._lock:
            return [kept_from(row) for row in self._with(read)]

    def get(self, id: int) -> Kept:
        """One turn. Raises `errors.UnusableInput` if there is none with that number."""
        row = None
        if id < 2**63:  # SQLite counts no further
            with self._lock:
                row = self._with(lambda db: db.execute(f"SELECT {COLUMNS} FROM turns WHERE id = ?", (id,)).fetchone())  # noqa: S608
        if row is None:
            raise UnusableInput(f"There is no turn {id} in the history. The numbers are told by: hearsight history")
        return kept_from(row)

    def programs(self) -> list[str]:
        """Those that were looked at, by name."""
        with self._lock:
            rows = self._with(
                lambda db: db.execute("SELECT DISTINCT program FROM turns WHERE program != '' ORDER BY 1").fetchall()
            )
        return [str(row[0]) for row in rows]

    def picture(self, id: int) -> bytes:
        """The picture of a turn, a JPEG file; nothing of it is written anywhere. Raises `errors.UnusableInput` where
        none is kept, `vault.NoKeyStore`, `vault.SealBroken`."""
        name = self.get(id).picture
        if not name:
            raise UnusableInput(f"Of turn {id} no picture is kept.")
        return self._pictures.load(name)

    def close(self) -> None:
        """What waits for the disk is written now, if it can be; what is too old goes, also where no turn was added."""
        with self._lock, contextlib.suppress(HearsightError):
            if self._waiting:
                self._with(self._write_waiting)
            elif self._days is not None and self.path.exists():
                self._with(self._age)
        self._pictures.close()
        with self._lock:
            if self._aged and self._db is not None:
                with contextlib.suppress(sqlite3.Error):  # busy: when the next ones go
                    history_file.scrub(self._db)
            self._let_go()

    # -- the file -------------------------------------------------------------------------------------------------

    def _with(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """`work` on the open file. Of a damaged one the turns are saved, and the work done on a new one."""
        try:
            return work(self._opened())
        except sqlite3.DatabaseError as error:
            if not history_file.is_damage(error):
                self._let_go()
                raise _unusable(error) from error
        except OSError as error:
            raise _unusable(error) from error
        self._let_go()
        if not history_file.mend_index(self.path):
            self._start_anew()
        try:
            return work(self._opened())
        except (sqlite3.Error, OSError) as error:
            self._let_go()
            raise _unusable(error) from error

    def _opened(self) -> sqlite3.Connection:
        if (
            self._db is not None and _identity(self.path) != self._file
        ):  # another process put it aside, or it was deleted
            self._let_go()
        if self._db is None:
            self._db = history_file.opened(self.path)
            self._file = _identity(self.path)
            if self._days is not None:
                history_file.remove_aside(self.path, time.time() - self._days * DAY_S)
            if self._keep == "pictures":
                self._seal_old_ones(self._db)
        return self._db

    def _seal_old_ones(self, db: sqlite3.Connection) -> None:
        """Small pictures that an older Hearsight kept in clear, in the rows: sealed if there is a key, some at each
        start. Where there is none they stay as they are, until their days are over."""
        self._pictures.sweep({str(row[0]) for row in db.execute("SELECT picture FROM turns WHERE picture != ''")})
        old = db.execute(
            "SELECT id, thumbnail FROM turns WHERE thumbnail IS NOT NULL LIMIT ?", (OLD_AT_ONCE,)
        ).fetchall()
        for number, small in old:
            self._pictures.save(number, bytes(small))

    def _let_go(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db, self._aged = None, False

    def _start_anew(self) -> None:
        try:
            aside = history_file.put_aside(self.path, time.strftime("%Y%m%d-%H%M%S"))
            if aside is None:
                return  # another process was first
            saved = history_file.rescued(aside, self._opened())
        except (sqlite3.Error, OSError) as error:
            raise _unusable(error) from error
        if saved:
            self._tell(f"The history was damaged. I saved {saved} turns of it, and put the damaged file aside.")
        else:
            self._tell("The history was damaged. I put it aside and began a new one.")


def storable(turn: Turn) -> Turn:
    """Or one turn that can't be written would keep all later ones waiting."""
    return replace(
        turn,
        asked=as_text(turn.asked),
        said=as_text(turn.said),
        source=as_text(turn.source),
        title=as_text(turn.title),
        program=as_text(turn.program),
    )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _count(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM turns").fetchone()[0])


def _too_many(db: sqlite3.Connection, most_bytes: int) -> list[str]:
    """The names of the oldest pictures above the limit; of turns that are kept only when no others are left."""
    total = int(db.execute("SELECT coalesce(sum(picture_bytes), 0) FROM turns WHERE picture != ''").fetchone()[0])
    extra: list[str] = []
    if total > most_bytes:
        rows = db.execute("SELECT picture, picture_bytes FROM turns WHERE picture != '' ORDER BY kept, at, id")
        for name, size in rows:
            if total <= most_bytes:
                break
            extra.append(str(name))
            total -= int(size)
    return extra


def _unusable(error: Exception) -> HearsightError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or getattr(error, "errno", 0) in (28, 122):  # ENOSPC, EDQUOT
        return DiskFull(detail=str(error))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return HearsightError("The history can't be kept: another program holds its file.", detail=str(error))
    return HearsightError("The history can't be kept: its file can't be read or written.", detail=str(error))
