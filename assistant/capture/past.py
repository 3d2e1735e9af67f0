"""The kept picture of a turn of the history: `--source history:12`."""

from __future__ import annotations

import contextlib
import io
import time

from assistant.capture.picture import decode
from assistant.errors import Usage
from assistant.types import Capture


class PastSource:
    """The port: `ports.CaptureSource`. The picture is opened in memory; nothing of it is written anywhere."""

    def __init__(self, number: str) -> None:
        """Raises `errors.Usage` for what is no number."""
        if not number.isascii() or not number.isdigit():
            raise Usage("A kept picture is named by the number of its turn: --source history:12")
        self._id = int(number)

    def grab(self) -> Capture:
        """Raises `errors.UnusableInput` where none is kept, `vault.NoKeyStore`, `vault.SealBroken`."""
        from assistant.folders import HISTORY_FILE, data_dir
        from assistant.history import History

        with contextlib.closing(History(data_dir() / HISTORY_FILE)) as history:
            kept, data = history.get(self._id), history.picture(self._id)
        name = kept.turn.title or f"history {self._id}"
        return Capture(pixels=decode(io.BytesIO(data), name), source="file", taken_at=time.time(), name=name)
