"""Whether guidance leads: a simulated person who follows tones and words, and pages that are taken by themselves.

    git clone --depth 1 https://github.com/Cartucho/mAP CLONES/mAP      (and jetson-inference, as in objects.py)
    pip download --no-deps --dest WHEELS scikit-image==0.25.2
    python benchmarks/guiding.py find CLONES --wheels WHEELS [--runs 24] [--look-s 0.4] [--json]
    python benchmarks/guiding.py document CLONES --wheels WHEELS [--pages 12] [--json]

find: walls of 3 x 2 photographs of 640 x 480 (those of `objects.py`, looked at by a camera that sees one of them at a
time), on one of which is what is looked for, in the middle of none of the others. A simulated person turns the camera:
sweeps while nothing is seen, turns towards the ear that hears more (with noise), up or down by the last words, slower
the higher the tone, all of it 0.4 s late and with a hand that shakes. Reached: the middle of the thing (its label, or
what the detector sees of the photograph alone) is within a quarter of the picture's middle for a second, within 45
seconds. --look-s is what one look takes; in between it is followed. A person who sweeps and hears nothing is the
baseline: how often the thing happens to rest in the middle.

document: pages that are drawn, laid on photographs of scikit-image as desks, seen aslant, with shadow, blur and noise;
the hand comes nearer and rests. Told: whether a picture was taken by itself, which share of the words is read right
from the flattened page, and from the whole frame of the same moment.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.cancel import Token  # noqa: E402
from assistant.types import Box, Capture  # noqa: E402
from models.guiding import Wanted  # noqa: E402
from models.guiding.finder import Finder  # noqa: E402
from models.guiding.seekers import Eyes, Seekers  # noqa: E402
from models.guiding.words import guide_words  # noqa: E402

Pixels = npt.NDArray[np.uint8]
SIZE = (640, 480)
FPS = 10
LATE_S = 0.4
"""A person's answer to a sound (0.2 s) and a hand that sets off."""
EAR = 0.15
"""Noise of where a tone is heard, of half the width."""
TURN = 0.55
"""Pictures a second at which one turns while looking around, ..."""
GAIN = 1.1
"""... and, of the distance, what one turns a second towards a sound."""
SHAKE_PX = 1.5
NEAR, HELD_S, LONGEST_S = 0.25, 1.0, 45.0


@dataclass(slots=True)
class Wall:
    """A panorama, what is looked for in it, and where that is."""

    name: str
    pixels: Pixels
    wanted: Wanted
    target: Box
    start: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Run:
    name: str
    seconds: float | None
    """Until it was reached; None: never."""
    updates_per_s: float
    looks: int
    followed: float
    """Share of the updates with the thing in the picture that had a tone."""


