"""Lines in reading order joined to rows and paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.types import Box, TextBlock
from models.evidence.layout import PROSE, on_one_line

CELLS = 1.0
"""Heights of a gap in a row from which its parts are cells of a table or a listing, and no running text."""
WORDY = 0.6
"""Share of letters among the signs of a line of running text; listings, sums and paths have fewer."""


def paragraphs(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Blocks in reading order, with the pieces of one row and the lines of one paragraph joined to one block.

    Rows as `rows` joins them. Lines that OCR read belong together when they follow each other closely, begin at one
    left edge, are equally high and of running text, and the upper one is not visibly shorter than its paragraph (then
    it ended there); their block is of kind "paragraph". Confidence is the lowest of the parts.
    """
    groups: list[list[TextBlock]] = []
    for block in rows(without_specks(blocks)):
        if groups and _continues(groups[-1], block):
            groups[-1].append(block)
        else:
            groups.append([block])
    return [group[0] if len(group) == 1 else _joined(group) for group in groups]


def rows(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Blocks in reading order, with what OCR (or a table) has on one line joined to one block.

    Reading order has taken columns apart already, so neighbours on one line are read across: the parts of a listing
    in a terminal, a label and its value. A row with wide gaps is of kind "row". Cells of the tree get commas.
    """
    found: list[list[TextBlock]] = []
    for block in blocks:
        if found and _goes_on_to_the_right(found[-1][-1], block):
            found[-1].append(block)
        else:
            found.append([block])
    return [parts[0] if len(parts) == 1 else _row(parts) for parts in found]


def _goes_on_to_the_right(left: TextBlock, right: TextBlock) -> bool:
    pair = (left.source, left.kind), (right.source, right.kind)
    if pair[0] != pair[1] or pair[0] not in (("ocr", "line"), ("tree", "cell")):
        return False
    slack = min(left.box.h, right.box.h) // 2
    return on_one_line(left.box, right.box) and right.box.x >= left.box.right - slack


def _row(parts: list[TextBlock]) -> TextBlock:
    texts, box = [part.text for part in parts], parts[0].box
    gap = 0.0
    for part in parts[1:]:
        gap = max(gap, (part.box.x - box.right) / max(1, part.box.h))
        box = box.union(part.box)
    cells = parts[0].kind == "cell"
    text = ", ".join(texts) if cells else " ".join(texts)
    kind = "row" if cells or gap >= CELLS else "line"
    doubtful = tuple(word for part in parts for word in part.doubtful)
    sure = min(part.confidence for part in parts)
    return replace(parts[0], text=text, box=box, kind=kind, confidence=sure, doubtful=doubtful)


def without_specks(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Without the signs that OCR sees in icons and window frames: one or two characters that are no number and no
    word, unless they go on a text beside them, or are all there is."""
    specks = [block for block in blocks if block.source == "ocr" and _speck(block.text)]
    if not specks or len(specks) == len(blocks):
        return list(blocks)
    taken = {id(block) for block in specks}
    read = [block for block in blocks if block.source == "ocr" and id(block) not in taken]
    if any(_chinese(block.text) for block in read):
        specks = [block for block in specks if not _chinese(block.text)]  # "是" is a word among others
    lone = {id(speck) for speck in specks if not any(_beside(speck.box, block.box) for block in read)}
    return [block for block in blocks if id(block) not in lone]


def _speck(text: str) -> bool:
    signs = "".join(text.split())
    if len(signs) > 2 or any(sign.isdigit() for sign in signs):
        return False
    # Two letters of one script may be a word ("OK", "No", two Chinese characters).
    return len(signs) < 2 or not signs.isalpha() or signs[0].isascii() != signs[1].isascii()


def _chinese(text: str) -> bool:
    return bool(text) and all("\u4e00" <= sign <= "\u9fff" for sign in text if sign.isalnum())


def _beside(one: Box, other: Box) -> bool:
    gap = max(one.x, other.x) - min(one.right, other.right)
    return on_one_line(one, other) and gap <= CELLS * max(one.h, other.h)


def _continues(group: list[TextBlock], block: TextBlock) -> bool:
    last = group[-1]
    if any((one.kind, one.source) != ("line", "ocr") for one in (last, block)):
        return False  # what the tree tells is whole already
    if not (_wordy(last.text) and _wordy(block.text)):
        return False
    height = max(last.box.h, block.box.h)
    if height > 1.5 * min(last.box.h, block.box.h):
        return False
    close = -0.5 * height < block.box.y - last.box.bottom < 0.8 * height
    aligned = abs(block.box.x - last.box.x) < 1.2 * height
    widest = max(line.box.w for line in group)
    full = last.box.w > 0.6 * max(widest, block.box.w)
    long_enough = len(last.text) >= PROSE or len(block.text) >= PROSE
    return close and aligned and full and long_enough


def _wordy(text: str) -> bool:
    signs = "".join(text.split())
    return sum(sign.isalpha() for sign in signs) >= WORDY * len(signs)


def _joined(group: list[TextBlock]) -> TextBlock:
    text, box = group[0].text, group[0].box
    for line in group[1:]:
        text = join_lines(text, line.text)
        box = box.union(line.box)
    doubtful = tuple(word for line in group for word in line.doubtful)
    sure = min(line.confidence for line in group)
    return replace(group[0], text=text, box=box, kind="paragraph", confidence=sure, doubtful=doubtful)


def join_lines(upper: str, lower: str) -> str:
    """One text: no space between Chinese or Japanese letters, and a word that was hyphenated is whole again."""
    if not upper or not lower:
        return upper or lower
    if _without_spaces(upper[-1]) and _without_spaces(lower[0]):
        return upper + lower
    if upper.endswith("-") and len(upper) > 2 and upper[-2].islower() and lower[0].islower():
        return upper[:-1] + lower
    return f"{upper} {lower}"


def _without_spaces(letter: str) -> bool:
    """Scripts written without spaces: CJK ideographs, kana and their punctuation."""
    return "\u3000" <= letter <= "\u30ff" or "\u3400" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"
