"""Text on the braille display: the real prismatoid, with a reader in its registry that keeps what it is given.

Real displays, and the panning of NVDA and JAWS, can't be had here; to them, the bridge is the same calls.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any, ClassVar

import prism
import pytest

from assistant.cancel import Cancelled
from assistant.types import Manner
from speech import braille
from speech.braille import BrailleMirror, BrailleVoice, cells_of, lines
from speech.reader_bridge import ReaderBridge
from speech.speaker import Speaker
from tests.speech.test_speaker import LONG_S, PrintingVoice

SENTENCE = "The file budget for the coming year has not been saved since this morning."


class Reader(prism.CustomBackend):
    """Has speech and braille, each alone or together."""

    running: ClassVar[bool] = True
    got: ClassVar[list[tuple[str, str]]] = []

    def is_supported(self) -> bool:
        return type(self).running

    def initialize(self) -> None:
        if not type(self).running:
            raise RuntimeError("it does not run")

    def speak(self, text: str, interrupt: bool) -> None:
        self.got.append(("speak", text))

    def braille(self, text: str) -> None:
        if not type(self).running:
            raise RuntimeError("it has gone")
        self.got.append(("braille", text))

    def output(self, text: str, interrupt: bool) -> None:
        self.got.append(("output", text))

    def stop(self) -> None:
        self.got.append(("stop", ""))


class Presenter(prism.CustomBackend):
    """As Orca: it presents what it is told, and there is no call for braille alone."""

    got: ClassVar[list[tuple[str, str]]] = []

    def output(self, text: str, interrupt: bool) -> None:
        self.got.append(("output", text))

    def speak(self, text: str, interrupt: bool) -> None:
        self.got.append(("speak", text))

    def stop(self) -> None:
        self.got.append(("stop", ""))


def registry_of(name: str, kind: type[prism.CustomBackend]) -> Any:
    builder = prism.RegistryBuilder()
    builder.add_backend(name, kind)
    return builder.freeze()


@pytest.fixture(autouse=True)
def quick(monkeypatch) -> None:
    """Reading takes no time here, but for tests that say how much."""
    monkeypatch.setattr(braille, "LEAST_S", 0.0)
    monkeypatch.setattr(braille, "READ_A_SECOND", 1e6)
    monkeypatch.setattr("speech.reader_bridge.WATCH_MS", 50)
    monkeypatch.setattr(Reader, "running", True)
    for kind in (Reader, Presenter):
        kind.got.clear()


@pytest.fixture
def nvda() -> Iterator[dict[str, Any]]:
    """A reader that pans."""
    yield {"readers": ("NVDA",), "registry": registry_of("NVDA", Reader)}


@pytest.fixture
def other() -> Iterator[dict[str, Any]]:
    """A reader of which that is not known."""
    yield {"readers": ("OTHER",), "registry": registry_of("OTHER", Reader)}


class Sink:
    rate = 16_000

    def write(self, samples) -> None:
        assert not len(samples)


def wait_until(condition) -> None:
    end = time.monotonic() + LONG_S
    while not condition():
        assert time.monotonic() < end, Reader.got
        time.sleep(0.002)


# -- lines ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cells", [8, 14, 20, 32, 40, 80])
@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "文件已保存，但是没有同步到服务器。请检查网络。",
        "/home/me/" + "very_long_name" * 9 + ".txt",
        "a",
        "x " * 99,
    ],
)
def test_a_line_fits_the_display_and_nothing_is_lost(text, cells):
    cut = lines(text, cells)
    assert all(0 < cells_of(line) <= cells for line in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


def test_lines_are_cut_at_words():
    assert lines(SENTENCE, 20) == [
        "The file budget for", "the coming year has", "not been saved since", "this morning.",
    ]  # fmt: skip
    assert lines("  \n ", 20) == []


# -- instead of speech ------------------------------------------------------------------------------------------------


def test_a_reader_that_pans_gets_the_sentence_in_whole_and_says_nothing(nvda):
    voice = BrailleVoice(20, **nvda)
    assert voice.there
    voice.speak(SENTENCE + "\n\x1b", Manner(), Sink())
    voice.speak("ab", Manner(spell=True), Sink())
    voice.close()
    assert Reader.got == [("braille", SENTENCE), ("braille", "a b")]


def test_any_other_reader_gets_it_line_by_line(other):
    voice = BrailleVoice(20, **other)
    voice.speak(SENTENCE, Manner(), Sink())
    voice.close()
    assert [text for _, text in Reader.got] == lines(SENTENCE, 20)


def test_a_line_stays_as_long_as_reading_takes_and_a_hush_ends_that_within_50_ms(other, monkeypatch):
    monkeypatch.setattr(braille, "LEAST_S", 60.0)
    voice = BrailleVoice(20, **other)
    ended: list[float] = []

    def speak() -> None:
        with pytest.raises(Cancelled):
            voice.speak(SENTENCE, Manner(), Sink())
        ended.append(time.monotonic())

    took = []
    for _ in range(3):
        Reader.got.clear()
        thread = threading.Thread(target=speak)
        thread.start()
        wait_until(lambda: Reader.got)
        assert Reader.got == [("braille", "The file budget for")]
        hushed_at = time.monotonic()
        voice.hush()
        thread.join(LONG_S)
        took.append(ended.pop() - hushed_at)
        wait_until(lambda: Reader.got[-1] == ("braille", " "))  # taken off the display
    voice.close()
    assert min(took) < 0.05, took  # the least: the rest of it is other work on the computer


def test_a_reader_without_a_call_for_braille_alone_is_told_to_present_it():
    voice = BrailleVoice(20, readers=("ORCA",), registry=registry_of("ORCA", Presenter))
    voice.speak(SENTENCE, Manner(), Sink())
    voice.close()
    assert Presenter.got == [("output", SENTENCE)]


def test_where_no_reader_runs_another_voice_speaks_until_one_is_started(nvda, monkeypatch):
    monkeypatch.setattr(Reader, "running", False)
    spoken = PrintingVoice()
    voice = BrailleVoice(20, **nvda)
    speaker = Speaker([voice, spoken], None)
    speaker.say("one")
    assert speaker.wait_idle(LONG_S)
    assert (Reader.got, spoken.spoken) == ([], ["one"])
    monkeypatch.setattr(Reader, "running", True)
    wait_until(lambda: voice.there)
    speaker.say("two")
    assert speaker.wait_idle(LONG_S)
    assert (Reader.got, spoken.spoken) == ([("braille", "two")], ["one"])
    monkeypatch.setattr(Reader, "running", False)
    wait_until(lambda: not voice.there)
    speaker.say("three")
    assert speaker.wait_idle(LONG_S)
    assert spoken.spoken == ["one", "three"]
    speaker.close()


# -- beside speech ----------------------------------------------------------------------------------------------------


def test_what_another_voice_says_is_shown_as_it_stands_and_a_hush_takes_it_off(nvda):
    mirror = BrailleMirror(20, **nvda)
    voice = PrintingVoice()
    speaker = Speaker([voice], None, on_event=mirror.heard_of)
    speaker.say("EUR 32.40")
    wait_until(lambda: ("braille", "EUR 32.40") in Reader.got)
    speaker.say("wait")
    wait_until(lambda: ("braille", "wait") in Reader.got)
    speaker.hush()
    wait_until(lambda: Reader.got[-1] == ("braille", " "))
    speaker.close()
    mirror.close()
    assert {kind for kind, _ in Reader.got} == {"braille"}
    assert voice.spoken == ["32 euros and 40 cents", "wait"]


def test_a_new_sentence_replaces_the_lines_of_the_last_one(other, monkeypatch):
    monkeypatch.setattr(braille, "LEAST_S", 60.0)
    mirror = BrailleMirror(20, **other)
    mirror.heard_of(news_of("started", SENTENCE))
    wait_until(lambda: Reader.got)
    mirror.heard_of(news_of("started", "Next."))
    wait_until(lambda: Reader.got[-1] == ("braille", "Next."))
    assert len(Reader.got) == 2
    mirror.close()


def test_what_the_screen_reader_says_is_not_shown_twice(nvda):
    mirror = BrailleMirror(20, **nvda)
    mirror.heard_of(news_of("started", "Said by the reader.", "screen-reader"))
    mirror.heard_of(news_of("started", "Said by us.", "espeak"))
    wait_until(lambda: Reader.got)
    mirror.close()
    assert Reader.got == [("braille", "Said by us.")]


def test_a_reader_that_would_speak_it_too_is_not_told():
    mirror = BrailleMirror(20, readers=("ORCA",), registry=registry_of("ORCA", Presenter))
    mirror.heard_of(news_of("started", "Once is enough."))
    wait_until(lambda: mirror._wanted is None)
    mirror.close()
    assert Presenter.got == []


def test_switched_off_it_shows_nothing_and_switched_on_only_what_comes_then(nvda):
    mirror = BrailleMirror(20, on=False, **nvda)
    mirror.heard_of(news_of("started", "Before."))
    mirror.on = True
    mirror.heard_of(news_of("started", "After."))
    wait_until(lambda: Reader.got)
    mirror.close()
    assert Reader.got == [("braille", "After.")]


def test_what_waited_when_it_was_switched_off_is_not_shown_later(nvda):
    mirror = BrailleMirror(20, **nvda)
    with mirror._changed:  # before its thread can take it
        mirror.heard_of(news_of("started", "Old."))
        mirror.on = False
    mirror.on = True
    wait_until(lambda: mirror._wanted is None)
    mirror.heard_of(news_of("started", "New."))
    wait_until(lambda: Reader.got)
    mirror.close()
    assert Reader.got == [("braille", "New.")]


def test_the_voice_of_the_screen_reader_can_be_had_without_braille(nvda):
    bridge = ReaderBridge(**nvda)
    bridge.say("Both.").result(LONG_S)
    bridge.say("By voice.", braille=False).result(LONG_S)
    bridge.close()
    assert Reader.got == [("output", "Both."), ("speak", "By voice.")]


def test_a_screen_reader_that_hangs_keeps_no_program_from_ending():
    code = (
        "import threading, prism\n"
        "from speech.reader_bridge import ReaderBridge\n"
        "stuck = threading.Event()\n"
        "class Hangs(prism.CustomBackend):\n"
        "    def is_supported(self): return True\n"
        "    def speak(self, text, interrupt): ...\n"
        "    def braille(self, text):\n"
        "        stuck.set()\n"
        "        threading.Event().wait()\n"
        "builder = prism.RegistryBuilder()\n"
        "builder.add_backend('NVDA', Hangs)\n"
        "bridge = ReaderBridge(('NVDA',), registry=builder.freeze())\n"
        "bridge.show('x')\n"
        "stuck.wait()\n"
        "bridge.close()\n"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=LONG_S).returncode == 0


def news_of(kind: str, text: str, voice: str = "espeak") -> Any:
    from speech.speaker import SpeakerEvent

    return SpeakerEvent(kind, text, 0, 0.0, voice)
