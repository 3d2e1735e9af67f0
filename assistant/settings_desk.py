"""Settings changed by the person at a running app: from its window, its menu and its keys."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from assistant import events, setting_words
from assistant import settings as store
from assistant import settings_edit as edit
from assistant.errors import BadSetting
from assistant.phrases import say_in
from assistant.settings import Settings
from assistant.settings_file import SettingsFile
from assistant.settings_journal import Change
from assistant.settings_toml import Kept, kept_of, read


class SettingsDesk:
    """All methods return at once and may be called from any thread; what came of it is said, in the new manner if that
    was changed, and `events.SettingsChanged` is emitted."""

    def __init__(
        self,
        file: SettingsFile,
        say: Callable[[str], None],
        emit: Callable[[events.Event], None],
        language: Callable[[], str],
        *,
        path: Path | None = None,
    ) -> None:
        """`say` speaks a sentence in the place of what is being said; `path` of the file that `file` follows."""
        self._file = file
        self._say = say
        self._emit = emit
        self._language = language
        self._path = path
        self._lock = threading.Lock()
        self._own = False

    def kept(self) -> Kept:
        """What the file says now, as far as it can be read; some milliseconds."""
        try:
            return read(edit.file_of(self._path))
        except BadSetting as error:
            empty = kept_of({})
            return Kept(empty.settings, empty.base, empty.profiles, (error.spoken,))

    # -- changes ----------------------------------------------------------------------------------------------------

    def set(self, key: str, value: object) -> None:
        self._do(lambda path: edit.set_value(key, value, path), lambda kept: [self.said(key, kept.settings)])

    def reset(self, key: str) -> None:
        self._do(lambda path: edit.reset(key, path), lambda kept: [self.said(key, kept.settings)])

    def reset_all(self) -> None:
        self._do(edit.reset_all, lambda _: [say_in(self._language(), "settings_reset")])

    def undo(self, *, again: bool = False) -> None:
        """Take the last change back; `again`: do the one taken back last once more."""
        done: list[Change] = []

        def work(path: Path) -> Kept:
            changes, kept = edit.undo(path, again=again)
            done.extend(changes)
            return kept

        self._do(work, lambda kept: self._undone(done, kept))

    def use_profile(self, name: str) -> None:
        """Empty: none. That it is used now is said by whoever follows the file, however it came to be used."""
        self._do(lambda path: edit.use_profile(name, path), lambda _: [])

    def next_profile(self) -> None:
        """The one after the one in use, none after the last."""

        def work(path: Path) -> Kept:
            kept = read(path)
            names = ["", *kept.profiles]
            at = names.index(kept.settings.profile) if kept.settings.profile in names else 0
            return edit.use_profile(names[(at + 1) % len(names)], path)

        self._do(work, lambda _: [])

    def save_profile(self, name: str) -> None:
        """Keep what is not the default now under that name."""

        def work(path: Path) -> Kept:
            return edit.save_profile(name, edit.not_default(read(path).settings), path)

        self._do(work, lambda _: [say_in(self._language(), "profile_saved", name=name)])

    def remove_profile(self, name: str) -> None:
        sentence = say_in(self._language(), "profile_removed", name=name)
        self._do(lambda path: edit.remove_profile(name, path), lambda _: [sentence])

    def set_program(self, name: str, key: str, value: object) -> None:
        language = self._language()
        shown = setting_words.choice(setting_words.shown(value), language)
        told = f"{name}, {setting_words.label(f'programs.{key}', language)}: {shown}."
        self._do(lambda path: edit.set_program(name, key, value, path), lambda _: [told])

    def unset_program(self, name: str, key: str) -> None:
        """As everywhere."""
        language = self._language()
        told = f"{name}, {setting_words.label(f'programs.{key}', language)}: {setting_words.choice('', language)}."
        self._do(lambda path: edit.unset_program(name, key, path), lambda _: [told])

    def forget_program(self, name: str) -> None:
        told = say_in(self._language(), "program_forgotten", name=name)
        self._do(lambda path: edit.forget_program(name, path), lambda _: [told])

    def refuse(self, sentence: str) -> None:
        """Of a change that can't be: say so; the windows show what is."""
        self._say(sentence)
        self._emit(events.SettingsChanged(trouble=sentence))

    # -- what is said -----------------------------------------------------------------------------------------------

    def said(self, key: str, settings: Settings) -> str:
        """ "Speech rate: 300." """
        language = self._language()
        value = setting_words.choice(setting_words.shown(store.get(settings, key)) or "empty", language)
        return f"{setting_words.label(key, language)}: {value}."

    def _undone(self, changes: list[Change], kept: Kept) -> list[str]:
        keys = [".".join(one.place[-2:] if len(one.place) == 2 else one.place[2:]) for one in changes]
        known = [key for key in dict.fromkeys(keys) if key in store.known_keys()]
        if any(one.place == ("profile",) for one in changes):
            return []  # the profile is said
        return [self.said(key, kept.settings) for key in known[:3]] or [say_in(self._language(), "settings_undone")]

    def elsewhere(self, old: Settings, new: Settings) -> None:
        """The file's thread: something took effect. Windows show it; that somebody else did it is for them to say."""
        del old, new
        self._emit(events.SettingsChanged(elsewhere=not self._own))

    def _do(self, work: Callable[[Path], Kept], said: Callable[[Kept], list[str]]) -> None:
        def owned(path: Path) -> Kept:
            self._own = True
            return work(path)

        def done(kept: Kept | None, trouble: str) -> None:
            self._own = False
            if kept is None:
                self._say(trouble)
            else:
                for sentence in said(kept):
                    self._say(sentence)
            self._emit(events.SettingsChanged(trouble=trouble))

        self._file.change(owned, done)
