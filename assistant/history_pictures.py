"""The pictures of the history: sealed files in a folder beside it, one a turn, written on a thread of their own.

Only kept if the person wants it. Encoding and sealing take some 30 ms, and the system's key store may first ask the
person to unlock it: no turn waits for that.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import queue
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import HearsightError, UnusableInput
from assistant.vault import NoKeyStore, Vault

if TYPE_CHECKING:
    from assistant.types import Capture

log = logging.getLogger(__name__)

LONGEST_PX = 1920
"""Text of a whole screen can still be read at that, and asked about."""
QUALITY = 90
WAITING = 4
"""Pictures that wait to be sealed; of more, the oldest are not kept."""
UNWRITTEN = "The history can't be kept: its file can't be read or written."
STRAY_S = 3600.0
"""A file that no turn names is so old before it goes: another process may be about to name it."""


class Pictures:
    """`save` on any thread; `named(id, file, bytes)` is called on this object's own, and tells whether that turn is
    still there."""

    def __init__(
        self, folder: Path, named: Callable[[int, str, int], bool], tell: Callable[[str], None], vault: Vault | None
    ) -> None:
        self.folder = folder
        self._named, self._tell = named, tell
        self._vault = vault or Vault()
        self._waiting: queue.Queue[tuple[int, Capture | bytes] | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._told = False

    def save(self, id: int, capture: Capture | bytes) -> None:
        """Returns at once. `capture`: with secrets masked, or a JPEG file as it is."""
        while not isinstance(capture, bytes) and self._waiting.qsize() >= WAITING:
            with contextlib.suppress(queue.Empty):
                self._waiting.get_nowait()
        self._waiting.put((id, capture))
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="history-pictures", daemon=True)
            self._thread.start()

    def close(self, patience_s: float = 5.0) -> None:
        """What waits is written first, unless a key store keeps it waiting."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._waiting.put(None)
            thread.join(patience_s)

    def drop_waiting(self) -> None:
        """None of what waits is to be kept any more."""
        with contextlib.suppress(queue.Empty):
            while True:
                left = self._waiting.get_nowait()
                if left is None:
                    self._waiting.put(None)
                    return

    def load(self, name: str) -> bytes:
        """A JPEG file. Raises `vault.NoKeyStore`, `vault.SealBroken`, `errors.UnusableInput`."""
        try:
            sealed = self._path(name).read_bytes()
        except OSError as error:
            raise UnusableInput("That picture is not kept any more.", detail=str(error)) from error
        return self._vault.unseal(sealed, name)

    def delete(self, names: list[str]) -> None:
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                self._path(name).unlink()

    def sweep(self, known: set[str], *, everything: bool = False) -> None:
        """Files that no turn names (left by a process that was killed) go."""
        with contextlib.suppress(FileNotFoundError):
            for file in self.folder.iterdir():
                old = everything or time.time() - file.stat().st_mtime > STRAY_S
                if file.name not in known and old:
                    file.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not name or Path(name).name != name:  # a database that somebody changed names no file of another folder
            raise UnusableInput("That picture is not kept any more.", detail="a name with a folder")
        return self.folder / name

    def _run(self) -> None:
        while (task := self._waiting.get()) is not None:
            try:
                self._write(*task)
            except NoKeyStore as error:
                log.warning("pictures are not kept: %s", error.detail)
                self.drop_waiting()
                self._tell_once(error.spoken)
            except HearsightError as error:
                log.warning("a picture is not kept: %s %s", type(error).__name__, error.detail)
                self._tell_once(error.spoken)
            except Exception as error:  # noqa: BLE001 - the next one may be kept; a traceback may hold its words
                log.warning("a picture is not kept: %s", type(error).__name__)

    def _tell_once(self, sentence: str) -> None:
        if not self._told:
            self._told = True
            self._tell(sentence)

    def _write(self, id: int, capture: Capture | bytes) -> None:
        name = f"{uuid.uuid4().hex}.sealed"
        sealed = self._vault.seal(capture if isinstance(capture, bytes) else encoded(capture), name)
        path = self._path(name)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        named = False
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(sealed)
            named = self._named(id, name, len(sealed))
        except OSError as error:
            raise HearsightError(UNWRITTEN, detail=str(error)) from error
        finally:
            if not named:  # forgotten meanwhile, or the disk is full
                path.unlink(missing_ok=True)


def encoded(capture: Capture) -> bytes:
    """A JPEG of at most 1920 pixels in width and height."""
    from PIL import Image

    picture = Image.fromarray(capture.pixels)
    picture.thumbnail((LONGEST_PX, LONGEST_PX))
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=QUALITY, subsampling=0)
    return data.getvalue()
