"""Questions that a list or a board answers as it stands: the number beside a name, how many there are in all, the time
on the clock, when something closes. Nothing is computed; what is found is quoted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant.types import Answer, Box, Evidence, TextBlock
from models.grounded.claims import normal, of_block, of_thing
from models.grounded.computed import chats, remarks
from models.grounded.computed.asks import plain
from models.grounded.computed.find import Finder
from models.grounded.previews import INBOX, called
from models.grounded.stripes import Stripes
from models.grounded.view import is_cell
from models.grounded.words import covered

COUNTED = re.compile(r"(?P<name>[^\d(\[]*[^\W\d_][^\d(\[]*?)\s*(?P<mark>[(\[])?(?P<count>\d{1,6})[)\]]?")
"""A name with a number after it: "Spam 14", "Inbox (3)"."""
CARRIERS = ("link", "listitem", "treeitem", "tab", "menuitem", "button")
FEWEST = 2
"""So many of a list have a number, where no brackets tell that it counts: "Building 12" alone is a name."""
NUMBER = re.compile(r"\(?\d{1,6}\)?")
PAGER = re.compile(
    r"(?i)\b\d[\d.,]* ?(?:-|–|to|bis|至|到) ?\d[\d.,]* ?(?:of|von|/) ?\d[\d.,]*"
    r"|第? ?\d+ ?[-–至到~] ?\d+ ?[条项个封页行][^\d]{0,4}共 ?\d+|共 ?\d+ ?[条项个封]"
)
"""Which of how many are shown: "1-12 of 348"."""
YEAR = re.compile(r"(?:19|20)\d\d")
NEW = r"\b(?:unread|new|ungelesene?|neue)\b|未读|新"
EVERYWHERE = 3
"""Names of things that have a word from which all that is listed is called so."""
CLOCK = re.compile(r"(?i)\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?")
TOP, BOTTOM = 0.2, 0.9
"""Share of the height above which, or below which, a clock stands."""
CORNER = 0.9
"""Share of the width to which a clock in a corner reaches."""


def quoted(finder: Finder) -> Answer | None:
    """The answer where the question is one of these and the screen tells it; None for any other."""
    asked = plain(finder.ctx.asked, finder.phrases)
    for rule, pattern in finder.words.quotes:
        found = re.fullmatch(pattern, asked)
        if found is None:
            continue
        parts = {name.rstrip("0123456789"): value.strip() for name, value in found.groupdict().items() if value}
        answer = RULES[rule](finder, parts)
        if answer is not None:
            return answer
    return None


def _beside(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    """The number that stands beside a name in a list of such names."""
    wanted = re.sub(finder.phrases.articles, "", parts["x"])
    found = {(name, count): evidence for name, count, evidence in _counters(finder) if normal(name) == normal(wanted)}
    if len({count for _, count in found}) != 1:
        return None
    (name, count), evidence = next(iter(found.items()))
    p = finder.phrases
    if re.search(finder.words.many, finder.ctx.asked.lower()):
        if YEAR.fullmatch(count):
            return None
        fresh = re.search(NEW, finder.ctx.asked.lower())
        if not fresh and INBOX.search(name) and any(PAGER.search(block.text) for block in finder.ctx.view.blocks):
            return None  # then it is the number of the new ones
    return finder.ctx.answer(p("value", label=name, value=count), evidence)


def _counted(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    """How many of a name there are: by what the tree has as one thing; in a picture it may be a price or a page, but
    not beside the folders of a mail program."""
    answer = _beside(finder, parts)
    if answer is None or len(answer.evidence) == 1 or any(INBOX.search(name) for name, _, _ in _counters(finder)):
        return answer
    return None


def _counters(finder: Finder) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    view = finder.ctx.view
    named = [(thing, match) for thing in view.of_roles(*CARRIERS) if (match := COUNTED.fullmatch(thing.name.strip()))]
    families: dict[tuple[str, int | None], set[str]] = defaultdict(set)
    for thing, match in named:
        families[thing.role, thing.parent].add(normal(match["name"]))
    for thing, match in named:
        if match["mark"] or len(families[thing.role, thing.parent]) >= FEWEST:
            yield match["name"].strip(), match["count"], (of_thing(thing),)
    within = {id(block): at for at, table in enumerate(view.seen_tables) for block in table.blocks}
    free = [block for block in view.blocks if not is_cell(block)]
    near = Stripes((block.box, block) for block in free)
    beside = [
        (name, number)
        for number in free
        if NUMBER.fullmatch(number.text.strip())
        and (name := _left_of(number, near.near(number.box))) is not None
        and not re.search(r"\d", name.text)
        and (id(name) not in within or within[id(name)] != within.get(id(number)))
    ]
    for name, number in beside:
        family = {normal(one.text) for one, count in beside if _in_line(name, one, "x") and _in_line(number, count, "")}
        if len(family) >= FEWEST:
            yield name.text.strip(), number.text.strip(" ()"), (of_block(number), of_block(name))


def _left_of(number: TextBlock, blocks: Sequence[TextBlock]) -> TextBlock | None:
    """The nearest on its line."""
    box = number.box
    level = [b for b in blocks if b.box.right <= box.x and abs(b.box.centre[1] - box.centre[1]) < box.h / 2]
    return max(level, key=lambda one: one.box.right, default=None)


def _in_line(one: TextBlock, other: TextBlock, side: str) -> bool:
    """Whether two blocks stand under each other, by their left or their right edges."""
    apart = one.box.x - other.box.x if side else one.box.right - other.box.right
    return abs(apart) <= one.box.h


def _total(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    """ "1-12 of 348", where what is counted is what the screen lists."""
    view, p = finder.ctx.view, finder.phrases
    found = {block.text: block for block in view.blocks if PAGER.search(block.text)}
    if len(found) != 1:
        return None
    text, block = next(iter(found.items()))
    keys = finder.keys(parts.get("k", ""))
    kinds = " ".join(set(called(view).values()))
    known = covered(keys, f"{text} {finder.context} {kinds}", p) if keys else []
    rest = [key for key, told in zip(keys, known, strict=True) if not told]
    if any(sum(covered([key], thing.name, p)[0] for thing in view.things) < EVERYWHERE for key in rest):
        return None
    return finder.ctx.answer(p("says", text=p.ended(text)), [of_block(block)])


def _clock(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    """The only time of day that stands by itself at the top or the bottom."""
    view = finder.ctx.view
    tables = {id(block) for table in view.seen_tables for block in table.blocks}
    found: list[tuple[str, TextBlock]] = []
    for block in view.blocks:
        if id(block) in tables or is_cell(block):
            continue
        text = block.text.strip()
        said = CLOCK.fullmatch(text) or (
            CLOCK.fullmatch(text.split()[-1]) if block.kind == "heading" and text else None
        )
        if said is not None:
            found.append((said[0], block))
    if len({said for said, _ in found}) != 1 or not _at_edge(found[0][1].box, finder, top="top" in parts):
        return None
    time, block = found[0]
    return finder.ctx.answer(finder.phrases.ended(time), [of_block(block)])


def _at_edge(box: Box, finder: Finder, *, top: bool) -> bool:
    """Whether it stands where clocks do: over a table of times, or in a corner with nothing but a date beside it."""
    view = finder.ctx.view
    share = box.centre[1] / max(1, view.scene.height)
    if share > TOP and (share < BOTTOM or top):
        return False
    below = [b for b in view.blocks if b.box.y >= box.bottom and CLOCK.fullmatch(b.text.strip())]
    if len(below) >= FEWEST and len({b.box.y for b in below}) >= FEWEST:
        return share <= TOP
    level = [b for b in view.blocks if b.box is not box and abs(b.box.centre[1] - box.centre[1]) < max(b.box.h, box.h)]
    return not below and box.right >= CORNER * view.scene.width and not level


def _closing(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    """The one sentence that tells until when something is open."""
    view, p = finder.ctx.view, finder.phrases
    keys = finder.keys(parts["x"])
    found = {
        normal(piece.text): piece
        for piece in view.sentences
        if keys
        and all(covered(keys, piece.text, p))
        and re.search(finder.words.closes, piece.text)
        and not re.search(finder.words.denied, piece.text.lower())
        and not re.search(finder.words.was, piece.text.lower())
        and not piece.text.rstrip().endswith(("?", "？"))
    }
    if len(found) != 1:
        return None
    piece = next(iter(found.values()))
    return finder.ctx.answer(p("says", text=p.ended(finder.ctx.hedged(piece))), [piece.evidence])


RULES: dict[str, Callable[[Finder, Mapping[str, str]], Answer | None]] = {
    "beside": _beside,
    "counted": _counted,
    "total": _total,
    "clock": _clock,
    "closing": _closing,
    "some": remarks.some,
    "is": remarks.row_is,
    "how": remarks.how,
    "number": remarks.number,
    "ticked": remarks.ticked,
    "replied": chats.replied,
    "chat": chats.opened,
    "members": chats.members,
    "chats": chats.count,
    "from": chats.wrote,
}
