"""What only one of the voices promises."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from virtual_desktop import VirtualDesktop

from assistant import errors
from assistant.cancel import Cancelled
from assistant.types import Manner
from speech.voices import scripts, system_child
from speech.voices.console import ConsoleVoice
from speech.voices.espeak import EspeakVoice
from speech.voices.system import SystemVoice

PRIVATE = "the quick brown secret"


class Sink:
    rate = 16_000

    def __init__(self) -> None:
        self.pieces: list[np.ndarray] = []
        self.first = threading.Event()
        self.first_at = self.first_cpu = 0.0

    def write(self, samples: np.ndarray) -> None:
        if len(samples):
            if not self.pieces:
                self.first_at, self.first_cpu = time.monotonic(), time.process_time()
            self.pieces.append(samples)
            self.first.set()

    @property
    def samples(self) -> np.ndarray:
        return np.concatenate(self.pieces)

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


def spoken(text: str, **manner: object) -> Sink:
    sink = Sink()
    EspeakVoice().speak(text, Manner(**manner), sink)
    return sink


# -- espeak-ng ------------------------------------------------------------------------------------------------------


def test_espeak_streams_the_first_sample_long_before_it_is_done():
    spoken("Warm.")
    sentence = "The file has not been saved, and there is a good deal more to say about it. " * 20
    sink = Sink()
    began, began_cpu = time.monotonic(), time.process_time()
    EspeakVoice().speak(sentence, Manner(), sink)
    whole = time.monotonic() - began
    assert sink.first_at - began < whole / 5
    assert sink.first_cpu - began_cpu < 0.05  # of this process: other work on the computer does not count


def test_a_higher_rate_is_shorter_up_to_900_words_a_minute():
    lengths = [spoken("The file has not been saved.", rate_wpm=rate).seconds for rate in (80, 175, 450, 900)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[2] / lengths[3] > 1.5, "450 is not the end"


def test_volume_and_pitch_are_heard():
    loud, half = spoken("Hello.", volume=1.0), spoken("Hello.", volume=0.5)
    assert np.abs(half.samples).max() / np.abs(loud.samples).max() == pytest.approx(0.5, abs=0.15)
    assert not np.abs(spoken("Hello.", volume=0.0).samples).max()

    def pitch(sink: Sink) -> float:
        """Of the loudest 75 ms, without what the mouth adds to the voice above 300 Hz: the shortest period at which
        they nearly repeat themselves, as Hz."""
        spectrum = np.fft.rfft(sink.samples.astype(float))
        spectrum[np.fft.rfftfreq(len(sink.samples), 1 / sink.rate) > 300] = 0
        sound = np.fft.irfft(spectrum, len(sink.samples))
        at = max(range(0, len(sound) - 1200, 200), key=lambda start: float(np.abs(sound[start : start + 1200]).sum()))
        one = sound[at : at + 800]
        alike = []
        for lag in range(40, 320):
            other = sound[at + lag : at + lag + 800]
            alike.append(np.dot(one, other) / np.sqrt(np.dot(one, one) * np.dot(other, other)))
        return sink.rate / (40 + int(np.argmax(np.array(alike) > 0.93 * max(alike))))

    assert pitch(spoken("Moon.", pitch=99)) > 1.5 * pitch(spoken("Moon.", pitch=0))


def test_spelling_names_every_character():
    assert spoken("a.b", spell=True).seconds > spoken("a", spell=True).seconds + spoken("b", spell=True).seconds
    assert spoken("<&>", spell=True).seconds > 0.8, "markup is spelled, not obeyed"


def test_chinese_is_read_as_chinese():
    """Debian's espeak-ng 1.51 reads 你好 as "en three h a o three" with its plain voice: more than twice as long."""
    chinese, letters = spoken("你好", language="zh"), spoken("n i three h a o three", language="en")
    assert chinese.seconds < 0.75 * letters.seconds
    named, bare = spoken("你好", language="en"), spoken("Chinese letter Chinese letter")
    assert named.seconds < 0.75 * bare.seconds, "an English sentence may hold Chinese names"


def test_an_unknown_language_is_said_in_one_sentence():
    with pytest.raises(errors.NoVoice, match="language xx"):
        spoken("Hello.", language="xx")


def test_common_tags_find_a_voice():
    known = EspeakVoice().languages()
    assert {"en", "zh", "de", "fr", "es", "ja", "no", "pt"} <= set(known)
    for tag in ("en-GB", "zh_CN", "zh-TW", "de-AT", "pt-BR"):
        assert len(spoken("1", language=tag).pieces)


