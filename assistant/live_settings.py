"""What a changed setting does to the running app."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant import events, setting_words
from assistant.errors import HearsightError
from assistant.layer_keys import letters_of
from assistant.phrases import say_in
from assistant.settings_desk import SettingsDesk
from assistant.settings_file import SettingsFile, at_next_start, changed_keys
from assistant.wiring.habits import habits_of, language_of, wishes_of
from assistant.wiring.models import hearing_model
from assistant.wiring.speech import braille_remarks, chosen_voices, mirrors_braille

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.wiring import Assembly

log = logging.getLogger(__name__)


class LiveSettings:
    """Follows the settings file for an assembly. Everything happens on the file's thread."""

    def __init__(self, app: Assembly) -> None:
        self._app = app
        self._file = SettingsFile(app.settings, self._changed, self._broken)
        self._desk = SettingsDesk(self._file, app.desk.say_fresh, app.desk.emit, lambda: language_of(app.settings))
        app.desk.setting_changes = self._desk
        self._file.kept = lambda: app.desk.emit(events.SettingsChanged())
        app.desk.remember = self._file.keep
        app.desk.hands_free = self._switch_hands_free

    def start(self) -> None:
        self._file.start(watch=True)

    def close(self) -> None:
        self._file.close()

    def _changed(self, old: Settings, new: Settings) -> None:
        self.apply(old, new)
        self._desk.elsewhere(old, new)

    def apply(self, old: Settings, new: Settings) -> None:
        """Let `new` take effect; what must wait for the next start is said."""
        app, keys = self._app, changed_keys(old, new)
        log.info("settings changed: %s", ", ".join(keys))
        app.settings = new
        habits = habits_of(new)
        if "history.private" not in keys:  # its key holds at once, also before it is written, or where it can't be
            habits = replace(habits, private=app.session.habits.private)
        app.session.habits = app.silent.session.habits = habits
        later = not self._speech(new, keys) or any(at_next_start(key) for key in keys)
        if any(key.startswith("hotkeys.") for key in keys):
            app.desk.bindings, app.desk.letters = new.hotkeys.bindings(), letters_of(new.hotkeys.letters)
            app.desk.emit(events.KeysChanged())
        if "describe.language" in keys or any(key.startswith("looks.") for key in keys):
            app.desk.looks, app.desk.language = new.looks, language_of(new)
            app.desk.emit(events.LooksChanged())
        if "describe.language" in keys:
            later |= _model_of(old) != _model_of(new)  # another model understands that language
        if "listening.device" in keys:
            app.use_microphone()
        if any(key.startswith("listening.") for key in keys):  # or a microphone that is away would be told of again
            app.hands_free.wishes = wishes_of(new)
        if later:
            app.desk.announce(say_in(language_of(new), "at_next_start"))
        if new.profile != old.profile:
            sentence = "profile_used" if new.profile else "profile_none"
            app.desk.announce(
                say_in(language_of(new), sentence, name=setting_words.profile(new.profile, language_of(new)))
            )

    def _switch_hands_free(self, on: bool | None) -> bool:
        hands_free = self._app.hands_free
        if not hands_free.possible:
            return False
        on = not hands_free.wishes.hands_free if on is None else on
        hands_free.wishes = replace(hands_free.wishes, hands_free=on)
        self._file.keep("listening.hands_free", str(on))
        return True

    def _speech(self, new: Settings, keys: list[str]) -> bool:
        """False when the voice can't be changed without a start."""
        speaker, speech = self._app.speaker, new.speech
        if speaker is None:
            return not any(key.startswith("speech.") for key in keys)
        changes: dict[str, Any] = {
            name: value
            for key, name, value in (
                ("speech.rate_wpm", "rate_wpm", speech.rate_wpm),
                ("speech.pitch", "pitch", speech.pitch),
                ("speech.volume", "volume", speech.volume),
                ("speech.punctuation", "punctuation", speech.punctuation),
                ("describe.language", "language", language_of(new)),
            )
            if key in keys
        }
        speaker.manner = replace(speaker.manner, **changes)
        speaker.earcons = speech.earcons  # type: ignore[assignment]  # its rule allows just these
        speaker.earcon_volume = speech.earcon_volume
        if "speech.device" in keys and speaker.audio is not None:
            speaker.audio.choose(speech.device)
        if self._app.mirror is not None:
            self._app.mirror.on, self._app.mirror.cells = mirrors_braille(new), speech.braille_cells
        if not {"speech.voice", "speech.braille", "speech.braille_cells"} & set(keys):
            return True
        if speaker.audio is None and speech.voice != "console":
            return False  # it started without a sound device
        try:
            speaker.use_voices(chosen_voices(new))
            for remark in braille_remarks(new, speaker):
                self._app.desk.announce(remark)
        except HearsightError as error:
            self._app.desk.announce(error.spoken)
        return True

    def _broken(self, sentence: str) -> None:
        self._app.desk.announce(sentence)


def _model_of(settings: Settings) -> object:
    from models.store import Store

    try:
        return hearing_model(settings, Store())
    except HearsightError:
        return None
