"""Questions about a terminal, a program text or a file of settings -> the answer that their lines hold."""

from __future__ import annotations

import re

from assistant.types import Answer
from models.grounded.questions import plain_question
from models.grounded.reply import Context
from models.grounded.terminals import commits, editing, listings, settings, typed
from models.grounded.terminals.words import Told, terminal_words


def of_terminal(ctx: Context) -> Answer | None:
    """None for any other question, and where what it asks for is not there."""
    words = terminal_words(ctx.phrases.language)
    asked = plain_question(ctx.asked, ctx.phrases)
    for intent, pattern in words.asks:
        found = re.fullmatch(pattern, asked)
        if found is None:
            continue
        parts = {key: value.strip() for key, value in found.groupdict().items() if value}
        target = " ".join(value for key, value in parts.items() if key.startswith("x"))
        kind = next((value for key, value in parts.items() if key.startswith("k")), "")
        answer = INTENTS[intent](ctx, words, re.sub(ctx.phrases.articles, "", target), kind)
        if answer is not None:
            return answer
    return None


INTENTS: dict[str, Told] = {
    "commit_who": commits.told("who"),
    "commit_when": commits.told("when"),
    "commit_what": commits.told("what"),
    "commit_hash": commits.told("hash"),
    "commit_count": commits.count,
    "commit_mail": commits.mail,
    "added": commits.changed_lines,
    "size": listings.of("size"),
    "changed": listings.of("date"),
    "owner": listings.of("owner"),
    "best": listings.best,
    "listed": listings.is_listed,
    "entries": listings.entries,
    "which_command": typed.which,
    "why_failed": typed.why_failed,
    "prompt": typed.prompt,
    "folder": typed.folder,
    "printed": typed.printed,
    "file": editing.file,
    "program": editing.program,
    "comment": editing.comment,
    "comments": editing.comments,
    "sections": editing.sections,
    "in_section": editing.in_section,
    "code_lines": editing.lines,
    "functions": editing.functions,
    "port": settings.port,
    "most": settings.most,
    "number": settings.number,
    "is_set": settings.is_set,
}
