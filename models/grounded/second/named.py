"""What something that is seen as a whole is called: "which portal is this", "what is the newspaper called", "what is
this form about"."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.types import Answer, Box
from models.grounded.believed import link_in_text
from models.grounded.claims import normal, of_block, of_thing
from models.grounded.questions import parse_target
from models.grounded.reply import Context
from models.grounded.second.links import PROSE
from models.grounded.second.words import SecondWords
from models.grounded.view import FIELDS, INTERACTIVE, Piece, is_editor, text_of
from models.grounded.words import words

LONGEST = 7
"""Words of a line that names the whole."""
MASTHEAD_WORDS = 5
FORM = 2
"""Fields from which it is a form."""
SITES = frozenset(("site", "website", "webseite", "网站"))
LINKS, SEEN_LINKS = 2, 3
"""Links on a masthead's line from which it is one; and words that only look like some."""


def named(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """The heading, or the one short line, that has the noun in it ("Northwind staff portal", of a portal); else the
    masthead of a page that is one of the kind."""
    noun = parts.get("x") or parts["w"]
    if noun not in said.papers | said.wholes:
        return None  # "what is the ferry called", "which day is it": of that a page may speak in many ways
    if parse_target(noun, ctx.phrases).roles and noun not in said.papers:
        return None  # "which tab is it"
    for pieces in (ctx.view.headings, _short(ctx)):
        found = [piece for piece in pieces if _names(noun, piece.text, ctx, said)]
        if len({normal(piece.text) for piece in found}) == 1:
            return ctx.answer(ctx.phrases.ended(ctx.hedged(found[0])), [found[0].evidence])
    return masthead(ctx) if noun in SITES & said.papers or (noun in said.papers and _prose(ctx)) else None


def _prose(ctx: Context) -> bool:
    """Whether there is running text, as in papers; a shop may have a masthead too."""
    return any(len(piece.text.split()) >= PROSE for piece in ctx.view.paragraphs)


def _short(ctx: Context) -> list[Piece]:
    controls = {normal(thing.name) for thing in ctx.view.things if thing.role in INTERACTIVE}
    return [piece for piece in ctx.view.lines if normal(piece.text) not in controls]


def _names(noun: str, text: str, ctx: Context, words_of: SecondWords) -> bool:
    """Whether the line ends with the noun and tells which: no sentence, no label and no bare noun."""
    said = words(text)
    if re.match(words_of.not_name, text.strip()):
        return False
    if not 1 < len(said) <= LONGEST or said[-1] != noun or re.search(r"[.:?!。：？=\d]", text):
        return False
    return said[-2] not in ctx.phrases.stopwords  # "the firewall" is any one


def masthead(ctx: Context) -> Answer | None:
    """The name at the top of a page: text left of the links that lead through it, above its first heading."""
    view = ctx.view
    heading = next((thing for thing in view.content if thing.role == "heading" and thing.box), None)
    links = [thing for thing in view.content if thing.role in ("link", "tab") and thing.box and not link_in_text(thing)]
    for thing in view.content:
        if thing.role not in ("text", "image", "link", "paragraph", "label") or thing.box is None:
            continue
        name = text_of(thing, view)
        above = heading is None or (heading.box is not None and thing.box.bottom <= heading.box.y)
        level = [
            link
            for link in links
            if link is not thing and link.box is not None and _level(thing.box, link.box) and link.box.x > thing.box.x
        ]
        if above and len(level) >= LINKS and 1 < len(name.split()) <= MASTHEAD_WORDS and name[0].isupper():
            return ctx.answer(ctx.phrases.ended(name), [of_thing(thing)])
    return None if links else _seen_masthead(ctx)


def _seen_masthead(ctx: Context) -> Answer | None:
    """The same where only the picture tells: words at the left of the topmost line, far from the short ones that stand
    evenly at its right."""
    blocks = sorted(ctx.view.content_blocks, key=lambda block: block.box.y)
    line = sorted((one for one in blocks if _level(blocks[0].box, one.box)), key=lambda block: block.box.x)
    if len(line) < SEEN_LINKS + 1:
        return None
    name, *others = line
    gaps = [after.box.x - before.box.right for before, after in pairwise(others)]
    short = all(len(one.text.split()) <= 2 and one.text[0].isupper() for one in others)
    words_of = name.text.split()
    named = 1 < len(words_of) <= MASTHEAD_WORDS and name.text[0].isupper() and not re.search(r"[\d.:!?]", name.text)
    if not (
        named and short and max(gaps) <= 2 * max(1, min(gaps)) and others[0].box.x - name.box.right > 2 * max(gaps)
    ):
        return None
    piece = Piece(name.text, of_block(name))
    return ctx.answer(ctx.phrases.ended(ctx.hedged(piece)), [piece.evidence])


def _level(one: Box, other: Box) -> bool:
    return 2 * (min(one.bottom, other.bottom) - max(one.y, other.y)) > min(one.h, other.h)


def lead(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """What a form or dialog says above its fields."""
    del said, parts
    view = ctx.view
    fields = [thing.box for thing in view.of_roles(*FIELDS) if thing.box and not is_editor(thing)]
    if len(fields) < FORM or view.editor is not None:
        return None
    names = {normal(thing.name) for thing in view.things if thing.role in INTERACTIVE}
    top = min(box.y for box in fields)
    for piece in view.static_texts:
        if piece.box and piece.box.bottom <= top and normal(piece.text) not in names:
            return ctx.answer(ctx.phrases.ended(ctx.hedged(piece)), [piece.evidence])
    return None