class Person:
    """Who holds the camera. Positions are pixels of the wall, of the picture's middle."""

    def __init__(self, wall: Wall, *, hears: bool, seed: int) -> None:
        self._chance = np.random.default_rng(seed)
        self._hears = hears
        self.x, self.y = wall.start
        self._size = wall.pixels.shape[1], wall.pixels.shape[0]
        self._aim = 1.0, 0.0
        self._heard: list[tuple[float, bool, float, float, str]] = []
        """(when, seen, height, side, words)"""
        self._vertical = 0.0
        self._row = 0 if self.y < self._size[1] / 2 else 2
        self._words = guide_words("en").says

    def hear(self, at_s: float, seen: bool, height: float, side: float, words: str) -> None:
        self._heard.append((at_s, seen, height, side, words))

    def view(self, pixels: Pixels) -> tuple[Pixels, tuple[int, int]]:
        """What the camera sees now, and where its top left corner is."""
        shake = self._chance.normal(0, SHAKE_PX, 2)
        left = round(min(self._size[0] - SIZE[0], max(0, self.x - SIZE[0] / 2 + float(shake[0]))))
        top = round(min(self._size[1] - SIZE[1], max(0, self.y - SIZE[1] / 2 + float(shake[1]))))
        frame = pixels[top : top + SIZE[1], left : left + SIZE[0]].astype(np.int16)
        frame = frame + self._chance.normal(0, 3, (*frame.shape[:2], 1)).astype(np.int16)
        return frame.clip(0, 255).astype(np.uint8), (left, top)

    def move(self, at_s: float) -> None:
        """For one frame, by what was heard `LATE_S` ago."""
        known = [one for one in self._heard if one[0] <= at_s - LATE_S] if self._hears else []
        self._heard = [one for one in self._heard if one[0] > at_s - LATE_S - 0.5]
        for _, _, _, _, words in known:
            self._mind(words)
        seen, height, side = known[-1][1:4] if known else (False, 0.0, 0.0)
        if not seen:
            self._sweep()
            return
        side += float(self._chance.normal(0, EAR * (1 - height) + 0.03))
        self.x += side * GAIN * SIZE[0] / 2 / FPS
        self.y += self._vertical * GAIN * SIZE[1] / 2 / FPS
        self._vertical *= 0.93  # a word is obeyed for a second or so
        self._keep_in()

    def _mind(self, words: str) -> None:
        says, text = self._words, words.lower()
        if not text:
            return
        if says["middle"].split("{")[0] in text or says["hold"].rstrip(".") in text:
            self._vertical = 0.0
        for key, way in (("up", -1.0), ("down", 1.0)):
            if f" {says[f'bit_{key}']}" in f" {text}":
                self._vertical = 0.4 * way
            elif f" {says[key]}" in f" {text}":
                self._vertical = 0.9 * way

    def _sweep(self) -> None:
        """Along a row, then along the next one."""
        self.x += self._aim[0] * TURN * SIZE[0] / FPS
        limit = SIZE[0] / 2, self._size[0] - SIZE[0] / 2
        if not limit[0] <= self.x <= limit[1]:
            self._row += 1
            self._aim = -self._aim[0], 0.0
        rows = SIZE[1], 1.5 * SIZE[1], 2 * SIZE[1], 1.5 * SIZE[1]
        wanted = rows[self._row % len(rows)]
        self.y += max(-1.0, min(1.0, (wanted - self.y) / 40)) * TURN * SIZE[1] / FPS
        self._keep_in()

    def _keep_in(self) -> None:
        self.x = min(self._size[0] - SIZE[0] / 2, max(SIZE[0] / 2, self.x))
        self.y = min(self._size[1] - SIZE[1] / 2, max(SIZE[1] / 2, self.y))


def led(wall: Wall, eyes: Eyes, *, look_s: float, hears: bool, seed: int) -> Run:
    """One search, frame by frame."""
    person = Person(wall, hears=hears, seed=seed)
    finder = Finder(Seekers(eyes), wall.wanted, wait=True, look_s=look_s)
    held_s, updates, toned, visible = 0.0, 0, 0, 0
    due_s = 0.0
    for number in range(int(LONGEST_S * FPS)):
        at_s = number / FPS
        frame, (left, top) = person.view(wall.pixels)
        x, y = (wall.target.centre[0] - left) / SIZE[0], (wall.target.centre[1] - top) / SIZE[1]
        held_s = held_s + 1 / FPS if max(abs(x - 0.5), abs(y - 0.5)) * 2 <= NEAR else 0.0
        if held_s >= HELD_S:
            return Run(wall.name, at_s, updates / max(at_s, 0.1), finder.effort.looks, toned / max(1, visible))
        if hears:
            update = finder.see(Capture(frame, "camera", moment_s=at_s), at_s, tones=True)
            if at_s >= due_s - 1e-6:
                due_s += 0.2
                updates += 1
                inside = 0.1 <= x <= 0.9 and 0.1 <= y <= 0.9
                visible += inside
                toned += inside and update.seen
                person.hear(at_s, update.seen, update.height, update.side, " ".join(update.words))
            elif update.words:
                person.hear(at_s, update.seen, update.height, update.side, " ".join(update.words))
        person.move(at_s)
    return Run(wall.name, None, updates / LONGEST_S, finder.effort.looks, toned / max(1, visible))


