"""What stands out of running text: the links inside it, and the passage that is set in from the others."""

from __future__ import annotations

from assistant.types import Answer
from models.grounded.believed import link_in_text
from models.grounded.claims import of_thing, spoken_text
from models.grounded.reply import Context
from models.grounded.second.words import SecondWords
from models.grounded.view import Piece, text_of

MOST = 3
"""Links that are all told."""
LONGER = 3
"""Times the words of a link that its paragraph has at least: else it is nothing but the link."""
PROSE = 12
"""Words of a paragraph of running text, at least."""
ENDS = (".", "!", "?", "…", '"', "”", "“", "»", "«", "’", "'", "。", "！", "？", "」")
SAME_EDGE = 3
"""Pixels."""


def link(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """The links in the text, not those through the pages; the only one there is."""
    del said
    view = ctx.view
    links = [thing for thing in view.content if thing.role == "link" and spoken_text(thing)]
    inside = []
    for one in links:
        if link_in_text(one):
            inside.append(one)
            continue
        over = view.by_id.get(one.parent) if one.parent is not None else None
        if over is None or over.role not in ("paragraph", "text", "listitem"):
            continue
        if len(text_of(over, view).split()) >= LONGER * len(spoken_text(one).split()):
            inside.append(one)
    found = inside or (links if len(links) == 1 and "inside" not in parts else [])
    if not 1 <= len(found) <= MOST:
        return None
    text = ctx.phrases.ended(ctx.phrases.listed([spoken_text(one) for one in found]))
    return ctx.answer(text, [of_thing(one) for one in found])


def quote(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """The one paragraph that is set in from the one before and the one after."""
    del said, parts
    if ctx.view.is_shell or ctx.view.is_code:
        return None
    paragraphs = [piece for piece in ctx.view.paragraphs if piece.box is not None]
    found = [
        two for one, two, three in zip(paragraphs, paragraphs[1:], paragraphs[2:], strict=False) if _in(one, two, three)
    ]
    if len(found) != 1:
        return None
    return ctx.answer(ctx.phrases.ended(ctx.hedged(found[0])), [found[0].evidence])


def _in(before: Piece, piece: Piece, after: Piece) -> bool:
    if before.box is None or piece.box is None or after.box is None:
        return False
    if min(len(before.text.split()), len(after.text.split())) < PROSE:
        return False
    if not all(one.text.rstrip().endswith(ENDS) for one in (before, piece, after)):
        return False  # rows of a list
    level = abs(before.box.x - after.box.x) <= SAME_EDGE
    order = before.box.y < piece.box.y < after.box.y
    by = piece.box.x - before.box.x
    return level and order and SAME_EDGE < by < before.box.w / 4 and piece.box.right <= before.box.right + SAME_EDGE
