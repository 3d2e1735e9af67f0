"""From what the command line says to where the picture comes from."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from assistant.errors import Usage

if TYPE_CHECKING:
    from assistant.ports import CaptureSource

SPECS = ("window", "screen", "all", "monitor:N", "region:X,Y,W,H", "clipboard", "camera")


def source_from(spec: str | None = None, path: str | None = None, *, display: str | None = None) -> CaptureSource:
    """A source for `--source SPEC` or FILE; neither: the focused window. Takes no picture yet.

    Raises `errors.Usage` for a spec that is not one of `SPECS`, and for both at once.
    """
    if path is not None:
        if spec not in (None, "file"):
            raise Usage(f"Name a file or --source {spec}, not both.")
        from assistant.capture.file import FileSource

        return FileSource(path)
    kind, _, _ = ("window" if spec is None else spec).partition(":")
    if spec in (None, "window"):
        from assistant.capture.window import WindowSource

        return WindowSource(display=display)
    if spec == "clipboard":
        from assistant.capture.clipboard import ClipboardSource

        return ClipboardSource(display=display)
    if spec == "camera":
        from assistant.capture.camera import CameraSource

        return CameraSource()
    if kind in ("screen", "all", "monitor", "region"):
        from assistant.capture.screen import ScreenSource

        return ScreenSource(spec or "screen", display=display)
    near = difflib.get_close_matches(kind, [known.partition(":")[0] for known in SPECS], n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Use one of: {', '.join(SPECS)}."
    raise Usage(f"There is no source {spec!r}. {hint}")
