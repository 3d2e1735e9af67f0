"""What an open microphone costs: the share of one core that the whole app takes, idle, listening and hands-free.

python benchmarks/ear_cpu.py [--seconds 20]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "packaging"))

import numpy as np  # noqa: E402
from virtual_desktop import VirtualDesktop  # noqa: E402

from benchmarks.main_job import HEARSIGHT  # noqa: E402

NOISE_DBFS = -40
SETTLE_S = 8
"""For the greeting, the models, and the noise gate."""


def cpu_s(process: int) -> float:
    """CPU seconds of a process and its living descendants so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    children: list[str] = []
    for task in Path(f"/proc/{process}/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # a thread that has just ended
            children += (task / "children").read_text().split()
    return own + sum(cpu_s(int(child)) for child in set(children))


def share(process: int, seconds: float) -> float:
    """Percent of one core over the next seconds."""
    before, began = cpu_s(process), time.monotonic()
    time.sleep(seconds)
    return 100 * (cpu_s(process) - before) / (time.monotonic() - began)


def measure(seconds: float = 20) -> dict[str, float]:
    """Situation -> percent of one core."""
    figures = {}
    with VirtualDesktop() as desktop:
        app = desktop.start([*HEARSIGHT, "run"], cwd=str(ROOT))
        desktop.run([*HEARSIGHT, "status", "--wait", "120"], timeout_s=130)
        desktop.wait_for_quiet(start_s=0)
        time.sleep(SETTLE_S)
        figures["idle, the microphone closed"] = share(app.pid, seconds)
        desktop.run(["xdotool", "keydown", "ctrl", "keydown", "alt", "keydown", "a"])
        figures["listening to a held key, nobody speaks"] = share(app.pid, min(seconds, 15))
        desktop.run(["xdotool", "keyup", "a", "keyup", "alt", "keyup", "ctrl"])
        desktop.wait_for_quiet(start_s=0)
        desktop.run([*HEARSIGHT, "settings", "listening.hands_free", "true"])
        desktop.wait_for_quiet(start_s=0)
        time.sleep(SETTLE_S)
        figures["hands-free, silence"] = share(app.pid, seconds)
        sound = np.random.default_rng(5).normal(0, 10 ** (NOISE_DBFS / 20) * 32767, 44_100 * 120).astype(np.int16)
        noise = desktop.start(
            ["pacat", "-d", "mic", "--raw", "--format=s16le", "--rate=44100", "--channels=1"], stdin=subprocess.PIPE
        )
        assert noise.stdin is not None
        threading.Thread(target=_feed, args=(noise.stdin, sound.tobytes()), daemon=True).start()
        time.sleep(SETTLE_S)
        figures[f"hands-free, steady noise of {NOISE_DBFS} dBFS"] = share(app.pid, seconds)
        noise.terminate()
        app.terminate()
        app.wait(10)
    return figures


def _feed(pipe: object, data: bytes) -> None:
    try:
        pipe.write(data)  # type: ignore[attr-defined]
    except (BrokenPipeError, ValueError):  # the measurement is over
        return


def report(figures: dict[str, float]) -> None:
    print("\n| the whole app | of one core |\n|---|---|")
    for what, percent in figures.items():
        print(f"| {what} | {percent:.1f} % |")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=20)
    report(measure(arguments.parse_args().seconds))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
