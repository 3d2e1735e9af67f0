"""How long the settings window takes to open, beside an empty window; a search, a change, and the file.

    python benchmarks/settings_window.py [--rounds 9]

Each round is a program of its own that has shown an empty window before, as the running app has: what is measured is
the first opening of the settings (import, building, painting) and every later one. Without a display Qt's offscreen
platform is used. The goal is 150 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def one_round() -> dict[str, float]:
    """Milliseconds, in this process."""
    from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout

    from assistant import setting_words, settings_edit
    from assistant.settings import load
    from assistant.settings_desk import SettingsDesk
    from assistant.settings_file import SettingsFile
    from ui.window import Window

    app = QApplication(["hearsight"])
    path = Path(tempfile.mkdtemp()) / "settings.toml"
    settings_edit.set_value("speech.rate_wpm", 300, path)

    class Controller:
        def __init__(self) -> None:
            file = SettingsFile(load(path), lambda _old, _new: None, lambda _: None, path=path)
            self.setting_changes: SettingsDesk | None = SettingsDesk(
                file, lambda _: None, lambda _: None, lambda: "en", path=path
            )

        def announce(self, sentence: str) -> None: ...

        def subscribe(self, callback: object) -> None: ...

    class Empty(Window):
        def __init__(self) -> None:
            from PySide6.QtCore import QSize

            super().__init__("Empty", QSize(820, 620))
            layout = QVBoxLayout(self)
            layout.addWidget(QLabel("Nothing", self))

    def timed(work: object) -> float:
        began = time.perf_counter()
        work()  # type: ignore[operator]
        app.processEvents()
        return (time.perf_counter() - began) * 1000

    timed(lambda: Empty().bring_up())
    empty = Empty
    windows: list[Window] = []

    def open_empty() -> None:
        windows.append(empty())
        windows[-1].bring_up()

    def open_settings() -> None:
        from ui.settings_window import make

        windows.append(make(Controller()))
        windows[-1].bring_up()

    found = {"an empty window": timed(open_empty), "settings, first": timed(open_settings)}
    windows[-1].close()
    found["settings, again"] = timed(windows[-1].bring_up)
    found["search, one key"] = timed(lambda: setting_words.search("how fast is spoken"))
    found["read the file"] = timed(lambda: load(path))
    found["change a value on the disk"] = timed(lambda: settings_edit.set_value("speech.pitch", 60, path))
    for window in windows:
        window.end()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one_round()))
        return
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    rounds = []
    for _ in range(given.rounds):
        done = subprocess.run(
            [sys.executable, __file__, "--one"], env=environment, check=True, capture_output=True, text=True
        )
        rounds.append(json.loads(done.stdout))
    for name in rounds[0]:
        values = sorted(one[name] for one in rounds)
        print(f"{name}: {statistics.median(values):.1f} ms (slowest {values[-1]:.1f})")
    ratio = statistics.median(one["settings, first"] / one["an empty window"] for one in rounds)
    print(f"settings, first, beside an empty window: {ratio:.1f} times")


if __name__ == "__main__":
    main()
