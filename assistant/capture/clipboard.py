"""The picture on the clipboard: its pixels, or a picture file that was copied in a file manager."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from assistant.capture.picture import decode
from assistant.errors import NoDisplay, NothingOnClipboard
from assistant.types import Capture

if TYPE_CHECKING:
    from assistant.types import Pixels

PICTURES = (
    "image/png", "image/bmp", "image/x-bmp", "image/tiff", "image/webp", "image/jpeg", "image/gif", "image/avif",
    "image/heic",
)  # fmt: skip
"""Taken in this order: what loses nothing first."""
FILES = ("text/uri-list", "x-special/gnome-copied-files", "x-special/mate-copied-files")
NAME = "The picture on the clipboard"
WAYLAND_S = 5.0


class ClipboardSource:
    """The port: `ports.CaptureSource`."""

    def __init__(self, *, display: str | None = None) -> None:
        self._display = display

    def grab(self) -> Capture:
        """Raises `errors.NothingOnClipboard`, `NoDisplay`, and what a bad picture raises (see `picture.decode`)."""
        if sys.platform in ("win32", "darwin"):
            return self._by_pillow()
        if os.environ.get("WAYLAND_DISPLAY") and self._display is None:
            return self._by_wl_paste()
        from assistant.capture.selection import Selection

        with Selection(self._display) as selection:
            return _best(selection.offers(), selection.take)

    def _by_wl_paste(self) -> Capture:
        """A Wayland program without a window may not see the clipboard; wl-paste knows the way around."""
        if shutil.which("wl-paste") is None:
            raise NoDisplay("I can't see the clipboard of this desktop. Install wl-clipboard.")

        def paste(*arguments: str) -> bytes:
            try:
                done = subprocess.run(["wl-paste", *arguments], capture_output=True, timeout=WAYLAND_S, check=True)
            except (subprocess.SubprocessError, OSError) as error:
                raise NothingOnClipboard(detail=str(error)) from error
            return done.stdout

        offers = paste("--list-types").decode("utf-8", "replace").split("\n")
        return _best(offers, lambda offer: paste("--no-newline", "--type", offer))

    def _by_pillow(self) -> Capture:
        from PIL import ImageGrab

        found: Any = ImageGrab.grabclipboard()
        if isinstance(found, list):
            return _first_picture([Path(name) for name in found])
        if found is None:
            raise NothingOnClipboard
        data = io.BytesIO()
        found.save(data, "PNG")
        data.seek(0)
        return _capture(decode(data, NAME))


def _best(offers: Sequence[str], take: Callable[[str], bytes]) -> Capture:
    """The best of what is on offer: pixels, else files."""
    names = {offer.strip().lower(): offer.strip() for offer in offers}
    for kind in PICTURES:
        if kind in names:
            return _capture(decode(io.BytesIO(take(names[kind])), NAME))
    for kind in FILES:
        if kind in names:
            return _first_picture(paths_of(take(names[kind])))
    if any(name.startswith(("text/", "utf8_string", "string")) for name in names):
        raise NothingOnClipboard("There is text on the clipboard, but no picture. Copy a picture first.")
    raise NothingOnClipboard


def paths_of(data: bytes) -> list[Path]:
    """The local files of a list of URIs (RFC 2483: one a line, "#" begins a comment), or of what GNOME's and MATE's
    file managers put there (the word "copy" or "cut" before the URIs)."""
    found = []
    for line in data.decode("utf-8", "replace").replace("\0", "\n").splitlines():
        uri = urlsplit(line.strip())
        if uri.scheme == "file" and uri.netloc in ("", "localhost"):
            found.append(Path(unquote(uri.path)))
    return found


def _first_picture(paths: Sequence[Path]) -> Capture:
    from assistant.capture.file import FileSource
    from assistant.errors import UnusableInput

    trouble: UnusableInput | None = None
    for path in paths:
        try:
            return FileSource(path, source="clipboard").grab()
        except UnusableInput as error:
            trouble = trouble or error
    raise trouble or NothingOnClipboard


def _capture(pixels: Pixels) -> Capture:
    return Capture(pixels=pixels, source="clipboard", taken_at=time.time())
