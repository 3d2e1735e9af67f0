"""What a settings file says: as TOML, as much of it as can be read, and what is wrong with the rest.

Read with `tomllib` alone, so that whoever only reads stays light; `settings_edit` writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from assistant import profile_rules
from assistant.errors import BadSetting
from assistant.program_rules import Program, program_of
from assistant.settings import SECTIONS, Section, Settings, checked, unknown

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file says."""

    settings: Settings
    """In effect: the base with the profile laid over it, wrong values left out."""
    base: Settings
    """Without the profile."""
    profiles: Mapping[str, Mapping[str, object]]
    """Name -> its changes, those that are ready included, as far as they can be used."""
    troubles: tuple[str, ...] = ()
    """A sentence for each thing that can't be used; it stays in the file."""


def read(path: Path) -> Kept:
    """Raises `errors.BadSetting` for a file that is no TOML, with the line, or can't be read."""
    return kept_of(parsed(text_of(path)))


def text_of(path: Path) -> str:
    """Empty for a file that is not there. Raises `errors.BadSetting`."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadSetting(
            f"The settings file is broken at line {line}: that is not UTF-8 text. Run: hearsight settings mend",
            detail=str(path),
        ) from error
    except OSError as error:
        raise BadSetting(
            f"The settings file can't be read: {error.strerror}. Mend it or delete it.", detail=str(path)
        ) from error


def parsed(text: str) -> Table:
    """Raises `errors.BadSetting`."""
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        why = str(error).rstrip(".")
        raise BadSetting(f"The settings file is broken: {why}. Run: hearsight settings mend") from error


# -- what it means --------------------------------------------------------------------------------------------------


def kept_of(table: Mapping[str, Any]) -> Kept:
    """Every value for itself: one that is wrong leaves the others alone."""
    troubles: list[str] = []
    base = Settings()
    for name, values in table.items():
        if name in ("profile", "profiles", "programs"):
            continue
        if name not in SECTIONS:
            inner = f"{name}.{next(iter(values))}" if isinstance(values, dict) and values else name
            troubles.append(unknown(inner).spoken)
        elif not isinstance(values, dict):
            troubles.append(f"{name} can't be {values!r}: it is a section, written [{name}].")
        else:
            base = _laid_over(base, {f"{name}.{key}": value for key, value in values.items()}, troubles)
    programs = _programs(table.get("programs", {}), troubles)
    for name in table:  # [program.keepassxc] is told above; nothing that somebody wanted to hide is shown for it
        if name != "programs" and name.casefold().startswith("program"):
            programs += tuple(one for one in _programs(table[name], []) if one.never_look)
    profiles = _profiles(table.get("profiles", {}), base, troubles)
    base = replace(base, programs=programs)
    profile = table.get("profile", "")
    settings = base
    if profile and profile not in profiles:
        troubles.append(f"There is no profile {str(profile)!r}. There are: {', '.join(profiles)}.")
    elif profile:
        settings = replace(_laid_over(base, profiles[profile], troubles), profile=profile)
    return Kept(settings, base, MappingProxyType(profiles), tuple(troubles))


def _laid_over(settings: Settings, values: Mapping[str, object], troubles: list[str]) -> Settings:
    """Settings with those values; what can't be used is told and left out."""
    good: dict[str, object] = {}
    for key, value in values.items():
        try:
            good[key] = checked(key, value)
        except BadSetting as error:
            troubles.append(error.spoken)
    for name in dict.fromkeys(key.partition(".")[0] for key in good):
        mine = {key.partition(".")[2]: value for key, value in good.items() if key.startswith(f"{name}.")}
        try:
            section = replace(getattr(settings, name), **mine)
        except BadSetting as error:  # each may be, but not together: two hotkeys that are the same
            troubles.append(error.spoken)
            section = _as_many_as_go(getattr(settings, name), mine)
        settings = replace(settings, **{name: section})
    return settings


def _as_many_as_go(section: Section, values: Mapping[str, object]) -> Section:
    for key, value in values.items():
        try:
            section = replace(section, **{key: value})  # type: ignore[type-var]
        except BadSetting:
            continue
    return section


def _programs(tables: object, troubles: list[str]) -> tuple[Program, ...]:
    """Whatever may mean that a program is not to be looked at does mean it, and is told if it is written wrongly."""
    found: list[Program] = []
    if not isinstance(tables, dict):
        troubles.append(f"programs can't be {tables!r}: write [programs.NAME] with its settings below.")
        for one in tables if isinstance(tables, list) else ():  # [[programs]], with its name inside
            if isinstance(one, dict) and isinstance(name := one.get("name"), str) and _never(one):
                found.append(Program(name, never_look=True))
        return tuple(found)
    for name, values in tables.items():
        if isinstance(values, dict):
            plain = {key: value for key, value in values.items() if not isinstance(value, dict)}
            if plain or len(plain) == len(values):
                found.append(program_of(name, plain, troubles))
            for key in values.keys() - plain.keys():  # [programs.org.keepassxc.KeePassXC]
                inner = f"{name}.{key}"
                if not all(isinstance(one, dict) for one in values[key].values()):
                    troubles.append(f'A program\'s name with dots is written in quotes: [programs."{inner}"].')
                found += [one for one in _programs({inner: values[key]}, troubles) if one.never_look]
            continue
        troubles.append(f"programs can't be {values!r}: write [programs.NAME] with its settings below.")
        listed = values if isinstance(values, list) else [values]
        names = [one for one in listed if isinstance(one, str)] if "never" in name.casefold() else [name]
        found += [Program(one, never_look=True) for one in names if values]
    return tuple(found)


def _never(values: Mapping[str, object]) -> bool:
    return any("never" in key.casefold() and value is not False for key, value in values.items())


def _profiles(tables: object, base: Settings, troubles: list[str]) -> dict[str, Mapping[str, object]]:
    found: dict[str, Mapping[str, object]] = dict(profile_rules.READY)
    if not isinstance(tables, dict):
        troubles.append(f"profiles can't be {tables!r}: write [profiles.NAME] with its settings below.")
        return found
    for name, values in tables.items():
        if not isinstance(values, dict):
            troubles.append(f"profiles can't be {values!r}: write [profiles.NAME] with its settings below.")
            continue
        wanted = profile_rules.flat(values)
        for key in [key for key in wanted if not profile_rules.may_hold(key)]:
            troubles.append(f"A profile can't change {key}.")
            del wanted[key]
        told: list[str] = []
        _laid_over(base, wanted, told)
        good = {key: value for key, value in wanted.items() if _usable(base, key, value)}
        troubles += told
        found[name] = good
    return found


def _usable(base: Settings, key: str, value: object) -> bool:
    troubles: list[str] = []
    _laid_over(base, {key: value}, troubles)
    return not troubles
