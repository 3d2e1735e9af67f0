""" "What is the shortcut for Save?": the keys that are shown beside the name, in a menu, a tooltip or a list.

The accessibility tree tells no keys, so they come from the pixels: from what is written in a menu item's box after its
name, or, where there is no tree, after a label on its line. Only the name that was asked for counts: the keys of "Save
as" are no answer to "save".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.types import Answer, Evidence, TextBlock
from models.grounded.claims import of_block, of_thing
from models.grounded.how_to import says
from models.grounded.questions import parse_target, plain_question
from models.grounded.reply import Context
from models.grounded.view import INTERACTIVE
from models.grounded.words import content_words, words

_MODIFIER = (
    r"(?:ctrl|control|strg|steuerung|alt(?: ?gr)?|shift|umschalt(?:en)?|super|meta|win(?:dows)?|"
    r"cmd|command|option|opt|fn)"
)
_NAMED = (
    r"(?:f(?:1\d|2[0-4]|[1-9])|del(?:ete)?|entf|enter|return|eingabe|esc(?:ape)?|tab|space|leertaste|backspace|"
    r"rücktaste|home|pos1|end|ende|ins(?:ert)?|einfg|pg ?(?:up|dn|down)|page ?(?:up|down)|bild ?(?:auf|ab|[↑↓])|"
    r"up|down|left|right|links|rechts|auf|ab|plus|minus|print|druck|pause|menu)"
)
_COMBINED = rf"(?:(?:{_MODIFIER} ?[+-] ?)+|[⌃⌥⇧⌘]+ ?)(?:{_NAMED}|\S)"
_FUNCTION = r"f(?:1\d|2[0-4]|[1-9])"
COMBINED = re.compile(rf"{_COMBINED}|{_FUNCTION}", re.I)
"""Keys that are nothing else, wherever they stand."""
ANY_KEYS = re.compile(rf"{_COMBINED}|{_NAMED}", re.I)
"""Keys in the box of a menu item, where "Delete" is one, too."""
AFTER_NAME = re.compile(rf"(?P<name>\S.*?)\s*(?:\((?P<inner>{_COMBINED}|{_FUNCTION})\)|\s(?P<keys>{_COMBINED}))", re.I)
"""A name and its keys in one text: "Save  Ctrl+S", "Reload (F5)"."""
MNEMONIC = re.compile(r"\s*[(（]_?[A-Z][)）]")
"""What Chinese menus have after a name: "粘贴(P)"."""
IN_MENUS = ("menuitem", "menu", "checkbox", "radio")
ALIKE = {"1": "I", "0": "O"}
"""A sign as the text recogniser may read another that stands alone: of 8 renderings of "Ctrl+I" (two fonts, four
sizes) it read 5 as "Ctrl+1", of "Ctrl+O" 2 as "Ctrl+0", and never one the other way round."""
A_MENU = 2
"""Names with keys beside them that make it clear where keys are to be found."""
FARTHEST = 25
"""Heights of the keys' line that the label's end may be from them: a menu is that wide."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A name and its keys, as they are seen."""

    name: str
    keys: str
    evidence: Evidence
    subject: Evidence


def shortcut(ctx: Context) -> Answer | None:
    """None for any other question, and where no keys are shown. Beside an open menu that has none for just that name,
    "I can't tell": what else speaks of it would be the keys of something else."""
    p = ctx.phrases
    found = re.fullmatch(p.shortcut, plain_question(ctx.asked, p))
    if found is None:
        return None
    wanted = next(group for group in found.groups() if group)
    names = {re.sub(p.articles, "", wanted), parse_target(wanted, p).name} - {""}
    seen = list(_all(ctx))
    shown = [one for one in seen if any(_same(name, one.name, ctx) for name in names)]
    told = list(dict.fromkeys(key for one in shown for key in _readings(one)))
    if len({one.keys.lower() for one in shown}) != 1:
        return ctx.cannot_tell() if sum(one.evidence.box != one.subject.box for one in seen) >= A_MENU else None
    text = p("shortcut_alike" if len(told) > 1 else "shortcut", name=shown[0].name, keys=told[0], other=told[-1])
    return ctx.answer(text, [shown[0].evidence], subject=[shown[0].subject])


