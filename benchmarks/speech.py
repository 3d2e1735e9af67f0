"""How soon each voice is heard, and how soon it is silent after a hush, beside plain pyttsx3 in the same run.

    python benchmarks/speech.py [--rounds 20] [--json FILE]

Everything is measured at the sink: the speakers' monitor is recorded in pieces of 5 ms with the time at which each
arrived, so each figure holds the recorder's own delay (some 10 to 25 ms) and is an upper bound. A sentence of 300
characters is begun, heard for 0.3 s, and hushed. Voices that have nothing to play here (the screen reader, the
console, the file) have no figures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from virtual_desktop import VirtualDesktop  # noqa: E402

VOICES = ("espeak", "piper", "speech-dispatcher", "system")
PLAIN = "plain pyttsx3"
PLAIN_ROUNDS = 5
"""Each takes some 5 s."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--voice", action="append", choices=VOICES, help="only this one; may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all figures there")
    options = parser.parse_args()
    figures: dict[str, dict[str, list[float]]] = {}
    desktop = VirtualDesktop(display=False, accessibility=False, bus=False, tray=False)
    with desktop, Path("/dev/zero").open("rb") as silence:
        # Keeps the null sink at the pace of a sound card; by itself it works up to 2 s ahead.
        desktop.start(["pacat", "-d", "speakers", "--raw", "--latency-msec=20"], stdin=silence)
        for voice in options.voice or VOICES:
            rounds = options.rounds if voice != "system" else min(options.rounds, PLAIN_ROUNDS)
            figures[voice] = run(desktop, "tests/speech/loopback.py", voice, str(rounds))
        plain = [run(desktop, "benchmarks/plain_voice.py") for _ in range(min(options.rounds, PLAIN_ROUNDS))]
    figures[PLAIN] = {name: [one[name] for one in plain] for name in ("heard_ms", "silent_ms")}  # type: ignore[misc]
    factor = real_time_factor()
    print(f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}; milliseconds, min/median/p95")
    print(f"{'':20}{'say -> heard':>24}{'hush -> silent':>24}{'rounds':>8}")
    for voice, measured in figures.items():
        heard, silent = measured["heard_ms"], measured["silent_ms"]
        print(f"{voice:20}{spread(heard):>24}{spread(silent):>24}{len(heard):>8}")
    print(f"piper makes a second of sound in {factor:.3f} s")
    if options.json:
        options.json.write_text(json.dumps({"voices": figures, "piper_real_time_factor": factor}))


def run(desktop: VirtualDesktop, script: str, *arguments: str) -> dict[str, list[float]]:
    done = subprocess.run(
        [sys.executable, str(ROOT / script), *arguments],
        env={**desktop.env, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"{script} {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    found: dict[str, list[float]] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def real_time_factor() -> float:
    from models.store import Store
    from speech.voices.piper import PiperVoice

    voice = PiperVoice(Store().path("piper-joe"))
    factor = voice.real_time_factor
    voice.close()
    return factor


def spread(values: list[float]) -> str:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return f"{max(0.0, ordered[0]):.0f} / {median(ordered):.0f} / {p95:.0f}"


if __name__ == "__main__":
    main()
