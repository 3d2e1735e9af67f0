"""Pictures and texts that are kept, each under a name that was free, whole or not at all, in the person's folder."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UnusableInput

if TYPE_CHECKING:
    from assistant.types import Pixels

QUALITY = 92
MOST = 9_999
"""Pictures of one name in a folder."""


class Shots:
    """Writes into `folder`, which is made when the first picture is. `name`: how the files begin. Raises
    `errors.UnusableInput` for what can't be written; what was written before stays."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self._name = folder, name
        self._text: Path | None = None
        self.taken: list[str] = []
        """Names of the pictures, in their order."""

    def check(self) -> None:
        """That the folder can be written into, before the camera is open."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            probe = self.folder / f".hearsight-{os.getpid()}.part"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise self._unwritable(self.folder.name or str(self.folder), error) from error

    def keep(self, pixels: Pixels) -> str:
        """The name of the JPEG that (h, w, 3) uint8 RGB went to."""
        from PIL import Image

        data = io.BytesIO()
        Image.fromarray(pixels).save(data, "JPEG", quality=QUALITY)
        path = self._write_new(self._name, ".jpg", data.getvalue())
        self.taken.append(path.name)
        return path.name

    def write(self, text: str) -> str:
        """All that is to be in the text file of these pictures, in place of what was; its name."""
        if self._text is None:
            self._text = self._write_new("text", ".txt", text.encode())
        else:
            self._write(self._text, text.encode())
        return self._text.name

    def _write_new(self, name: str, suffix: str, data: bytes) -> Path:
        """Under a name that is free even if another Hearsight takes pictures into the same folder."""
        while True:
            path = self._free(name, suffix)
            if self._write(path, data, new=True):
                return path

    def _free(self, name: str, suffix: str) -> Path:
        for number in range(1, MOST + 1):
            path = self.folder / f"{name}-{number}{suffix}"
            if not path.exists():
                return path
        folder = self.folder.name
        raise UnusableInput(f"There are too many pictures in {folder}. Name another folder with --out.")

    def _write(self, path: Path, data: bytes, *, new: bool = False) -> bool:
        """Whole or not at all. False, and nothing done, where it is to be `new` and is there."""
        part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if new:
                return _put_new(part, path)
            part.replace(path)
            return True
        except OSError as error:
            self._clear(part)
            raise self._unwritable(path.name, error) from error

    @staticmethod
    def _clear(part: Path) -> None:
        try:
            part.unlink(missing_ok=True)
        except OSError:
            return

    def _unwritable(self, name: str, error: OSError) -> UnusableInput:
        why = error.strerror or error
        return UnusableInput(f"I can't write {name}: {why}.", detail=str(self.folder))


def _put_new(part: Path, path: Path) -> bool:
    """Give it a name that nothing has; False where something has it, by now. A rename would write over that."""
    try:
        os.link(part, path)
    except FileExistsError:
        part.unlink()
        return False
    except OSError:  # a file system without links
        if path.exists():
            part.unlink()
            return False
        part.replace(path)
        return True
    part.unlink()
    return True
