"""How long the desk app takes from its start until its tray is there, and its memory at rest, beside an empty Qt app.

    python benchmarks/desk.py                     both, five times each, in turns, on a virtual desktop
    python benchmarks/desk.py --rounds 9 --json   more of them; one JSON object

The other one is the least that PySide6 needs for a tray icon with a menu. Both are timed from their start as a program
until their icon is in the tray; the first round of each only warms the disk's cache. Memory is the proportional set
size (`smaps_rollup`) of the program and its children after `--rest` seconds. No model is loaded. The goals: 1.5 s, 150
MB above the empty app. The windows have benchmarks of their own: `settings_window.py`, `history.py`.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "packaging"))

from virtual_desktop import VirtualDesktop  # noqa: E402

EMPTY = """
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
app = QApplication(["empty"])
menu = QMenu()
menu.addAction("Quit", app.quit)
picture = QPixmap(22, 22)
picture.fill("red")
tray = QSystemTrayIcon(QIcon(picture))
tray.setContextMenu(menu)
tray.show()
app.exec()
"""
PROGRAMS = {
    "an empty app": [sys.executable, "-c", EMPTY],
    "Hearsight": [sys.executable, "-m", "assistant.cli", "run"],
}
ICON = re.compile(r'^\s+0x\w+ ".*": \(.*\)  22x22\+0\+0 ')
POLL_S = 0.005


def docked(desktop: VirtualDesktop) -> int:
    """How many icons the tray has: trayer gives each a window of 22 by 22 pixels, and the icon's own fills it."""
    tree = desktop.run(["xwininfo", "-root", "-tree"], check=False).stdout
    return sum(ICON.search(line) is not None for line in tree.splitlines())


def memory_mb(pid: int) -> float:
    """Of the program and all its children."""
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            rows = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            waiting += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
    return total / 1024


def one_round(desktop: VirtualDesktop, command: list[str], rest_s: float) -> tuple[float, float]:
    """Seconds until the icon is there, and megabytes later."""
    before = docked(desktop)
    began = time.monotonic()
    process = desktop.start(command, env={"PYTHONPATH": str(ROOT)})
    try:
        while docked(desktop) <= before:
            if process.poll() is not None or time.monotonic() > began + 60:
                raise SystemExit("No icon came into the tray.")
            time.sleep(POLL_S)
        taken = time.monotonic() - began
        time.sleep(rest_s)
        return taken, memory_mb(process.pid)
    finally:
        process.terminate()
        process.wait(30)
        while docked(desktop) > before:
            time.sleep(POLL_S)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rest", type=float, default=5.0, help="seconds at rest before memory is measured")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.rounds < 1 or given.rest < 0:
        parser.error("--rounds is at least 1, --rest at least 0")
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in PROGRAMS}
    with VirtualDesktop() as desktop:
        for number in range(given.rounds + 1):
            for name, command in PROGRAMS.items():
                measured = one_round(desktop, command, given.rest if number else 0)
                if number:
                    found[name].append(measured)
    figures = {
        name: {
            "ready_s": round(statistics.median(taken for taken, _ in rows), 2),
            "slowest_s": round(max(taken for taken, _ in rows), 2),
            "memory_mb": round(statistics.median(memory for _, memory in rows), 1),
        }
        for name, rows in found.items()
    }
    ratio = statistics.median(
        ours[0] / theirs[0] for ours, theirs in zip(found["Hearsight"], found["an empty app"], strict=True)
    )
    above = figures["Hearsight"]["memory_mb"] - figures["an empty app"]["memory_mb"]
    if given.json:
        print(json.dumps({"rounds": given.rounds, "programs": figures, "ratio": round(ratio, 2), "above_mb": above}))
        return
    for name, row in figures.items():
        print(
            f"{name}: tray ready after {row['ready_s']} s (slowest {row['slowest_s']}), {row['memory_mb']} MB at rest"
        )
    print(f"Hearsight takes {ratio:.1f} times as long, and {above:.0f} MB more.")


if __name__ == "__main__":
    main()
