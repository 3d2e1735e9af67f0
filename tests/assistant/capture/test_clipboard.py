"""The clipboard: pictures, copied files, text, nothing; and owners that misbehave."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from virtual_desktop import VirtualDesktop

from assistant.capture import selection
from assistant.capture.clipboard import ClipboardSource, paths_of
from assistant.errors import BrokenPicture, EmptyPicture, NoDisplay, NoSuchFile, NotAPicture, NothingOnClipboard
from assistant.types import Capture

pytestmark = pytest.mark.desktop


class Owner:
    """Owns the clipboard of a display and answers as told; every deed is by the book (ICCCM) unless it shall not."""

    def __init__(self, display: str, offers: dict[str, bytes], *, silent: bool = False, stop_half_way: bool = False):
        from Xlib import X
        from Xlib.display import Display

        self._x: Any = Display(display)
        self._offers, self._silent, self._stop = offers, silent, stop_half_way
        self._window = self._x.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self._clipboard = self._x.intern_atom("CLIPBOARD")
        self._window.set_selection_owner(self._clipboard, X.CurrentTime)
        self._x.sync()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._end.set()
        self._thread.join(10)
        self._x.close()

    def _serve(self) -> None:
        import select

        from Xlib import X

        while not self._end.is_set():
            if not self._x.pending_events():
                select.select([self._x.fileno()], [], [], 0.02)
                continue
            event = self._x.next_event()
            if event.type == X.SelectionRequest and not self._silent:
                self._answer(event)

    def _answer(self, event: Any) -> None:
        from Xlib import X, Xatom
        from Xlib.protocol import event as make

        target, place = self._x.get_atom_name(event.target), event.property
        piecewise: bytes | None = None
        if target == "TARGETS":
            atoms = [self._x.intern_atom(name) for name in ("TARGETS", *self._offers)]
            event.requestor.change_property(place, Xatom.ATOM, 32, atoms)
        elif target not in self._offers:
            place = X.NONE
        elif len(self._offers[target]) > 60_000:
            piecewise = self._offers[target]
            event.requestor.change_attributes(event_mask=X.PropertyChangeMask)
            event.requestor.change_property(place, self._x.intern_atom("INCR"), 32, [len(piecewise)])
        else:
            event.requestor.change_property(place, event.target, 8, self._offers[target])
        event.requestor.send_event(
            make.SelectionNotify(
                time=event.time, requestor=event.requestor, selection=event.selection, target=event.target,
                property=place,
            )
        )  # fmt: skip
        self._x.flush()
        if piecewise is not None:
            self._send_pieces(event, piecewise)

    def _send_pieces(self, event: Any, data: bytes) -> None:
        from Xlib import X

        pieces = [data[at : at + 50_000] for at in range(0, len(data), 50_000)] + [b""]
        if self._stop:
            pieces = pieces[: len(pieces) // 2]
        for piece in pieces:
            while True:  # the reader deletes the property when it wants more
                notice = self._x.next_event()
                if notice.type == X.PropertyNotify and notice.atom == event.property and notice.state == 1:
                    break
            event.requestor.change_property(event.property, event.target, 8, piece)
            self._x.flush()


@contextmanager
def owned(desktop: VirtualDesktop, offers: dict[str, bytes], **how: bool) -> Iterator[None]:
    owner = Owner(desktop.env["DISPLAY"], offers, **how)
    try:
        yield
    finally:
        owner.close()


def grab(desktop: VirtualDesktop) -> Capture:
    return ClipboardSource(display=desktop.env["DISPLAY"]).grab()


def noise(size: tuple[int, int]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.random.default_rng(3).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)


def encoded(pixels: Any, kind: str = "PNG") -> bytes:
    data = BytesIO()
    Image.fromarray(pixels).save(data, kind)
    return data.getvalue()


def test_a_copied_picture_comes_back_to_the_pixel(desktop: VirtualDesktop, tmp_path: Path) -> None:
    """By xclip, which is another implementation of the other side."""
    pixels = noise((100, 80))
    path = tmp_path / "p.png"
    path.write_bytes(encoded(pixels))
    process = desktop.start(["xclip", "-quiet", "-selection", "clipboard", "-t", "image/png", "-i", str(path)])
    targets = ["xclip", "-selection", "clipboard", "-t", "TARGETS", "-o"]
    desktop.wait_for(lambda: "image/png" in desktop.run(targets, check=False).stdout, "xclip")
    capture = grab(desktop)
    assert (capture.source, capture.of_desktop) == ("clipboard", False)
    assert (capture.pixels == pixels).all()
    process.terminate()
    process.wait(10)


def test_a_large_picture_comes_in_pieces(desktop: VirtualDesktop) -> None:
    pixels = noise((900, 700))
    with owned(desktop, {"image/png": encoded(pixels)}):
        assert (grab(desktop).pixels == pixels).all()


def test_what_loses_nothing_is_taken_first(desktop: VirtualDesktop) -> None:
    pixels = noise((30, 20))
    offers = {
        "text/plain": b"a picture", "image/jpeg": encoded(pixels, "JPEG"), "image/png": encoded(pixels),
        "image/svg+xml": b"<svg/>",
    }  # fmt: skip
    with owned(desktop, offers):
        assert (grab(desktop).pixels == pixels).all()
    with owned(desktop, {"image/jpeg": encoded(pixels, "JPEG")}):
        assert grab(desktop).pixels.shape == (20, 30, 3)


def test_a_picture_file_copied_in_a_file_manager_is_opened(desktop: VirtualDesktop, tmp_path: Path) -> None:
    pixels = noise((30, 20))
    path = tmp_path / "ein Bild 图.png"
    path.write_bytes(encoded(pixels))
    (tmp_path / "notes.txt").write_text("no picture")
    uris = f"# a comment\r\n{(tmp_path / 'notes.txt').as_uri()}\r\n{path.as_uri()}\r\n".encode()
    for offers in ({"text/uri-list": uris, "UTF8_STRING": str(path).encode()},
                   {"x-special/gnome-copied-files": f"copy\n{path.as_uri()}".encode()}):  # fmt: skip
        with owned(desktop, offers):
            capture = grab(desktop)
            assert (capture.source, capture.name) == ("clipboard", path.name)
            assert (capture.pixels == pixels).all()
    with owned(desktop, {"text/uri-list": (tmp_path / "notes.txt").as_uri().encode()}):
        with pytest.raises(NotAPicture, match=r"notes\.txt"):
            grab(desktop)
    with owned(desktop, {"text/uri-list": (tmp_path / "gone.png").as_uri().encode()}):
        with pytest.raises(NoSuchFile):
            grab(desktop)


def test_text_alone_is_told_apart_from_nothing(desktop: VirtualDesktop) -> None:
    with owned(desktop, {"UTF8_STRING": b"hello", "text/plain": b"hello"}):
        with pytest.raises(NothingOnClipboard, match="There is text on the clipboard"):
            grab(desktop)
    with pytest.raises(NothingOnClipboard, match="There is no picture") as caught:
        grab(desktop)  # its owner is gone
    assert caught.value.exit_code == 3
    with owned(desktop, {"application/x-odd": b"1"}):
        with pytest.raises(NothingOnClipboard, match="There is no picture"):
            grab(desktop)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n cut", b"\x89PNG\r\n\x1a\n" + b"\0" * 70_000])
def test_a_broken_picture_on_the_clipboard_is_a_sentence(desktop: VirtualDesktop, data: bytes) -> None:
    with owned(desktop, {"image/png": data}):
        with pytest.raises((BrokenPicture, EmptyPicture), match="picture on the clipboard"):
            grab(desktop)


def test_an_owner_that_never_answers_is_not_waited_for_long(
    desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "OFFER_S", 0.2)
    monkeypatch.setattr(selection, "SILENCE_S", 0.2)
    with owned(desktop, {"image/png": b""}, silent=True):
        with pytest.raises(NothingOnClipboard, match="does not answer"):
            grab(desktop)


def test_an_owner_that_stops_half_way_is_a_sentence(desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "SILENCE_S", 0.3)
    with owned(desktop, {"image/png": encoded(noise((300, 300)))}, stop_half_way=True):
        with pytest.raises(NothingOnClipboard, match="stopped half way"):
            grab(desktop)


def test_no_display_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(NoDisplay, match="can't see the clipboard"):
        ClipboardSource().grab()


def test_on_wayland_wl_paste_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = noise((30, 20))
    (tmp_path / "picture").write_bytes(encoded(pixels))
    program = tmp_path / "wl-paste"
    program.write_text(
        '#!/bin/sh\ncase "$*" in *--list-types*) echo text/plain; echo image/png;; '
        f'*image/png*) cat "{tmp_path}/picture";; *) exit 1;; esac\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert (ClipboardSource().grab().pixels == pixels).all()
    program.write_text("#!/bin/sh\necho 'Nothing is copied' >&2; exit 1\n")
    with pytest.raises(NothingOnClipboard):
        ClipboardSource().grab()
    program.unlink()
    with pytest.raises(NoDisplay, match="wl-clipboard"):
        ClipboardSource().grab()


def test_only_local_files_are_taken_from_a_list() -> None:
    data = b"copy\nfile:///a%20b/c.png\nhttps://example.org/x.png\nfile://localhost/d.png\nfile://other/e.png\0"
    assert paths_of(data) == [Path("/a b/c.png"), Path("/d.png")]
    assert paths_of(b"\xff\xfe#\n") == []
