"""The desk: turns key presses and menu entries into requests to the session. What the UI and the remote talk to."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.phrases import say_in
from assistant.turn import Request

if TYPE_CHECKING:
    from assistant.events import Event
    from assistant.ports import CaptureSource
    from assistant.session import Session

RATE_STEP = 1.15
"""One press of slower or faster: a change that is heard at once, and twelve steps from 80 to 450 words a minute."""
RATE_LIMITS = (80, 900)
VOLUME_STEP = 0.1


class Desk:
    """All methods return at once and may be called from any thread.

    `sources` makes a capture source from a spec ("window", "screen", "clipboard"); `remember` keeps a changed
    setting ("speech.rate_wpm", "260").
    """

    def __init__(
        self,
        session: Session,
        *,
        sources: Callable[[str], CaptureSource],
        bindings: Mapping[str, str],
        remember: Callable[[str, str], None] = lambda _key, _value: None,
    ) -> None:
        self.session = session
        self.bindings = dict(bindings)
        self._sources = sources
        self._remember = remember
        self._listeners: list[Callable[[Event], None]] = []
        self._copy: Callable[[str], None] | None = None
        self._actions: dict[str, Callable[[float], Any]] = {
            "describe_window": lambda at: self._look("describe", "window", at),
            "describe_screen": lambda at: self._look("describe", "screen", at),
            "describe_clipboard": lambda at: self._look("describe", "clipboard", at),
            "read": lambda at: self._look("read", "window", at),
            "ask": lambda at: session.submit(Request(kind="ask", at=at, listen="while_held", by_key=True)),
            "repeat": lambda _: self.command("repeat"),
            "go_on": lambda _: self.command("go_on"),
            "hush": lambda _: session.hush(),
            "slower": lambda _: self.command("slower"),
            "faster": lambda _: self.command("faster"),
        }

    # -- from the UI ----------------------------------------------------------------------------------------------

    def press(self, action: str, at: float) -> None:
        """`action` (a key of `bindings`) was pressed at `at` (`time.monotonic()` seconds)."""
        carry_out = self._actions.get(action)
        if carry_out is not None:
            carry_out(at)

    def release(self, action: str, at: float) -> None:
        if action == "ask":
            self.session.release(at)

    def hush(self, at: float) -> None:
        """Some key was pressed while Hearsight spoke."""
        del at
        self.session.hush()

    def ask_text(self, text: str) -> None:
        """A typed question, about what was seen last or the focused window."""
        self.session.submit(Request(kind="ask", at=time.monotonic(), text=text))

    def announce(self, sentence: str) -> None:
        self.session.say(sentence)

    def subscribe(self, callback: Callable[[Event], None]) -> None:
        """`callback` hears every event, on the thread it happens on."""
        self._listeners.append(callback)

    def on_copy(self, callback: Callable[[str], None]) -> None:
        """How to put text on the clipboard (the UI knows)."""
        self._copy = callback

    @property
    def speaking(self) -> bool:
        return self.session.mouth is not None and self.session.mouth.speaking

    def emit(self, event: Event) -> None:
        for listener in self._listeners:
            listener(event)

    def close(self) -> None:
        self.session.close()

    # -- voice commands -------------------------------------------------------------------------------------------

    def command(self, name: str) -> bool:
        """Carry out a voice command by its name in `assistant.commands`; False when it can't be done now."""
        session = self.session
        if name in ("stop", "hush"):
            session.hush()
            return True
        simple = {"repeat": session.repeat, "go_on": session.go_on, "spell": self._spell, "copy": self._copy_last}
        if name in simple:
            return simple[name]()
        if name == "read":
            self._look("read", "window", time.monotonic())
            return True
        if name in ("slower", "faster"):
            return self._change_rate(1 / RATE_STEP if name == "slower" else RATE_STEP)
        if name in ("louder", "quieter"):
            return self._change_volume(VOLUME_STEP if name == "louder" else -VOLUME_STEP)
        return False

    def _look(self, kind: Any, spec: str, at: float) -> None:
        self.session.submit(Request(kind=kind, at=at, source=self._sources(spec), by_key=True))

    def _spell(self) -> bool:
        """Spell the last answer (or the last sentence) letter by letter."""
        said = self.session.conversation.said
        if not said or self.session.mouth is None:
            return False
        self.session.mouth.hush()
        self.session.mouth.say(spelled(said[-1]), language=self.session.habits.language)
        return True

    def _copy_last(self) -> bool:
        said = self.session.conversation.said
        if not said or self._copy is None:
            return False
        self._copy(" ".join(said))
        self.session.say(say_in(self.session.habits.language, "copied"))
        return True

    def _change_rate(self, factor: float) -> bool:
        mouth = self.session.mouth
        if mouth is None:
            return False
        rate = min(RATE_LIMITS[1], max(RATE_LIMITS[0], round(mouth.manner.rate_wpm * factor)))
        mouth.manner = replace(mouth.manner, rate_wpm=rate)
        self._remember("speech.rate_wpm", str(rate))
        return self.session.repeat() or self._say_number(rate)

    def _change_volume(self, step: float) -> bool:
        mouth = self.session.mouth
        if mouth is None:
            return False
        volume = round(min(1.0, max(0.1, mouth.manner.volume + step)), 2)
        mouth.manner = replace(mouth.manner, volume=volume)
        self._remember("speech.volume", str(volume))
        return self.session.repeat() or self._say_number(round(volume * 100))

    def _say_number(self, number: int) -> bool:
        self.session.say(str(number))
        return True


SPOKEN_SIGNS = {
    " ": "space", ".": "dot", ",": "comma", ":": "colon", ";": "semicolon", "-": "dash", "_": "underscore",
    "/": "slash", "\\": "backslash", "@": "at", "#": "hash", "(": "open paren", ")": "close paren", "'": "apostrophe",
    '"': "quote", "?": "question mark", "!": "exclamation mark", "&": "and", "*": "star", "+": "plus", "=": "equals",
}  # fmt: skip


def spelled(text: str) -> str:
    """`text` letter by letter: capitals are called so, signs have names. "Ab-1" -> "capital A, b, dash, 1"."""
    parts = []
    for sign in text:
        if sign in SPOKEN_SIGNS:
            parts.append(SPOKEN_SIGNS[sign])
        elif sign.isupper():
            parts.append(f"capital {sign}")
        else:
            parts.append(sign)
    return ", ".join(parts)
