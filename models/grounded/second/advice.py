"""What a page tells a person to do: what failed, what may be tried, where to write or ring."""

from __future__ import annotations

import re

from assistant.types import Answer
from models.grounded.alone import only_one
from models.grounded.claims import normal
from models.grounded.lookup import error
from models.grounded.pairs import pairs
from models.grounded.problems import error_pieces
from models.grounded.reply import Context
from models.grounded.second.words import SecondWords
from models.grounded.view import FIELDS
from models.grounded.wanted import Wanted
from models.grounded.words import content_words, covered

NEVER = re.compile(
    r"(?i)\b(?:not|n't|never) fail|\b(?:no|without) (?:errors?|fail)|nicht fehl|keine? fehler|没有(?:错误|失败)"
)
"""What tells that nothing failed."""


def failed(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """The error, where it tells of a failure; a warning of what may yet happen is none."""
    del parts
    if any(NEVER.search(piece.text) for piece in error_pieces(ctx.view, ctx.phrases)):
        return None
    if any(re.search(said.failed, piece.text) for piece in error_pieces(ctx.view, ctx.phrases)):
        return error(ctx, yes_no=False)
    return None


def suggested(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """What stands behind "Try:" or "Tips:"."""
    del parts
    p = ctx.phrases
    found = [
        pair
        for pair in pairs(ctx.view)
        if pair.label.lower() in said.suggest and re.search(r"[^\W\d]{3}|[\u4e00-\u9fff]", pair.value)
    ]  # "Tip: 2.00" is money
    if not found:
        return None
    text = p.join.join(p("value", label=pair.label, value=pair.value.rstrip(".。")) for pair in found)
    return ctx.answer(text, [evidence for pair in found for evidence in pair.evidence])


def contact(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """The one address or number there is that is not the person's own; by the means that is asked for, else to write
    before to ring. Of somebody, where the same text names them."""
    p = ctx.phrases
    who = content_words(parts.get("x", ""), p)
    kinds = ("email",) if "mail" in parts else ("phone",) if "phone" in parts else ("email", "phone")
    view = ctx.view
    hidden = [thing.box for thing in view.of_roles(*FIELDS) if thing.box is not None]  # typed by the person
    typed = {normal(thing.value) for thing in view.of_roles(*FIELDS) if thing.value}
    texts = [
        piece
        for piece in (*view.texts, *view.lines)
        if not re.search(said.own, piece.text) and not any(value in normal(piece.text) for value in typed)
    ]
    for kind in kinds:
        found = only_one(Wanted(ctx.asked, (), kind, bare=True), texts, hidden)
        if found is not None and all(covered(who, found.text, p)):
            return ctx.answer(p("says", text=p.ended(ctx.hedged(found))), [found.evidence])
    return None
