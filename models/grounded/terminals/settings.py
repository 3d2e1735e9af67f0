"""Settings asked for in other words than their own: bounds, sizes, what is on, the port behind a colon."""

from __future__ import annotations

import re

from assistant.types import Answer
from models.grounded.pairs import SETTING
from models.grounded.phrases import Phrases
from models.grounded.reply import Context
from models.grounded.terminals import editing
from models.grounded.terminals.withheld import is_secret, without
from models.grounded.terminals.words import TerminalWords
from models.grounded.view import Piece, is_prompt
from models.grounded.words import content_words, covered, same
from models.grounded.words import words as split

PORT = re.compile(
    r"(?i)\b(?:\d{1,3}(?:\.\d{1,3}){3}|localhost|\*|\[[0-9a-f:]+\]):(?P<a>\d{2,5})(?!\d|[.,:]\d)"
    r"|\bport\b\W{0,3}(?P<b>\d{2,5})(?![\d.])|\blisten(?:s|ing)?\b(?: on)?(?: port)?[\s:=]+(?P<c>\d{2,5})(?![\d.:])"
)
COMMENTED = re.compile(r"\s+(?:#|;|//|--\s).*$")
LISTENS = re.compile(r"(?i)listen|(?:^|[\W_])bind|\bserving\b|\brunning on\b")
PORTED = re.compile(r"(?i)(?:^|[\W_])port(?:$|[\W_])")
OWN = re.compile(r"(?i)^(?:the )?(?:web|http|main)?[\W_]*server$|^listen\w*$")
ADDRESS = re.compile(r"(?i)(?:http[_-]?)?addr(?:ess)?|host|http")
NEUTRAL = re.compile(
    r"listen\w*|bind\w*|ports?|number|servers?|addr(?:ess)?|hosts?|https?|web|main|general|global|default|on"
)
"""Words that don't tell of another server than the one that the file is of."""
NOT = re.compile(r"(?i)\b(?:not|never|no|stopp?\w*|closed?|fail\w*|cannot|could|nicht|kein\w*)\b|没有|未|不")


def _settings(ctx: Context) -> list[tuple[str, str, Piece]]:
    """Key, value without a comment behind it, and line of each setting; none of a secret."""
    if editing.in_shell(ctx) or not editing.is_settings(ctx):
        return []
    found = []
    for line in ctx.view.lines:
        if (m := SETTING.match(line.text)) and not is_secret(m["label"], m["value"]):
            found.append((m["label"], COMMENTED.sub("", m["value"]).strip(), line))
    return found


def port(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """The only port in view that something listens on; of several the one whose line or section has the words asked
    for. A port that a line or its section says to be of something else answers no question for a server's."""
    del kind
    p = ctx.phrases
    if ctx.view.has_controls or not (editing.in_shell(ctx) or editing.is_settings(ctx)):
        return None
    keys = [key for key in content_words(target, p) if not any(same(key, one, p) for one in words.whole)]
    sections = editing.sections_of(ctx)
    found: list[tuple[str, Piece]] = []
    for line in ctx.view.lines:
        match = PORT.search(line.text)
        number = match and (match["a"] or match["b"] or match["c"])
        section = sections.get(id(line), "")
        if number and _listens(line.text, section, keys, p) and all(covered(keys, f"{line.text} {section}", p)):
            found.append((number, line))
    if len({number for number, _ in found}) != 1:
        return None
    text = words.say["port"].format(port=found[0][0], text=p.ended(without(ctx.hedged(found[0][1]))))
    return ctx.answer(text, [line.evidence for _, line in found])


def _listens(text: str, section: str, keys: list[str], p: Phrases) -> bool:
    """Whether a line tells of a port that is listened on, of nothing else than what is asked about."""
    if is_prompt(text) or NOT.search(text) or re.search(p.problem, text):
        return False
    setting = SETTING.match(text)
    if setting is None:
        return LISTENS.search(text) is not None
    label = setting["label"]
    if "://" in setting["value"]:
        return False
    if not LISTENS.search(label) and not (PORTED.search(label) or (OWN.search(section) and ADDRESS.fullmatch(label))):
        return False
    of = label if LISTENS.search(label) else f"{label} {section}"
    others = [one for one in re.split(r"[\W_]+", of.lower()) if one and not NEUTRAL.fullmatch(one)]
    return all(any(same(one, key, p) for key in keys) for one in others)


def most(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """ "How many connections are allowed": the setting that sets a bound to just them, a number without a unit."""
    del kind
    p = ctx.phrases
    keys = content_words(target, p)
    meant = []
    for one in _settings(ctx):
        parts = [part for part in re.split(r"[\W_]+", one[0].lower()) if part]
        names = [part for part in parts if not re.fullmatch(words.most, part)]
        if (
            len(names) < len(parts)
            and len(names) == len(keys)
            and _bare(one[1]) is not None
            and all(any(same(name, key, p) for key in keys) for name in names)
            and all(any(same(name, key, p) for name in names) for key in keys)
        ):
            meant.append(one)
    return _told(ctx, meant)


def number(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """ "How big is the pool": the setting of just that name, if it is a number."""
    del words, kind
    return _told(ctx, [one for one in _named(ctx, target) if re.match(r"\d", one[1])])


def is_set(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """ "Is retry true?": by what the setting of that name says. A number with a unit is neither the number nor not."""
    p = ctx.phrases
    meant = _named(ctx, target)
    if len(meant) != 1:
        return None
    value = meant[0][1].strip("\"'").lower()
    sides = [side for side in (words.true, words.false) if value in side]
    if kind[0].isdigit():
        asked, number = _bare(kind), _bare(value)
        if value != kind and (asked is None or number is None):
            return None
        yes = value == kind or asked == number
    elif not sides:
        return None
    else:
        yes = kind in sides[0]
    said = words.say["yes" if yes else "no"].format(text=p.ended(ctx.hedged(meant[0][2])))
    return ctx.answer(said, [meant[0][2].evidence])


def _bare(value: str) -> float | None:
    """A number without anything else."""
    return float(value) if re.fullmatch(r"-?[0-9]{1,15}(?:\.[0-9]+)?", value) else None


def _named(ctx: Context, target: str) -> list[tuple[str, str, Piece]]:
    wanted = split(target)
    return [one for one in _settings(ctx) if wanted and split(one[0].replace("_", " ")) == wanted]


def _told(ctx: Context, meant: list[tuple[str, str, Piece]]) -> Answer | None:
    if len(meant) != 1:
        return None
    label, value, line = meant[0]
    return ctx.answer(ctx.phrases("value", label=label, value=value), [line.evidence])
