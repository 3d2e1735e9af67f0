"""The log: warnings, errors and timings in a file of the person's own. Never what was seen, asked or said."""

from __future__ import annotations

import copy
import logging
import traceback
from typing import Any


def log_to_file() -> None:
    """Log into `hearsight.log` in the data folder (at most 1 MB, one older file kept), and nowhere else.

    A folder that can't be written costs the log, nothing more.
    """
    from logging.handlers import RotatingFileHandler

    from assistant.folders import data_dir

    root = logging.getLogger()
    root.setLevel(logging.INFO)
    handler: logging.Handler = logging.NullHandler()
    try:
        folder = data_dir()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "hearsight.log", maxBytes=1_000_000, backupCount=1)
        (folder / "hearsight.log").chmod(0o600)
    except OSError:
        pass
    handler.setFormatter(WithoutMessages("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)


class WithoutMessages(logging.Formatter):
    """Where an exception came from and its kind, but not its message: that may quote what was on the screen."""

    def format(self, record: logging.LogRecord) -> str:
        own = copy.copy(record)
        own.exc_text = None  # another handler's text of the exception, message and all, is kept there
        return super().format(own)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        kind, _, place = ei
        name = kind.__name__ if kind is not None else "no exception"
        return "".join(traceback.format_tb(place)) + name