def walls(clones: Path, wheels: Path | None, runs: int) -> Iterator[Wall]:
    """Each with another target; the photographs of the others hold none of its kind by their labels."""
    import cv2

    from benchmarks.objects import labels as labelled
    from benchmarks.objects import pixels_of

    labels = labelled(clones)
    chance = np.random.default_rng(11)
    names = sorted(name for name in labels if not name.startswith("wheels/"))
    chance.shuffle(names)
    net = _objects()
    done: dict[str, int] = {}
    made = 0
    for name in names:
        if made == runs:
            return
        photo = pixels_of(name, clones, wheels)
        if photo is None:
            continue
        tile = _tile(photo)
        seen = [one for one in net(tile) if one.confidence >= 0.75 and one.kind in labels[name]]
        seen = [one for one in seen if one.box.area < 0.5 * SIZE[0] * SIZE[1] and done.get(one.kind, 0) < 3]
        if not seen:
            continue
        found = min(seen, key=lambda one: one.box.area)
        if sum(one.kind == found.kind for one in seen) > 1:
            continue
        others = [other for other in names if other != name and found.kind not in labels[other]]
        tiles = [tile]
        for other in others[made * 5 :]:
            if len(tiles) == 6:
                break
            pixels = pixels_of(other, clones, wheels)
            if pixels is not None and not any(one.kind == found.kind for one in net(_tile(pixels))):
                tiles.append(_tile(pixels))
        if len(tiles) < 6:
            continue
        place = int(chance.integers(6))
        tiles[0], tiles[place] = tiles[place], tiles[0]
        column, row = place % 3, place // 3
        pixels = np.concatenate([np.concatenate(tiles[at : at + 3], axis=1) for at in (0, 3)])
        edge = cv2.copyMakeBorder(pixels, 240, 240, 320, 320, cv2.BORDER_REFLECT)
        blurred = cv2.GaussianBlur(edge, (0, 0), 30)  # beyond the wall nothing can be recognised
        blurred[240:-240, 320:-320] = pixels
        edge = blurred
        target = found.box.moved(column * SIZE[0] + 320, row * SIZE[1] + 240)
        start = (edge.shape[1] - 320.0 if column == 0 else 320.0, edge.shape[0] - 240.0 if row == 0 else 240.0)
        done[found.kind] = done.get(found.kind, 0) + 1
        made += 1
        yield Wall(f"{found.kind} in {name}", edge, Wanted("object", found.kind, f"a {found.kind}"), target, start)


