"""The virtual environment, and what is installed in it."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from prepare import ROOT, VENV
from steps import Status, failed, run, say

LOCK = ROOT / "requirements.lock"
CPU_TORCH_INDEX = "https://download.pytorch.org/whl/cpu"
DISK_GB = {False: 3, True: 12}
"""Free space asked for before the first install, without and with CUDA. Measured: 2.3 GB in .venv with the CPU build
of torch. Estimated: CUDA brings about 5 GB of libraries and triton, which pip holds twice while it works."""


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One setup at a time in this folder; the system frees the lock when one dies."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with LOCK.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another setup is running in this folder; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install() -> int:
    """Make .venv and install what requirements.lock pins, and Hearsight itself; nothing to do the second time."""
    wanted = f"{VENV}\n" + hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / "installed"
    known = stamp.read_text() if stamp.exists() else ""
    # Programs in a virtual environment name its folder: one that was moved is made anew.
    whole = sound(VENV) and ("\n" not in known or known.startswith(f"{VENV}\n"))
    if whole and known == wanted:
        return 0
    for folder in (ROOT, VENV):
        if folder.exists() and not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, "not writable", str(folder))
    if not whole:
        if code := no_space(has_nvidia()):
            return code
        print("Making a virtual environment in .venv")
        code, lines = run([sys.executable, "-m", "venv", "--clear", str(VENV)], lambda _: "unpacking pip")
        if code != 0:
            return failed("Making a virtual environment", lines)
    stamp.unlink(missing_ok=True)
    code = install_locked() or install_itself()
    if code == 0:
        stamp.write_text(wanted)
    return code


def no_space(cuda: bool) -> int:
    free = shutil.disk_usage(ROOT).free / 1e9
    if free >= DISK_GB[cuda]:
        return 0
    return say(f"The disk is too full: Python packages need {DISK_GB[cuda]} GB, {free:.1f} GB are free.", 4)


def sound(venv: Path) -> bool:
    """False when there is none, it was cut short, or the Python it was made with is gone."""
    if not (venv / "bin/pip").exists() or half_done(venv).exists():
        return False
    find = "import importlib.util, sys; sys.exit(importlib.util.find_spec('pip') is None)"
    with contextlib.suppress(OSError):
        return subprocess.run([venv / "bin/python", "-c", find], capture_output=True).returncode == 0
    return False


def half_done(venv: Path) -> Path:
    """A mark that is there while pip writes: packages that were cut short look whole to pip."""
    return venv / "half-done"


def install_locked() -> int:
    pins = [line for line in LOCK.read_text().splitlines() if line and not line.startswith("#")]
    options, cuda = ["-r", str(LOCK)], False
    if sys.platform == "linux":
        source = None if has_nvidia() else cpu_torch_source(pins)
        cuda = source is None
        if source is None and not has_nvidia() and (code := no_space(cuda)):
            return code
        if source is not None:
            # The lock is complete, so nothing has to be resolved; and openai-whisper's demand for triton (1 GB, which
            # only its CUDA kernels use) is not followed.
            options += ["--no-deps", *source]
    size = "about 8 GB on disk, most of it CUDA" if cuda else "2.3 GB on disk"
    print(f"Installing {len(pins)} Python packages ({size}; minutes the first time)")
    code, lines = pip(options, lambda so_far: where_pip_is(so_far, len(pins)))
    return failed("Installing Python packages", lines) if code != 0 else 0


def install_itself() -> int:
    code, lines = pip(["--no-deps", "--no-build-isolation", "-e", str(ROOT)], lambda _: "installing Hearsight itself")
    return failed("Installing Hearsight itself", lines) if code != 0 else 0


def pip(arguments: Sequence[str], status: Status) -> tuple[int, list[str]]:
    command = [
        str(VENV / "bin/python"), "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
        "--progress-bar", "off", *arguments,
    ]  # fmt: skip
    mark = half_done(VENV)
    mark.touch()
    code, lines = run(command, status)
    if code == 0 or not any(line.startswith("Installing collected packages") for line in lines):
        mark.unlink()  # what was there before is as it was
    return code, lines


def where_pip_is(lines: Sequence[str], total: int) -> str:
    if any(line.startswith("Installing collected packages") for line in lines):
        there = sum(1 for _ in VENV.glob("lib/python*/site-packages/*.dist-info"))
        return f"unpacking, {min(there, total)} of {total}"
    begun = [line.split()[1].partition("==")[0] for line in lines if line.startswith("Collecting ")]
    size = re.search(r"\(([\d.]+ [kMG]B)\)$", lines[-1]) if lines else None
    return f"fetching {len(begun)} of {total}: {begun[-1]}{f', {size[1]}' if size else ''}" if begun else "asking pip"


# -- torch --------------------------------------------------------------------------------------------------------


def has_nvidia() -> bool:
    return sys.platform == "linux" and shutil.which("nvidia-smi") is not None


def cpu_torch_source(pins: Sequence[str]) -> list[str] | None:
    """What to tell pip for it to find the CPU build of torch (PyPI's has several GB of CUDA in it); None if it can't.

    pip prefers the local version "2.13.0+cpu" to "2.13.0" wherever it finds one, so naming one more index is enough.
    """
    pinned = next(pin.split()[0] for pin in pins if pin.startswith("torch=="))
    at_hand = subprocess.run(
        [VENV / "bin/python", "-m", "pip", "install", "--dry-run", "--no-deps", "--ignore-installed", "--quiet",
         "--disable-pip-version-check", "--retries", "1", f"{pinned}+cpu"],
        capture_output=True,
    )  # fmt: skip
    if at_hand.returncode == 0:
        return []
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{CPU_TORCH_INDEX}/torch/", timeout=10):
        return ["--extra-index-url", CPU_TORCH_INDEX]
    print(f"The CPU build of torch is out of reach ({CPU_TORCH_INDEX}). PyPI's is tried; it brings CUDA along.")
    return None
