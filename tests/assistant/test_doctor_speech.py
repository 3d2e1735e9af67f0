"""What the doctor says of voices and braille."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import doctor
from assistant.doctor import Finding
from assistant.settings import Settings, Speech, save


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finding]:
    """What is said of braille with these settings and this screen reader."""
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))

    def about_braille(reader: str, shows: str, **speech: object) -> Finding:
        save(Settings(speech=Speech(**speech)))  # type: ignore[arg-type]
        monkeypatch.setattr("speech.braille.state", lambda: (reader, shows))
        return doctor._braille()

    return about_braille


def test_braille_alone_without_a_screen_reader_is_a_problem_and_beside_speech_a_note(
    told: Callable[..., Finding],
) -> None:
    alone, beside = told("", "not", braille="only"), told("", "not")
    assert (alone.state, alone.exit_code) == ("missing", 4)
    assert (beside.state, beside.exit_code) == ("missing", 0)
    assert "hearsight follow" in alone.sentence
    assert told("ZDSR", "not", braille="only").exit_code == 4


def test_each_screen_reader_is_told_as_what_it_does(told: Callable[..., Finding]) -> None:
    assert told("NVDA", "alone", braille="only").sentence == "NVDA shows what is said."
    assert "unless its own speech is off" in told("ORCA", "with speech", braille="only").sentence
    assert told("ORCA", "with speech").sentence == "Orca shows what it is given to say."
    assert told("VOICE_OVER", "with speech", voice="espeak").state == "missing"
    assert told("NVDA", "alone", braille="off").sentence == "Switched off."


@pytest.mark.parametrize(
    ("voice", "runs", "noted"),
    [("espeak", True, True), ("piper", True, True), ("espeak", False, False), ("auto", True, False),
     ("speech-dispatcher", True, False)],
)  # fmt: skip
def test_a_voice_that_may_be_heard_over_the_screen_reader_is_noted(
    told: Callable[..., Finding], monkeypatch: pytest.MonkeyPatch, voice: str, runs: bool, noted: bool
) -> None:
    told("", "not", voice=voice)
    reader = None if runs else "No screen reader is running."
    monkeypatch.setattr("speech.voices.choose.available", lambda _: [("screen-reader", reader), ("espeak", None)])
    names = [finding.name for finding in doctor._voices()]
    assert ("One voice at a time" in names) == noted
