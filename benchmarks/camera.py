"""How much of what happens in front of a camera `hearsight narrate` tells, how soon, and what it tells that is not so.

    git clone --depth 1 https://github.com/dusty-nv/jetson-inference CLONES/jetson-inference
    pip download --no-deps --dest WHEELS scikit-image==0.25.2
    python benchmarks/camera.py CLONES --wheels WHEELS [--only NAME ...] [--density sparse|normal|dense] [--json]
    python benchmarks/camera.py CLONES --wheels WHEELS --held-out
    python benchmarks/camera.py CLONES --wheels WHEELS --live [--sound]

14 videos of 12 to 14 seconds, 640 x 480 at 8 frames a second, written as MJPEG and opened as any film is. They are
composed of real photographs (`camera_videos.py`): rooms, a street and things of the demonstration pictures of
jetson-inference at 45da40a8, and photographs of scikit-image's. Nobody moves in them as people do; what happens when is
known to the frame. Things were taken, and made as large, as the detector knows them when they stand still: this
measures the narration, and `objects.py` the detector. Thresholds were chosen in view of these videos; six more
(--held-out) were composed when that was done. Each is looked at frame by frame, so that the table does not depend on
how quick a machine is.

- recall: of what happens (something comes, goes, comes nearer; another scene; the light; text; a covered lens) the
  share that is told, rightly named, from its first frame to two seconds after it is complete. Told later is not told.
- false: whatever else is told after the scene, a minute. That a thing moves may be told while it does.
- delay: from when it is complete to the frame at which it is told: before it was complete is negative.

--live runs the command itself on some of them in real time, the models in their process: frames and looks a second,
share of one core (both processes, from start to end), frames that nobody saw, the delay with all that, and from the
frame to its words handed to the voice; --sound
speaks too, into whatever sound device there is.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.cancel import Token  # noqa: E402
from assistant.capture.choose import live_source_from  # noqa: E402
from assistant.narrating import Narration, Silence, Told  # noqa: E402
from benchmarks.camera_videos import (  # noqa: E402
    Actor,
    Happening,
    Pixels,
    Sprite,
    Video,
    cut_out,
    fitted,
    walk,
    write,
)
from benchmarks.objects import pixels_of  # noqa: E402
from models.objects.finder import ObjectFinder  # noqa: E402
from models.objects.words import object_words  # noqa: E402
from models.scenes.narrator import SceneNarrator  # noqa: E402

FPS = 8
IN_TIME_S = 2.0
LATE_S = 4.0
"""Told within this, an event is late, but not false."""
CUT_OUTS = {
    "man": ("jetson/peds_1.jpg", (483, 117, 383, 956), "person"),
    "woman": ("jetson/peds_3.jpg", (375, 56, 162, 527), "person"),
    "walker": ("jetson/peds_0.jpg", (446, 137, 287, 834), "person"),
    "cat": ("jetson/cat_0.jpg", (89, 38, 385, 451), "cat"),
    "tabby": ("jetson/cat_1.jpg", (67, 16, 274, 388), "cat"),
    "photographer": ("wheels/camera.png", (4, 68, 314, 444), "person"),
    "blue motorcycle": ("jetson/object_6.jpg", (34, 41, 410, 278), "motorcycle"),
    "dog": ("jetson/dog_2.jpg", (0, 34, 500, 349), "dog"),
    "bear": ("jetson/black_bear.jpg", (283, 246, 478, 406), "bear"),
    "motorcycle": ("wheels/motorcycle_left.png", (99, 84, 588, 365), "motorcycle"),
}
LIVE = ("a man walks through a hall", "a motorcycle comes nearer", "nothing happens")


class Studio:
    """Photographs and cut-outs by name, each made once."""

    def __init__(self, clones: Path, wheels: Path | None) -> None:
        self._clones, self._wheels = clones, wheels
        self._sprites: dict[str, Sprite] = {}

    def photo(self, name: str) -> Pixels:
        found = pixels_of(name, self._clones, self._wheels)
        if found is None:
            raise SystemExit(f"{name} is missing: see the head of this file.")
        return found

    def room(self, name: str) -> Pixels:
        return fitted(self.photo(f"jetson/{name}.jpg"))

    def actor(self, name: str, *stations: tuple[float, float, float, float]) -> Actor:
        """`stations` as `walk` has them; where two differ, it moves."""
        photo, box, what = CUT_OUTS[name]
        if name not in self._sprites:
            self._sprites[name] = cut_out(self.photo(photo), box)
        moves = [(a[0], b[0]) for a, b in itertools.pairwise(stations) if a[1:] != b[1:]]
        return Actor(what, self._sprites[name], walk(*stations), tuple(moves))


def sign(text: str) -> Sprite:
    """A sheet of paper with a word: the only thing here that no camera saw."""
    import cv2

    sheet = np.full((120, 360, 3), 244, np.uint8)
    cv2.putText(sheet, text, (24, 82), cv2.FONT_HERSHEY_DUPLEX, 2.2, (25, 25, 30), 5, cv2.LINE_AA)
    return Sprite(sheet, np.ones(sheet.shape[:2], np.float32))


def videos(studio: Studio) -> list[Video]:
    room, actor = studio.room, studio.actor
    end = 99.0
    cat, person = "cat", "person"
    return [
        Video(
            "a man walks through a hall", [(0, room("room_3"))], 13,
            [actor("man", (3, -0.2, 0.97, 0.75), (5, 0.35, 0.97, 0.75), (8, 0.35, 0.97, 0.75), (10, 1.2, 0.97, 0.75))],
            [Happening("appears", person, 3.2, 5.0), Happening("gone", person, 8.9, 10.0)],
        ),
        Video(
            "a cat is put down and taken away", [(0, room("room_3"))], 12,
            [actor("cat", (3.5, 0.5, 0.95, 0.8), (8.5, 0.5, 0.95, 0.8))],
            [Happening("appears", cat, 3.5, 3.5), Happening("gone", cat, 8.5, 8.5)],
        ),
        Video(
            "a woman comes in, then a cat", [(0, room("room_3"))], 13,
            [
                actor("woman", (3, 1.15, 0.97, 0.85), (4.5, 0.72, 0.97, 0.85), (end, 0.72, 0.97, 0.85)),
                actor("tabby", (8, 0.35, 0.97, 0.75), (end, 0.35, 0.97, 0.75)),
            ],
            [Happening("appears", person, 3.0, 4.5), Happening("appears", cat, 8.0, 8.0)],
        ),
        Video(
            "a man passes in front of a cat", [(0, room("room_3"))], 13,
            [
                actor("cat", (0, 0.45, 0.9, 0.5), (end, 0.45, 0.9, 0.5)),
                actor("man", (4, -0.2, 0.99, 0.9), (8, 1.2, 0.99, 0.9)),
            ],
            [Happening("appears", person, 4.2, 5.2), Happening("gone", person, 7.3, 8.0)],
        ),
        Video(
            "a motorcycle comes nearer", [(0, fitted(studio.photo("wheels/rocket.jpg")))], 13,
            [
                actor(
                    "motorcycle", (0, 0.45, 0.9, 0.3), (4, 0.45, 0.9, 0.3), (6, 0.45, 0.97, 0.55),
                    (9, 0.45, 0.97, 0.55), (10.5, 1.6, 0.97, 0.55),
                )
            ],
            [Happening("nearer", "motorcycle", 4.3, 6.0), Happening("gone", "motorcycle", 9.6, 10.5)],
        ),
        Video(
            "the light goes out and on", [(0, room("room_0"))], 12,
            [actor("man", (0, 0.75, 0.97, 0.8), (end, 0.75, 0.97, 0.8))],
            [Happening("dim", "", 4.0, 4.0), Happening("bright", "", 8.0, 8.0)],
            light=lambda second: 0.2 if 4 <= second < 8 else 1.0,
        ),
        Video(
            "three places",
            [(0, room("room_8")), (4.5, fitted(studio.photo("wheels/rocket.jpg"))), (9, room("room_5"))],
            13, [], [Happening("cut", "", 4.5, 4.5), Happening("cut", "", 9.0, 9.0)],
        ),
        Video(
            "a dog by a couch", [(0, room("room_1"))], 12,
            [actor("dog", (3.5, 0.5, 0.95, 0.8), (8.5, 0.5, 0.95, 0.8))],
            [Happening("appears", "dog", 3.5, 3.5), Happening("gone", "dog", 8.5, 8.5)],
        ),
        Video(
            "a walker and a motorcycle in a street", [(0, room("city_2"))], 13,
            [
                actor("walker", (3, 1.15, 0.97, 0.7), (5, 0.75, 0.97, 0.7), (end, 0.75, 0.97, 0.7)),
                actor("motorcycle", (7.5, -0.3, 0.95, 0.45), (9, 0.3, 0.95, 0.45), (end, 0.3, 0.95, 0.45)),
            ],
            [Happening("appears", person, 3.2, 5.0), Happening("appears", "motorcycle", 7.8, 9.0)],
        ),
        Video(
            "the lens is covered, then a man comes", [(0, room("room_1"))], 13,
            [actor("man", (9, 1.2, 0.97, 0.8), (10.5, 0.8, 0.97, 0.8), (end, 0.8, 0.97, 0.8))],
            [
                Happening("covered", "", 4.0, 4.0), Happening("back", "", 7.0, 7.0),
                Happening("appears", person, 9.2, 10.5),
            ],
            light=lambda second: 0.02 if 4 <= second < 7 else 1.0,
        ),
        Video("nothing happens", [(0, room("room_8"))], 14, light=lambda second: 1 + 0.03 * math.sin(7 * second)),
        Video(
            "a sign is held up", [(0, room("room_3"))], 12,
            [Actor("", sign("EXIT 24"), walk((4, 0.5, 0.7, 0.28), (end, 0.5, 0.7, 0.28)))],
            [Happening("text", "exit", 4.0, 4.0)], shake_px=0.0,
        ),
        Video(
            "two people come one after the other", [(0, fitted(studio.photo("wheels/rocket.jpg")))], 13,
            [
                actor("walker", (3, -0.15, 0.97, 0.8), (4.5, 0.25, 0.97, 0.8), (end, 0.25, 0.97, 0.8)),
                actor("man", (7, 1.2, 0.97, 0.8), (8.5, 0.7, 0.97, 0.8), (end, 0.7, 0.97, 0.8)),
            ],
            [Happening("appears", person, 3.2, 4.5), Happening("appears", person, 7.2, 8.5)],
        ),
        Video(
            "a dog, and a hand that shakes", [(0, room("room_3"))], 12,
            [actor("dog", (6, 0.5, 0.95, 0.8), (end, 0.5, 0.95, 0.8))],
            [Happening("appears", "dog", 6.0, 6.0)], shake_px=3.0,
        ),
    ]  # fmt: skip


def held_out(studio: Studio) -> list[Video]:
    """Composed after the narration was made on the others, and looked at once."""
    room, actor = studio.room, studio.actor
    end, person = 99.0, "person"
    return [
        Video(
            "a photographer among chairs", [(0, room("room_8"))], 13,
            [
                actor(
                    "photographer", (3, 1.2, 0.99, 0.85), (5, 0.6, 0.99, 0.85), (8, 0.6, 0.99, 0.85),
                    (10, -0.2, 0.99, 0.85),
                )
            ],
            [Happening("appears", person, 3.2, 5.0), Happening("gone", person, 9.0, 10.0)],
        ),
        Video(
            "a man comes nearer, then the light goes out", [(0, room("room_3"))], 12,
            [actor("man", (0, 0.4, 0.9, 0.45), (4, 0.4, 0.9, 0.45), (6.5, 0.45, 0.99, 0.9), (end, 0.45, 0.99, 0.9))],
            [Happening("nearer", person, 4.2, 6.5), Happening("dim", "", 9.5, 9.5)],
            light=lambda second: 0.25 if second >= 9.5 else 1.0,
        ),
        Video(
            "a motorcycle passes", [(0, fitted(studio.photo("wheels/rocket.jpg")))], 13,
            [
                actor(
                    "blue motorcycle", (3, -0.4, 0.95, 0.6), (4.5, 0.4, 0.95, 0.6), (8, 0.4, 0.95, 0.6),
                    (9.5, 1.5, 0.95, 0.6),
                )
            ],
            [Happening("appears", "motorcycle", 3.2, 4.5), Happening("gone", "motorcycle", 8.7, 9.5)],
        ),
        Video(
            "another room, from which a woman goes", [(0, room("room_1")), (4, room("room_0"))], 13,
            [actor("woman", (4, 0.3, 0.97, 0.85), (8, 0.3, 0.97, 0.85), (9.5, -0.2, 0.97, 0.85))],
            [Happening("cut", "", 4.0, 4.0), Happening("gone", person, 8.8, 9.5)],
        ),
        Video("a quiet room, and a hand that shakes", [(0, room("room_4"))], 13, shake_px=3.0),
        Video("a quiet street", [(0, room("city_1"))], 13),
    ]  # fmt: skip


@dataclass(slots=True)
class Judged:
    name: str
    seconds: float
    delays: list[tuple[Happening, float | None]]
    """Of each happening, None where it was not told in time."""
    false: list[str]
    scene: str
    looks: int


def judge(video: Video, told: Sequence[Told], looks: int) -> Judged:
    """Each sentence answers one happening, and each happening is answered by one."""
    left = list(video.happenings)
    delays: dict[int, float] = {}
    false: list[str] = []
    scene = ""
    for one in told:
        if one.kind == "scene":
            scene = scene or one.text
            continue
        match = next((each for each in left if _answers(one, each)), None)
        if match is not None:
            left.remove(match)
            delays[id(match)] = one.frame_s - match.at_s
        elif not _of_a_move(one, video):
            false.append(f"{one.frame_s:.1f} s: {one.text}")
    told_in_time = [
        (each, delay if (delay := delays.get(id(each))) is not None and delay <= IN_TIME_S else None)
        for each in video.happenings
    ]
    return Judged(video.name, video.seconds, told_in_time, false, scene, looks)


def _answers(one: Told, happening: Happening) -> bool:
    if not happening.begins_s - 0.2 <= one.frame_s <= happening.at_s + LATE_S:
        return False
    if happening.kind in ("covered", "back"):
        return one.kind == "stream" and ("black" in one.text) is (happening.kind == "covered")
    return one.kind == happening.kind and _names(one.text, happening.what)


def _names(text: str, what: str) -> bool:
    names = object_words("en").names.get(what, (what, what))
    return any(name.lower() in text.lower() for name in names)


def _of_a_move(one: Told, video: Video) -> bool:
    return one.kind in ("nearer", "farther", "moved", "centre") and any(
        begins <= one.frame_s <= ends + IN_TIME_S and _names(one.text, actor.what)
        for actor in video.actors
        for begins, ends in actor.moves
    )


def narrated(path: Path, density: Any, detect: Callable[[Pixels], Any], read: Callable[[Pixels], Any]) -> Narration:
    """Frame by frame, however long each takes."""
    narrator = SceneNarrator(detect, read=read, density=density, wait_for_text=True)
    narration = Narration(live_source_from(str(path), every_frame=True), narrator, Silence(), language="en")
    narration.run()
    if narration.error is not None:
        raise SystemExit(narration.error.spoken)
    return narration


def table(judged: Sequence[Judged]) -> dict[str, Any]:
    happenings = [(each, delay) for one in judged for each, delay in one.delays]
    told = [delay for _, delay in happenings if delay is not None]
    minutes = sum(one.seconds for one in judged) / 60
    kinds = sorted({each.kind for each, _ in happenings})
    return {
        "videos": len(judged),
        "happenings": len(happenings),
        "recall": round(len(told) / len(happenings), 3) if happenings else None,
        "by_kind": {
            kind: f"{sum(delay is not None for each, delay in happenings if each.kind == kind)} of "
            f"{sum(each.kind == kind for each, _ in happenings)}"
            for kind in kinds
        },
        "false_a_minute": round(sum(len(one.false) for one in judged) / minutes, 2) if minutes else None,
        "delay_s_median": round(median(told), 2) if told else None,
        "delay_s_longest": round(max(told), 2) if told else None,
        "looks_a_second": round(sum(one.looks for one in judged) / (60 * minutes), 1) if minutes else None,
    }


def live(video: Video, path: Path, *, sound: bool) -> dict[str, Any]:
    """The command itself, in real time."""
    command = [sys.executable, "-m", "assistant.cli", "narrate", "--source", str(path), "--json", "--no-daemon"]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        command + ([] if sound else ["--silent"]), cwd=ROOT, capture_output=True, text=True, check=False
    )
    passed, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if not lines:
        raise SystemExit(done.stderr.strip())
    last = lines.pop()
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = [Told(one["text"], one["kind"], one["at_s"], one["frame_s"], one["said_s"]) for one in lines]
    return {
        "name": video.name,
        "wall_s": round(passed, 1),
        "cpu_share_of_a_core": round(cpu_s / passed, 2),
        "frames_a_second": round(last["frames"] / video.seconds, 1),
        "looks_a_second": round(last["looks"] / video.seconds, 1),
        "dropped": last["dropped"],
        "look_to_words_s": round(median(one.said_s - one.frame_s for one in told), 3) if told else None,
        **{key: value for key, value in table([judge(video, told, last["looks"])]).items() if "delay" in key},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("clones", type=Path)
    parser.add_argument("--wheels", type=Path)
    parser.add_argument("--only", nargs="+", default=[], help="names, or parts of them")
    parser.add_argument("--density", choices=["sparse", "normal", "dense"], default="normal")
    parser.add_argument("--held-out", action="store_true", help="the videos that nothing was tuned on")
    parser.add_argument("--live", action="store_true")
    parser.add_argument("--sound", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder for the videos")
    options = parser.parse_args()
    studio = Studio(options.clones, options.wheels)
    chosen = [
        one
        for one in (held_out if options.held_out else videos)(studio)
        if not options.only or any(part in one.name for part in options.only)
    ]
    with tempfile.TemporaryDirectory() as folder:
        keep = options.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        if options.live:
            for video in [one for one in chosen if options.only or one.name in LIVE]:
                path = keep / f"{video.name.replace(' ', '-')}.avi"
                write(video, path, fps=FPS)
                print(json.dumps(live(video, path, sound=options.sound)))
            return
        _report(chosen, keep, options.density, options.json)


def _report(chosen: Sequence[Video], folder: Path, density: str, as_json: bool) -> None:
    from models.evidence.ocr import Reader

    finder, reader = ObjectFinder(), Reader(threads=1)

    def detect(pixels: Pixels) -> Any:
        return finder.find(pixels, areas=[[0, 0, pixels.shape[1], pixels.shape[0]]], token=Token())

    def read(pixels: Pixels) -> Any:
        return [line for lines in reader.read(pixels, photo=True, token=Token()) for line in lines]

    judged = []
    for video in chosen:
        path = folder / f"{video.name.replace(' ', '-')}.avi"
        write(video, path, fps=FPS)
        narration = narrated(path, density, detect, read)
        one = judge(video, narration.said, int(narration.effort["looks"]))
        judged.append(one)
        if not as_json:
            print(f"{one.name}: {one.scene}", flush=True)
            for happening, delay in one.delays:
                when = "missed" if delay is None else f"{delay:+.1f} s"
                print(f"    {happening.kind} {happening.what} at {happening.at_s:g} s: {when}")
            for line in one.false:
                print(f"    FALSE {line}", flush=True)
    found = table(judged)
    if as_json:
        print(json.dumps(found))
    else:
        for key, value in found.items():
            print(f"{key}: {value}")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
