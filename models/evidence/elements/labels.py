"""Names for elements found in pixels: the text in a button, beside a check mark, left of or above a field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.types import Box, TextBlock, Thing
from models.evidence.elements import is_element
from models.evidence.elements.rows import far_names, row_label
from models.evidence.elements.tabbed import tabs_once
from models.evidence.secrets import names_a_secret
from models.evidence.things import nearest_label

Owners = Mapping[int, Sequence[int]]
"""Id of each label -> ids of the controls whose own words it is."""
NAMED_INSIDE = frozenset(("button", "tab", "listitem", "label", "control"))
"""Their words are drawn in them (a badge is a "label")."""
FIELDS = frozenset(("textbox", "combobox", "spinbutton", "password"))
MARKS = frozenset(("checkbox", "radio", "switch"))
RANGES = frozenset(("slider", "progressbar"))
CONTAINERS = frozenset(("window", "dialog", "alert", "document", "group", "image"))
GLYPHS = re.compile(r"^[\W_]*(?:[oO0口回曰日田囗D©®@QVv√x×☐☑□■○●◯◉◎]\s+)?[\W_]*")
"""What OCR makes of a check mark or radio button at the front of its label."""
PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)\s*%")
ALONE = re.compile(r"[\W_oO0口回曰日田囗D©®@QVv√xX×]+")
"""A check mark or radio button that OCR read as if it were a word."""
PLACE = 5.0
"""Percent that a written figure may differ from the measured bar."""


def with_names(things: Sequence[Thing], blocks: Sequence[TextBlock]) -> tuple[Thing, ...]:
    """The things, those of pixels with the names and values that the text about them gives so far.

    Safe to be called again with more text: names are found anew, measured values kept.
    """
    things = tabs_once(things)
    seen = [thing for thing in things if is_element(thing) and thing.box is not None]
    if not seen:
        return tuple(things)
    read = [block for block in blocks if block.source == "ocr" or block.kind != "paragraph"]
    labels = [Thing(-1 - at, "label", block.text, box=block.box) for at, block in enumerate(read)]
    owners = _owners(labels, seen)
    named = {thing.id: _named(thing, seen, labels, owners) for thing in seen}
    unnamed = [thing for thing in named.values() if not thing.name]
    held = frozenset(label for label, holders in owners.items() if holders)
    for number, name in far_names(unnamed, seen, labels, held).items():
        named[number] = replace(named[number], name=name)
    holders = [
        thing for thing in things if thing.source == "tree" and thing.role in CONTAINERS and thing.box is not None
    ]
    return tuple(_within(named[thing.id], holders) if thing.id in named else thing for thing in things)


def _within(thing: Thing, holders: Sequence[Thing]) -> Thing:
    """With the smallest thing of the tree around it as its parent."""
    around = [
        one for one in holders if one.box is not None and thing.box is not None and one.box.contains(thing.box, 8)
    ]
    parent = min(around, key=lambda one: one.box.area if one.box else 0, default=None)
    return replace(thing, parent=parent.id if parent is not None else None)


def _named(thing: Thing, seen: Sequence[Thing], labels: Sequence[Thing], owners: Owners) -> Thing:
    assert thing.box is not None  # noqa: S101 - for the type checker
    if thing.role in NAMED_INSIDE:
        return replace(thing, name=_inside(thing.box, labels))
    if thing.role in MARKS:
        return replace(thing, name=_beside(thing, seen, labels))
    if thing.role in FIELDS:
        box = thing.box
        around = [label for label in labels if label.box and not _lies_in(label.box, box)]
        label = nearest_label(box, [one for one in around if not _in_another(one, thing, owners)])
        name = label.name.rstrip(" :：*") if label is not None else ""
        if label is not None and label.name.rstrip(" :：").endswith("*"):
            thing = replace(thing, states=thing.states | {"required"})
        if thing.role == "password" or (thing.role == "textbox" and names_a_secret(name)):
            return replace(thing, name=name or thing.name, role="password", value="")
        return replace(thing, name=name, value=_inside(box, labels))
    if thing.role in RANGES:
        return _with_range(thing, labels, owners)
    return thing


def _inside(box: Box, labels: Sequence[Thing]) -> str:
    """The words in a box, line by line."""
    found = [label for label in labels if label.box is not None and _lies_in(label.box, box)]
    found.sort(key=lambda one: (one.box.y, one.box.x) if one.box else (0, 0))
    return " ".join(label.name for label in found)


def _lies_in(inner: Box, outer: Box) -> bool:
    return inner.overlap(outer) > 0.7 * inner.area


def _owners(labels: Sequence[Thing], seen: Sequence[Thing]) -> Owners:
    """Found once for all: a form of a hundred fields has a thousand words."""
    holders = [(one.id, one.box) for one in seen if one.role in NAMED_INSIDE | FIELDS and one.box is not None]
    return {
        label.id: [number for number, box in holders if label.box is not None and _lies_in(label.box, box)]
        for label in labels
    }


def _in_another(label: Thing, thing: Thing, owners: Owners) -> bool:
    """Whether the words are some other control's own."""
    return any(number != thing.id for number in owners[label.id])


