"""Past turns in an SQLite file: what was asked, what was said; small pictures only if the person wants them.

What comes here is already clean of secrets: the session masks pixels and text before anything is kept.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assistant.errors import HearsightError, Usage
from assistant.types import Turn

if TYPE_CHECKING:
    from assistant.types import Capture

T = TypeVar("T")
log = logging.getLogger(__name__)

VERSION = 2
DAY_S = 86_400.0
BUSY_S = 5.0
"""How long to wait for another process that writes."""
WAITING = 200
"""Turns kept in memory while the disk can't be written."""
THUMBNAIL = (320, 320)
TRIGRAM = 3
"""The index finds words of at least so many characters; shorter ones (many Chinese words) are searched row by row."""
COLUMNS = "id, kind, asked, said, source, title, at, thumbnail, kept, note"
SCHEMA = """
CREATE TABLE IF NOT EXISTS turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, asked TEXT NOT NULL, said TEXT NOT NULL,
    source TEXT NOT NULL, title TEXT NOT NULL, at REAL NOT NULL, thumbnail BLOB,
    kept INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS turns_at ON turns (at);
"""
INDEX = """
DROP TRIGGER IF EXISTS turns_added;
DROP TRIGGER IF EXISTS turns_gone;
DROP TABLE IF EXISTS turns_text;
CREATE VIRTUAL TABLE turns_text USING fts5 (
    asked, said, title, note, content = 'turns', content_rowid = 'id', tokenize = 'trigram'
);
CREATE TRIGGER turns_added AFTER INSERT ON turns BEGIN
    INSERT INTO turns_text (rowid, asked, said, title, note)
    VALUES (new.id, new.asked, new.said, new.title, new.note);
END;
CREATE TRIGGER turns_gone AFTER DELETE ON turns BEGIN
    INSERT INTO turns_text (turns_text, rowid, asked, said, title, note)
    VALUES ('delete', old.id, old.asked, old.said, old.title, old.note);
END;
CREATE TRIGGER turns_noted AFTER UPDATE OF note ON turns BEGIN
    INSERT INTO turns_text (turns_text, rowid, asked, said, title, note)
    VALUES ('delete', old.id, old.asked, old.said, old.title, old.note);
    INSERT INTO turns_text (rowid, asked, said, title, note)
    VALUES (new.id, new.asked, new.said, new.title, new.note);
END;
INSERT INTO turns_text (turns_text) VALUES ('rebuild');
"""
"""Made anew when the columns change; filled from `turns`."""
FROM_1 = """
ALTER TABLE turns ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
ALTER TABLE turns ADD COLUMN note TEXT NOT NULL DEFAULT '';
"""
"""From the tables of version 1 to those of `SCHEMA`."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A turn of the past. `id` is 0 for one that is not on the disk yet. `thumbnail`: JPEG bytes or None."""

    id: int
    turn: Turn
    thumbnail: bytes | None = None
    kept: bool = False
    """It stays, however old it gets: the person said "remember this"."""
    note: str = ""
    """Under what."""


