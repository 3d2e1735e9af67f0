"""Draws the windows of the toolkits that are not drawn by Python itself: GTK and Tk, on a virtual desktop."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))
from virtual_desktop import VirtualDesktop

HERE = Path(__file__).parent
PYTHON = "/usr/bin/python3"
"""Debian's own, which has PyGObject (python3-gi, gir1.2-gtk-3.0) and tkinter (python3-tk)."""


def has(module: str) -> bool:
    """Whether Debian's Python can import it."""
    if not Path(PYTHON).exists():
        return False
    return subprocess.run([PYTHON, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def gtk(desktop: VirtualDesktop, out: Path, theme: str, count: int, seed: int, scale: int = 1) -> None:
    """`theme`: "Adwaita", "Adwaita:dark", "HighContrast" (in GTK) or one that is installed."""
    env = {"GTK_THEME": theme, "NO_AT_BRIDGE": "1", "GTK_MODULES": "", "GDK_SCALE": str(scale)}
    command = [PYTHON, str(HERE / "gtk_page.py"), str(out), "--count", str(count), "--seed", str(seed)]
    subprocess.run(command, env={**desktop.env, **env}, check=True, stderr=subprocess.DEVNULL, timeout=600)


def tk(desktop: VirtualDesktop, out: Path, theme: str, count: int, seed: int) -> None:
    """`theme`: "clam", "alt", "default" or "classic"."""
    import mss
    import mss.tools

    command = [PYTHON, str(HERE / "tk_page.py"), str(out), "--theme", theme, "--count", str(count), "--seed", str(seed)]
    process = subprocess.Popen(
        command, env={**os.environ, **desktop.env}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdin is not None
    with mss.MSS(display=desktop.env["DISPLAY"]) as grabber, process:
        for line in process.stdout:
            number, width, height = map(int, line.split())
            area = {"left": 0, "top": 0, "width": min(width, desktop.size[0]), "height": min(height, desktop.size[1])}
            shot = grabber.grab(area)
            mss.tools.to_png(shot.rgb, shot.size, output=str(out / f"{number}.png"))
            process.stdin.write("\n")
            process.stdin.flush()
    if process.returncode:
        shutil.rmtree(out, ignore_errors=True)
        raise RuntimeError(f"tk_page.py ended with {process.returncode}")
