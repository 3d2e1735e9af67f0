"""Listings of folders (`ls -l`): size, owner and date of a file, the biggest, and whether one is there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.types import Answer
from models.evidence.structure.terminal import commands
from models.grounded.reply import Context
from models.grounded.terminals.words import TerminalWords, Told
from models.grounded.view import Piece

LINE = re.compile(
    r"^(?P<mode>[-dlbcpsD][rwxsStT-]{7,9})[.+@]?\s+\d+\s+(?P<owner>[\w.-]+)\s+(?:(?P<group>[\w.-]+)\s+)?"
    r"(?P<size>\d[\d,.]*[KMGT]?i?B?)\s+"
    r"(?P<date>\d{4}-\d\d-\d\d(?:\s+\d\d:\d\d)?|\d{1,2}\.?\s+[^\W\d]{3,4}\.?\s+(?:\d{4}|\d\d:\d\d)"
    r"|[^\W\d]{3,4}\.?\s+\d{1,2}\.?\s+(?:\d{4}|\d{1,2}:\d\d))\s+"
    r"(?P<name>\S.*?)(?:\s+->\s+.*)?$"
)
LS = re.compile(r"^(?:sudo\s+)?(?:ls|ll|dir|exa|eza|gls)\b")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
FACTORS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3, "T": 1024**4}


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    folder: bool
    size: str
    date: str
    owner: str
    line: Piece

    @property
    def bytes(self) -> float | None:
        found = re.fullmatch(r"([\d,.]+?)([KMGT]?)i?B?", self.size)
        if found is None:
            return None
        try:
            return float(found[1].replace(",", "." if found[2] else "")) * FACTORS[found[2]]
        except ValueError:
            return None

    @property
    def day(self) -> tuple[int, int, int] | None:
        """Year, month, day; None where the year must be guessed ("Mar 9 14:02")."""
        if (found := re.match(r"(\d{4})-(\d\d)-(\d\d)", self.date)) is not None:
            return int(found[1]), int(found[2]), int(found[3])
        month = next((at for at, name in enumerate(MONTHS, 1) if name in self.date.lower()), 0)
        year, day = re.search(r"\b(\d{4})\b", self.date), re.search(r"\b(\d{1,2})\b(?!:)", self.date)
        return (int(year[1]), month, int(day[1])) if year and day and month else None


@dataclass(frozen=True, slots=True)
class Listing:
    entries: tuple[Entry, ...]
    whole: bool
    """Its first and its last line are in view."""


def last(ctx: Context) -> Listing | None:
    """The last listing in view; None without one. Of a listing without a prompt above it the begin is not known."""
    lines = ctx.view.lines
    found: list[Listing] = []
    known = commands([line.text for line in lines])
    for one in known:
        entries = _entries([lines[at] for at in one.output])
        if entries:
            plain = LS.match(one.text) is not None and not re.search(r"[|*?]", one.text)
            unread = sum(_entry(lines[at]) is None for at in one.output)
            total = sum(
                re.match(r"(?i)(?:total|insgesamt|总用量|总计)\b", lines[at].text) is not None for at in one.output
            )
            found.append(Listing(tuple(entries), plain and one.ended and unread <= total))
    if not known and (entries := _entries(lines)):
        found.append(Listing(tuple(entries), False))
    return found[-1] if found else None


def _entries(lines: list[Piece]) -> list[Entry]:
    return [entry for line in lines if (entry := _entry(line)) is not None]


def _entry(line: Piece) -> Entry | None:
    found = LINE.match(line.text.strip())
    if found is None:
        return None
    name = re.sub(r"(?<=\w)\. (?=\w+$)|(?<=\w) \.(?=\w+$)", ".", found["name"])
    return Entry(name, found["mode"][0] == "d", found["size"], " ".join(found["date"].split()), found["owner"], line)


def of(part: str) -> Told:
    """What a listing tells of one file."""

    def answer(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
        del words, kind
        entry = _named(ctx, target)
        if entry is None or not getattr(entry, part):
            return None
        p = ctx.phrases
        value = getattr(entry, part)
        if part == "size" and value.isdigit():
            value = p("value", label=entry.name, value=value)
            return ctx.answer(value, [entry.line.evidence])
        return ctx.answer(p("value", label=entry.name, value=value), [entry.line.evidence])

    return answer


def _named(ctx: Context, target: str) -> Entry | None:
    """The entry of that name; "the readme" is README.md, where only one is called so."""
    listing = last(ctx)
    if listing is None:
        return None
    wanted = target.strip().lower().rstrip("/")
    exact = [entry for entry in listing.entries if entry.name.lower().rstrip("/") == wanted]
    stems = [entry for entry in listing.entries if entry.name.lower().rsplit(".", 1)[0] == wanted]
    return next(iter(exact), stems[0] if len(stems) == 1 else None)


def best(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """The biggest, smallest, newest or oldest file, of those that are in view; a folder's size is none of a file."""
    listing, rule = last(ctx), words.best.get(kind)
    if listing is None or rule is None:
        return None
    what, order = rule.split()
    folder = target in words.folder
    if folder and what == "size":
        return None  # what a listing tells of a folder is the size of its list of names
    entries = [entry for entry in listing.entries if entry.folder == folder]
    measured = [
        (value, entry) for entry in entries if (value := entry.bytes if what == "size" else entry.day) is not None
    ]
    if not measured or len(measured) < len(entries):
        return None
    pick = (max if order == ">" else min)(measured, key=lambda one: one[0])
    alike = [entry for value, entry in measured if value == pick[0]]
    p = ctx.phrases
    said = [p("value", label=one.name, value=one.size if what == "size" else one.date) for one in alike]
    if not listing.whole:
        said.append(p("calc_cut"))
    return ctx.answer(p.join.join(said), [entry.line.evidence for entry in entries])


def is_listed(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """Whether a file or folder is there. No only where all of the listing is in view, and for the folder it is of."""
    entry, listing = _named(ctx, target), last(ctx)
    p = ctx.phrases
    if entry is not None and (not kind or entry.folder == (kind in words.folder)):
        return ctx.answer(p("yes_there", name=entry.name), [entry.line.evidence])
    if listing is not None and listing.whole and entry is None and (kind or "." in target):
        return ctx.answer(p("no_there", name=target), [one.line.evidence for one in listing.entries])
    return None


def entries(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """How many files or folders, where all of the listing is in view."""
    del target
    listing = last(ctx)
    if listing is None:
        return None
    every = not re.match(r"file|folder|director|datei|ordner|verzeichnis|文件|目录", kind)
    found = [one for one in listing.entries if every or one.folder == (kind in words.folder)]
    found = [one for one in found if one.name.strip("./")]
    names = ctx.phrases.listed([one.name for one in found])
    if not found:
        return None
    said = words.say["count"].format(count=len(found), names=names)
    return ctx.answer(said, [one.line.evidence for one in found], sure=listing.whole)
