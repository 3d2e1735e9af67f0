"""Write requirements.lock: what is installed in .venv now, pinned, without this project itself.

Run `make lock` after changing pyproject.toml and installing what it asks for. There are no hashes in it: the CPU and
the CUDA build of torch share a version, and which one is right depends on the machine. What only the CUDA build needs
is not in it: torch itself pins those (a triton pinned here, 3.9.0, was not the 3.7.1 that torch 2.13.0 asks for).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ONLY = {"dbus-fast": "linux", "pulsectl": "linux", "python-xlib": "linux", "secretstorage": "linux", "jeepney": "linux"}
LEFT_OUT = {"hearsight", "pip", "triton"}
CUDA = ("nvidia-", "cuda-")


def main() -> None:
    freeze = subprocess.run(
        [sys.executable, "-m", "pip", "list", "--format=freeze"], check=True, capture_output=True, text=True
    )
    lines = []
    for line in freeze.stdout.splitlines():
        name, _, version = line.partition("==")
        if name.lower() in LEFT_OUT or name.lower().startswith(CUDA):
            continue
        version = version.partition("+")[0]  # "2.13.0+cpu": the machine chooses the build
        marker = f' ; sys_platform == "{ONLY[name.lower()]}"' if name.lower() in ONLY else ""
        lines.append(f"{name}=={version}{marker}\n")
    (ROOT / "requirements.lock").write_text("".join(sorted(lines, key=str.lower)))
    print(f"{len(lines)} packages pinned in requirements.lock")


if __name__ == "__main__":
    main()
