"""A changed setting takes effect in the running app, and wrong ones never leave a person in silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import app as tray
from assistant import events
from assistant import settings as store
from assistant.errors import MicrophoneMissing
from assistant.live_settings import LiveSettings
from assistant.phrases import say_in
from assistant.settings import Settings
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
    spy = change(app, hotkeys__ask="ctrl+alt+q")
    assert app.desk.bindings["ask"] == "ctrl+alt+q"
    assert spy.events == [events.KeysChanged()]


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
    assert tray.usable_keys({"ask": "ctrl+alt+q", "read": "ctrl+alt+coffee"}, troubles) == {"ask": "ctrl+alt+q"}
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