def test_a_missing_library_is_a_sentence(tmp_path):
    with pytest.raises(errors.NoVoice, match="Install espeak-ng"):
        EspeakVoice(tmp_path / "libnone.so")


def test_a_failing_sink_ends_the_synthesis_and_leaves_the_library_usable():
    class Failing(Sink):
        def write(self, samples):
            super().write(samples)
            if self.pieces:
                raise errors.NoSound

    sink = Failing()
    with pytest.raises(errors.NoSound):
        EspeakVoice().speak("A long sentence. " * 50, Manner(), sink)
    assert len(sink.pieces) == 1
    assert spoken("Hello.").seconds > 0.3


def test_two_espeak_voices_take_turns_and_a_waiting_one_can_be_hushed():
    class Held(Sink):
        go_on = threading.Event()

        def write(self, samples):
            super().write(samples)
            if len(samples):
                self.go_on.wait(20)

    one, other, held, ended = EspeakVoice(), EspeakVoice(), Held(), []
    other_began = threading.Event()

    class Began(Sink):
        def write(self, samples):
            other_began.set()

    def wait_for_turn() -> None:
        try:
            other.speak("Two.", Manner(), Began())
        except Cancelled:
            ended.append("cancelled")

    threads = [threading.Thread(target=one.speak, args=("One.", Manner(), held))]
    threads[0].start()
    assert held.first.wait(20)
    threads.append(threading.Thread(target=wait_for_turn))
    threads[1].start()
    assert other_began.wait(20)
    other.hush()
    threads[1].join(20)
    assert ended == ["cancelled"]
    held.go_on.set()
    threads[0].join(20)
    assert not threads[0].is_alive()


def test_text_is_cut_where_its_script_changes():
    assert scripts.runs("Save 文件 now", "en") == [("en", "Save "), ("zh", "文件 "), ("en", "now")]
    assert scripts.runs("打开 Firefox。", "zh") == [("zh", "打开 "), ("en", "Firefox。")]
    assert scripts.runs("Привет, 12", "en") == [("ru", "Привет, 12")]
    assert scripts.runs("Привет", "uk") == [("uk", "Привет")]
    assert scripts.runs("日本語のテスト", "ja") == [("ja", "日本語のテスト")]
    assert scripts.runs("12 %", "de") == [("de", "12 %")]
    assert scripts.runs("Überfällig", "de") == [("de", "Überfällig")]
    for text in ("", "a文b", "—文", "😀 ok"):
        assert "".join(piece for _, piece in scripts.runs(text, "en")) == text


# -- the system voice -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def system_sound():
    with VirtualDesktop(display=False, accessibility=False, bus=False, tray=False) as desktop:
        yield desktop


@pytest.fixture
def system(system_sound, monkeypatch):
    for name in ("PULSE_SERVER", "ALSA_CONFIG_PATH", "XDG_RUNTIME_DIR", "HOME"):
        monkeypatch.setenv(name, system_sound.env[name])
    voice = SystemVoice()
    yield voice
    voice.close()