class History:
    """The port: `ports.Memory`. Any thread; several processes may use one file.

    `keep`: "off", "text" or "thumbnails"; turns older than `days` go, but for those that are kept. `tell` hears
    of a damaged file that was put aside. Opens nothing before it is used.
    All methods raise `errors.HearsightError` if the file can't be used.
    """

    def __init__(
        self, path: Path, *, keep: str = "text", days: int = 30, tell: Callable[[str], None] = log.warning
    ) -> None:
        self.path = path
        self._keep, self._days, self._tell = keep, days, tell
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None
        self._waiting: deque[tuple[Turn, bytes | None]] = deque(maxlen=WAITING)

    # -- writing --------------------------------------------------------------------------------------------------

    def add(self, turn: Turn, capture: Capture | None = None) -> None:
        """Keep a turn (`capture` only as a small picture, and only with "thumbnails").

        When it can't be written, it is kept in memory and written with the next one; the error is still raised.
        """
        if self._keep == "off":
            return
        small = thumbnail(capture) if capture is not None and self._keep == "thumbnails" else None
        with self._lock:
            self._waiting.append((turn, small))
            self._with(self._write_waiting)

    def keep(self, turn: Turn, note: str = "") -> None:
        """Keep a turn that was added for good, under a note; one that is gone already is added again."""
        with self._lock:
            self._with(lambda db: self._keep_one(db, turn, note))

    def forget(
        self,
        *,
        id: int | None = None,
        older_than_days: float | None = None,
        kept: bool = False,
        everything: bool = False,
    ) -> int:
        """Delete one turn, the old ones (not those that are kept), the kept ones, or all: from the disk too, not only
        from the lists. How many went.

        Raises `errors.Usage` unless exactly one of the four is given.
        """
        if (id is not None) + (older_than_days is not None) + kept + everything != 1:
            raise Usage("Say what to forget: one turn, the old ones, the kept ones, or all.")
        with self._lock:
            gone = 0
            if everything:
                gone = len(self._waiting)
                self._waiting.clear()
                where, value = "1 = ?", 1.0
            elif older_than_days is not None:
                where, value = "kept = 0 AND at < ?", time.time() - older_than_days * DAY_S
            elif kept:
                where, value = "kept = ?", 1.0
            else:
                where, value = "id = ?", float(id or 0)
            return gone + self._with(lambda db: _delete(db, where, value))

    def _write_waiting(self, db: sqlite3.Connection) -> None:
        with db:
            db.executemany(
                "INSERT INTO turns (kind, asked, said, source, title, at, thumbnail) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(t.kind, t.asked, t.said, t.source, t.title, t.at, small) for t, small in self._waiting],
            )
            db.execute("DELETE FROM turns WHERE kept = 0 AND at < ?", (time.time() - self._days * DAY_S,))
        self._waiting.clear()

    def _keep_one(self, db: sqlite3.Connection, turn: Turn, note: str) -> None:
        self._write_waiting(db)
        with db:
            which = (turn.at, turn.kind, turn.said)
            if not db.execute("SELECT id FROM turns WHERE at = ? AND kind = ? AND said = ?", which).fetchone():
                db.execute(
                    "INSERT INTO turns (kind, asked, said, source, title, at) VALUES (?, ?, ?, ?, ?, ?)",
                    (turn.kind, turn.asked, turn.said, turn.source, turn.title, turn.at),
                )
            db.execute("UPDATE turns SET kept = 1, note = ? WHERE at = ? AND kind = ? AND said = ?", (note, *which))

    # -- reading --------------------------------------------------------------------------------------------------

    def kept(self, n: int = 1000) -> list[Kept]:
        """The turns that stay, newest first."""
        query = f"SELECT {COLUMNS} FROM turns WHERE kept = 1 ORDER BY at DESC, id DESC LIMIT ?"  # noqa: S608
        with self._lock:
            rows = self._with(lambda db: db.execute(query, (n,)).fetchall())
        return [_kept(row) for row in rows]

    def recent(self, n: int = 20) -> list[Kept]:
        """The last `n` turns, newest first."""
        with self._lock:
            unwritten = [Kept(0, turn, small) for turn, small in reversed(self._waiting)]
            kept = self._with(
                lambda db: db.execute(f"SELECT {COLUMNS} FROM turns ORDER BY at DESC, id DESC LIMIT ?", (n,)).fetchall()  # noqa: S608
            )
        return [*unwritten, *map(_kept, kept)][:n]

    def search(self, words: str, n: int = 50) -> list[Kept]:
        """Turns in which all of `words` occur (asked, said or title; parts of words too), newest first."""
        parts = words.split()
        if not parts:
            return []
        where, values = _matching(parts)
        query = f"SELECT {COLUMNS} FROM turns WHERE {where} ORDER BY at DESC, id DESC LIMIT ?"  # noqa: S608
        with self._lock:
            rows = self._with(lambda db: db.execute(query, (*values, n)).fetchall())
        return [_kept(row) for row in rows]

    def close(self) -> None:
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    # -- the file -------------------------------------------------------------------------------------------------

    def _with(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """`work` on the open file. A damaged one is put aside, and the work done on a new one."""
        try:
            return work(self._opened())
        except sqlite3.DatabaseError as error:
            if not _damaged(error):
                self.close()
                raise _unusable(error) from error
        except OSError as error:
            raise _unusable(error) from error
        self._put_aside()
        try:
            return work(self._opened())
        except (sqlite3.Error, OSError) as error:
            self.close()
            raise _unusable(error) from error

    def _opened(self) -> sqlite3.Connection:
        if self._db is not None:
            return self._db
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # SQLite makes its files as the umask allows; made first, it and its companions are the owner's alone.
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        db = sqlite3.connect(self.path, timeout=BUSY_S, check_same_thread=False)
        try:
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            if version > VERSION:
                raise HearsightError("The history was written by a newer Hearsight. Install that one to use it.")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")  # safe with WAL: a power cut may lose the last turn, no more
            db.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten
            if version < VERSION:
                _bring_up_to_date(db)
            db.execute("SELECT id FROM turns LIMIT 1").fetchone()
        except BaseException:
            db.close()
            raise
        self._db = db
        return db

    def _put_aside(self) -> None:
        self.close()
        aside = self.path.with_name(f"{self.path.name}.broken-{time.strftime('%Y%m%d-%H%M%S')}")
        try:
            self.path.replace(aside)
            for suffix in ("-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    self.path.with_name(self.path.name + suffix).replace(aside.with_name(aside.name + suffix))
        except FileNotFoundError:
            return  # another process was first
        except OSError as error:
            raise _unusable(error) from error
        self._tell("The history was damaged. I put it aside and began a new one.")


def _bring_up_to_date(db: sqlite3.Connection) -> None:
    """Make the tables, or add to older ones what they lack. The version is read again, since another process may have
    done it meanwhile; until the end, it all may be undone."""
    with _transaction(db):
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        if version >= VERSION:
            return
        for statement in (*_statements(FROM_1 if version == 1 else SCHEMA), *_statements(INDEX)):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {VERSION}")


@contextlib.contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """One by one: `executescript` would end a transaction that is open."""
    statement = ""
    for line in script.split("\n"):
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def thumbnail(capture: Capture) -> bytes:
    """A JPEG of at most 320 x 320 pixels."""
    from PIL import Image

    picture = Image.fromarray(capture.pixels)
    picture.thumbnail(THUMBNAIL)
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=70)
    return data.getvalue()


def _kept(row: Sequence[object]) -> Kept:
    id_, kind, asked, said, source, title, at, small, kept, note = row
    turn = Turn(str(kind), str(asked), str(said), str(source), str(title), float(str(at)))
    return Kept(int(str(id_)), turn, small if isinstance(small, bytes) else None, bool(kept), str(note))


def _matching(parts: Sequence[str]) -> tuple[str, list[object]]:
    """A condition for rows with all of `parts`, and its values. Nothing in `parts` is read as query language."""
    long = [part for part in parts if len(part) >= TRIGRAM]
    conditions: list[str] = []
    values: list[object] = []
    if long:
        conditions.append("id IN (SELECT rowid FROM turns_text WHERE turns_text MATCH ?)")
        values.append(" AND ".join('"' + part.replace('"', '""') + '"' for part in long))
    for part in parts:
        if len(part) < TRIGRAM:
            pattern = "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            conditions.append("(asked || ' ' || said || ' ' || title || ' ' || note) LIKE ? ESCAPE '\\'")
            values.append(pattern)
    return " AND ".join(conditions), values


def _delete(db: sqlite3.Connection, where: str, value: float) -> int:
    with db:
        gone = db.execute(f"DELETE FROM turns WHERE {where}", (value,)).rowcount  # noqa: S608 - our own conditions
        # Deleted words stay in the index until its parts are merged, and deleted pages in the log until it is empty.
        db.execute("INSERT INTO turns_text (turns_text) VALUES ('rebuild')")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return gone


def _damaged(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte: extended codes say where
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _unusable(error: Exception) -> HearsightError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or getattr(error, "errno", 0) in (28, 122):  # ENOSPC, EDQUOT
        return HearsightError("The history can't be kept: the disk is full. Free some space.", detail=str(error))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return HearsightError("The history can't be kept: another program holds its file.", detail=str(error))
    return HearsightError("The history can't be kept: its file can't be read or written.", detail=str(error))
