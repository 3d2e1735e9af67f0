"""A watch: what it says, when, and how it ends. Its looks are called one by one: nothing here waits for a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.capture.gate import Gate
from assistant.errors import NoDisplay
from assistant.phrases import say_in
from assistant.types import Box, Capture, Finding, Scene, TextBlock, Thing
from assistant.viewing import Eyes
from assistant.watch_looks import OnlyChanged, Seen
from assistant.watch_rules import parse_until, touched
from assistant.watching import Sight, Watch
from models.grounded.changes import changes
from tests.assistant.fakes import BlackingRedactor, FakeGate, Finder, PlainMerger, picture


class Window:
    """What is watched: the test says what is in it, and what can be seen of it."""

    def __init__(self) -> None:
        self.sight = Sight(picture())
        self.error: NoDisplay | None = None

    def see(self) -> Sight:
        if self.error:
            raise self.error
        return self.sight


class Ears:
    """Hears what a watch says; `busy` while something else is said, `working` while a turn looks."""

    working = False

    def __init__(self) -> None:
        self.busy = False
        self.heard: list[str] = []
        self.earcons: list[str] = []

    def quiet(self) -> bool:
        return not self.busy

    def say_in_pause(self, text: str, earcon: str | None = None) -> bool:
        if not self.busy:
            self.heard.append(text)
            self.earcons += [earcon] if earcon else []
        return not self.busy


class Watching:
    def __init__(self, until: str = "", **more: Any) -> None:
        self.window, self.ears, self.now = Window(), Ears(), 0.0
        self.tree = Finder("tree")
        self._shade = 200
        language = more.pop("language", "en")
        self.show("Files")
        self.watch = Watch(
            self.window,
            parse_until(until, language),
            eyes=Eyes(self.tree, (), PlainMerger(), BlackingRedactor(), FakeGate()),
            compare=changes,
            outside=self.ears,  # type: ignore[arg-type]  # an earcon is any word here
            language=language,
            clock=lambda: self.now,
            **more,
        )

    def show(self, *texts: str, bar: int | None = None, window: int = 1) -> None:
        """Each text in a line of its own; every show paints anew."""
        self._shade -= 1
        blocks = tuple(TextBlock(text, Box(0, 5 * row, 50, 4), 1.0, "line", "tree") for row, text in enumerate(texts))
        button = Thing(1, "button", "Cancel", box=Box(0, 30, 10, 8))
        bars = (Thing(2, "progressbar", "Copying", f"{bar}%", box=Box(0, 20, 50, 4)),) if bar is not None else ()
        self.tree.findings = (Finding("tree", blocks=blocks, things=(button, *bars)),)
        self.window.sight = Sight(picture(self._shade, window=window))

    def look(self, *texts: str, after_s: float = 1.0, **more: Any) -> list[str]:
        """What is said at the next look."""
        if texts:
            self.show(*texts, **more)
        start, self.now = len(self.ears.heard), self.now + after_s
        self.watch.tick()
        return self.ears.heard[start:]


def test_only_changes_are_said() -> None:
    w = Watching()
    assert w.look() == []
    assert w.look() == []
    assert w.look("Files", "Mail has come") == ["New: Mail has come."]
    assert w.look() == []
    assert not w.watch.ended


def test_while_nothing_changes_nothing_but_pixels_is_looked_at() -> None:
    w = Watching()
    for _ in range(5):
        w.look()
    assert len(w.tree.saw) == 1


def test_a_progress_bar_is_told_of_in_steps_of_ten_percent() -> None:
    w = Watching()
    w.look("Files", bar=0)
    said = [text for share in range(1, 101) for text in w.look("Files", bar=share)]
    assert said == [f"Copying is now {share}%." for share in range(10, 101, 10)]


def test_a_percentage_in_a_line_is_told_of_in_steps_and_a_counter_seldom() -> None:
    w = Watching()
    w.look("Download 0 %", "0 files")
    said = [text for n in range(1, 31) for text in w.look(f"Download {n} %", f"{n} files")]
    assert [text for text in said if "Download" in text] != []
    assert sum("Download" in text for text in said) == 3
    assert sum("files" in text for text in said) == 2, "at 15 s and at 30 s"


def test_a_bar_that_grows_by_no_more_than_a_cursor_between_two_looks_is_told_of() -> None:
    w = Watching()
    w.watch._eyes = replace(w.watch._eyes, gate=Gate())
    said = []
    for share in range(0, 30, 2):
        w.show("Files", bar=share)
        pixels = np.full((120, 160, 3), 240, np.uint8)
        pixels[40:60, :8] = 0
        pixels[40:60, 8 : 8 + share] = (0, 0, 200)
        w.window.sight = Sight(replace(picture(), pixels=pixels, source="window"))
        said += w.look()
    assert len(said) == 2, said
    assert all(text.startswith("Copying is now ") for text in said)


@pytest.mark.parametrize(
    ("until", "shown", "said"),
    [
        ("Ready appears", ("Files", "Ready"), "It is there now: Ready"),
        ("'the quick fox'", ("The quick fox jumps",), "It is there now: The quick fox jumps"),
        ("Files disappears", ("Folders",), "Files is gone."),
        ("it changes", ("Files", "Folders"), "It has changed. New: Folders."),
    ],
)
def test_what_was_waited_for_is_said_with_a_sound_and_ends_the_watch(
    until: str, shown: tuple[str, ...], said: str
) -> None:
    w = Watching(until)
    assert w.look() == []
    assert w.look(*shown) == [said]
    assert w.watch.ended == "held"
    assert w.ears.earcons == ["answered"]
    assert w.watch.said[-1].evidence


@pytest.mark.parametrize("shown", [("Already",), ("Readyness",), ("Not read yet",)])
def test_words_are_whole_words(shown: tuple[str, ...]) -> None:
    w = Watching("Ready appears")
    w.look()
    w.look(*shown)
    assert not w.watch.ended


def test_what_is_there_already_is_told_as_such() -> None:
    w = Watching("Files appears")
    assert w.look() == ["It is there already: Files"]
    assert w.watch.ended == "held"


@pytest.mark.parametrize("end", [("full",), ("gone",), ("words",)])
def test_a_download_ends_when_its_bar_is_full_or_gone_or_it_says_so(end: tuple[str]) -> None:
    w = Watching("the download ends")
    assert w.look("Fetching", bar=10) == []
    w.look("Fetching", bar=55)
    assert not w.watch.ended
    last = {"full": (("Fetching",), 100), "gone": (("Fetching",), None), "words": (("Download complete",), 55)}[end[0]]
    said = w.look(*last[0], bar=last[1])
    assert w.watch.ended == "held"
    assert said[0].startswith("It has ended.")


def test_without_any_progress_that_is_said() -> None:
    assert Watching("the download ends").look() == [say_in("en", "watch_no_progress")]


def test_it_waits_for_a_pause_and_then_tells_all_as_one_change() -> None:
    w = Watching()
    w.look()
    w.ears.busy = True
    assert w.look("Files", "One") == []
    assert w.look("Files", "One", "Two") == []
    w.ears.busy = False
    assert w.look() == ["New: One. Two."]


def test_while_a_turn_looks_the_watch_does_not_and_misses_nothing() -> None:
    w = Watching()
    w.look()
    w.ears.working = w.ears.busy = True
    assert w.look("Files", "One") == []
    assert len(w.tree.saw) == 1
    w.ears.working = w.ears.busy = False
    assert w.look() == ["New: One."]


def test_an_end_that_comes_while_something_is_said_is_told_after_it() -> None:
    w = Watching("Ready appears")
    w.look()
    w.ears.busy = True
    w.look("Ready")
    assert w.watch.ended == "held"
    assert w.ears.heard == []
    w.ears.busy = False
    w.watch.run()  # the rest of a watch that has ended
    assert w.ears.heard == ["It is there now: Ready"]


@pytest.mark.parametrize("hidden", ["minimised", "covered"])
def test_a_window_that_cannot_be_seen_is_told_once_and_when_it_is_back(hidden: Any) -> None:
    w = Watching()
    w.look()
    before = w.window.sight
    w.window.sight = Sight(None, hidden)
    assert [w.look(), w.look()] == [[say_in("en", f"watch_{hidden}")], []]
    w.window.sight = before
    assert w.look() == [say_in("en", "watch_back")]
    assert not w.watch.ended


def test_what_covers_a_part_is_no_change_of_the_window() -> None:
    w = Watching()
    w.look()
    capture = w.window.sight.capture
    assert capture is not None
    pixels = capture.pixels.copy()
    pixels[:8] = 17
    w.window.sight = Sight(replace(capture, pixels=pixels), covered=(Box(0, 0, 60, 8),))
    assert w.look() == [say_in("en", "watch_part")]
    assert len(w.tree.saw) == 1, "the rest is as it was"


def test_what_lies_under_a_cover_is_not_gone() -> None:
    w = Watching("Files disappears")
    w.look()
    w.show("")
    assert w.window.sight.capture is not None
    w.window.sight = Sight(w.window.sight.capture, covered=(Box(0, 0, 60, 8),))
    w.look()
    assert not w.watch.ended


def test_a_closed_window_ends_it() -> None:
    w = Watching()
    w.look()
    w.window.sight = Sight(None, "closed")
    assert w.look() == [say_in("en", "watch_closed")]
    assert w.watch.ended == "closed"


def test_it_ends_when_its_time_is_up() -> None:
    w = Watching(seconds=60.0)
    w.look()
    assert w.look(after_s=60) == [say_in("en", "watch_time")]
    assert w.watch.ended == "time"


def test_a_display_that_goes_away_ends_it_with_a_sentence() -> None:
    w = Watching()
    w.window.error = NoDisplay("The display is gone.")
    assert w.look() == ["The display is gone."]
    assert w.ears.earcons == ["failed"]


def test_stopping_ends_it_without_a_word() -> None:
    w = Watching()
    w.watch.stop()
    w.watch.run()
    assert w.watch.ended == "stopped"
    assert w.ears.heard == []
    assert w.watch.done.is_set()


@pytest.mark.parametrize(
    ("text", "language", "kind", "words"),
    [
        ("the download ends", "en", "done", ""),
        ("the file copy is done", "en", "done", ""),
        ("it changes", "en", "change", ""),
        ("something has changed", "en", "change", ""),
        ("Ready appears", "en", "words", "Ready"),
        ("the word Ready appears", "en", "words", "Ready"),
        ("'it changes'", "en", "words", "it changes"),
        ("Platform 9", "en", "words", "Platform 9"),
        ("the spinner disappears", "en", "gone", "the spinner"),
        ("", "en", "none", ""),
        ("der Download fertig ist", "de", "done", ""),
        ("Bereit erscheint", "de", "words", "Bereit"),
        ("sich etwas ändert", "de", "change", ""),
        ("下载完成", "zh", "done", ""),
        ("出现就绪", "zh", "words", "就绪"),
        ("就绪出现", "zh", "words", "就绪"),
        ("有变化", "zh", "change", ""),
    ],
)
def test_conditions_are_understood(text: str, language: str, kind: str, words: str) -> None:
    until = parse_until(text, language)
    assert (until.kind, until.words) == (kind, words)


# -- only what has changed is read ------------------------------------------------------------------------------------


class Reader:
    """Reads one line wherever it is let; keeps the boxes it was given, in the whole picture."""

    name, budget_s = "ocr", 5.0

    def __init__(self) -> None:
        self.areas: list[Box] = []

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        x, y = capture.origin
        self.areas.append(Box(x, y, capture.width, capture.height))
        yield Finding("ocr", blocks=(TextBlock("read now", Box(0, 0, capture.width, 4)),))


@pytest.fixture
def before() -> Callable[[Capture], Seen]:
    def make(capture: Capture) -> Seen:
        from assistant.last_looks import tiles

        blocks = (TextBlock("kept", Box(10, 10, 80, 12)), TextBlock("stale", Box(20, 150, 300, 12)))
        return Seen(Scene(400, 300, "window", blocks=blocks), tiles(capture), ())

    return make


def test_only_changed_places_are_read_again_and_no_line_is_cut(before: Callable[[Capture], Seen]) -> None:
    old = Capture(np.full((300, 400, 3), 255, np.uint8), "window")
    pixels = old.pixels.copy()
    pixels[152:158, 200:210] = 0
    reader = Reader()
    eye = OnlyChanged(reader, before(old))
    found = list(eye.gather(replace(old, pixels=pixels), Scene(400, 300, "window"), Token()))
    [area] = reader.areas
    assert area.contains(Box(20, 150, 300, 12))
    assert area.area < 400 * 300 / 4
    texts = [(block.text, block.box.y) for finding in found for block in finding.blocks]
    assert texts == [("kept", 10), ("read now", area.y)]
    assert found[-1].final


def test_a_picture_of_another_size_is_read_whole(before: Callable[[Capture], Seen]) -> None:
    old = Capture(np.full((300, 400, 3), 255, np.uint8), "window")
    reader = Reader()
    wider = Capture(np.full((300, 480, 3), 255, np.uint8), "window")
    list(OnlyChanged(reader, before(old)).gather(wider, Scene(480, 300, "window"), Token()))
    assert reader.areas == [Box(0, 0, 480, 300)]


def test_areas_grow_around_lines_and_join() -> None:
    lines = (Box(0, 0, 100, 20), Box(90, 24, 100, 20))
    assert touched([Box(50, 5, 4, 4), Box(150, 30, 4, 4)], lines, 200, 100) == [Box(0, 0, 190, 50)]
