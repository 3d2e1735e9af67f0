"""Recognises captures that hold nothing to describe: black, of one colour, or the same as last time.

Everything here counts pixels, so that a single thin line, a little text in a dark terminal or one small line on a
white page is never taken for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from assistant.languages import language as language_named
from assistant.types import Box

if TYPE_CHECKING:
    from assistant.types import Capture

Why = Literal["black", "blank", "unchanged"]

BLACK = 16
"""The highest value of a channel that still is black: black in studio-range video (ITU-R BT.709)."""
CAMERA_BLACK = 40
"""The same for a camera, whose covered lens gives noise and not zeros."""
SAME_COLOUR = 6
"""Channels that differ by no more are one colour: JPEG noise on a flat area is within it."""
SPECKS, SPECKS_OF = 4, 10_000
"""So many odd pixels among so many are dirt (a dead pixel, a hair of noise), not content."""
SAMPLE = 16
"""Every 16th pixel each way is looked at first: most pictures are known to hold something by these."""
CURSOR_BAR = (4, 64)
"""A text cursor is a bar at most this wide and high (logical pixels), ..."""
CURSOR_BLOCK = (24, 48)
"""... or a block within this that is clearly higher than wide (a cell of a terminal is about 1:2)."""
CLOCK = (170, 40)
"""A clock in a panel: what changes of it is within this (logical pixels), ..."""
PANEL = 56
"""... this near to the upper or lower edge of the monitor."""

COLOURS: tuple[tuple[tuple[int, int, int], str], ...] = (
    ((0, 0, 0), "black"),
    ((255, 255, 255), "white"),
    ((128, 128, 128), "grey"),
    ((64, 64, 64), "dark grey"),
    ((208, 208, 208), "light grey"),
    ((220, 20, 20), "red"),
    ((110, 10, 10), "dark red"),
    ((255, 140, 0), "orange"),
    ((130, 80, 30), "brown"),
    ((250, 230, 30), "yellow"),
    ((20, 150, 20), "green"),
    ((0, 70, 10), "dark green"),
    ((30, 190, 190), "turquoise"),
    ((30, 80, 230), "blue"),
    ((10, 20, 100), "dark blue"),
    ((140, 190, 250), "light blue"),
    ((130, 30, 160), "purple"),
    ((250, 130, 190), "pink"),
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is nothing to describe, and the sentence for it. The port: `ports.Refusal`."""

    why: Why
    sentence: str


class Gate:
    """The port: `ports.Gatekeeper`. Without state; any thread."""

    def check(self, capture: Capture, previous: Capture | None, *, language: str = "en") -> Refusal | None:
        """None when there is something to describe. `previous`: what was last described, if "unchanged" matters.

        Black and blank go first: that nothing changed on a black screen is no news.
        """
        words = language_named(language).refusals
        colour = flat_colour(capture)
        if colour is not None:
            if max(colour) <= _black_of(capture):
                kind = "desktop" if capture.of_desktop else capture.source
                return Refusal("black", words.get(f"black_{kind}", words["black"]))
            key = "blank_desktop" if capture.of_desktop else "blank"
            return Refusal("blank", words[key].format(colour=colour_name(colour, language)))
        if previous is not None and unchanged(capture, previous):
            return Refusal("unchanged", words["unchanged"])
        return None


def _black_of(capture: Capture) -> int:
    return CAMERA_BLACK if capture.source == "camera" else BLACK


def flat_colour(capture: Capture) -> tuple[int, int, int] | None:
    """The one colour (r, g, b) of a capture that has only one, None if there is anything on it."""
    import numpy as np

    pixels = capture.pixels
    sample = pixels[::SAMPLE, ::SAMPLE].reshape(-1, 3)
    middle = np.median(sample, axis=0)
    black = _black_of(capture)
    if middle.max() <= black and not capture.of_desktop:
        least, most = np.zeros(3), np.full(3, black)  # noise in the dark: all that is black is one colour
    else:
        least, most = middle - SAME_COLOUR, middle + SAME_COLOUR  # what a program drew black has no noise
    allowed = SPECKS if capture.width * capture.height >= SPECKS_OF else 0
    if _outside(sample, least, most) > allowed:
        return None
    # Columns first: their least and greatest values come from whole rows at a time, which is quick in memory.
    rows = pixels.reshape(capture.height, -1)
    low, high = rows.min(axis=0).reshape(-1, 3), rows.max(axis=0).reshape(-1, 3)
    odd_columns = np.flatnonzero(((low < least) | (high > most)).any(axis=1))
    if len(odd_columns) > allowed:
        return None
    if len(odd_columns) and _outside(pixels[:, odd_columns].reshape(-1, 3), least, most) > allowed:
        return None
    red, green, blue = (int(value) for value in middle)
    return red, green, blue


