"""Lines in reading order joined to rows and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.types import Box, TextBlock
from models.evidence.layout import PROSE, on_one_line

CELLS = 1.0
"""Heights of a gap in a row from which its parts are cells of a table or a listing, and no running text."""
WORDY = 0.6
"""Share of letters among the signs of a line of running text; listings, sums and paths have fewer."""
MARKER = re.compile(
    r"(?:[-\u2013\u2014\u2022*\u00b7\u25aa\u25e6\u2023+]|\[[ xX]?\]|[a-h]\))\s+\S|[\u2022\u25aa\u25e6\u2023]\S"
)
"""What an item of a list begins with."""
NUMBERED = re.compile(r"(?:step\s+|schritt\s+)?(\d{1,2})[.)]\s*\D|第?([一二三四五六七八九十])[、.]", re.IGNORECASE)
COUNTED = "一二三四五六七八九十"
ENDS = re.compile(r"[.!?\u2026;\u3002\uff01\uff1f\uff1b](?!\d)|[,:\uff0c\uff1a\u3001-]$")
"""What running text has within a few lines, or at the end of one."""
ITEM = 40
"""Letters that an item of a list without markers has at most."""
SPARE = 1.5
"""Letters by which a word must have fitted on the line above: letters differ in width."""
EARLY = 0.3
"""Share of the widest line's letters by which a word that goes on a sentence must have fitted: people break early."""


def paragraphs(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Blocks in reading order, with the pieces of one row and the lines of one paragraph joined to one block.

    Rows as `rows` joins them. Lines that OCR read belong together when they follow each other closely, begin at one
    left edge, are equally high and of running text, the upper one is not visibly shorter than its paragraph (then it
    ended there), the lower one's first word had no room on it, and the lower one is no item of a list; their block is
    of kind "paragraph". Confidence is the lowest of the parts. What is joined depends on the lines above and on the one
    below alone, so that a text of which more is read stays as it was, but for its last paragraph.
    """
    groups: list[list[TextBlock]] = []
    lines = rows(without_specks(blocks))
    for at, block in enumerate(lines):
        if groups and _continues(groups[-1], block, lines[max(0, at - 2) : at + 2]):
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


def _continues(group: list[TextBlock], block: TextBlock, around: Sequence[TextBlock]) -> bool:
    """Whether a line goes on the paragraph before it; `around` are the two lines above it, itself and the line below,
    as far as there are such."""
    last = group[-1]
    if not _follows(last, block):
        return False
    widest = max(line.box.w for line in group)
    full = last.box.w > 0.6 * max(widest, block.box.w)
    long_enough = len(last.text) >= PROSE or len(block.text) >= PROSE
    at = next(place for place, line in enumerate(around) if line is block)
    run = [block]
    for line in reversed(around[:at]):
        run[:0] = [line] if _follows(line, run[0]) else []
    for line in around[at + 1 :]:
        run += [line] if _follows(run[-1], line) else []
    if not full or not long_enough or _begins_an_item(group, block, run):
        return False
    return not _would_have_fitted(group, block, run)


def _follows(last: TextBlock, block: TextBlock) -> bool:
    """Whether two lines of OCR are of one text: close, begun at one edge, equally high, and of words."""
    if any((one.kind, one.source) != ("line", "ocr") for one in (last, block)):
        return False  # what the tree tells is whole already
    if not (_wordy(last.text) and _wordy(block.text)):
        return False
    height = max(last.box.h, block.box.h)
    if height > 1.5 * min(last.box.h, block.box.h):
        return False
    close = -0.5 * height < block.box.y - last.box.bottom < 0.8 * height
    return close and abs(block.box.x - last.box.x) < 1.2 * height


def _begins_an_item(group: list[TextBlock], block: TextBlock, run: list[TextBlock]) -> bool:
    """Whether a line is an item of a list: it begins with a mark or the next number, or is one of several short lines
    that all begin anew."""
    if MARKER.match(block.text):
        return True
    number = _number(block.text)
    if number is not None and (number == 1 or _number(group[0].text) == number - 1):
        return True
    at = next(place for place, line in enumerate(run) if line is block)
    texts = [group[-1].text, block.text]
    if len(group) == 1 and all(_begun(text) and re.search(r"\d", text) and not ENDS.search(text) for text in texts):
        return True  # "Breakfast 7 to 10", "Dinner 18 to 21"
    # With the line before these two, or with the one after them: what is yet to be read may part lines, never join.
    return (len(group) == 1 and _are_items(run[: at + 1])) or _are_items(run[at - 1 :])


def _are_items(run: Sequence[TextBlock]) -> bool:
    texts = [line.text for line in run[-3:]]
    return len(texts) == 3 and all(_begun(text) and len(text) <= ITEM and not ENDS.search(text) for text in texts)


def _begun(text: str) -> bool:
    return text[0].isupper() or text[0].isdigit()


def _number(text: str) -> int | None:
    found = NUMBERED.match(text)
    if found is None:
        return None
    return int(found[1]) if found[1] else 1 + COUNTED.index(found[2])


def _would_have_fitted(group: list[TextBlock], block: TextBlock, run: list[TextBlock]) -> bool:
    """Whether the first word of a line would have had room at the end of the line above, in pixels and in letters: then
    it was not running text that made it begin a new line. Chinese breaks between any two letters."""
    last = group[-1]
    lines = [*group, *run]
    word = block.text.split()[0]
    if _without_spaces(word[0]):
        word = word[:1]
    longest = max(len(line.text) for line in lines)
    goes_on = not (block.text[0].isupper() or _without_spaces(word[0]) or ENDS.search(last.text[-1]))
    letters = 1 + len(word) + (max(SPARE, EARLY * longest) if goes_on else SPARE)
    wide = block.box.w / max(1, len(block.text))
    room = max(line.box.right for line in lines) - last.box.right
    return letters * wide < room and len(last.text) + letters < longest


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
