"""The desk: turns key presses and menu entries into requests to the session. What the UI and the remote talk to."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.errors import HearsightError
from assistant.events import WindowWanted
from assistant.layer_keys import letters_of
from assistant.phrases import say_in
from assistant.settings import LooksSettings
from assistant.turn import Request

if TYPE_CHECKING:
    from assistant.camera_keys import CameraKeys
    from assistant.command_words import CommandKind
    from assistant.commands import Command
    from assistant.events import Event
    from assistant.exploring_desk import Exploring
    from assistant.history import History
    from assistant.picture_chat import PictureChat
    from assistant.ports import CaptureSource, Earcon
    from assistant.session import Session
    from assistant.settings_desk import SettingsDesk
    from assistant.types import Spelling
    from assistant.watcher import Watcher

log = logging.getLogger(__name__)

RATE_STEP = 1.15
"""One press of slower or faster: a change that is heard at once, and twelve steps from 80 to 450 words a minute."""
RATE_LIMITS = (80, 900)
VOLUME_STEP = 0.1
CHORD_S = 1.0
"""So long after its first key has hushed, as any key does, a chord may be complete."""


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
        self.letters: Mapping[str, str] = letters_of("")
        """Key -> action, of the command layer."""
        self.looks = LooksSettings()
        self.language = "en"
        """Of the windows."""
        self._sources = sources
        self.remember = remember
        self._listeners: list[Callable[[Event], None]] = []
        self.hands_free: Callable[[bool | None], bool] = lambda _: False
        """Switches hands-free listening on or off (None: to the other), and tells it; False when that can't be done."""
        self.history: History | None = None
        """Past turns, for the window that shows them."""
        self.chat: PictureChat | None = None
        """The talk about pictures, for its window."""
        self.exploring: Exploring | None = None
        """The way through a picture, for the window that shows it."""
        self.on_private: Callable[[bool], None] = lambda _: None
        """Told when private mode begins or ends by a key."""
        self.watcher: Watcher | None = None
        self.end_narration: Callable[[], bool] = lambda: False
        """Ends the narration that is spoken, and tells whether there was one."""
        self.camera: CameraKeys | None = None
        self.aim: Callable[[Command], bool] = lambda _: False
        """Begins guidance through the camera; False for what can't be looked for."""
        self.take_picture: Callable[[], bool] = lambda: False
        """Takes the picture to which somebody is being led, as it is; False if nobody is."""
        self.teach: Callable[[Command], bool] = lambda _: False
        """Learns what is before the camera; False for what is to be kept of the last answer."""
        self.setting_changes: SettingsDesk | None = None
        """Changes the settings, in an app that keeps running."""
        self._hushed_at = -CHORD_S
        """When some key hushed; the hush key may be about to."""
        self._actions: dict[str, Callable[[float], Any]] = {
            "describe_window": lambda at: self._look("describe", "window", at),
            "describe_screen": lambda at: self._look("describe", "screen", at),
            "describe_clipboard": lambda at: self._look("describe", "clipboard", at),
            "read": lambda at: self._look("read", "window", at),
            "whats_new": lambda at: self._look("whats_new", "window", at),
            "watch": lambda _: self._stop_watching() or self._watch(),
            "where_am_i": self._where_am_i,
            "describe_camera": lambda at: self.take_picture() or (self.camera is not None and self.camera.look(at)),
            "camera": lambda _: self.camera is not None and self.camera.toggle(),
            "explore": self._explore,
            "remember": lambda _: session.remember_this(),
            "ask": lambda at: session.submit(
                Request(kind="ask", at=at, listen="while_held", by_key=True, in_person=True)
            ),
            "hands_free": lambda _: self._switch_hands_free(),
            "private": lambda _: self._switch_private(),
            "repeat": lambda _: self._or_say(session.repeat(), "nothing_said_yet"),
            "go_on": lambda _: self._or_say(session.go_on(), "all_said"),
            "next_sentence": lambda _: self._or_say(session.next_sentence(), "nothing_said_yet"),
            "previous_sentence": lambda _: self._or_say(session.previous_sentence(), "nothing_said_yet"),
            "hush": self._hush_or_end,
            "next_profile": lambda _: self._next_profile(),
            "slower": lambda _: self._change_rate(1 / RATE_STEP),
            "faster": lambda _: self._change_rate(RATE_STEP),
            "quieter": lambda _: self._change_volume(-VOLUME_STEP),
            "louder": lambda _: self._change_volume(VOLUME_STEP),
            "describe_focus": lambda at: self._look("describe", "focus", at),
            "describe_pointer": lambda at: self._look("describe", "pointer", at),
        }
        self._commands: dict[CommandKind, Callable[[], bool]] = {
            "stop": self._stop,
            "repeat": session.repeat,
            "continue": session.go_on,
            "spell": self._spell,
            "spell_phonetically": lambda: self._spell(spelling="phonetic"),
            "next_sentence": session.next_sentence,
            "previous_sentence": session.previous_sentence,
            "stop_listening": lambda: self.hands_free(False),
            "watch": self._watch,
            "stop_watching": self._no_longer_watch,
            "narrate": lambda: self.camera is not None and self.camera.narrate(),
            "camera_look": lambda: self.camera is not None and self.camera.look(),
            "read_all": self._read_all,
            "slower": lambda: self._change_rate(1 / RATE_STEP),
            "faster": lambda: self._change_rate(RATE_STEP),
            "louder": lambda: self._change_volume(VOLUME_STEP),
            "quieter": lambda: self._change_volume(-VOLUME_STEP),
        }

    # -- from the UI ----------------------------------------------------------------------------------------------

    def press(self, action: str, at: float) -> None:
        """`action` (a key of `bindings`) was pressed at `at` (`time.monotonic()` seconds)."""
        carry_out = self._actions.get(action)
        if carry_out is None:
            return
        try:
            carry_out(at)
        except HearsightError as error:
            self.session.say(error.spoken)
        except Exception:  # a key that does nothing and says nothing is the worst answer
            log.exception("the action %s failed", action)
            self.session.say(HearsightError.sentence)

    def release(self, action: str, at: float) -> None:
        if action == "ask":
            self.session.release(at)

    def hush(self, at: float) -> None:
        """Some key was pressed while Hearsight spoke."""
        self._hushed_at = at
        self.session.hush()

    def ask_text(self, text: str) -> None:
        """A typed question, about what was seen last or the focused window."""
        self.session.submit(Request(kind="ask", at=time.monotonic(), text=text, in_person=True))

    def talk_about(self, turn: int) -> None:
        """Open the chat window with the kept picture of a turn."""
        if self.chat is not None:
            self.chat.bring(f"history:{turn}")
            self.emit(WindowWanted(name="chat"))

    def announce(self, sentence: str) -> None:
        self.session.say(sentence)

    def cue(self, name: Earcon) -> None:
        if self.session.mouth is not None:
            self.session.mouth.earcon(name)

    def say_fresh(self, sentence: str) -> None:
        """Speak it in the place of what is being said: a change that is heard at once."""
        if self.session.mouth is not None:
            self.session.mouth.hush()
        self.session.say(sentence)

    def subscribe(self, callback: Callable[[Event], None]) -> None:
        """`callback` hears every event, on the thread it happens on."""
        self._listeners.append(callback)

    def on_copy(self, callback: Callable[[str], None]) -> None:
        """How to put text on the clipboard (the UI knows)."""
        self.session.acting.copy = callback

    @property
    def speaking(self) -> bool:
        return self.session.mouth is not None and self.session.mouth.speaking

    def emit(self, event: Event) -> None:
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:  # one window that fails must not leave the others behind
                log.exception("a listener failed at %s", type(event).__name__)

    def close(self) -> None:
        self.session.close()

    def _hush_or_end(self, at: float) -> None:
        """The hush key. In silence there is nothing to hush but a narration: it ends, and its camera is closed."""
        in_silence = self.session.quiet() and at - self._hushed_at >= CHORD_S  # "ctrl" of "ctrl+alt+h" hushed already
        self._hushed_at = -CHORD_S
        self.session.hush()
        if in_silence:
            self.end_narration()

    def _explore(self, at: float) -> None:
        if self.exploring is not None:
            self.exploring.start(at)

    def _next_profile(self) -> None:
        if self.setting_changes is not None:
            self.setting_changes.next_profile()

    def _switch_hands_free(self) -> None:
        if not self.hands_free(None):
            self.session.say(say_in(self.session.habits.language, "hands_free_deaf"))

    def _switch_private(self) -> None:
        """It holds from the next turn on; what was kept before stays."""
        private = not self.session.habits.private
        self.session.habits = replace(self.session.habits, private=private)
        self.on_private(private)
        self.remember("history.private", str(private))
        self.session.say(say_in(self.session.habits.language, "private_begins" if private else "private_ends"))

    # -- voice commands -------------------------------------------------------------------------------------------

    def carry_out(self, command: Command) -> bool:
        """Carry out a voice command; False when it can't be done now."""
        if command.kind in ("teach", "remember") and self.teach(command):
            return True
        if command.kind == "remember":
            self.session.remember_this(command.argument)
            return True
        if command.kind in ("find", "scan", "scan_product", "take_photo"):
            return (command.kind == "take_photo" and self.take_picture()) or self.aim(command)
        if command.kind == "watch":
            return self._watch(command.argument)
        if command.kind == "teach":
            return False
        if command.argument:
            return self._spell(command.argument, "phonetic" if command.kind == "spell_phonetically" else "letters")
        carry_out = self._commands.get(command.kind)
        return carry_out is not None and carry_out()

    def _stop(self) -> bool:
        self.session.hush()
        return True

    def _watch(self, until: str = "") -> bool:
        """The window that has the focus now."""
        if self.watcher is None:
            return False
        try:
            self.watcher.start(until)
        except HearsightError as error:
            self.session.say(error.spoken)
        return True

    def _stop_watching(self) -> bool:
        return self.watcher is not None and self.watcher.stop()

    def _no_longer_watch(self) -> bool:
        ended = self._stop_watching()
        self._or_say(self.end_narration() or ended, "watch_not_on")
        return True

    def _read_all(self) -> bool:
        self._look("read", "window", time.monotonic())
        return True

    def _where_am_i(self, at: float) -> None:
        text = say_in(self.session.habits.language, "where_am_i")
        self.session.submit(Request(kind="ask", at=at, source=self._sources("window"), text=text, by_key=True))

    def _look(self, kind: Any, spec: str, at: float) -> None:
        at_once = spec != "clipboard"  # its owner may be slow to answer, and it does not change under us
        self.session.submit(Request(kind=kind, at=at, source=self._sources(spec), grab_at_once=at_once, by_key=True))

    def _or_say(self, done: bool, otherwise: str) -> None:
        if not done:
            self.session.say(say_in(self.session.habits.language, otherwise))

    def _spell(self, words: str = "", spelling: Spelling = "letters") -> bool:
        """Spell `words`, or the last sentence that was said."""
        said = self.session.conversation.said
        words = words or (said[-1] if said else "")
        if not words or self.session.mouth is None:
            return False
        self.session.mouth.hush()
        self.session.mouth.say(words, language=self.session.habits.language, spelling=spelling)
        return True

    def _change_rate(self, factor: float) -> bool:
        mouth = self.session.mouth
        if mouth is None:
            return False
        rate = min(RATE_LIMITS[1], max(RATE_LIMITS[0], round(mouth.manner.rate_wpm * factor)))
        mouth.manner = replace(mouth.manner, rate_wpm=rate)
        self.remember("speech.rate_wpm", str(rate))
        return self._say_in_new_manner() or self._say_number(rate)

    def _change_volume(self, step: float) -> bool:
        mouth = self.session.mouth
        if mouth is None:
            return False
        volume = round(min(1.0, max(0.1, mouth.manner.volume + step)), 2)
        mouth.manner = replace(mouth.manner, volume=volume)
        self.remember("speech.volume", str(volume))
        return self._say_in_new_manner() or self._say_number(round(volume * 100))

    def _say_in_new_manner(self) -> bool:
        """From the sentence that was being spoken, else all of it: so the change is heard."""
        return self.session.go_on() or self.session.repeat()

    def _say_number(self, number: int) -> bool:
        self.session.say(str(number))
        return True
