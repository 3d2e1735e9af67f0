"""A folder of photographs in sentences: a summary, and a line for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from models.grounded.phrases import phrases
from models.objects.words import object_words
from models.photo import telling
from models.photo.album import alike, days
from models.photo.words import photo_words

if TYPE_CHECKING:
    from models.objects.tally import Tally
    from models.photo.album import Photo
    from models.photo.words import PhotoWords

NAMED = 3
"""Files that are named in a sentence of the summary; of more, how many there are."""
MOST_KINDS = 4
"""Kinds of thing in a line."""
LONGEST = 200
"""Characters of what a file says, in a line."""


def summary(
    folder: str, count: int, photos: Sequence[Photo], broken: Sequence[str], language: str, *, stopped: bool = False
) -> list[str]:
    """`count` pictures are in the folder, of which `photos` were looked at and `broken` can't be read."""
    words = photo_words(language)
    say = words.album
    said = [say["one" if count == 1 else "count"].format(count=count, folder=telling.shown(folder))]
    if stopped:
        said.append(say["stopped"].format(done=len(photos) + len(broken), count=count))
    if (span := days(photos)) is not None:
        said.append(say["day" if span[0] == span[1] else "days"].format(first=span[0], last=span[1]))
    if people := sum(photo.people is not None for photo in photos):
        said.append(say["people"].format(count=people))
    for kind in ("blur", "dark", "burnt", "head_cut"):
        if names := [photo.name for photo in photos if photo.has(kind)]:
            said.append(say[kind].format(names=_names(names, words)))
    for series in alike(photos)[:NAMED]:
        said.append(say["alike"].format(names=_names([photo.name for photo in series], words)))
    if (more := len(alike(photos)) - NAMED) > 0:
        said.append(say["more_alike"].format(count=more))
    if broken:
        said.append(say["broken"].format(names=_names(broken, words)))
    return said


def _names(names: Sequence[str], words: PhotoWords) -> str:
    listed = [telling.shown(name) for name in names[:NAMED]]
    if len(names) > NAMED:
        listed.append(words.album["more"].format(count=len(names) - NAMED))
    return words.comma.join(listed)


def line(photo: Photo, language: str, *, place: bool) -> str:
    """What one shows, what is wrong with it, when it was taken: one line, without the file's name."""
    words, p = photo_words(language), phrases(language)
    said = [*_objects(photo.tallies, language)]
    if not said and photo.colour:
        said.append(p("mostly", colour=p.colours.get(photo.colour, photo.colour)))
    said += dict.fromkeys(telling.sentence_of(fault, words) for fault in photo.faults)
    notes = photo.notes
    if notes.alt:
        said.append(words.says.format(text=telling.quoted(notes.alt, LONGEST)))
    if notes.taken:
        said.append(words.taken.format(when=notes.taken))
    if notes.place is not None and place:
        said.append(telling.of_place(notes.place, words, allowed=True))
    return words.join.join(said)


def _objects(found: Sequence[Tally], language: str) -> list[str]:
    """ "Two people and a dog. Probably a bicycle."."""
    words, p = object_words(language), phrases(language)
    said = []
    for sure, sentence in ((True, words.sure), (False, words.probably)):
        things = [words.thing(one.kind, one.count, exact=one.exact) for one in found if one.sure is sure]
        if things:
            said.append(telling.capital(sentence.format(things=p.listed(things[:MOST_KINDS]))))
    return said


def as_json(photo: Photo, text: str, *, place: bool) -> dict[str, Any]:
    notes, people = photo.notes, photo.people
    return {
        "file": photo.name,
        "text": text,
        "people": None if people is None else {"count": people.count, "exact": people.exact},
        "faces": photo.faces,
        "objects": [
            {"kind": one.kind, "count": one.count, "sure": one.sure, "exact": one.exact} for one in photo.tallies
        ],
        "faults": [fault.kind for fault in photo.faults],
        "taken": notes.taken or None,
        "alt_text": telling.harmless(notes.alt) or None,
        "place": [round(value, 1) for value in notes.place] if notes.place is not None and place else None,
    }
