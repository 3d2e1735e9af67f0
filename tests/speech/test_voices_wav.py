"""What only the WAV voice promises, and `--out`."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from assistant import errors
from assistant.cancel import Cancelled
from assistant.types import Manner, Tune
from speech.sonify import point_ms
from speech.voices.espeak import EspeakVoice
from speech.voices.wav import PAUSE_S, RATE, WavVoice


class Wanted:
    """The sink of an utterance; not wanted any more after `until` writes."""

    rate = 16_000

    def __init__(self, until: int = 10**9) -> None:
        self.left = until

    def write(self, samples):
        assert not len(samples), "the sound goes into the file"
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def sound_of(path: Path) -> np.ndarray:
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32767


def test_utterances_follow_each_other_with_a_pause_and_sound_as_the_voice_does(tmp_path):
    class Sink:
        rate = RATE

        def __init__(self):
            self.pieces = []

        def write(self, samples):
            self.pieces.append(samples)

    spoken = []
    for text in ("Hello there.", "Good bye."):
        sink = Sink()
        EspeakVoice().speak(text, Manner(), sink)
        spoken.append(np.concatenate(sink.pieces))
    voice = WavVoice(tmp_path / "a.wav", EspeakVoice())
    voice.speak("Hello there.", Manner(), Wanted())
    voice.speak("Good bye.", Manner(), Wanted())
    voice.close()
    heard, pause = sound_of(tmp_path / "a.wav"), round(PAUSE_S * RATE)
    # espeak-ng's pauses differ by some samples from call to call.
    assert len(heard) == pytest.approx(len(spoken[0]) + pause + len(spoken[1]), rel=0.02)
    silence = np.convolve(np.abs(heard) < 1e-3, np.ones(pause), "valid") >= pause
    assert silence.any(), "a pause of that length"
    assert np.abs(heard).max() == pytest.approx(np.abs(np.concatenate(spoken)).max(), rel=0.1)


def test_a_file_can_be_played_before_it_is_closed_and_after_an_interruption(tmp_path):
    voice = WavVoice(tmp_path / "a.wav", EspeakVoice())
    with pytest.raises(Cancelled):
        voice.speak("A long sentence that is not wanted to its end. " * 3, Manner(), Wanted(until=20))
    so_far = len(sound_of(tmp_path / "a.wav"))
    assert 0 < so_far < 2 * RATE
    voice.close()
    assert len(sound_of(tmp_path / "a.wav")) == so_far


def test_tones_follow_what_was_said_as_loud_at_the_sides_as_in_the_middle(tmp_path):
    voice = WavVoice(tmp_path / "a.wav", EspeakVoice())
    voice.speak("Sales.", Manner(), Wanted())
    words = len(sound_of(tmp_path / "a.wav"))
    voice.play(Tune((1.0, None, 4.0, 2.0), 1.0, 4.0), 1.0, Wanted())
    voice.close()
    heard = sound_of(tmp_path / "a.wav")[words:]
    pause, tone = round(PAUSE_S * RATE), round(RATE * point_ms(4) / 1000)
    assert len(heard) == pause + 4 * tone
    peaks = [float(np.abs(heard[pause + at * tone :][:tone]).max()) for at in range(4)]
    assert np.abs(heard[:pause]).max() == peaks[1] == 0
    assert [peaks[2], peaks[3]] == pytest.approx([peaks[0], peaks[0]], rel=0.02)
    assert peaks[0] > 0.1


def test_tones_that_are_not_wanted_any_more_end(tmp_path):
    voice = WavVoice(tmp_path / "a.wav", EspeakVoice())
    with pytest.raises(Cancelled):
        voice.play(Tune((1.0, 2.0, 3.0, 4.0), 1.0, 4.0), 1.0, Wanted(until=3))
    assert len(sound_of(tmp_path / "a.wav")) == 2 * round(RATE * point_ms(4) / 1000)
    voice.close()


def test_a_file_with_nothing_said_is_a_sound_file(tmp_path):
    WavVoice(tmp_path / "a.wav", EspeakVoice()).close()
    assert not len(sound_of(tmp_path / "a.wav"))


def test_a_place_that_can_not_be_written_is_one_sentence(tmp_path):
    for path in (tmp_path / "no such folder" / "a.wav", tmp_path):
        with pytest.raises(errors.UnusableInput, match="can't write") as caught:
            WavVoice(path, EspeakVoice())
        assert str(tmp_path) not in str(caught.value), "what is spoken names the file, not its folders"


def test_a_full_disk_is_told_and_closing_does_not_fail():
    voice = WavVoice(Path("/dev/full"), EspeakVoice())
    with pytest.raises(errors.UnusableInput, match="No space"):
        voice.speak("Hello. " * 300, Manner(), Wanted())
    voice.close()
