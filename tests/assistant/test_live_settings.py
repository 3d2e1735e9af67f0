"""A changed setting takes effect in the running app, and wrong ones never leave a person in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant import app as tray
from assistant import events
from assistant import settings as store
from assistant.errors import MicrophoneMissing
from assistant.live_settings import LiveSettings
from assistant.phrases import say_in
from assistant.program_rules import Program
from assistant.settings import Settings
from assistant.types import Box, Capture, WindowInfo
from assistant.wiring import Assembly, assemble
from speech.audio import AudioOut
from speech.sound_card import MemoryAudio


class Spy:
    """Takes the place of the speaker: what would be said, and with which manner."""

    def __init__(self, assembly: Assembly) -> None:
        self.sentences: list[str] = []
        self.events: list[events.Event] = []
        assembly.desk.announce = self.sentences.append  # type: ignore[method-assign]
        assembly.desk.subscribe(self.events.append)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assembly]:
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    settings = store.changed(Settings(), "speech.voice", "console")
    with assemble(store.changed(settings, "history.keep", "off"), listen=False) as made:
        yield made


def change(app: Assembly, **values: Any) -> Spy:
    """Settings changed as "speech__rate_wpm=300"."""
    spy, new = Spy(app), app.settings
    for key, value in values.items():
        new = store.changed(new, key.replace("__", "."), value)
    LiveSettings(app).apply(app.settings, new)
    return spy


def test_the_voice_is_changed_while_it_runs(app: Assembly) -> None:
    spy = change(
        app,
        speech__rate_wpm=300,
        speech__pitch=70,
        speech__volume=0.5,
        speech__earcons=False,
        speech__punctuation="all",
    )
    assert app.speaker is not None
    manner = app.speaker.manner
    assert (manner.rate_wpm, manner.pitch, manner.volume, app.speaker.earcons) == (300, 70, 0.5, "off")
    assert manner.punctuation == "all"
    assert spy.sentences == []


def test_a_rate_changed_by_key_survives_a_change_of_something_else(app: Assembly) -> None:
    assert app.speaker is not None
    app.desk.press("faster", 0.0)
    rate = app.speaker.manner.rate_wpm
    change(app, speech__pitch=70)
    assert app.speaker.manner.rate_wpm == rate


def test_how_much_is_said_is_changed_while_it_runs(app: Assembly) -> None:
    spy = change(app, describe__verbosity="full", speech__say_back=True, listening__max_s=9.0)
    habits = app.session.habits
    assert (habits.verbosity, habits.say_back, habits.longest_question_s) == ("full", True, 9.0)
    assert spy.sentences == []


def test_hotkeys_are_changed_while_it_runs(app: Assembly) -> None:
    spy = change(app, hotkeys__ask="ctrl+alt+j")
    assert app.desk.bindings["ask"] == "ctrl+alt+j"
    assert spy.events == [events.KeysChanged()]


def test_a_profile_that_is_used_is_said(app: Assembly) -> None:
    spy = Spy(app)
    live = LiveSettings(app)
    live.apply(app.settings, replace(store.changed(app.settings, "describe.verbosity", "brief"), profile="meeting"))
    live.apply(app.settings, replace(app.settings, profile=""))
    assert spy.sentences == ["Profile: meeting.", "No profile."]


def test_what_is_other_in_a_program_holds_for_its_windows(app: Assembly) -> None:
    programs = (Program("firefox", verbosity="brief", engine="grounded"),)
    LiveSettings(app).apply(app.settings, replace(app.settings, programs=programs))
    habits = app.session.habits

    def of(name: str) -> Capture:
        window = WindowInfo(1, "", name, 1, Box(0, 0, 1, 1))
        return Capture(pixels=np.zeros((1, 1, 3), np.uint8), source="window", window=window)

    assert (habits.about(of("Firefox")).verbosity, habits.about(of("Firefox")).engine) == ("brief", "grounded")
    assert habits.about(of("Editor")) is habits.about(None) is habits


class Changes:
    """The settings of a running app, changed as its window does; each change has taken effect when it returns."""

    def __init__(self, app: Assembly) -> None:
        store.save(app.settings)
        self.spy = Spy(app)
        self.said: list[str] = []
        app.desk.say_fresh = self.said.append  # type: ignore[method-assign]
        self._live = LiveSettings(app)
        assert app.desk.setting_changes is not None
        self.desk = app.desk.setting_changes

    def carry_out(self) -> None:
        self._live._file.start(watch=False)
        self._live.close()


def test_a_change_at_the_window_takes_effect_is_said_and_can_be_undone(app: Assembly) -> None:
    changes = Changes(app)
    changes.desk.set("speech.rate_wpm", 300)
    changes.desk.set("describe.verbosity", "full")
    changes.desk.set("speech.rate_wpm", 5000)
    changes.desk.undo()
    changes.carry_out()
    assert app.speaker is not None
    assert app.speaker.manner.rate_wpm == 300
    assert app.session.habits.verbosity == "normal"
    assert changes.said[:2] == ["Speech rate: 300.", "How much is said: full."]
    assert "80 to 900" in changes.said[2]
    assert changes.said[3] == "How much is said: normal."
    told = [event for event in changes.spy.events if isinstance(event, events.SettingsChanged)]
    assert not any(event.elsewhere for event in told)
    assert [event.trouble for event in told if event.trouble] == [changes.said[2]]


def test_a_rate_changed_by_key_is_told_to_the_windows(app: Assembly) -> None:
    changes = Changes(app)
    app.desk.press("faster", 0.0)
    changes.carry_out()
    assert events.SettingsChanged() in changes.spy.events
    assert store.load().speech.rate_wpm == 253


def test_the_key_for_profiles_goes_through_them(app: Assembly) -> None:
    changes = Changes(app)
    for _ in range(4):
        app.desk.press("next_profile", 0.0)
    changes.carry_out()
    assert changes.spy.sentences == ["Profile: home.", "Profile: work.", "Profile: meeting.", "No profile."]


def test_a_change_elsewhere_is_followed_and_told_to_the_windows(app: Assembly, tmp_path: Path) -> None:
    changes = Changes(app)
    (tmp_path / store.FILE_NAME).write_text(
        "[speech]\nvoice = 'console'\npitch = 70\nspeed = 3\n[history]\nkeep = 'off'\n"
    )
    changes._live._file.check()
    assert app.speaker is not None
    assert app.speaker.manner.pitch == 70, "what is wrong in it leaves the rest alone"
    assert events.SettingsChanged(elsewhere=True) in changes.spy.events
    assert "speech.speed" in changes.spy.sentences[0]


def test_what_waits_for_the_next_start_is_said(app: Assembly) -> None:
    assert change(app, host__device="cpu").sentences == [say_in("en", "at_next_start")]


def test_another_voice_speaks_from_the_next_sentence(app: Assembly) -> None:
    """The app started without a sound device, so only the console voice can be had before the next start."""
    assert change(app, speech__voice="espeak").sentences == [say_in("en", "at_next_start")]


def test_another_loudspeaker_takes_over_while_it_runs(app: Assembly) -> None:
    assert app.speaker is not None
    card = MemoryAudio()
    app.speaker.audio = AudioOut(card)  # closed with the speaker
    assert change(app, speech__device="Headset").sentences == []
    assert card.device == "Headset"


def test_a_broken_settings_file_is_said_and_the_defaults_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    (tmp_path / store.FILE_NAME).write_text("[speech]\nrate_wpm = 5\n")
    settings, troubles = tray.usable_settings()
    assert settings == Settings()
    assert "speech.rate_wpm" in troubles[0]


def test_a_hotkey_that_can_not_be_is_said_and_the_others_work() -> None:
    troubles: list[str] = []
    assert tray.usable_keys({"ask": "ctrl+alt+j", "read": "ctrl+alt+coffee"}, troubles) == {"ask": "ctrl+alt+j"}
    assert len(troubles) == 1
    assert "coffee" in troubles[0]


def test_a_model_that_is_not_installed_is_said_and_the_app_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    monkeypatch.setenv("HEARSIGHT_MODELS", str(tmp_path / "none"))
    troubles: list[str] = []
    settings = store.changed(Settings(), "speech.voice", "console")
    wanted = store.changed(settings, "listening.model", "whisper-base")
    with tray.assembled(wanted, troubles) as app:
        assert app.settings.listening.model == "auto"
    assert len(troubles) == 1


def test_what_the_microphone_is_open_for_is_changed_while_it_runs(app: Assembly) -> None:
    spy = change(app, listening__barge_in="headphones", listening__wake_phrase="dear computer")
    wishes = app.hands_free.wishes
    assert (wishes.barge_in, wishes.wake_phrase, wishes.hands_free) == ("headphones", "dear computer", False)
    assert spy.sentences == []


def test_a_microphone_that_is_away_is_told_of_again_only_after_a_change_of_listening(app: Assembly) -> None:
    app.hands_free._trouble = MicrophoneMissing()
    change(app, speech__pitch=70)
    assert app.hands_free._trouble is not None
    change(app, listening__device="USB")
    assert app.hands_free._trouble is None


def test_hands_free_without_the_voice_models_says_so_and_stays_off(app: Assembly) -> None:
    said: list[str] = []
    app.session.say = lambda text, **_: said.append(text)  # type: ignore[method-assign]
    LiveSettings(app)
    app.desk.press("hands_free", 0.0)
    assert said == [say_in("en", "hands_free_deaf")]
    assert not app.hands_free.wishes.hands_free


def test_another_setting_does_not_end_private_mode_before_its_key_is_written(app: Assembly) -> None:
    app.desk.remember = lambda key, value: None  # the disk is full, or the file is read a moment too early
    app.desk.press("private", 0.0)
    change(app, speech__rate_wpm=300)
    assert app.session.habits.private
    assert app.silent.session.habits.private
    change(app, history__private=True)
    change(app, history__private=False)
    assert not app.session.habits.private