def _tile(photo: Pixels) -> Pixels:
    import cv2

    scale = max(SIZE[0] / photo.shape[1], SIZE[1] / photo.shape[0])
    large = cv2.resize(np.ascontiguousarray(photo), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    top, left = (large.shape[0] - SIZE[1]) // 2, (large.shape[1] - SIZE[0]) // 2
    return np.ascontiguousarray(large[top : top + SIZE[1], left : left + SIZE[0]])


def _objects() -> Callable[[Pixels], Sequence[Any]]:
    from models.objects.finder import ObjectFinder

    finder = ObjectFinder()
    return lambda pixels: finder.find(pixels, areas=[[0, 0, pixels.shape[1], pixels.shape[0]]], token=Token())


def find(options: argparse.Namespace) -> dict[str, Any]:
    net = _objects()
    eyes = Eyes(net, lambda _: [], lambda _: [], lambda _: [])
    runs, alone = [], []
    began = time.perf_counter()
    for number, wall in enumerate(walls(options.clones, options.wheels, options.runs)):
        run = led(wall, eyes, look_s=options.look_s, hears=True, seed=number)
        runs.append(run)
        alone.append(led(wall, eyes, look_s=options.look_s, hears=False, seed=number))
        if not options.json:
            told = "not reached" if run.seconds is None else f"{run.seconds:.1f} s"
            print(f"{wall.name:50} {told:>12}  tone {100 * run.followed:.0f} % of when it was in view", flush=True)
    reached = [run.seconds for run in runs if run.seconds is not None]
    return {
        "searches": len(runs),
        "reached": len(reached),
        "seconds_median": round(median(reached), 1) if reached else None,
        "seconds_most": max(reached, default=None),
        "updates_per_s": round(median(run.updates_per_s for run in runs), 2) if runs else None,
        "tone_while_in_view": round(float(np.mean([run.followed for run in runs])), 3) if runs else None,
        "reached_by_sweeping_alone": sum(run.seconds is not None for run in alone),
        "took_s": round(time.perf_counter() - began, 1),
    }


DESKS = ("wheels/brick.png", "wheels/gravel.png", "wheels/grass.png", "wheels/coffee.png", "wheels/chelsea.png")


@dataclass(frozen=True, slots=True)
class Shot:
    """One page. `flat`, `aslant`: shares of its words that were read right, in order."""

    taken: bool
    at_s: float
    flat: float
    aslant: float


def shots(clones: Path, wheels: Path | None, pages: int) -> Iterator[Shot]:
    import tempfile

    from benchmarks.guiding_pages import Pose, desk, page, reel
    from benchmarks.objects import pixels_of
    from models.evidence.ocr import Reader
    from models.guiding.document import PageGuide
    from models.guiding.page import page_in
    from models.guiding.shots import Shots

    read = _reader(Reader())
    desks = [photo for name in DESKS if (photo := pixels_of(name, clones, wheels)) is not None]
    if not desks:
        raise SystemExit("The photographs of scikit-image are missing: see the head of this file.")
    chance = np.random.default_rng(5)
    for number in range(pages):
        sheet, words = page(number)
        lean, aside, turn = (float(chance.uniform(-most, most)) for most in (0.25, 0.2, 15.0))
        there = Pose(0.5, 0.5, 0.86, turn, lean, aside)
        poses = [(0.0, Pose(0.5, 1.0, 0.86, turn, lean, aside)), (1.2, there), (9.0, there)]
        ground = desk(desks[number % len(desks)])
        with tempfile.TemporaryDirectory() as folder:
            guide = PageGuide(Shots(Path(folder), "page"), read, wait=True)
            frames = reel([(0.0, sheet)], poses, ground, 5.0, fps=6, seed=number)
            for at_s, frame in frames:
                if guide.see(Capture(frame, "camera", moment_s=at_s), at_s, tones=True).kept:
                    assert guide.closing  # which waits until it was read
                    text = (Path(folder) / "text-1.txt").read_text("utf-8")
                    yield Shot(True, at_s, _share(words, text), _share(words, read(frame)[1]))
                    break
            else:
                seen = page_in(frame)
                told = "no page" if seen is None else "cut" if not seen.whole else "whole"
                print(f"page {number + 1} on {DESKS[number % len(desks)]} was not taken ({told})", flush=True)
                yield Shot(False, math.nan, 0.0, _share(words, read(frame)[1]))


def _reader(reader: Any) -> Callable[[Pixels], tuple[Pixels, str]]:
    """As `assistant.wiring.guiding.reader_of_pages` reads, in this process."""
    from assistant.types import Finding
    from models.evidence.merge import SceneMerger
    from models.evidence.paragraphs import rows
    from models.evidence.upright import turned

    def read(pixels: Pixels) -> tuple[Pixels, str]:
        upright = turned(pixels, reader.posture(pixels, token=Token()))
        lines = [line for found in reader.read(upright, photo=True, token=Token()) for line in found]
        merger = SceneMerger()
        scene = merger.add(merger.start(Capture(upright, "camera")), Finding("ocr", blocks=tuple(lines)))
        return upright, "\n".join(row.text for row in rows(scene.blocks))

    return read


def _share(words: str, text: str) -> float:
    """Of the words, those that are read to the letter, in order."""
    from difflib import SequenceMatcher

    true, read = words.split(), text.split()
    return sum(block.size for block in SequenceMatcher(None, true, read, False).get_matching_blocks()) / len(true)


def document(options: argparse.Namespace) -> dict[str, Any]:
    began = time.perf_counter()
    found = list(shots(options.clones, options.wheels, options.pages))
    taken = [shot for shot in found if shot.taken]
    return {
        "pages": len(found),
        "taken_by_themselves": len(taken),
        "seconds_median": round(median(shot.at_s for shot in taken), 1) if taken else None,
        "words_right_flattened": round(float(np.mean([shot.flat for shot in taken])), 4) if taken else None,
        "words_right_whole_frame": round(float(np.mean([shot.aslant for shot in taken])), 4) if taken else None,
        "worst_flattened": round(min((shot.flat for shot in taken), default=0.0), 3),
        "worst_whole_frame": round(min((shot.aslant for shot in taken), default=0.0), 3),
        "took_s": round(time.perf_counter() - began, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["find", "document"])
    parser.add_argument("clones", type=Path)
    parser.add_argument("--wheels", type=Path)
    parser.add_argument("--runs", type=int, default=24)
    parser.add_argument("--look-s", type=float, default=0.4)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pages", type=int, default=12)
    options = parser.parse_args()
    result = find(options) if options.what == "find" else document(options)
    print(json.dumps(result) if options.json else "\n".join(f"{key}: {value}" for key, value in result.items()))


if __name__ == "__main__":
    main()