def _outside(pixels: Any, least: Any, most: Any) -> int:
    """How many of (n, 3) pixels are below `least` or above `most` in any channel."""
    import numpy as np

    return int(np.count_nonzero(((pixels < least) | (pixels > most)).any(axis=1)))


def unchanged(capture: Capture, previous: Capture) -> bool:
    """True when both show the same place, and nothing differs but a blinking text cursor, or a clock in a panel."""
    import numpy as np

    if capture.source != previous.source or capture.pixels.shape != previous.pixels.shape:
        return False
    if capture.of_desktop and (capture.origin != previous.origin or _window(capture) != _window(previous)):
        return False
    new, old = capture.pixels, previous.pixels
    if np.count_nonzero((new[::SAMPLE, ::SAMPLE] != old[::SAMPLE, ::SAMPLE]).any(axis=2)) > 64:
        return False  # more sampled pixels than a clock and a cursor have
    differs = new.reshape(capture.height, -1) != old.reshape(capture.height, -1)
    rows = differs.any(axis=1)
    if not rows.any():
        return True
    return capture.of_desktop and _only_cursor_and_clock(differs, rows, capture)


def _window(capture: Capture) -> tuple[int, str]:
    return (capture.window.id, capture.window.title) if capture.window else (0, "")


def _only_cursor_and_clock(differs: Any, rows: Any, capture: Capture) -> bool:
    """`differs`: (h, 3w) bool; `rows`: (h,) bool."""
    cursors = clocks = 0
    for top, bottom in _runs(rows, gap=2):
        band = differs[top:bottom].reshape(bottom - top, -1, 3).any(axis=2)
        for left, right in _runs(band.any(axis=0), gap=round(12 * capture.scale)):
            part = band[:, left:right]
            inner = part.any(axis=1).nonzero()[0]
            first, last = int(inner[0]), int(inner[-1]) + 1
            box = Box(left, top + first, right - left, last - first)
            if _like_cursor(box, float(part[first:last].mean()), capture.scale):
                cursors += 1
            elif _like_clock(box, capture):
                clocks += 1
            else:
                return False
    return cursors <= 1 and clocks <= 1


def _like_cursor(box: Box, filled: float, scale: float) -> bool:
    """A cursor is a full rectangle: a tick, a letter or a dot that came or went is not. A square one may be an
    indicator light or a checkbox."""
    w, h = box.w / scale, box.h / scale
    if filled < 0.95 or h < 6:
        return False
    bar = w <= CURSOR_BAR[0] and h <= CURSOR_BAR[1] and h >= 3 * w
    block = w <= CURSOR_BLOCK[0] and h <= CURSOR_BLOCK[1] and h >= 1.5 * w
    return bar or block


def _like_clock(box: Box, capture: Capture) -> bool:
    if capture.source == "window" or capture.source == "region":
        return False  # a window has no panel: whatever changes near its edge is its own
    w, h = box.w / capture.scale, box.h / capture.scale
    near = min(box.y, capture.height - box.bottom) / capture.scale
    return w <= CLOCK[0] and h <= CLOCK[1] and near + h <= PANEL


def _runs(flags: Any, gap: int) -> list[tuple[int, int]]:
    """(first, one after the last) of each run of True; runs with at most `gap` False between them are one."""
    import numpy as np

    places = np.flatnonzero(flags)
    if not len(places):
        return []
    cuts = np.flatnonzero(np.diff(places) > gap + 1)
    starts = [int(places[0]), *(int(places[cut + 1]) for cut in cuts)]
    ends = [*(int(places[cut]) + 1 for cut in cuts), int(places[-1]) + 1]
    return list(zip(starts, ends, strict=True))


def colour_name(colour: tuple[int, int, int], language: str = "en") -> str:
    """The nearest of some everyday colours, by "redmean" distance (Riemersma, compuphase.com/cmetric.htm)."""

    def distance(named: tuple[tuple[int, int, int], str]) -> float:
        (red, green, blue), mean = named[0], (named[0][0] + colour[0]) / 2
        return (
            (2 + mean / 256) * (red - colour[0]) ** 2
            + 4 * (green - colour[1]) ** 2
            + (2 + (255 - mean) / 256) * (blue - colour[2]) ** 2
        )

    nearest = min(COLOURS, key=distance)
    return language_named(language).colours[nearest[1]]
