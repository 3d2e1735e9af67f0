"""What the ink in a box tells where the network is unsure: words in the middle make a button, pale grey ones one that
can't be pressed, a red outline a field that is wrong, and no ink at all an empty one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.types import Box
from models.evidence.elements.choose import A_GUESS, Guessed, Seen, clash, in_a_strip
from models.evidence.elements.net import ROLES, STATES
from models.evidence.looks.colours import SAME, Colour, drawn_in, is_warm, most_common

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

PRESSED_LIKE = ("button", "tab", "progressbar")
"""What the network takes wide coloured boxes with words in them for."""
LIKELY, NOTHING = 0.75, 0.15
"""Probability of these together at least, and of "none" at most."""
LOW, HIGH = 16, 96
"""Pixels of height of a button."""
LEAST_WIDE, MOST_WIDE = 1.2, 14
"""Times its height that it is wide."""
TOUCH, SHARED, A_CONTROL = 4, 0.7, 0.5
"""Pixels beside it, share of its height, and probability of being none at most, of a control that touches it: a tab
that is chosen is a little higher than the others."""
NEXT, PLAIN, LINE = 4, 6, 12
"""Pixels beside it where a pane's line goes on; of 255, how much a row of it varies, and how far it is from the ground
above it."""
WIDEST = 0.9
"""Share of the picture's width: wider is a bar of the window."""
CENTRED, CENTRED_PX = 0.04, 3
"""Share of the box, and pixels, by which its margins may differ."""
WORDS_HIGH, WORDS_WIDE, MARGIN = (0.2, 0.72), 0.9, 0.2
"""Shares of the box's height that its words are high, of its width that they are wide; of its height, left of them."""
INK = 30
"""Of 255, from the ground."""
GREY = 18
"""Of 255, between the channels of a grey."""
PALE, PALE_CHANCE = 0.45, 0.4
"""Share of the strongest contrast in the picture, and the network's probability of "disabled"."""
STRONGER, LIKE_HIGH = 1.7, 1.6
"""Times the contrast of a disabled button that the words of one that can be pressed have; times its height that the
other is high at most."""
WORD_WIDE = 1.2
"""Times its height that a word is wide."""
RED, AROUND = 60, 0.85
"""Of 255, how much redder than green and blue an outline is, in what share of its pixels."""
STEP = 7
"""Pixels between those that are looked at for a filled place: wider than any outline."""
INSET = 4
"""Pixels inside of a field's outline where its text may begin."""
CARET = 3
"""Pixels that a text cursor is wide at most."""
FIELDS = ("textbox", "combobox", "spinbutton")


@dataclass(frozen=True, slots=True)
class Words:
    """The ink in a box."""

    left: int
    right: int
    top: int
    bottom: int
    contrast: int
    """0..255."""
    grey: bool
    """Neither ink nor ground have a colour."""


def with_ink(pixels: Pixels, guessed: Guessed, elements: Sequence[Seen]) -> list[Seen]:
    """The elements of a picture, (h, w, 3) uint8 RGB, with what the ink tells of them, and with the buttons that only
    the ink tells."""
    strongest = _strongest(pixels)
    found = [_told(pixels, one) for one in elements if not _is_marked(pixels, one)]
    found += _pressed(pixels, guessed, found)
    buttons = [(one, words_in(pixels, one.box)) for one in found if one.role == "button"]
    found = [_paler(one, guessed, buttons, strongest) if one.role == "button" else one for one in found]
    # Nine in ten that look disabled are (`benchmarks.focus`), so that is told as a guess.
    found = [
        replace(one, confidence=min(one.confidence, A_GUESS)) if "disabled" in one.states else one for one in found
    ]
    return sorted(found, key=lambda one: (one.box.y, one.box.x))


def _is_marked(pixels: Pixels, one: Seen) -> bool:
    """Whether what looks like a chosen item stands on a red, orange or yellow ground: an event, a badge."""
    if one.role != "listitem" or "selected" not in one.states:
        return False
    drawn = drawn_in(pixels, one.box)
    return drawn is not None and is_warm(drawn.ground)


