"""What covers the desktop of an X server, and whose it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.capture.unseen import Pane
from assistant.types import Box


def panes_of(x: Any, property_of: Callable[[Any, str], Any]) -> list[Pane]:
    """All that is shown, from the lowest to the highest: the frames that a window manager puts around windows, with
    the name of the window inside, and menus. `property_of(window, name)`: its value, None without one."""
    from Xlib import X
    from Xlib.error import XError
    from Xlib.protocol.request import GetGeometry, GetWindowAttributes

    root = x.screen().root
    clients = _clients(x, root, property_of)
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
            classes = window.get_wm_class()
            pid = property_of(window, "_NET_WM_PID")
            app = str(classes[1] or classes[0]) if classes else ""
            box = Box(int(size.x), int(size.y), int(size.width), int(size.height))
            found.append(Pane(app, int(pid[0]) if pid is not None else 0, box))
        except XError:  # it was closed meanwhile
            continue
    return found


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