def _same(wanted: str, name: str, ctx: Context) -> bool:
    """Whether a name says what is asked for, no word more and none less."""
    p = ctx.phrases
    keys = content_words(wanted, p)
    keys = [key for key in keys if key not in p.any_object] or keys
    if not p.spaced:
        return says(keys, name, ctx) and name.lower().strip(" .…") in wanted
    return says(keys, name, ctx) and says(words(name), wanted, ctx)


def _readings(one: Shown) -> list[str]:
    """The keys, and how they may read as well."""
    last = one.keys[-1]
    if one.evidence.kind == "ocr" and last in ALIKE and not one.keys[-2].isalnum():
        return [one.keys, one.keys[:-1] + ALIKE[last]]
    return [one.keys]


def _all(ctx: Context) -> Iterator[Shown]:
    blocks = [block for block in ctx.view.scene.blocks if block.source == "ocr"]
    inside: set[int] = set()
    for thing in ctx.view.things:
        box = thing.box
        if thing.role not in INTERACTIVE or not thing.name or box is None:
            continue
        for text in (thing.name, thing.description):
            if (match := AFTER_NAME.fullmatch(text)) is not None:
                yield Shown(_bare(match["name"]), match["inner"] or match["keys"], of_thing(thing), of_thing(thing))
        for block in blocks if thing.role in IN_MENUS else ():
            after = block.box.x > box.centre[0] and box.contains(block.box, slack=3)
            if after and ANY_KEYS.fullmatch(block.text.strip()):
                inside.add(id(block))
                yield Shown(_bare(thing.name), block.text.strip(), of_block(block), of_thing(thing))
    yield from _written([block for block in ctx.view.scene.blocks if id(block) not in inside])


def _written(blocks: Sequence[TextBlock]) -> Iterator[Shown]:
    """Keys after a label on its line. Nowhere, if some stand before their labels: which is whose can't be told then."""
    keys = [block for block in blocks if COMBINED.fullmatch(block.text.strip())]
    labels = [_label(block, blocks) for block in keys]
    if all(label is not None for label in labels):
        for block, label in zip(keys, labels, strict=True):
            if label is not None:
                yield Shown(_bare(label.text), block.text.strip(), of_block(block), of_block(label))
    for block in blocks:
        if (match := AFTER_NAME.fullmatch(block.text.strip())) is not None and len(words(match["name"])) <= 6:
            yield Shown(_bare(match["name"]), match["inner"] or match["keys"], of_block(block), of_block(block))


def _label(keys: TextBlock, blocks: Sequence[TextBlock]) -> TextBlock | None:
    """The nearest text left of the keys, on their line."""
    box = keys.box
    left = [
        block
        for block in blocks
        if block.box.right <= box.x + 2
        and abs(block.box.centre[1] - box.centre[1]) < 0.5 * min(block.box.h, box.h)
        and box.x - block.box.right <= FARTHEST * box.h
    ]
    nearest = max(left, key=lambda block: block.box.right, default=None)
    if nearest is None or COMBINED.fullmatch(nearest.text.strip()):
        return None
    after = [
        block.box.x - box.right
        for block in blocks
        if block.box.x >= box.right - 2
        and abs(block.box.centre[1] - box.centre[1]) < 0.5 * min(block.box.h, box.h)
        and not COMBINED.fullmatch(block.text.strip())
    ]
    # What follows closer than the label: the keys stand before what they do.
    return None if after and min(after) < box.x - nearest.box.right else nearest


def _bare(name: str) -> str:
    return MNEMONIC.sub("", name).strip(" .…:：")
