"""A watch: a window is looked at every second, and only what has changed in it is said, in the pauses of everything
else, until what was waited for is there.

Cheap first: a hash of the pixels tells that nothing has happened; then the gate (a cursor that blinks is nothing), then
the accessibility tree, and OCR of the changed places only.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

from assistant.cancel import Cancelled, Token
from assistant.error_words import told
from assistant.errors import HearsightError
from assistant.last_looks import same_place, tiles
from assistant.look import Look
from assistant.phrases import say_in
from assistant.types import Box, Capture, Evidence, WindowInfo
from assistant.watch_dialogs import Describer, Dialogs
from assistant.watch_looks import OnlyChanged, Seen
from assistant.watch_queue import queue_place
from assistant.watch_rules import Calm, Until, held, under_way

if TYPE_CHECKING:
    from assistant.ports import Comparer, Earcon
    from assistant.viewing import Eyes

log = logging.getLogger(__name__)
EVERY_S = 1.0
REST = 4.0
"""After a look that took long, so many times as long passes before the next: a video never takes a whole core."""
RETRY_S = 0.2
"""How often a last sentence that waits for a pause is tried."""
LONGEST_S = 3600.0
"""A watch that nobody ends."""
PICTURE_SHARE = 0.01
"""So much of a picture has to differ for a change that no words tell of."""
Hidden = Literal["", "closed", "minimised", "covered"]
Ended = Literal["", "held", "closed", "time", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen of a place now."""

    capture: Capture | None
    hidden: Hidden = ""
    covered: tuple[Box, ...] = ()
    """Parts of the capture that show something else, in its pixels."""
    beside: tuple[WindowInfo, ...] = ()
    """Other windows of the watched program: dialogs, say."""


class Place(Protocol):
    """What is watched. Called on the watch's thread; some milliseconds. Raises `errors.HearsightError`."""

    def see(self) -> Sight: ...

    def beside(self, window: WindowInfo) -> Capture | None:
        """A picture of one of `Sight.beside`; None when it can't be seen any more."""
        ...


class Outside(Protocol):
    """Where a watch tells what it sees. Any thread, returns at once."""

    @property
    def working(self) -> bool:
        """A turn looks, listens or thinks: it has the models to itself."""
        ...

    def quiet(self) -> bool:
        """Nothing is said, asked or looked at."""
        ...

    def say_in_pause(self, text: str, earcon: Earcon | None = None) -> bool:
        """False, and nothing said, when there is no pause."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of a watch."""

    text: str
    evidence: tuple[Evidence, ...]
    at_s: float
    """Since the watch began."""


