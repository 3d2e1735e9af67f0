"""The history or chat window as a program: `past_program.py history|chat FOLDER [PICTURE...]`, with `--theme` and
`--language`.

What would be said is a line of standard output. It ends when its standard input does. The history is FOLDER's; the chat
looks through fakes: it reads a line that goes with a picture's shade.
"""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from assistant.history import History
from assistant.settings import LooksSettings
from ui import chat_window, history_window
from ui.looks import Looks


class End(QObject):
    came = Signal()


class Controller:
    def __init__(self, folder: Path) -> None:
        self.history = History(folder / "history.sqlite", days=400)
        self.chat: Any = None

    def hush(self, at: float) -> None:
        pass

    def announce(self, sentence: str) -> None:
        print(sentence, flush=True)

    def talk_about(self, turn: int) -> None:
        print(f"(chat about {turn})", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("window", choices=("history", "chat"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("pictures", nargs="*")
    parser.add_argument("--theme", default="light")
    parser.add_argument("--language", default="en")
    given = parser.parse_args()
    app = QApplication(["hearsight"])
    app.setQuitOnLastWindowClosed(False)
    looks = Looks(app)
    looks.apply(LooksSettings(theme=given.theme), given.language)
    controller, room = Controller(given.folder), None
    if given.window == "chat":
        from tests.assistant.test_picture_chat import Room

        room = Room()
        controller.chat = room.chat
        say = room.session.say
        room.session.say = lambda text, **more: (print(text, flush=True), say(text, **more))[1]  # type: ignore[method-assign]
    window = (chat_window if given.window == "chat" else history_window).make(controller)
    window.bring_up()
    for picture in given.pictures:
        controller.chat.bring_file(picture)
    end = End()
    end.came.connect(app.quit, Qt.ConnectionType.QueuedConnection)
    threading.Thread(target=lambda: (sys.stdin.read(), end.came.emit()), daemon=True).start()
    app.exec()
    window.end()
    if room is not None:
        room.chat.close()
        room.session.close()
    controller.history.close()
    looks.end()


if __name__ == "__main__":
    main()
