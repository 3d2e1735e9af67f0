"""How much of what happens in front of a camera `hearsight narrate` tells, how soon, and what it tells that is not so.

    git clone --depth 1 https://github.com/dusty-nv/jetson-inference CLONES/jetson-inference
    pip download --no-deps --dest WHEELS scikit-image==0.25.2
    python benchmarks/camera.py CLONES --wheels WHEELS [--only NAME ...] [--density sparse|normal|dense] [--json]
    python benchmarks/camera.py CLONES --wheels WHEELS --held-out       (with all clones that objects.py names)
    python benchmarks/camera.py CLONES --wheels WHEELS --unseen         (the second that are held out: totals only)
    python benchmarks/camera.py - --films FILM ...
    python benchmarks/camera.py CLONES --wheels WHEELS --live [--sound]
    python benchmarks/camera.py CLONES --wheels WHEELS --figures      (three films, under three minutes; machine idle)

20 videos of 12 to 14 seconds, 640 x 480 at 8 frames a second, written as MJPEG and opened as any film is. They are
composed of real photographs (`camera_videos.py`): rooms, a street and things of the demonstration pictures of
jetson-inference at 45da40a8, and photographs of scikit-image's. Nobody moves in them as people do; what happens when is
known to the frame. Things were taken, and made as large, as the detector knows them when they stand still: this
measures the narration, and `objects.py` the detector. Thresholds were chosen in view of these videos (six of them were
held out once); twelve more (--held-out), of other people, dogs, rooms and streets, were composed afterwards
(`camera_sets.py`), and once more twelve (--unseen, `camera_unseen.py`). Each is looked at frame by frame, so that the
table does not depend on how quick a machine is.

- recall: of what happens (something comes, goes, comes nearer; another scene; the light; text; a covered lens) the
  share that is told, rightly named, from its first frame to two seconds after it is complete. Told later is not told.
- false: whatever else is told after the scene, a minute. That a thing moves may be told while it does.
- delay: from when it is complete to the frame at which it is told: before it was complete is negative.

--live runs the command itself on some of them in real time, the models in their process: frames and looks a second,
share of one core (both processes, from start to end), frames that nobody saw, the delay with all that, and from the
frame to its words handed to the voice; --sound speaks too, into whatever sound device there is. --figures runs the
command on two of them at 20 frames a second, and the app's own parts with a voice on a third, and tells how long after
the frame with the event its sentence begins to sound (a null sink will do); then it names the commands of the others.
"""

from __future__ import annotations

import argparse
import json
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

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.cancel import Token  # noqa: E402
from assistant.capture.choose import live_source_from  # noqa: E402
from assistant.narrating import Narration, Silence, Told  # noqa: E402
from benchmarks.camera_sets import Studio, held_out, tuned  # noqa: E402
from benchmarks.camera_unseen import unseen  # noqa: E402
from benchmarks.camera_videos import Happening, Pixels, Video, write  # noqa: E402
from models.objects.finder import ObjectFinder  # noqa: E402
from models.objects.words import object_words  # noqa: E402
from models.scenes.narrator import SceneNarrator  # noqa: E402

FPS = 8
IN_TIME_S = 2.0
LATE_S = 4.0
"""Told within this, an event is late, but not false."""
LIVE = ("a man walks through a hall", "a motorcycle comes nearer", "nothing happens")


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


def sounded(video: Video, path: Path) -> dict[str, Any]:
    """From the frame that shows an event to the first sound of its sentence: the app's parts and a sound card."""
    from assistant.settings import Settings
    from assistant.wiring import assemble

    app = assemble(Settings(), listen=False)
    if app.speaker is None:
        return {"name": video.name, "first_sound": "no sound card: a null sink will do"}
    came: dict[str, float] = {}
    heard: list[float] = []
    pass_on = app.session.heard_of

    def heard_of(news: Any) -> None:
        if news.kind == "first_sample":
            heard.extend(news.at - came.pop(text) for text in list(came) if text in news.text)
        pass_on(news)

    def tell(told: Told) -> None:
        frame = app.narrations.now()
        if frame is not None and told.kind != "scene":
            came[told.text] = frame[1]

    app.session.heard_of = heard_of  # type: ignore[method-assign]
    try:
        app.narrations.carry_out(
            str(path), seconds=None, density="normal", language="en", speak=True, on_told=tell, token=Token()
        )
    finally:
        app.close()
    late = {"frame_to_sound_s_median": round(median(heard), 3), "longest": round(max(heard), 3)} if heard else {}
    return {"name": video.name, "sentences_heard": len(heard), **late}


