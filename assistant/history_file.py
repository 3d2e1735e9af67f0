"""The file of the history: its tables, bringing older ones up to date, and saving what a damaged one still holds."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import HearsightError

VERSION = 4
BUSY_S = 5.0
"""How long to wait for another process that writes."""
TEXTS = "asked, said, title, note, program"
"""What is searched."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, asked TEXT NOT NULL, said TEXT NOT NULL,
    source TEXT NOT NULL, title TEXT NOT NULL, at REAL NOT NULL, thumbnail BLOB,
    kept INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '',
    program TEXT NOT NULL DEFAULT '', picture TEXT NOT NULL DEFAULT '', picture_bytes INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS turns_at ON turns (at);
CREATE INDEX IF NOT EXISTS turns_of_program ON turns (program COLLATE NOCASE, at);
CREATE INDEX IF NOT EXISTS turns_picture ON turns (picture) WHERE picture != '';
"""
PAD = "char(10, 10)"
"""After each text in the index: so the last two characters of a text begin an entry of three, as all others do, and
words of two characters can be found by the entries that begin with them."""
_COLUMNS = TEXTS.split(", ")
_NEW, _OLD, _OWN = (", ".join(f"{row}{name} || {PAD}" for name in _COLUMNS) for row in ("new.", "old.", ""))
INDEX = f"""
DROP TRIGGER IF EXISTS turns_added;
DROP TRIGGER IF EXISTS turns_gone;
DROP TRIGGER IF EXISTS turns_noted;
DROP TABLE IF EXISTS turns_terms;
DROP TABLE IF EXISTS turns_text;
DROP VIEW IF EXISTS turns_padded;
CREATE VIEW turns_padded ({TEXTS}, id) AS SELECT {_OWN}, id FROM turns;
CREATE VIRTUAL TABLE turns_text USING fts5 (
    {TEXTS}, content = 'turns_padded', content_rowid = 'id', tokenize = 'trigram'
);
CREATE VIRTUAL TABLE turns_terms USING fts5vocab (turns_text, row);
CREATE TRIGGER turns_added AFTER INSERT ON turns BEGIN
    INSERT INTO turns_text (rowid, {TEXTS}) VALUES (new.id, {_NEW});
END;
CREATE TRIGGER turns_noted AFTER UPDATE OF note ON turns BEGIN
    INSERT INTO turns_text (turns_text, rowid, {TEXTS}) VALUES ('delete', old.id, {_OLD});
    INSERT INTO turns_text (rowid, {TEXTS}) VALUES (new.id, {_NEW});
END;
INSERT INTO turns_text (turns_text) VALUES ('rebuild');
"""  # noqa: S608 - our own names
"""Made anew when the columns change; filled from `turns`."""
FROM_1 = """
ALTER TABLE turns ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
ALTER TABLE turns ADD COLUMN note TEXT NOT NULL DEFAULT '';
"""
FROM_2 = """
ALTER TABLE turns ADD COLUMN program TEXT NOT NULL DEFAULT '';
ALTER TABLE turns ADD COLUMN picture TEXT NOT NULL DEFAULT '';
ALTER TABLE turns ADD COLUMN picture_bytes INTEGER NOT NULL DEFAULT 0;
"""
"""From the tables of one version to those of the next."""
ON_GONE = f"""
CREATE TRIGGER IF NOT EXISTS turns_gone AFTER DELETE ON turns BEGIN
    INSERT INTO turns_text (turns_text, rowid, {TEXTS}) VALUES ('delete', old.id, {_OLD});
END;
"""  # noqa: S608


def opened(path: Path) -> sqlite3.Connection:
    """Raises `sqlite3.Error`, `OSError`, and `errors.HearsightError` for the file of a newer Hearsight."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # SQLite makes its files as the umask allows; made first, it and its companions are the owner's alone.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    db = sqlite3.connect(path, timeout=BUSY_S, check_same_thread=False)
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
    return db


def _bring_up_to_date(db: sqlite3.Connection) -> None:
    """Make the tables, or add to older ones what they lack. The version is read again, since another process may have
    done it meanwhile; until the end, it all may be undone."""
    with _transaction(db):
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        if version >= VERSION:
            return
        older = (FROM_1 if version == 1 else "") + (FROM_2 if version in (1, 2) else "")
        for statement in (*_statements(older), *_statements(SCHEMA), *_statements(INDEX + ON_GONE)):
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


def empty(db: sqlite3.Connection) -> None:
    """All turns and their index at once: row by row, 100,000 of them take many seconds."""
    with _transaction(db):
        db.execute("DROP TRIGGER IF EXISTS turns_gone")
        db.execute("INSERT INTO turns_text (turns_text) VALUES ('delete-all')")
        db.execute("DELETE FROM turns")
        for statement in _statements(ON_GONE):
            db.execute(statement)


