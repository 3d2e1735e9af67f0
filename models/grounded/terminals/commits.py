"""Commit logs: one record a commit, whichever way the log is written; and how many lines a change has in a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.types import Answer, Evidence
from models.evidence.structure.terminal import commands
from models.grounded.reply import Context
from models.grounded.terminals.words import TerminalWords, Told
from models.grounded.view import Piece
from models.grounded.words import content_words, covered

HASH = r"(?=[0-9a-filo]*\d)[0-9a-filo]{7,40}"
"""OCR reads "1" as "i" or "l", and "0" as "o"."""
DAY = (
    r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?(?: ?[+-]\d{4})?)?|\d+ (?:second|minute|hour|day|week|month|year)s? ago"
)
ASKED_HASH = re.compile(r"\b(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{4,40}\b")
REFS = r"(?:\((?P<refs>(?:HEAD|tag:|origin/|[\w./-]+(?:,|\)))[^)]*)\)?\s+)?"
WHO = r"[^\W\d_][^\d<>:,()]{1,38}?|0[a-z][^\d<>:,()]{1,38}?"
HEAD = re.compile(rf"(?i)^commit\s+(?P<hash>{HASH})\b(?:\s*\((?P<refs>[^)]*)\))?")
AUTHOR = re.compile(r"(?i)^author:\s*(?P<who>[^<>]+?)\s*(?:<\s*(?P<mail>[^<>\s]+@[^<>\s]+)\s*>)?\s*$")
DATE = re.compile(r"(?i)^(?:author)?date:\s*(?P<date>\S.*)$")
OTHER = re.compile(r"(?i)^(?:merge|commit|commitdate):|^(?:\d+ files? changed|\d+|-)\b|^(?:diff --git|index |[-+@])")
ONE_LINE = tuple(
    re.compile(rf"^[*|\\/ ]*(?P<hash>{HASH})\s+(?:-\s+)?{REFS}{rest}$")
    for rest in (
        rf"(?P<who>{WHO}),?\s+\(?(?P<date>{DAY})\)?[:,]?\s+(?P<subject>\S.*)",
        rf"\(?(?P<date>{DAY})\)?[:,]?\s+(?:\(|<|\[)?(?P<who>{WHO})(?:\)|>|\]|:|,)\s+(?P<subject>\S.*)",
        rf"(?P<subject>\S.*?)\s+\((?P<date>{DAY})\)\s+<(?P<who>[^<>]+)>",
        rf"(?P<subject>\S.*?)\s+\((?P<who>{WHO}),\s+(?P<date>{DAY})\)",
        r"(?P<subject>\S.*)",
    )
)
"""The ways in which a commit is written in one line, from the one that tells most."""
FEWEST = 2
"""One line that begins like a commit may be anything."""
ALIKE = str.maketrans("oil", "011")
NUMBERS = re.compile(r"^(?P<added>\d+)\s+(?:(?P<removed>\d+)\s+)?(?P<file>[\w~./-]*\w\.\w+|[\w~-]+/[\w./-]+)$")
"""A line of `git show --numstat`; OCR may miss the second number."""
STAT = re.compile(r"^(?P<file>\S+)\s*\|\s*(?P<count>\d+)\s*(?P<signs>[+-]+)$")
ADDED = re.compile(r"add|insert|addition|get|gain|hinzu|eingef|bekomm|bekam|dazu|增加|添加|新增|加")
MANY = 5
"""Commits that are told one by one."""


@dataclass(frozen=True, slots=True)
class Commit:
    hash: str
    who: str
    date: str
    subject: str
    mail: str
    evidence: tuple[Evidence, ...]
    tip: bool = False
    """Whether it is known to be the newest of its log."""
    run: int = 0
    """Which log it is of, from the first in view."""


def found(ctx: Context) -> list[Commit]:
    """The commits in view, in their order, each once. A commit of which two logs tell is told by both."""
    lines = ctx.view.lines
    starts = {at: one for one in commands([line.text for line in lines]) for at in [one.at + 1] if one.text}
    known: list[Commit] = []
    single: list[Commit] = []
    run = at = 0
    while at < len(lines):
        if at in starts:
            run += 1
        first = at in starts and re.search(r"\bgit\s+(?:--\S+\s+)*(?:log|show)\b", starts[at].text) is not None
        plain = first and not re.search(r"[~^]|\s--reverse|\s--skip|\s[0-9a-f]{7,}\b", starts[at].text)
        if (head := HEAD.match(lines[at].text)) is not None:
            commit, at = _long(lines, at, head)
            known.append(replace(commit, tip=plain or "HEAD" in (head["refs"] or ""), run=run))
            continue
        if (match := next((m for one in ONE_LINE if (m := one.match(lines[at].text))), None)) is not None:
            parts = match.groupdict()
            tip = plain or "HEAD" in (parts.get("refs") or "")
            who, day = parts.get("who") or "", parts.get("date") or ""
            single.append(Commit(match["hash"], _name(who), day, match["subject"], "", (lines[at].evidence,), tip, run))
        at += 1
    known = sorted(
        [*known, *(single if len(single) >= FEWEST else [])],
        key=lambda one: one.evidence[0].box.y if one.evidence[0].box else 0,
    )
    merged: list[Commit] = []
    for one in known:
        same = next((at for at, other in enumerate(merged) if _same(one.hash, other.hash)), None)
        if same is None:
            merged.append(one)
            continue
        other = merged[same]
        merged[same] = replace(
            other,
            who=other.who or one.who,
            date=other.date or one.date,
            subject=other.subject or one.subject,
            mail=other.mail or one.mail,
            evidence=(*other.evidence, *one.evidence),
            tip=other.tip or one.tip,
        )
    return merged


def _long(lines: Sequence[Piece], at: int, head: re.Match[str]) -> tuple[Commit, int]:
    """A commit that is told line by line, and the index of the line after what tells of it."""
    backing = [lines[at].evidence]
    who = date = subject = mail = ""
    at += 1
    while at < len(lines) and not HEAD.match(lines[at].text):
        text = lines[at].text
        if (author := AUTHOR.match(text)) is not None:
            who, mail = author["who"], author["mail"] or ""
        elif (day := DATE.match(text)) is not None:
            date = day["date"]
        elif not who or OTHER.match(text):
            break
        elif not subject and date:
            subject = text
        else:
            break
        backing.append(lines[at].evidence)
        at += 1
    return Commit(head["hash"], _name(who), date, subject, mail, tuple(backing)), at


def _name(who: str) -> str:
    """A name never begins with a nought: OCR takes the letter for it."""
    return re.sub(r"\b0(?=[a-z])", "O", who.strip())


def _same(one: str, other: str) -> bool:
    first, second = one.lower().translate(ALIKE), other.lower().translate(ALIKE)
    return first.startswith(second) or second.startswith(first)


def chosen(ctx: Context, words: TerminalWords, target: str) -> list[Commit]:
    """The commits that the words mean: the last, one of a hash, of an author, or about something; [] for none."""
    known = found(ctx)
    asked = target.lower()
    for ends, newest in ((words.newest, True), (words.oldest, False)):
        if any(re.search(rf"\b{end}\b" if end.isascii() else end, asked) for end in ends):
            return _end(known, newest=newest)
    if (wanted := ASKED_HASH.search(asked)) is not None:
        return [one for one in known if len(wanted[0]) <= len(one.hash) and _same(wanted[0], one.hash)]
    keys = [key for key in content_words(asked, ctx.phrases) if not re.fullmatch(r"commit\w*|change[sd]?|提交", key)]
    if not keys:
        return []
    by = [one for one in known if one.who and all(covered(keys, one.who, ctx.phrases))]
    about = [one for one in known if one.subject and all(covered(keys, f"{one.subject}", ctx.phrases))]
    return by or about


def _end(known: list[Commit], *, newest: bool) -> list[Commit]:
    """The newest is the first of a log whose begin is in view; the oldest of all is in view never for sure."""
    if not newest:
        return []
    return [one for one in known if one.tip][:1]


def told(part: str) -> Told:
    order = {"who": ("who", "date", "subject"), "when": ("date", "who", "subject"), "what": ("subject", "who", "date"),
             "hash": ("hash", "subject")}[part]  # fmt: skip

    def answer(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
        del kind
        if not found(ctx):
            return None
        commits = [one for one in chosen(ctx, words, target) if getattr(one, order[0])]
        if not commits or len(commits) > MANY:
            return ctx.nearest(content_words(target, ctx.phrases))
        p = ctx.phrases
        lines = [p.separator.join(text for name in order if (text := getattr(one, name))) for one in commits]
        return ctx.answer(p.join.join(map(p.ended, lines)), [e for one in commits for e in one.evidence])

    return answer


def count(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """How many are in view, of one author where one is named."""
    del kind
    known = found(ctx)
    if not known:
        return None
    meant = chosen(ctx, words, target) if target else known
    if not meant:
        return ctx.nearest(content_words(target, ctx.phrases))
    p = ctx.phrases
    names = p.listed([one.subject or one.hash for one in meant])
    return ctx.answer(words.say["count"].format(count=len(meant), names=names), [one.evidence[0] for one in meant])


def mail(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """The address of the author that is named, or of the only one."""
    del words, kind
    known = [one for one in found(ctx) if one.mail]
    keys = [key for key in content_words(target, ctx.phrases) if not re.match(r"author|autor|committer|作者", key)]
    meant = [one for one in known if all(covered(keys, one.who, ctx.phrases))]
    if len({one.mail for one in meant}) != 1:
        return None
    return ctx.answer(ctx.phrases("value", label=meant[0].who, value=meant[0].mail), meant[0].evidence)


def changed_lines(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """How many lines a change added to a file, or removed from it."""
    added = ADDED.search(kind) is not None
    for line in ctx.view.lines:
        text = line.text.strip()
        if (stat := STAT.match(text)) is not None and _file(target, stat["file"]):
            if len(set(stat["signs"])) > 1 or (stat["signs"][0] == "+") != added:
                return None  # of both kinds, and the signs are no exact measure of how many of each
            number = stat["count"]
        elif (row := NUMBERS.match(text)) is not None and _file(target, row["file"]) and _at_edge(line, ctx):
            number = row["added"] if added else row["removed"] or ""
        else:
            continue
        if not number:
            return None
        said = words.say["added" if added else "removed"].format(count=number, text=ctx.phrases.ended(text))
        return ctx.answer(said, [line.evidence])
    return None


def _file(asked: str, seen: str) -> bool:
    return asked.strip().lower() in (seen.lower(), seen.lower().rsplit("/", 1)[-1])


def _at_edge(line: Piece, ctx: Context) -> bool:
    """Whether the first number of a line is the first that was printed, and not the second after one OCR missed."""
    starts = [one.box.x for one in ctx.view.lines if one.box is not None]
    return line.box is None or line.box.x - min(starts) <= line.box.h
