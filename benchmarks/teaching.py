"""How well taught things are known again, and how often something that nobody taught is called by their names.

    git clone https://github.com/marcusklasson/GroceryStoreDataset CLONES/GroceryStoreDataset      (fc80ba90, MIT)
    git clone --depth 1 https://github.com/Cartucho/mAP CLONES/mAP        (and the others of benchmarks/objects.py)
    python benchmarks/teaching.py CLONES [--cache FILE] [--json] [--quick]
    python benchmarks/teaching.py CLONES --cache FILE --fit | --fit-classes

Two sets, of real photographs:

- held: 31 packages (juice, milk, yoghurt ...) that somebody held before a telephone in a shop, 5 views of each to learn
  from and up to 6 others to be asked about. Hands and shelves are in all of them; many packages differ by a word.
- composed: 40 things cut out of product pictures on white (packages, fruit, vegetables), turned, tilted, lit, blurred
  and put on photographs of rooms and tables: 5 views on some, asked about on others that were not seen before.

In each, a third of the things is taught to nobody: strangers. So are photographs of the other sources. The basis of
`models/taught/vectors.py` is made of photographs that are asked about nowhere (of the fruit, others of its kinds); the
constants of `matching.py` come from the even half of the things, the table from the odd half, which is new to all.

- right, wrong, nothing: what is told of a picture of a taught thing, from "probably" on; sure: told without "probably",
  and how many of those are right;
- false: a stranger that is called by a taught name, a look; of things of the same sort, and of other photographs;
- calibration: expected error of the told probability, ten bins;
- two plain baselines, taught the same views and asked the same: a histogram of colours (HSV, 8 x 4 x 4), and ORB points
  matched (Lowe's ratio 0.8); each with the threshold that lets 5 % of the even half's strangers through.

--fit writes models/weights/taught.safetensors and prints the constants; --fit-classes prints those of
`models/imagenet/calibration.py`, from the pictures in `benchmarks/teaching_labels.txt`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.teaching_pictures import Picture, composed, held, load, others  # noqa: E402
from models.imagenet.net import MODEL, Backbone, Look, softmax  # noqa: E402
from models.store import Store  # noqa: E402
from models.taught import (  # noqa: E402
    Taught,
    matching,
    vectors,
)
from models.taught.lesson import KEPT, unlike  # noqa: E402
from models.taught.views import middle, thing_in_the_middle  # noqa: E402

Floats = npt.NDArray[np.float32]
TEACH, ROUNDS = 5, 6
"""Views that are taught, and divisions of the things into taught ones and strangers."""
STRANGERS = 256
PART = 192
"""Numbers that each depth of the network has in a vector."""
FALSE = 0.05
BINS = 10


class Looked:
    """Raw looks at pictures: the thing in the middle, and the middle. Kept in a file where one is given."""

    def __init__(self, cache: Path | None) -> None:
        self._net = Backbone(Store().path(MODEL))
        self._cache = cache
        self.kept: dict[str, tuple[Floats, Floats, Floats]] = {}
        if cache is not None and cache.exists():
            with np.load(cache, allow_pickle=False) as found:
                deep, early, classes = (found[key].astype(np.float32) for key in ("f", "m", "c"))
                for at, name in enumerate(found["names"]):
                    self.kept[str(name)] = deep[at], early[at], classes[at]
        self.looks, self.seconds = 0, 0.0

    def at(self, pictures: Sequence[Picture]) -> None:
        for number, picture in enumerate(pictures):
            if picture.name in self.kept:
                continue
            pixels = load(picture)
            began = time.perf_counter()
            boxes = [thing_in_the_middle(pixels), middle(pixels.shape[1], pixels.shape[0])]
            look = self._net.look([pixels[box.y : box.bottom, box.x : box.right] for box in boxes])
            self.seconds += time.perf_counter() - began
            self.looks += 1
            self.kept[picture.name] = look.features, look.middle, look.classes
            if number % 100 == 99:
                print(f"{number + 1} of {len(pictures)}", file=sys.stderr, flush=True)
                self.save()
        self.save()

    def save(self) -> None:
        if self._cache is None or not self.kept:
            return
        parts = [np.stack([one[at] for one in self.kept.values()]).astype(np.float16) for at in range(3)]
        np.savez(self._cache, names=np.array(list(self.kept)), f=parts[0], m=parts[1], c=parts[2])

    def look(self, picture: Picture) -> Look:
        features, middles, classes = self.kept[picture.name]
        return Look(classes, features, middles)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the true thing's place among the taught (-1: a stranger, -2: another photograph), what is told, and
    how sure."""

    true: int
    told: int
    sure: float


