"""What a description tells of a photograph beside its objects: what is wrong with it, what its file says, faces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.types import Answer, Evidence, Thing
from models.grounded.claims import normal, of_picture, of_thing
from models.grounded.drafts import Draft, beginning
from models.objects.calibration import SURE
from models.objects.photo import is_photo
from models.objects.tally import PICTURES, faces_of, tallies
from models.objects.words import object_words
from models.photo import faults, measures, telling
from models.photo.words import photo_words
from models.pictures import PAGE_OF_TEXT

if TYPE_CHECKING:
    from assistant.types import FileNotes, Pixels, Scene
    from models.grounded.narrate import Narrator
    from models.grounded.reply import Context
    from models.grounded.view import View
    from models.photo.faults import Fault

OUTDOORS = frozenset((
    "car", "bus", "truck", "train", "airplane", "boat", "traffic light", "fire hydrant", "stop sign", "parking meter",
    "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "skis", "snowboard", "kite", "surfboard",
))  # fmt: skip
SMALLEST = 64
"""Pixels of the shorter side below which a picture is an icon."""
INDOORS = frozenset(("bed", "couch", "toilet", "refrigerator", "oven", "microwave", "sink", "toaster", "tv"))
"""What stands outdoors, and indoors, nearly always: the only evidence there is for where a photograph was taken."""


def photograph(n: Narrator) -> Iterator[Draft]:
    """What is wrong with it, and the alternative text of its file; in full also where it may be, the faces, what the
    file says otherwise. Nothing of a page of text, and of what nobody took: only what its file says."""
    scene = n.view.scene
    if scene.source not in PICTURES or not scene.complete or n.verbosity == "brief":
        return
    full = n.verbosity == "full"
    if n.pixels is not None and is_one(scene, n.pixels):
        for text, evidence in seen_in(n.view, n.pixels, n.p.language, faces=full):
            yield n.draft(text, evidence, "rest", text, final=True)
    for text in told_of(n.notes, n.p.language, place=n.place) if full else _alone(n.notes, n.p.language):
        short = beginning(text, n.p)
        yield n.draft(text, [of_file(text)], "rest", text, final=True, shorter=short)


def is_one(scene: Scene, pixels: Pixels) -> bool:
    """A photograph, and no page of text that was photographed."""
    return len(scene.blocks) < PAGE_OF_TEXT and is_photo(pixels)


def seen_in(view: View, pixels: Pixels, language: str, *, faces: bool) -> Iterator[tuple[str, list[Evidence]]]:
    """Where it was taken, the faces, what is surely wrong: sentences and what backs them."""
    words = photo_words(language)
    if faces and (where := whereabouts(view, language)) is not None:
        yield where
    if faces and (told := of_faces(view, language)) is not None:
        yield told
    for fault in wrong_with(view, pixels):
        if fault.sure:
            yield telling.sentence_of(fault, words), [Evidence("pixels", fault.box or view.frame)]


def wrong_with(view: View, pixels: Pixels) -> list[Fault]:
    """The faults that can be told without another network: of light, of sharpness, of lines that lean, of heads."""
    small = measures.small(pixels)
    if min(pixels.shape[:2]) < SMALLEST or float(small.std(axis=(0, 1)).max()) < 1.0:
        return []
    grey = measures.grey(small)
    found = list(faults.of_light(measures.light(small), measures.blur(grey)))
    return [*found, *faults.of_heads([box for face in sure_faces(view) if (box := face.box)], *_size(view))]


def sure_faces(view: View) -> list[Thing]:
    return [face for face in faces_of(view.objects) if (face.confidence or 0.0) >= SURE]


def of_faces(view: View, language: str) -> tuple[str, list[Evidence]] | None:
    """ "Two faces, all in the frame, one facing the camera."; None where none is sure."""
    faces, sure = faces_of(view.objects), sure_faces(view)
    if not sure:
        return None
    heads = list(faults.of_heads([box for face in sure if (box := face.box)], *_size(view)))
    facing = [True if "facing" in face.states else False if "turned" in face.states else None for face in sure]
    text = telling.of_so_many(len(sure), len(faces) - len(sure), facing, photo_words(language), whole=not heads)
    return text, [of_thing(face) for face in sure]


def whereabouts(view: View, language: str) -> tuple[str, list[Evidence]] | None:
    """ "Probably outdoors, by a car and a horse."; None where nothing tells, or both."""
    found = [one for one in tallies(view.objects) if one.sure]
    out, inside = ([one for one in found if one.kind in kinds] for kinds in (OUTDOORS, INDOORS))
    if bool(out) == bool(inside):
        return None
    words, by = photo_words(language), out or inside
    things = words.comma.join(object_words(language).thing(one.kind, one.count, exact=one.exact) for one in by[:2])
    text = words.where["outdoors" if out else "indoors"].format(things=things)
    return text, [of_thing(thing) for one in by[:2] for thing in one.things]


def told_of(notes: FileNotes | None, language: str, *, place: bool) -> list[str]:
    """All that the file says, as what the file says; where it was taken only if the person allows."""
    return telling.of_notes(notes, photo_words(language), place=place, roughly=True) if notes is not None else []


def _alone(notes: FileNotes | None, language: str) -> list[str]:
    """The alternative text: it was written for those who don't see the picture."""
    return (
        [photo_words(language).says.format(text=telling.quoted(notes.alt))] if notes is not None and notes.alt else []
    )


def of_file(text: str) -> Evidence:
    return Evidence("file", None, None, text)


def _size(view: View) -> tuple[int, int]:
    return view.scene.width, view.scene.height


def rest(ctx: Context) -> Answer | None:
    """What a full description of the picture tells and was not told yet: "more"."""
    from assistant.cancel import Token
    from models.grounded.budget import Plan
    from models.grounded.narrate import Narrator

    capture = ctx.capture
    if capture is None:
        return None
    narrator = Narrator(ctx.view, ctx.phrases, "full", capture.pixels, notes=capture.notes, place=ctx.place_allowed)
    said = normal(" ".join(one.text for one in ctx.talk.statements))
    left = [
        one for one in Plan("full").choose(narrator.drafts(), ctx.view.scene, Token()) if normal(one.text) not in said
    ]
    evidence: Sequence[Evidence] = [item for one in left for item in one.evidence]
    if not left:
        return ctx.answer(ctx.phrases("no_more"), [of_picture(ctx.view.scene)], sure=False)
    return ctx.answer(ctx.phrases.join.join(one.text for one in left), evidence)
