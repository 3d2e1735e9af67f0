"""Of a chat: the number that was asked for and answered, which conversation is open, who is in it, how many there are;
of a list of mails or chats whether somebody wrote."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from assistant.types import Answer, TextBlock
from models.evidence.structure.chat import Message
from models.grounded.claims import normal, of_block
from models.grounded.computed.find import Finder
from models.grounded.computed.numerals import digits
from models.grounded.previews import previews, received
from models.grounded.words import covered

UNDER = 1.5
"""Heights of a name within which the names of those who are in the conversation stand below it."""
MEMBERS = re.compile(r"[^.?!:\d,、，]+(?:[,、，][^.?!:\d,、，]+)+")
"""Names one after the other."""


def replied(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    """ "How many trees are there": what the next one answered whom somebody asked just that."""
    p, known = finder.phrases, finder.ctx.view.messages
    keys = finder.keys(parts["x"])
    if not keys:
        return None
    found: list[tuple[Message, str]] = []
    for asking, answering in itertools.pairwise(known):
        questions = [one for one in re.split(r"(?<=[.!?。！？])\s*", asking.text) if one.endswith(("?", "？"))]
        meant = [one for one in questions if re.search(finder.words.many, one.lower()) and _asks(finder, one, keys)]
        first = re.split(r"(?<=[.!?。！？])\s*", answering.text)[0]
        if meant and _counts(finder, first) and (asking.who, asking.side) != (answering.who, answering.side):
            found.append((answering, first))
    if len(found) != 1:
        return None
    one, first = found[0]
    who = one.who or (p(f"side_{one.side}") if one.side else "")
    said = p("said_by", who=who, text=first) if who else first
    return finder.ctx.answer(p.ended(said), [of_block(block) for block in one.blocks])


def _asks(finder: Finder, question: str, keys: Sequence[str]) -> bool:
    """Whether it has all that was asked for, and nothing else that would tell what is counted."""
    p = finder.phrases
    theirs = finder.keys(re.sub(finder.words.many, " ", question.lower()))
    return all(covered(list(keys), question, p)) and all(covered(theirs, " ".join(keys), p))


def _counts(finder: Finder, answer: str) -> bool:
    """Whether it begins with a number, which is no time of day."""
    said = digits(answer.lower().strip(" .!。！"), finder.phrases)
    return re.match(r"\d+(?![\d:.]*\d| ?(?:[ap]m|o'clock|uhr|点))", said) is not None


def _open(finder: Finder) -> TextBlock | None:
    """The name of one chat of the list that stands a second time, beside the list."""
    listed = previews(finder.ctx.view.content_blocks)
    edge = max((block.box.right for one in listed for block in one.blocks), default=0)
    names = {normal(one.who) for one in listed}
    found = [b for b in finder.ctx.view.content_blocks if b.box.x >= edge and normal(b.text) in names]
    writers = {normal(one.who) for one in finder.ctx.view.messages}
    found = [block for block in found if normal(block.text) not in writers] or found[:1]
    return found[0] if len(found) == 1 else None


def opened(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    name = _open(finder)
    return None if name is None else finder.ctx.answer(finder.phrases.ended(name.text), [of_block(name)])


def members(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    """The names right under that of the open chat."""
    name = _open(finder)
    if name is None:
        return None
    if "x" in parts and normal(re.sub(finder.phrases.articles, "", parts["x"])) != normal(name.text):
        return None
    below = [
        block
        for block in finder.ctx.view.content_blocks
        if 0 <= block.box.y - name.box.bottom <= UNDER * name.box.h
        and abs(block.box.x - name.box.x) <= name.box.h
        and MEMBERS.fullmatch(block.text.strip())
    ]
    if len(below) != 1:
        return None
    return finder.ctx.answer(finder.phrases.ended(below[0].text), [of_block(below[0]), of_block(name)])


def count(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    """How many are listed; None where the list reaches the lower edge, and may go on."""
    ctx, p = finder.ctx, finder.phrases
    listed = previews(ctx.view.content_blocks)
    if not listed or not ctx.view.messages:
        return None
    tops = [one.blocks[0].box.y for one in listed]
    pitch = max(below - above for above, below in itertools.pairwise(tops))
    if tops[-1] + 2 * pitch > ctx.view.scene.height:
        return None
    counted = f"{len(listed)} {parts['k']}" if p.spaced and "k" in parts else p.counted(len(listed), "listitem")
    text = p("count_names", counted=counted, names=p.listed([one.who for one in listed]))
    return ctx.answer(text, [of_block(one.blocks[0]) for one in listed])


def wrote(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    """ "Is there anything from Ida": yes, with what is listed of her; None where nobody of that name is."""
    p = finder.phrases
    wanted = normal(re.sub(p.articles, "", parts["x"])).split()
    found = [one for one in received(finder.ctx.view) if wanted and set(wanted) <= set(normal(one.who).split())]
    if not found or len({normal(one.who) for one in found}) > 1:
        return None
    told = p.join.join(p.ended(p("said_by", who=one.who, text=one.text)) for one in found[:3])
    return finder.ctx.answer(p("yes_error", text=told), [of_block(block) for one in found for block in one.blocks])
