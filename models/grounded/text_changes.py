"""Which lines of text are new and which are gone, whatever OCR makes of the same pixels twice and wherever they moved.

A text that the accessibility tree tells is compared to the letter. What OCR read is not: it confuses letters, joins and
splits lines, and misses faint ones. So of its lines only those count that it is sure of, that are unlike all lines of
the other scene, or that have other digits; and never one on whose place no pixel has changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.types import Box, Evidence, Scene
from models.evidence.paragraphs import without_specks
from models.grounded.claims import of_block

SURE = 0.8
"""Confidence from which PP-OCR's words are taken for a change; see `claims.UNSURE`."""
ALIKE = 80
"""Percent of likeness of letters from which two lines are one line, read twice."""
SHORTEST = 3
"""Letters; shorter pieces are specks and icons as often as words."""
FOUND = 4
"""Letters from which a piece that occurs in the text of the other scene is not new."""
MOST, FEW = 0.7, 3
"""A page is another one when more than so much of both is not on the other, and more than so many lines. From so many
lines that came and so many that went on, it may have been scrolled."""
SAME_LABEL = 75
"""Percent of likeness of "CPU: 12 %" and "CPU: 98 %"."""
MOVED_LINES, MOVED_SHARE = 3, 0.5
"""So many lines, and so much of those that moved, must have moved alike for it to be scrolling."""
LOOKS_ALIKE = str.maketrans("oöil|sbzgq", "0011158299")
"""Letters that OCR takes for digits, and the other way round."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; of a paragraph, its box is that of the paragraph."""

    text: str
    letters: str
    box: Box
    evidence: Evidence

    @property
    def certain(self) -> bool:
        """The tree tells it."""
        return self.evidence.kind == "tree"

    @property
    def sure(self) -> bool:
        return self.certain or ((self.evidence.confidence or 0) >= SURE and len(self.letters) >= SHORTEST)


@dataclass(frozen=True, slots=True)
class TextChanges:
    new: tuple[Line, ...]
    gone: tuple[Line, ...]
    changed: tuple[tuple[Line, Line], ...]
    """(before, after) at one place."""
    scrolled: bool
    """The text has moved, or so much of it was exchanged that it may have been scrolled by a whole page: what was not
    in view before may have been there all the time."""
    all_other: bool
    """Most of what was there is not in view any more, and most of what is there was not."""


class Page:
    """The lines of one scene."""

    def __init__(self, scene: Scene) -> None:
        self.lines: list[Line] = []
        for block in without_specks(list(scene.blocks)):
            for text in block.text.splitlines():
                if letters := letters_of(text):
                    self.lines.append(Line(" ".join(text.split()), letters, block.box, of_block(block)))

    @cached_property
    def letters(self) -> set[str]:
        return {line.letters for line in self.lines}

    @cached_property
    def all_letters(self) -> str:
        return "".join(line.letters for line in self.lines)

    @cached_property
    def read(self) -> list[Line]:
        """What OCR read."""
        return [line for line in self.lines if not line.certain]

    def has(self, line: Line) -> bool:
        """Whether this line is on the page, perhaps elsewhere, otherwise broken, or misread."""
        if line.letters in self.letters:
            return True
        if len(line.letters) >= FOUND and line.letters in self.all_letters:
            return True
        others = [other.letters for other in (self.read if line.certain else self.lines)]
        return any(_alike(line.letters, other) for other in others) or _within(line.letters, "".join(others))


def letters_of(text: str) -> str:
    """Letters and digits alone: OCR is unsure of spaces and points."""
    return "".join(char for char in text.casefold() if char.isalnum())


def text_changes(
    before: Scene,
    after: Scene,
    same: Callable[[Box], bool],
    known: Sequence[str] = (),
    known_before: Sequence[str] = (),
) -> TextChanges:
    """`known`: what is told of otherwise (names of controls of the later scene), `known_before` of the earlier one."""
    old, new = Page(before), Page(after)
    names, names_before = {letters_of(text) for text in known}, {letters_of(text) for text in known_before}
    fresh = [line for line in new.lines if line.letters not in old.letters | names and not same(line.box)]
    lost = [line for line in old.lines if line.letters not in new.letters | names_before and not same(line.box)]
    fresh = [line for line in fresh if line.certain or (line.sure and not old.has(line))]
    lost = [line for line in lost if line.certain or (line.sure and not new.has(line))]
    moved = _moved(old, new)
    many = moved or (len(fresh) >= FEW and len(lost) >= FEW)
    turned = len(fresh) > MOST * len(new.lines) and len(lost) > MOST * len(old.lines) and len(fresh) > FEW
    changed: list[tuple[Line, Line]] = []
    if not turned:
        changed, fresh, lost = _at_one_place(fresh, lost, SAME_LABEL if many else 0)
    fresh = [line for line in fresh if not old.has(line)]
    lost = [line for line in lost if not new.has(line)]
    scrolled = moved or (len(fresh) >= FEW and len(lost) >= FEW)
    return TextChanges(tuple(fresh), tuple(lost), tuple(changed), scrolled, turned)


