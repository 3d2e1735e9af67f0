"""The answer to "what do you see?"."""

from __future__ import annotations

from assistant.cancel import Token
from assistant.types import Answer
from models.grounded.budget import Plan
from models.grounded.narrate import Narrator
from models.grounded.reply import Context


def describe(ctx: Context) -> Answer:
    """The normal description, as an answer."""
    pixels = ctx.capture.pixels if ctx.capture is not None else None
    notes = ctx.capture.notes if ctx.capture is not None else None
    drafts = Narrator(ctx.view, ctx.phrases, "normal", pixels, notes=notes, place=ctx.place_allowed).drafts()
    chosen = list(Plan("normal").choose(drafts, ctx.view.scene, Token()))
    sure = any(one.topic != "note" for one in chosen)
    evidence = [evidence for one in chosen for evidence in one.evidence]
    return ctx.answer(ctx.phrases.join.join(one.text for one in chosen), evidence, sure=sure)
