"""`make run`: the tray app where there is a display; elsewhere the main job, shown on a virtual desktop."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from prepare import VENV, has_display


def main() -> None:
    if has_display():
        program = str(VENV / "bin" / "hearsight")
        os.execv(program, [program, "run"])
    print("There is no display here, so the main job is shown on a virtual one.\n", flush=True)
    python = str(VENV / "bin" / "python")
    os.execv(python, [python, str(Path(__file__).with_name("demo.py")), *sys.argv[1:]])


if __name__ == "__main__":
    main()
