"""How soon each voice is heard, and how soon it is silent after a hush, beside plain pyttsx3 in the same run.

    python benchmarks/speech.py [--rounds 20] [--json FILE]
    python benchmarks/speech.py --hush 200          hushed at so many random moments in long text
    python benchmarks/speech.py --gaps 30           the silence between so many sentences and the next

Everything is measured at the sink: the speakers' monitor is recorded in pieces of 5 ms with the time at which each
arrived, so each figure holds the recorder's own delay (some 10 to 25 ms) and is an upper bound. A sentence of 300
characters is begun, heard for 0.3 s, and hushed. Voices that have nothing to play here (the screen reader, the
console, the file) have no figures.

After a hush, "over 50" is the share of moments whose last sound was noted more than 50 ms later, "heard" the same
without the delay of those notes that came late themselves on a busy computer (the pieces around them tell).

A gap between sentences is what is silent beyond the pause that the voice itself makes, whose length is known from its
samples; negative figures are the recorder's jitter.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from virtual_desktop import VirtualDesktop  # noqa: E402

VOICES = ("espeak", "piper", "speech-dispatcher", "system")
STREAMING = ("espeak", "piper")
LIMIT_MS = 50
PLAIN = "plain pyttsx3"
PLAIN_ROUNDS = 5
"""Each takes some 5 s."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--voice", action="append", choices=VOICES, help="only this one; may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all figures there")
    parser.add_argument("--hush", type=int, metavar="N", help="hush each voice at N random moments, and nothing else")
    parser.add_argument("--gaps", type=int, metavar="N", help="measure N borders between sentences, and nothing else")
    options = parser.parse_args()
    figures: dict[str, dict[str, list[float]]] = {}
    desktop = VirtualDesktop(display=False, accessibility=False, bus=False, tray=False)
    with desktop, Path("/dev/zero").open("rb") as silence:
        # Keeps the null sink at the pace of a sound card; by itself it works up to 2 s ahead.
        desktop.start(["pacat", "-d", "speakers", "--raw", "--latency-msec=20"], stdin=silence)
        if options.hush:
            hushes(desktop, options.voice or (*STREAMING, "speech-dispatcher"), options.hush, figures)
        elif options.gaps:
            gaps(desktop, options.voice or STREAMING, options.gaps, figures)
        else:
            latencies(desktop, options.voice or VOICES, options.rounds, figures)
    if options.json:
        options.json.write_text(json.dumps(figures))


def latencies(
    desktop: VirtualDesktop, voices: Sequence[str], rounds: int, figures: dict[str, dict[str, list[float]]]
) -> None:
    for voice in voices:
        few = rounds if voice != "system" else min(rounds, PLAIN_ROUNDS)
        figures[voice] = run(desktop, "tests/speech/loopback.py", voice, str(few))
    plain = [run(desktop, "benchmarks/plain_voice.py") for _ in range(min(rounds, PLAIN_ROUNDS))]
    figures[PLAIN] = {name: [one[name] for one in plain] for name in ("heard_ms", "silent_ms")}  # type: ignore[misc]
    print(f"{machine()}; milliseconds, min/median/p95")
    print(f"{'':20}{'say -> heard':>24}{'hush -> silent':>24}{'rounds':>8}")
    for voice, measured in figures.items():
        heard, silent = measured["heard_ms"], measured["silent_ms"]
        print(f"{voice:20}{spread(heard):>24}{spread(silent):>24}{len(heard):>8}")
    figures["piper"] = {**figures.get("piper", {}), "real_time_factor": [real_time_factor()]}
    print(f"piper makes a second of sound in {figures['piper']['real_time_factor'][0]:.3f} s")


def hushes(
    desktop: VirtualDesktop, voices: Sequence[str], rounds: int, figures: dict[str, dict[str, list[float]]]
) -> None:
    print(
        f"{'':20}{'hush -> silent, ms: min/median/p95':>36}{'max':>6}{f'over {LIMIT_MS}':>10}{'heard':>8}{'moments':>9}"
    )
    for voice in voices:
        measured = figures[voice] = run(desktop, "tests/speech/hushes.py", voice, str(rounds))
        silent = measured["silent_ms"]
        # What the recorder noted late itself was not heard late.
        heard = [max(0.0, ms - late) for ms, late in zip(silent, measured["late_ms"], strict=True)]
        over = "".join(f"{sum(ms > LIMIT_MS for ms in some) / len(some):>9.1%}" for some in (silent, heard))
        print(f"{voice:20}{spread(silent):>36}{max(silent):>6.0f} {over}{len(silent):>8}  {machine()}")


def gaps(
    desktop: VirtualDesktop, voices: Sequence[str], borders: int, figures: dict[str, dict[str, list[float]]]
) -> None:
    print(f"{'':20}{'gap, ms: min/median/p95':>26}{'max':>6}{'pause of the voice':>22}{'borders':>9}  machine")
    for voice in voices:
        measured = figures[voice] = run(desktop, "tests/speech/gaps.py", voice, str(borders))
        gap, own = measured["gap_ms"], measured["own_ms"]
        print(f"{voice:20}{spread(gap):>26}{max(gap):>6.0f}{spread(own):>22}{len(gap):>9}  {machine()}")


def machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}"


def run(desktop: VirtualDesktop, script: str, *arguments: str) -> dict[str, list[float]]:
    done = subprocess.run(
        [sys.executable, str(ROOT / script), *arguments],
        env={**desktop.env, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=900,
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
    return f"{ordered[0]:.0f} / {median(ordered):.0f} / {p95:.0f}"


if __name__ == "__main__":
    main()
