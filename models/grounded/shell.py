"""Answers about a terminal: the last command, what it printed, which folder its prompt names."""

from __future__ import annotations

import re

from assistant.types import Answer
from models.evidence.structure.terminal import Command, commands
from models.grounded.questions import Ask
from models.grounded.reply import Context
from models.grounded.terminals.withheld import without
from models.grounded.words import content_words, covered

FOLDER = re.compile(r"[:\s](?P<folder>~?(?:/[^\s$#%>]*)+|~)\s*[$#%>❯]?\s*$|^(?P<drive>[A-Z]:\\[^>]*)>")
MOST_LINES = 12
"""Lines of output that are read; of more the last."""


def told(ctx: Context, ask: Ask) -> Answer | None:
    """None where no prompt is seen, or no command is meant."""
    lines = ctx.view.lines
    found = [one for one in commands([line.text for line in lines]) if one.prompt]
    if not found:
        return None
    run = [one for one in found if one.text.strip()]
    if ask.intent == "folder":
        return _folder(ctx, found[-1])
    if not run:
        return None
    if ask.intent == "last_command":
        return ctx.answer(ctx.phrases.ended(without(run[-1].text.strip())), [lines[run[-1].at].evidence])
    if ask.intent == "last_output":
        return _output(ctx, run[-1])
    keys = content_words(ask.target, ctx.phrases)
    meant = [one for one in run if keys and all(covered(keys, one.text.replace("/", " "), ctx.phrases))]
    return _output(ctx, meant[-1]) if meant else None


def _output(ctx: Context, command: Command) -> Answer | None:
    lines = [ctx.view.lines[at] for at in command.output][-MOST_LINES:]
    if not lines:
        return None
    text = ctx.phrases.join.join(ctx.phrases.ended(ctx.hedged(line)) for line in lines)
    return ctx.answer(text, [line.evidence for line in lines])


def _folder(ctx: Context, command: Command) -> Answer | None:
    found = FOLDER.search(command.prompt.strip())
    if found is None:
        return None
    return ctx.answer(ctx.phrases.ended(found["folder"] or found["drive"]), [ctx.view.lines[command.at].evidence])
