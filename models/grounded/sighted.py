"""Questions about objects in a photograph: is there a dog, how many people, where is the cup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from models.grounded.claims import of_thing
from models.grounded.places import place
from models.grounded.questions import parse
from models.guard.words import of_language
from models.objects.tally import Tally, tallies
from models.objects.words import object_words

if TYPE_CHECKING:
    from assistant.types import Answer
    from models.grounded.reply import Context


def of_objects(ctx: Context) -> Answer | None:
    """By what a detector saw; None where it saw none of that kind, which does not mean that there is none."""
    if not ctx.view.objects:
        return None
    ask = parse(ctx.asked, ctx.phrases)
    kind = _kind(ask.target, ctx) if ask.intent in ("count", "exists", "where") else None
    tally = next((one for one in tallies(ctx.view.objects) if one.kind == kind), None)
    if tally is None:
        return None
    words = object_words(ctx.phrases.language)
    said = words.thing(tally.kind, tally.count, exact=tally.exact)
    evidence = [of_thing(thing) for thing in tally.things]
    if ask.intent == "where":
        return ctx.answer(_capital(_where(ctx, tally)), evidence)
    text = _capital((words.sure if tally.sure else words.probably).format(things=said))
    if ask.intent == "exists" and tally.sure:
        text = ctx.phrases("yes_there", name=said)
    return ctx.answer(text, evidence)


def _kind(target: str, ctx: Context) -> str | None:
    """The class of COCO that the question's noun names; None for one that says more ("woman", "puppy")."""
    words = of_language(ctx.phrases.language)
    noun = re.sub(ctx.phrases.articles, "", target.strip().casefold()).strip()
    return None if noun in words.narrower else words.objects.get(noun)


def _where(ctx: Context, tally: Tally) -> str:
    """Each at its place, the surest first."""
    words = object_words(ctx.phrases.language)
    said = []
    for thing in tally.things[:3]:
        if thing.box is not None:
            one, where = words.thing(tally.kind, 1), place(thing.box, ctx.view.frame, ctx.phrases)
            text = words.at_place.format(thing=one, place=where)
            said.append(text if tally.sure else words.probably.format(things=text.rstrip(".。")))
    return ctx.phrases.join.join(map(_capital, said))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