class Watch:
    """`run` on a thread of its own; `stop` from any other. `tick` is one look, for `run` and for tests."""

    def __init__(
        self,
        place: Place,
        until: Until,
        *,
        eyes: Eyes,
        compare: Comparer,
        outside: Outside,
        language: str,
        describe: Describer | None = None,
        seconds: float = LONGEST_S,
        on_told: Callable[[str], None] = lambda _: None,
        token: Token | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`describe` tells of dialogs that the watched program opens; None: only their titles."""
        self._place, self._until, self._eyes, self._compare = place, until, eyes, compare
        self._outside, self._language, self._seconds = outside, language, seconds
        self._on_told, self._clock = on_told, clock
        self._token = Token(token)
        self._dialogs = Dialogs(eyes, describe, language, self._token)
        self._began = clock()
        self._digest = b""
        self._capture: Capture | None = None
        self._looked_at: Capture | None = None
        """The last that was more than a blink: a bar that grows by a pixel a second is no cursor each time."""
        self._first: Seen | None = None
        self._latest: Seen | None = None
        self._told: Seen | None = None
        self._calm = Calm()
        self._covered: tuple[Box, ...] = ()
        self._view = self._view_told = ""
        """What keeps it from seeing, as a key of the phrases, now and as last said."""
        self._unsaid: list[tuple[str, tuple[Evidence, ...], Earcon | None]] = []
        self.ended: Ended = ""
        self.said: list[Told] = []
        self.done = threading.Event()

    def stop(self) -> None:
        """Without a word."""
        self._token.cancel()

    def run(self) -> None:
        """Look until it ends. Blocks."""
        try:
            while not self.ended:
                start = self._clock()
                self.tick()
                if not self.ended:
                    self._wait(max(EVERY_S, REST * (self._clock() - start)))
            while not self._deliver():
                self._wait(RETRY_S)
        except Cancelled:
            self.ended = self.ended or "stopped"
        except Exception:  # a watch that dies in silence would be waited for in vain
            log.exception("a watch failed")
            self.ended = "failed"
            self._outside.say_in_pause(HearsightError.sentence)
        finally:
            self.done.set()

    def tick(self) -> None:
        """One look. Raises `Cancelled`."""
        if self._clock() - self._began >= self._seconds:
            self._end("time", say_in(self._language, "watch_time"))
            return
        try:
            sight = self._place.see()
        except HearsightError as error:
            self._end("failed", told(error.spoken, self._language))
            return
        if sight.hidden == "closed":
            self._end("closed", say_in(self._language, "watch_closed"))
            return
        self._dialogs.begin(sight.beside)
        opened = self._dialogs.opened(sight.beside)
        if sight.capture is None:
            told_already = sight.hidden == "covered" and opened
            self._view = "" if told_already else f"watch_{sight.hidden}"
        else:
            x, y = sight.capture.origin
            strange = [box for box in sight.covered if not _is_of(box.moved(x, y), opened)]
            self._view = "watch_part" if strange else ""
            self._covered = sight.covered
            if not self._outside.working:
                self._look_at(*self._uncovered(sight.capture, sight.covered))
        self._tell(sight)

    # -- looking --------------------------------------------------------------------------------------------------

    def _uncovered(self, capture: Capture, covered: tuple[Box, ...]) -> tuple[Capture, tuple[Box, ...]]:
        """What covers it is not part of it: there it is taken to be as it was last seen."""
        if not covered:
            return capture, ()
        pixels = capture.pixels.copy()
        before = self._capture
        known = before is not None and before.pixels.shape == pixels.shape
        for box in covered:
            area = slice(max(0, box.y), box.bottom), slice(max(0, box.x), box.right)
            pixels[area] = before.pixels[area] if known and before is not None else 0
        blind = self._latest.blind if known and self._latest is not None else covered
        still = tuple(box for box in blind if any(box.overlap(other) == box.area for other in covered))
        return replace(capture, pixels=pixels), still

    def _look_at(self, capture: Capture, blind: tuple[Box, ...]) -> None:
        title = capture.window.title if capture.window else ""
        digest = hashlib.blake2b(capture.pixels.data, digest_size=16)
        digest.update(repr(capture.pixels.shape).encode())
        digest.update(title.encode())
        if digest.digest() == self._digest:
            return
        refusal = self._eyes.gate.check(capture, self._looked_at, language=self._language)
        self._digest, self._capture = digest.digest(), capture
        if refusal is not None:  # a cursor has blinked, or it is being painted
            return
        self._looked_at = capture
        look = Look(
            capture,
            tree=self._eyes.tree,
            others=[OnlyChanged(eye, self._latest) if eye.name == "ocr" else eye for eye in self._eyes.others],
            merger=self._eyes.merger,
            redactor=self._eyes.redactor,
            token=self._token,
        )
        scene = look.finish()
        self._latest = Seen(scene, tiles(look.capture), blind)

    # -- telling --------------------------------------------------------------------------------------------------

    def _tell(self, sight: Sight) -> None:
        if sight.beside and not self._outside.working and self._tell_opened(sight.beside):
            return
        now = self._latest
        if now is not None:
            if self._first is None:
                now = self._begin(now)
            if self._holds(now):
                return
        if not self._outside.quiet():
            return  # what changes meanwhile is told as one change
        self._tell_view()
        if now is not None and self._told is not None and now is not self._told:
            self._tell_changes(self._told, now)
        if not self.ended:
            self._deliver()

    def _tell_opened(self, beside: tuple[WindowInfo, ...]) -> bool:
        """Whether a dialog was waited for, and has come: then the watch is over."""
        for one in self._dialogs.news(beside, self._place.beside):
            if self._until.kind == "dialog":
                self._end("held", one.text, one.evidence)
                return True
            self._unsaid.append((one.text, one.evidence, None))
        return False

    def _begin(self, now: Seen) -> Seen:
        self._calm.calmed(now.scene, self._clock())  # what is there now counts as told
        self._first = self._told = now
        if self._until.kind == "done" and not under_way(now.scene):
            self._unsaid.append((say_in(self._language, "watch_no_progress"), (), None))
        if self._until.kind == "turn" and queue_place(now.scene) is None:
            self._unsaid.append((say_in(self._language, "watch_no_queue"), (), None))
        return now

    def _holds(self, now: Seen) -> bool:
        """Whether what was waited for is there; then that is said, and the watch is over."""
        assert self._first is not None  # noqa: S101 - `_begin` came first
        found = held(self._until, self._first.scene, now.scene, self._language, self._covered)
        if found is None:
            return False
        there_already = now is self._first and self._until.kind in ("words", "turn", "dialog", "error")
        key = "watch_already" if there_already else found.said or f"watch_{self._until.kind}"
        sentence = say_in(self._language, key, words=self._until.words, line=found.text)
        self._end("held", " ".join(sentence.split()), found.evidence)
        return True

    def _tell_changes(self, before: Seen, now: Seen) -> None:
        until_change = self._until.kind == "change"
        scene = now.scene if until_change else self._calm.calmed(now.scene, self._clock())
        calm = replace(now, scene=scene)
        self._told = self._latest = calm
        if before.blind != now.blind:
            return  # what was covered can be seen now, which is no change of it
        claims = self._compare(before.scene, scene, same_place(before.tiles, now.tiles), "brief", self._language)
        if not until_change:
            self._unsaid += [(claim.text, claim.evidence, None) for claim in claims]
        elif claims or _share_changed(before, now) >= PICTURE_SHARE:
            evidence = tuple(item for claim in claims for item in claim.evidence)
            whole = Evidence("pixels", Box(0, 0, scene.width, scene.height))
            text = " ".join((say_in(self._language, "watch_change"), *(claim.text for claim in claims)))
            self._end("held", text, evidence or (whole,))

    def _tell_view(self) -> None:
        if self._view == self._view_told:
            return
        could_not = self._view_told in ("watch_minimised", "watch_covered")
        key = self._view or ("watch_back" if could_not else "")
        self._view_told = self._view
        if key:
            self._unsaid.append((say_in(self._language, key), (), None))

    def _end(self, why: Ended, text: str, evidence: tuple[Evidence, ...] = ()) -> None:
        self.ended = why
        self._unsaid = [(text, evidence, "failed" if why == "failed" else "answered")]
        self._deliver()

    def _deliver(self) -> bool:
        """Say what waits, in one breath; False when there is no pause for it yet."""
        if not self._unsaid:
            return True
        text = " ".join(text for text, _, _ in self._unsaid)
        if not self._outside.say_in_pause(text, self._unsaid[-1][2]):
            return False
        evidence = tuple(item for _, backing, _ in self._unsaid for item in backing)
        self._unsaid.clear()
        self.said.append(Told(text, evidence, round(self._clock() - self._began, 1)))
        self._on_told(text)
        return True

    def _wait(self, seconds: float) -> None:
        if self._token.wait(seconds):
            raise Cancelled


def _is_of(cover: Box, windows: tuple[WindowInfo, ...]) -> bool:
    """Whether one of the windows, with what a window manager puts around it, is what covers."""
    return any(2 * cover.overlap(window.frame) >= cover.area for window in windows)


def _share_changed(before: Seen, now: Seen) -> float:
    if before.tiles.shape != now.tiles.shape:
        return 1.0
    return float((before.tiles != now.tiles).mean())
