"""Install what Hearsight needs and what is not there yet. Needs nothing but Python 3.11+ itself; quick the second time.

python3 packaging/prepare.py              what the app needs
python3 packaging/prepare.py --for run    ... and, where there is no display, a virtual desktop to show it on
python3 packaging/prepare.py --for test   ... and what the tests need
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
CPU_TORCH_INDEX = "https://download.pytorch.org/whl/cpu"

APP = {
    "windows and the tray icon (Qt)": (
        "libegl1 libgl1 libfontconfig1 libfreetype6 libdbus-1-3 libglib2.0-0 libxkbcommon0 libxkbcommon-x11-0 "
        "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-randr0 libxcb-render-util0 libxcb-shape0 "
        "libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libxcb-shm0 libx11-xcb1"
    ),
    "sound in and out": "libportaudio2 libasound2-plugins",
    "the voices": "espeak-ng alsa-utils",
    "asking programs what they show (accessibility)": "at-spi2-core dbus",
    "pictures on the clipboard": "xclip",
}
VIRTUAL_DESKTOP = {
    "a desktop without a screen": "xvfb openbox trayer xdotool x11-utils libglib2.0-bin fonts-dejavu-core",
    "a virtual loudspeaker and microphone": "pulseaudio pulseaudio-utils",
    "a window to describe, and a voice to ask with": "zenity flite libatk-adaptor",
}
TESTS = {
    "programs to describe in tests": "mousepad xterm chromium fonts-noto-cjk x11-xserver-utils",
    "what to compare with": "tesseract-ocr tesseract-ocr-eng tesseract-ocr-chi-sim",
}
RENAMED = {"libglib2.0-0": "libglib2.0-0t64", "libasound2-plugins": "libasound2-plugins"}
"""Names that newer releases of Debian and Ubuntu gave to the same package."""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--for", dest="purpose", choices=("app", "run", "test"), default="app")
    arguments.add_argument("--no-models", action="store_true", help="do not fetch models (about 300 MB)")
    chosen = arguments.parse_args()
    if sys.version_info < (3, 11):
        return say(f"Hearsight needs Python 3.11 or newer; this is {sys.version.split()[0]}.", 4)
    groups = dict(APP)
    if chosen.purpose == "test" or (chosen.purpose == "run" and not has_display()):
        groups.update(VIRTUAL_DESKTOP)
    if chosen.purpose == "test":
        groups.update(TESTS)
    code = install_system(groups) or make_venv() or install_python()
    if code == 0 and not chosen.no_models:
        code = subprocess.run([VENV / "bin/python", "-m", "models.fetch", "--needed"], cwd=ROOT).returncode
    return code


def has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) or sys.platform != "linux"


# -- system packages ----------------------------------------------------------------------------------------------


def install_system(groups: dict[str, str]) -> int:
    if sys.platform != "linux":
        return 0
    if shutil.which("apt-get") is None:
        print("This is not Debian or Ubuntu, so system packages are left to you. Hearsight needs:")
        for why, names in groups.items():
            print(f"  {why}: {names}")
        return 0
    missing = {why: [n for n in names.split() if not installed(n)] for why, names in groups.items()}
    if importless("ensurepip"):
        missing["a virtual environment"] = [f"python3.{sys.version_info.minor}-venv"]
    missing = {why: names for why, names in missing.items() if names}
    if not missing:
        return 0
    print("System packages are missing. They are installed now, from your distribution:")
    for why, names in missing.items():
        print(f"  {why}: {' '.join(names)}")
    root = [] if os.geteuid() == 0 else ["sudo"]
    everything = [name for names in missing.values() for name in names]
    if root and shutil.which("sudo") is None:
        return say(f"That needs root. Run as root: apt-get install {' '.join(everything)}", 4)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = ROOT / ".venv-apt.log"
    with log.open("w") as out:
        for command in (
            [*root, "apt-get", "update"],
            [*root, "apt-get", "install", "-y", "--no-install-recommends", *(available(name) for name in everything)],
        ):
            if subprocess.run(command, stdout=out, stderr=out, env=environment).returncode != 0:
                print(log.read_text()[-2000:], file=sys.stderr)
                return say(f"{' '.join(command[:3])} failed; its last lines are above.", 4)
    log.unlink()
    return 0


def installed(name: str) -> bool:
    def ask(package: str) -> bool:
        result = subprocess.run(["dpkg-query", "-W", "-f=${Status}", package], capture_output=True, text=True)
        return result.stdout.startswith("install ok installed")

    return ask(name) or (name in RENAMED and ask(RENAMED[name]))


def available(name: str) -> str:
    """The name that this release knows the package by."""
    known = subprocess.run(["apt-cache", "show", name], capture_output=True, text=True)
    return name if known.stdout.strip() or name not in RENAMED else RENAMED[name]


def importless(module: str) -> bool:
    return subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True).returncode != 0


# -- Python packages ----------------------------------------------------------------------------------------------


def make_venv() -> int:
    if (VENV / "bin/python").exists() and (VENV / "bin/pip").exists():
        return 0
    print("Making a virtual environment in .venv")
    return subprocess.run([sys.executable, "-m", "venv", "--clear", VENV]).returncode


def install_python() -> int:
    stamp = VENV / "installed"
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    print("Installing Python packages (about 1 GB on disk; minutes the first time)")
    pip = [VENV / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for command in (
        [*pip, "-r", LOCK, *torch_source()],
        [*pip, "--no-deps", "--no-build-isolation", "-e", ROOT],
    ):
        if subprocess.run(command).returncode != 0:
            return say("pip could not install what is needed; its message is above.", 4)
    stamp.write_text(wanted)
    return 0


def torch_source() -> list[str]:
    """Where a machine without an NVIDIA GPU gets the CPU build of torch (PyPI's has several GB of CUDA in it).

    pip prefers the local version "2.13.0+cpu" to "2.13.0" wherever it finds one, so naming one more index is enough.
    """
    if sys.platform != "linux" or shutil.which("nvidia-smi"):
        return []
    pinned = next(line.split()[0] for line in LOCK.read_text().splitlines() if line.startswith("torch=="))
    at_hand = subprocess.run(
        [VENV / "bin/python", "-m", "pip", "install", "--dry-run", "--no-deps", "--ignore-installed", "--quiet",
         f"{pinned}+cpu"],
        capture_output=True,
    )  # fmt: skip
    if at_hand.returncode == 0:
        return []
    try:
        with urllib.request.urlopen(f"{CPU_TORCH_INDEX}/torch/", timeout=5):
            return ["--extra-index-url", CPU_TORCH_INDEX]
    except (urllib.error.URLError, OSError):
        print("The CPU build of torch is out of reach; the one with CUDA is taken (several GB).")
        return []


def say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
