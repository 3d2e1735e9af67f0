"""How much of the text was read right: the character error rate, whatever the order.

Edits (Levenshtein) between what is there and what was read at the same place, over the characters that are there.
Missed lines and text where none is count with all their characters. Of what is compared

- white space is one space, and none beside Chinese or Japanese characters;
- box drawing, block elements and private icons (U+2500..U+259F, U+E000..U+F8FF) are white space: nobody reads them out;
- in `error`, signs that differ only to a typesetter are one (curly and straight quotes, dashes, an ellipsis and three
  points, bullets, full-width and plain ASCII), as dinglehopper compares OCR; `strict_error` has them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Box
from models.evaluation.facts import Line
from models.evaluation.places import Group, by_place

UNREAD = re.compile("[\u2500-\u259f\ue000-\uf8ff]")
CJK = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
BESIDE_CJK = re.compile(rf"(?<=[{CJK}])\s+|\s+(?=[{CJK}])")
TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("•‣▪◦∙", "·"),
        "…": "...",
    }
)


@dataclass(frozen=True, slots=True)
class Miss:
    """What is there, and what was read in its place; "" for nothing."""

    true: str
    read: str
    box: Box
    edits: int


@dataclass(frozen=True, slots=True)
class TextScore:
    characters: int = 0
    """That are there."""
    edits: int = 0
    strict_edits: int = 0
    missed: int = 0
    """Characters of lines that were not read at all; part of `edits`."""
    extra: int = 0
    """Characters that were read where nothing is written; part of `edits`."""
    misses: tuple[Miss, ...] = ()

    @property
    def error(self) -> float | None:
        return self.edits / self.characters if self.characters else None

    @property
    def strict_error(self) -> float | None:
        return self.strict_edits / self.characters if self.characters else None


def plain(text: str) -> str:
    """As it is compared strictly."""
    text = UNREAD.sub(" ", unicodedata.normalize("NFC", text))
    return BESIDE_CJK.sub("", " ".join(text.split()))


def folded(text: str) -> str:
    """As it is compared for `TextScore.error`."""
    text = "".join(unicodedata.normalize("NFKC", sign) if "\uff01" <= sign <= "\uff5e" else sign for sign in text)
    return plain(text.translate(TYPOGRAPHY))


def text_score(lines: Sequence[Line], groups: Sequence[Group]) -> TextScore:
    """`groups` as `places.groups` makes them of the lines and what was read."""
    from rapidfuzz.distance import Levenshtein

    characters = edits = strict = missed = extra = 0
    misses: list[Miss] = []
    for group in groups:
        there = by_place([lines[number] for number in group.lines], lambda line: line.box)
        true = " ".join(line.text for line in there)
        read = " ".join(piece.text for piece in by_place(group.pieces, lambda piece: piece.box))
        wrong = Levenshtein.distance(folded(true), folded(read))
        characters += len(folded(true))
        edits += wrong
        strict += Levenshtein.distance(plain(true), plain(read))
        missed += wrong if not group.pieces else 0
        extra += wrong if not group.lines else 0
        if wrong:
            boxes = [lines[number].box for number in group.lines] or [piece.box for piece in group.pieces]
            misses.append(Miss(true, read, boxes[0], wrong))
    return TextScore(characters, edits, strict, missed, extra, tuple(misses))
