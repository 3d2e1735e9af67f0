"""Chords as people write them in settings ("ctrl+alt+space") and as they are shown and spoken. Needs no display."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.errors import BadSetting

MODIFIERS = ("super", "ctrl", "alt", "shift")
"""In the order they are shown."""
_MODIFIER_WORDS = {
    **{name: name for name in MODIFIERS},
    "control": "ctrl",
    "option": "alt",
    "win": "super",
    "windows": "super",
    "meta": "super",
    "cmd": "super",
    "command": "super",
}
_LABELS = {"pageup": "Page Up", "pagedown": "Page Down", "scrolllock": "Scroll Lock", "print": "Print Screen"}
_SPOKEN = {"ctrl": "Control", "alt": "Alt", "shift": "Shift", "super": "Super"}

# Name in settings -> keysym name of X11 (keysymdef.h, without "XK_").
_NAMED_KEYS = {
    "space": "space",
    "enter": "Return",
    "tab": "Tab",
    "escape": "Escape",
    "backspace": "BackSpace",
    "delete": "Delete",
    "insert": "Insert",
    "home": "Home",
    "end": "End",
    "pageup": "Page_Up",
    "pagedown": "Page_Down",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "pause": "Pause",
    "print": "Print",
    "menu": "Menu",
    "scrolllock": "Scroll_Lock",
    "comma": "comma",
    "period": "period",
    "slash": "slash",
    "semicolon": "semicolon",
    "apostrophe": "apostrophe",
    "minus": "minus",
    "equal": "equal",
    "plus": "plus",
    "grave": "grave",
    "backslash": "backslash",
    "bracketleft": "bracketleft",
    "bracketright": "bracketright",
    "kpenter": "KP_Enter",
    "kpplus": "KP_Add",
    "kpminus": "KP_Subtract",
    "kpmultiply": "KP_Multiply",
    "kpdivide": "KP_Divide",
}
_FUNCTION_KEYS = {f"f{n}": f"F{n}" for n in range(1, 25)}
KEYS: Mapping[str, str] = {
    **_NAMED_KEYS,
    **_FUNCTION_KEYS,
    **{letter: letter for letter in "abcdefghijklmnopqrstuvwxyz0123456789"},
}
_OTHER_NAMES = {
    "return": "enter",
    "esc": "escape",
    "del": "delete",
    "ins": "insert",
    "prior": "pageup",
    "next": "pagedown",
    "printscreen": "print",
    "apps": "menu",
    ",": "comma",
    ".": "period",
    "/": "slash",
    ";": "semicolon",
    "'": "apostrophe",
    "-": "minus",
    "=": "equal",
    "`": "grave",
    "\\": "backslash",
    "[": "bracketleft",
    "]": "bracketright",
}
_FREE_ALONE = frozenset({*_FUNCTION_KEYS, "pause", "print", "menu", "scrolllock"})
"""Keys that nobody types text or moves the cursor with: they may be a hotkey without a modifier, as may media keys."""
_MEDIA = "xf86"


@functools.cache
def x11_keysyms() -> dict[str, int]:
    """Every key name that python-xlib knows, lower case without "_", and its number. Empty without python-xlib."""
    try:
        from Xlib.keysymdef import latin1, latin2, miscellany, xf86
    except ImportError:
        return {}
    names: dict[str, int] = {}
    for module in (xf86, latin2, latin1, miscellany):
        for name, number in vars(module).items():
            # Where two names differ by case alone ("D", "d"), the lower one is the key as it is pressed.
            if name.startswith("XK_") and (_plain(name[3:]) not in names or name[3:].islower()):
                names[_plain(name[3:])] = number
    return names


@dataclass(frozen=True, slots=True)
class Chord:
    """Modifiers held, and the key that is pressed last."""

    modifiers: frozenset[str]
    key: str

    @property
    def keysym(self) -> int:
        """The number X11 has for the key."""
        return x11_keysyms()[_plain(KEYS.get(self.key, self.key))]

    @property
    def label(self) -> str:
        """For the eye: "Ctrl+Alt+Space"."""
        return "+".join([name.capitalize() for name in self._ordered] + [self._key_label])

    @property
    def spoken(self) -> str:
        """For the ear: "Control Alt Space"."""
        return " ".join([_SPOKEN[name] for name in self._ordered] + [self._key_label])

    @property
    def on_keypad(self) -> bool:
        return self.key.startswith("kp")

    @property
    def _key_label(self) -> str:
        if self.on_keypad:
            return f"Keypad {self.key[2:].capitalize()}"
        return _LABELS.get(self.key, self.key.removeprefix(_MEDIA).capitalize())

    @property
    def _ordered(self) -> list[str]:
        return [name for name in MODIFIERS if name in self.modifiers]


def parse_chord(text: str) -> Chord:
    """The chord that `text` names; upper case and blanks around "+" don't matter.

    Raises `BadSetting` whose sentence names the part that is wrong and, where one is near, the right one.
    """
    parts = [part.strip().lower() for part in text.split("+")]
    if not text.strip():
        raise BadSetting('A hotkey is empty. Write it like "ctrl+alt+d".')
    if "" in parts:
        raise BadSetting(
            f'The hotkey "{text}" has an empty part around a plus sign. '
            'Write it like "ctrl+alt+d"; the plus key itself is "plus".'
        )
    *words, last = parts
    modifiers = [_modifier(word, text) for word in words]
    key = _key(last, text)
    for name in MODIFIERS:
        if modifiers.count(name) > 1:
            raise BadSetting(f'The hotkey "{text}" names "{name}" twice.')
    if key not in _FREE_ALONE and not key.startswith(_MEDIA) and not set(modifiers) - {"shift"}:
        raise BadSetting(
            f'The hotkey "{text}" would take a key away that people type with. '
            f'Add a modifier: "ctrl+alt+{"shift+" if modifiers else ""}{key}".'
        )
    return Chord(frozenset(modifiers), key)


def _modifier(word: str, text: str) -> str:
    if word in _MODIFIER_WORDS:
        return _MODIFIER_WORDS[word]
    if word in KEYS or word in _OTHER_NAMES:
        raise BadSetting(
            f'The hotkey "{text}" has two keys: "{word}" is no modifier. '
            "A hotkey is modifiers (ctrl, alt, shift, super) and one key at the end."
        )
    raise BadSetting(f'The hotkey "{text}" has a part I don\'t know: "{word}".{_nearest(word, _MODIFIER_WORDS)}')


def _key(word: str, text: str) -> str:
    if word in _MODIFIER_WORDS:
        raise BadSetting(f'The hotkey "{text}" has no key after its modifiers. Write it like "ctrl+alt+d".')
    # "page_up", "Page Up" and "pageup" are one key; a lone "-" is the minus key.
    plain = word if len(word) == 1 else _plain(word)
    key = _OTHER_NAMES.get(plain, plain)
    if key not in KEYS and key not in x11_keysyms():
        known = [name for name in (*KEYS, *_OTHER_NAMES) if len(name) > 1]
        raise BadSetting(f'The hotkey "{text}" has a key I don\'t know: "{word}".{_nearest(plain, known)}')
    return key


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


def _nearest(word: str, known: Mapping[str, str] | list[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f' Did you mean "{near[0]}"?' if near else ' Write it like "ctrl+alt+d".'
