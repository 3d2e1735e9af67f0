"""The folders that the program keeps things in."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.errors import BadSetting

HISTORY_FILE = "history.sqlite"
"""In the data folder."""


def config_dir() -> Path:
    """Where settings.toml is: HEARSIGHT_HOME, else the user's configuration folder. Not created here."""
    return _home() or _platform_dir("user_config_dir")


def data_dir() -> Path:
    """Where history is: HEARSIGHT_HOME, else the user's data folder. Not created here."""
    return _home() or _platform_dir("user_data_dir")


def models_dir() -> Path:
    """Where models are: HEARSIGHT_MODELS, else HEARSIGHT_HOME/models, else "models" in the data folder."""
    models = os.environ.get("HEARSIGHT_MODELS")
    return Path(models).expanduser() if models else data_dir() / "models"


def pictures_dir() -> Path:
    """Where pictures that were taken go: HEARSIGHT_HOME/pictures, else Hearsight in the user's folder of pictures. Not
    created here."""
    import platformdirs

    home = _home()
    return home / "pictures" if home else Path(platformdirs.user_pictures_dir()) / "Hearsight"


def runtime_dir() -> Path:
    """Where the socket of the running app is; created, and only the owner may enter it (mode 0700).

    HEARSIGHT_HOME/run, else XDG_RUNTIME_DIR/hearsight, else "run" in the data folder. HEARSIGHT_HOME goes first so
    that a program with a home of its own never talks to the app of the desktop. Raises `errors.BadSetting` when
    another user owns the folder.
    """
    home, runtime = _home(), os.environ.get("XDG_RUNTIME_DIR")
    folder = home / "run" if home else Path(runtime) / "hearsight" if runtime else data_dir() / "run"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "posix":
        if folder.stat().st_uid != os.getuid():
            raise BadSetting("The folder for the running app belongs to another user.", detail=str(folder))
        folder.chmod(0o700)
    return folder


def _home() -> Path | None:
    home = os.environ.get("HEARSIGHT_HOME")
    return Path(home).expanduser() if home else None


def _platform_dir(kind: str) -> Path:
    import platformdirs

    return Path(getattr(platformdirs, kind)("hearsight", appauthor=False))