def wipe(path: Path) -> None:
    """Overwrite the file and its companions, which takes no room, and delete them. Who still has it open begins a new
    one."""
    for suffix in ("-wal", "-shm", ""):
        part = path.with_name(path.name + suffix)
        with contextlib.suppress(FileNotFoundError):
            with part.open("r+b") as file:
                left = part.stat().st_size
                while left > 0:
                    left -= file.write(bytes(min(left, 1 << 20)))
                file.flush()
                os.fsync(file.fileno())
            part.unlink()


def scrub(db: sqlite3.Connection, *, shrink: bool = False) -> bool:
    """After rows were deleted: their words leave the index and the log, too. False while another process still reads
    what was; then they go with its end.

    FTS5 only marks what is deleted, until its parts are merged; the pages it frees are overwritten (secure_delete).
    """
    with db:
        db.execute("INSERT INTO turns_text (turns_text) VALUES ('optimize')")
    if shrink:
        db.execute("VACUUM")
    busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy


# -- a damaged file -------------------------------------------------------------------------------------------------

RESCUE = ".rescue-"
COPIED = "kind, asked, said, source, title, at, thumbnail, kept, note, program, picture, picture_bytes"


def is_damage(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte: extended codes say where
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def mend_index(path: Path) -> bool:
    """Whether the turns themselves were whole, and only what they are searched by had to be made anew."""
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=BUSY_S)) as db:
            db.execute("PRAGMA secure_delete = ON")  # the old index has words of turns that may be forgotten later
            db.execute("SELECT count(*), sum(length(said)) FROM turns NOT INDEXED").fetchone()
            with _transaction(db):
                for statement in _statements(INDEX + ON_GONE):
                    db.execute(statement)
                db.execute("REINDEX")
            return bool(db.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def rescued(broken: Path, new: sqlite3.Connection) -> int:
    """Copy the turns that can still be read into a new file; how many.

    Rows are found by their number: where a page is damaged only its own are lost. A range that can't be read is halved
    until it is one row. The broken file itself is not touched: SQLite would write into its log.
    """
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory(dir=broken.parent, prefix=RESCUE) as folder:
        copy = Path(folder) / "history.sqlite"
        for suffix in ("", "-wal"):
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(broken.with_name(broken.name + suffix), copy.with_name(copy.name + suffix))
        return _copied(copy, new)


def _copied(copy: Path, new: sqlite3.Connection) -> int:
    with contextlib.closing(sqlite3.connect(copy)) as old:
        try:
            have = {str(row[1]) for row in old.execute("PRAGMA table_info(turns)")}
            columns = ", ".join(name for name in COPIED.split(", ") if name in have)
            if "said" not in have:
                return 0
            last = _last_id(old)
        except sqlite3.Error:
            return 0
        rows = list(_readable(old, f"SELECT id, {columns} FROM turns NOT INDEXED WHERE id BETWEEN ? AND ?", 1, last))  # noqa: S608
    marks = ", ".join("?" * (len(columns.split(", ")) + 1))
    saved = 0
    with new:
        for row in rows:
            with contextlib.suppress(sqlite3.Error):  # nonsense in a row that could be read
                new.execute(f"INSERT INTO turns (id, {columns}) VALUES ({marks})", row)  # noqa: S608
                saved += 1
    return saved


def _last_id(db: sqlite3.Connection) -> int:
    for query in ("SELECT seq FROM sqlite_sequence WHERE name = 'turns'", "SELECT max(id) FROM turns"):
        with contextlib.suppress(sqlite3.Error):
            found = db.execute(query).fetchone()
            if found and isinstance(found[0], int):
                return min(found[0], 10_000_000)
    return 0


def _readable(db: sqlite3.Connection, query: str, first: int, last: int) -> Iterator[tuple[object, ...]]:
    if first > last:
        return
    try:
        yield from db.execute(query, (first, last)).fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        if first == last:
            return
        middle = (first + last) // 2
        yield from _readable(db, query, first, middle)
        yield from _readable(db, query, middle + 1, last)


def remove_aside(path: Path, older_than: float) -> None:
    """Damaged files that were put aside, and copies of them that a process left when it was killed, if nothing was
    written to them since `older_than`: what is in them is in clear."""
    import shutil

    for file in (*path.parent.glob(f"{path.name}.broken-*"), *path.parent.glob(f"{RESCUE}*")):
        with contextlib.suppress(FileNotFoundError):
            if file.stat().st_mtime < older_than and file.is_dir():
                shutil.rmtree(file)
            elif file.stat().st_mtime < older_than:
                file.unlink()


def put_aside(path: Path, stamp: str) -> Path | None:
    """Move a damaged file and its companions away, whole; None where another process was first."""
    aside = path.with_name(f"{path.name}.broken-{stamp}")
    try:
        path.replace(aside)
    except FileNotFoundError:
        return None
    for suffix in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(aside.with_name(aside.name + suffix))
    for suffix in ("", "-wal", "-shm"):  # its days begin now
        with contextlib.suppress(FileNotFoundError):
            os.utime(aside.with_name(aside.name + suffix))
    return aside