def _told(pixels: Pixels, one: Seen) -> Seen:
    if one.role not in FIELDS:
        return one
    states = set(one.states)
    if one.role == "textbox" and _is_empty(pixels, one.box):
        states.add("empty")
    if _has_red_outline(pixels, one.box):
        states.add("invalid")
    return replace(one, states=frozenset(states))


def _pressed(pixels: Pixels, guessed: Guessed, known: Sequence[Seen]) -> list[Seen]:
    """Boxes with one line of words in the middle, that stand alone."""
    chance = guessed.roles[:, [ROLES.index(role) for role in PRESSED_LIKE]].sum(axis=1)
    nothing = guessed.roles[:, ROLES.index("none")]
    found: list[Seen] = []
    for at in ((chance >= LIKELY) & (nothing <= NOTHING)).nonzero()[0].tolist():
        x, y, w, h = (int(side) for side in guessed.boxes[at])
        box = Box(x, y, w, h)
        if not LOW <= h <= HIGH or not LEAST_WIDE * h <= w <= min(MOST_WIDE * h, WIDEST * pixels.shape[1]):
            continue
        if in_a_strip(guessed.boxes, at) or _touches(guessed, at) or _on_a_line(pixels, box):
            continue
        if any(clash("button", box, other) for other in (*known, *found)) or not _is_centred(pixels, box):
            continue
        found.append(Seen("button", box, frozenset(), round(min(float(chance[at]), A_GUESS), 4)))
    return found


def _touches(guessed: Guessed, at: int) -> bool:
    """Whether another control begins where it ends, or ends where it begins."""
    x, y, w, h = (int(side) for side in guessed.boxes[at])
    left, top, wide, high = guessed.boxes.T
    level = (top + high).clip(max=y + h) - top.clip(min=y) >= SHARED * h
    alike = level & (high <= 1.5 * h) & (wide > 0.5 * high)
    beside = (abs(left - (x + w)) <= TOUCH) | (abs(left + wide - x) <= TOUCH)
    return bool((alike & beside & (guessed.roles[:, ROLES.index("none")] <= A_CONTROL)).any())