def _beside(thing: Thing, seen: Sequence[Thing], labels: Sequence[Thing]) -> str:
    """The words right of a check mark, on its line; of a switch also those left of it. "" where OCR read several
    marks and their words as one line, or where the "mark" is a letter within a line of text."""
    box = thing.box
    assert box is not None  # noqa: S101 - for the type checker
    middle = box.centre[1]
    best: tuple[float, str, bool] | None = None
    for label in labels:
        words = label.box
        if words is None or not words.y - 2 <= middle <= words.bottom + 2:
            continue
        if words.x < box.centre[0] < words.right and _only_the_mark(label, box) and _marks_in(words, seen) == 1:
            continue
        if words.x < box.centre[0] < words.right:  # the mark itself was read as a letter, or is one
            if _letters_before(words, box, labels) or _marks_in(words, seen) > 1:
                return ""
            return GLYPHS.sub("", label.name, count=1)
        distance, left = words.x - box.right, False
        if distance < -2 and thing.role == "switch":
            distance, left = 40 + box.x - words.right, True  # words on the right win
            limit = 600.0
        else:
            limit = 3.0 * box.h + 12
        # Words that begin with another mark, read as a letter, are that mark's.
        if not -2 <= distance <= limit or _marks_in(words, seen) or _other_between(box, words, seen):
            continue
        if best is None or distance < best[0]:
            best = (distance, label.name, left)
    if best is None or (best[2] and _words_on_it(box, labels)):
        return ""
    if best[2] and (upper := row_label(box, seen, labels)) is not None:
        return upper.name.strip()  # the name, above what it means
    return best[1].strip()


def _letters_before(words: Box, mark: Box, labels: Sequence[Thing]) -> bool:
    """Whether the line has room for letters left of a mark that is in it. What lies under the words before it on the
    line has none, and with it half a mark more may be blank: OCR grows the boxes of its lines."""
    before = [
        label.box.right
        for label in labels
        if label.box is not None
        and label.box.x < words.x <= label.box.right <= mark.x
        and abs(label.box.centre[1] - words.centre[1]) < words.h / 2
    ]
    start = max(before, default=words.x)
    return start < mark.x - (1.5 if before else 1) * mark.w


def _words_on_it(box: Box, labels: Sequence[Thing]) -> bool:
    """Whether words stand right above or below a switch: it may be called so, and not by those left of it."""
    boxes = [label.box for label in labels if label.box is not None]
    return any(
        min(words.right, box.right) > max(words.x, box.x)
        and (-2 <= box.y - words.bottom <= box.h or -2 <= words.y - box.bottom <= box.h)
        for words in boxes
    )


def _only_the_mark(label: Thing, box: Box) -> bool:
    """Whether the words are the mark itself, with nothing after it: no wider than the mark, and nothing but a glyph."""
    assert label.box is not None  # noqa: S101 - for the type checker
    alone = ALONE.fullmatch(label.name) and not GLYPHS.sub("", f"{label.name} ", count=1)
    return bool(alone) and label.box.right <= box.right + box.w / 2


def _marks_in(words: Box, seen: Sequence[Thing]) -> int:
    return sum(
        one.box is not None
        and words.x - 4 <= one.box.centre[0] <= words.right
        and words.y <= one.box.centre[1] <= words.bottom
        for one in seen
        if one.role in MARKS
    )


def _other_between(box: Box, words: Box, seen: Sequence[Thing]) -> bool:
    """Whether another mark stands between a mark and the words."""
    left, right = min(box.right, words.right), max(box.x, words.x)
    return any(
        one.box is not None and one.box != box and left <= one.box.centre[0] <= right
        and abs(one.box.centre[1] - box.centre[1]) < box.h / 2
        for one in seen
        if one.role in MARKS
    )  # fmt: skip


def _with_range(thing: Thing, labels: Sequence[Thing], owners: Owners) -> Thing:
    """The name of a slider or progress bar, and the percentage that is written in it or beside it."""
    box = thing.box
    assert box is not None  # noqa: S101 - for the type checker
    near = [label for label in labels if label.box is not None and _level_or_above(label.box, box)]
    free = [label for label in near if not _in_another(label, thing, owners)]
    plain = [label for label in free if PERCENT.sub("", label.name).strip(" :：")]
    label = nearest_label(box, [one for one in plain if one.box and not _lies_in(one.box, box)])
    name = PERCENT.sub("", label.name).strip(" :：") if label is not None else ""
    measured = _percent(thing.value)
    value = thing.value
    for one in free:
        written = PERCENT.search(one.name)
        if written and measured is not None and abs(float(written[1].replace(",", ".")) - measured) <= PLACE:
            value = f"{written[1]} %"
            break
    return replace(thing, name=name, value=value)


def _percent(value: str) -> float | None:
    found = PERCENT.search(value)
    return float(found[1].replace(",", ".")) if found else None


def _level_or_above(words: Box, box: Box) -> bool:
    """On the line of the bar, or right above or below it."""
    level = min(words.bottom, box.bottom) - max(words.y, box.y) > 0.3 * min(words.h, box.h)
    beside = level and words.x - box.right < 120 and box.x - words.right < 300
    near = -0.5 * words.h < box.y - words.bottom < 2 * words.h or 0 <= words.y - box.bottom < 1.5 * words.h
    return beside or (near and words.overlap(Box(box.x - 20, words.y, box.w + 40, words.h)) > 0)
