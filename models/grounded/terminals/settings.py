"""Settings asked for in other words than their own: bounds, sizes, what is on, the port behind a colon."""

from __future__ import annotations

import re

from assistant.types import Answer
from models.grounded.pairs import SETTING
from models.grounded.reply import Context
from models.grounded.terminals import editing
from models.grounded.terminals.words import TerminalWords
from models.grounded.view import Piece
from models.grounded.words import content_words, covered, same
from models.grounded.words import words as split

PORT = re.compile(
    r"(?i)\b(?:\d{1,3}(?:\.\d{1,3}){3}|localhost|\*|\[[0-9a-f:]+\]):(?P<a>\d{2,5})(?!\d|[.,:]\d)"
    r"|\bport\b\W{0,3}(?P<b>\d{2,5})(?![\d.])|\blisten(?:s|ing)?\b(?: on)?(?: port)?[\s:=]+(?P<c>\d{2,5})(?![\d.:])"
)


def _settings(ctx: Context) -> list[tuple[str, str, Piece]]:
    """Key, value and line of each setting."""
    if editing.in_shell(ctx) or not editing.is_settings(ctx):
        return []
    return [(m["label"], m["value"].strip(), line) for line in ctx.view.lines if (m := SETTING.match(line.text))]


def port(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """The only port in view; of several the one whose line or section has the words asked for."""
    del kind
    p = ctx.phrases
    if ctx.view.has_controls or not (editing.in_shell(ctx) or editing.is_settings(ctx)):
        return None
    keys = [key for key in content_words(target, p) if not any(same(key, one, p) for one in words.whole)]
    found: list[tuple[str, Piece]] = []
    for line in ctx.view.lines:
        match = PORT.search(line.text)
        number = match and (match["a"] or match["b"] or match["c"])
        if number and all(covered(keys, f"{line.text} {editing.section_of(ctx, line)}", p)):
            found.append((number, line))
    if len({number for number, _ in found}) != 1:
        return None
    text = words.say["port"].format(port=found[0][0], text=p.ended(ctx.hedged(found[0][1])))
    return ctx.answer(text, [line.evidence for _, line in found])


def most(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """ "How many connections are allowed": the setting that sets a bound to them."""
    del kind
    keys = content_words(target, ctx.phrases)
    meant = [
        one
        for one in _settings(ctx)
        if re.search(words.most, one[0].lower())
        and keys
        and re.match(r"\d", one[1])
        and all(covered(keys, one[0].replace("_", " ").replace("-", " "), ctx.phrases))
    ]
    return _told(ctx, meant)


def number(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """ "How big is the pool": the setting of just that name, if it is a number."""
    del words, kind
    return _told(ctx, [one for one in _named(ctx, target) if re.match(r"\d", one[1])])


def is_set(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """ "Is retry true?": by what the setting of that name says."""
    p = ctx.phrases
    meant = _named(ctx, target)
    if len(meant) != 1:
        return None
    value = meant[0][1].strip("\"'").lower()
    sides = [side for side in (words.true, words.false) if value in side]
    if kind[0].isdigit():
        yes = value == kind
    elif not sides:
        return None
    else:
        yes = kind in sides[0]
    said = words.say["yes" if yes else "no"].format(text=p.ended(ctx.hedged(meant[0][2])))
    return ctx.answer(said, [meant[0][2].evidence])


def _named(ctx: Context, target: str) -> list[tuple[str, str, Piece]]:
    wanted = split(target)
    return [one for one in _settings(ctx) if wanted and split(one[0].replace("_", " ")) == wanted]


def _told(ctx: Context, meant: list[tuple[str, str, Piece]]) -> Answer | None:
    if len(meant) != 1:
        return None
    label, value, line = meant[0]
    return ctx.answer(ctx.phrases("value", label=label, value=value), [line.evidence])
