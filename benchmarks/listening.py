"""From the end of a spoken question to the first sound of its answer: Hearsight, and a plain script in the same run.

    python benchmarks/listening.py [--rounds 5] [--json out.json]

Questions are spoken by flite into the virtual microphone; the answer is timed at the loudspeaker, with earcons off.
Held: from letting the key go. Tapped: from the end of the question's sound, so with the silence that ends it.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "packaging"))

from virtual_desktop import VirtualDesktop  # noqa: E402

from benchmarks import ear_cpu  # noqa: E402
from benchmarks.main_job import HEARSIGHT, HUSH, Log, Loudspeaker  # noqa: E402

QUESTIONS = ("What does the error say?", "Where is the OK button?", "What has the focus?")
ERROR = "The disk is full. Three files were not saved."
ASK = ("ctrl", "alt", "a")


def keys(desktop: VirtualDesktop, way: str) -> None:
    for key in ASK if way == "keydown" else reversed(ASK):
        desktop.run(["xdotool", way, key])


def last_ask(desktop: VirtualDesktop) -> dict[str, float]:
    """The timings of the last question, as the app logged them."""
    path = next(Path(desktop.env["HEARSIGHT_HOME"]).rglob("hearsight.log"))
    return dict(ast.literal_eval(re.findall(r"turn \d+ ask (\{.*\})", path.read_text())[-1]))


def measure(
    desktop: VirtualDesktop, speaker: Loudspeaker, clips: list[Path], rounds: int, *, held: bool
) -> dict[str, list[float]]:
    figures: dict[str, list[float]] = {"first_sound": [], "ended": [], "recognised": [], "rest": []}
    for number in range(rounds):
        speaker.wait_quiet()
        log = Log(desktop)
        keys(desktop, "keydown")
        if not held:
            keys(desktop, "keyup")
        time.sleep(0.4)  # nobody speaks at once
        desktop.speak_into_microphone(clips[number % len(clips)])
        speaker.arm()
        end = time.monotonic()
        if held:
            desktop.run(["xdotool", "keyup", "a"])
        first = speaker.first()
        if held:
            desktop.run(["xdotool", "keyup", "alt", "keyup", "ctrl"])
        spoken = log.wait_for("first_sample_ms")
        log.wait_for("first_sentence_end_ms")
        told = last_ask(desktop)
        figures["first_sound"].append((first - end) * 1e3)
        figures["recognised"].append(told["heard_ms"])
        figures["rest"].append(spoken - told["asked_ms"] - told["heard_ms"])
        figures["ended"].append((first - end) * 1e3 - (spoken - told["asked_ms"]))
        desktop.key(HUSH)
    return figures


def measure_plain(desktop: VirtualDesktop, speaker: Loudspeaker, clips: list[Path], rounds: int) -> list[float]:
    process = desktop.start(
        [sys.executable, str(ROOT / "benchmarks/plain_question.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    while process.stdout.readline().strip() != b"ready":
        if process.poll() is not None:
            raise RuntimeError("the plain script did not start")
    figures = []
    for number in range(rounds):
        speaker.wait_quiet()
        speaker.arm()
        began = time.monotonic()
        process.stdin.write(json.dumps([str(clips[number % len(clips)]), ERROR]).encode() + b"\n")
        process.stdin.flush()
        figures.append((speaker.first() - began) * 1e3)
        process.stdout.readline()
    return figures


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=6)
    arguments.add_argument("--json", type=Path, help="also write the figures there")
    chosen = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="hearsight-bench-"))
    print("Measuring; a minute or two ...", file=sys.stderr, flush=True)
    with VirtualDesktop() as desktop:
        clips = [folder / f"question{number}.wav" for number in range(len(QUESTIONS))]
        for path, question in zip(clips, QUESTIONS, strict=True):
            desktop.run(["flite", "-voice", "slt", "-t", question, "-o", str(path)])
        desktop.start(["zenity", "--error", "--title", "Backup", "--text", ERROR])
        frame = desktop.wait_for_window("^Backup$")
        speaker = Loudspeaker(desktop)
        desktop.run([*HEARSIGHT, "settings", "speech.earcons", "false"])
        app = desktop.start([*HEARSIGHT, "run"], cwd=str(ROOT))
        speaker.arm()
        speaker.first()
        desktop.run([*HEARSIGHT, "status", "--wait", "120"], timeout_s=130)
        desktop.focus(frame)
        measure(desktop, speaker, clips, 1, held=True)  # the first grab of the microphone wakes the sound server
        held = measure(desktop, speaker, clips, chosen.rounds, held=True)
        tapped = measure(desktop, speaker, clips, chosen.rounds, held=False)
        app.terminate()
        app.wait(10)
        plain = measure_plain(desktop, speaker, clips, chosen.rounds)
    report(held, tapped, plain)
    costs = ear_cpu.measure()
    ear_cpu.report(costs)
    if chosen.json:
        chosen.json.write_text(json.dumps({"held": held, "tapped": tapped, "plain": plain, "cpu": costs}, indent=1))
    return 0


def report(held: dict[str, list[float]], tapped: dict[str, list[float]], plain: list[float]) -> None:
    def row(name: str, values: list[float], against: float = 0) -> str:
        middle = statistics.median(values)
        ratio: Any = f"{middle / against:.1f}" if against else ""
        return f"| {name} | {min(values):.0f} | {middle:.0f} | {max(values):.0f} | {ratio} |"

    base = statistics.median(held["first_sound"])
    print(f"\n{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}\n")
    print("| a spoken question, ms to the first sound of the answer | min | median | max | times Hearsight, held |")
    print("|---|---|---|---|---|")
    print(row("Hearsight, key held: from letting it go", held["first_sound"], base))
    print(row("... until the recording has ended", held["ended"]))
    print(row("... recognising", held["recognised"]))
    print(row("... answering and the voice", held["rest"]))
    print(row("Hearsight, key tapped: from the end of the question", tapped["first_sound"], base))
    print(row("... until the recording has ended", tapped["ended"]))
    print(row("openai-whisper tiny.en + pyttsx3: from the end of the clip", plain, base))


if __name__ == "__main__":
    raise SystemExit(main())
