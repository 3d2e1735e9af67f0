"""`hearsight hotkeys`: the keys in words, checked against others' keys, written to a file and read from one. No Qt."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.default_keys import LETTERS, default_keys
from assistant.errors import BadSetting, NoDisplay, NoSuchFile, UnusableInput, Usage
from assistant.layer_keys import letters_of, written
from ui.actions import ACTIONS, BY_NAME, labels, plain
from ui.chords import Chord, parse_chord
from ui.known_keys import desktop_here, free_ones, rivals

if TYPE_CHECKING:
    from assistant.settings import Hotkeys

SYSTEMS = {"linux": "linux", "windows": "win32", "macos": "darwin"}
LARGEST = 1 << 16
"""Bytes of a file of keys."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One key that another has, or may have."""

    action: str
    chord: str
    who: str
    does: str
    free: str
    """As settings write it; empty where none was found."""


def keys_here() -> Hotkeys:
    """Also sets the language of the names. Raises `errors.BadSetting`."""
    from assistant.settings import load
    from assistant.wiring.habits import language_of
    from ui import words

    settings = load()
    words.use(language_of(settings))
    return settings.hotkeys


def print_keys(as_json: bool) -> None:
    hotkeys = keys_here()
    keys, letters = hotkeys.bindings(), {action: key for key, action in letters_of(hotkeys.letters).items()}
    rows = [
        {
            "action": one.name,
            "does": plain(one.label),
            "key": keys.get(one.name, ""),
            "letter": letters.get(one.name, ""),
        }
        for one in ACTIONS
    ]
    if as_json:
        print(json.dumps({"hotkeys": rows}, ensure_ascii=False))
        return
    for row in rows:
        shown = parse_chord(row["key"]).label if row["key"] else "no key"
        letter = f", letter {row['letter']}" if row["letter"] else ""
        print(f"{row['does']}: {shown}{letter}. ({row['action']})")


def troubles(keys: Mapping[str, str], system: str, desktop: str | None) -> list[Trouble]:
    """By the table of known keys."""
    chords = {action: parse_chord(text) for action, text in keys.items()}
    found = []
    for action, chord in chords.items():
        for rival in rivals(chord, system, desktop):
            free = next(free_ones(chord, chords.values(), system), None)
            found.append(Trouble(action, keys[action], rival.program, rival.does, _as_written(free)))
    return found


def grabbed(keys: Mapping[str, str]) -> list[Trouble]:
    """By asking the X server for each, as the app does. Raises `errors.NoDisplay`."""
    from ui.hotkeys import HotkeyListener

    listener = HotkeyListener(keys, on_press=lambda *_: None, on_release=lambda *_: None, on_any_key=lambda _: None)
    try:
        conflicts = dict(listener.conflicts)
    finally:
        listener.close()
    return [Trouble(action, keys[action], "", sentence, "") for action, sentence in conflicts.items()]


def print_check(system: str | None, as_json: bool) -> None:
    """Of the system that this is, also with the running programs; of another, by the table alone."""
    from assistant.folders import runtime_dir
    from assistant.remote import status

    where = SYSTEMS[system] if system else sys.platform
    here = where == sys.platform
    keys = keys_here().bindings() if here else default_keys(where)
    found = troubles(keys, where, desktop_here() or None if here else None)
    asked = "another system"
    if here:
        asked = "Hearsight is running" if status(runtime_dir()) else "yes"
        if asked == "yes":
            try:
                found += grabbed(keys)
            except NoDisplay:
                asked = "there is no X display"
    if as_json:
        rows = [{"action": t.action, "key": t.chord, "who": t.who, "does": t.does, "free": t.free} for t in found]
        print(json.dumps({"conflicts": rows, "keys": len(keys), "running_programs_asked": asked}, ensure_ascii=False))
        return
    for one in found:
        print(_in_words(one))
    if not found:
        print(f"None of the {len(keys)} keys is known to be anybody else's.")
    if asked != "yes":
        print(f"Other running programs were not asked: {asked}.")