def _figures(films: dict[str, Video], folder: Path) -> None:
    for name in LIVE[:1] + LIVE[2:]:
        path = folder / f"{name.replace(' ', '-')}.avi"
        write(films[name], path, fps=20)  # more than are looked at
        print(json.dumps(live(films[name], path, sound=False)), flush=True)
    name = "two people come one after the other"
    path = folder / "heard.avi"
    write(films[name], path, fps=FPS)
    print(json.dumps(sounded(films[name], path)), flush=True)
    print(
        "recall, false events, delay to the frame: benchmarks/camera.py CLONES --wheels WHEELS [--held-out]\n"
        "average precision, calibration error: benchmarks/objects.py CLONES --wheels WHEELS\n"
        "few-shot accuracy: benchmarks/teaching.py"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("clones", type=Path, help="a folder of clones; with --films it is not looked at")
    parser.add_argument("--wheels", type=Path)
    parser.add_argument("--only", nargs="+", default=[], help="names, or parts of them")
    parser.add_argument("--density", choices=["sparse", "normal", "dense"], default="normal")
    parser.add_argument("--held-out", action="store_true", help="the videos that nothing was tuned on")
    parser.add_argument("--unseen", action="store_true", help="the second ones; nothing is told of single videos")
    parser.add_argument("--live", action="store_true")
    parser.add_argument("--sound", action="store_true")
    parser.add_argument("--figures", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder for the videos")
    parser.add_argument("--films", nargs="+", type=Path, default=[], help="real ones: what is told of them")
    options = parser.parse_args()
    if options.films:
        _told_of(options.films, options.density)
        return
    studio = Studio(options.clones, options.wheels)
    chosen = [
        one
        for one in (unseen if options.unseen else held_out if options.held_out else tuned)(studio)
        if not options.only or any(part in one.name for part in options.only)
    ]
    with tempfile.TemporaryDirectory() as folder:
        keep = options.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        if options.figures:
            _figures({video.name: video for video in chosen}, keep)
            return
        if options.live:
            for video in [one for one in chosen if options.only or one.name in LIVE]:
                path = keep / f"{video.name.replace(' ', '-')}.avi"
                write(video, path, fps=FPS)
                print(json.dumps(live(video, path, sound=options.sound)))
            return
        _report(chosen, keep, options.density, options.json, totals=options.unseen)


def _eyes() -> tuple[Callable[[Pixels], Any], Callable[[Pixels], Any]]:
    """What sees things, and what reads."""
    from models.evidence.ocr import Reader

    finder, reader = ObjectFinder(), Reader(threads=1)

    def detect(pixels: Pixels) -> Any:
        return finder.find(pixels, areas=[[0, 0, pixels.shape[1], pixels.shape[0]]], token=Token())

    def read(pixels: Pixels) -> Any:
        return [line for lines in reader.read(pixels, photo=True, token=Token()) for line in lines]

    return detect, read


def _told_of(films: Sequence[Path], density: str) -> None:
    """Nobody wrote down what happens in them: whoever reads this looks."""
    detect, read = _eyes()
    for path in films:
        narration = narrated(path, density, detect, read)
        print(f"{path.name}: {json.dumps(narration.effort)}")
        for one in narration.said:
            print(f"    {one.frame_s:.1f} s: {one.text}", flush=True)


def _report(chosen: Sequence[Video], folder: Path, density: str, as_json: bool, *, totals: bool = False) -> None:
    detect, read = _eyes()
    judged = []
    for video in chosen:
        path = folder / f"{video.name.replace(' ', '-')}.avi"
        write(video, path, fps=FPS)
        narration = narrated(path, density, detect, read)
        one = judge(video, narration.said, int(narration.effort["looks"]))
        judged.append(one)
        if not as_json and not totals:
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
