"""Who said what in a chat: from names and times in the lines, from a column of names, or from the side that a message
stands on. Abstains (no messages) where a screen only looks a little like one."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.types import Box, TextBlock
from models.evidence.layout import regions
from models.evidence.paragraphs import join_lines

FEWEST = 3
"""So many messages make a chat."""
TIME = r"\[?\(?(?P<time>(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?(?:\s?[ap]\.?m\.?)?)\)?\]?"
NAME = r"(?P<who>[@+%&~]?[^\W\d_][\w.\-’']{0,18}(?:\s[^\W\d_][\w.\-’']{0,18})?)"
LINE = re.compile(
    rf"^\s*(?:{TIME}\s*)?(?:<\s?{NAME}\s?>\s?|{NAME.replace('?P<who>', '?P<who2>')}\s?[:：>]\s+)(?P<text>\S.*)$",
    re.IGNORECASE,
)
HEAD = re.compile(
    rf"^\s*{NAME}\s*[,·|–-]?\s*{TIME}\s*$|^\s*{TIME.replace('time', 'time2')}\s+{NAME.replace('who', 'who3')}\s*$",
    re.IGNORECASE,
)
CLOCK = re.compile(rf"^\s*{TIME}\s*[✓✔]*\s*$", re.IGNORECASE)
UNIT_LONGEST = 3
"""Letters of what stands after a number rather than a time, where a point parts it: "17.00 EUR", "3.50 kg"."""
SIDE = 0.12
"""Share of the width that a message keeps away from the other side."""
MARGIN = 0.06
"""Share of the width within which the edges of one side's messages lie."""
NARROW = 0.3
"""Share of the width that a column of names has at most."""
TURNS = 3
"""How often the other one has to speak where only the sides tell that it is a chat."""
STATED = 0.6
"""Share of the lines that must be messages or go on one, so that a page with a few colons is no chat."""

SPOKEN = re.compile(r"[^\W\d_]{2,}[\s,]+[^\W\d_]{2,}|[\u3400-\u9fff]{3,}|^[^\W\d_]{2,}\W*$")
"""What people write to each other has words beside each other; the cells of a table have few."""
MOST_PARTS = 2
"""Beside its time: a name and a text."""

Side = Literal["", "left", "right"]


@dataclass(frozen=True, slots=True)
class Message:
    who: str
    """As written; empty where only the side tells."""
    text: str
    time: str
    side: Side
    blocks: tuple[TextBlock, ...]


def messages(blocks: Sequence[TextBlock], area: Box) -> list[Message]:
    """`blocks`: the lines of a screen in reading order; `area`: where it is. The messages of the part of it that has
    most, in order from the oldest; [] where none is a chat."""
    ways: tuple[Callable[[Sequence[TextBlock], Box], list[Message]], ...] = (
        _by_line,
        _by_column,
        _by_head,
        _by_clock,
        _by_side,
    )
    best: list[Message] = []
    for part in regions(blocks):
        found = next((found for way in ways if len(found := way(part, _around(part, area))) >= FEWEST), [])
        best = max(best, found, key=len)
    return best


def _around(part: Sequence[TextBlock], area: Box) -> Box:
    """The width of a part of the screen, over all its height."""
    left, right = min(one.box.x for one in part), max(one.box.right for one in part)
    return Box(left, area.y, right - left, area.h)


def _by_line(blocks: Sequence[TextBlock], area: Box) -> list[Message]:
    """ "[12:01] <ann> hello", "ann: hello"."""
    del area
    found: list[Message] = []
    timed = False
    for block in blocks:
        line = LINE.match(block.text)
        if line:
            timed = timed or bool(line["time"]) or "<" in block.text[:12]
            found.append(Message(line["who"] or line["who2"], line["text"].strip(), line["time"] or "", "", (block,)))
        elif found and _goes_on(found[-1], block):
            found[-1] = _longer(found[-1], block)
    names = Counter(one.who.casefold() for one in found)
    # Without times, only names that come again tell a chat from a form ("Name: Ann", "Email: ...").
    again = sum(count for count in names.values() if count > 1)
    used = sum(len(one.blocks) for one in found)
    talks = timed or 2 * again > len(found)
    return found if talks and used >= STATED * len(blocks) else []


def _by_column(blocks: Sequence[TextBlock], area: Box) -> list[Message]:
    """A narrow column of names (and one of times) at the left, what they said right of it."""
    rows: list[list[TextBlock]] = []
    for block in sorted(blocks, key=lambda one: (one.box.y + one.box.h / 2, one.box.x)):
        if rows and block.box.y + block.box.h / 2 < rows[-1][0].box.bottom:
            rows[-1].append(block)
        else:
            rows.append([block])
    found: list[Message] = []
    for row in rows:
        parts = sorted(row, key=lambda one: one.box.x)
        time = parts.pop(0).text.strip("[]() ") if len(parts) > 1 and CLOCK.match(parts[0].text) else ""
        if len(parts) > MOST_PARTS:
            return []  # a table
        named = len(parts) >= 2 and re.fullmatch(rf"<?{NAME}>?", parts[0].text.strip()) is not None
        if named and parts[0].box.right - area.x <= NARROW * area.w:
            text = " ".join(part.text for part in parts[1:])
            found.append(Message(parts[0].text.strip("<> "), text, time, "", tuple(parts)))
        elif found and len(parts) == 1 and parts[0].box.x >= found[-1].blocks[-1].box.x - parts[0].box.h:
            found[-1] = _longer(found[-1], parts[0])
    names = Counter(one.who.casefold() for one in found)
    again = sum(count for count in names.values() if count > 1)
    used = sum(len(one.blocks) for one in found)
    alike = max((one.blocks[0].box.right for one in found), default=0) - min(
        (one.blocks[0].box.x for one in found), default=0
    )
    narrow = alike <= NARROW * area.w
    spoken = sum(bool(SPOKEN.search(one.text)) for one in found)
    if 2 * spoken <= len(found):
        return []  # a table
    return found if narrow and 2 * again > len(found) and used >= STATED * len(blocks) else []


