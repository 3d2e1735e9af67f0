"""A settings file that is no TOML: what can be read is used, and nothing that a person wrote is lost."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import BadSetting, CantKeep
from assistant.settings_edit import file_of, locked, write_text
from assistant.settings_toml import Kept, kept_of, parsed, read

_HEADER = re.compile(r"\s*\[\s*(?!\[)(.+?)\s*\]?\s*(#.*)?")
_BROKEN_MARK = "# broken: "


def read_or_mend(path: Path | None = None, *, now: time.struct_time | None = None) -> Kept:
    """What the file says. One that is broken is kept aside as settings.toml.broken-DATE, and its lines that can't be
    read become comments. Always gives settings; `Kept.troubles` tells what was done, and what can't be used."""
    path = file_of(path).resolve()
    try:
        return read(path)
    except BadSetting as error:
        trouble = error.spoken
    try:
        with locked(path):
            return _mend(path, now or time.localtime())
    except CantKeep:
        pass
    try:
        raw = path.read_bytes()
    except OSError:  # it may not be read at all
        return replace(kept_of({}), troubles=(trouble,))
    found = mended(raw)
    told = f"The settings file is broken at line {_lines(found)}, and I can't mend it. I use its other lines."
    return _with_trouble(found, told)


def _mend(path: Path, now: time.struct_time) -> Kept:
    """Under the lock, as the file is by then: another program may have mended it. Raises `errors.CantKeep`."""
    try:
        return read(path)
    except BadSetting as error:
        trouble = error.spoken
    try:
        raw = path.read_bytes()
    except OSError:
        return replace(kept_of({}), troubles=(trouble,))
    found = mended(raw)
    aside = path.with_name(f"{path.name}.broken-{time.strftime('%Y-%m-%d-%H%M%S', now)}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.broken-{time.strftime('%Y-%m-%d-%H%M%S', now)}-{number}")
    write_text(aside, raw)
    write_text(path, found.text)
    told = f"The settings file was broken at line {_lines(found)}. I use its other lines; {aside.name} has all."
    return _with_trouble(found, told)


def _lines(found: Mended) -> str:
    return ", ".join(str(line) for line in found.lines)


def _with_trouble(found: Mended, told: str) -> Kept:
    kept = kept_of(parsed(found.text))
    return replace(kept, troubles=(BadSetting(told).spoken, *kept.troubles))


@dataclass(frozen=True, slots=True)
class Mended:
    """A broken file made readable."""

    text: str
    """Lines that can't be read are comments in it; nothing else is changed."""
    lines: tuple[int, ...]
    """Numbers of those lines, from 1."""


def mended(raw: bytes) -> Mended:
    """Each line is tried by itself, since a person's file has one setting a line. A value over several lines is lost
    with its lines, which stay as comments."""
    lines = raw.decode("utf-8-sig", "replace").splitlines()
    kept: list[str] = []
    bad: list[int] = []
    header, seen = "", dict[tuple[str, str], int]()  # where in `kept` each is
    hidden: list[str] = []
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if stripped.startswith("[") and (found := _HEADER.fullmatch(line)):
            header, line_now = _header(found[1], line)
            if (header, "") in seen and header:  # a section may be opened once
                line_now = ""
            seen[header, ""] = len(kept)
            good = line_now == line
        else:
            key = stripped.partition("=")[0].strip()
            good = "\ufffd" not in line and _parses(f"{header}\n{line}") and (header, key) not in seen
            line_now = line if good else ""
            if key and good and not stripped.startswith("#"):
                seen[header, key] = len(kept)
            if not stripped.startswith("#") and _may_hide(header, line) and _parses(f"{header}\n{key} = true"):
                hidden.append(f"{header}\n{key} = true\n")  # rather too much hidden than too little
                if not good and (header, key) in seen:
                    kept[seen[header, key]] = f"{key} = true"
                elif not good:
                    line_now = f"{key} = true"
                    seen[header, key] = len(kept) + 1
        if not good:
            bad.append(number)
            kept.append(_BROKEN_MARK + line)
            if line_now:
                kept.append(line_now)
        else:
            kept.append(line)
    text = "\n".join(kept) + "\n"
    if not _parses(text):  # sections in an order that TOML does not allow, for example
        bad, text = list(range(1, len(lines) + 1)), "".join(f"{_BROKEN_MARK}{line}\n" for line in lines)
        for one in dict.fromkeys(hidden):
            text = text + one if _parses(text + one) else text
    return Mended(text, tuple(bad))


def _may_hide(header: str, line: str) -> bool:
    """Whether a line may say that a program is never to be looked at."""
    return "never" in line.casefold() and "= false" not in line and "programs" in f"{header}{line.partition('=')[0]}"


def _header(name: str, line: str) -> tuple[str, str]:
    """The section as it was meant, and its line as it should be."""
    if _parses(line):
        return line, line
    for whole in (f"[{name}]", f'["{name}"]'):
        if _parses(whole):
            return whole, whole
    return "", ""


def _parses(text: str) -> bool:
    try:
        parsed(text)
    except BadSetting:
        return False
    return True
