"""The desk app with a controller that prints what it is told, one JSON object a line.

Started by the tests as a program. Standard input is Python-free orders, one JSON object a line:
{"speaking": true}, {"event": "Saying", "with": {"text": "Hello."}}, {"copy": "some text"},
{"bind": {"read": "ctrl+alt+j"}}, {"choose": "type_a_question"}.
`--tray-patience MS`, `--bind ACTION=CHORD` (repeated; replaces all default ones).
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Callable, Mapping

from assistant import events
from assistant.events import Event
from assistant.settings import LooksSettings
from assistant.types import Answer
from ui.app import run_app

BINDINGS = {
    "describe_window": "ctrl+alt+d",
    "describe_screen": "ctrl+alt+shift+d",
    "ask": "ctrl+alt+space",
    "read": "super+shift+r",
    "hush": "f9",
    "quit": "ctrl+alt+shift+q",
}
_lock = threading.Lock()


def tell(what: str, **more: object) -> None:
    with _lock:
        print(json.dumps({"what": what, **more}), flush=True)


class Told:
    """A `ui.app.Controller` that only tells."""

    def __init__(self, bindings: Mapping[str, str]) -> None:
        self.bindings = bindings
        self.looks, self.language = LooksSettings(), "en"
        self.letters = {"w": "describe_window", "a": "ask"}
        self.speaking = False
        self._event: Callable[[Event], None] | None = None
        self._copy: Callable[[str], None] | None = None

    def press(self, action: str, at: float) -> None:
        tell("press", action=action, at=at)

    def release(self, action: str, at: float) -> None:
        tell("release", action=action, at=at)

    def hush(self, at: float) -> None:
        self.speaking = False
        tell("hush", at=at)

    def ask_text(self, text: str) -> None:
        tell("ask_text", text=text)

    def cue(self, name: str) -> None:
        tell("cue", name=name)

    def say_fresh(self, sentence: str) -> None:
        tell("say_fresh", sentence=sentence)

    def announce(self, sentence: str) -> None:
        tell("announce", sentence=sentence)

    def subscribe(self, callback: Callable[[Event], None]) -> None:
        self._event = callback

    def on_copy(self, callback: Callable[[str], None]) -> None:
        self._copy = callback
        threading.Thread(target=self._obey, daemon=True).start()
        tell("up")

    def close(self) -> None:
        tell("close")

    def _obey(self) -> None:
        for line in sys.stdin:
            order = json.loads(line)
            if "speaking" in order:
                self.speaking = order["speaking"]
            if "event" in order and self._event:
                fields = dict(order.get("with", {}))
                if "answer" in fields:
                    fields["answer"] = Answer(fields["answer"], answerable=True)
                self._event(getattr(events, order["event"])(**fields))
            if "choose" in order and self._event:
                self._event(events.WindowWanted(name=order["choose"]))
            if "bind" in order and self._event:
                self.bindings = order["bind"]
                self._event(events.KeysChanged())
            if "copy" in order and self._copy:
                self._copy(order["copy"])
            tell("obeyed")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tray-patience", type=int, default=10_000)
    parser.add_argument("--bind", action="append", default=[])
    given = parser.parse_args()
    bindings = dict(pair.split("=", 1) for pair in given.bind) or BINDINGS
    return run_app(Told(bindings), tray_patience_ms=given.tray_patience)


if __name__ == "__main__":
    sys.exit(main())
