"""Remember this: what stays in the history, and files of the time before it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.history import DAY_S, History
from assistant.types import Turn

FIRST = """
CREATE TABLE IF NOT EXISTS turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, asked TEXT NOT NULL, said TEXT NOT NULL,
    source TEXT NOT NULL, title TEXT NOT NULL, at REAL NOT NULL, thumbnail BLOB
);
CREATE INDEX IF NOT EXISTS turns_at ON turns (at);
CREATE VIRTUAL TABLE IF NOT EXISTS turns_text USING fts5 (
    asked, said, title, content = 'turns', content_rowid = 'id', tokenize = 'trigram'
);
CREATE TRIGGER IF NOT EXISTS turns_added AFTER INSERT ON turns BEGIN
    INSERT INTO turns_text (rowid, asked, said, title) VALUES (new.id, new.asked, new.said, new.title);
END;
CREATE TRIGGER IF NOT EXISTS turns_gone AFTER DELETE ON turns BEGIN
    INSERT INTO turns_text (turns_text, rowid, asked, said, title)
    VALUES ('delete', old.id, old.asked, old.said, old.title);
END;
PRAGMA user_version = 1;
"""
"""The tables as the first version made them."""


def turn(said: str, *, days_ago: float = 0.0, asked: str = "") -> Turn:
    return Turn("ask", asked, said, "window", "Router", time.time() - days_ago * DAY_S)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    history = History(path, days=7)
    yield history
    history.close()


def old_file(path: Path, *said: str) -> None:
    db = sqlite3.connect(path)
    db.executescript(FIRST)
    for number, text in enumerate(said):
        row = ("ask", "what is it", text, "window", "Old window", time.time() - 60 + number)
        db.execute("INSERT INTO turns (kind, asked, said, source, title, at) VALUES (?, ?, ?, ?, ?, ?)", row)
    db.commit()
    db.close()


def test_what_was_kept_stays_however_old_it_gets(history: History) -> None:
    kept, other = turn("The password is on the sticker.", days_ago=6.999), turn("Something else.", days_ago=6.9999)
    history.add(kept)
    history.add(other)
    history.keep(kept, "router page")
    history._days = 6  # the days have gone by
    history.add(turn("new"))
    assert [each.turn.said for each in history.recent()] == ["new", "The password is on the sticker."]
    assert [(each.turn, each.note, each.kept) for each in history.kept()] == [(kept, "router page", True)]


def test_it_is_found_by_its_note(history: History) -> None:
    first = turn("A form with two fields.")
    history.add(first)
    history.keep(first, "router password page")
    assert [each.note for each in history.search("router page")] == ["router password page"]
    assert [each.note for each in history.search("ge")] == ["router password page"], "shorter than the index's words"
    history.keep(first, "modem")
    assert history.search("router page") == []
    assert [each.note for each in history.search("modem form")] == ["modem"]


def test_a_turn_that_was_forgotten_meanwhile_is_kept_all_the_same(history: History) -> None:
    first = turn("Here.")
    history.add(first)
    history.forget(everything=True)
    history.keep(first, "")
    assert [each.turn for each in history.kept()] == [first]


def test_the_old_ones_can_be_forgotten_without_the_kept_ones(history: History, path: Path) -> None:
    first, second = turn("kept xylophone", days_ago=5), turn("not kept", days_ago=5)
    for each in (first, second):
        history.add(each)
    history.keep(first, "zeppelin")
    assert history.forget(older_than_days=1) == 1
    assert [each.turn.said for each in history.recent()] == ["kept xylophone"]
    assert history.forget(kept=True) == 1
    assert history.kept() == []
    history.close()
    for file in path.parent.iterdir():
        for word in (b"xylophone", b"zeppelin"):
            assert word not in file.read_bytes(), file.name


def test_a_file_of_the_first_version_is_read_searched_and_kept_in(path: Path) -> None:
    old_file(path, "The disk is full.", "保存按钮在右下角")
    history = History(path)
    assert [each.turn.said for each in history.recent()] == ["保存按钮在右下角", "The disk is full."]
    assert [each.turn.said for each in history.search("disk full")] == ["The disk is full."]
    old = history.recent()[1].turn
    history.keep(old, "backup")
    history.add(turn("new"))
    assert [each.turn.said for each in history.search("backup")] == ["The disk is full."]
    assert history.forget(id=history.kept()[0].id) == 1
    assert history.search("disk") == []
    history.close()
    again = History(path)
    assert len(again.recent()) == 2
    again.close()


def test_several_processes_bring_one_file_up_to_date(path: Path) -> None:
    old_file(path, "before")
    code = (
        "import sys, time; from pathlib import Path; from assistant.history import History; "
        "from assistant.types import Turn; h = History(Path(sys.argv[1])); "
        "h.add(Turn('ask', '', sys.argv[2], '', '', time.time())); h.close()"
    )
    others = [subprocess.Popen([sys.executable, "-c", code, str(path), f"turn {n}"]) for n in range(4)]
    assert [other.wait(60) for other in others] == [0] * 4
    history = History(path)
    assert sorted(each.turn.said for each in history.recent()) == ["before", "turn 0", "turn 1", "turn 2", "turn 3"]
    assert [each.turn.said for each in history.search("turn")] != []
    history.close()


def test_an_update_that_fails_leaves_the_old_file_as_it_was(path: Path) -> None:
    old_file(path, "before")
    db = sqlite3.connect(path)
    db.execute("ALTER TABLE turns ADD COLUMN note TEXT")  # so the second column can't be added
    db.commit()
    db.close()
    history = History(path)
    with pytest.raises(Exception, match="history can't be kept"):
        history.recent()
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA user_version").fetchone() == (1,)
    columns = [row[1] for row in db.execute("PRAGMA table_info(turns)")]
    db.close()
    assert "kept" not in columns


def test_the_command_line_lists_and_forgets_what_is_kept(tmp_path: Path) -> None:
    env = {**os.environ, "HEARSIGHT_HOME": str(tmp_path)}

    def hearsight(*arguments: str, code: int = 0) -> str:
        command = [sys.executable, "-m", "assistant.cli", "history", *arguments]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    assert hearsight("--kept") == "Nothing is kept yet.\n"
    history = History(tmp_path / "history.sqlite")
    first = turn("On the sticker.", asked="Where is the password?")
    history.add(first)
    history.add(turn("Something else."))
    history.keep(first, "router page")
    number = history.kept()[0].id
    history.close()
    assert "router page" in hearsight("--kept")
    assert "Something else" not in hearsight("--kept")
    rows = json.loads(hearsight("--kept", "--json"))["turns"]
    assert [(row["id"], row["note"], row["kept"]) for row in rows] == [(number, "router page", True)]
    assert "Say what to forget" in hearsight("forget", "--all", "--kept", code=2)
    assert "not both" in hearsight("--kept", "--search", "x", code=2)
    assert hearsight("forget", "--id", str(number)) == "One turn was forgotten.\n"
    assert hearsight("--kept") == "Nothing is kept yet.\n"
    assert "Something else" in hearsight()
