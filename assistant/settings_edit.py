"""Changes of the settings file: comments and order stay, two programs at once lose nothing, each change can be undone.

A change goes: lock, read, change the text (tomlkit), check that it says just what was meant, write a new file beside
it, take its place, note the change in the journal.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant import profile_rules, program_rules, settings
from assistant.errors import BadSetting, CantKeep
from assistant.folders import config_dir
from assistant.settings import Settings
from assistant.settings_journal import Change, Journal, Place
from assistant.settings_text import HEADER, flat, rewritten
from assistant.settings_toml import Kept, Table, kept_of, parsed, text_of
from assistant.whole_file import whole_file

PATIENCE_S = 10.0
"""So long another program may take to write the file."""


def file_of(path: Path | None = None) -> Path:
    return path or config_dir() / settings.FILE_NAME


# -- what can be changed --------------------------------------------------------------------------------------------


def set_value(key: str, value: object, path: Path | None = None) -> Kept:
    """`value` as `settings.parsed` takes it. While a profile that names this key is used, it is changed in there: the
    person changes what is in effect. Raises `errors.BadSetting`, `errors.CantKeep`."""
    wanted = settings.parsed(key, value)
    return change(lambda table: _in_effect(table, key, wanted), path)


def reset(key: str, path: Path | None = None) -> Kept:
    """Back to the default, also in the profile in use."""
    settings.checked(key, settings.get(Settings(), key))
    return change(lambda table: {tuple(key.split(".")): None, **_in_effect(table, key, None)}, path)


def reset_all(path: Path | None = None) -> Kept:
    """Every setting to its default. Profiles, programs and what Hearsight doesn't know stay, and no profile is in
    use."""
    known = {("profile",), *(tuple(key.split(".")) for key in settings.known_keys())}
    return change(lambda table: {place: None for place in flat(table) if place in known}, path)


def use_profile(name: str, path: Path | None = None) -> Kept:
    """Empty: none."""

    def wanted(table: Table) -> dict[Place, Any]:
        known = kept_of(table).profiles
        if name and name not in known:
            raise BadSetting(f"There is no profile {name!r}. There are: {', '.join(known)}.")
        return {("profile",): name or None}

    return change(wanted, path)


def not_default(now: Settings) -> dict[str, object]:
    """What a profile can hold and is not the default."""
    return {
        key: settings.get(now, key)
        for key in settings.known_keys()
        if profile_rules.may_hold(key) and settings.get(now, key) != settings.get(Settings(), key)
    }


def save_profile(name: str, values: Mapping[str, object], path: Path | None = None) -> Kept:
    """Keep these under a name; what it held before is gone (and can be undone)."""
    name = profile_rules.checked_name(name)
    for key in values:
        settings.checked(key, values[key])
        if not profile_rules.may_hold(key):
            raise BadSetting(f"A profile can't change {key}.")

    def wanted(table: Table) -> dict[Place, Any]:
        old: dict[Place, Any] = {
            place: None for place in flat(table) if place[:2] == ("profiles", name) and len(place) == 3
        }
        return {("profiles", name): {}, **old, **{("profiles", name, key): value for key, value in values.items()}}

    return change(wanted, path)


def remove_profile(name: str, path: Path | None = None) -> Kept:
    """Also leaves it. One of `profile_rules.READY` is then as it came."""

    def wanted(table: Table) -> dict[Place, Any]:
        places = [place for place in flat(table) if place[:2] == ("profiles", name)]
        if not places:
            known = ", ".join(table.get("profiles", {})) or "none"
            raise BadSetting(f"The file has no profile {name!r} that could be removed. It has: {known}.")
        leave: dict[Place, Any] = {("profile",): None} if _profile(table) == name else {}
        return {**dict.fromkeys(places), **leave}

    return change(wanted, path)


def set_program(name: str, key: str, value: object, path: Path | None = None) -> Kept:
    """One of `program_rules.RULES` for the program of that name."""
    name = " ".join(name.split())
    if not name or not name.isprintable() or len(name) > 100:
        raise BadSetting("Name a program, such as keepassxc.")
    good = program_rules.checked(name, key, value)
    return change(lambda table: {("programs", one, key): good for one in _called(table, name) or [name]}, path)


def unset_program(name: str, key: str, path: Path | None = None) -> Kept:
    """As everywhere."""
    program_rules.rule_of(key)

    def wanted(table: Table) -> dict[Place, Any]:
        places = {("programs", one, key) for one in _called(table, name)}
        return {place: None for place in flat(table) if place in places}

    return change(wanted, path)


def forget_program(name: str, path: Path | None = None) -> Kept:
    def wanted(table: Table) -> dict[Place, Any]:
        names = _called(table, name)
        places = [place for place in flat(table) if place[0] == "programs" and place[1] in names]
        if not places:
            known = ", ".join(table.get("programs", {})) or "none"
            raise BadSetting(f"Nothing is set for the program {name!r}. There is something for: {known}.")
        return dict.fromkeys(places)

    return change(wanted, path)


def write(wanted: Settings, path: Path) -> Path:
    """Make the file say these values; programs and profiles stay."""

    def differing(table: Table) -> dict[Place, Any]:
        now = kept_of(table).settings
        keys = [key for key in settings.known_keys() if settings.get(now, key) != settings.get(wanted, key)]
        found: dict[Place, Any] = {}
        for key in keys:
            found.update(_in_effect(table, key, settings.get(wanted, key)))
        return found

    change(differing, path, anyway=True)
    return path.resolve()


def undo(path: Path | None = None, *, again: bool = False) -> tuple[list[Change], Kept]:
    """Take the last change back; `again`: the last one taken back is done once more. What the changes were, as now
    done. Raises `errors.BadSetting` when there is none, or the file says something else by now."""
    path = file_of(path).resolve()
    with locked(path):
        journal = Journal(path.parent)
        changes = journal.last(again=again)
        if not changes:
            raise BadSetting("There is nothing to do again." if again else "There is nothing to undo.")
        text = text_of(path)
        now = flat(parsed(text))
        if any(now.get(one.place) != one.old for one in changes):
            journal.drop(again=again)
            raise BadSetting(f"{'.'.join(changes[0].place)} was changed by hand since: I leave it.")
        text = rewritten(text, {one.place: one.new for one in changes})
        write_text(path, text)
        journal.moved(again=again)
    return changes, kept_of(parsed(text))


# -- how ------------------------------------------------------------------------------------------------------------


def change(wanted: Callable[[Table], Mapping[Place, Any]], path: Path | None = None, *, anyway: bool = False) -> Kept:
    """Put in the file what `wanted` says for what it says now (place -> value, None: nothing there; {}: an empty
    table). `anyway`: write also if nothing changes. Raises `errors.BadSetting` if the file is broken, or would hold
    a new mistake; `errors.CantKeep`."""
    path = file_of(path).resolve()  # a link to a file kept elsewhere stays a link
    with locked(path):
        before = text_of(path)
        table = parsed(before)
        now = flat(table)
        places = {place: value for place, value in _with_tables(wanted(table)).items() if now.get(place) != value}
        if not places and not anyway:
            return kept_of(table)
        text = rewritten(before, places)
        kept = kept_of(parsed(text))
        old = kept_of(table).troubles
        new = [trouble for trouble in kept.troubles if trouble not in old]
        if new:
            raise BadSetting(new[0])
        write_text(path, text)
        Journal(path.parent).note([Change(place, now.get(place), value) for place, value in places.items()])
    return kept


def begin_by_hand(path: Path) -> str:
    """The text that a person is about to change; a file that is not there is made. Raises `errors.CantKeep`,
    `errors.BadSetting`."""
    if not path.exists():
        with locked(path.resolve()):
            write_text(path.resolve(), HEADER)
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except OSError as error:
        raise _cant_keep(error) from error


def note_edited(before: str, path: Path) -> None:
    """A person has changed the file, which said `before`: that can be undone, too."""
    with locked(path.resolve()):
        try:
            old, new = flat(parsed(before)), flat(parsed(text_of(path)))
        except BadSetting:  # it was broken before
            return
        places = [place for place in {**old, **new} if old.get(place) != new.get(place)]
        Journal(path.resolve().parent).note([Change(place, old.get(place), new.get(place)) for place in places])


def put_back(before: str, path: Path) -> None:
    """The text as it was before a person changed it. Raises `errors.CantKeep`."""
    with locked(path.resolve()):
        write_text(path.resolve(), before)


def _with_tables(places: Mapping[Place, Any]) -> dict[Place, Any]:
    """And the tables that the values are in."""
    inner = [place for place, value in places.items() if len(place) == 3 and value is not None]
    return {**{place[:2]: {} for place in inner}, **places}


def _called(table: Table, program: str) -> list[str]:
    """The names in the file that are this one, in whatever case."""
    known = table.get("programs", {})
    return [one for one in known if one.casefold() == program.casefold()] if isinstance(known, dict) else []


def _profile(table: Table) -> str:
    return str(table.get("profile", ""))


def _in_effect(table: Table, key: str, value: Any) -> dict[Place, Any]:
    """What to change so that `key` has the value: the profile in use, if that has the key, else the base."""
    profile, (section, name) = _profile(table), key.split(".")
    held = kept_of(table).profiles.get(profile, {}) if profile else {}
    if key not in held:
        return {(section, name): value}
    copied: dict[Place, Any] = {}
    if profile not in table.get("profiles", {}):  # one that is ready: once it is in the file, that holds all of it
        copied = {("profiles", profile, one): each for one, each in held.items()}
    return {**copied, ("profiles", profile, key): value}


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """The settings are this one's alone, over all programs; the system frees them when a program dies. Raises
    `errors.CantKeep`."""
    from filelock import FileLock, Timeout

    lock = FileLock(path.parent / ".settings.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=PATIENCE_S)
    except Timeout as error:
        raise CantKeep("Another program is writing the settings and does not end. Nothing was changed.") from error
    except (OSError, NotImplementedError) as error:
        raise _cant_keep(error) from error
    try:
        yield
    finally:
        lock.release()


def _cant_keep(error: Exception) -> CantKeep:
    why = getattr(error, "strerror", None) or "the disk takes no locks"
    return CantKeep(f"The settings can't be written: {why}. Nothing was changed.", detail=str(error))


def write_text(path: Path, text: str | bytes) -> None:
    """Atomically and durably; readable by the owner only. Raises `errors.CantKeep`; the old file is then as it was."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path, ".settings-") as file:
            file.write(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise _cant_keep(error) from error
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself survive a power cut; only POSIX lets a folder be opened."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
