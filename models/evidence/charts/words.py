"""The words of a chart: lines of text in single pieces, and what they are: categories, legend, titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.types import Box, TextBlock
from models.evidence.charts.ticks import tick

if TYPE_CHECKING:
    from assistant.types import Pixels

GAP, SMALL_GAP = 0.55, 0.42
"""Of a line's height: from here on a gap between two pieces of ink is more than a space between two words; and in a
line that was read as one word, though it may be several names with patches between them."""
UPRIGHT = 1.6
"""How many times as high as wide is a line that was written upwards."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A part of the picture that should be read anew: one piece of a line, or one written upwards."""

    box: Box
    turned: bool = False
    """To be turned clockwise by a quarter first."""


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text with the box of its ink."""

    text: str
    box: Box
    sure: float = 1.0
    """Confidence of the recogniser, 0..1."""

    @property
    def middle(self) -> tuple[float, float]:
        return self.box.centre


def turned(block: TextBlock) -> bool:
    return block.box.h > (UPRIGHT if len(block.text.strip()) > 1 else 2.5) * block.box.w


def pieces(pixels: Pixels, blocks: Sequence[TextBlock]) -> tuple[list[Word], list[Wish]]:
    """Each line in the pieces that stand apart, and those that have to be read anew because nobody can tell which
    words are which piece."""
    words: list[Word] = []
    wishes: list[Wish] = []
    for block in blocks:
        if not any(char.isalnum() for char in block.text):
            continue
        if turned(block):
            wishes.append(Wish(block.box, turned=True))
            continue
        tokens = block.text.split()
        runs: list[Box] = []
        if len(tokens) > 1 and all(tick(token) is not None for token in tokens):
            runs = _runs(pixels, block.box, len(tokens))  # numbers below an axis may stand close
        if not runs or not _plausible(tokens, runs):
            gap = GAP if len(tokens) > 1 else SMALL_GAP
            runs = _without_swatches(pixels, _runs(pixels, block.box, gap=gap))
        if not runs:
            continue
        if len(runs) == 1:
            words.append(Word(block.text.strip(), runs[0], block.confidence))
        elif _plausible(tokens, runs):
            words += [Word(token, run, block.confidence) for token, run in zip(tokens, runs, strict=True)]
        else:
            words.append(Word(block.text.strip(), block.box, block.confidence))
            wishes += [Wish(run) for run in runs]
    return words, wishes


def _runs(pixels: Pixels, box: Box, count: int = 0, gap: float = GAP) -> list[Box]:
    """The boxes of ink in a line, where gaps are wider than those between words; or so many, at the widest gaps."""
    import numpy as np

    inside = box.clipped(pixels.shape[1], pixels.shape[0])
    if inside is None:
        return []
    part = pixels[inside.y : inside.bottom, inside.x : inside.right].astype(np.int16)
    ground = np.median(part.reshape(-1, 3), axis=0)
    ink = np.abs(part - ground).max(axis=2) > 60
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns):
        return []
    gaps = np.diff(columns)
    cuts = np.sort(np.argsort(-gaps)[: count - 1]) + 1 if count else np.flatnonzero(gaps > gap * inside.h) + 1
    found = []
    for run in np.split(columns, cuts):
        rows = np.flatnonzero(ink[:, run[0] : run[-1] + 1].any(axis=1))
        top, bottom = int(rows[0]), int(rows[-1])
        found.append(Box(inside.x + int(run[0]), inside.y + top, int(run[-1] - run[0]) + 1, bottom - top + 1))
    return found


def _plausible(tokens: Sequence[str], runs: Sequence[Box]) -> bool:
    """Whether each piece of ink is as wide as its word is long."""
    if len(tokens) != len(runs):
        return False
    widths = sorted(run.w / len(token) for token, run in zip(tokens, runs, strict=True))
    return widths[-1] < 2.2 * widths[0]


def _without_swatches(pixels: Pixels, runs: list[Box]) -> list[Box]:
    """Of a legend's line the words: neither a filled patch nor ink much more colourful than the rest is one."""
    import numpy as np

    if len(runs) < 2:
        return runs
    kept, vivid = [], []
    for run in runs:
        part = pixels[run.y : run.bottom, run.x : run.right].astype(np.int16)
        ground = pixels[max(0, run.y - 2), max(0, run.x - 2)].astype(np.int16)
        away = np.abs(part - ground).max(axis=2)
        ink = part[away > 60]
        vivid.append(float((ink.max(axis=1) - ink.min(axis=1)).mean()) if len(ink) else 0.0)
        filled = away.size and float((away > 25).mean()) > 0.93
        frame = run.w <= 2 and run.h > 1.25 * min(other.h for other in runs)
        kept.append(not frame and (not filled or run.w < 0.3 * run.h))
    calm = min(vivid)
    return [run for run, keep, tint in zip(runs, kept, vivid, strict=True) if keep and not (tint > 60 and calm < 40)]


def with_readings(words: Sequence[Word], read: Sequence[tuple[Wish, Sequence[TextBlock]]]) -> list[Word]:
    """The words, with what was read anew in place of what it was read from."""
    kept = list(words)
    for wish, lines in read:
        text = re.sub(r"^[1Il|—–-] (?=[^\W\d_]{2})", "", " ".join(line.text for line in lines).strip())
        text = re.sub(r"^[^\w$€£¥%(\[-]+|^[-–—]+\s*(?=[^\W\d])", "", text)
        sure = min((line.confidence for line in lines), default=0.0)
        kept = [word for word in kept if not (word.box.contains(wish.box, 2) and word.box.w > 1.3 * wish.box.w)]
        if any(char.isalnum() for char in text):
            kept.append(Word(text, wish.box, sure))
    return kept


def mirrored(box: Box, width: int, height: int) -> Box:
    """The box in the picture (of that size) mirrored at its rising diagonal: what lay at the bottom stands at the left,
    and what grew to the right grows upwards. Mirrored again (with the sides exchanged) it is itself."""
    return Box(height - box.bottom, width - box.right, box.h, box.w)


def all_mirrored(words: Sequence[Word], width: int, height: int) -> list[Word]:
    return [replace(word, box=mirrored(word.box, width, height)) for word in words]
