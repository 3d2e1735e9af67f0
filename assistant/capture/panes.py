"""What covers the desktop of an X server, and whose it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.capture.unseen import Pane
from assistant.types import Box

OPAQUE = 0xFFFFFFFF
WITH_ALPHA = 32
"""The depth of windows that a compositor may show through."""


def panes_of(x: Any, property_of: Callable[[Any, str], Any]) -> list[Pane]:
    """All that is shown, from the lowest to the highest: the frames that a window manager puts around windows, with
    the name of the window inside, and menus. `property_of(window, name)`: its value, None without one."""
    from Xlib import X
    from Xlib.error import XError
    from Xlib.protocol.request import GetGeometry, GetWindowAttributes

    root = x.screen().root
    clients = _clients(x, root, property_of)
    composited = bool(x.get_selection_owner(x.intern_atom(f"_NET_WM_CM_S{x.get_default_screen()}")))
    asked = [
        (
            child,
            GetWindowAttributes(display=x.display, defer=True, window=child.id),
            GetGeometry(display=x.display, defer=True, drawable=child.id),
        )
        for child in root.query_tree().children
    ]
    found = []
    for child, about, size in asked:
        try:
            about.reply()
            size.reply()
            if about.map_state != X.IsViewable or about.win_class == X.InputOnly:
                continue
            window = clients.get(child.id, child)
            app, pid = _whose(x, window, property_of)
            box = Box(int(size.x), int(size.y), int(size.width), int(size.height))
            solid = _solid(root, child, window, size, property_of) if composited else None
            found.append(Pane(app, pid, box, _holed(child, box) if solid is None else solid))
        except XError:  # it was closed meanwhile
            continue
    return found


def _whose(x: Any, window: Any, property_of: Callable[[Any, str], Any]) -> tuple[str, int]:
    """Name and process of a window; of a menu that says neither, those of the window that it belongs to."""
    classes, pid = window.get_wm_class(), property_of(window, "_NET_WM_PID")
    for name in ("WM_TRANSIENT_FOR", "WM_CLIENT_LEADER"):
        if classes or pid is not None or (owner := property_of(window, name)) is None:
            break
        if int(owner[0]) and int(owner[0]) not in (window.id, x.screen().root.id):
            about = x.create_resource_object("window", int(owner[0]))
            classes, pid = about.get_wm_class(), property_of(about, "_NET_WM_PID")
    return str(classes[1] or classes[0]) if classes else "", int(pid[0]) if pid is not None else 0


def _solid(
    root: Any, child: Any, window: Any, size: Any, property_of: Callable[[Any, str], Any]
) -> tuple[Box, ...] | None:
    """Where nothing shows through, with a compositor: nowhere in a window that is faded, and of one with an alpha
    channel only in what its program calls opaque. None: everywhere."""
    for one in (child, window):
        opacity = property_of(one, "_NET_WM_WINDOW_OPACITY")
        if opacity is not None and int(opacity[0]) < OPAQUE:
            return ()
    if size.depth != WITH_ALPHA:
        return None
    place, inside = root.translate_coords(window, 0, 0), window.get_geometry()
    left, top = int(place.x), int(place.y)
    if inside.depth != WITH_ALPHA:
        return (Box(left, top, int(inside.width), int(inside.height)),)
    region = property_of(window, "_NET_WM_OPAQUE_REGION")
    numbers = [int(number) for number in region] if region is not None else []
    return tuple(
        Box(left + x, top + y, w, h)
        for x, y, w, h in zip(numbers[::4], numbers[1::4], numbers[2::4], numbers[3::4], strict=False)
        if w > 0 and h > 0
    )


def _holed(child: Any, box: Box) -> tuple[Box, ...] | None:
    """The parts of a window that is no rectangle (X11's SHAPE); None for one that is."""
    from Xlib.ext import shape

    if not hasattr(child, "shape_query_extents") or not child.shape_query_extents().bounding_shaped:
        return None
    parts = child.shape_get_rectangles(shape.SK.Bounding).rectangles
    return tuple(Box(box.x + int(one.x), box.y + int(one.y), int(one.width), int(one.height)) for one in parts)


def _clients(x: Any, root: Any, property_of: Callable[[Any, str], Any]) -> dict[int, Any]:
    """The child of the root that is around a window -> that window."""
    from Xlib.error import XError

    listed = property_of(root, "_NET_CLIENT_LIST_STACKING")
    found = {}
    for number in listed if listed is not None else ():
        window = outer = x.create_resource_object("window", int(number))
        try:
            while (parent := outer.query_tree().parent) != root and parent:
                outer = parent
            found[outer.id] = window
        except XError:
            continue
    return found