def half(things: Sequence[str], odd: bool) -> list[str]:
    """Every second one in the order of the hashes of their names, so that brands don't fall together."""
    ranked = sorted(things, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    return ranked[odd::2]


Views = Callable[[Picture], Floats]


def rounds(pictures: Sequence[Picture], rest: Sequence[Picture], odd: bool, views: Views, answer: Any) -> list[Asked]:
    """`answer(taught, queries)`: of [(2, d)] for each query the place and the probability."""
    found: list[Asked] = []
    names = half(names_of(pictures), odd)
    chance = random.Random(7)  # noqa: S311
    for _ in range(ROUNDS):
        order = chance.sample(names, len(names))
        taught, strange = order[: 2 * len(order) // 3], set(order[2 * len(order) // 3 :])
        lessons = [
            [views(one) for one in chance.sample([p for p in pictures if p.thing == name and p.teach], TEACH)]
            for name in taught
        ]
        asked = [one for one in pictures if not one.teach and (one.thing in taught or one.thing in strange)]
        truths = [taught.index(one.thing) if one.thing in taught else -1 for one in asked]
        more = chance.sample(list(rest), min(len(rest), 60))
        told = answer(lessons, [views(one) for one in [*asked, *more]])
        found += [Asked(true, *one) for true, one in zip([*truths, *[-2] * len(more)], told, strict=True)]
    return found


def ours(strangers: Floats) -> Any:
    def answer(lessons: list[list[Floats]], queries: list[Floats]) -> list[tuple[int, float]]:
        things = [
            Taught(str(at), unlike(np.concatenate([*(v[:1] for v in one), *(v[1:] for v in one)]), KEPT), 0.0)
            for at, one in enumerate(lessons)
        ]
        told = []
        for views in queries:
            told.append(max(matching.likeliest(views, things, strangers), key=lambda one: one[1]))
        return told

    return answer


def table(asked: Sequence[Asked], probably: float, sure: float | None) -> dict[str, float]:
    taught = [one for one in asked if one.true >= 0]
    told = [one for one in taught if one.sure >= probably]
    right = sum(one.true == one.told for one in told)
    figures = {
        "asked": len(taught),
        "right": right / len(taught),
        "wrong": (len(told) - right) / len(taught),
        "nothing": 1 - len(told) / len(taught),
    }
    for key, true in (("false_alike", -1), ("false_other", -2)):
        of_it = [one for one in asked if one.true == true]
        figures[key] = sum(one.sure >= probably for one in of_it) / max(1, len(of_it))
    if sure is not None:
        certain = [one for one in asked if one.sure >= sure]
        figures["sure"] = sum(one.true >= 0 for one in certain) / len(taught)
        figures["sure_right"] = sum(one.true == one.told for one in certain) / max(1, len(certain))
        figures["calibration_error"] = calibration_error([(one.sure, one.true == one.told) for one in asked])
    return figures


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error (Naeini et al. 2015)."""
    error = 0.0
    for low in range(BINS):
        of_it = [one for one in pairs if low <= min(one[0] * BINS, BINS - 1e-9) < low + 1]
        if of_it:
            error += abs(sum(one[0] for one in of_it) - sum(one[1] for one in of_it)) / len(pairs)
    return error


# -- the plain baselines ------------------------------------------------------------------------------------------


def colours(picture: Picture) -> Floats:
    import cv2

    pixels = _middle(picture)
    hsv = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV)
    found: Floats = cv2.calcHist([hsv], [0, 1, 2], None, [8, 4, 4], [0, 180, 0, 256, 0, 256]).reshape(1, -1)
    return found / max(1.0, float(found.sum()))


def by_colour(lessons: list[list[Floats]], queries: list[Floats]) -> list[tuple[int, float]]:
    told = []
    for query in queries:
        near = [max(float(np.minimum(query, view).sum()) for view in one) for one in lessons]
        told.append((int(np.argmax(near)), max(near)))
    return told


def points(picture: Picture) -> Any:
    import cv2

    grey = cv2.cvtColor(_middle(picture), cv2.COLOR_RGB2GRAY)
    return cv2.ORB_create(300).detectAndCompute(grey, None)[1]


def by_points(lessons: list[list[Any]], queries: list[Any]) -> list[tuple[int, float]]:
    import cv2

    matcher = cv2.BFMatcher(cv2.NORM_HAMMING)

    def alike(one: Any, other: Any) -> float:
        if one is None or other is None or len(one) < 2 or len(other) < 2:
            return 0.0
        pairs = matcher.knnMatch(one, other, k=2)
        return float(sum(len(pair) == 2 and pair[0].distance < 0.8 * pair[1].distance for pair in pairs))

    told = []
    for query in queries:
        near = [max(alike(query, view) for view in one) for one in lessons]
        told.append((int(np.argmax(near)), max(near)))
    return told


def _middle(picture: Picture) -> npt.NDArray[np.uint8]:
    pixels = load(picture)
    box = middle(pixels.shape[1], pixels.shape[0])
    return np.ascontiguousarray(pixels[box.y : box.bottom, box.x : box.right])


def threshold(asked: Sequence[Asked]) -> float:
    """That which lets `FALSE` of the strangers through."""
    return float(np.quantile([one.sure for one in asked if one.true < 0], 1 - FALSE)) + 1e-9


# -- fitting ------------------------------------------------------------------------------------------------------


def whitened(rows: Floats, eps: float = 0.05) -> tuple[Floats, Floats]:
    mean = rows.mean(0)
    _, spread, axes = np.linalg.svd(rows - mean, full_matrices=False)
    scale = spread[:PART] / len(rows) ** 0.5
    return mean, (axes[:PART] / (scale + eps * scale[0])[:, None]).T.astype(np.float32)


def fit_basis(looked: Looked, pictures: Sequence[Picture]) -> dict[str, Floats]:
    """What `models.taught.vectors.Basis` holds, of photographs of none of the things that are taught."""
    looks = [looked.look(one) for one in pictures]
    found: dict[str, Floats] = {}
    for key, rows in (
        ("deep", vectors.unit(np.concatenate([one.features for one in looks]))),
        ("early", vectors.unit(np.concatenate([one.middle for one in looks]))),
    ):
        found[f"{key}_mean"], found[f"{key}_turn"] = whitened(rows)
    basis = vectors.Basis(**found, strangers=np.zeros((0, vectors.SIZE), np.float32))
    rows = np.concatenate([vectors.turned(one, basis)[1:] for one in looks])
    return found | {"strangers": unlike(rows, STRANGERS)}


def packed(found: dict[str, Floats]) -> bytes:
    """The file `models/weights/taught.safetensors`."""
    from safetensors.numpy import save

    return bytes(save({name: np.ascontiguousarray(value.astype(np.float16)) for name, value in found.items()}))


def logistic(rows: Floats, truths: npt.NDArray[np.bool_], steps: int = 4000, decay: float = 1e-4) -> Floats:
    """Weights, the last one of 1: gradient descent on standardised columns."""
    mean, std = rows.mean(0), rows.std(0) + 1e-9
    scaled = np.concatenate([(rows - mean) / std, np.ones((len(rows), 1))], 1)
    weights = np.zeros(scaled.shape[1])
    for _ in range(steps):
        error = 1 / (1 + np.exp(-scaled @ weights)) - truths
        weights -= 0.5 * (scaled.T @ error / len(rows) + decay * weights)
    bare = weights[:-1] / std
    return np.append(bare, weights[-1] - bare @ mean).astype(np.float32)


def fit_matching(looked: Looked, sets: Sequence[Sequence[Picture]], rest: Sequence[Picture]) -> None:
    """On the even half."""
    rows: list[list[float]] = []
    truths: list[bool] = []
    strangers = vectors.basis().strangers

    def answer(lessons: list[list[Floats]], queries: list[Floats]) -> list[tuple[int, float]]:
        things = [unlike(np.concatenate([*(v[:1] for v in one), *(v[1:] for v in one)]), KEPT) for one in lessons]
        told = []
        for views in queries:
            near = np.stack([matching.nearness(views, one) for one in things], 1)
            strange = matching.nearness(views, strangers, matching.NEAREST_STRANGERS)
            at = int(near.max(1).argmax())
            best = int(near[at].argmax())
            own, rival = float(near[at, best]), float(np.delete(near[at], best).max())
            rows.append([own, own - rival, own - float(strange[at])])
            told.append((best, 0.0))
        return told

    for pictures in sets:
        asked = rounds(pictures, rest, False, lambda one: vectors.vectors(looked.look(one)), answer)
        truths += [one.true == one.told for one in asked]
    own, rival, stranger, level = logistic(np.array(rows, np.float32), np.array(truths))
    print(f"OWN, RIVAL, STRANGER, LEVEL = {own:.2f}, {rival:.2f}, {stranger:.2f}, {level:.2f}")


def names_of(pictures: Sequence[Picture]) -> list[str]:
    return sorted({one.thing for one in pictures})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", type=Path)
    parser.add_argument("--cache", type=Path, help="a file that keeps what the network saw")
    parser.add_argument("--quick", action="store_true", help="without the baselines")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--fit-classes", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    looked = Looked(asked.cache)
    sets = {"held": held(asked.clones), "composed": composed(asked.clones)}
    known, unknown = others(asked.clones)
    looked.at([*(one for pictures in sets.values() for one in pictures), *known, *unknown])
    if asked.fit_classes:
        fit_classes(looked, [*known, *unknown, *sets["held"]])
        return
    if asked.fit:
        data = packed(fit_basis(looked, known))
        vectors.BASIS.write_bytes(data)
        print(f'BASIS_SHA256 = "{hashlib.sha256(data).hexdigest()}"  ({len(data)} bytes)')
        vectors.BASIS_SHA256 = hashlib.sha256(data).hexdigest()
        fit_matching(looked, list(sets.values()), unknown[::2])
        return
    report(looked, sets, unknown[::2], unknown[1::2], asked)


def report(
    looked: Looked, sets: dict[str, list[Picture]], known: Sequence[Picture], unknown: Sequence[Picture], asked: Any
) -> None:
    strangers = vectors.basis().strangers
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for name, pictures in sets.items():
        found = rounds(pictures, unknown, True, lambda one: vectors.vectors(looked.look(one)), ours(strangers))
        figures[name] = {"taught": table(found, matching.PROBABLY, matching.SURE)}
        plain: dict[str, tuple[Callable[[Picture], Any], Any]] = {
            "colours": (colours, by_colour),
            "orb": (points, by_points),
        }
        for kind, (views, answer) in {} if asked.quick else plain.items():
            memory: dict[str, Any] = {}

            def kept(one: Picture, views: Any = views, memory: dict[str, Any] = memory) -> Any:
                if one.name not in memory:
                    memory[one.name] = views(one)
                return memory[one.name]

            least = threshold(rounds(pictures, known[:40], False, kept, answer))
            figures[name][kind] = table(rounds(pictures, unknown[:40], True, kept, answer), least, None)
    ms = {"ms_a_look": 1000 * looked.seconds / looked.looks} if looked.looks else {}
    if asked.json:
        print(json.dumps(figures | ms))
        return
    for name, rows in figures.items():
        for kind, row in rows.items():
            said = ", ".join(
                f"{key} {value}" if key == "asked" else f"{key} {100 * value:.1f} %" for key, value in row.items()
            )
            print(f"{name:9}{kind:8} {said}")
    for key, value in ms.items():
        print(f"{key} {value:.0f} (the middle cut out, two crops through the network; one thread)")


def fit_classes(looked: Looked, pictures: Sequence[Picture]) -> None:
    """By what each may be called (`teaching_labels.txt`): all photographs but the composed ones."""
    from models.imagenet.words import names

    called = names("en")
    labels: dict[str, set[str]] = {}
    for line in (Path(__file__).parent / "teaching_labels.txt").read_text("utf-8").splitlines():
        thing, _, words = line.partition(":")
        if words and not line.startswith("#"):
            labels[thing.strip()] = {word.strip() for word in words.split(",")}
    rows, truths = [], []
    for one in pictures:
        look = looked.look(one)
        kinds, shares = look.classes.argmax(1), softmax(look.classes).max(1)
        if kinds[0] != kinds[1] or called[kinds[0]] == "-":
            continue
        share = float(np.clip((shares[0] * shares[1]) ** 0.5, 1e-6, 1 - 1e-6))
        rows.append([np.log(share / (1 - share))])
        truths.append(called[kinds[0]] in labels.get(one.name, labels.get(one.thing, set())))
    values, right = np.array(rows, np.float32), np.array(truths)
    for first in (0, 1):  # fitted to one half, tried on the other
        slope, level = logistic(values[first::2], right[first::2])
        sure = 1 / (1 + np.exp(-slope * values[1 - first :: 2, 0] - level))
        for least in (0.95, 0.75):
            told = sure >= least
            print(f"half {first}: from {least}: {told.sum()} told, {right[1 - first :: 2][told].sum()} right")
        error = calibration_error(list(zip(sure.tolist(), right[1 - first :: 2].tolist(), strict=True)))
        print(f"half {first}: calibration error {100 * error:.1f} % of {len(sure)}")
    slope, level = logistic(values, right)
    print(f"SLOPE, LEVEL = {slope:.2f}, {level:.2f}   ({len(right)} pictures, {right.sum()} right)")


if __name__ == "__main__":
    main()
