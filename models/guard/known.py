"""What a scene holds against which a sentence can be checked: its texts with places, its things, its pixels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.types import Box, Scene, TextBlock, Thing
from models.guard.sentence import DOTS

if TYPE_CHECKING:
    from assistant.types import Pixels

NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
CODE = re.compile(
    r"(?<![\w.@/-])(?=[\w.@/:-]*(?:[a-z][._@][\w]{1,}|[A-Z\d]_[A-Z\d]|[A-Z]+\d+-|\d[A-Za-z]\d|[a-z][A-Z]))[\w.@/:-]*\w",
    re.A,
)
"""What is no word but is written letter by letter: file names, addresses, codes."""
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|[\u4e00-\u9fff]")
PAGE_OF_TEXT = 12
"""Texts from which a picture counts as a page whose names would be written on it."""
LIKE_BY_OCR = 0.12
"""Share of the letters of a quotation that a recogniser may have misread."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a text was found. `whole`: it is all that stands there."""

    box: Box | None
    thing: Thing | None
    whole: bool
    exact: bool = True
    """As the program gives it; False: as it was read off the pixels, with a letter misread now and then."""


def folded(text: str) -> str:
    return " ".join(text.translate(DOTS).casefold().split()).strip(" .,!?;:。，！？…")


def stem(word: str) -> str:
    """Enough to see that "settings" and "setting" are one."""
    word = word.casefold().removesuffix("'s").removesuffix("’s")
    for endings in (("ies", "es", "s"), ("ing", "ied", "ed", "d", "y", "i", "e", "n")):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word[: -len(ending)]
                break
    return word


class Known:
    """One scene, looked at by one sentence after the other. `pixels`: (h, w, 3) uint8 RGB of the scene, if at hand."""

    def __init__(self, scene: Scene, pixels: Pixels | None = None) -> None:
        self.scene = scene
        self.pixels = pixels if pixels is not None and pixels.shape[:2] == (scene.height, scene.width) else None

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """Those that show."""
        return tuple(thing for thing in self.scene.things if "offscreen" not in thing.states)

    @cached_property
    def has_tree(self) -> bool:
        return sum(thing.source == "tree" for thing in self.things) >= 3

    @cached_property
    def has_objects(self) -> bool:
        """A detector looked, and saw something that it knows."""
        return any(thing.source == "object" for thing in self.things)

    @cached_property
    def texts(self) -> tuple[tuple[str, Hit], ...]:
        """Every text that was really seen, folded; passwords have none."""
        found: list[tuple[str, Hit]] = [
            (folded(block.text), Hit(block.box, None, True, block.source == "tree")) for block in self.scene.blocks
        ]
        for thing in self.scene.things:
            for text in (thing.name, thing.value, thing.description):
                found.append((folded(text), Hit(thing.box, thing, True, thing.source == "tree")))
        if self.scene.window is not None:
            for text in (self.scene.window.title, self.scene.window.app):
                found.append((folded(text), Hit(None, None, True)))
        return tuple((text, hit) for text, hit in found if text)

    @cached_property
    def is_page(self) -> bool:
        return self.has_tree or len(self.scene.blocks) >= PAGE_OF_TEXT

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of every word that was seen, and of the facts about the pixels."""
        everything = " ".join([text for text, _ in self.texts] + [value.casefold() for _, value in self.scene.facts])
        return frozenset(stem(word) for word in _TOKEN.findall(everything))

    @cached_property
    def titled(self) -> frozenset[str]:
        """Stems of the window's title and program: all that is in it belongs to them."""
        window = self.scene.window
        words = _TOKEN.findall(f"{window.title} {window.app}") if window else []
        return frozenset(stem(word) for word in words)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(number for text, _ in self.texts for number in NUMBER.findall(text))

    @cached_property
    def together(self) -> str:
        """All blocks in reading order: a quotation may run from one line to the next."""
        return " ".join(folded(block.text) for block in self.scene.blocks)

    @cached_property
    def read(self) -> str:
        """The same of what a recogniser read."""
        return " ".join(folded(block.text) for block in self.scene.blocks if block.source == "ocr")

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """What belongs together by where it stands: each block, and each row of blocks side by side."""
        blocks = sorted(self.scene.blocks, key=lambda block: (block.box.x, block.box.y))
        rows = [text for text, _ in self.texts]
        rows += [folded(f"{thing.name} {thing.value}") for thing in self.things if thing.name and thing.value]
        for one in blocks:
            beside = [
                other
                for other in blocks
                if min(one.box.bottom, other.box.bottom) - max(one.box.y, other.box.y)
                > 0.5 * max(1, min(one.box.h, other.box.h))
                and max(one.box.h, other.box.h) < 3 * max(1, min(one.box.h, other.box.h))
            ]
            rows.append(" ".join(folded(block.text) for block in beside))
        rows += [" ".join(folded(block.text) for block in card) for card in _cards(self.scene.blocks)]
        return tuple(dict.fromkeys(rows))

    # -- texts --------------------------------------------------------------------------------------------------

    def find(self, quote: str) -> list[Hit]:
        """Where the words stand, as a recogniser may have read them: digits exact, a letter in eight may differ, none
        in words of three letters; none at all in what the program itself gives. Empty: nowhere."""
        wanted = folded(quote)
        if not wanted:
            return []
        hits = [
            Hit(_part(text, wanted, hit.box), hit.thing, text == wanted)
            for text, hit in self.texts
            if _in(wanted, text)
        ]
        if hits or len(wanted) < 5:
            return hits
        close = [
            Hit(hit.box, hit.thing, abs(len(text) - len(wanted)) <= 2)
            for text, hit in self.texts
            if not hit.exact and _like(wanted, text)
        ]
        if close:
            return close
        return [Hit(None, None, False)] if _in(wanted, self.together) or _like(wanted, self.read) else []

    # -- things -------------------------------------------------------------------------------------------------

    def of_roles(self, roles: Iterable[str]) -> tuple[Thing, ...]:
        wanted = set(roles)
        return tuple(thing for thing in self.things if thing.role in wanted and thing.source != "object")

    def objects(self, kind: str) -> tuple[Thing, ...]:
        return tuple(
            thing for thing in self.things if thing.source == "object" and kind in (thing.name.casefold(), thing.role)
        )


