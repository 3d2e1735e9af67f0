"""What stands beside, above or below something that is named; which heading is about something; who wrote a letter."""

from __future__ import annotations

import re

from assistant.types import Answer, Box
from models.evidence.elements import is_element
from models.grounded.claims import normal, of_thing, spoken_text
from models.grounded.names import find_things, likeness
from models.grounded.questions import Ask, parse_target
from models.grounded.reply import Context
from models.grounded.shapes import FULL_NAME
from models.grounded.view import Piece
from models.grounded.words import content_words, covered

SAME_WORDS = 92
"""Likeness from which a text is what was named."""
FAR = 6
"""Heights of the named thing that another may be away from it and still be beside it, or below."""
FIGURE = 20
"""Characters of a number with what belongs to it."""
REACH = 20
"""The same, to the left and the right: a value may stand at the other edge of its row."""


def near(ctx: Context, ask: Ask) -> Answer | None:
    """The text, or the value, nearest to a named thing in a direction; None where nothing is called so."""
    anchor = _anchor(ctx, ask.target)
    if anchor is None:
        return None
    name, box = anchor
    side = ask.side
    pieces = _pieces(ctx, name)
    if re.search(ctx.phrases.figure, ctx.asked.lower()):
        pieces = [piece for piece in pieces if re.search(r"\d", piece.text)]
        near_by = [piece for piece in pieces if len(piece.text) <= FIGURE]
        own = [piece for piece in pieces if normal(piece.text).startswith(normal(name) + " ")]
        if own and side in ("", "right"):  # "Inbox 3" is one text
            return ctx.answer(ctx.phrases.ended(ctx.hedged(own[0])), [own[0].evidence])
        pieces = near_by
    named = normal(parse_target(ask.target, ctx.phrases).name)
    if side in ("left", "right") and (own_text := _within_its_text(ctx, named, name, side)) is not None:
        return own_text  # "16 trains", before "trains"
    found = [piece for piece in pieces if piece.box is not None and _beside(box, piece.box, side)]
    if not found:
        return ctx.cannot_tell()
    best = min(found, key=lambda piece: _gap(box, piece.box, side) if piece.box else 0)
    return ctx.answer(ctx.phrases.ended(ctx.hedged(best)), [best.evidence])


def _within_its_text(ctx: Context, named: str, text: str, side: str) -> Answer | None:
    """The text that the name is part of, where it goes on to that side; None where it doesn't."""
    goes_on = normal(text).endswith(f" {named}") if side == "left" else normal(text).startswith(f"{named} ")
    whole = next((piece for piece in ctx.view.pieces if piece.text == text), None)
    return ctx.answer(ctx.phrases.ended(ctx.hedged(whole)), [whole.evidence]) if goes_on and whole else None


def _anchor(ctx: Context, words: str) -> tuple[str, Box] | None:
    p = ctx.phrases
    target = parse_target(words, p)
    things = [m.thing for m in find_things(target, ctx.view, p) if m.thing.box and m.score >= SAME_WORDS - 2]
    texts = [piece for piece in ctx.view.pieces if piece.box and likeness(target.name, piece.text, p) >= SAME_WORDS - 4]
    # A control that only its looks tell of may be far from the words it is called by: what is meant stands near these.
    # "Under the e-mail field" is under the field.
    by_words = len(texts) == 1 and bool(things) and is_element(things[0]) and things[0].role not in target.roles
    if not by_words and things and things[0].box is not None and things[0].box.area > 0:
        return spoken_text(things[0]), things[0].box
    if len(texts) == 1 and texts[0].box is not None:
        return texts[0].text, texts[0].box
    return None


def _pieces(ctx: Context, name: str) -> list[Piece]:
    found = [piece for piece in ctx.view.pieces if normal(piece.text) != normal(name)]
    boxes = {piece.box for piece in found}
    for thing in ctx.view.things:
        text = thing.value or thing.name
        shown = thing.box is not None and thing.box.area > 0 and thing.box not in boxes and thing.role != "password"
        if text and shown and normal(text) != normal(name) and not ctx.view.children.get(thing.id):
            found.append(Piece(text, of_thing(thing)))
    return found


def _beside(anchor: Box, box: Box, side: str) -> bool:
    across = min(anchor.right, box.right) - max(anchor.x, box.x) > 0
    level = 2 * (min(anchor.bottom, box.bottom) - max(anchor.y, box.y)) > min(anchor.h, box.h)
    match side:
        case "below":
            return across and -2 <= box.y - anchor.bottom <= FAR * anchor.h
        case "above":
            return across and -2 <= anchor.y - box.bottom <= FAR * anchor.h
        case "left":
            return level and -2 <= anchor.x - box.right <= REACH * anchor.h
        case "right":
            return level and -2 <= box.x - anchor.right <= REACH * anchor.h
    return level and min(abs(box.x - anchor.right), abs(anchor.x - box.right)) <= REACH * anchor.h


def _gap(anchor: Box, box: Box, side: str) -> int:
    if side in ("below", "above"):
        return abs(box.y - anchor.bottom) if side == "below" else abs(anchor.y - box.bottom)
    if side == "left":
        return abs(anchor.x - box.right)
    right = box.x - anchor.right
    return right if right >= -2 else 10_000 + abs(anchor.x - box.right)  # what follows comes before what precedes


def heading_about(ctx: Context, ask: Ask) -> Answer | None:
    """ "Which headline is about trees": the headings with the words; None where none has them."""
    keys = content_words(ask.target, ctx.phrases)
    found = [piece for piece in ctx.view.headings if keys and all(covered(keys, piece.text, ctx.phrases))]
    if not found:
        return None
    text = ctx.phrases.join.join(ctx.phrases.ended(ctx.hedged(piece)) for piece in found)
    return ctx.answer(text, [piece.evidence for piece in found])


def correspondent(ctx: Context, ask: Ask) -> Answer | None:
    """Who wrote a letter, by what stands under its closing words; to whom, by its greeting. None for no letter."""
    p = ctx.phrases
    lines = [piece for piece in ctx.view.lines if piece.text.strip()]
    if ask.intent == "letter_to":
        found = greeted(ctx)
        return None if found is None else ctx.answer(p.ended(ctx.hedged(found)), [found.evidence])
    closing = next((at for at, line in enumerate(lines) if re.fullmatch(p.closing, line.text.strip().lower())), None)
    if closing is None or closing + 1 >= len(lines):
        return None
    signed = lines[closing + 1]
    if greeted(ctx) is None and not FULL_NAME.fullmatch(signed.text.strip()):
        return None
    return ctx.answer(p.ended(ctx.hedged(signed)), [signed.evidence])


def greeted(ctx: Context) -> Piece | None:
    """The line that a letter begins with, or None."""
    pattern = ctx.phrases.greeting
    return next((line for line in ctx.view.lines if re.fullmatch(pattern, line.text.strip().lower())), None)
