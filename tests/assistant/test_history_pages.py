"""Lists of many turns, and what is saved of a damaged file. Steps of SQLite are counted, never time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import HearsightError, UnusableInput
from assistant.history import History
from assistant.history_query import Wanted
from assistant.types import Turn

MANY, STEP = 20_000, 100


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    """20,000 turns; "marmalade" in each, "zeppelin" in one of the oldest, "鼹鼠" in the very oldest."""
    history = History(tmp_path_factory.mktemp("many") / "history.sqlite", days=3650)
    db = history._opened()
    start = time.time() - MANY * 60
    rows = (
        ("ask", f"question {n}", "marmalade " + ("zeppelin" if n == 9 else "鼹鼠" if n == 0 else ""), "window", "Title",
         start + n * 60, "Editor" if n % 2 else "Browser")
        for n in range(MANY)
    )  # fmt: skip
    with db:
        db.executemany(
            "INSERT INTO turns (kind, asked, said, source, title, at, program) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
        )
    yield history
    history.close()


def steps(history: History, wanted: Wanted) -> int:
    """Hundreds of steps of SQLite's machine that a page takes."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    db = history._opened()
    db.set_progress_handler(count, STEP)
    try:
        history.page(wanted, 100)
    finally:
        db.set_progress_handler(None, STEP)
    return counted


@pytest.mark.parametrize(
    "wanted",
    [Wanted(), Wanted("marmalade"), Wanted("zeppelin"), Wanted("marmalade zeppelin"), Wanted(program="Editor"),
     Wanted("marmalade", program="Editor"), Wanted(before=time.time() - MANY * 30)],
)  # fmt: skip
def test_a_page_costs_what_it_shows_not_what_there_is(many: History, wanted: Wanted) -> None:
    assert steps(many, wanted) * STEP < MANY  # less than a step a turn; a page of 100 has some 20 a turn


def test_a_word_of_two_characters_is_found_by_the_entries_that_begin_with_it(many: History) -> None:
    assert [kept.turn.asked for kept in many.search("鼹鼠")] == ["question 0"], "at the end of a text, too"
    assert [kept.turn.asked for kept in many.search("ZE pp")] == ["question 9"]
    assert many.search("鼹x") == many.search("qq") == []
    for words in ("鼹鼠", "qq", "ze", "ma", "鼠", "鼬", "z", "m"):
        assert steps(many, Wanted(words)) * STEP < MANY
    assert [kept.turn.asked for kept in many.search("鼠")] == ["question 0"]
    assert many.search("\udc80\udc81") == many.search("\udc80\udc81\udc82") == []


@pytest.mark.parametrize("words", ["", "marmalade", "ma"])
def test_pages_follow_each_other_without_a_gap(many: History, words: str) -> None:
    wanted, seen, after = Wanted(words, program="Editor"), [], None
    for _ in range(3):
        page = many.page(wanted, 50, after)
        seen += [kept.id for kept in page]
        after = page[-1]
    assert seen == list(range(MANY, MANY - 300, -2))


def test_programs_and_one_turn(many: History) -> None:
    assert many.programs() == ["Browser", "Editor"]
    assert many.get(10).turn.said == "marmalade zeppelin"
    with pytest.raises(UnusableInput, match="no turn 99999"):
        many.get(99_999)


def test_turns_of_the_same_moment_are_listed_once_each(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite")
    now = time.time()
    for number in range(10):
        history.add(Turn("ask", "", f"turn {number}", "", "", now))
    first = history.page(Wanted(), 4)
    assert [kept.turn.said for kept in history.page(Wanted(), 3, first[-1])] == ["turn 5", "turn 4", "turn 3"]
    history.close()


# -- damage ---------------------------------------------------------------------------------------------------------


def filled(path: Path, count: int = 300) -> None:
    history = History(path)
    for number in range(count):
        history.add(Turn("ask", "", f"number {number} " + "words to fill pages " * 20, "", "", time.time()))
    history.close()


def test_the_turns_around_a_damaged_page_are_saved(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    filled(path)
    data = bytearray(path.read_bytes())
    place = data.index(b"number 150 ")
    page = place // 4096 * 4096
    data[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    told: list[str] = []
    history = History(path, tell=told.append)
    assert len(history.page(Wanted(), 1000)) > 0
    history.add(Turn("ask", "", "after", "", "", time.time()))
    said = [kept.turn.said.split(" words")[0] for kept in history.page(Wanted(), 1000)]
    assert {"number 0", "number 299", "after"} <= set(said)
    assert "number 150" not in said
    assert len(said) > 280
    assert history.search("number 299"), "what was saved is found, too"
    history.close()
    assert len(told) == 1
    assert "I saved" in told[0]
    (aside,) = tmp_path.glob("*.broken-*")
    assert aside.read_bytes() == bytes(data)
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".rescue")] == []


def test_a_damaged_index_is_made_anew_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    filled(path, 30)
    db = sqlite3.connect(path)
    with db:
        db.execute("DELETE FROM turns_text_data WHERE id > 10")
    db.close()
    told: list[str] = []
    history = History(path, tell=told.append)
    assert len(history.search("number 29")) == 1
    assert len(history.recent(100)) == 30
    assert told == []
    assert list(tmp_path.glob("*.broken-*")) == []
    history.close()


def test_a_file_that_another_program_holds_is_said_and_the_turn_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.history_file.BUSY_S", 0.05)
    path = tmp_path / "history.sqlite"
    history = History(path)
    history.add(Turn("ask", "", "before", "", "", time.time()))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(HearsightError, match="another program"):
        history.add(Turn("ask", "", "meanwhile", "", "", time.time()))
    other.execute("ROLLBACK")
    history.add(Turn("ask", "", "after", "", "", time.time()))
    assert [kept.turn.said for kept in history.recent()] == ["after", "meanwhile", "before"]
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM turns").fetchone()  # who reads keeps the log from being emptied
    with pytest.raises(HearsightError, match="Forget them once more"):
        history.forget(everything=True)
    assert history.recent() == []
    other.close()
    assert history.forget(everything=True) == 0
    history.close()
