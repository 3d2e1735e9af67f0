"""What only the neural voice promises."""

from __future__ import annotations

import re
import threading
import time

import numpy as np
import pytest

from assistant import errors
from assistant.cancel import Cancelled, Token
from assistant.types import Clip, Manner
from models.store import Store
from speech.recognisers.faster_whisper import FasterWhisperRecogniser
from speech.resample import resample
from speech.voices import piper
from speech.voices.piper import PiperVoice, pieces
from tests.speech.test_speaker import LONG_S

FOLDER = Store().path("piper-joe")
RATE = 24_000


class Sink:
    rate = RATE

    def __init__(self) -> None:
        self.pieces: list[np.ndarray] = []
        self.times: list[float] = []

    def write(self, samples):
        if len(samples):
            self.pieces.append(samples)
            self.times.append(time.monotonic())

    @property
    def samples(self):
        return np.concatenate(self.pieces)

    @property
    def seconds(self):
        return len(self.samples) / self.rate


@pytest.fixture(scope="module")
def voice():
    one = PiperVoice(FOLDER)
    one.speak("Warm.", Manner(), Sink())
    yield one
    one.close()


def spoken(voice: PiperVoice, text: str, **manner: object) -> Sink:
    sink = Sink()
    voice.speak(text, Manner(**manner), sink)
    return sink


def test_what_it_says_is_understood(voice):
    samples = spoken(voice, "The file has not been saved. Do you want to save it before you close the window?").samples
    whisper = FasterWhisperRecogniser(Store().path("whisper-tiny.en"))
    heard = whisper.transcribe(Clip(resample(samples, RATE, 16_000), 16_000), Token(), language="en").text
    words = re.findall(r"[a-z]+", heard.lower())
    wanted = {"the", "file", "has", "not", "been", "saved", "do", "you", "want", "save", "before", "close", "window"}
    assert len(wanted - set(words)) <= 1, heard


def test_it_is_faster_than_real_time(voice):
    assert voice.real_time_factor < piper.KEEPS_UP


def test_the_first_sound_does_not_wait_for_the_whole_text(voice):
    sink = Sink()
    began = time.monotonic()
    voice.speak(
        "It is late. " + "The rest of the story is told in one long sentence after another. " * 12, Manner(), sink
    )
    assert sink.times[0] - began < (sink.times[-1] - began) / 4


def test_a_higher_rate_is_shorter_and_volume_and_pitch_are_kept(voice):
    text = "The file has not been saved yet."
    lengths = [spoken(voice, text, rate_wpm=rate).seconds for rate in (100, 190, 320)]
    assert lengths == sorted(lengths, reverse=True)
    loud, half = spoken(voice, text), spoken(voice, text, volume=0.5)
    assert np.sqrt(np.mean(half.samples**2)) == pytest.approx(np.sqrt(np.mean(loud.samples**2)) / 2, rel=0.3)
    high = spoken(voice, text, pitch=100)
    assert high.seconds == pytest.approx(loud.seconds, rel=0.25), "higher, not quicker"

    def brightness(sink: Sink) -> float:
        spectrum = np.abs(np.fft.rfft(sink.samples))
        return float(np.sum(spectrum * np.fft.rfftfreq(len(sink.samples), 1 / RATE)) / np.sum(spectrum))

    assert brightness(high) > brightness(spoken(voice, text, pitch=0))


def test_chinese_inside_an_english_sentence_is_said_by_a_voice_that_knows_it(voice):
    assert spoken(voice, "Save 文件夹设置 now.").seconds > spoken(voice, "Save now.").seconds + 0.5


def test_spelling_names_every_character(voice):
    assert spoken(voice, "a.b", spell=True).seconds > 1.5 * spoken(voice, "a", spell=True).seconds


