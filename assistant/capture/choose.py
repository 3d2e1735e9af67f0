"""From what the command line says to where the picture comes from."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import Usage
from assistant.parts import PARTS

if TYPE_CHECKING:
    from assistant.ports import CaptureSource, LiveSource

SPECS = ("window", "screen", "all", "monitor:N", "region:X,Y,W,H", "focus", "pointer", "clipboard", "camera")
"""And history:N, camera:N, camera:NAME, an address of a stream, a video file, a folder of pictures."""
ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://", re.I)
DEVICE = re.compile(r"/dev/video(\d+)")
VIDEOS = frozenset((".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".3gp", ".wmv", ".ogv"))
"""What a FILE may end with to be looked at as a video; with --source any file may be one."""
STREAMS = ("http", "https", "rtsp", "rtsps")


def source_from(spec: str | None = None, path: str | None = None, *, display: str | None = None) -> CaptureSource:
    """A source for `--source SPEC` or FILE; neither: the focused window. Takes no picture yet.

    Raises `errors.Usage` for a spec that is not one of `SPECS`, and for both at once.
    """
    if path is not None:
        if spec not in (None, "file"):
            raise Usage(f"Name a file or --source {spec}, not both.")
        if Path(path).suffix.lower() in VIDEOS:
            from assistant.capture.camera import CameraSource

            return CameraSource(live_source_from(str(Path(path).absolute()), every_frame=True))
        from assistant.capture.file import FileSource

        return FileSource(path)
    kind, _, _ = ("window" if spec is None else spec).partition(":")
    if spec in (None, "window"):
        from assistant.capture.window import WindowSource

        return WindowSource(display=display)
    if spec in PARTS:
        from assistant.capture.part import PartSource

        return PartSource(spec, display=display)
    if kind == "history":
        from assistant.capture.past import PastSource

        return PastSource((spec or "").partition(":")[2])
    if spec == "clipboard":
        from assistant.capture.clipboard import ClipboardSource

        return ClipboardSource(display=display)
    if spec is not None and is_moving(spec):
        from assistant.capture.camera import CameraSource

        return CameraSource(live_source_from(spec, every_frame=True))
    if kind in ("screen", "all", "monitor", "region"):
        from assistant.capture.screen import ScreenSource

        return ScreenSource(spec or "screen", display=display)
    near = difflib.get_close_matches(kind, [known.partition(":")[0] for known in SPECS], n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Use one of: {', '.join(SPECS)}."
    raise Usage(f"There is no source {spec!r}. {hint}")


def is_moving(spec: str) -> bool:
    """Whether it names a camera, a stream, or a file or folder that is there; words of other sources go first."""
    kind = spec.partition(":")[0]
    if kind == "history":
        return False
    if kind == "camera" or ADDRESS.match(spec):
        return True
    words = {one.partition(":")[0] for one in SPECS}
    return kind not in words and _is_path(spec)


def _is_path(spec: str) -> bool:
    """Something with a folder or a suffix, or that lies here."""
    try:
        path = expanded(spec)
        return bool(spec.strip()) and (len(path.parts) > 1 or bool(path.suffix) or path.exists())
    except (OSError, ValueError):
        return True


def expanded(path: str) -> Path:
    """With the home folder for ~; where nobody has that name, it is a file that begins so."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def file_named(path: str) -> str:
    """The same file for another process. Raises `errors.Usage` for an address, which may hold a password: as a file
    that is not there it would be logged."""
    if ADDRESS.match(path):
        raise Usage("That is an address, not a file. Name it with --source.")
    return str(Path(path).absolute())


def spelled_out(spec: str | None) -> str | None:
    """The same source for another process: a path is made absolute."""
    if spec is None or ADDRESS.match(spec) or not is_moving(spec) or spec.partition(":")[0] == "camera":
        return spec
    return str(expanded(spec).absolute())


def live_source_from(spec: str, *, every_frame: bool = False, display: str | None = None) -> LiveSource:
    """A moving picture for `--source SPEC`; nothing is opened yet.

    camera, camera:N, camera:NAME; http, https and rtsp addresses; a video file, a folder of pictures or a pattern such
    as "walk/*.jpg", in real time or `every_frame`; window, screen, all, monitor:N, region:X,Y,W,H.
    Raises `errors.Usage`.
    """
    kind, _, which = spec.partition(":")
    address = ADDRESS.match(spec)
    if kind == "camera":
        from assistant.capture.camera import live_camera

        return live_camera(which)
    if address is not None:
        return _stream(spec, address[1].lower())
    if is_moving(spec):
        if device := DEVICE.fullmatch(spec):
            from assistant.capture.camera import live_camera

            return live_camera(device[1])
        return _film(expanded(spec), every_frame)
    source = source_from(spec, display=display)
    if kind == "history":
        raise Usage("A kept picture is no moving picture. Use a camera, a video file, screen or window.")
    if spec == "clipboard":
        raise Usage("The clipboard is no moving picture. Use a camera, a video file, screen or window.")
    if spec in PARTS:
        raise Usage("That is one picture, not a moving one. Use screen or window.")
    from assistant.capture.screen_live import ScreenLive

    return ScreenLive(source, spec)


def _stream(url: str, scheme: str) -> LiveSource:
    if scheme not in STREAMS:
        raise Usage(f"I can't open {scheme} addresses. These work: {', '.join(STREAMS)}.")
    from assistant.capture.live import Live
    from assistant.capture.reels.mjpeg import open_http, server_of

    url = scheme + url[len(scheme) :]
    try:
        name = server_of(url)
    except ValueError:  # a bracket too few
        name = ""
    if not name:
        raise Usage("That address names no server. It looks like http://192.168.1.20:8080/video.")
    if scheme in ("http", "https"):
        return Live(lambda: open_http(url), name)
    from assistant.capture.reels.video import VideoReel

    return Live(lambda: VideoReel(url=url, name=name), name)


def _film(path: Path, every_frame: bool) -> LiveSource:
    from assistant.capture.film import Film
    from assistant.capture.reels.pictures import PictureReel, is_pictures
    from assistant.capture.reels.video import VideoReel

    name = path.name or str(path)
    if is_pictures(path):
        return Film(lambda: PictureReel(path), name, every_frame=every_frame)
    return Film(lambda: VideoReel(path, name=name), name, every_frame=every_frame)
