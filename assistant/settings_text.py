"""The text of a settings file, one value changed and everything else as a person wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant import profile_rules
from assistant.errors import CantKeep
from assistant.settings_journal import Place
from assistant.settings_toml import parsed

HEADER = (
    "# Hearsight's settings. What you write here by hand, comments too, is kept when the program changes a value.\n"
    "# Keys, and what they mean: hearsight settings search\n"
)


def flat(table: Mapping[str, Any]) -> dict[Place, Any]:
    """Each value by its place; of a profile or a program also the place of its table, with {}."""
    found: dict[Place, Any] = {}
    for name, value in table.items():
        if name in ("profiles", "programs") and isinstance(value, dict):
            for one, inner in value.items():
                if isinstance(inner, dict):
                    found[name, one] = {}
                    settled = profile_rules.flat(inner) if name == "profiles" else inner
                    found.update({(name, one, key): each for key, each in settled.items()})
        elif isinstance(value, dict):
            found.update({(name, key): each for key, each in value.items()})
        else:
            found[(name,)] = value
    return found


def rewritten(text: str, places: Mapping[Place, Any]) -> str:
    """The text with these values (None: not there), and everything else as it was. Raises `errors.CantKeep`."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    if not text.strip():
        text = HEADER
    try:
        document = tomlkit.parse(text if text.endswith("\n") else text + "\n")
        for place, value in places.items():
            if value is not None:
                _put(document, place, value)
        for place in sorted((place for place, value in places.items() if value is None), key=len, reverse=True):
            _take(document, place)
        result = _spaced(text, tomlkit.dumps(document))
    except (TOMLKitError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise _too_clever(str(error)) from error
    meant = {**flat(parsed(text)), **places}
    if flat(parsed(result)) != {place: value for place, value in meant.items() if value is not None}:
        raise _too_clever("it would say something else")
    return result


def _too_clever(detail: str) -> CantKeep:
    return CantKeep("I can't change the settings file as it is written. Change it by hand: hearsight settings edit",
                    detail=detail)  # fmt: skip


def _put(document: Any, place: Place, value: Any) -> None:
    import tomlkit

    if len(place) == 1:
        if place[0] in document:
            document[place[0]] = value
        else:  # before the first section, or it would be of the last one
            _add(document, place[0], value)
        return
    table = document
    tables = place if value == {} else place[:-1]
    for depth, name in enumerate(tables):
        if name not in table:
            table[name] = tomlkit.table(is_super_table=depth == 0 and name in ("profiles", "programs"))
        table = table[name]
    if value != {}:
        if len(place) == 3 and place[2] not in table and "." in place[2]:
            *inner, last = place[2].split(".")
            found = table
            for name in inner:
                found = found.get(name) if isinstance(found, dict) else None
            if isinstance(found, dict) and last in found:
                found[last] = value
                return
        if place[-1] in table:
            table[place[-1]] = value
        else:
            _add(table, place[-1], value)


def _spaced(before: str, after: str) -> str:
    """A blank line around sections that are new."""
    old = {line.strip() for line in before.splitlines() if line.startswith("[")}
    lines: list[str] = []
    fresh = False
    for line in after.splitlines(keepends=True):
        if line.startswith("["):
            was_fresh, fresh = fresh, line.strip() not in old
            if (fresh or was_fresh) and lines and lines[-1].strip() and not lines[-1].startswith("#"):
                lines.append("\n")
        lines.append(line)
    return "".join(lines).rstrip("\n") + "\n"


def _add(table: Any, key: str, value: Any) -> None:
    """After the last key: what follows that (blank lines, a comment) belongs to what comes next."""
    import tomlkit
    from tomlkit.items import AoT, Table

    body = table if hasattr(table, "body") else table.value
    keys = [name for name, item in body.body if name is not None and not isinstance(item, Table | AoT)]
    if keys:
        body._insert_after(keys[-1], tomlkit.key(key), tomlkit.item(value))
    elif body.body and body is not table:  # comments below the section's name
        body._insert_at(0, tomlkit.key(key), tomlkit.item(value))
    else:
        table.append(tomlkit.key(key), tomlkit.item(value))


def _take(document: Any, place: Place) -> None:
    table = document
    for name in place[:-1]:
        if name not in table:
            return
        table = table[name]
    if place[-1] in table:
        del table[place[-1]]
        return
    if len(place) == 3:  # a key of a profile that is written as a table
        *inner, last = place[2].split(".")
        for name in inner:
            table = table.get(name, {})
        if last in table:
            del table[last]