def _by_head(blocks: Sequence[TextBlock], area: Box) -> list[Message]:
    """A line with a name and a time, what was said below it."""
    del area
    found: list[Message] = []
    for block in blocks:
        head = HEAD.match(block.text)
        if head and not _amount(head["time"] or head["time2"], head["who"] or head["who3"]):
            who = head["who"] or head["who3"] or ""
            found.append(Message(who, "", head["time"] or head["time2"] or "", "", (block,)))
        elif found:
            found[-1] = _longer(found[-1], block)
    return [one for one in found if one.text]


def _amount(time: str, who: str) -> bool:
    """A number with its unit: "17.00 EUR". A name is written with one capital letter, or longer."""
    return "." in time and len(who) <= UNIT_LONGEST and (who.isupper() or who.islower())


def _by_clock(blocks: Sequence[TextBlock], area: Box) -> list[Message]:
    """Bubbles that end with the time, one under the other; above the words of others stands who wrote them."""
    del area
    found: list[tuple[list[TextBlock], str]] = []
    stack: list[TextBlock] = []
    for block in sorted(blocks, key=lambda one: (one.box.y, one.box.x)):
        if stack and not _under(stack[-1].box, block.box):
            stack = []
        clock = CLOCK.match(block.text)
        if clock and stack:
            found.append(([*stack, block], clock["time"]))
            stack = []
        elif not clock:
            stack.append(block)
    left = min((one.box.x for bubble, _ in found for one in bubble), default=0)
    right = max((one.box.right for bubble, _ in found for one in bubble), default=0)
    messages = []
    for bubble, time in found:
        edges = min(one.box.x for one in bubble), max(one.box.right for one in bubble)
        own = edges[0] - left > SIDE * (right - left) and right - edges[1] < MARGIN * (right - left)
        side: Side = "right" if own else "left"
        lines = [one.text.strip() for one in bubble[:-1]]
        named = not own and len(lines) > 1 and re.fullmatch(NAME, lines[0]) is not None
        who = lines.pop(0) if named else ""
        text = lines[0]
        for line in lines[1:]:
            text = join_lines(text, line)
        messages.append(Message(who, text, time, "" if who else side, tuple(bubble)))
    return messages


def _under(upper: Box, lower: Box) -> bool:
    """Whether a line goes on right below another."""
    gap = lower.y - upper.bottom
    shared = min(upper.right, lower.right) - max(upper.x, lower.x)
    return -0.5 * upper.h <= gap <= 0.6 * max(upper.h, lower.h) and shared > 0


def _by_side(blocks: Sequence[TextBlock], area: Box) -> list[Message]:
    """Bubbles: one side's begin at the left edge, the other's end at the right one, and neither fills the width."""
    sides: list[tuple[Side, TextBlock]] = []
    left = min((block.box.x for block in blocks), default=0)
    right = max((block.box.right for block in blocks), default=0)
    width = right - left
    if width < 0.4 * area.w:
        return []
    for block in blocks:
        box = block.box
        near_left, near_right = box.x - left <= MARGIN * width, right - box.right <= MARGIN * width
        far_left, far_right = box.x - left >= SIDE * width, right - box.right >= SIDE * width
        if near_left and far_right:
            sides.append(("left", block))
        elif near_right and far_left:
            sides.append(("right", block))
        elif CLOCK.match(block.text):
            sides.append(("", block))
        else:
            return []
    found: list[Message] = []
    for side, block in sides:
        last = found[-1] if found else None
        if last is not None and (side in ("", last.side)) and block.box.y - last.blocks[-1].box.bottom <= block.box.h:
            if clock := CLOCK.match(block.text):
                found[-1] = Message("", last.text, clock["time"], last.side, (*last.blocks, block))
            else:
                found[-1] = _longer(last, block)
        elif side:
            found.append(Message("", block.text.strip(), "", side, (block,)))
    changes = sum(before.side != after.side for before, after in itertools.pairwise(found))
    boxes = [block.box for _, block in sides]
    apart = all(
        one.y >= other.bottom or other.y >= one.bottom for one, other in itertools.pairwise(boxes)
    )  # a form's labels and values stand beside each other
    both = all(sum(one.side == side for one in found) >= 2 for side in ("left", "right"))
    return found if apart and both and changes >= TURNS else []


def _goes_on(message: Message, block: TextBlock) -> bool:
    last = message.blocks[-1].box
    return -0.5 * last.h <= block.box.y - last.bottom <= 0.8 * block.box.h and block.box.x >= message.blocks[0].box.x


def _longer(message: Message, block: TextBlock) -> Message:
    text = join_lines(message.text, block.text.strip()) if message.text else block.text.strip()
    return Message(message.who, text, message.time, message.side, (*message.blocks, block))
