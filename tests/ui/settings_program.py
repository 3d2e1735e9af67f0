"""The settings window as a program: `settings_program.py FILE [--theme THEME] [--language TAG] [--section NAME]`.

What would be said is a line of standard output. It ends when its standard input does.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from assistant.events import Event
from assistant.settings import LooksSettings, Settings
from assistant.settings_desk import SettingsDesk
from assistant.settings_file import SettingsFile
from assistant.settings_toml import read
from ui.looks import Looks
from ui.settings_window import SettingsWindow, make


class Controller:
    """Follows the file as the app does, and speaks to standard output."""

    def __init__(self, path: Path, language: str) -> None:
        self._listeners: list[Callable[[Event], None]] = []
        self.file = SettingsFile(read(path).settings, self._changed, self.announce, path=path)
        self.setting_changes: SettingsDesk | None = SettingsDesk(
            self.file, self.announce, self._emit, lambda: language, path=path
        )
        self.file.start(watch=True)

    def announce(self, sentence: str) -> None:
        print(sentence, flush=True)

    def subscribe(self, callback: Callable[[Event], None]) -> None:
        self._listeners.append(callback)

    def _emit(self, event: Event) -> None:
        for listener in self._listeners:
            listener(event)

    def _changed(self, old: Settings, new: Settings) -> None:
        assert self.setting_changes is not None
        self.setting_changes.elsewhere(old, new)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--theme", default="light")
    parser.add_argument("--language", default="en")
    parser.add_argument("--section", default="")
    given = parser.parse_args()
    app = QApplication(["hearsight"])
    looks = Looks(app)
    looks.apply(LooksSettings(theme=given.theme), given.language)
    controller = Controller(given.file, given.language)
    window = make(controller)
    window.bring_up()
    if given.section and isinstance(window, SettingsWindow):
        names = [window.list.item(row).text() for row in range(window.list.count())]
        window.list.setCurrentRow(names.index(given.section))
    threading.Thread(target=lambda: (sys.stdin.read(), window.happened.emit("end")), daemon=True).start()  # type: ignore[attr-defined]
    window.happened.connect(lambda event: app.quit() if event == "end" else None)  # type: ignore[attr-defined]
    app.exec()
    controller.file.close()
    window.end()
    looks.end()


if __name__ == "__main__":
    main()
