"""Questions about objects in a photograph: is there a dog, how many people, where is the cup, what do you see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from models.grounded.claims import of_thing
from models.grounded.described import describe
from models.grounded.places import place
from models.grounded.questions import plain_question
from models.guard.words import of_language
from models.objects.tally import PICTURES, Tally, tallies
from models.objects.words import object_words

if TYPE_CHECKING:
    from assistant.types import Answer
    from models.grounded.phrases import Phrases
    from models.grounded.reply import Context

MOST_PLACES = 3
"""Objects of a kind that are told where they are."""


def of_objects(ctx: Context) -> Answer | None:
    """By what a detector saw; None where it saw none of that kind, which does not mean that there is none, and where
    the question says more of it ("in the car", "a red dog"). Of the images on a page nothing: what is asked there is
    its text."""
    if ctx.view.scene.source not in PICTURES:
        return None
    intent, noun = asked_of(ctx.asked, ctx.phrases)
    found = tallies(ctx.view.objects)
    if not found and not (intent == "all" and ctx.view.scene.source == "camera"):
        return None
    if intent == "all":
        if ctx.view.scene.blocks or not found:
            return describe(ctx)
        return ctx.answer(_all(ctx, found), [of_thing(thing) for one in found for thing in one.things])
    tally = next((one for one in found if one.kind == kind_of(noun, ctx.phrases)), None)
    return of_kind(ctx, intent, tally) if tally is not None else None


def of_kind(ctx: Context, intent: str, tally: Tally) -> Answer:
    """Whether ("exists"), how many ("count") or where."""
    words = object_words(ctx.phrases.language)
    said = words.thing(tally.kind, tally.count, exact=tally.exact)
    evidence = [of_thing(thing) for thing in tally.things]
    if intent == "where":
        return ctx.answer(told_where(ctx, tally), evidence)
    text = _capital((words.sure if tally.sure else words.probably).format(things=said))
    if intent == "exists" and tally.sure:
        text = ctx.phrases("yes_there", name=said)
    return ctx.answer(text, evidence)


def asked_of(question: str, phrases: Phrases) -> tuple[str, str]:
    """ "all", "exists", "count" or "where", and the noun; empty for any other question."""
    plain = timeless(question, phrases)
    for intent, pattern in object_words(phrases.language).asks:
        if (match := re.fullmatch(pattern, plain)) is not None:
            return intent, match.groupdict().get("x") or ""
    return "", ""


def timeless(question: str, phrases: Phrases) -> str:
    """Plain, and without "now" and "still": which picture is meant was decided before."""
    return " ".join(re.sub(object_words(phrases.language).by_now, " ", plain_question(question, phrases)).split())


def kind_of(noun: str, phrases: Phrases) -> str | None:
    """The class of COCO that the question's noun names; None for one that says more ("woman", "puppy")."""
    if noun in object_words(phrases.language).anybody:
        return "person"
    words = of_language(phrases.language)
    return None if noun in words.narrower else words.objects.get(noun)


def _all(ctx: Context, found: list[Tally]) -> str:
    """What is sure, then what is probable."""
    words = object_words(ctx.phrases.language)
    said = []
    for sure, sentence in ((True, words.sure), (False, words.probably)):
        things = [words.thing(one.kind, one.count, exact=one.exact) for one in found if one.sure is sure]
        if things:
            said.append(_capital(sentence.format(things=ctx.phrases.listed(things))))
    return ctx.phrases.join.join(said)


def told_where(ctx: Context, tally: Tally) -> str:
    """Each at its place, the surest first; of more than three, or where there may be more, also how many."""
    words = object_words(ctx.phrases.language)
    said = []
    if tally.count > MOST_PLACES or (tally.sure and not tally.exact):
        things = words.thing(tally.kind, tally.count, exact=tally.exact)
        said.append((words.sure if tally.sure else words.probably).format(things=things))
    for thing in tally.things[:MOST_PLACES]:
        if thing.box is not None:
            one, where = words.thing(tally.kind, 1), place(thing.box, ctx.view.frame, ctx.phrases)
            text = words.at_place.format(thing=one, place=where)
            said.append(text if tally.sure else words.probably.format(things=text.rstrip(".。")))
    return ctx.phrases.join.join(map(_capital, said))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
