"""How right `hearsight photo-check` is about photographs: good ones, and the same ones spoiled.

    (the pictures of benchmarks/objects.py: CLONES and WHEELS as it says)
    python benchmarks/photo.py CLONES --wheels WHEELS [--fit] [--json] [--faces] [--alike]

The good ones are in `benchmarks/photo_labels/good.txt`, looked at one by one; each is spoiled by this script, in known
ways: out of focus, shaken, too little and too much light, less contrast, against the light, turned by some degrees or a
quarter, cropped through a face. All but the crops are stored as JPEG once more, as a camera would.

The thresholds of `models/photo/faults.py` are fitted to one half of the pictures (by the name's SHA-256) and tried on
the other, twice: the table is of pictures that the thresholds had not seen. --fit prints those fitted to all.

- false: of the good pictures, what share is called so surely, and surely or maybe;
- recall: of the spoiled ones, the same;
- precision, where as many are good as are spoiled, each in one of the ways of a row.

Whether light may be burnt out is told by a regression of its own ("burning"), fitted and tried in the same way. --faces
prints how sure a face may be (`benchmarks/photo_faces.py`), --alike which pictures are taken for nearly the same.

Faults of frames and turns have no fitted thresholds: there the table is of all pictures with a sure face.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.cancel import Token  # noqa: E402
from assistant.types import Box  # noqa: E402
from benchmarks.objects import pixels_of  # noqa: E402
from models.photo import faults, measures  # noqa: E402
from models.photo.check import PhotoCheck  # noqa: E402
from models.photo.faces import Face  # noqa: E402
from models.photo.faults import Threshold  # noqa: E402
from models.photo.fix import straightened  # noqa: E402
from models.photo.tilt import lean  # noqa: E402

GOOD = Path(__file__).parent / "photo_labels" / "good.txt"
Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
MAYBE, OUT_OF_REACH = 98, 0.15
"""Percentile of the good ones that "may be" is set to; share of the way from the worst good one to the middle spoiled
one at which "sure" lies."""


# -- spoiling -------------------------------------------------------------------------------------------------------


def stored(pixels: Pixels, quality: int = 88) -> Pixels:
    import cv2

    data = cv2.imencode(".jpg", np.ascontiguousarray(pixels[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1])


def unfocused(share: float) -> Callable[[Pixels], Pixels]:
    """A bell of that standard deviation, in longer sides."""
    import cv2

    return lambda pixels: stored(cv2.GaussianBlur(pixels, (0, 0), share * max(pixels.shape[:2])))


def shaken(share: float, degrees: float) -> Callable[[Pixels], Pixels]:
    """Along a line of that length, in longer sides."""
    import cv2

    def spoil(pixels: Pixels) -> Pixels:
        length = max(3, int(share * max(pixels.shape[:2])) | 1)
        line = np.zeros((length, length), np.float32)
        line[length // 2] = 1
        turn = cv2.getRotationMatrix2D((length // 2, length // 2), degrees, 1)
        line = cv2.warpAffine(line, turn, (length, length))
        return stored(cv2.filter2D(pixels, -1, line / line.sum()))

    return spoil


def exposed(stops: float) -> Callable[[Pixels], Pixels]:
    def spoil(pixels: Pixels) -> Pixels:
        light = (np.arange(256) / 255) ** 2.2 * 2**stops
        table = (np.clip(light, 0, 1) ** (1 / 2.2) * 255 + 0.5).astype(np.uint8)
        return stored(table[pixels])

    return spoil


def dulled(share: float) -> Callable[[Pixels], Pixels]:
    return lambda pixels: stored((150 + (pixels.astype(np.float32) - 150) * share).clip(0, 255).astype(np.uint8))


def backlit(pixels: Pixels, face: Face) -> Pixels:
    """Head and shoulders darker by three and a half stops, the rest lighter by one."""
    import cv2

    height, width = pixels.shape[:2]
    mask = np.zeros((height, width), np.float32)
    x, y = (round(value) for value in face.box.centre)
    cv2.ellipse(mask, (x, y + face.box.h), (face.box.w * 2, round(face.box.h * 2.4)), 0, 0, 360, 1.0, -1)
    mask = cv2.GaussianBlur(mask, (0, 0), max(1.0, face.box.w / 6))[..., None]
    light = (pixels / 255) ** 2.2 * 2 ** (1 - 4.5 * mask)
    return stored((np.clip(light, 0, 1) ** (1 / 2.2) * 255 + 0.5).astype(np.uint8))


# -- what is measured -------------------------------------------------------------------------------------------------

Score = Callable[[Pixels], float]


def blur_of(pixels: Pixels) -> float:
    return measures.blur(measures.grey(measures.small(pixels))) or 0.0


def dark_of(pixels: Pixels) -> float:
    light = measures.light(measures.small(pixels))
    told = light.middle <= faults.DARK_MIDDLE and light.black < faults.MOSTLY_BLACK
    return 255 - light.high if told else 0.0


def burnt_of(pixels: Pixels) -> float:
    return measures.light(measures.small(pixels)).clipped


def flat_of(pixels: Pixels) -> float:
    light = measures.light(measures.small(pixels))
    return 255 - light.range if light.black < faults.MOSTLY_BLACK else 0.0


MEASURED: dict[str, tuple[Score, dict[str, Callable[[Pixels], Pixels]]]] = {
    "blur": (blur_of, {
        "focus, slightly (0.3 %)": unfocused(0.003), "focus (0.5 %)": unfocused(0.005),
        "focus (0.8 %)": unfocused(0.008),
        "shaken across (2.5 %)": shaken(0.025, 0), "shaken aslant (2.5 %)": shaken(0.025, 35),
        "shaken (4 %)": shaken(0.04, 70),
    }),
    "dark": (dark_of, {"2 stops": exposed(-2), "3 stops": exposed(-3), "4 stops": exposed(-4)}),
    "burnt": (burnt_of, {"1 stop": exposed(1), "1.5 stops": exposed(1.5), "2 stops": exposed(2)}),
    "flat": (flat_of, {"half": dulled(0.5), "a third": dulled(0.35), "a quarter": dulled(0.25)}),
}  # fmt: skip


def fitted(good: npt.NDArray[np.float64], spoiled: npt.NDArray[np.float64]) -> Threshold:
    """Of scores that are higher the worse it is."""
    worst = float(good.max())
    sure = worst + OUT_OF_REACH * max(0.0, float(np.median(spoiled)) - worst)
    return Threshold(
        min(sure, float(np.percentile(good, MAYBE)) + OUT_OF_REACH * (sure - float(np.median(good)))), sure
    )


def by_halves(score: Score, ways: dict[str, Callable[[Pixels], Pixels]], pictures: dict[str, Pixels]) -> dict[str, Any]:
    names = list(pictures)
    first = np.array([int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0 for name in names])
    good = np.array([score(pictures[name]) for name in names])
    spoiled = {way: np.array([score(spoil(pictures[name])) for name in names]) for way, spoil in ways.items()}
    all_spoiled = np.concatenate(list(spoiled.values()))
    of_half = np.tile(first, len(ways))
    false, found = np.zeros(2), {way: np.zeros(2) for way in ways}
    for half in (first, ~first):
        limit = fitted(good[half], all_spoiled[of_half if half is first else ~of_half])
        for at, least in enumerate((limit.sure, limit.maybe)):
            false[at] += (good[~half] >= least).sum()
            for way, scores in spoiled.items():
                found[way][at] += (scores[~half] >= least).sum()
    count = len(names)
    return {
        "pictures": count,
        "false": (false / count).tolist(),
        "ways": {way: {"recall": (got / count).tolist(), "precision": (got / (got + false + 1e-9)).tolist()}
                 for way, got in found.items()},
        "fitted": fitted(good, all_spoiled),
    }  # fmt: skip


# -- faults of the frame ----------------------------------------------------------------------------------------------


def largest(check: PhotoCheck, pixels: Pixels) -> Face | None:
    faces = [face for face in check.check(pixels, token=Token()).sure_faces if face.box.h >= 40 and face.box.y > 0]
    return max(faces, key=lambda face: face.box.area) if faces else None


def framed(pixels: Pixels, face: Face) -> Iterator[tuple[str, str, Pixels]]:
    """Kind of fault, way, spoiled picture."""
    box: Box = face.box
    yield "head_cut", "through the brow", pixels[box.y + box.h // 4 :]
    yield "head_cut", "left, through an eye", pixels[:, box.x + box.w // 3 :]
    yield "head_cut", "right, through an eye", pixels[:, : box.right - box.w // 3]
    for quarters in (1, 2, 3):
        yield "sideways", f"{quarters} quarters", np.ascontiguousarray(np.rot90(pixels, quarters))
    yield "backlit", "by 3.5 stops", backlit(pixels, face)


def frames(check: PhotoCheck, pictures: dict[str, Pixels]) -> dict[str, Any]:
    told: dict[tuple[str, str], list[tuple[bool, bool]]] = {}
    false: dict[str, list[str]] = {kind: [] for kind in ("head_cut", "sideways", "backlit", "tilt", "page_tilt")}
    with_face = 0
    for name, pixels in pictures.items():
        for fault in check.check(pixels, token=Token()).faults:
            if fault.kind in false:
                false[fault.kind].append(f"{name} ({'sure' if fault.sure else 'maybe'} {fault.value:.2f})")
        face = largest(check, pixels)
        if face is None:
            continue
        with_face += 1
        for kind, way, spoiled in framed(pixels, face):
            found = [
                one for one in check.check(np.ascontiguousarray(spoiled), token=Token()).faults if one.kind == kind
            ]
            told.setdefault((kind, way), []).append((any(one.sure for one in found), bool(found)))
    return {
        "pictures": len(pictures), "with_face": with_face, "false": false,
        "ways": {f"{kind}: {way}": np.mean(values, axis=0).tolist() for (kind, way), values in told.items()},
    }  # fmt: skip


def tilts(pictures: dict[str, Pixels], degrees: Sequence[float] = (-8, -5, -3, 3, 5, 8)) -> dict[str, Any]:
    """By lines; right is within two degrees."""
    told = {"sure": [0, 0], "maybe": [0, 0]}
    good = {"sure": 0, "maybe": 0}
    for pixels in pictures.values():
        found = lean(measures.grey(measures.small(pixels)))
        if found is not None:
            good["sure" if found.sure else "maybe"] += 1
        for turn in degrees:
            found = lean(measures.grey(measures.small(straightened(pixels, turn))))
            if found is not None:
                right = abs(found.degrees + turn) <= 2
                told["sure" if found.sure else "maybe"][0 if right else 1] += 1
    return {"turned": len(pictures) * len(degrees), "told_right_and_wrong": told, "good": len(pictures), "false": good}


def burning(pictures: dict[str, Pixels]) -> dict[str, Any]:
    """What of `faults.burning` its regression makes of pictures that it was not fitted to: the weights of
    one half tried on the other, twice, with the 98th percentile of the good ones as "may be"."""
    names, ways = list(pictures), MEASURED["burnt"][1]
    first = np.array([_half(name) == 0 for name in names])
    good = np.array([_burnt_by(pictures[name]) for name in names])
    spoiled = {way: np.array([_burnt_by(spoil(pictures[name])) for name in names]) for way, spoil in ways.items()}
    false, found = 0, dict.fromkeys(ways, 0)
    for half in (first, ~first):
        score = _regression(good[half], np.concatenate([one[half] for one in spoiled.values()]))
        least = float(np.percentile(score(good[half]), MAYBE))
        false += int((score(good[~half]) >= least).sum())
        for way, values in spoiled.items():
            found[way] += int((score(values[~half]) >= least).sum())
    return {
        "pictures": len(names), "good called so": false,
        "ways": {way: {"recall": got / len(names), "precision": got / (got + false)} for way, got in found.items()},
    }  # fmt: skip


def _burnt_by(pixels: Pixels) -> list[float]:
    light = measures.light(measures.small(pixels))
    return [light.high, light.clipped, light.full, light.soft]


def _regression(good: Floats, bad: Floats) -> Callable[[Floats], Floats]:
    """Log-odds by logistic regression on the numbers in standard deviations of the good ones."""
    middle, spread = good.mean(0), good.std(0) + 1e-6

    def by(values: Floats) -> Floats:
        return np.column_stack([np.ones(len(values)), (values - middle) / spread])

    x = by(np.concatenate([good, bad]))
    y = np.concatenate([np.zeros(len(good)), np.ones(len(bad))])
    weights = np.zeros(x.shape[1])
    for _ in range(80):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        weights -= np.linalg.solve((x.T * (p * (1 - p))) @ x + np.eye(len(weights)), x.T @ (p - y) + weights)
    return lambda values: by(values) @ weights


def _half(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2


def of_faces(clones: Path, wheels: Path | None) -> dict[str, Any]:
    from benchmarks import photo_faces
    from benchmarks.objects import labels

    people = labels(clones)
    rows, pictures, faces = photo_faces.looked(list(people), lambda name: pixels_of(name, clones, wheels))
    return {
        "pictures": len(pictures),
        "reliability": photo_faces.table(rows, _half),
        "numbers": photo_faces.counts(pictures, faces, people),
        "indoors or outdoors": photo_faces.where(pictures, faces),
    }


def copied(pixels: Pixels) -> Pixels:
    """As the next picture of a series would be: moved by 2 %, softer, darker."""
    import cv2

    height, width = pixels.shape[:2]
    down, right = max(1, height // 50), max(1, width // 50)
    soft = cv2.GaussianBlur(pixels[down:, right:], (0, 0), 0.003 * max(height, width))
    return stored((soft * 0.8).astype(np.uint8))


def of_series(clones: Path, wheels: Path | None) -> dict[str, Any]:
    """How often `models.photo.album` takes a copy for the same, and two different pictures."""
    from benchmarks.objects import labels
    from models.photo.album import ALIKE, difference_hash

    found: dict[str, int] = {}
    copies = pictures = 0
    for name in labels(clones):
        pixels = pixels_of(name, clones, wheels)
        if pixels is None:
            continue
        pictures += 1
        own, other = (difference_hash(measures.small(one)) for one in (pixels, copied(pixels)))
        if own is not None:
            found[name] = own
            copies += other is not None and (own ^ other).bit_count() <= ALIKE
    pairs = [(*sorted((one, other)), (found[one] ^ found[other]).bit_count()) for one, other in combinations(found, 2)]
    return {
        "pictures": pictures,
        "copies taken for the same %": round(100 * copies / max(1, pictures), 1),
        "pairs": len(pairs),
        "taken for the same": [pair for pair in pairs if pair[2] <= ALIKE],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", type=Path, help="the folder with the clones of the repositories")
    parser.add_argument("--wheels", type=Path, help="the folder with the wheels")
    parser.add_argument("--fit", action="store_true", help="print the thresholds fitted to all pictures")
    parser.add_argument("--quick", action="store_true", help="only what needs no network")
    parser.add_argument("--frames", action="store_true", help="only what needs the networks: frames and turns")
    parser.add_argument("--faces", action="store_true", help="only how sure faces are, and how right their numbers")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--alike", action="store_true", help="only which pictures are taken for nearly the same")
    asked = parser.parse_args()
    if asked.alike:
        print(json.dumps(of_series(asked.clones, asked.wheels), indent=1))
        return
    if asked.faces:
        print(json.dumps(of_faces(asked.clones, asked.wheels), indent=1))
        return
    names = [line for line in GOOD.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    loaded = {name: pixels_of(name, asked.clones, asked.wheels) for name in names}
    pictures = {name: pixels for name, pixels in loaded.items() if pixels is not None}
    if not pictures:
        raise SystemExit(f"None of the pictures is under {asked.clones}: see the top of benchmarks/objects.py.")
    measured = {} if asked.frames else MEASURED
    results: dict[str, Any] = {kind: by_halves(score, ways, pictures) for kind, (score, ways) in measured.items()}
    limits = {kind: told.pop("fitted") for kind, told in results.items()}
    if not asked.frames:
        results["tilt"] = tilts(pictures)
        results["burning"] = burning(pictures)
    if not asked.quick:
        results["frames"] = frames(PhotoCheck(), pictures)
    if asked.fit:
        results["fitted"] = {kind: [round(limit.maybe, 3), round(limit.sure, 3)] for kind, limit in limits.items()}
    if asked.json:
        print(json.dumps(results, indent=1))
        return
    for kind in measured:
        told = results[kind]
        surely, at_all = told["false"]
        print(f"{kind}: of {told['pictures']} good ones called so: surely {surely:.1%}, at all {at_all:.1%}")
        for way, of_it in told["ways"].items():
            recall, precision = (" ".join(f"{share:6.1%}" for share in of_it[name]) for name in ("recall", "precision"))
            print(f"  {way:26} recall {recall}   precision {precision}")
    for key in ("tilt", "burning", "frames", "fitted"):
        if key in results:
            print(key, json.dumps(results[key], indent=1))


if __name__ == "__main__":
    main()
