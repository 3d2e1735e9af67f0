"""Pages, taken by themselves: who holds the camera is led until the whole page is in and rests.

The port: `assistant.aiming.Guide`. Each page is flattened, its shadows are taken out, it is read beside all else, and
the text of all pages is one file. The next one is waited for until another page lies there.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from assistant.aiming import Effort, Update
from assistant.errors import HearsightError
from assistant.types import Box
from models.guiding.flatten import evenly_lit, flattened
from models.guiding.pace import Pace
from models.guiding.page import PageSeen, page_in
from models.guiding.still import Still
from models.guiding.words import guide_words
from models.looking import Looks

if TYPE_CHECKING:
    from assistant.types import Capture, Pixels
    from models.guiding.shots import Shots

log = logging.getLogger(__name__)

SMALL = 0.22
"""Share of the frame below which a page is too small to be read: come closer."""
TILTED = 1.5
"""How many times longer one side is than the opposite one, from which the camera should be held level."""
DARK = 60.0
"""Mean brightness of a page, below which there is too little light to read it."""
SOFT = 25.0
"""Sharpness of a page (`still.sharpness`) below which it is not taken: of drawn pages out of focus by 2.5 pixels at a
height of letters of 10 the figure is 20 and less, of ones that can be read 60 and more."""
MARGIN = 0.008
"""Of its size, that is taken around a page, since corners are seen to a few pixels only."""
OTHER = 0.72
"""Correlation with the page taken last, below which another one lies there."""
REMIND_S = 15.0
"""Between two times that the next page is asked for, while the same one lies there."""
READING_S = 120.0
"""How long the end waits for pages that are being read."""

Read = Callable[["Pixels"], tuple["Pixels", str]]
"""A flattened page -> the same one upright, and its text in reading order."""


class PageGuide:
    """One session of taking pages. `wait`: each is read before the next frame, the same each time."""

    def __init__(self, shots: Shots, read: Read, *, language: str = "en", wait: bool = False) -> None:
        self._shots, self._read = shots, read
        self._words = guide_words(language)
        self._pace = Pace(self._words, "no_page")
        self._still = Still()
        self._reading: Looks[int, tuple[Pixels, str]] = Looks(wait=wait)
        self._to_read: list[tuple[int, Pixels]] = []
        self._texts: dict[int, str] = {}
        self._last: Any = None
        """A thumb of the page that was taken last."""
        self._same_s = -math.inf
        """When it was told that the next page may come."""
        self._now = False
        self.effort = Effort()

    @property
    def opening(self) -> str:
        return self._words.say("document_opening")

    @property
    def closing(self) -> str:
        count = len(self._shots.taken)
        if not count:
            return self._words.say("no_page_taken")
        self._read_the_rest()
        written = sum(len(text.split()) for text in self._texts.values())
        key = "page_taken" if count == 1 else "pages_taken"
        told = self._words.say(key, number=count, words=written, folder=self._shots.folder.name or "/")
        unread = [str(number) for number in range(1, count + 1) if number not in self._texts]
        return f"{told} {self._words.say('pages_unread', numbers=', '.join(unread))}" if unread else told

    def _read_the_rest(self) -> None:
        """What can't be read or written any more is told as unread; its picture is there."""
        end = time.monotonic() + READING_S
        while (self._to_read or self._reading.busy) and time.monotonic() < end:
            try:
                self._texts_come()
            except HearsightError as error:
                log.warning("the rest was not read: %s %s", type(error).__name__, error.detail)
                return
            if self._reading.busy:
                time.sleep(0.02)

    def hushed(self) -> None:
        self._pace.hushed()

    def take(self) -> None:
        """Take the next frame: its page, though it may look like the one before, else all of it. Any thread."""
        self._now = True

    def see(self, capture: Capture, at_s: float, *, tones: bool) -> Update:
        """Raises `errors.UnusableInput` where a page can't be kept."""
        self.effort.frames += 1
        self._texts_come()
        pixels = capture.pixels
        page = page_in(pixels)
        if self._now:
            self._now = False
            corners = page.corners if page is not None else None
            thumb = _thumb(pixels, corners) if corners is not None else None
            return self._take(pixels, corners, at_s, thumb, _box(page, capture) if page is not None else None)
        if page is None:
            self._still.forget()
            word = self._pace.unseen(at_s)
            return Update(at_s, seen=False, words=(word,) if word else ())
        advice, fit = _advice(page, pixels)
        box = _box(page, capture)
        if advice or page.corners is None:
            self._still.forget()
            return self._update(at_s, page, capture, fit, self._pace.advise(advice or "further", at_s, tones=tones))
        if self._taken_before(pixels, page.corners):
            self._still.forget()
            word = self._words.say("next_page") if at_s - self._same_s >= REMIND_S else ""
            self._same_s = at_s if word else self._same_s
            return Update(at_s, seen=False, words=(word,) if word else (), box=box)
        self._still.see(at_s, pixels, page.corners, (box.x, box.y, box.w, box.h) if box is not None else None)
        if not self._still.rested(at_s):
            return self._update(at_s, page, capture, 1.0, self._pace.advise("hold", at_s, tones=tones))
        best = self._still.sharpest
        if best.sharp < SOFT:
            return self._update(at_s, page, capture, 0.9, self._pace.advise("blurred", at_s, tones=tones))
        return self._take(best.pixels, best.points, at_s, _thumb(pixels, page.corners), box)

    def _taken_before(self, pixels: Pixels, corners: Any) -> bool:
        """Whether it is the page that was taken last, however it is turned now."""
        import numpy as np

        last = self._last
        return last is not None and any(
            _alike(last, _thumb(pixels, np.roll(corners, quarters, axis=0))) >= OTHER for quarters in range(4)
        )

    def _take(self, pixels: Pixels, corners: Any, at_s: float, thumb: Any, box: Box | None) -> Update:
        straight = evenly_lit(flattened(pixels, _widened(corners)) if corners is not None else pixels)
        name = self._shots.keep(straight)
        number = len(self._shots.taken)
        self._to_read.append((number, straight))
        self._last, self._same_s = thumb, -math.inf
        self._still.forget()
        self._texts_come()
        word = self._words.say("page_now", number=number)
        return Update(at_s, seen=True, height=1.0, words=(word,), earcon="aimed", box=box, urgent=True, kept=name)

    def _texts_come(self) -> None:
        """What was read is written; what waits is read, again where that failed."""
        found = self._reading.take()
        if found is not None:
            number, (_, text) = found
            del self._to_read[0]
            self._shots.write("\n\n".join(text for _, text in sorted({**self._texts, number: text}.items())) + "\n")
            self._texts[number] = text
        if self._to_read and not self._reading.busy:
            number, straight = self._to_read[0]
            self.effort.looks += 1
            self._reading.ask(lambda: self._read(straight), number)

    @staticmethod
    def _update(at_s: float, page: PageSeen, capture: Capture, fit: float, word: str) -> Update:
        side = 2 * page.centre[0] / max(1, capture.width) - 1
        words = (word,) if word else ()
        return Update(at_s, seen=True, height=fit, side=side, words=words, box=_box(page, capture))