def _on_a_line(pixels: Pixels, box: Box) -> bool:
    """Whether a line goes on beside its lower edge: that of the pane which a tab opens."""
    top, bottom = box.bottom - NEXT, box.bottom + NEXT
    for start in (box.right + NEXT, box.x - NEXT - box.w // 2):
        part = pixels[top:bottom, max(0, start) : max(0, start) + box.w // 2].astype("int16")
        if part.shape[0] < 2 or part.shape[1] < box.w // 3:
            continue
        plain = (part.max(axis=1) - part.min(axis=1)).max(axis=1) <= PLAIN
        far = abs(part.mean(axis=1) - part[0].mean(axis=0)).max(axis=1) >= LINE
        if plain[0] and bool((plain & far).any()):
            return True
    return False


def _is_centred(pixels: Pixels, box: Box) -> bool:
    words = words_in(pixels, box)
    if words is None:
        return False
    left, right = words.left - box.x, box.right - words.right
    above, below = words.top - box.y, box.bottom - words.bottom
    level = abs(left - right) <= max(CENTRED_PX, CENTRED * box.w) and abs(above - below) <= max(4, 0.2 * box.h)
    high = WORDS_HIGH[0] * box.h <= words.bottom - words.top <= WORDS_HIGH[1] * box.h
    return level and high and words.right - words.left <= WORDS_WIDE * box.w and left >= MARGIN * box.h


def words_in(pixels: Pixels, box: Box) -> Words | None:
    """The ink inside the outline of a box; None where there is none."""
    import numpy as np

    inset = max(INSET, box.h // 8)
    part = pixels[box.y + inset : box.bottom - inset, box.x + inset : box.right - inset].astype(np.int16)
    if part.shape[0] < 4 or part.shape[1] < 4:
        return None
    ground = np.median(part.reshape(-1, 3), axis=0)
    far = abs(part - ground).max(axis=2)
    rows, columns = (np.flatnonzero((far >= INK).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return None
    ink = part[far >= np.percentile(far[far >= INK], 80)].mean(axis=0)
    grey = max(float(np.ptp(ground)), float(np.ptp(ink))) <= GREY
    x, y = box.x + inset, box.y + inset
    return Words(
        x + int(columns[0]), x + int(columns[-1]) + 1, y + int(rows[0]), y + int(rows[-1]) + 1,
        round(float(abs(ink - ground).max())), grey,
    )  # fmt: skip


def _paler(one: Seen, guessed: Guessed, buttons: Sequence[tuple[Seen, Words | None]], strongest: int) -> Seen:
    """With "disabled" where its words are pale and grey, the network thinks so, too, and another button of its height
    has much stronger ones: all buttons of some looks are pale, and so are thin signs."""
    words = next((own for other, own in buttons if other is one), None)
    if words is None or not words.grey or words.contrast > PALE * strongest:
        return one
    if words.right - words.left < WORD_WIDE * (words.bottom - words.top):
        return one
    if not any(
        own is not None
        and own.contrast >= STRONGER * words.contrast
        and 1 / LIKE_HIGH <= other.box.h / one.box.h <= LIKE_HIGH
        for other, own in buttons
    ):
        return one
    same = (abs(guessed.boxes - one.box.as_list()) <= 2).all(axis=1)
    chances = guessed.states[same, STATES.index("disabled")]
    if not len(chances) or float(chances.max()) < PALE_CHANCE:
        return one
    return replace(one, states=one.states | {"disabled"})


def _strongest(pixels: Pixels) -> int:
    """The contrast of the picture's strongest text: from its darkest to its lightest pixel."""
    return int(pixels.max()) - int(pixels.min())


def _has_red_outline(pixels: Pixels, box: Box) -> bool:
    """Whether an outline goes all around a box that is red, and not in the colour that buttons or bars have here."""
    outlines = [ring for by in range(-3, 4) if (ring := _ring(pixels, box, by)) is not None]
    red = [ring for ring in outlines if float((ring[:, 0] - ring[:, 1:].max(axis=1) >= RED).mean()) >= AROUND]
    return bool(red) and not _fills(pixels, most_common(red[0]))


def _ring(pixels: Pixels, box: Box, by: int) -> npt.NDArray[np.int16] | None:
    """(n, 3) the pixels of an outline so far outside of a box; None where the picture ends before it."""
    import numpy as np

    ring = Box(box.x - by, box.y - by, box.w + 2 * by, box.h + 2 * by)
    if ring.x < 0 or ring.y < 0 or ring.right > pixels.shape[1] or ring.bottom > pixels.shape[0] or ring.h < 8:
        return None
    part = pixels[ring.y : ring.bottom, ring.x : ring.right].astype(np.int16)
    round_off = 6  # corners may be round
    return np.concatenate(
        [part[0, round_off:-round_off], part[-1, round_off:-round_off], part[4:-4, 0], part[4:-4, -1]]
    )


def _fills(pixels: Pixels, colour: Colour) -> bool:
    """Whether some place of the picture is filled with a colour: it is the one of a site, or of a program."""
    import numpy as np

    coarse = pixels[::STEP, ::STEP].astype(np.int16)
    same = np.asarray((abs(coarse - np.array(colour, np.int16)) <= SAME).all(axis=2))
    return bool(
        (same[:-1, :-2] & same[:-1, 1:-1] & same[:-1, 2:] & same[1:, :-2] & same[1:, 1:-1] & same[1:, 2:]).any()
    )


def _is_empty(pixels: Pixels, box: Box) -> bool:
    """Whether there is nothing in a field but perhaps the text cursor."""
    import numpy as np

    inset = max(INSET, box.h // 6)
    part = pixels[box.y + inset : box.bottom - inset, box.x + inset : box.right - inset].astype(np.int16)
    if part.shape[0] < 6 or part.shape[1] < 12:
        return False
    ground = np.median(part.reshape(-1, 3), axis=0)
    inked = np.flatnonzero((abs(part - ground).max(axis=2) >= INK // 2).any(axis=0))
    return not len(inked) or int(inked[-1] - inked[0]) < CARET
