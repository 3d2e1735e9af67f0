"""What AT-SPI calls things, in the ARIA-like words of `assistant.types.Thing`.

Numbers are those of `AtspiRole` and `AtspiStateType` (at-spi2-core, atspi-constants.h); they are part of the
protocol and never change.
"""

from __future__ import annotations

from collections.abc import Sequence

ACTIVE, BUSY, CHECKED, EDITABLE, ENABLED = 1, 3, 4, 7, 8
EXPANDABLE, EXPANDED, FOCUSABLE, FOCUSED, ICONIFIED, MODAL, MULTI_LINE = 9, 10, 11, 12, 15, 16, 17
PRESSED, SELECTED, SHOWING, VISIBLE, MANAGES_DESCENDANTS = 20, 23, 25, 30, 31
INDETERMINATE, REQUIRED, INVALID_ENTRY, IS_DEFAULT, CHECKABLE, READ_ONLY = 32, 33, 36, 39, 41, 43

ALERT, DIALOG, FILE_CHOOSER, FRAME, PASSWORD_TEXT, POPUP_MENU = 2, 16, 19, 23, 40, 41
COLUMN_HEADER, TOGGLE_BUTTON, TOOL_TIP, WINDOW, APPLICATION, HEADING = 57, 62, 64, 69, 75, 83

ROLES: dict[int, str] = {
    1: "label",
    ALERT: "alert",
    5: "group",
    6: "image",
    7: "checkbox",
    8: "menuitem",
    9: "dialog",
    10: "cell",
    11: "combobox",
    12: "textbox",
    13: "listitem",
    15: "slider",
    DIALOG: "dialog",
    18: "image",
    FILE_CHOOSER: "dialog",
    22: "dialog",
    FRAME: "window",
    25: "document",
    26: "image",
    27: "image",
    28: "window",
    29: "label",
    31: "list",
    32: "listitem",
    33: "menu",
    34: "menubar",
    35: "menuitem",
    37: "tab",
    38: "tablist",
    PASSWORD_TEXT: "password",
    POPUP_MENU: "menu",
    42: "progressbar",
    43: "button",
    44: "radio",
    45: "menuitem",
    47: "cell",
    48: "scrollbar",
    50: "separator",
    51: "slider",
    52: "spinbutton",
    54: "statusbar",
    55: "table",
    56: "cell",
    57: "cell",
    58: "cell",
    59: "menuitem",
    60: "terminal",
    61: "textbox",
    TOGGLE_BUTTON: "button",
    63: "toolbar",
    TOOL_TIP: "label",
    65: "tree",
    66: "tree",
    WINDOW: "window",
    73: "paragraph",
    76: "combobox",
    77: "textbox",
    79: "textbox",
    80: "image",
    81: "text",
    82: "document",
    HEADING: "heading",
    88: "link",
    90: "row",
    91: "treeitem",
    92: "document",
    93: "document",
    94: "document",
    95: "document",
    96: "document",
    98: "list",
    100: "image",
    101: "alert",
    102: "alert",
    103: "progressbar",
    104: "titlebar",
    105: "paragraph",
    106: "image",
    107: "image",
    114: "slider",
    115: "text",
    116: "text",
    121: "list",
    122: "listitem",
    123: "listitem",
    129: "button",
    130: "switch",
}
"""Everything else is a "group", which is left out of the scene unless it has a name."""

CHECKS = {"checkbox", "radio", "switch"}
CHECK_MENU_ITEMS = {8, 45}
VALUED = {"slider", "spinbutton", "progressbar"}
EDITS = {"textbox", "password", "combobox", "spinbutton", "terminal"}
STATIC = {"label", "text", "paragraph", "heading", "statusbar", "listitem", "link", "cell"}
ACTS = CHECKS | VALUED | EDITS | {"button", "menu", "menuitem", "tab", "link", "listitem", "treeitem"}
POPUPS = {DIALOG, ALERT, FILE_CHOOSER, 9, 22, WINDOW, POPUP_MENU, TOOL_TIP, 101}
"""Top-level nodes that belong to whatever window of the program has the focus."""


def bits(words: Sequence[int]) -> int:
    """AT-SPI's pair of uint32 as one integer: state number n is bit n."""
    return sum(int(word) << (32 * place) for place, word in enumerate(words))


def has(states: int, number: int) -> bool:
    return bool(states >> number & 1)


def role_of(number: int, states: int) -> str:
    """The word for a role number; what can be edited over several lines is a textbox whatever it is called."""
    role = ROLES.get(number, "group")
    if role in ("paragraph", "label", "text", "group") and has(states, EDITABLE) and has(states, FOCUSABLE):
        return "textbox"
    return role


def words_of(number: int, role: str, states: int) -> frozenset[str]:
    """The states of `Thing.states` that AT-SPI's bits mean for this role."""
    words = {word for bit, word in _PLAIN if has(states, bit)}
    if role in CHECKS or number in CHECK_MENU_ITEMS:
        if has(states, INDETERMINATE):
            words.add("mixed")
        else:
            words.add("checked" if has(states, CHECKED) else "unchecked")
    elif number == TOGGLE_BUTTON and (has(states, PRESSED) or has(states, CHECKED)):
        words.add("pressed")
    if has(states, EXPANDED):
        words.add("expanded")
    elif has(states, EXPANDABLE):
        words.add("collapsed")
    if role in ACTS and not has(states, ENABLED):
        words.add("disabled")
    if role == "textbox" and has(states, READ_ONLY):
        words.add("readonly")
    return frozenset(words)


_PLAIN = (
    (ACTIVE, "active"),
    (BUSY, "busy"),
    (FOCUSABLE, "focusable"),
    (FOCUSED, "focused"),
    (MODAL, "modal"),
    (MULTI_LINE, "multiline"),
    (SELECTED, "selected"),
    (REQUIRED, "required"),
    (INVALID_ENTRY, "invalid"),
    (IS_DEFAULT, "default"),
)
