"""Parts of a turn that do what a test tells them, on its thread's word: no devices, no models, no clocks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.ports import TurnJudge
from assistant.types import (
    Answer,
    Box,
    Capture,
    Claim,
    Clip,
    Condition,
    Evidence,
    Finding,
    Manner,
    Question,
    Scene,
    TextBlock,
    Transcript,
    Turn,
    WindowInfo,
)


def picture(shade: int = 200, *, source: str = "window", window: int = 1, title: str = "Notes") -> Capture:
    pixels = np.full((40, 60, 3), shade, np.uint8)
    info = WindowInfo(window, title, "editor", 42, Box(0, 0, 60, 40)) if source == "window" else None
    return Capture(pixels, source, window=info, name="" if info else title)


class Camera:
    """A `CaptureSource` of one picture; remembers on which thread it was grabbed."""

    def __init__(self, capture: Capture | None = None, error: Exception | None = None) -> None:
        self.capture = capture or picture()
        self.error = error
        self.threads: list[str] = []

    def grab(self) -> Capture:
        self.threads.append(threading.current_thread().name)
        if self.error:
            raise self.error
        return self.capture


class FakeMouth:
    """Keeps what it is told to say; `finish_all` lets it be heard."""

    def __init__(self) -> None:
        self.era = 0
        self.manner = Manner()
        self.said: list[tuple[int, str]] = []
        self.spelled: list[tuple[str, str]] = []
        self.waiting: list[str] = []
        self.marks: list[int | None] = []
        """Of those that wait."""
        self.earcons: list[str] = []
        self.beacons: list[tuple[float, float]] = []
        self.speaking = False
        self.news: Callable[[object], None] = lambda _: None
        self.dropped: list[News] = []
        self._lock = threading.Lock()
        self.clock: Callable[[], float] = time.monotonic

    def say(
        self,
        text: str,
        *,
        priority: str = "normal",
        language: str | None = None,
        era: int | None = None,
        spelling: str | None = None,
        mark: int | None = None,
    ) -> None:
        if era is not None and era != self.era:
            return
        if spelling is not None:
            self.spelled.append((text, spelling))
        with self._lock:
            if era is not None and era != self.era:
                return
            self.said.append((self.era, text))
            self.waiting.append(text)
            self.marks.append(mark)

    def earcon(self, name: str) -> None:
        self.earcons.append(name)

    def beacon(self, height: float, side: float) -> bool:
        self.beacons.append((height, side))
        return True

    def hush(self) -> int:
        with self._lock:
            self.era += 1
            dropped = list(zip(self.waiting, self.marks, strict=True))
            self.waiting.clear()
            self.marks.clear()
            self.dropped.extend(News("dropped", text, self.era - 1, self.clock(), mark) for text, mark in dropped)
            return self.era

    def wait_idle(self, timeout_s: float) -> bool:
        return True

    def hear(self, count: int | None = None) -> None:
        """Let the first `count` waiting sentences (default: all) be spoken to their ends."""
        for _ in range(len(self.waiting) if count is None else count):
            self.begin()
            self.news(News("finished", self.waiting[0], self.era, self.clock(), self.marks[0]))
            del self.waiting[0], self.marks[0]

    def begin(self) -> None:
        """Let the first waiting sentence be heard, but not to its end."""
        for kind in ("started", "first_sample"):
            self.news(News(kind, self.waiting[0], self.era, self.clock(), self.marks[0]))

    def tell_dropped(self) -> None:
        """The news of what was hushed, which come on a thread of their own, later."""
        for news in self.dropped:
            self.news(news)
        self.dropped.clear()

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.said]


@dataclass(frozen=True)
class News:
    kind: str
    text: str
    era: int
    at: float = 0.0
    mark: int | None = None


class Finder:
    """A gatherer that gives `findings`, waiting for `gate` before each of them if there is one."""

    budget_s = 5.0

    def __init__(
        self, name: str, *findings: Finding, gate: threading.Semaphore | None = None, error: bool = False
    ) -> None:
        self.name = name
        self.findings = findings
        self.gate = gate
        self.error = error
        self.saw: list[Capture] = []
        self.ended = threading.Event()

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        self.saw.append(capture)
        try:
            if self.error:
                raise ZeroDivisionError("a bug")
            for finding in self.findings:
                while self.gate is not None and not self.gate.acquire(timeout=0.01):
                    token.check()
                yield finding
        finally:
            self.ended.set()


class PlainMerger:
    def start(self, capture: Capture) -> Scene:
        return Scene(capture.width, capture.height, capture.source, window=capture.window, name=capture.name)

    def add(self, scene: Scene, finding: Finding) -> Scene:
        troubles = (*scene.troubles, finding.trouble) if finding.trouble else scene.troubles
        return replace(
            scene,
            blocks=scene.blocks + finding.blocks,
            things=scene.things + finding.things,
            troubles=troubles,
        )

    def passages(self, blocks: Sequence[TextBlock]) -> list[TextBlock]:
        return list(blocks)


class BlackingRedactor:
    """Blackens the boxes of password things."""

    def mask(self, capture: Capture, scene: Scene) -> Capture:
        pixels = capture.pixels.copy()
        for thing in scene.things:
            if thing.role == "password" and thing.box:
                box = thing.box
                pixels[box.y : box.bottom, box.x : box.right] = 0
        return replace(capture, pixels=pixels)

    def clean(self, text: str) -> str:
        return text.replace("hunter2", "[hidden]")


@dataclass(frozen=True)
class No:
    why: str
    sentence: str


class FakeGate:
    """Refuses a picture whose first pixel is 0 (black), and one equal to the previous one."""

    def check(self, capture: Capture, previous: Capture | None, *, language: str = "en") -> No | None:
        if capture.pixels[0, 0, 0] == 0:
            return No("black", "The screen is black.")
        if previous is not None and np.array_equal(capture.pixels, previous.pixels):
            return No("unchanged", "Nothing has changed.")
        return None


class ReadingEngine:
    """Claims each block as it appears; answers with what it was asked."""

    name = "grounded"

    def __init__(self, before_claim: Callable[[str], None] = lambda _: None) -> None:
        self.before_claim = before_claim
        self.answered: list[tuple[str, Scene]] = []
        self.error: Exception | None = None
        self.answerable = True

    def describe(
        self, capture: Capture, scenes: Iterator[Scene], verbosity: str, language: str, token: Token
    ) -> Iterator[Claim]:
        if self.error is not None:
            raise self.error
        said = 0
        for scene in scenes:
            for block in scene.blocks[said:]:
                self.before_claim(block.text)
                yield Claim(block.text, (Evidence(block.source, block.box),))
            said = len(scene.blocks)

    def answer(
        self, question: Question, capture: Capture, scene: Scene, conversation: Conversation, token: Token
    ) -> Answer:
        self.answered.append((question.text, scene))
        return Answer(f"Answer to {question.text}", self.answerable, (Evidence("ocr", Box(0, 0, 1, 1)),))


@dataclass
class FakeEar:
    started: int = 0
    ended: list[str] = field(default_factory=list)
    error: Exception | None = None
    speech: bool = False
    pause: Callable[[TurnJudge], None] | None = None
    """What happens at a pause of the speaker; None: there is none."""
    held_pause: Callable[[TurnJudge], None] | None = None
    """The same while the key is held."""
    how: Condition = field(default_factory=lambda: Condition(1.0, -20.0, -60.0, 0.0))

    def start(self) -> None:
        if self.error:
            raise self.error
        self.started += 1

    def finish(self) -> Clip:
        self.ended.append("finish")
        return Clip(np.zeros(16000, np.float32))

    def along(
        self, released: threading.Event, token: Token, *, max_s: float = 60.0, judge: TurnJudge | None = None
    ) -> None:
        if judge is not None and self.held_pause is not None:
            judge.paused(Clip(np.zeros(8000, np.float32)))
            self.held_pause(judge)
        released.wait(max_s)

    def until_silence(self, token: Token, *, max_s: float = 20.0, judge: TurnJudge | None = None) -> Clip:
        self.ended.append("until_silence")
        clip = Clip(np.zeros(16000, np.float32))
        if judge is not None and self.pause is not None:
            judge.paused(Clip(clip.samples[:8000]))
            self.pause(judge)
        return clip

    def cancel(self) -> None:
        self.ended.append("cancel")

    def has_speech(self, clip: Clip) -> bool:
        return self.speech

    def condition(self, clip: Clip) -> Condition:
        return self.how


class FakeRecogniser:
    name = "fake"

    def __init__(self, text: str = "what is it") -> None:
        self.text = text
        self.confidence: float | None = None
        self.hints: list[str] = []
        self.lengths: list[int] = []
        """Samples of each clip."""

    def transcribe(self, clip: Clip, token: Token, *, language: str | None = None, hint: str = "") -> Transcript:
        self.hints.append(hint)
        self.lengths.append(len(clip.samples))
        return Transcript(self.text, confidence=self.confidence)

    def warm(self) -> None: ...


class FakeMemory:
    def __init__(self, error: Exception | None = None) -> None:
        self.turns: list[Turn] = []
        self.kept: list[tuple[str, str]] = []
        """What was said, and the note."""
        self.pictures: list[Capture | None] = []
        self.error = error

    def add(self, turn: Turn, capture: Capture | None) -> None:
        if self.error:
            raise self.error
        self.turns.append(turn)
        self.pictures.append(capture)

    def keep(self, turn: Turn, note: str) -> None:
        if self.error:
            raise self.error
        self.kept.append((turn.said, note))


def block(text: str, y: int = 0) -> TextBlock:
    return TextBlock(text, Box(0, y, 10, 5))
