"""Events as sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from models.objects.tally import MOST_EXACT
from models.objects.words import object_words
from models.scenes import HAZARDS, Event
from models.scenes.bearings import distance, hour
from models.scenes.words import scene_words
from models.taught.words import taught_words

if TYPE_CHECKING:
    from models.scenes.words import SceneWords

MOST_KINDS = 6
"""Kinds of object that a scene is told with, sure ones and probable ones each."""
LONGEST_TEXT = 120
"""Letters of a text that are told; who wants all of it asks."""


def sentences(events: Sequence[Event], language: str) -> list[tuple[str, tuple[Event, ...]]]:
    """Each sentence, and the events that it tells of. Several of a kind that appear together are one sentence."""
    words = scene_words(language)
    told: list[tuple[str, tuple[Event, ...]]] = []
    done: set[int] = set()
    for at, event in enumerate(events):
        if at in done:
            continue
        alike = [
            number
            for number, other in enumerate(events)
            if number >= at and event.kind == other.kind and event.kind in ("appears", "gone")
            and (event.what, event.sure) == (other.what, other.sure)
        ] or [at]  # fmt: skip
        done.update(alike)
        group = tuple(events[number] for number in alike)
        told.append((_capital(_sentence(group, words, language)), group))
    return told


def _sentence(group: tuple[Event, ...], words: SceneWords, language: str) -> str:
    event = group[0]
    if event.kind in ("scene", "cut"):
        return _scene(event, words, language)
    if event.kind in ("dim", "bright"):
        return words.dim if event.kind == "dim" else words.bright
    if event.kind == "text":
        text = event.text if len(event.text) <= LONGEST_TEXT else event.text[:LONGEST_TEXT].rsplit(" ", 1)[0] + " ..."
        return words.text.format(text=text)
    if event.kind == "taught":
        template = words.appears if event.sure else words.probably
        return template.format(thing=taught_words(language).yours(event.text), where=_where(event, words))
    thing = object_words(language).thing(event.what, len(group))
    where = _where(event, words) if len(group) == 1 and event.kind != "gone" else ""
    if event.kind == "appears":
        template = words.appears if event.sure else words.probably
    else:
        template = words.events[event.kind]
    text = template.format(thing=thing, where=where)
    if not event.hazard:
        return text
    return words.careful.format(text=text[0].lower() + text[1:] if words.lower_after_colon else text)


def _scene(event: Event, words: SceneWords, language: str) -> str:
    """ "Two people and a table. Probably a bicycle." Of one that is dangerous and close also where it is."""
    objects = object_words(language)
    said = [words.another] if event.kind == "cut" else []
    counts = {sure: Counter(one.what for one in event.objects if one.sure is sure) for sure in (True, False)}
    for sure, sentence in ((True, objects.sure), (False, objects.probably)):
        kinds = [kind for kind in counts[sure] if sure or kind not in counts[True]]
        kinds = sorted(kinds, key=lambda kind: (kind != "person", kind not in HAZARDS))[:MOST_KINDS]
        names = [
            objects.thing(kind, count, exact=count <= MOST_EXACT and not (sure and counts[False][kind]))
            for kind in kinds
            if (count := counts[sure][kind])
        ]
        if names:
            said.append(_capital(sentence.format(things=words.listed(names))))
    if not event.objects:
        said.append(words.nothing)
    for one in event.objects:
        near = one.box is not None and distance(one.what, one.box, one.size) == "close"
        if near and one.sure and one.what in HAZARDS:
            text = words.appears.format(thing=objects.thing(one.what, 1), where=_where(one, words))
            said.append(words.careful.format(text=text))
            break
    return words.join.join(said)


def _where(event: Event, words: SceneWords) -> str:
    if event.box is None or not event.size[0]:
        return ""
    far = distance(event.what, event.box, event.size)
    place = "" if event.kind == "centre" else words.at_hour.format(hour=hour(event.box, event.size[0]))
    return place + (words.far[far] if far else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
