"""Questions about what a screen is made of: the last command of a terminal and what it printed, who wrote what in a
chat, the lines and names of a program text. Answered only where that structure was found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.types import Answer, Evidence
from models.evidence.structure.chat import Message
from models.evidence.structure.code import defined_names, looks_like_code, numbered_lines
from models.evidence.structure.terminal import commands
from models.grounded import shell
from models.grounded.claims import normal, of_block, of_thing
from models.grounded.previews import received
from models.grounded.questions import Ask, plain_question
from models.grounded.reply import Context
from models.grounded.view import Piece
from models.grounded.words import content_words

MOST_SAID = 3
"""Messages of one person; the newest are told."""
ALIKE = 85
"""rapidfuzz partial ratio of what was asked for and a message from which that message is meant."""
PROMPT_PARTS = re.compile(r"\[?(?P<user>[\w.-]+)@(?P<host>[\w.-]+)")


def structured(ctx: Context) -> Answer | None:
    """The answer where the question is about such a structure and it is there; None for any other."""
    asked = plain_question(ctx.asked, ctx.phrases)
    for intent, pattern in ctx.phrases.structured:
        found = re.fullmatch(pattern, asked)
        if found is None:
            continue
        parts = found.groupdict()
        target = next((value for key, value in parts.items() if key.startswith("x") and value), "")
        answer = INTENTS[intent](ctx, target.strip())
        if answer is not None:
            return answer
    return None


# -- terminals ---------------------------------------------------------------------------------------------


def _command(ctx: Context, target: str) -> Answer | None:
    del target
    return shell.told(ctx, Ask("last_command"))


def _output(ctx: Context, target: str) -> Answer | None:
    """Of the command that is named, else of the last."""
    if target:
        return shell.told(ctx, Ask("command_output", target))
    command = ctx.view.last_command
    if command is not None and not any(ctx.view.lines[at].text.strip() for at in command.output):
        # What goes on below the edge, or still runs, may yet print something.
        backing = [ctx.view.lines[command.at].evidence]
        return ctx.answer(ctx.phrases("printed_nothing"), backing, sure=command.ended)
    return shell.told(ctx, Ask("last_output"))


def _of_prompt(part: str) -> Callable[[Context, str], Answer | None]:
    def answer(ctx: Context, target: str) -> Answer | None:
        del target
        known = commands([line.text for line in ctx.view.lines])
        found = PROMPT_PARTS.match(known[-1].prompt) if known else None
        if found is None or not found[part]:
            return None
        return ctx.answer(ctx.phrases.ended(found[part]), [ctx.view.lines[known[-1].at].evidence])

    return answer


# -- chats -------------------------------------------------------------------------------------------------


def _who_wrote(ctx: Context, target: str) -> Answer | None:
    from rapidfuzz import fuzz

    keys = content_words(target, ctx.phrases)
    if not keys:
        return None
    best = [one for one in ctx.view.messages if fuzz.partial_ratio(normal(" ".join(keys)), normal(one.text)) >= ALIKE]
    best = best or [one for one in ctx.view.messages if all(key in normal(one.text) for key in keys)]
    return _told(ctx, best[:1]) if best else None


def _said_by(ctx: Context, target: str) -> Answer | None:
    found = messages_by(ctx, target)
    return _told(ctx, found[-MOST_SAID:]) if found else None


def _last_of(ctx: Context, target: str) -> Answer | None:
    found = messages_by(ctx, target) if target else ctx.view.messages
    return _told(ctx, found[-1:]) if found else None


def _time_of(ctx: Context, target: str) -> Answer | None:
    found = messages_by(ctx, target) if target else ctx.view.messages
    if not found or not found[-1].time:
        return None
    one = found[-1]
    p = ctx.phrases
    text = p("said_at", time=one.time, text=worded(ctx, one))
    return ctx.answer(p.ended(text), [of_block(block) for block in one.blocks])


def messages_by(ctx: Context, name: str) -> list[Message]:
    """The messages of one person, else the last one as a list of chats has it; "I" are those on the right, where the
    others have names or stand on the left."""
    known = ctx.view.messages
    if name in ctx.phrases.oneself:
        return [one for one in known if one.side == "right"]
    wanted = normal(name).split()
    for among in (known, received(ctx.view)):
        found = [one for one in among if wanted and normal(one.who).split()[: len(wanted)] == wanted]
        if found:
            return found
        bare = normal(re.sub(ctx.phrases.articles, "", name)).split()  # "the library", of the City Library
        found = [one for one in among if bare and set(bare) <= set(normal(one.who).split())]
        if found and len({normal(one.who) for one in found}) == 1:
            return found
    return []


def _told(ctx: Context, messages: Sequence[Message]) -> Answer:
    p = ctx.phrases
    text = p.join.join(p.ended(worded(ctx, one)) for one in messages)
    evidence = [of_block(block) for one in messages for block in one.blocks]
    return ctx.answer(text, evidence)


def worded(ctx: Context, one: Message) -> str:
    who = one.who or (ctx.phrases(f"side_{one.side}") if one.side else "")
    unsure = min((block.confidence for block in one.blocks), default=1.0)
    words = ctx.hedged(Piece(one.text, Evidence(one.blocks[0].source, one.blocks[0].box, unsure, one.text)))
    return ctx.phrases("said_by", who=who, text=words) if who else words


# -- program text ------------------------------------------------------------------------------------------


def _line(ctx: Context, target: str) -> Answer | None:
    """By the number that the editor shows, or of the whole text that the program tells."""
    text, evidence = _numbered(ctx).get(int(target), ("", None)) if target.isdecimal() else ("", None)
    if evidence is None:
        return None
    p = ctx.phrases
    said = p("code_line", number=target, text=text.strip()) if text.strip() else p("code_line_empty", number=target)
    return ctx.answer(p.ended(said), [evidence])


def _indent(ctx: Context, target: str) -> Answer | None:
    text, evidence = _numbered(ctx).get(int(target), ("", None)) if target.isdecimal() else ("", None)
    if evidence is None or not text.strip():
        return None
    depth = len(text) - len(text.lstrip(" \t"))
    tabs = text[:depth].count("\t")
    key = "indent_tabs" if tabs == depth and tabs else "indent"
    return ctx.answer(ctx.phrases(key, number=target, count=depth), [evidence])


def _numbered(ctx: Context) -> dict[int, tuple[str, Evidence | None]]:
    """Number of a line -> its text with its indent, and what backs it."""
    view = ctx.view
    if view.editor is not None and view.editor.value:
        lines = view.editor.value.splitlines()
        if not looks_like_code(lines):
            return {}
        backing = of_thing(view.editor)
        return {at: (line, Evidence(backing.kind, backing.box, None, line)) for at, line in enumerate(lines, 1)}
    found: dict[int, tuple[str, Evidence | None]] = {}
    for line in numbered_lines(view.content_blocks):
        before = found.get(line.number)
        text = f"{before[0]} {line.text}" if before else " " * line.indent + line.text
        found[line.number] = text, of_block(line.block)
    return found


def _defined(ctx: Context, target: str) -> Answer | None:
    """The names of the kind that is asked for: a class is no function."""
    lines = ctx.view.code_lines
    texts = [line.text for line in lines]
    if not looks_like_code(texts) or not defined_names(texts):
        return None
    names = defined_names(texts, ctx.phrases.definitions.get(target, ""))
    if not names:
        return ctx.nearest(content_words(target, ctx.phrases))
    evidence = [line.evidence for line in lines if any(name in line.text for name in names)]
    return ctx.answer(ctx.phrases("defines", names=ctx.phrases.listed(names)), evidence)


INTENTS: dict[str, Callable[[Context, str], Answer | None]] = {
    "command": _command,
    "output": _output,
    "user": _of_prompt("user"),
    "host": _of_prompt("host"),
    "folder": lambda ctx, _: shell.told(ctx, Ask("folder")),
    "who": _who_wrote,
    "said": _said_by,
    "last": _last_of,
    "when": _time_of,
    "line": _line,
    "indent": _indent,
    "defined": _defined,
}
