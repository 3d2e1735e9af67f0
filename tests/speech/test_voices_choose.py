"""Which voice speaks, and which stand in for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import errors
from models.store import Store
from speech.voices import choose
from speech.voices.console import ConsoleVoice
from speech.voices.espeak import EspeakVoice
from speech.voices.piper import PiperVoice

FOLDER = Store().path("piper-joe")


class Stub(EspeakVoice):
    def __init__(self, name: str) -> None:
        self.name = name
        self.closed = False

    def languages(self):
        return ("en",)

    def close(self):
        self.closed = True


def missing() -> Stub:
    raise errors.NoVoice("It is not there.")


@pytest.fixture
def there(monkeypatch):
    """Every voice but Piper is a stub; `there("espeak")` leaves only that one."""

    def only(*names: str) -> None:
        for name in choose.VOICES:
            monkeypatch.setitem(choose.VOICES, name, (lambda n=name: Stub(n)) if name in names else missing)

    only(*choose.VOICES)
    return only


def names(setting: str, piper: Path | None = None) -> list[str]:
    voices = choose.voices_for(setting, piper)
    for voice in voices:
        voice.close()
    return [voice.name for voice in voices]


def test_a_running_screen_reader_speaks_first_then_whoever_is_heard_soonest(there):
    assert names("auto") == ["screen-reader", "espeak", "speech-dispatcher", "system"]
    there("espeak", "system")
    assert names("auto") == ["espeak", "system"]


def test_the_voice_that_was_chosen_speaks_first_and_the_others_stand_in(there):
    assert names("system")[0] == "system"
    assert set(names("system")) == set(names("auto"))
    assert names("piper", FOLDER)[0] == "piper"


def test_a_chosen_voice_that_is_not_there_is_stood_in_for(there):
    there("espeak")
    assert names("speech-dispatcher") == ["espeak"]
    assert names("piper", None) == ["espeak"]


def test_the_neural_voice_must_keep_up_unless_it_was_chosen(there):
    chosen = choose.voices_for("piper", FOLDER)[0]
    stand_in = next(voice for voice in choose.voices_for("auto", FOLDER) if voice.name == "piper")
    assert isinstance(chosen, PiperVoice)
    assert isinstance(stand_in, PiperVoice)
    assert (chosen._must_keep_up, stand_in._must_keep_up) == (False, True)
    for voice in (chosen, stand_in):
        voice.close()


def test_nothing_prints_unless_that_was_chosen(there):
    assert "console" not in names("auto")
    assert isinstance(choose.voices_for("console")[0], ConsoleVoice)
    there()
    with pytest.raises(errors.NoVoice):
        choose.voices_for("auto")


def test_a_file_is_spoken_by_a_voice_that_gives_its_sound(there):
    piper = choose.streaming_voice("piper", FOLDER)
    assert isinstance(piper, PiperVoice)
    piper.close()
    for setting in ("auto", "system", "screen-reader", "piper"):
        assert choose.streaming_voice(setting).streams


class Away(Stub):
    """A screen reader that does not run yet."""

    there, there_since = False, 0.0


def test_a_screen_reader_that_is_away_is_kept_for_when_it_comes(there, monkeypatch):
    there("espeak")
    monkeypatch.setitem(choose.VOICES, "screen-reader", lambda: Away("screen-reader"))
    assert names("auto") == ["screen-reader", "espeak"]
    assert dict(choose.available())["screen-reader"] == "No screen reader is running."
    there()
    monkeypatch.setitem(choose.VOICES, "screen-reader", lambda: Away("screen-reader"))
    with pytest.raises(errors.NoVoice):  # nobody would be heard now
        choose.voices_for("auto")


def test_braille_alone_goes_before_every_voice_and_braille_off_is_told_the_reader(there, monkeypatch):
    monkeypatch.setattr(choose, "_braille", lambda cells: Stub(f"braille {cells}"))
    assert [voice.name for voice in choose.voices_for("auto", braille="only", cells=20)][:2] == [
        "braille 20",
        "screen-reader",
    ]
    assert next(getattr(voice, "braille", True) for voice in choose.voices_for("auto", braille="off")) is False
    assert getattr(choose.voices_for("auto")[0], "braille", True)


def test_each_voice_tells_why_it_does_not_work(there):
    there("espeak")
    told = dict(choose.available())
    assert told["espeak"] is None
    assert told["system"] == "It is not there."
    assert "models install piper-joe" in (told["piper"] or "")
    assert dict(choose.available(FOLDER))["piper"] is None