def _in_words(one: Trouble) -> str:
    if not one.who:
        return one.does
    name = plain(labels()[one.action])
    free = (
        f" Free is {parse_chord(one.free).label}: hearsight settings hotkeys.{one.action} {one.free}"
        if one.free
        else ""
    )
    return f"{name}: {parse_chord(one.chord).label} is also a key of {one.who}: {one.does}.{free}"


def _as_written(chord: Chord | None) -> str:
    if chord is None:
        return ""
    return "+".join([*(name for name in ("ctrl", "alt", "shift", "super") if name in chord.modifiers), chord.key])


def change_letter(action: str, key: str) -> None:
    """Raises `errors.Usage` for an action that there isn't, `errors.BadSetting` for a key that can't be."""
    from assistant.settings_edit import set_value

    if action not in LETTERS:
        raise Usage(f"There is no action {action!r}. See: hearsight hotkeys")
    letters = {one: letter for letter, one in letters_of(keys_here().letters).items()}
    new = written({**dict.fromkeys(LETTERS, ""), **letters, action: key.strip().lower()})
    set_value("hotkeys.letters", new)
    print(f"{plain(labels()[action])}: {key or 'no letter'}.")


# -- files ----------------------------------------------------------------------------------------------------------


def write_keys(file: Path, over: bool) -> None:
    """Raises `errors.Usage` for a file that is there, `errors.UnusableInput` for one that can't be written."""
    import tomlkit

    hotkeys = keys_here()
    table = {
        "hotkeys": {name: getattr(hotkeys, name) for name in BY_NAME if hasattr(hotkeys, name)},
        "letters": {action: key for key, action in letters_of(hotkeys.letters).items()},
    }
    try:
        with file.open("w" if over else "x", encoding="utf-8") as out:
            out.write("# Keys of Hearsight: hearsight hotkeys import FILE\n\n" + tomlkit.dumps(table))
    except FileExistsError:
        raise Usage(f"{file} is there already. To write over it: add --yes.") from None
    except OSError as error:
        raise UnusableInput(f"{file} can't be written: {error.strerror}.") from error
    print(f"Written: {file}")


def read_keys(file: Path) -> None:
    """Raises `errors.NoSuchFile`, `errors.UnusableInput`, `errors.BadSetting`; then nothing is changed."""
    from dataclasses import replace

    from assistant.settings import load, save

    table = _table_of(file)
    settings = load()
    unknown = [name for section in table.values() for name in section if name not in BY_NAME]
    if unknown:
        raise BadSetting(f"{file} names an action that there isn't: {unknown[0]}.")
    keys = {name: value for name, value in table.get("hotkeys", {}).items() if name != "quit"}
    letters = {**{a: k for k, a in letters_of(settings.hotkeys.letters).items()}, **table.get("letters", {})}
    for name, chord in keys.items():
        if isinstance(chord, str) and chord.strip():
            with_name = f"Hotkey of {name}: "
            try:
                parse_chord(chord)
            except BadSetting as error:
                raise BadSetting(with_name + error.spoken) from None
    changed = replace(settings.hotkeys, **keys, letters=written({**dict.fromkeys(LETTERS, ""), **letters}))
    save(replace(settings, hotkeys=changed))
    print(f"{len(keys)} keys and {len(table.get('letters', {}))} letters were read.")
    for one in troubles(changed.bindings(), sys.platform, desktop_here() or None):
        print(_in_words(one))


def _table_of(file: Path) -> dict[str, dict[str, Any]]:
    try:
        if file.stat().st_size > LARGEST:
            raise UnusableInput(f"{file} is too large to be a file of keys.")
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise NoSuchFile(f"There is no file {file}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableInput(f"{file} is no file of keys.", detail=str(error)) from error
    except OSError as error:
        raise UnusableInput(f"{file} can't be read: {error.strerror}.") from error
    if table and set(table) <= {"hotkeys", "letters"} and all(isinstance(one, dict) for one in table.values()):
        return table
    raise UnusableInput(f"{file} is no file of keys.")
