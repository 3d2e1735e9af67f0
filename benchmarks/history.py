"""How long the history takes when it is large: lists, searches, and what is forgotten.

    python benchmarks/history.py [--turns 100000] [--repeat 5] [--window] [--json]

Turns of some 190 characters (English made of 5,000 words drawn by Zipf's law, Chinese of common characters), in a file
on the disk that TMPDIR names. Each figure is the best of `--repeat`, in milliseconds, through `History` itself (the
lock, the SQL, the rows as values); the first page of 50. "Forget one" includes that its words leave the index and the
log on the disk. --window: the history's window, too (Qt's offscreen platform), from nothing to its first page, and a
search in it. No test asserts these times; `tests/assistant/test_history_pages.py` counts SQLite's steps.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from assistant.history import DAY_S, History
from assistant.history_query import Wanted
from assistant.types import Turn

CHINESE = "路由器设置窗口按钮文件错误网络图片电脑屏幕文字标题菜单打开关闭保存取消确定帮助工具编辑查看历史"
PROGRAMS = ("Files", "Browser", "Terminal", "Letters", "Editor")


def fill(history: History, count: int) -> None:
    chance = random.Random(1)  # noqa: S311 - the same turns each time
    letters = "abcdefghijklmnoprstuvw"
    words = ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(5000)]
    weights = [1 / (n + 1) for n in range(5000)]
    db, now = history._opened(), time.time()

    def row(number: int) -> tuple[object, ...]:
        asked, said = (" ".join(chance.choices(words, weights, k=k)) for k in (5, 20))
        if number % 3 == 0:
            said = "".join(chance.choices(CHINESE, k=40))
        if number == count // 50:
            said += " zeppelin 鼹鼠"
        return "ask", asked, said, "window", "Title", now - (count - number) * 20, PROGRAMS[number % 5]

    with db:
        db.executemany(
            "INSERT INTO turns (kind, asked, said, source, title, at, program) VALUES (?, ?, ?, ?, ?, ?, ?)",
            map(row, range(count)),
        )
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    history.common = words[0]  # type: ignore[attr-defined]


def best_ms(work: Callable[[], object], repeat: int) -> float:
    taken = []
    for _ in range(repeat):
        started = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - started))
    return round(min(taken), 1)


class Silent:
    """The controller of the window."""

    def __init__(self, history: History) -> None:
        self.history = history

    def hush(self, at: float) -> None: ...

    def announce(self, sentence: str) -> None: ...

    def talk_about(self, turn: int) -> None: ...


def window_ms(history: History, repeat: int) -> dict[str, float]:
    from PySide6.QtWidgets import QApplication

    from ui.history_window import HistoryWindow, make

    app = QApplication(["benchmark", "-platform", "offscreen"])
    windows: list[HistoryWindow] = []

    def opened() -> None:
        windows.append(make(Silent(history)))
        windows[-1].bring_up()
        app.processEvents()

    def searched() -> None:
        windows[-1].search.setText("zeppelin")
        windows[-1].look()
        app.processEvents()

    figures = {"open the window": best_ms(opened, repeat), "search in the window": best_ms(searched, repeat)}
    for window in windows:
        window.end()
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--window", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite"
        history = History(path, days=3650)
        fill(history, options.turns)
        common = history.common  # type: ignore[attr-defined]
        middle = time.time() - options.turns * 10
        looks = {
            "the newest 50": Wanted(),
            "one program's": Wanted(program="Editor"),
            "before a day": Wanted(before=middle),
            "a common word": Wanted(common),
            "a rare word": Wanted("zeppelin"),
            "a common and a rare word": Wanted(f"{common} zeppelin"),
            "a common word of one program": Wanted(common, program="Editor"),
            "a word that is nowhere": Wanted("marmalade"),
            "two Chinese characters, common": Wanted("路由"),
            "two Chinese characters, in one turn": Wanted("鼹鼠"),
            "two letters that are nowhere": Wanted("zq"),
            "one Chinese character that is nowhere": Wanted("鼬"),
        }
        figures = {
            name: best_ms(lambda wanted=wanted: history.page(wanted, 50), options.repeat)  # type: ignore[misc]
            for name, wanted in looks.items()
        }
        if options.window:
            figures |= window_ms(history, options.repeat)
        turn = Turn("ask", "how much is it", "The total is 12.50.", "window", "Letter", time.time(), program="Files")
        figures["add one"] = best_ms(lambda: history.add(turn), options.repeat)
        figures["forget one"] = best_ms(lambda: history.forget(id=history.recent(1)[0].id), 1)
        figures["forget those of a day"] = best_ms(lambda: history.forget(last_s=DAY_S), 1)
        size_mb = round(sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6)
        figures["forget all"] = best_ms(lambda: history.forget(everything=True), 1)
        history.close()
    if options.json:
        print(json.dumps({"turns": options.turns, "file_mb": size_mb, "ms": figures}))
        return
    print(f"{options.turns} turns, {size_mb} MB; milliseconds, best of {options.repeat}")
    for name, figure in figures.items():
        print(f"{figure:9.1f}  {name}")


if __name__ == "__main__":
    main()
