"""A picture file."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

from assistant.capture.picture import decode
from assistant.errors import EmptyPicture, NoSuchFile, NotAPicture, UnusableInput
from assistant.file_notes import notes_in
from assistant.types import Capture


class FileSource:
    """The picture in a file: PNG, JPEG, WebP, GIF (first frame), TIFF, BMP, AVIF, ICO, PPM, and HEIC with pillow-heif.

    The port: `ports.CaptureSource`.
    """

    def __init__(self, path: str | os.PathLike[str], *, source: str = "file") -> None:
        try:
            self.path = Path(path).expanduser()
        except RuntimeError:  # ~ and a name that nobody has
            self.path = Path(path)
        self._source = source

    def grab(self) -> Capture:
        """Raises `errors.NoSuchFile`, `NotAPicture`, `EmptyPicture`, `BrokenPicture`, `TooLarge`, `UnusableInput`."""
        name = self.path.name or str(self.path)
        with os.fdopen(open_regular(self.path, name), "rb") as file:
            pixels = decode(file, name)
            notes = notes_in(file)
        return Capture(pixels=pixels, source=self._source, taken_at=time.time(), name=self.path.name, notes=notes)


def open_regular(path: Path, name: str) -> int:
    """A handle of a file, surely a regular one: it is opened first and looked at then, and no open can hang.

    `name` is for sentences. Raises `errors.NoSuchFile`, `NotAPicture`, `EmptyPicture`, `UnusableInput`."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoSuchFile(f"There is no file {name}.", detail=str(path)) from error
    except PermissionError as error:
        if path.is_dir():  # Windows says it so
            raise NotAPicture(f"{name} is a folder. Name a picture in it.") from error
        raise UnusableInput(f"I am not allowed to read {name}.", detail=str(path)) from error
    except (OSError, ValueError) as error:  # a socket, a loop of links, a name too long, a zero byte in it
        raise UnusableInput(f"I can't open {name}.", detail=f"{path!r}: {error}") from error
    about = os.fstat(handle)
    trouble: UnusableInput | None = None
    if stat.S_ISDIR(about.st_mode):
        trouble = NotAPicture(f"{name} is a folder. Name a picture in it.")
    elif not stat.S_ISREG(about.st_mode):
        trouble = NotAPicture(f"{name} is not a file but a device or a pipe. Name a picture file.")
    elif about.st_size == 0:
        trouble = EmptyPicture(f"{name} is empty.")
    if trouble is not None:
        os.close(handle)
        raise trouble
    return handle
