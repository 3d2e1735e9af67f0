"""Install what Hearsight needs and what is not there yet. Needs nothing but Python 3.11+ itself; quick the second time.

python3 packaging/prepare.py              what the app needs
python3 packaging/prepare.py --for run    ... and, where there is no display, a virtual desktop to show it on
python3 packaging/prepare.py --for test   ... and what the tests need

Stopped halfway, by Ctrl-C, a full disk or a lost connection? Run it again: what is whole stays, the rest is done again.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
TEST_MODELS = ("piper-joe",)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--for", dest="purpose", choices=("app", "run", "test"), default="app")
    arguments.add_argument("--no-models", action="store_true", help="do not fetch models (about 300 MB)")
    chosen = arguments.parse_args()
    if sys.version_info < OLDEST:
        return with_newer_python()

    import python_packages  # from here on, the syntax of Python 3.11 is fine
    import system_packages
    from steps import say

    if sys.stdout is not None:
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # in order, also in a log
    groups = dict(system_packages.APP)
    if chosen.purpose == "test" or (chosen.purpose == "run" and not has_display()):
        groups.update(system_packages.VIRTUAL_DESKTOP)
    if chosen.purpose == "test":
        groups.update(system_packages.TESTS)
    try:
        with python_packages.alone():
            code = system_packages.install(groups, tell=not VENV.exists()) or python_packages.install()
            if code == 0 and not chosen.no_models:
                more = TEST_MODELS if chosen.purpose == "test" else ()
                fetch = [VENV / "bin/python", "-m", "models.fetch", "--needed", *more]
                code = subprocess.run(fetch, cwd=ROOT).returncode
                if code != 0:
                    say("The models are not all here; why is said above. Run the same command again to go on.", code)
    except KeyboardInterrupt:
        return say("\nStopped. Run the same command again to finish.", 130)
    except PermissionError as error:
        return say(
            f"{error.filename} may not be written by you. If an earlier run was started with sudo, give the folder "
            f"back: sudo chown -R {os.environ.get('USER', 'YOU')} {ROOT}",
            4,
        )
    return code


def with_newer_python() -> int:
    """Go on with a newer Python of this computer; say what to do where there is none."""
    for minor in range(OLDEST[1], OLDEST[1] + 4):
        newer = shutil.which(f"python3.{minor}")
        if newer is not None:
            os.execv(newer, [newer, *sys.argv])
    sys.stderr.write(
        f"Hearsight needs Python 3.11 or newer; this is {sys.version.split()[0]}.\n"
        "Install one beside it (Ubuntu 22.04: sudo apt-get install python3.11 python3.11-venv), then run the same "
        "command again.\n"
    )
    return 4


def has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) or sys.platform != "linux"


if __name__ == "__main__":
    raise SystemExit(main())
