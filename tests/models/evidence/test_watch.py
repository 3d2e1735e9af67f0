"""A watch over real windows: what it says of a progress bar, of what lies over it, and what it costs."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator

import pytest

from assistant.capture.desktop import close_desktop
from assistant.capture.gate import Gate
from assistant.capture.watched import WatchedWindow
from assistant.host import LocalWorker
from assistant.types import WindowInfo
from assistant.viewing import Eyes
from assistant.watch_rules import parse_until
from assistant.watching import EVERY_S, Watch
from assistant.wiring.models import in_brief
from models.evidence.merge import SceneMerger
from models.evidence.ocr import OcrGatherer, Reader
from models.evidence.secrets import SecretRedactor
from models.grounded.changes import changes
from tests.models.evidence.stage import Stage

pytestmark = pytest.mark.desktop
CORE_SHARE = 0.05
LONG_S = 60.0


class Told:
    working = False

    def __init__(self) -> None:
        self.heard: list[str] = []

    def quiet(self) -> bool:
        return True

    def say_in_pause(self, text: str, earcon: object = None) -> bool:
        self.heard.append(text)
        return True


class Watcher:
    def __init__(self, stage: Stage, reader: Reader, window: WindowInfo, until: str = "") -> None:
        redactor = SecretRedactor()
        self.told = Told()
        self.watch = Watch(
            WatchedWindow(window, display=stage.desktop.env["DISPLAY"]),
            parse_until(until, "en"),
            eyes=Eyes(stage.gatherer, (OcrGatherer(LocalWorker(reader)),), SceneMerger(redactor), redactor, Gate()),
            compare=changes,
            describe=in_brief(),
            outside=self.told,
            language="en",
        )

    def until_said(self, words: str) -> str:
        """Look until a sentence with these words is said."""
        end = time.monotonic() + LONG_S
        while not any(words in text for text in self.told.heard):
            assert time.monotonic() < end, f"never said {words!r}: {self.told.heard}"
            self.watch.tick()
        return next(text for text in self.told.heard if words in text)


@pytest.fixture
def progress(stage: Stage) -> Iterator[Callable[[int], None]]:
    """A window with a progress bar; the function moves it."""
    pipe = stage.folder / "pipe"
    os.mkfifo(pipe)
    stage.start("sh", "-c", f"exec zenity --progress --title Backup --text 'Saving files' --width 420 < {pipe}")
    feed = pipe.open("w", buffering=1)
    feed.write("0\n")
    yield lambda share: print(share, file=feed)
    feed.close()
    close_desktop(stage.desktop.env["DISPLAY"])


def bar_at(stage: Stage, share: str) -> None:
    stage.tree("^Backup$", lambda things: any(t.role == "progressbar" and t.value == share for t in things))


def test_a_progress_bar_is_told_of_in_steps_and_its_end_ends_the_watch(
    stage: Stage, reader: Reader, progress: Callable[[int], None]
) -> None:
    bar_at(stage, "0%")
    watcher = Watcher(stage, reader, stage.window("^Backup$"), "the backup is done")
    watcher.watch.tick()
    for share in (3, 7, 12, 15, 18, 34, 39, 100):
        progress(share)
        bar_at(stage, f"{share}%")
        watcher.watch.tick()
    said = " | ".join(watcher.told.heard)
    for share, told in ((3, False), (7, False), (12, True), (15, False), (18, False), (34, True), (39, False)):
        assert (f" {share}%" in said) is told, said
    assert watcher.watch.ended == "held", said
    assert watcher.told.heard[-1].startswith("It has ended.")


def test_a_still_window_costs_little_of_a_core(stage: Stage, reader: Reader, progress: Callable[[int], None]) -> None:
    bar_at(stage, "0%")
    desk = stage.desktop
    watcher = Watcher(stage, reader, stage.window("^Backup$"))
    end = time.monotonic() + LONG_S
    ticks, total = 0, 0.0
    while ticks < 20:  # the window may still be painted at first
        assert time.monotonic() < end
        seen = watcher.watch._latest
        start = time.process_time()
        watcher.watch.tick()
        cost = time.process_time() - start
        if watcher.watch._latest is seen:
            total += cost
            ticks += 1
    print(f"a still window of {desk.size}: {total / ticks * 1000:.1f} ms of CPU a look, every {EVERY_S} s")
    assert total / ticks / EVERY_S <= CORE_SHARE
    assert watcher.told.heard == []


def test_what_lies_over_it_is_told_and_is_no_change(
    stage: Stage, reader: Reader, progress: Callable[[int], None]
) -> None:
    bar_at(stage, "0%")
    watcher = Watcher(stage, reader, stage.window("^Backup$"))
    watcher.watch.tick()
    cover = stage.start("zenity", "--info", "--title", "Cover", "--text", "Something else", "--width", "700")
    watcher.until_said("cover")
    assert not any("Something" in text or "Gone" in text or "New" in text for text in watcher.told.heard)
    cover.terminate()
    cover.wait(LONG_S)
    progress(50)
    watcher.until_said("50%")
    assert not any("Something" in text or "Gone" in text for text in watcher.told.heard), watcher.told.heard


def test_a_window_that_closes_ends_the_watch(stage: Stage, reader: Reader, progress: Callable[[int], None]) -> None:
    bar_at(stage, "0%")
    watcher = Watcher(stage, reader, stage.window("^Backup$"))
    watcher.watch.tick()
    stage.clear()
    watcher.until_said("closed")
    assert watcher.watch.ended == "closed"


def text_at(stage: Stage, title: str, words: str) -> None:
    stage.tree(title, lambda things: any(words in thing.name for thing in things))


def test_each_step_in_a_queue_is_told_and_the_turn_ends_the_watch(stage: Stage, reader: Reader) -> None:
    pipe = stage.folder / "queue"
    os.mkfifo(pipe)
    stage.start("sh", "-c", f"exec zenity --progress --pulsate --title Waiting --text 'Position 4 of 12' < {pipe}")
    with pipe.open("w", buffering=1) as feed:
        text_at(stage, "^Waiting$", "Position 4")
        watcher = Watcher(stage, reader, stage.window("^Waiting$"), "it is my turn")
        watcher.watch.tick()
        for place in (3, 2):
            feed.write(f"# Position {place} of 12\n")
            text_at(stage, "^Waiting$", f"Position {place}")
            assert f"Position {place} of 12" in watcher.until_said(f"Position {place}")
            assert not watcher.watch.ended
        feed.write("# It is your turn. Please go to desk 5.\n")
        text_at(stage, "^Waiting$", "your turn")
        assert "desk 5" in watcher.until_said("your turn")
    assert watcher.watch.ended == "held"
    assert watcher.told.heard[-1].startswith("It is your turn: ")


def test_a_dialog_that_the_watched_program_opens_is_told_with_what_it_asks(stage: Stage, reader: Reader) -> None:
    note = stage.folder / "note.txt"
    note.write_text("Bread and tea")
    stage.start("mousepad", str(note))
    stage.tree("note.txt", lambda things: any("Bread" in thing.value for thing in things))
    watcher = Watcher(stage, reader, stage.window("note.txt"), "a dialog appears")
    watcher.watch.tick()
    stage.desktop.run(["xdotool", "type", "x"])
    stage.tree("note.txt", lambda things: any("xBread" in thing.value for thing in things))
    stage.desktop.key("ctrl+w")
    said = watcher.until_said("A window has opened.")
    assert watcher.watch.ended == "held"
    assert re.search(r"(?i)save", said), said
    assert not any("cover" in text for text in watcher.told.heard), watcher.told.heard
