"""Packages of Debian and Ubuntu: which are needed and why, which are missing, and installing them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence

from steps import failed, run, say

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
    "a speech service to speak through in tests": "speech-dispatcher speech-dispatcher-espeak-ng",
    "a screen reader that reads the windows": "orca",
    "voices that ask in benchmarks": "festival festvox-kallpc16k festvox-us-slt-hts",
    "what to compare with": "tesseract-ocr tesseract-ocr-eng tesseract-ocr-chi-sim",
}
OTHER_NAMES = {"libglib2.0-0": "libglib2.0-0t64"}
"""What Debian 13 and Ubuntu 24.04 call the same package."""

NO_QUESTIONS = {"DEBIAN_FRONTEND": "noninteractive"}


def install(groups: dict[str, str], *, tell: bool = True) -> int:
    """Install what is missing. `tell`: where there is no apt, print what is needed."""
    if sys.platform != "linux":
        return 0
    if shutil.which("apt-get") is None or shutil.which("dpkg-query") is None:
        if tell:
            print("This is not Debian or Ubuntu, so system packages are left to you. Under Debian's names, needed are:")
            for why, names in groups.items():
                print(f"  {why}: {names}")
        return 0
    missing = missing_of(groups)
    if not missing:
        return 0
    print("System packages are missing. They are installed now, from your distribution:")
    for why, packages in missing.items():
        print(f"  {why}: {' '.join(packages)}")
    everything = [name for names in missing.values() for name in names]
    root, code = as_root(everything)
    return code or fetch_and_install(root, everything)


def missing_of(groups: dict[str, str]) -> dict[str, list[str]]:
    """What of each group isn't installed; the groups that lack nothing are left out."""
    asked = [name for names in groups.values() for name in names.split()]
    there = installed([*asked, *OTHER_NAMES.values()])
    missing = {
        why: [n for n in names.split() if n not in there and OTHER_NAMES.get(n) not in there]
        for why, names in groups.items()
    }
    if subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode != 0:
        missing["a virtual environment"] = [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]
    return {why: names for why, names in missing.items() if names}


def installed(names: Sequence[str]) -> set[str]:
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f=${Package} ${Status}\n", *names], capture_output=True, text=True
    ).stdout  # names that dpkg has never heard of are only missing in it
    return {line.split()[0] for line in answer.splitlines() if line.endswith(" install ok installed")}


def as_root(names: Sequence[str]) -> tuple[list[str], int]:
    """What to write before a command for it to run as root; a password is asked for now, before anything runs."""
    if os.geteuid() == 0:
        return [], 0
    by_hand = f"Ask someone who may to run: apt-get install {' '.join(names)}"
    if shutil.which("sudo") is None:
        return [], say(f"Installing them needs root, and there is no sudo here. {by_hand}", 4)
    if subprocess.run(["sudo", "-v"]).returncode != 0:
        return [], say(f"Installing them needs root, and sudo did not let you. {by_hand}", 4)
    return ["sudo", "env", *(f"{key}={value}" for key, value in NO_QUESTIONS.items())], 0


def fetch_and_install(root: Sequence[str], names: Sequence[str]) -> int:
    half_done = subprocess.run(["dpkg", "--audit"], capture_output=True, text=True).stdout.strip()
    if half_done:
        print("An earlier installation of system packages was cut short; finishing it first.")
        run([*root, "dpkg", "--configure", "-a"], where_apt_is, env=NO_QUESTIONS)  # what it can't, apt may
    # A list that can't be refreshed (a foreign source that is gone) is no reason not to try.
    _, lines = run([*root, "apt-get", "update"], where_apt_is, env=NO_QUESTIONS)
    known = {name: available(name) for name in names}
    for name in (name for name, found in known.items() if not found):
        print(f"  Your distribution's lists have no package {name}; going on without it.")
    code, more = run(
        [*root, "apt-get", "install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120",
         *(found for found in known.values() if found)],
        where_apt_is,
        env=NO_QUESTIONS,
    )  # fmt: skip
    return failed("Installing system packages", [*lines, *more]) if code != 0 else 0


def available(name: str) -> str:
    """The name that this release's lists know the package by; empty when they don't."""
    for candidate in (name, OTHER_NAMES.get(name)):
        if candidate is None:
            continue
        policy = subprocess.run(["apt-cache", "policy", candidate], capture_output=True, text=True).stdout
        if re.search(r"^  \S+: \d", policy.partition("\n")[2].partition("\n")[2], re.MULTILINE):
            return candidate
    return ""


def where_apt_is(lines: Sequence[str]) -> str:
    for line in reversed(lines):
        if line.startswith(("Unpacking ", "Setting up ")):
            return (
                f"{sum(1 for other in lines if other.startswith('Setting up '))} set up, {line.split(' (')[0].lower()}"
            )
        if line.startswith("Get:"):
            return "fetching"
    return "waiting for apt"
