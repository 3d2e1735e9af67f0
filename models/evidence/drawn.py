"""Which texts of the accessibility tree are to be seen in the picture, and where in a thing's box its words are.

A program tells names that nobody sees: what an icon, a sign ("÷") or a check mark stands for, the bars of a window that
slide in when the pointer comes near. And what it tells may lie under an open menu. Only a text that looks drawn is told
as text; of the others the pixels are read like any other. So doubt costs time, but no word is told that is not there,
and a thing keeps its name whatever its pixels show.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.types import Box, TextBlock, Thing
from models.evidence.things import ICON_SHAPE, SHOWS_VALUE, written

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

    Mask = npt.NDArray[np.bool_]

NAMED = {"button", "checkbox", "menu", "menuitem", "radio", "switch", "tab"}
"""Controls: they have names for those who can't see them, whatever is drawn on them."""
MARKS = {"checkbox", "radio", "switch"}
GROUND = 6
"""Of 255: brightness that is still the background's; gradients of buttons have as much in the height of a line."""
PLAIN = 0.3
"""Share of a text's box that is background, at least. Bold small letters leave 0.5; a photograph has 0.2."""
INK = 32
"""Of 255, from the background: pixels of letters. Disabled ones have 60."""
FAINT = 64
"""Of 255, from the background, up to which green is not trusted alone: a colour may show better in the others."""
NARROW, WIDE = set("ijlftrI|!.,:;'`\"()[]{}/\\- "), set("mwMW@%")
EM = {"none": 0.0, "narrow": 0.3, "plain": 0.55, "wide": 0.85, "square": 1.0}
"""Widths of letters in sizes of the font, as common fonts without serifs have them."""
MEASURED = 0.8
"""Share of letters of known width, at least, else the width of a text says nothing: joined Arabic has half of it."""
JOINED = 0.5
"""Of the width as counted, of a text whose letters may be joined."""
TIGHTEST = 0.7
"""Of these widths, in fonts that are narrower, over letters that are as high as their font at most."""
LOWEST_PX = 8
"""Height of a line of letters; signs such as "-" are lower."""
GAP = 1.5
"""Heights of letters between the words of a menu item and its shortcut, at least."""
MOST_PIXELS = 1 << 14
"""Of a box that are looked at, if it is only the background that matters."""


def drawn_texts(things: Sequence[Thing], pixels: Pixels) -> tuple[TextBlock, ...]:
    """The text of the tree that shows. `pixels` (h, w, 3) uint8 RGB, in whose pixels the boxes are."""
    by_id = {thing.id: thing for thing in things if thing.source == "tree"}
    covers = covering(things)
    return tuple(
        block
        for thing, block in _texts(by_id)
        if not any(_hides(cover, holder, thing, by_id) for holder, cover in covers) and _looks_drawn(thing, pixels)
    )


def told_texts(things: Sequence[Thing]) -> list[TextBlock]:
    """The text that the tree says is written on the screen, each piece once, where no pixels are at hand."""
    return [block for _, block in _texts({thing.id: thing for thing in things if thing.source == "tree"})]


def icons(things: Sequence[Thing]) -> list[TextBlock]:
    """Where the tree has a small button or a mark that bears no text, and where a mark was recognised; with names."""
    return [
        TextBlock(thing.name, thing.box, 1.0, "line", "tree")
        for thing in things
        if thing.box is not None
        and thing.box.w < ICON_SHAPE * thing.box.h
        and (thing.role in MARKS or (thing.role == "button" and thing.source == "tree" and thing.name))
    ]


def _texts(by_id: Mapping[int, Thing]) -> Iterator[tuple[Thing, TextBlock]]:
    texts: dict[int, str] = {}
    marks = {(thing.parent, thing.name) for thing in by_id.values() if thing.role in MARKS}
    for thing in by_id.values():
        text = written(thing)
        if not text or thing.box is None:
            continue
        above = by_id.get(thing.parent) if thing.parent is not None else None
        if thing.role == "checkbox" and above is not None and above.role in ("table", "tree", "row"):
            continue  # it is named after its row, and bears no text
        if thing.role == "cell" and (thing.id, text) in marks:
            continue  # it is named after the mark that stands in it
        # A link's words stand in its paragraph already, a label's in its list item.
        if above is not None and above.id in texts and text in texts[above.id]:
            texts[thing.id] = texts[above.id]
            continue
        texts[thing.id] = text
        yield thing, TextBlock(text, thing.box, 1.0, _kind(thing, text), "tree")


