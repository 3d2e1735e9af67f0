"""What the person taught, and what a photograph shows as a whole, told and answered as far as it is sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.grounded.claims import claim, of_thing
from models.grounded.drafts import Draft
from models.grounded.places import place
from models.grounded.questions import plain_question
from models.imagenet import calibration
from models.imagenet.words import UNTOLD, names
from models.objects.tally import PICTURES, tallies
from models.taught.gatherer import SHOWN, TAUGHT
from models.taught.matching import SURE
from models.taught.words import named, taught_words

if TYPE_CHECKING:
    from assistant.types import Answer, Thing
    from models.grounded.narrate import Narrator
    from models.grounded.reply import Context
    from models.grounded.view import View


def taught_drafts(n: Narrator) -> Iterator[Draft]:
    """ "Your keys."; "Probably your keys." """
    for thing in _taught(n.view):
        text = _told(thing, n.p.language)
        yield n.draft(text, [of_thing(thing)], "main", text, final=True)


def shown_drafts(n: Narrator) -> Iterator[Draft]:
    """ "Probably a teapot.": told last, after what a detector saw."""
    for thing in _shown(n.view):
        if text := _told_kind(thing, n.p.language):
            yield Draft(claim(text, [of_thing(thing)], "main"), final=True)


def of_taught(ctx: Context) -> Answer | None:
    """ "What is this?", "Is this my mug?", "Where are my keys?" of a picture in which something taught, or a kind of
    thing, is known; None of any other, and where what was asked for was not seen."""
    if ctx.view.scene.source not in PICTURES:
        return None
    language = ctx.phrases.language
    seen = _taught(ctx.view)
    plain = plain_question(ctx.asked, ctx.phrases)
    for intent, pattern in taught_words(language).asks:
        if (match := re.fullmatch(pattern, plain)) is None:
            continue
        if intent == "what":
            told = seen or [one for one in _shown(ctx.view) if _told_kind(one, language)]
            said = [_told(one, language) if one.role == TAUGHT else _told_kind(one, language) for one in told]
            return ctx.answer(ctx.phrases.join.join(said), [of_thing(one) for one in told]) if told else None
        name = named(match["x"], [one.name for one in seen])
        if name is None:
            return None
        thing = next(one for one in seen if one.name == name)
        if intent == "where" and thing.box is not None:
            where = place(thing.box, ctx.view.frame, ctx.phrases)
            key = "sure_at" if _sure(thing) else "probably_at"
            return ctx.answer(taught_words(language).say(key, name, place=where), [of_thing(thing)])
        return ctx.answer(_told(thing, language), [of_thing(thing)])
    return None


def _taught(view: View) -> list[Thing]:
    return [one for one in view.objects if one.role == TAUGHT]


def _shown(view: View) -> list[Thing]:
    """Nothing where a detector of objects, which is more often right, has something to say."""
    return [] if tallies(view.objects) else [one for one in view.objects if one.role == SHOWN]


def _sure(thing: Thing) -> bool:
    return (thing.confidence or 0.0) >= SURE


def _told(thing: Thing, language: str) -> str:
    return taught_words(language).say("sure" if _sure(thing) else "probably", thing.name)


def _told_kind(thing: Thing, language: str) -> str:
    """Empty where the language has no word for it."""
    listed = names(language)
    word = listed[int(thing.name)] if listed else UNTOLD
    if word == UNTOLD:
        return ""
    sure = (thing.confidence or 0.0) >= calibration.SURE
    return taught_words(language).say("sure" if sure else "probably", word)
