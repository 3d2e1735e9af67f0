"""How sure a face may be, and how right the numbers of faces and people are: `python benchmarks/photo.py --faces`.

`benchmarks/photo_labels/faces.json` has, for the 232 photographs of benchmarks/objects.py, how many faces there are and
which detections are faces, by eye. The regression of `models/photo/faces.py` is fitted to one half of the pictures (by
the name's SHA-256) and tried on the other, twice. Detections in an animal that the detector of objects sees take no
part, as they take none in what is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.types import Box, Scene, Thing
from models.grounded import photographs
from models.grounded.view import View
from models.objects.calibration import PROBABLY, SURE
from models.objects.finder import believed
from models.objects.finder import thing_of as object_thing
from models.objects.net import ObjectNet
from models.objects.photo import is_photo
from models.objects.tally import faces_of, tallies
from models.photo import faces
from models.photo.finder import thing_of

LABELS = Path(__file__).parent / "photo_labels" / "faces.json"
FROM = 0.6
"""Score from which detections take part: they were looked at from 0.45 on, but below 0.6 all is guessed."""
SAME = 0.4
"""Intersection over union from which a detection is the one that was looked at."""
Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One detection."""

    picture: str
    score: float
    there: bool


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    things: tuple[Thing, ...]
    """Objects and faces, as they go into a scene."""
    size: tuple[int, int]


def looked(
    names: list[str], pixels_of: Callable[[str], Pixels | None]
) -> tuple[list[Row], list[Picture], dict[str, Any]]:
    """Raises `SystemExit` where no picture is there."""
    labels = json.loads(LABELS.read_text("utf-8"))["pictures"]
    net, objects = faces.FaceNet(), ObjectNet()
    rows: list[Row] = []
    pictures: list[Picture] = []
    for name in names:
        pixels = pixels_of(name)
        if pixels is None or name not in labels:
            continue
        height, width = pixels.shape[:2]
        photo = is_photo(pixels)
        seen = believed(objects.spot(pixels), Box(0, 0, width, height)) if photo else []
        found = net.find(pixels, FROM) if photo else []
        things = [object_thing(one, at) for at, one in enumerate(seen)]
        people = [thing_of(one, 1000 + at) for at, one in enumerate(found)]
        nobodys = {one.id for one in people} - {one.id for one in faces_of([*things, *people])}
        rows += _rows(name, labels[name], found, {at for at in range(len(found)) if 1000 + at in nobodys})
        kept = [one for one, face in zip(people, found, strict=True) if face.score >= faces.MAYBE]
        pictures.append(Picture(name, (*things, *kept), (width, height)))
    if not pictures:
        raise SystemExit("None of the pictures is there: see the top of benchmarks/objects.py.")
    return rows, pictures, labels


def _rows(name: str, label: dict[str, Any], found: list[faces.Face], nobodys: set[int]) -> list[Row]:
    def among(box: Box, key: str) -> bool:
        return any(box.iou(Box(*other)) >= SAME for other in label.get(key, ()))

    told = []
    for at, face in enumerate(found):
        there = among(face.box, "boxes")
        if at not in nobodys and (there or not among(face.box, "unsure")):
            told.append(Row(name, face.score, there))
    return told


def fitted(rows: list[Row]) -> tuple[float, float]:
    """Slope, and log-odds at a score of 0.75."""
    x = np.array([[1, 10 * (row.score - 0.75)] for row in rows])
    y = np.array([row.there for row in rows], float)
    weights, held = np.zeros(2), 0.05 * np.eye(2)
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ weights))
        weights -= np.linalg.solve((x.T * (p * (1 - p))) @ x + held, x.T @ (p - y) + held @ weights)
    return float(10 * weights[1]), float(weights[0])


def crossed(rows: list[Row], half: Callable[[str], int]) -> Floats:
    found = np.zeros(len(rows))
    for one in (0, 1):
        slope, level = fitted([row for row in rows if half(row.picture) != one])
        for at, row in enumerate(rows):
            if half(row.picture) == one:
                found[at] = 1 / (1 + np.exp(-level - slope * (row.score - 0.75)))
    return found


def error(likely: Floats, there: Floats) -> float:
    """Expected calibration error over ten equal bins, 0..1."""
    gaps = [abs((there - likely)[(10 * likely >= at) & (10 * likely < at + 1)].sum()) for at in range(10)]
    return float(sum(gaps) / max(1, len(there)))


def table(rows: list[Row], half: Callable[[str], int]) -> dict[str, Any]:
    likely, there = crossed(rows, half), np.array([row.there for row in rows], float)
    raw = np.array([row.score for row in rows])
    told: dict[str, Any] = {"detections": len(rows), "faces": int(there.sum())}
    for low in (0.0, 0.25, 0.5, PROBABLY, SURE):
        high = next((one for one in (0.25, 0.5, PROBABLY, SURE) if one > low), 1.01)
        inside = (likely >= low) & (likely < high)
        if inside.any():
            told[f"{low:.2f}-{min(1, high):.2f}"] = {
                "detections": int(inside.sum()),
                "told %": round(100 * float(likely[inside].mean()), 1),
                "right %": round(100 * float(there[inside].mean()), 1),
            }
    told["expected calibration error %"] = round(100 * error(likely, there), 1)
    told["of the scores as they are %"] = round(100 * error(raw, there), 1)
    slope, level = fitted(rows)
    told["fitted to all: SLOPE, LEVEL"] = [round(slope, 2), round(level, 2)]
    return told


def counts(pictures: list[Picture], labels: dict[str, Any], people: dict[str, dict[str, int | str]]) -> dict[str, Any]:
    """Of the faces that are told as sure, and of the people: by bodies alone, and with the faces."""
    told = {"faces": [0, 0, 0], "bodies": [0, 0, 0], "bodies and faces": [0, 0, 0]}
    for one in pictures:
        label = labels[one.name]["faces"]
        sure = len(photographs.sure_faces(View(_scene(one))))
        if isinstance(label, int) and sure:
            told["faces"][0] += 1
            told["faces"][1] += sure == label
            told["faces"][2] += sure > label
        bodies = replace(one, things=tuple(thing for thing in one.things if thing.role != "face"))
        for name, picture in (("bodies", bodies), ("bodies and faces", one)):
            tally = next((each for each in tallies(picture.things) if each.kind == "person"), None)
            if tally is None or not tally.sure:
                continue
            count = people.get(one.name, {}).get("person", 0)
            least = count if isinstance(count, int) else 2 if count == "+" else None
            if least is None:
                continue
            told[name][0] += 1
            told[name][1] += tally.exact and isinstance(count, int) and tally.count == count
            told[name][2] += isinstance(count, int) and tally.count > count
    return {
        name: dict(zip(("told", "exactly right", "too many"), values, strict=True)) for name, values in told.items()
    }


def where(pictures: list[Picture], labels: dict[str, Any]) -> dict[str, int]:
    """Indoors or outdoors; "no label": told of a picture that nobody has looked at for it."""
    told = {"told": 0, "right": 0, "no label": 0}
    for one in pictures:
        found = photographs.whereabouts(View(_scene(one)), "en")
        if found is not None:
            truth = labels[one.name].get("indoors")
            told["told"] += 1
            told["right"] += ("indoors" in found[0]) is truth
            told["no label"] += truth is None
    return told


def _scene(one: Picture) -> Scene:
    return Scene(*one.size, "file", things=one.things, complete=True)