def _kind(thing: Thing, text: str) -> str:
    if thing.role in ("heading", "cell", "paragraph"):
        return thing.role
    return "paragraph" if "\n" in text else "line"


def covering(things: Sequence[Thing]) -> list[tuple[int, Box]]:
    """(id, box) of what lies over the rest of its window: open menus, and dialogs that are a part of a page."""
    menus = {thing.id for thing in things if thing.role == "menu"}
    found: dict[int, Box] = {}
    for thing in things:
        if thing.box is None or thing.parent is None or thing.source != "tree":
            continue
        if thing.parent in menus:
            found[thing.parent] = found[thing.parent].union(thing.box) if thing.parent in found else thing.box
        elif thing.role in ("dialog", "alert"):
            found[thing.id] = thing.box
    return list(found.items())


def beside(box: Box, covers: Sequence[tuple[int, Box]]) -> list[Box]:
    """What of a box lies beside all that covers it."""
    parts = [box]
    for _, cover in covers:
        parts = [rest for part in parts for rest in _without(part, cover)]
    return parts


def _without(box: Box, cover: Box) -> Iterator[Box]:
    if not box.overlap(cover):
        yield box
        return
    top, bottom = max(box.y, cover.y), min(box.bottom, cover.bottom)
    for x, y, right, end in (
        (box.x, box.y, box.right, top),
        (box.x, bottom, box.right, box.bottom),
        (box.x, top, cover.x, bottom),
        (cover.right, top, box.right, bottom),
    ):
        if right > x and end > y:
            yield Box(x, y, right - x, end - y)


def _hides(cover: Box, holder: int, thing: Thing, by_id: Mapping[int, Thing]) -> bool:
    """Whether a text is cut by what lies over it. A field with lines of text is told though a part is covered."""
    box = thing.box
    assert box is not None  # noqa: S101 - it has a text, and so a place
    covered = cover.overlap(box)
    if not covered or (thing.role in SHOWS_VALUE and 2 * covered < box.area):
        return False
    if 2 * min(cover.right - box.x, box.right - cover.x, cover.bottom - box.y, box.bottom - cover.y) <= box.h / 2:
        return False  # they touch
    above: Thing | None = thing
    while above is not None and above.id != holder:
        above = by_id.get(above.parent) if above.parent is not None else None
    return above is None


def _looks_drawn(thing: Thing, pixels: Pixels) -> bool:
    box = thing.box
    assert box is not None  # noqa: S101 - it has a text, and so a place
    if thing.role in SHOWS_VALUE:
        return True
    mark = thing.role in MARKS and box.w < ICON_SHAPE * box.h
    if thing.role not in NAMED or not (mark or _measured(thing.name)):
        return _has_ink(box, pixels)
    mask = _ink(box, pixels)
    return mask is not None and _wide_enough(thing.name, mask)


