"""No turn is lost on its way to the disk, and none stays there when its days are over."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import pytest

from assistant.errors import HearsightError, UnusableInput
from assistant.history import DAY_S, History
from assistant.history_pictures import Pictures
from assistant.history_query import Wanted
from assistant.shelf import line_of
from assistant.types import Turn
from assistant.vault import Vault
from tests.assistant.test_history_pictures import Keys


def turn(said: str, *, title: str = "", at: float | None = None) -> Turn:
    return Turn("describe", "", said, "file", title, time.time() if at is None else at)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


def said(history: History) -> list[str]:
    return [kept.turn.said for kept in history.recent(100)]


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_a_file_name_that_is_no_text_keeps_no_turn_from_the_disk(path: Path) -> None:
    history = History(path)
    odd = os.fsdecode(b"caf\xe9.png")
    history.add(turn("A cup.", title=odd))
    history.add(turn("A plate."))
    history.keep(turn("A spoon.", title=odd), note=odd)
    assert said(history) == ["A spoon.", "A plate.", "A cup."]
    assert history.page(Wanted(program=odd)) == []
    history.close()


def test_a_number_that_no_turn_can_have_is_told_as_such(path: Path) -> None:
    history = History(path)
    with pytest.raises(UnusableInput, match="There is no turn"):
        history.get(10**20)
    history.close()


@pytest.mark.parametrize("how", ["put aside by another process", "deleted"])
def test_a_turn_is_not_written_into_a_file_that_is_gone(path: Path, how: str) -> None:
    history = History(path)
    history.add(turn("before"))
    for file in list(path.parent.iterdir()):
        if how == "deleted":
            file.unlink()
        else:
            file.rename(file.with_name(file.name.replace("sqlite", "sqlite.broken-1")))
    other = History(path)
    other.add(turn("by another"))
    history.add(turn("after"))
    assert said(other) == said(history) == ["after", "by another"]
    history.close()
    assert said(other) == ["after", "by another"]
    other.close()


def test_what_waits_for_the_disk_is_written_at_the_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.history_file.BUSY_S", 0.05)
    history = History(path)
    history.add(turn("before"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(HearsightError, match="another program"):
        history.add(turn("the last"))
    other.execute("ROLLBACK")
    other.close()
    history.close()
    again = History(path)
    assert said(again) == ["the last", "before"]
    again.close()


def old_ones(path: Path) -> None:
    history = History(path)
    history.add(turn("an old zeppelin", at=time.time() - 40 * DAY_S))
    history.add(turn("a new one"))
    history.close()
    assert b"zeppelin" in everything_in(path.parent)


@pytest.mark.parametrize("keep", ["off", "text"])
def test_days_end_where_nothing_is_added_any_more_and_nothing_stays_on_the_disk(path: Path, keep: str) -> None:
    old_ones(path)
    history = History(path, keep=keep, days=30)
    history.close()
    left = everything_in(path.parent)
    assert b"a new one" in left
    for word in (b"zeppelin", b"zep", b"epp"):
        assert word not in left
    again = History(path)
    assert said(again) == ["a new one"]
    again.close()


def test_who_only_looks_lets_nothing_grow_too_old(path: Path) -> None:
    old_ones(path)
    history = History(path)
    assert len(said(history)) == 2
    history.close()
    assert b"zeppelin" in everything_in(path.parent)


def test_damaged_files_and_their_copies_go_when_their_days_are_over(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database at all, but a zeppelin " * 200)
    os.utime(path, (0, 0))
    told: list[str] = []
    history = History(path, days=30, tell=told.append)
    history.add(turn("after"))
    (aside,) = path.parent.glob("*.broken-*")
    assert b"zeppelin" in aside.read_bytes(), "its days begin when it is put aside"
    assert len(told) == 1
    history.close()
    left = path.parent / ".rescue-1"
    left.mkdir()
    (left / "history.sqlite").write_bytes(b"zeppelin")
    for file in (aside, left):
        os.utime(file, (0, 0))
    history = History(path, days=30)
    assert said(history) == ["after"]
    history.close()
    assert b"zeppelin" not in everything_in(path.parent)


def test_to_forget_all_takes_copies_that_a_killed_process_left(path: Path) -> None:
    history = History(path)
    history.add(turn("a turn"))
    left = path.parent / ".rescue-1"
    left.mkdir()
    (left / "history.sqlite").write_bytes(b"zeppelin")
    history.forget(everything=True)
    history.close()
    assert b"zeppelin" not in everything_in(path.parent)


def test_no_title_drives_the_terminal(path: Path) -> None:
    history = History(path)
    history.add(turn("It says\x9b2J hello.", title="\x1b]0;mine\x07 页面\u3000👩\u200d🚀"))
    line = line_of(history.recent()[0])
    history.close()
    assert not {"\x1b", "\x07", "\x9b"} & set(line)
    assert "页面\u3000👩\u200d🚀" in line


def test_all_can_be_forgotten_on_a_full_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    history, other = History(path), History(path)
    for one in (history, other):
        one.add(turn("zeppelin"))

    def full(_: sqlite3.Connection) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr("assistant.history_file.empty", full)
    assert history.forget(everything=True) == 2
    assert b"zeppelin" not in everything_in(path.parent)
    other.add(turn("after"))
    assert said(history) == said(other) == ["after"]
    history.close()
    other.close()


def test_a_picture_that_can_not_be_written_leaves_no_half_of_it(path: Path) -> None:
    told: list[str] = []

    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    folder = path.parent / "pictures"
    pictures = Pictures(folder, full, told.append, Vault(Keys()))
    pictures.save(1, b"a JPEG")
    pictures.close()
    assert list(folder.iterdir()) == []
    assert len(told) == 1
