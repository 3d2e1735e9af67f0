"""The pictures of `teaching.py`: packages in a hand, and things put on photographs of rooms and streets."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
TAUGHT, ASKED = 6, 6
"""Photographs of a package, at most, to learn from and to be asked about."""
THINGS, VIEWS = 40, 5
"""Composed things, and views of each in either part."""
WIDTH, HEIGHT = 480, 360


@dataclass(frozen=True, slots=True)
class Picture:
    """`thing` "": of none that is taught. `teach`: one to learn from. `cut` is put on `path` where it is given."""

    name: str
    thing: str
    teach: bool
    path: Path
    cut: Path | None = None
    seed: int = 0


def held(clones: Path) -> list[Picture]:
    """The packages of GroceryStoreDataset."""
    folder = clones / "GroceryStoreDataset" / "dataset"
    found = []
    for part, most in (("train", TAUGHT), ("test", ASKED)):
        for kind in sorted(one for one in (folder / part / "Packages").glob("*/*") if one.is_dir()):
            found += [
                Picture(f"{part}/{path.name}", kind.name, part == "train", path)
                for path in sorted(kind.glob("*.jpg"))[:most]
            ]
    enough = {one.thing for one in found if one.teach and sum(o.thing == one.thing and o.teach for o in found) >= 5}
    enough &= {one.thing for one in found if not one.teach}
    return [one for one in found if one.thing in enough]


def composed(clones: Path) -> list[Picture]:
    """Cut-outs on backgrounds: those to learn from on every second one, those asked about on the others."""
    folder = clones / "GroceryStoreDataset" / "dataset" / "iconic-images-and-descriptions"
    cuts = sorted(folder.rglob("*_Iconic.jpg"))[:: max(1, len(list(folder.rglob("*_Iconic.jpg"))) // THINGS)][:THINGS]
    places = backgrounds(clones)
    found = []
    for number, cut in enumerate(cuts):
        for at in range(2 * VIEWS):
            teach = at < VIEWS
            seed = 100 * number + at
            place = random.Random(seed).choice(places[0 if teach else 1])  # noqa: S311
            name = f"composed/{cut.stem}/{at}/{place.name}"
            found.append(Picture(name, cut.stem, teach, place, cut, seed))
    return found


def backgrounds(clones: Path) -> tuple[list[Path], list[Path]]:
    """Rooms, tables and streets, in two parts that share none; of the flat, which is one flat, all in the first."""
    flat = sorted((clones / "mAP" / "input" / "images-optional").glob("*.jpg"))[::4]
    rooms = sorted((clones / "jetson-inference" / "data" / "images").glob("room_*.jpg"))
    streets = sorted((clones / "jetson-inference" / "data" / "images").glob("city_*.jpg"))
    return [*flat, *rooms[::2], *streets[::2]], [*rooms[1::2], *streets[1::2]]


def others(clones: Path) -> tuple[list[Picture], list[Picture]]:
    """Photographs of what nobody taught: those of `objects.py`, and fruit and vegetables in a shop. The first are there
    to make the basis and the strangers of, the second to be asked about."""
    images = sorted((clones / "jetson-inference" / "data" / "images").glob("*.jpg"))
    plain = [
        Picture(f"jetson/{path.name}", path.stem.rstrip("_0123456789"), False, path)
        for path in images
        if not path.name.startswith(("room_", "city_"))
    ]
    flat = sorted((clones / "mAP" / "input" / "images-optional").glob("*.jpg"))[2::4]
    made = [Picture(f"flat/{path.name}", "flat", False, path) for path in flat]
    asked = []
    for part, found in (("train", made), ("test", asked)):
        for sort in ("Fruit", "Vegetables"):
            folder = clones / "GroceryStoreDataset" / "dataset" / part / sort
            for kind in sorted({path.parent for path in folder.rglob("*.jpg")}):
                prefix = "shop" if part == "test" else "shop-train"
                found += [
                    Picture(f"{prefix}/{path.name}", kind.name, False, path) for path in sorted(kind.glob("*.jpg"))[:3]
                ]
    return [*made, *plain[::2]], [*asked, *plain[1::2]]


def load(picture: Picture) -> Pixels:
    """(h, w, 3) uint8 RGB, at most 480 pixels."""
    pixels = _read(picture.path)
    if picture.cut is None:
        return pixels
    return _put(_read(picture.cut), pixels, random.Random(picture.seed))  # noqa: S311


@cache
def _read(path: Path) -> Pixels:
    import cv2

    found = cv2.imread(str(path))
    if found is None:
        raise SystemExit(f"{path} can't be read")
    scale = min(1.0, WIDTH / max(found.shape[:2]))
    size = round(found.shape[1] * scale), round(found.shape[0] * scale)
    return np.ascontiguousarray(cv2.resize(found, size, interpolation=cv2.INTER_AREA)[..., ::-1])


def _put(cut: Pixels, place: Pixels, chance: random.Random) -> Pixels:
    """The thing on a place: turned, tilted, larger or smaller, lit, with a shadow, noise, and a soft lens."""
    import cv2

    ground = cv2.resize(place, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    mask = (cut.min(2) < 244).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    y, x = np.nonzero(mask)
    cut, mask = cut[y.min() : y.max() + 1, x.min() : x.max() + 1], mask[y.min() : y.max() + 1, x.min() : x.max() + 1]
    h, w = mask.shape
    tall = chance.uniform(0.5, 0.85) * HEIGHT
    scale, turn = tall / max(h, w), np.deg2rad(chance.gauss(0, 25))
    corners = np.array([[-w, -h], [w, -h], [w, h], [-w, h]], np.float32) / 2
    corners = corners * (1 + np.array([[chance.uniform(-0.14, 0.14) for _ in range(2)] for _ in range(4)]))
    spun = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) * scale
    centre = np.array([WIDTH * chance.uniform(0.42, 0.58), HEIGHT * chance.uniform(0.44, 0.56)])
    matrix = cv2.getPerspectiveTransform(
        np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32), (spun + centre).astype(np.float32)
    )
    warped = cv2.warpPerspective(np.ascontiguousarray(cut), matrix, (WIDTH, HEIGHT), flags=cv2.INTER_AREA)
    alpha = cv2.GaussianBlur(cv2.warpPerspective(mask * 255, matrix, (WIDTH, HEIGHT)), (3, 3), 0)[..., None] / 255.0
    shadow = cv2.GaussianBlur(np.roll(alpha[..., 0], (6, 8), (0, 1)).astype(np.float32), (21, 21), 0)[..., None]
    light = np.array([chance.uniform(0.75, 1.2) * chance.uniform(0.93, 1.07) for _ in range(3)])
    mixed = ground * (1 - 0.35 * shadow) * (1 - alpha) + warped * light * alpha
    mixed = cv2.GaussianBlur(mixed, (0, 0), chance.uniform(0.4, 1.3))
    noise = np.random.default_rng(chance.randrange(2**31)).normal(0, chance.uniform(2, 6), mixed.shape)
    return np.ascontiguousarray((mixed + noise).clip(0, 255).astype(np.uint8))
