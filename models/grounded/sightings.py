"""What a detector of objects saw in a photograph, told plainly as far as it is sure, else as "probably", or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from models.grounded.claims import of_thing
from models.grounded.drafts import Draft, first_fit
from models.grounded.places import place
from models.grounded.taught_seen import shown_drafts, taught_drafts
from models.objects.tally import PICTURES, Tally, tallies
from models.objects.words import object_words

if TYPE_CHECKING:
    from models.grounded.narrate import Narrator

MOST_KINDS = 6
"""Kinds of object in a sentence; a detector that is sure of more is looking at a shop window."""


def sightings(n: Narrator) -> Iterator[Draft]:
    """ "Two people and a dog."; "Probably a bicycle."; in full where each of them is."""
    if n.view.scene.source not in PICTURES:
        return  # of the images on a page the guard makes use
    yield from taught_drafts(n)
    found = tallies(n.view.objects)
    words = object_words(n.p.language)
    for sure, sentence in ((True, words.sure), (False, words.probably)):
        told = [one for one in found if one.sure is sure][:MOST_KINDS]
        if not told:
            continue
        said = [_sentence(n, told[:count], sentence) for count in range(len(told), 0, -1)]
        evidence = [of_thing(thing) for one in told for thing in one.things]
        # Once all have looked: text that is still read can show that it is no photograph.
        yield n.draft(said[0], evidence, "main", said[0], final=True, shorter=first_fit(said[1:]))
    yield from shown_drafts(n)
    if n.verbosity == "full":
        yield from _places(n, [one for one in found if one.sure and one.count == 1])


def _sentence(n: Narrator, told: Sequence[Tally], sentence: str) -> str:
    words = object_words(n.p.language)
    things = n.p.listed([words.thing(one.kind, one.count, exact=one.exact) for one in told])
    text = sentence.format(things=things)
    return text[0].upper() + text[1:]


def _places(n: Narrator, alone: Sequence[Tally]) -> Iterator[Draft]:
    words = object_words(n.p.language)
    for one in alone:
        thing = one.things[0]
        if thing.box is None or 2 * thing.box.area > n.view.frame.area:
            continue
        where = place(thing.box, n.view.frame, n.p)
        text = words.at_place.format(thing=words.thing(one.kind, 1), place=where)
        text = text[0].upper() + text[1:]
        yield n.draft(text, [of_thing(thing)], "rest", text, final=True)