def _at_one_place(
    fresh: list[Line], lost: list[Line], likeness: int
) -> tuple[list[tuple[Line, Line]], list[Line], list[Line]]:
    """Pairs that stand where the other stood and really differ, and what is left of both. Pairs that OCR reads
    differently are neither. `likeness`: percent that their letters must be alike, of one label with two values."""
    from rapidfuzz import fuzz

    changed, left = [], list(lost)
    alone = []
    boxes = Counter(line.box for line in (*fresh, *lost))
    for line in fresh:
        near = (one for one in left if _overlap(one.box, line.box))
        there = next((one for one in near if fuzz.ratio(one.letters, line.letters) >= likeness), None)
        if there is None or boxes[line.box] + boxes[there.box] > 2 * (1 + (line.box == there.box)):
            alone.append(line)  # a paragraph of several lines has no places for them
            continue
        left.remove(there)
        if (line.certain and there.certain) or not _alike(there.letters, line.letters):
            changed.append((there, line))
    return changed, alone, left


def _overlap(one: Box, other: Box) -> bool:
    return 2 * one.overlap(other) > min(one.area, other.area) > 0 and one.overlap(other) * 3 > max(one.area, other.area)


def _alike(one: str, other: str) -> bool:
    """Whether two strings of letters may be one, read twice: like each other, and no number is another."""
    from rapidfuzz import fuzz

    a, b = one.translate(LOOKS_ALIKE), other.translate(LOOKS_ALIKE)
    return a == b or (bool(fuzz.ratio(a, b) >= ALIKE) and not _other_number(one, other, a, b))


def _within(part: str, whole: str) -> bool:
    """Whether a piece of `whole` may be `part`, read in another line."""
    from rapidfuzz import fuzz

    if len(part) < 2 * FOUND or len(whole) < len(part):
        return False
    a, b = part.translate(LOOKS_ALIKE), whole.translate(LOOKS_ALIKE)
    found = fuzz.partial_ratio_alignment(a, b, score_cutoff=ALIKE + 5)
    if found is None:
        return False
    there = slice(found.dest_start, found.dest_end)
    return not _other_number(part, whole[there], a, b[there])


def _other_number(one: str, other: str, a: str, b: str) -> bool:
    """Whether a digit is another, or there is one more or less in a row of them. `a` and `b` are `one` and `other` with
    what looks alike made one."""
    from rapidfuzz.distance import Levenshtein

    for edit in Levenshtein.editops(a, b):
        at, there = edit.src_pos, edit.dest_pos
        if edit.tag == "replace" and one[at].isdigit() and other[there].isdigit():
            return True
        if edit.tag == "delete" and _in_a_number(one, at):
            return True
        if edit.tag == "insert" and _in_a_number(other, there):
            return True
    return False


def _in_a_number(text: str, at: int) -> bool:
    return text[at].isdigit() and any(char.isdigit() for char in text[max(0, at - 1) : at] + text[at + 1 : at + 2])


def _moved(old: Page, new: Page) -> bool:
    """Whether most of the lines that are on both pages at other places have moved by one distance."""
    counts = Counter(line.letters for line in (*old.lines, *new.lines))
    places = {line.letters: line.box for line in old.lines if counts[line.letters] == 2}
    moves: Counter[tuple[int, int]] = Counter()
    for line in new.lines:
        box = places.get(line.letters)
        if box is not None:
            # To the nearest 4 pixels: OCR's boxes differ by some.
            moves[round((line.box.x - box.x) / 4) * 4, round((line.box.y - box.y) / 4) * 4] += 1
    moves.pop((0, 0), None)
    if not moves:
        return False
    (dx, dy), _ = moves.most_common(1)[0]
    alike = sum(n for (x, y), n in moves.items() if abs(x - dx) <= 4 and abs(y - dy) <= 4)
    return alike >= MOVED_LINES and alike >= MOVED_SHARE * moves.total()