def _advice(page: PageSeen, pixels: Pixels) -> tuple[str, float]:
    """The key of what to do, "" for nothing; and how good it is, 0..1."""
    if page.corners is None:
        cut = page.cut
        if len(cut) > 2 or {"left", "right"} <= cut or {"top", "bottom"} <= cut:
            return "further", 0.3
        side = next(one for one in ("left", "right", "top", "bottom") if one in cut)
        return {"left": "left", "right": "right", "top": "up", "bottom": "down"}[side], 0.4
    if page.share < SMALL:
        return "closer", 0.4 + page.share
    top, right, bottom, left = (
        math.dist(page.corners[at].tolist(), page.corners[(at + 1) % 4].tolist()) for at in range(4)
    )
    if max(top, bottom) > TILTED * min(top, bottom):
        return "tilt_far" if top < bottom else "tilt_near", 0.6
    if max(left, right) > TILTED * min(left, right):
        return "tilt_left" if left < right else "tilt_right", 0.6
    inside = pixels[_rows(page.corners)]
    if inside.size and float(inside.mean()) < DARK:
        return "dark", 0.7
    return "", 1.0


def _rows(corners: Any) -> Any:
    left, top = (max(0, int(value)) for value in corners.min(axis=0))
    right, bottom = (max(1, int(value)) for value in corners.max(axis=0))
    return slice(top, bottom, 4), slice(left, right, 4)


def _box(page: PageSeen, capture: Capture) -> Box | None:
    if page.corners is None:
        return None
    left, top = (round(float(value)) for value in page.corners.min(axis=0))
    right, bottom = (round(float(value)) for value in page.corners.max(axis=0))
    return Box(left, top, right - left, bottom - top).clipped(capture.width, capture.height)


def _widened(corners: Any) -> Any:
    middle = corners.mean(axis=0)
    return (middle + (corners - middle) * (1 + 2 * MARGIN)).astype("float32")


def _thumb(pixels: Pixels, corners: Any) -> Any:
    """(64, 48) grey of the page as it would lie straight: where it lies does not matter."""
    import cv2
    import numpy as np

    target = np.array([[0, 0], [96, 0], [96, 128], [0, 128]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.ascontiguousarray(corners, np.float32), target)
    straight = cv2.warpPerspective(np.ascontiguousarray(pixels), matrix, (96, 128), flags=cv2.INTER_AREA)
    grey = cv2.cvtColor(straight, cv2.COLOR_RGB2GRAY).astype(np.float32)
    grey -= cv2.GaussianBlur(grey, (0, 0), 12)
    return cv2.GaussianBlur(grey, (0, 0), 1.2)[8:-8, 6:-6]


def _alike(one: Any, other: Any) -> float:
    """-1..1, at the best of small shifts."""
    import cv2

    inner = other[6:-6, 5:-5].copy()
    return float(cv2.matchTemplate(one, inner, cv2.TM_CCOEFF_NORMED).max())
