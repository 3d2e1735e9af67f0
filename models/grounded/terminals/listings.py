"""Listings of folders (`ls -l`): size, owner and date of a file, the biggest, and whether one is there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.types import Answer
from models.evidence.structure.terminal import Command, commands
from models.grounded.reply import Context
from models.grounded.terminals.words import TerminalWords, Told
from models.grounded.view import Piece

LINE = re.compile(
    r"^(?P<mode>[-dlbcpsD][rwxsStT-]{7,9})[.+@]?\s+\d+\s+(?P<owner>[\w.-]+)\s+(?:(?P<group>[\w.-]+)\s+)?"
    r"(?P<size>\d[\d,.]*[KMGT]?i?B?)\s+"
    r"(?P<date>\d{4}-\d\d-\d\d(?:\s+\d\d:\d\d(?::\d\d(?:\.\d+)?(?:\s+[+-]\d{4})?)?)?|\d{1,2}\.?\s+[^\W\d]{3,4}\.?\s+(?:\d{4}|\d\d:\d\d)"
    r"|[^\W\d]{3,4}\.?\s+\d{1,2}\.?\s+(?:\d{4}|\d{1,2}:\d\d))\s+"
    r"(?P<name>\S.*?)(?:\s+->\s+.*)?$"
)
LS = re.compile(
    r"(?:sudo\s+)?(?:ls|ll|gls)(?:\s+(?:-[alAhFtrSs1nGiUXpkN]+"
    r"|--(?:all|almost-all|human-readable|si|reverse|full-time|classify|group-directories-first"
    r"|(?:colou?r|sort|time-style|format)(?:=\S+)?)))*"
)
"""A listing of all of the folder that the prompt is in: options alone, and none that leaves files out."""
HIDDEN = re.compile(r"\s(?:-[b-zA-Z0-9]*[aA]\w*|--(?:almost-)?all)(?=\s|$)")
READS = re.compile(
    r"(?:ls|ll|gls|cat|head|tail|less|more|grep|egrep|fgrep|rg|wc|file|stat|du|df|pwd|echo|date|whoami|id|uname|history"
    r"|clear|man|which|diff|cmp|md5sum|sha256sum|git (?:status|log|diff|show))(?:\s[^|;&<>`$()]*)?"
)
"""A command after which a folder is as it was."""
ADDS = re.compile(r"(?:cp|mkdir|touch|chmod|chown)\s[^|;&<>`$()]*")
"""One that takes nothing away."""
OPERANDS = {"cp": 2, "mv": 2, "rm": 1, "rmdir": 1, "mkdir": 1, "touch": 1, "cd": 1}
FAILED = re.compile(r"\w+: cannot (?:create|stat|open|remove|access)\b.*|(?:bash: )?cd: .*: No such file or directory")
"""What one of these prints that did nothing."""
CHANGES = re.compile(
    r"(?:^|[|;&(]|\bsudo\s|\bxargs\s)\s*(?:cp|mv|rm|rmdir|mkdir|touch|ln|cd|pushd|popd|z|ssh|su|exit|tar|zip|unzip|gzip|gunzip|wget|curl"
    r"|rsync|scp|tee|dd|truncate|shred|install|make|vim?|nano|emacs|chmod|chown|sed\s+-\S*i|git|find|ren|del|move|copy)\b|>"
)
"""Programs that are there to change files or to go elsewhere; of any other that it may have done so."""
MARKS = "/*@=|"
"""What `ls -F` puts behind a name."""
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
    def called(self) -> str:
        return self.name.lower().strip("'\"").rstrip(MARKS)

    @property
    def clock(self) -> str:
        """The time beside the day, where one is told."""
        found = re.search(r"\d\d:\d\d.*", self.date)
        return found[0] if found is not None else ""

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
    """All of the folder that the prompt is in, and nothing was done since that may have changed it."""
    hidden: bool = False
    """Names that begin with a dot are among them."""
    kept: bool = True
    """Nothing that it lists was taken away since, and no other folder was gone to."""
    later: tuple[str, ...] = ()
    """The commands since that change files or go elsewhere."""


def last(ctx: Context) -> Listing | None:
    """The last listing in view; None without one. Of a listing without a prompt above it the begin is not known."""
    lines = ctx.view.lines
    found: list[Listing] = []
    known = commands([line.text for line in lines])
    for number, one in enumerate(known):
        entries = _entries([lines[at] for at in one.output])
        if entries:
            since = [other.text for other in known[number + 1 :] if not _idle(other, lines)]
            later = tuple(text for text in since if CHANGES.search(text) is not None)
            kept = all(ADDS.fullmatch(text) is not None for text in later)
            plain = LS.fullmatch(one.text) is not None and not since
            hidden = HIDDEN.search(one.text) is not None or any(entry.name.startswith(".") for entry in entries)
            unread = sum(_entry(lines[at]) is None for at in one.output)
            total = sum(
                re.match(r"(?i)(?:total|insgesamt|总用量|总计)\b", lines[at].text) is not None for at in one.output
            )
            whole = plain and one.ended and unread <= total
            found.append(Listing(tuple(entries), whole, hidden, kept, later))
    if not known and (entries := _entries(lines)):
        found.append(Listing(tuple(entries), False))
    return found[-1] if found else None


def _idle(command: Command, lines: list[Piece]) -> bool:
    """Whether a command left the folder as it was: it only reads, or failed at the one thing that it was to do."""
    if not command.text or READS.fullmatch(command.text):
        return True
    program, *rest = command.text.split()
    plain = len(rest) == OPERANDS.get(program) and re.search(r"[-;|&<>*?`$]", command.text) is None
    said = [lines[at].text.strip() for at in command.output]
    return plain and len(said) == 1 and FAILED.fullmatch(said[0]) is not None


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
        entry, listing = _named(ctx, target), last(ctx)
        if entry is None or listing is None or not getattr(entry, part):
            return None
        told = ctx.phrases("value", label=entry.name, value=getattr(entry, part))
        return ctx.answer(told, [entry.line.evidence], sure=not _touched(listing, entry))

    return answer


def _touched(listing: Listing, entry: Entry) -> bool:
    """Whether a command since may have changed that file: it names it, or many at once."""
    return any(entry.called in text.lower() or re.search(r"[*?]|\s\.(?:\s|$)", text) for text in listing.later)


def _named(ctx: Context, target: str) -> Entry | None:
    """The entry of that name; "the readme" is README.md, where only one is called so."""
    listing = last(ctx)
    if listing is None:
        return None
    wanted = target.strip().lower().rstrip("/")
    exact = [entry for entry in listing.entries if entry.called == wanted]
    stems = [entry for entry in listing.entries if entry.called.rsplit(".", 1)[0] == wanted]
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
    entries = [entry for entry in listing.entries if entry.folder == folder and entry.name.strip("./")]
    measured = [
        (value, entry) for entry in entries if (value := entry.bytes if what == "size" else entry.day) is not None
    ]
    if not measured or len(measured) < len(entries):
        return None
    pick = (max if order == ">" else min)(measured, key=lambda one: one[0])
    alike = [entry for value, entry in measured if value == pick[0]]
    if what != "size" and all(entry.clock for entry in alike):
        clock = (max if order == ">" else min)(entry.clock for entry in alike)
        alike = [entry for entry in alike if entry.clock == clock]
    p = ctx.phrases
    said = [p("value", label=one.name, value=one.size if what == "size" else one.date) for one in alike]
    if not listing.whole:
        said.append(p("calc_cut"))
    evidence = [entry.line.evidence for entry in entries]
    return ctx.answer(p.join.join(said), evidence, sure=not listing.later)


def is_listed(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """Whether a file or folder is there. No only where all of the folder is listed, as it still is."""
    entry, listing = _named(ctx, target), last(ctx)
    p = ctx.phrases
    if listing is None:
        return None
    if entry is not None and (not kind or entry.folder == (kind in words.folder)):
        return ctx.answer(p("yes_there", name=entry.name), [entry.line.evidence], sure=listing.kept)
    like = any(one.called.rsplit(".", 1)[0] == target.lower() for one in listing.entries)
    told = not like and not re.search(r"[/*?]", target) and (listing.hidden or not target.startswith("."))
    if listing.whole and told and entry is None and (kind or "." in target):
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
