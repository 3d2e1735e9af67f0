"""What another X11 program offers on the clipboard, asked for by the protocol itself (ICCCM section 2)."""

from __future__ import annotations

import select
import time
from types import TracebackType
from typing import Any

from assistant.capture.x11 import connect
from assistant.errors import NoDisplay, NothingOnClipboard, TooLarge

MAX_BYTES = 512 * 1024 * 1024
"""More than an uncompressed picture of 12000 x 12000 pixels."""
OFFER_S = 1.0
"""How long the owner may take for what it offers: that is a list of some names."""
SILENCE_S = 3.0
"""How long it may be silent while it makes or sends a picture; a large screenshot is compressed first."""


class Selection:
    """One conversation with the owner of CLIPBOARD. A context manager; one thread.

    Raises `errors.NoDisplay` when the display does not answer, `errors.NothingOnClipboard` when nobody owns it, the
    owner does not answer in time or does not give what it offered.
    """

    def __init__(self, display: str | None = None) -> None:
        from Xlib import X

        try:
            self._x = connect(display)
        except NoDisplay as error:
            raise NoDisplay(
                "I can't see the clipboard: there is no display. Name a picture file instead.", detail=error.detail
            ) from error
        self._window = self._x.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        self._clipboard = self._x.intern_atom("CLIPBOARD")
        self._property = self._x.intern_atom("HEARSIGHT_CLIPBOARD")

    def __enter__(self) -> Selection:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._x.close()

    def offers(self) -> list[str]:
        """The names of the formats on offer: "image/png", "text/uri-list"."""
        from Xlib import X

        if self._x.get_selection_owner(self._clipboard) == X.NONE:
            raise NothingOnClipboard
        found = self._convert("TARGETS", OFFER_S)
        return [str(self._x.get_atom_name(int(atom))) for atom in found.value] if found.format == 32 else []

    def take(self, offer: str) -> bytes:
        """All bytes of one offer; sent in pieces (INCR) if the owner wants it so. Raises `errors.TooLarge`."""
        found = self._convert(offer, SILENCE_S)
        if found.property_type != self._x.intern_atom("INCR"):
            return _bytes(found)
        return self._pieces()

    def _convert(self, target: str, patience_s: float) -> Any:
        """The property that the owner wrote, taken away from the window."""
        from Xlib import X

        self._window.convert_selection(
            self._clipboard, self._x.intern_atom(target), self._property, X.CurrentTime
        )  # fmt: skip
        self._x.flush()
        answer = self._wait(lambda event: event.type == X.SelectionNotify, patience_s)
        if answer is None:
            raise NothingOnClipboard("The program that has the clipboard does not answer. Copy the picture again.")
        found = None if answer.property == X.NONE else self._read()
        if found is None:
            raise NothingOnClipboard
        return found

    def _pieces(self) -> bytes:
        """ICCCM 2.7.2: the property was deleted, which asks for the next piece; an empty piece is the end."""
        from Xlib import X

        def written(event: Any) -> bool:
            return bool(
                event.type == X.PropertyNotify and event.atom == self._property and event.state == X.PropertyNewValue
            )

        parts: list[bytes] = []
        size = 0
        while True:
            if self._wait(written, SILENCE_S) is None:
                raise NothingOnClipboard("The program that has the clipboard stopped half way. Copy the picture again.")
            found = self._read()
            if found is None:  # an event of a piece that is read already
                continue
            piece = _bytes(found)
            if not piece:
                return b"".join(parts)
            parts.append(piece)
            size += len(piece)
            if size > MAX_BYTES:
                raise TooLarge("The picture on the clipboard is too large for me.")

    def _read(self) -> Any:
        """What the owner wrote, then deleted; None if there is nothing."""
        from Xlib import X

        found = self._window.get_full_property(self._property, X.AnyPropertyType, sizehint=1 << 16)
        self._window.delete_property(self._property)
        self._x.flush()
        return found

    def _wait(self, wanted: Any, patience_s: float) -> Any:
        """The next event that is `wanted`; others are dropped. None after `patience_s` seconds."""
        end = time.monotonic() + patience_s
        while True:
            while self._x.pending_events():
                event = self._x.next_event()
                if wanted(event):
                    return event
            left = end - time.monotonic()
            if left <= 0:
                return None
            select.select([self._x.fileno()], [], [], left)


def _bytes(found: Any) -> bytes:
    value = found.value
    if isinstance(value, bytes):
        return value
    return value.tobytes() if hasattr(value, "tobytes") else bytes(value)