def test_pieces_are_the_text_and_the_first_is_short():
    text = (
        "The settings window shows a list of folders on the left and all of their many files on the right. Nothing "
        "has been saved since this morning, and it will restart at 12:30, unless you stop it. Version 3.14!"
    )
    found = pieces(text)
    assert "".join(found) == text
    assert len(found[0]) <= piper.FIRST_LETTERS
    before = 0
    for index, piece in enumerate(found):
        assert index < 2 or len(piece) <= max(piper.GROWTH * before, piper.LONGEST_CLAUSE)
        before += len(piece)
    assert all("12:30" in piece or "12" not in piece for piece in found)
    assert pieces("") == []
    assert "".join(pieces("x" * 500)) == "x" * 500


def test_a_prepared_sentence_is_there_without_running_the_model_again(voice, monkeypatch):
    voice.hush()
    voice.prepare("This one is known beforehand.", Manner())
    job = voice._prepared[-1]
    with voice._changed:
        assert voice._changed.wait_for(lambda: job.over, LONG_S)

    def not_again(*_: object) -> None:
        raise AssertionError("it was made already")

    monkeypatch.setattr(voice, "_run", not_again)
    assert spoken(voice, "This one is known beforehand.").seconds > 0.8


def test_a_sentence_that_was_prepared_in_vain_is_not_heard(voice):
    voice.prepare("An endless story about something else altogether. " * 5, Manner())
    short = spoken(voice, "Yes.")
    assert short.seconds < 1.5
    voice.prepare("Yes.", Manner(rate_wpm=100))
    assert spoken(voice, "Yes.", rate_wpm=300).seconds < 0.6, "another manner is another sound"


def test_what_comes_after_a_sentence_may_be_told_just_before_it(voice):
    """The speaker foresees the second sentence when it begins the first."""
    voice.hush()
    voice.prepare("And then this.", Manner())
    spoken(voice, "First of all, this.")
    job = voice._prepared[-1]
    assert job.text == "And then this."
    with voice._changed:
        assert voice._changed.wait_for(lambda: job.over, LONG_S)
    assert spoken(voice, "And then this.").seconds > 0.5
    assert not voice._prepared


def test_a_hush_throws_away_what_was_prepared(voice):
    voice.prepare("Nobody wants to hear this.", Manner())
    job = voice._prepared[-1]
    voice.hush()
    assert job.dropped
    assert not voice._prepared


def test_a_computer_that_is_too_slow_gets_another_voice_unless_it_was_chosen(monkeypatch):
    monkeypatch.setattr(piper, "KEEPS_UP", 0.0)
    slow = PiperVoice(FOLDER, must_keep_up=True)
    with pytest.raises(errors.NoVoice, match="too slow"):
        slow.speak("Yes.", Manner(), Sink())
    slow.close()
    chosen = PiperVoice(FOLDER)
    assert spoken(chosen, "Yes.").seconds > 0.2
    chosen.close()


def test_a_damaged_model_says_how_to_find_out(tmp_path):
    for file in FOLDER.glob("*.json"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "en_US-joe-medium.onnx").write_bytes(b"\x42" * 1000)
    broken = PiperVoice(tmp_path)
    with pytest.raises(errors.NoVoice, match="models verify"):
        broken.speak("Yes.", Manner(), Sink())
    broken.close()


def test_a_missing_model_says_how_to_get_it(tmp_path):
    with pytest.raises(errors.NoVoice, match="models install piper-joe"):
        PiperVoice(tmp_path)


def test_a_hush_ends_the_network_in_the_middle(voice):
    """The next sentence does not wait for one that nobody wants any more."""
    ended = threading.Event()
    text = "one two three four five six seven eight nine ten " * 4

    def speak() -> None:
        with pytest.raises(Cancelled):
            voice.speak(text, Manner(rate_wpm=80), Sink())
        ended.set()

    thread = threading.Thread(target=speak)
    thread.start()
    end = time.monotonic() + LONG_S
    while voice._current is None or voice._current.options is None:
        assert time.monotonic() < end
    voice.hush()
    assert ended.wait(LONG_S)
    thread.join(LONG_S)
    assert spoken(voice, "Yes.").seconds > 0.2
