"""How long the explorer takes from a key to handing over the first sound: opening on a warm scene, and each step.

    python benchmarks/explorer.py [--lines 60] [--rounds 200]

The scene has `--lines` lines of ten words and as many buttons; the mouth only notes when it was called, so the sound
card's own delay is not in it (docs/voices.md has that). The goal is 60 ms. Offscreen Qt paints the window as usual.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def measured(lines: int, rounds: int) -> dict[str, float]:
    """Milliseconds."""
    import numpy as np
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from assistant.conversation import Conversation
    from assistant.exploring_desk import Exploring
    from assistant.telling import Habits
    from assistant.types import Box, Capture, Scene, TextBlock, Thing
    from assistant.wiring.models import tables_of
    from ui.explorer import ExplorerWindow

    app = QApplication.instance() or QApplication(["benchmark"])
    height = 24 * lines
    things = tuple(Thing(n + 1, "button", f"Button {n}", box=Box(900, 24 * n, 120, 20)) for n in range(lines))
    texts = "some words that stand here in a line of text"
    blocks = tuple(TextBlock(f"{n} {texts}", Box(10, 24 * n, 600, 20)) for n in range(lines))
    heard: list[float] = []

    def sound(*_: Any, **__: Any) -> bool:
        heard.append(time.perf_counter())
        return True

    mouth = SimpleNamespace(hush=lambda: 1, earcon=sound, beacon=sound, say=sound)
    first: list[float] = []
    step: list[float] = []
    for _ in range(9):
        scene = Scene(1100, height, "file", blocks=blocks, things=things, complete=True)
        talk = Conversation(capture=Capture(np.full((height, 1100, 3), 230, np.uint8), "file"), scene=scene)
        session: Any = SimpleNamespace(mouth=mouth, habits=Habits(), conversation=talk, close=lambda: None)
        exploring = Exploring(session, session, lambda *_: None, tables_of)  # type: ignore[arg-type, return-value]
        began = time.perf_counter()
        exploring.start(0.0)
        first.append(1000 * (heard[0] - began))
        exploring.wait(60)
        heard.clear()
        window = ExplorerWindow(exploring)
        window.bring_up()
        app.processEvents()
        for at in range(rounds // 9):
            heard.clear()
            began = time.perf_counter()
            QTest.keyClick(window.view, Qt.Key.Key_N if at % 2 else Qt.Key.Key_Down)
            step.append(1000 * (heard[0] - began))
        heard.clear()
        window.end()
    return {
        "warm_first_sound_ms": round(statistics.median(first), 1),
        "warm_first_sound_worst_ms": round(max(first), 1),
        "step_ms": round(statistics.median(step), 2),
        "step_worst_ms": round(max(step), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=200)
    wanted = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(json.dumps(measured(wanted.lines, wanted.rounds)))


if __name__ == "__main__":
    main()