def _cards(blocks: Sequence[TextBlock]) -> Iterator[list[TextBlock]]:
    """Lines one below the other, in letters of different sizes, that begin at the same place: a name, what it is, and
    its price. Lines of one size are a list, in which each stands alone."""
    column: list[TextBlock] = []
    for block in sorted(blocks, key=lambda block: (round(block.box.x / 8), block.box.y)):
        last = column[-1].box if column else None
        size = max(block.box.h, last.h) if last else 0
        if (
            last is not None
            and abs(last.x - block.box.x) <= 0.4 * size
            and -0.2 * size <= block.box.y - last.bottom <= 1.2 * size
            and min(block.box.h, last.h) < 0.92 * size
        ):
            column.append(block)
            continue
        if len(column) > 1:
            yield column
        column = [block]
    if len(column) > 1:
        yield column


def _in(wanted: str, text: str) -> bool:
    """As whole words; Chinese has no spaces between words."""
    at = text.find(wanted)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(wanted) : at + len(wanted) + 1]
        if not (_joins(before, wanted[0]) or _joins(wanted[-1], after)):
            return True
        at = text.find(wanted, at + 1)
    squeezed = wanted.replace(" ", "")
    return len(squeezed) >= 8 and squeezed in text.replace(" ", "")


def _joins(one: str, other: str) -> bool:
    """Two characters of one word, or one number."""
    wide = any("\u4e00" <= char <= "\u9fff" for char in one + other)
    return bool(one and other) and not wide and one.isalnum() and other.isalnum()


def _like(wanted: str, text: str) -> bool:
    """Some run of words of `text` is `wanted` but for misread letters."""
    if len(text) < len(wanted) * 0.8:
        return False
    from rapidfuzz.fuzz import partial_ratio_alignment

    found = partial_ratio_alignment(wanted, text, score_cutoff=100 * (1 - LIKE_BY_OCR))
    if found is None:
        return False
    start, end = found.dest_start, found.dest_end
    while start > 0 and text[start - 1 : start + 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1 : end + 1].isalnum():
        end += 1
    return _read_alike(wanted, text[start:end])


_MISREAD = str.maketrans("0oO1lI|5sS8B", "ooollllsssbb")


def _read_alike(wanted: str, seen: str) -> bool:
    """Word by word where there are as many, else letter by letter: "Open all day" is not "Open all night"."""
    from rapidfuzz.distance import Levenshtein

    if wanted.translate(_MISREAD) == seen.translate(_MISREAD):
        return True
    if NUMBER.findall(wanted) != NUMBER.findall(seen):
        return False
    ours, theirs = _TOKEN.findall(wanted), _TOKEN.findall(seen)
    if len(ours) == len(theirs):
        return all(Levenshtein.distance(one, other) <= _allowed(one) for one, other in zip(ours, theirs, strict=True))
    one, other = wanted.replace(" ", ""), seen.replace(" ", "")
    return Levenshtein.distance(one, other) <= max(1, int(len(one) * LIKE_BY_OCR / 2))


def _allowed(word: str) -> int:
    return 0 if len(word) <= 3 or word[0].isdigit() else 1 if len(word) < 9 else 2


def _part(text: str, wanted: str, box: Box | None) -> Box | None:
    """Where in a line of text the words stand, by counting letters; a paragraph is not divided."""
    at = text.find(wanted)
    if box is None or at < 0 or len(text) == len(wanted) or box.w < 4 * box.h:
        return box
    return Box(box.x + int(box.w * at / len(text)), box.y, max(1, int(box.w * len(wanted) / len(text))), box.h)
