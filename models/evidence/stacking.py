"""Which window lies on which, from the X window manager: the accessibility tree of a covered window says it shows."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from assistant.types import Box

log = logging.getLogger(__name__)

ATOMS_BITS = 32
"""The format of a property that holds atoms; what else a program writes there names no type."""
WHOLE = 4
"""What takes more than this part of the screen is a layer over all of it, no notification."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One window. `frame` is its client area in desktop pixels."""

    pid: int
    title: str
    frame: Box


def layers(display_name: str | None = None) -> list[Layer]:
    """The managed, mapped windows from the lowest to the highest (`_NET_CLIENT_LIST_STACKING` of the EWMH).

    Empty where there is no X server or the window manager does not tell; some milliseconds.
    """
    try:
        from Xlib import X, display
        from Xlib import error as xerror

        connection = display.Display(display_name)
    except Exception as error:  # noqa: BLE001 - python-xlib raises its own, the socket's and the parser's errors here
        log.debug("no stacking order: %s", error)
        return []
    try:
        root = connection.screen().root
        listed = root.get_full_property(connection.intern_atom("_NET_CLIENT_LIST_STACKING"), X.AnyPropertyType)
        found = []
        for number in listed.value if listed is not None else ():
            window = connection.create_resource_object("window", int(number))
            try:
                if window.get_attributes().map_state != X.IsViewable:
                    continue
                size, corner = window.get_geometry(), root.translate_coords(window, 0, 0)
                pid = window.get_full_property(connection.intern_atom("_NET_WM_PID"), X.AnyPropertyType)
                title = window.get_full_text_property(connection.intern_atom("_NET_WM_NAME")) or window.get_wm_name()
            except xerror.XError:
                continue  # closed since the list was made
            frame = Box(corner.x, corner.y, size.width, size.height)
            found.append(Layer(int(pid.value[0]) if pid is not None else 0, str(title or ""), frame))
        return found
    finally:
        connection.close()


def notices(display_name: str | None = None) -> list[Box]:
    """Where notifications hang over the desktop (`_NET_WM_WINDOW_TYPE_NOTIFICATION` of the EWMH), in its pixels.

    Few programs that show them have an accessibility tree. Empty where there is no X server; some milliseconds.
    """
    try:
        from Xlib import display

        connection = display.Display(display_name)
    except Exception as error:  # noqa: BLE001 - as above
        log.debug("no notifications: %s", error)
        return []
    try:
        return _hanging(connection)
    except Exception as error:  # noqa: BLE001 - what any program may write to its windows must not end the look
        log.debug("no notifications: %s", error)
        return []
    finally:
        connection.close()


def _hanging(connection: Any) -> list[Box]:
    from Xlib import X
    from Xlib import error as xerror

    kind, wanted = (connection.intern_atom(f"_NET_WM_WINDOW_TYPE{end}") for end in ("", "_NOTIFICATION"))
    root, found = connection.screen().root, []
    for window in root.query_tree().children:
        try:
            seen = window.get_attributes()
            if seen.map_state != X.IsViewable or seen.win_class != X.InputOutput:
                continue  # an InputOnly window draws nothing
            told = window.get_full_property(kind, X.AnyPropertyType)
            size, corner = window.get_geometry(), root.translate_coords(window, 0, 0)
        except xerror.XError:
            continue  # gone since the list was made
        named = told is not None and told.format == ATOMS_BITS and wanted in told.value
        found.append((Box(corner.x, corner.y, size.width, size.height), named))
    screen = root.get_geometry()
    # The tree's children come from the lowest to the highest.
    shown = [box for at, (box, named) in enumerate(found) if named and not _covered(box, found[at + 1 :])]
    return [box for box in shown if WHOLE * box.area <= screen.width * screen.height]


def _covered(box: Box, above_it: list[tuple[Box, bool]]) -> bool:
    return 2 * sum(box.overlap(other) for other, _ in above_it) > box.area


def above(stack: list[Layer], pid: int, title: str) -> list[Box] | None:
    """The frames of the windows over the one of that process and title; None when it is not in the stack."""
    own = [place for place, layer in enumerate(stack) if layer.pid == pid and layer.title.strip() == title]
    if not own:
        of_pid = [place for place, layer in enumerate(stack) if layer.pid == pid]
        if len(of_pid) != 1:
            return None
        own = of_pid
    return [layer.frame for layer in stack[own[-1] + 1 :]]