def group_of(leader: int) -> list[tuple[int, str]]:
    """(process id, command line) of every process in that group."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if os.getpgid(int(folder.name)) == leader:
                    found.append((int(folder.name), (folder / "cmdline").read_text().replace("\0", " ").strip()))
            except (ProcessLookupError, FileNotFoundError):
                continue
    return [(pid, command) for pid, command in found if command]


def speak_until_the_player_runs(system: SystemVoice, text: str) -> tuple[threading.Thread, list[BaseException], int]:
    caught: list[BaseException] = []

    def run() -> None:
        try:
            system.speak(text, Manner(), Sink())
        except BaseException as error:  # noqa: BLE001 - Cancelled is one
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    end = time.monotonic() + 30
    while True:
        child = system._child
        if child is not None and any("aplay" in command for _, command in group_of(child.pid)):
            return thread, caught, child.pid
        assert time.monotonic() < end, "the player never ran"


def test_a_hush_kills_the_player_and_leaves_neither_process_nor_file(system):
    thread, caught, group = speak_until_the_player_runs(system, PRIVATE + " goes on and on. " * 20)
    commands = " ".join(command for _, command in group_of(group))
    assert "secret" not in commands, "text on a command line can be read by every user"
    hushed_at = time.monotonic()
    system.hush()
    thread.join(20)
    assert not thread.is_alive()
    assert time.monotonic() - hushed_at < 5  # this only tells it from a player that goes on
    assert [type(error) for error in caught] == [Cancelled]
    assert group_of(group) == []
    assert list(system._folder.iterdir()) == []
    system.speak("Yes.", Manner(), Sink())


def test_a_child_that_dies_is_an_error_and_the_next_sentence_gets_a_new_one(system):
    thread, caught, group = speak_until_the_player_runs(system, "This will not be said to its end, by far. " * 5)
    os.killpg(group, 9)
    thread.join(20)
    assert [type(error) for error in caught] == [errors.NoVoice]
    system.speak("Yes.", Manner(), Sink())


def test_a_player_without_a_device_is_an_error_not_a_silent_success(system, monkeypatch):
    monkeypatch.setenv("PULSE_SERVER", "unix:/nonexistent")
    with pytest.raises(errors.NoVoice) as caught:
        system.speak("Never heard.", Manner(), Sink())
    assert "player" in caught.value.detail


def test_a_child_that_can_not_start_is_a_sentence():
    voice = SystemVoice(command=["/nonexistent/python"])
    try:
        with pytest.raises(errors.NoVoice, match="does not start"):
            voice.speak("Hello.", Manner(), Sink())
    finally:
        voice.close()


def test_a_runtime_folder_that_is_not_there_is_done_without(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "gone"))
    voice = SystemVoice()
    kept_in = voice._folder
    assert kept_in.is_dir()
    voice.close()
    assert not kept_in.exists()


def test_the_text_travels_by_standard_input_whatever_it_holds(tmp_path):
    heard = tmp_path / "heard.json"
    child = (
        "import sys, pathlib\nfor line in sys.stdin:\n"
        f"    pathlib.Path({str(heard)!r}).write_text(line)\n    print('{{}}', flush=True)\n"
    )
    voice = SystemVoice(command=[sys.executable, "-c", child])
    try:
        voice.speak("line\none “文件”\ud800", Manner(rate_wpm=300, language="zh"), Sink())
    finally:
        voice.close()
    request = json.loads(heard.read_text())
    assert request["text"] == "line one “文件” "
    assert (request["rate"], request["language"]) == (300, "zh")


class Engine:
    """pyttsx3 with these voices: id -> language."""

    def __init__(self, **voices: str) -> None:
        self.voices = [SimpleNamespace(id=name, languages=[tag]) for name, tag in voices.items()]
        self.voice = next(iter(voices))

    def getProperty(self, name):  # noqa: N802 - as pyttsx3 has it
        return {"voices": self.voices, "voice": self.voice}[name]


@pytest.mark.parametrize(
    ("voices", "language", "wanted"),
    [
        ({"anna": "en", "ling": "zh-CN"}, "en", [("anna", "Open "), ("ling", "文件 "), ("anna", "now.")]),
        ({"anna": "en", "ling": "zh-CN"}, "zh", [("anna", "Open "), ("ling", "文件 "), ("anna", "now.")]),
        ({"anna": "en"}, "en", [("anna", "Open 文件 now.")]),
        ({"first": "xx", "ling": "zh-CN"}, "de", [("first", "Open "), ("ling", "文件 "), ("first", "now.")]),
    ],
)
def test_the_system_voice_reads_another_script_with_a_voice_for_it_if_there_is_one(
    voices, language, wanted, monkeypatch
):
    monkeypatch.setattr(system_child, "_defaults", {})
    assert system_child._pieces(Engine(**voices), "Open 文件 now.", language) == wanted


# -- the console ----------------------------------------------------------------------------------------------------


def test_the_console_prints_one_clean_line_for_each_utterance():
    out = io.StringIO()
    voice = ConsoleVoice(out)
    voice.speak("One\nline \x1b[31mred", Manner(), Sink())
    voice.speak("abc", Manner(spell=True), Sink())
    assert out.getvalue() == "One line [31mred\na b c\n"


def test_the_console_does_not_fail_on_a_stream_that_knows_only_ascii():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
    ConsoleVoice(stream).speak("文件 ok", Manner(), Sink())
    assert raw.getvalue() == b"?? ok\n"


def test_a_closed_output_is_a_sentence():
    out = io.StringIO()
    out.close()
    with pytest.raises(errors.NoVoice, match="closed"):
        ConsoleVoice(out).speak("Hello.", Manner(), Sink())
