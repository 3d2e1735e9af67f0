"""Commit logs: one record a commit, whichever way the log is written; and how many lines a change has in a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.types import Answer, Evidence
from models.evidence.structure.terminal import Command, commands
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
SHORTEST = 7
"""Characters of the shortest hash."""
GIT = re.compile(r"git\s+(?:--no-pager\s+)?(?P<what>log|show|whatchanged|diff)(?P<rest>(?:\s.*)?)$")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
PLAIN = re.compile(
    r"--oneline|--(?:format|pretty)(?:=\S+)?|--(?:stat|numstat|shortstat|graph|decorate|abbrev-commit)"
    r"|--(?:decorate|date)=\S+"
)
"""Options of a log that leave no commit out and turn no order."""
LIMIT = re.compile(r"(?<!\S)(?:-\d+|-n\s*\d+|--max-count[= ]\d+)(?!\S)")
HARMLESS = re.compile(
    r"git\s+(?:--no-pager\s+)?(?:log|show|status|diff|blame|whatchanged)\b[^<>]*"
    r"|(?:echo|ls|cat|head|tail|wc|grep|pwd|date|whoami|clear|less|tree|du|df|uptime|history)\b[^<>]*"
)
"""What may be typed after a log and leaves its newest commit the newest. Of any other command nobody knows."""
CHAINED = re.compile(r"[;&`<>]|\$\(")
AT_HEAD = re.compile(r"(?:^|,\s*)HEAD(?:\s*->|\s*,|\s*$)")
PATCH = re.compile(r"diff --git |@@ ")


@dataclass(frozen=True, slots=True)
class Log:
    """What printed some of the lines in view."""

    git: bool | None = None
    """Whether git told of commits; None where the command is not in view."""
    plain: bool = False
    """Whether it begins with the newest commit there is, and leaves none out from there on."""
    whole: bool = False
    """Whether all commits there are stand in view."""
    current: bool = True
    """Whether nothing was done since that may have brought another commit."""


def _log(one: Command, *, current: bool) -> Log:
    asked = GIT.match(QUOTED.sub("Q", one.text))
    if asked is None or asked["what"] == "diff" or re.search(r"[;&|`<>]|\$\(|\s(?!-)\S*:", asked["rest"]):
        return Log(git=False, current=current)
    rest = LIMIT.sub("", asked["rest"])
    plain = all(PLAIN.fullmatch(part) or part == "HEAD" for part in rest.split())
    whole = plain and current and one.ended and asked["what"] == "log" and rest == asked["rest"]
    return Log(git=True, plain=plain and current, whole=whole, current=current)


def _harmless(typed: str) -> bool:
    return not CHAINED.search(QUOTED.sub("Q", typed)) and all(
        HARMLESS.fullmatch(part.strip()) for part in QUOTED.sub("Q", typed).split("|")
    )


def _typed(lines: Sequence[Piece]) -> list[tuple[Command, bool]]:
    """The commands in view, and whether only harmless ones were typed after each."""
    found: list[tuple[Command, bool]] = []
    current = True
    for one in reversed([one for one in commands([line.text for line in lines]) if one.text]):
        found.append((one, current))
        current = current and _harmless(one.text)
    return found[::-1]


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
    whole: bool = False
    """Whether it is of a log that shows all commits there are."""


def found(ctx: Context) -> list[Commit]:
    """The commits in view, in their order, each once. A commit of which two logs tell is told by both."""
    lines = ctx.view.lines
    typed = _typed(lines)
    before = Log(current=all(_harmless(one.text) and current for one, current in typed[:1]))
    known = _of_log(lines, range(typed[0][0].at if typed else len(lines)), before)
    for one, current in typed:
        known += _of_log(lines, one.output, _log(one, current=current))
    return _merged(known)


def _of_log(lines: Sequence[Piece], span: range, log: Log) -> list[Commit]:
    """The commits that one command printed."""
    known: list[Commit] = []
    single: list[Commit] = []
    patch = False
    read = 0
    at = span.start
    while at < span.stop:
        patch = patch or PATCH.match(lines[at].text) is not None
        newest = log.plain and at == span.start
        if (head := HEAD.match(lines[at].text)) is not None:
            patch = False
            commit, at = _long(lines[: span.stop], at, head)
            if commit.who:
                marked = not known and AT_HEAD.search(head["refs"] or "") is not None
                known.append(replace(commit, tip=newest or (marked and log.current and log.git is not False)))
            continue
        match = next((m for one in ONE_LINE if (m := one.match(lines[at].text))), None)
        if match is not None and not (known or patch):
            parts = match.groupdict()
            who, day, refs = parts.get("who") or "", parts.get("date") or "", parts.get("refs") or ""
            if log.git or (log.git is None and (refs or (who and day)) and re.search(r"[a-f]", match["hash"])):
                tip = newest or (not single and log.current and AT_HEAD.search(refs) is not None)
                single.append(Commit(match["hash"], _name(who), day, match["subject"], "", (lines[at].evidence,), tip))
                read += 1
        at += 1
    authors = sum(AUTHOR.match(lines[at].text) is not None for at in span)
    heads = sum(HEAD.match(lines[at].text) is not None for at in span)
    whole = log.whole and (len(known) == authors == heads if known else read == len(span))
    return [replace(one, whole=whole) for one in known or (single if len(single) >= FEWEST else [])]


def _merged(known: Sequence[Commit]) -> list[Commit]:
    merged: list[Commit] = []
    alike: dict[str, list[int]] = {}
    for one in known:
        near = alike.setdefault(one.hash.lower().translate(ALIKE)[:SHORTEST], [])
        same = next((at for at in near if _same(one.hash, merged[at].hash)), None)
        if same is None:
            near.append(len(merged))
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
            whole=other.whole or one.whole,
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
        for end in ends:
            without, times = re.subn(rf"\b{end}\b" if end.isascii() else end, " ", asked)
            if times:
                more = [key for key in _keys(ctx, without) if key.isascii()]
                return [] if more else _end(known, newest=newest)
    if (wanted := ASKED_HASH.search(asked)) is not None:
        return [one for one in known if len(wanted[0]) <= len(one.hash) and _same(wanted[0], one.hash)]
    keys = _keys(ctx, asked)
    if not keys:
        return []
    by = [one for one in known if one.who and all(covered(keys, one.who, ctx.phrases))]
    about = [one for one in known if one.subject and all(covered(keys, f"{one.subject}", ctx.phrases))]
    return by or about


def _keys(ctx: Context, asked: str) -> list[str]:
    return [key for key in content_words(asked, ctx.phrases) if not re.fullmatch(r"commit\w*|change[sd]?|提交", key)]


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
    """How many there are, of one author where one is named: for sure only where a log shows all of them."""
    del kind
    known = found(ctx)
    if not known:
        return None
    p = ctx.phrases
    keys = _keys(ctx, target)
    all_of_them = [one for one in known if one.whole]
    meant = [one for one in all_of_them or known if not target or (keys and all(covered(keys, one.who, p)))]
    if not meant:
        return ctx.nearest(content_words(target, p))
    names = p.listed([one.subject or one.hash for one in meant])
    said = words.say["count"].format(count=len(meant), names=names)
    evidence = [one.evidence[0] for one in meant]
    of_one = not target or (len({one.who for one in meant}) == 1 and all(one.who for one in all_of_them))
    if not all_of_them or not of_one:
        return ctx.cannot_tell(p("nearest", text=said), evidence)
    return ctx.answer(said, evidence)


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
    """How many lines a change added to a file, or removed from it, where git tells it of one such file."""
    added = ADDED.search(kind) is not None
    rows = [row for row in _file_rows(ctx) if _file(target, row[1]["file"])]
    if len(rows) != 1:
        return None
    line, row = rows[0]
    parts = row.groupdict()
    if signs := parts.get("signs"):
        if len(set(signs)) > 1 or (signs[0] == "+") != added:
            return None  # of both kinds, and the signs are no exact measure of how many of each
        number = parts["count"]
    else:
        number = parts["added"] if added else parts["removed"]
    if not number or ("added" in parts and not _at_edge(line, ctx)):
        return None
    said = words.say["added" if added else "removed"].format(count=number, text=ctx.phrases.ended(line.text.strip()))
    return ctx.answer(said, [line.evidence])


def _file_rows(ctx: Context) -> list[tuple[Piece, re.Match[str]]]:
    """The lines in which git tells what changed in a file, of commands that have printed all they print."""
    lines = ctx.view.lines
    rows = []
    for one, current in _typed(lines):
        asked = GIT.match(QUOTED.sub("Q", one.text))
        if asked is None or not one.ended or re.search(r"[;&|`<>]|\$\(|\s-R\b", asked["rest"]):
            continue
        if asked["what"] == "diff" and not current:
            continue
        way = next((way for option, way in ((" --numstat", NUMBERS), (" --stat", STAT)) if option in one.text), None)
        for at in one.output:
            if way is None or PATCH.match(lines[at].text):
                break
            if (row := way.match(lines[at].text.strip())) is not None:
                rows.append((lines[at], row))
    return rows


def _file(asked: str, seen: str) -> bool:
    return asked.strip().lower() in (seen.lower(), seen.lower().rsplit("/", 1)[-1])


def _at_edge(line: Piece, ctx: Context) -> bool:
    """Whether the first number of a line is the first that was printed, and not the second after one OCR missed."""
    starts = [one.box.x for one in ctx.view.lines if one.box is not None]
    return line.box is None or line.box.x - min(starts) <= line.box.h
