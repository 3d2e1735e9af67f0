"""What a page tells a person to do: what failed, what may be tried, where to write or ring."""

from __future__ import annotations

import re

from assistant.types import Answer
from models.grounded.alone import only_one
from models.grounded.lookup import error
from models.grounded.pairs import pairs
from models.grounded.problems import error_pieces
from models.grounded.reply import Context
from models.grounded.second.words import SecondWords
from models.grounded.wanted import Wanted
from models.grounded.words import content_words, covered


def failed(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """The error, where it tells of a failure; a warning of what may yet happen is none."""
    del parts
    if any(re.search(said.failed, piece.text) for piece in error_pieces(ctx.view, ctx.phrases)):
        return error(ctx, yes_no=False)
    return None


def suggested(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """What stands behind "Try:" or "Tips:"."""
    del parts
    p = ctx.phrases
    found = [pair for pair in pairs(ctx.view) if pair.label.lower() in said.suggest and pair.value]
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
    texts = [piece for piece in (*view.texts, *view.lines) if not re.search(said.own, piece.text)]
    hidden = [thing.box for thing in view.scene.things if thing.role == "password" and thing.box is not None]
    for kind in kinds:
        found = only_one(Wanted(ctx.asked, (), kind, bare=True), texts, hidden)
        if found is not None and all(covered(who, found.text, p)):
            return ctx.answer(p("says", text=p.ended(ctx.hedged(found))), [found.evidence])
    return None
