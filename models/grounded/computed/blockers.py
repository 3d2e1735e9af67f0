"""Which required field is empty, and what keeps a form from being sent: by the states that the tree tells."""

from __future__ import annotations

import re

from assistant.types import Answer, Evidence, Thing
from models.grounded.claims import normal, of_thing
from models.grounded.problems import error_pieces, invalid_things, said_below
from models.grounded.reply import Context
from models.grounded.view import FIELDS, TICKED
from models.grounded.words import content_words, covered


def required(ctx: Context) -> Answer | None:
    """None where no field is marked as required: then nothing can be told."""
    p = ctx.phrases
    needed = _required(ctx)
    if not needed:
        return None
    told = [_lack(ctx, thing) for thing in needed]
    lacking = [(text, of_thing(thing)) for text, thing in zip(told, needed, strict=True) if text]
    if not lacking and any(thing.source == "pixels" for thing in needed):
        return None  # what is not seen may be empty all the same
    if not lacking:
        return ctx.answer(p("calc_no_blocker"), [of_thing(thing) for thing in needed])
    known = any(thing.role != "password" for text, thing in zip(told, needed, strict=True) if text)
    return ctx.answer(p.join.join(text for text, _ in lacking), [evidence for _, evidence in lacking], sure=known)


def blockers(ctx: Context, wish: str = "") -> Answer | None:
    """What is empty, unticked or invalid, the words of errors, and whether the way on is disabled; None for no form,
    and for a wish ("log in") that no button here is for."""
    p, view = ctx.phrases, ctx.view
    if not view.of_roles(*FIELDS, *TICKED) or (wish and not _is_the_way_on(ctx, wish)):
        return None
    found: list[tuple[str, Evidence]] = []
    for thing in _required(ctx):
        if text := _lack(ctx, thing):
            found.append((text, of_thing(thing)))
    for thing in invalid_things(view):
        why, name = thing.description or said_below(thing, view), thing.name.rstrip(" *:")
        text = p("invalid_why", name=name, why=p.ended(why)) if why else p("invalid", name=name)
        found.append((text, of_thing(thing)))
    for piece in error_pieces(view, p):
        if normal(piece.text) not in normal(" ".join(text for text, _ in found)):
            found.append((p.ended(ctx.hedged(piece)), piece.evidence))
    if not found:
        return None
    for button in view.of_roles("button"):
        if "disabled" in button.states and button.name:
            found.append((p("calc_disabled", name=button.name), of_thing(button)))
    return ctx.answer(p.join.join(text for text, _ in found), [evidence for _, evidence in found])


def _is_the_way_on(ctx: Context, wish: str) -> bool:
    """Whether a button is called as what the person wants to do; any way on will do for words as "submit"."""
    keys = content_words(wish, ctx.phrases)
    if re.search(ctx.phrases.reckoning.submit, wish):
        return True
    buttons = ctx.view.of_roles("button", "link")
    return any(all(covered(keys, button.name, ctx.phrases)) for button in buttons if keys and button.name)


def _required(ctx: Context) -> list[Thing]:
    """By their state, or the star that marks it in a name."""
    return [
        thing
        for thing in ctx.view.of_roles(*FIELDS, *TICKED)
        if thing.source in ("tree", "pixels")
        and ("required" in thing.states or thing.name.rstrip(" :：").endswith("*"))
    ]


def _lack(ctx: Context, thing: Thing) -> str:
    """What the field lacks, as a sentence; "" for nothing. Of a password it can't be told."""
    p, name = ctx.phrases, thing.name.rstrip(" *:：")
    if thing.role == "password":
        return p("secret", label=name)
    if thing.role in TICKED:
        ticked = {"checked", "mixed"} & thing.states
        return "" if ticked or thing.role == "radio" else p("calc_must_tick", name=name)
    empty = not thing.value.strip() if thing.source == "tree" else "empty" in thing.states
    return p("calc_must", name=name) if empty else ""
