"""What is asked of the history, as SQL: which turns, and the next page of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant import history_file
from assistant.types import Turn

NOWHERE = "\ufffe\uffff\ufffe"
"""An entry of the index that no text has: these are no characters."""
TRIGRAM = 3
"""Characters of an entry of the index. Shorter words (many Chinese ones) are found by all that begin with them."""
MOST_ENTRIES = 250
"""Of the index, for a word that is shorter than one."""
COLUMNS = (
    "turns.id, turns.kind, turns.asked, turns.said, turns.source, turns.title, turns.at, turns.kept, turns.note, "
    "turns.program, turns.picture"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A turn of the past. `id` is 0 for one that is not on the disk yet."""

    id: int
    turn: Turn
    kept: bool = False
    """It stays, however old it gets: the person said "remember this"."""
    note: str = ""
    """Under what."""
    picture: str = ""
    """The name of its sealed picture; empty where none is kept."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which turns: all that fit everything which is given. Times are seconds since the epoch."""

    words: str = ""
    """All of them occur, in what was asked or said, the title, the note or the program's name."""
    program: str = ""
    since: float | None = None
    before: float | None = None
    kept: bool = False


def kept_from(row: Sequence[object]) -> Kept:
    id_, kind, asked, said, source, title, at, kept, note, program, picture = row
    turn = Turn(str(kind), str(asked), str(said), str(source), str(title), float(str(at)), program=str(program))
    return Kept(int(str(id_)), turn, bool(kept), str(note), str(picture))


def query_for(
    wanted: Wanted, after: Kept | None, entries: Callable[[str], list[str] | None]
) -> tuple[str, list[object]]:
    """The SQL for a page (its length is the last gap) and its values. Nothing in the words is read as query language.

    `entries`: the entries of the index that begin with a word that is shorter than one, None for too many. With the
    index the rows come as they were added: so the newest are found without reading the others.
    """
    match: list[str] = []
    where: list[str] = []
    values: list[object] = []
    for part in as_text(wanted.words).split():
        begun = entries(part) if len(part) < TRIGRAM else None
        if len(part) >= TRIGRAM:
            match.append(_quoted(part))
        elif begun is not None:
            match.append(f"({' OR '.join(map(_quoted, begun))})" if begun else _quoted(NOWHERE))
        else:
            pattern = "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            columns = [f"turns.{name} LIKE ? ESCAPE '\\'" for name in history_file.TEXTS.split(", ")]
            where.append(f"({' OR '.join(columns)})")
            values += [pattern] * len(columns)
    given: list[tuple[str, object]] = [
        ("turns.program = ? COLLATE NOCASE", as_text(wanted.program) or None),
        ("at >= ?", wanted.since),
        ("at < ?", wanted.before),
        ("kept = ?", wanted.kept or None),
    ]
    if match:
        given.append(("turns_text MATCH ?", " AND ".join(match)))
        given.append(("turns_text.rowid < ?", after.id if after is not None else None))
    for condition, value in given:
        if value is not None:
            where.append(condition)
            values.append(value)
    if after is not None and not match:
        where.append("(at, id) < (?, ?)")
        values += [after.turn.at, after.id]
    tables = "turns_text JOIN turns ON turns.id = turns_text.rowid" if match else "turns"
    by = "turns_text.rowid DESC" if match else "at DESC, id DESC"
    return f"SELECT {COLUMNS} FROM {tables} WHERE {' AND '.join(where or ['1'])} ORDER BY {by} LIMIT ?", values  # noqa: S608


def as_text(text: str) -> str:
    """The name of a file and the bytes of a terminal may be none, and SQLite takes nothing else."""
    return text.encode("utf-8", "replace").decode()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def entries_of(db: sqlite3.Connection, part: str) -> list[str] | None:
    """The entries of the index that begin with `part`; None where there are too many: then the word is in many turns,
    and reading them from the newest on soon finds a page."""
    low = part.lower()
    rows = db.execute(
        "SELECT term FROM turns_terms WHERE term >= ? AND term < ? LIMIT ?",
        (low, low + chr(0x10FFFF), MOST_ENTRIES + 1),
    ).fetchall()
    if len(rows) > MOST_ENTRIES:
        return None
    return [str(row[0]) for row in rows]
