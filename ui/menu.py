"""Everything a person can choose with the mouse or the keyboard, for the tray menu and for the plain window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from assistant.errors import BadSetting
from ui.actions import ACTIONS, plain
from ui.chords import parse_chord
from ui.words import tr

TYPE_A_QUESTION = "type_a_question"
SHOW_HOTKEYS = "show_hotkeys"
SHOW_ABOUT = "show_about"
PLAIN_WINDOW = "plain_window"
"""Of a desktop without a tray."""
_AFTER = {"ask": TYPE_A_QUESTION, "settings": SHOW_HOTKEYS, "welcome": SHOW_ABOUT}
_GROUP_ENDS = frozenset({"describe_clipboard", "read", "camera", "hands_free", "louder", "welcome", "commands"})
SUBMENUS = ("voice", "windows")
"""Groups that the tray's menu has in menus of their own."""


def submenu_title(group: str) -> str:
    return {"voice": tr("Speec&h"), "windows": tr("W&indows")}[group]


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    label: str
    """With "&" before the menu letter, which is unique in its menu."""
    chord: str
    """As shown, empty without one: "Ctrl+Alt+D"."""
    conflict: str
    """Why the chord doesn't work, or empty."""
    group: str
    ends_group: bool

    @property
    def plain(self) -> str:
        return plain(self.label)

    @property
    def letter(self) -> str:
        """Lower case, empty for none."""
        at = self.label.find("&")
        return self.label[at + 1 : at + 2].lower() if at >= 0 else ""

    @property
    def key_text(self) -> str:
        return tr("{chord}, taken", chord=self.chord) if self.chord and self.conflict else self.chord


def entries(bindings: Mapping[str, str], conflicts: Mapping[str, str]) -> list[Entry]:
    """The whole menu, in order."""
    rows: list[tuple[str, str, str]] = []
    for action in ACTIONS:
        rows.append((action.name, action.label, action.group))
        if action.name in _AFTER:
            extra = _AFTER[action.name]
            rows.append((extra, _extra_label(extra), action.group))
    return [
        Entry(name, label, chord_label(bindings.get(name, "")), conflicts.get(name, ""), group, name in _GROUP_ENDS)
        for name, label, group in rows
    ]


def _extra_label(name: str) -> str:
    return {
        TYPE_A_QUESTION: tr("&Type a question…"),
        SHOW_HOTKEYS: tr("&Hotkeys…"),
        SHOW_ABOUT: tr("A&bout Hearsight"),
    }[name]


def chord_label(text: str) -> str:
    """How a chord of the settings is shown; a chord that can't be parsed is shown as it is written."""
    if not text.strip():
        return ""
    try:
        return parse_chord(text).label
    except BadSetting:
        return text


def hotkeys_text(bindings: Mapping[str, str], conflicts: Mapping[str, str], notices: list[str]) -> str:
    """A line for each action with a hotkey, then what doesn't work and why: for the window that lists them."""
    listed = entries(bindings, conflicts)
    lines = [f"{entry.plain}: {entry.key_text}" for entry in listed if entry.chord]
    troubles = [*conflicts.values(), *(notice for notice in notices if notice not in conflicts.values())]
    without = [entry.plain for entry in listed if not entry.chord and entry.name in {a.name for a in ACTIONS}]
    if without:
        lines += ["", tr("Only in the menu: {names}.", names=", ".join(without))]
    if troubles:
        lines += ["", *troubles]
    lines += ["", tr("While I speak, any key makes me quiet.")]
    return "\n".join(lines)


class Choices(QObject):
    """The entries as QActions, made once and shown by the tray menu; `chosen` carries the entry's name."""

    chosen = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.actions: dict[str, QAction] = {}
        for entry in entries({}, {}):
            action = QAction(entry.label, self)
            action.setObjectName(entry.name)
            action.triggered.connect(self._tell)
            self.actions[entry.name] = action

    def show_keys(self, bindings: Mapping[str, str], conflicts: Mapping[str, str]) -> None:
        for entry in entries(bindings, conflicts):
            action = self.actions[entry.name]
            # After a tab, Qt shows it in the column of the shortcuts; a real shortcut would be grabbed twice.
            action.setText(f"{entry.label}\t{entry.key_text}" if entry.chord else entry.label)
            action.setToolTip(entry.conflict or entry.plain)

    def _tell(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(sender.objectName())
