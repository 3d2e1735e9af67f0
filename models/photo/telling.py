"""What was found in a photograph, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from models.objects.words import object_words
from models.photo.faces import FACING, TURNED
from models.photo.words import photo_words

if TYPE_CHECKING:
    from assistant.types import FileNotes
    from models.photo.check import Checked
    from models.photo.faces import Face
    from models.photo.faults import Fault
    from models.photo.fix import Done
    from models.photo.words import PhotoWords

STEPS = {
    "sideways": "turned", "page_tilt": "straightened", "tilt": "straightened", "dark": "lightened",
    "backlit": "shadows", "flat": "contrast", "stored_sideways": "stored",
}  # fmt: skip
"""Kind of fault -> what sets it right; the others can't be."""
INNER = str.maketrans(dict.fromkeys('"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}', "'"))


def sentence_of(fault: Fault, words: PhotoWords) -> str:
    kind = f"head_cut_{fault.side}" if fault.kind == "head_cut" else fault.kind
    if fault.kind == "sideways" and int(fault.value) == 2:
        kind = "sideways_2"
    way = words.right if fault.value > 0 else words.left
    return words.faults[kind][0 if fault.sure else 1].format(degrees=round(abs(fault.value)) or 1, way=way)


def of_faults(checked: Checked, words: PhotoWords) -> list[str]:
    """Each fault once, with what to do about it. How it lies in its file is none of the picture."""
    if not checked.looked:
        return [words.too_little]
    of_the_picture = [fault for fault in checked.faults if fault.kind != "stored_sideways"]
    said: list[str] = [] if of_the_picture else [words.nothing_wrong]
    for fault in checked.faults:
        for text in (sentence_of(fault, words), words.advice.get(fault.kind, "") if fault.sure else ""):
            if text and text not in said:
                said.append(text)
    return said


def of_steps(faults: Sequence[Fault], words: PhotoWords) -> str:
    """What `--fix` would do; empty if nothing."""
    steps = list(dict.fromkeys(words.steps[STEPS[one.kind]] for one in faults if one.sure and one.kind in STEPS))
    return words.can_fix.format(steps=words.comma.join(steps)) if steps else ""


def of_remarks(checked: Checked, words: PhotoWords, language: str) -> list[str]:
    nouns = object_words(language)
    return [
        capital(words.cut.format(thing=nouns.thing(one.what, 1), edge=words.edges[one.side])) for one in checked.remarks
    ]


def of_faces(checked: Checked, words: PhotoWords) -> str:
    """ "Two faces, all in the frame, one facing the camera."; empty where none is sure."""
    sure = checked.sure_faces
    if not sure:
        return ""
    whole = not any(fault.kind == "head_cut" for fault in checked.faults)
    facing = [_faces_camera(face) for face in sure]
    return of_so_many(len(sure), len(checked.faces) - len(sure), facing, words, whole=whole)


def _faces_camera(face: Face) -> bool | None:
    return True if face.turned <= FACING else False if face.turned >= TURNED else None


def of_so_many(count: int, more: int, facing: Sequence[bool | None], words: PhotoWords, *, whole: bool) -> str:
    """`count` sure faces, and `more` probable ones; `whole`: none is cut off; `facing` the camera, None: can't tell."""
    parts = [count_of(count, words)]
    if more > 0:
        parts.append(words.faces[2].format(number=words.number(more)))
    if whole:
        parts.append(words.all_in[0 if count == 1 else 1])
    if told := _facing(facing, words):
        parts.append(told)
    return capital(words.comma.join(parts) + words.end)


def count_of(count: int, words: PhotoWords) -> str:
    """ "one face", "two faces", as a sentence begins."""
    return words.faces[0] if count == 1 else words.faces[1].format(number=words.number(count))


def _facing(faces: Sequence[bool | None], words: PhotoWords) -> str:
    """Only where it can be told of each."""
    if None in faces or not (facing := sum(map(bool, faces))):
        return ""
    of_one, of_all, of_some = words.facing
    if facing == len(faces):
        return of_one if facing == 1 else of_all
    return of_some.format(number=words.number(facing))


def of_done(done: Sequence[Done], name: str, words: PhotoWords) -> str:
    steps = [
        words.done[one.step].format(degrees=round(abs(one.amount)) or 1, stops=round(one.amount, 1)) for one in done
    ]
    return words.saved.format(steps=words.comma.join(steps), file=name)


def of_notes(notes: FileNotes, words: PhotoWords, *, place: bool, roughly: bool = False) -> list[str]:
    """As what the file says. The place only if it was asked for, `roughly` where the settings allow it."""
    said = [words.says.format(text=quoted(text)) for text in (notes.alt, notes.title, notes.description) if text]
    said = list(dict.fromkeys(said))
    if notes.taken:
        said.append(words.taken.format(when=notes.taken))
    if notes.place is not None and roughly:
        said.append(of_place(notes.place, words, allowed=place))
    elif notes.place is not None:
        north, east = notes.place
        said.append(words.place.format(place=f"{north:.5f}, {east:.5f}") if place else words.has_place)
    return said


def of_place(place: tuple[float, float], words: PhotoWords, *, allowed: bool) -> str:
    """In tenths of a degree, which are some ten kilometres; where it may not be told, that the file says it. Nothing
    is looked up."""
    if not allowed:
        return words.place_kept_back
    north, east = (round(value, 1) for value in place)
    ways = words.compass
    parts = [
        ways["south" if north < 0 else "north"].format(degrees=f"{abs(north):g}"),
        ways["west" if east < 0 else "east"].format(degrees=f"{abs(east):g}"),
    ]
    return words.place_roughly.format(place=words.comma.join(parts))


def quoted(text: str, most: int | None = None) -> str:
    """What somebody wrote, `harmless`, between quotation marks that it can't close; of more than `most` characters
    the beginning."""
    inside = harmless(text).translate(INNER)
    if most is not None and len(inside) > most:
        inside = f"{inside[:most].rsplit(' ', 1)[0]} \N{HORIZONTAL ELLIPSIS}"
    return f"\N{LEFT DOUBLE QUOTATION MARK}{inside}\N{RIGHT DOUBLE QUOTATION MARK}"


def harmless(text: str) -> str:
    """Without passwords, card numbers, keys and tokens."""
    from models.evidence.secrets import SecretRedactor
    from models.grounded.secrets import without_passwords

    return without_passwords(SecretRedactor().clean(text))


def shown(text: str) -> str:
    """A file may have a name that would drive the terminal, or turn the line around."""
    return "".join(one if one.isprintable() else "?" for one in text)


def as_json(checked: Checked, language: str) -> dict[str, Any]:
    words = photo_words(language)
    return {
        "width": checked.width,
        "height": checked.height,
        "faults": [_fault_json(one, sentence_of(one, words)) for one in checked.faults],
        "remarks": [
            _fault_json(one, text)
            for one, text in zip(checked.remarks, of_remarks(checked, words, language), strict=True)
        ],
        "faces": [
            {"box": face.box.as_list(), "score": round(face.score, 3), "sure": face in checked.sure_faces,
             "facing": _faces_camera(face)}
            for face in checked.faces
        ],
    }  # fmt: skip


def _fault_json(fault: Fault, text: str) -> dict[str, Any]:
    return {
        "kind": fault.kind,
        "text": text,
        "sure": fault.sure,
        "value": round(fault.value, 3),
        "box": fault.box.as_list() if fault.box is not None else None,
        "edge": fault.side or None,
        "can_be_fixed": fault.sure and fault.kind in STEPS,
    }


def capital(text: str) -> str:
    return text[0].upper() + text[1:]
