"""The heading of the page itself, where one stands above the others."""

from __future__ import annotations

from assistant.types import Answer
from models.grounded.claims import of_thing, spoken_text
from models.grounded.questions import Ask
from models.grounded.reply import Context
from models.grounded.words import content_words


def page_heading(ctx: Context, ask: Ask) -> Answer | None:
    """To "what is the heading of the page"; None for any other question, where nothing tells the headings, and where
    several are of the highest level."""
    if not _asked(ctx, ask):
        return None
    every = [thing for thing in ctx.view.of_roles("heading") if spoken_text(thing)]
    # A picture of a page tells no levels, but a heading that is the only one needs none.
    found = [thing for thing in every if thing.level] or (every if len(every) == 1 else [])
    highest = min((thing.level or 0 for thing in found), default=0)
    top = [thing for thing in found if (thing.level or 0) == highest]
    if len(top) != 1:
        return None
    return ctx.answer(ctx.phrases.ended(spoken_text(top[0])), [of_thing(top[0])])


def _asked(ctx: Context, ask: Ask) -> bool:
    """Whether "heading" is all that the question has, or nothing but the page is what the heading is of."""
    keys = content_words(ask.target, ctx.phrases)
    if ask.intent == "heading_about":
        return not keys and bool(ask.target)
    called = {word for word, roles in ctx.phrases.role_words.items() if roles == ("heading",)}
    return ask.intent == "value" and bool(keys) and all(key in called for key in keys)
