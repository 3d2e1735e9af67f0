"""A talk about a photograph: what colour it is, where she is, "and cats?", what the sign says.

What "it" means is what the last answer was about. What the picture as a whole is like is no answer to what a thing in
it is like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from models.grounded.claims import of_thing
from models.grounded.picture import colour_name
from models.grounded.places import place
from models.grounded.questions import parse
from models.grounded.sighted import asked_of, kind_of, of_kind, timeless, told_where
from models.objects.colour import colours_of
from models.objects.tally import PICTURES, Tally, tallies
from models.objects.words import object_words
from models.photo.measures import light, small

if TYPE_CHECKING:
    from assistant.types import Answer, Thing
    from models.grounded.reply import Context
    from models.grounded.view import Piece

MOST_LINES = 6
"""Lines of a picture up to which they are what its sign says; of more it is a page, which other rules know better."""
DARK = 60.0
"""Of 255: where the lights of a picture stay below this, no colour in it can be told."""


@dataclass(frozen=True, slots=True)
class PictureAsk:
    """What a question about a picture was understood as: "exists", "count", "where", "colour", and its noun."""

    intent: str
    noun: str


def of_talk(ctx: Context) -> Answer | None:
    """None for any other question, and what another rule knows better."""
    if ctx.view.scene.source not in PICTURES:
        return None
    plain = timeless(ctx.asked, ctx.phrases)
    words = object_words(ctx.phrases.language)
    for intent, pattern in words.talks:
        if (match := re.fullmatch(pattern, plain)) is None:
            continue
        if intent in ("text", "where_text"):
            return _text(ctx, where=intent == "where_text")
        noun = next((group for group in match.groupdict().values() if group), "")
        return _of_noun(ctx, PictureAsk(intent, noun))
    if (ask := parse(ctx.asked, ctx.phrases)).intent == "about" and ctx.view.objects:
        before = _before(ctx) or PictureAsk("exists", "")
        told = _of_noun(ctx, replace(before, noun=ask.target))
        if told is not None:
            ctx.talk.understood = (ctx.asked, replace(before, noun=ask.target))
        return told
    return None


def _before(ctx: Context) -> PictureAsk | None:
    """What was asked before, if that was of objects."""
    understood = ctx.talk.understood  # also where it was asked of another picture: "and now?"
    if understood is not None and understood[0] == ctx.talk.asked and isinstance(understood[1], PictureAsk):
        return understood[1]
    intent, noun = asked_of(ctx.talk.asked, ctx.phrases)
    if intent in ("exists", "count", "where"):
        return PictureAsk(intent, noun)
    plain = timeless(ctx.talk.asked, ctx.phrases)
    patterns = [pattern for name, pattern in object_words(ctx.phrases.language).talks if name == "colour"]
    return PictureAsk("colour", "") if any(re.fullmatch(one, plain) for one in patterns) else None


def _of_noun(ctx: Context, ask: PictureAsk) -> Answer | None:
    words = object_words(ctx.phrases.language)
    found = tallies(ctx.view.objects)
    if not ask.noun or re.fullmatch(words.pronouns, ask.noun):
        tally = _meant(ctx, found, ask.noun)
        if tally is None:
            # "Where is it?" may mean words; and in a picture without things, the picture itself has a colour.
            photo = bool(found) or ctx.view.scene.source == "camera"
            return ctx.cannot_tell() if photo and ask.intent == "colour" and (found or ctx.talk.answer) else None
    else:
        noun = re.sub(words.leading, "", ask.noun)
        if (kind := kind_of(noun, ctx.phrases)) is None:
            return None
        tally = next((one for one in found if one.kind == kind), None)
        if tally is None:
            return ctx.cannot_tell()
    if ask.intent == "colour":
        return _colour(ctx, tally)
    if ask.intent == "where":
        return ctx.answer(told_where(ctx, tally), [of_thing(thing) for thing in tally.things])
    return of_kind(ctx, ask.intent, tally)


def _meant(ctx: Context, found: Sequence[Tally], pronoun: str) -> Tally | None:
    """What "it" means: what the last answer was about; before any answer what alone is there."""
    words = object_words(ctx.phrases.language)
    person = bool(pronoun and re.fullmatch(words.persons, pronoun))
    boxes = [one.box for one in ctx.talk.subject if one.kind == "object"]
    of_subject = [_only(tally, boxes) for tally in found]
    meant = [one for one in of_subject if one is not None and (one.kind == "person" or not person)]
    if not meant and (ctx.talk.answer is None or person):
        meant = [one for one in found if one.count == 1 and (not person or one.kind == "person")]
        meant = meant if len(meant) == len(found) or person else []
    if len(meant) > 1 and not person:  # "a person and a cat": nobody says "it" of a person
        meant = [one for one in meant if one.kind != "person"]
    return meant[0] if len(meant) == 1 else None


def _only(tally: Tally, boxes: Sequence[object]) -> Tally | None:
    things: tuple[Thing, ...] = tuple(thing for thing in tally.things if thing.box in boxes)
    return replace(tally, things=things, exact=tally.exact or len(things) < tally.count) if things else None


def _colour(ctx: Context, tally: Tally) -> Answer:
    """Of one thing, or of several that are alike; a person has no colour."""
    evidence = [of_thing(thing) for thing in tally.things]
    if ctx.capture is None or tally.kind == "person" or light(small(ctx.capture.pixels)).high < DARK:
        return ctx.cannot_tell(evidence=evidence)  # "it" still means that
    told = {colours_of(ctx.capture.pixels, one.box, colour_name) for one in tally.things if one.box is not None}
    colours = told.pop() if len(told) == 1 else ()
    if not colours:
        return ctx.cannot_tell(evidence=evidence)
    p, words = ctx.phrases, object_words(ctx.phrases.language)
    thing = words.thing(tally.kind, tally.count)
    said = words.coloured.format(thing=thing, colours=p.listed([p.colours.get(one, one) for one in colours]))
    said = said if tally.sure else words.probably.format(things=said.rstrip(".。"))
    return ctx.answer(said[0].upper() + said[1:], evidence)


def _text(ctx: Context, *, where: bool) -> Answer | None:
    """What is written in the picture, or where that is. None for a page."""
    lines: Sequence[Piece] = ctx.view.lines
    if len(lines) > MOST_LINES:
        return None
    if not lines:
        return ctx.cannot_tell()
    p = ctx.phrases
    evidence = [line.evidence for line in lines]
    if not where:
        return ctx.answer(p.join.join(p.ended(ctx.hedged(line)) for line in lines), evidence)
    words = object_words(p.language)
    said = [
        words.at_place.format(thing=ctx.hedged(line), place=place(line.evidence.box, ctx.view.frame, p))
        for line in lines
        if line.evidence.box is not None
    ]
    return ctx.answer(p.join.join(said), evidence) if said else ctx.cannot_tell()
