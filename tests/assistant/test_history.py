"""History: what is kept, found, forgotten; and what is bad luck with a disk."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import HearsightError, Usage
from assistant.history import DAY_S, History
from assistant.types import Turn


def turn(said: str, *, asked: str = "", title: str = "", at: float | None = None) -> Turn:
    return Turn("describe", asked, said, "window", title, time.time() if at is None else at)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    history = History(path)
    yield history
    history.close()


def said(history: History, n: int = 20) -> list[str]:
    return [kept.turn.said for kept in history.recent(n)]


def test_turns_come_back_newest_first(history: History, path: Path) -> None:
    now = time.time()
    first = turn("a terminal", asked="what is it", title="Terminal", at=now - 5)
    for each in (first, turn("a browser", at=now)):
        history.add(each)
    history.close()
    again = History(path)
    assert said(again) == ["a browser", "a terminal"]
    assert again.recent(2)[1].turn == first
    assert said(again, 1) == ["a browser"]
    again.close()


def test_words_are_found_in_any_case_and_order_in_both_languages(history: History) -> None:
    history.add(turn("The disk is full.", asked="what does the error say", title="Files"))
    history.add(turn("保存按钮在右下角", title="文本编辑器"))
    history.add(turn("Nothing special, 100% done"))
    assert [k.turn.said for k in history.search("FULL disk")] == ["The disk is full."]
    assert [k.turn.title for k in history.search("error")] == ["Files"]
    assert [k.turn.title for k in history.search("保存按钮")] == ["文本编辑器"]
    assert [k.turn.title for k in history.search("保存")] == ["文本编辑器"]  # two characters: less than the index has
    assert [k.turn.said for k in history.search("0%")] == ["Nothing special, 100% done"]
    assert history.search("full browser") == []


@pytest.mark.parametrize("words", ['"', "a AND", "said:x", "* *", "NEAR(", "'; DROP TABLE turns; --", "%", "  "])
def test_words_are_never_query_language(history: History, words: str) -> None:
    history.add(turn("plain"))
    assert history.search(words) == []
    assert said(history) == ["plain"]


def test_what_is_forgotten_is_gone_from_the_disk(history: History, path: Path) -> None:
    for number in range(30):
        history.add(turn(f"filler {number}"))
    history.add(turn("xylophone appointment", title="zeppelin 鼹鼠密"))
    secret = next(kept for kept in history.recent(40) if "xylophone" in kept.turn.said)
    assert history.forget(id=secret.id) == 1
    assert history.search("xylophone") == []
    assert len(history.recent(40)) == 30
    for file in path.parent.iterdir():
        # The last one is as long as an entry of the index, and so seen there too.
        for word in (b"xylophone", b"zeppelin", "鼹鼠密".encode()):
            assert word not in file.read_bytes(), file.name


def test_all_and_the_old_ones_can_be_forgotten(history: History) -> None:
    now = time.time()
    for days in (0, 3, 8):
        history.add(turn(f"{days} days", at=now - days * DAY_S))
    assert history.forget(older_than_days=7) == 1
    assert said(history) == ["0 days", "3 days"]
    assert history.forget(everything=True) == 2
    assert history.recent() == []
    with pytest.raises(Usage):
        history.forget()


def test_old_turns_go_by_themselves(path: Path) -> None:
    history = History(path, days=7)
    history.add(turn("old", at=time.time() - 8 * DAY_S))
    history.add(turn("new"))
    assert said(history) == ["new"]
    history.close()


def test_off_means_no_file(path: Path) -> None:
    History(path, keep="off").add(turn("private"))
    assert not path.exists()


def test_the_file_is_for_its_owner_only(history: History, path: Path) -> None:
    history.add(turn("private"))
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("damage", ["another file", "cut short"])
def test_a_damaged_file_is_put_aside_with_a_sentence(path: Path, damage: str) -> None:
    before = History(path)
    before.add(turn("before " * 2000))
    before.close()
    content = path.read_bytes()[:6000] if damage == "cut short" else b"no database, but as long as one " * 300
    path.write_bytes(content)
    told: list[str] = []
    history = History(path, tell=told.append)
    history.add(turn("after"))
    assert said(history) == ["after"]
    history.close()
    assert told == ["The history was damaged. I put it aside and began a new one."]
    aside = [file for file in path.parent.iterdir() if ".broken-" in file.name]
    assert [file.read_bytes() for file in aside] == [content]


def test_damage_while_it_is_open_does_not_lose_the_turn(path: Path) -> None:
    told: list[str] = []
    history = History(path, tell=told.append)
    for number in range(200):
        history.add(turn(f"some words to fill pages {number} " * 20))
    history.close()
    data = bytearray(path.read_bytes())
    data[4096 : len(data) - 4096] = b"\xff" * (len(data) - 8192)  # the header is whole, the pages are not
    path.write_bytes(data)
    history.add(turn("in progress"))
    assert "in progress" in said(history)
    assert len(told) == 1
    history.close()


def test_a_full_disk_is_told_and_no_turn_is_lost(history: History) -> None:
    history.add(turn("before"))
    db = history._opened()
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")  # SQLite's own "database or disk is full"
    with pytest.raises(HearsightError, match="disk is full"):
        history.add(turn("too long to fit " * 5000))
    history.add(turn("space again"))  # the connection was opened anew, without the limit
    assert sorted(text[:11] for text in said(history)) == ["before", "space again", "too long to"]


def test_an_unwritten_turn_is_still_listed(history: History) -> None:
    history.add(turn("before"))
    history._opened().execute("PRAGMA max_page_count = 1")
    with pytest.raises(HearsightError):
        history.add(turn("x" * 100_000))
    assert [kept.id for kept in history.recent()] == [0, 1]


def test_a_folder_that_can_not_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HearsightError, match="can't be read or written"):
        History(tmp_path / "file" / "history.sqlite").add(turn("x"))


def test_a_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    with pytest.raises(HearsightError, match="newer"):
        History(path).add(turn("x"))
    assert path.read_bytes() == before


def test_several_processes_and_threads_write_at_once(path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from assistant.history import History; "
        "from assistant.types import Turn; h = History(Path(sys.argv[1])); "
        "[h.add(Turn('ask', '', f'{sys.argv[2]} {n}', '', '', time.time())) for n in range(20)]; h.close()"
    )
    others = [subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in ("one", "two")]
    history = History(path)
    threads = [
        threading.Thread(target=lambda name=name: [history.add(turn(f"{name} {n}")) for n in range(20)])
        for name in ("three", "four")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [other.wait(60) for other in others] == [0, 0]
    assert sorted(said(history, 200)) == sorted(
        f"{name} {n}" for name in ("one", "two", "three", "four") for n in range(20)
    )
    history.close()