def _wide_enough(text: str, mask: Mask) -> bool:
    """Whether what is drawn is as wide as the text would be in letters of its height."""
    rows = mask.any(axis=1)
    lines = _runs(rows, 0)
    if any(end - start < LOWEST_PX // 2 for start, end in lines):  # "=", the dot of an i, or the rest of a border
        least = 2 if any(letter.isalnum() for letter in text) else 1
        lines = [(start, end) for start, end in _runs(rows, LOWEST_PX) if end - start >= least]
    height = max((end - start for start, end in lines), default=0)
    width = 0
    for start, end in lines:
        parts = _runs(mask[start:end].any(axis=0), mask.shape[1])
        width += sum(right - left for left, right in parts)
    return width >= TIGHTEST * width_in_ems(text) * max(height, LOWEST_PX)


def words_box(text: str, box: Box, pixels: Pixels) -> Box:
    """The part of a menu item's box that has its words: what stands far from them, a shortcut, is not its name. It
    stands to their right, or to the left of words that are read from the right."""
    mask = _ink(box, pixels)
    if mask is None:
        return box
    rows = _runs(mask.any(axis=1), mask.shape[0])
    height = max((end - start for start, end in rows), default=0)
    parts = _runs(mask.any(axis=0), round(GAP * height))
    least = TIGHTEST * width_in_ems(text) * height * (1.0 if _measured(text) else JOINED)
    inset, room = _inset(box), height // 2
    if _from_the_right(text):
        for left, _ in parts[:0:-1]:
            if parts[-1][1] - left >= least:
                start = box.x + max(0, inset + left - room)
                return Box(start, box.y, box.right - start, box.h)
        return box
    for _, right in parts[:-1]:
        if right - parts[0][0] >= least:
            return Box(box.x, box.y, inset + right + room, box.h)
    return box


def width_in_ems(text: str) -> float:
    return sum(EM[_breadth(letter)] for letter in text)


@functools.lru_cache(1024)
def _breadth(letter: str) -> str:
    if letter in NARROW:
        return "narrow"
    if letter in WIDE:
        return "wide"
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return "none"
    return "square" if letter >= "\u2e80" else "plain"


def _measured(text: str) -> bool:
    """Whether the widths of most letters are known: of Latin, Greek and Cyrillic ones, and of square signs."""
    letters = [letter for letter in text if letter.isalpha()]
    known = sum(letter < "\u0530" or letter >= "\u2e80" for letter in letters)
    return known >= MEASURED * len(letters)


def _from_the_right(text: str) -> bool:
    """By the first letter that has a direction, as in the Unicode Bidirectional Algorithm (P2, P3)."""
    ways = (unicodedata.bidirectional(letter) for letter in text)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"


def _inset(box: Box) -> int:
    """Pixels of a control's border."""
    return max(2, box.h // 10)


def _ink(box: Box, pixels: Pixels) -> Mask | None:
    """(h, w) of what is inside the border; None where there is no plain background."""
    inset = _inset(box)
    off = _off_ground(pixels[box.y + inset : box.bottom - inset, box.x + inset : box.right - inset])
    return None if off is None else off > INK


def _has_ink(box: Box, pixels: Pixels) -> bool:
    """Whether there is anything on a plain background."""
    step = max(1, round((box.area / MOST_PIXELS) ** 0.5))
    off = _off_ground(pixels[box.y : box.bottom : step, box.x : box.right : step])
    return off is not None and bool(off.max() > INK)


def _off_ground(part: Pixels) -> npt.NDArray[np.int16] | None:
    """(h, w), 0..255: how far each pixel is from the background; None where that is not plain.

    Green has most of the brightness, and one channel is soon read; but red on black is seen in red alone.
    """
    import numpy as np

    if part.size == 0:
        return None
    off = _off(part[:, :, 1])
    if not _plain(off):
        return None
    if off.max() <= FAINT:
        coloured = np.maximum(off, np.maximum(_off(part[:, :, 0]), _off(part[:, :, 2])))
        if _plain(coloured):
            return coloured
    return off


def _off(channel: Pixels) -> npt.NDArray[np.int16]:
    import numpy as np

    ground = int(np.bincount(channel.ravel(), minlength=256).argmax())
    off: npt.NDArray[np.int16] = np.abs(channel.astype(np.int16) - ground)
    return off


def _plain(off: npt.NDArray[np.int16]) -> bool:
    return bool((off <= GROUND).mean() >= PLAIN)


def _runs(line: npt.ArrayLike, gap: int) -> list[tuple[int, int]]:
    """(start, end) of stretches of ink, of which those at most `gap` apart are one."""
    import numpy as np

    places = np.flatnonzero(line)
    if len(places) == 0:
        return []
    breaks = np.flatnonzero(np.diff(places) > gap + 1)
    starts = [int(places[0]), *(int(places[at + 1]) for at in breaks)]
    ends = [*(int(places[at]) + 1 for at in breaks), int(places[-1]) + 1]
    return list(zip(starts, ends, strict=True))
