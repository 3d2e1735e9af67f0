"""Which command did something, why the last one failed, what the prompt says."""

from __future__ import annotations

import re

from assistant.types import Answer
from models.evidence.structure.terminal import Command, commands, last_command
from models.grounded import shell
from models.grounded.questions import Ask
from models.grounded.reply import Context
from models.grounded.terminals.withheld import without
from models.grounded.terminals.words import TerminalWords
from models.grounded.view import Piece
from models.grounded.words import content_words, covered, same

TEXTS = frozenset(
    ("cat", "bat", "head", "tail", "less", "more", "grep", "egrep", "fgrep", "zgrep", "rg", "ag", "ack", "find", "fd",
     "locate", "awk", "sed", "sort", "uniq", "cut", "echo", "printf", "history", "journalctl", "dmesg", "git", "diff",
     "curl", "wget", "docker", "kubectl", "ssh", "ls", "tree", "man", "jq", "strings", "tee", "xargs", "watch")
)  # fmt: skip
"""Programs that print what others wrote: a word of an error in it is none of theirs."""
SHELLS = r"(?:-?(?:ba|z|k|da|fi)?sh|sudo)"
DENIED = re.compile(r"(?i)\b(?:0|no|without|keine?|ohne)\s+(?:\w+\s+)?$")


def which(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """By its program ("the grep command"), or by what it is for ("which command searched for tax")."""
    del kind
    run = [one for one in commands([line.text for line in ctx.view.lines]) if one.text]
    first, _, rest = target.strip().partition(" ")
    programs = {first}
    for deed, names in words.deeds.items():
        if same(first, deed, ctx.phrases):
            programs.update(names.split())
    keys = content_words(rest, ctx.phrases)
    meant = [one for one in run if _program(one) in programs and all(covered(keys, one.text, ctx.phrases))]
    if not meant or len({one.text for one in meant}) > 1:
        return None
    failed = [] if first == _program(meant[-1]) else _errors(ctx, meant[-1])
    if failed and not keys:
        return None  # "what was deleted": nothing
    told = [ctx.phrases.ended(without(meant[-1].text)), *(ctx.phrases.ended(ctx.hedged(line)) for line in failed)]
    evidence = [ctx.view.lines[meant[-1].at].evidence, *(line.evidence for line in failed)]
    return ctx.answer(ctx.phrases.join.join(told), evidence)


def _program(command: Command) -> str:
    """The program's name, without its folder and what stands before it ("sudo", "LANG=C")."""
    parts = [part for part in command.text.split() if part not in ("sudo", "time", "env") and "=" not in part]
    return parts[0].rsplit("/", 1)[-1].lower() if parts else ""


def _errors(ctx: Context, command: Command) -> list[Piece]:
    """The lines in which a command says what went wrong."""
    said = [ctx.view.lines[at] for at in command.output]
    program = _program(command)
    parts = {part.rsplit("/", 1)[-1] for part in re.split(r"[\s|;&()]+", command.text.lower())}
    if parts & TEXTS:
        own = rf"(?i){SHELLS}: |{'|'.join(map(re.escape, sorted(parts & TEXTS | {program})))}: |fatal: "
        said = [line for line in said if re.match(own, line.text.strip())]
    return [
        line
        for line in said
        if (found := re.search(ctx.phrases.problem, line.text)) and not DENIED.search(line.text[: found.start()])
    ]


def why_failed(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """What the last command printed that reads like an error."""
    del words, kind
    lines = ctx.view.lines
    command = last_command([line.text for line in lines])
    if command is None or (target and target not in command.text.lower()):
        return None
    wrong = _errors(ctx, command)
    if not wrong:
        return None
    text = ctx.phrases.join.join(ctx.phrases.ended(ctx.hedged(line)) for line in wrong)
    return ctx.answer(text, [line.evidence for line in wrong])


def prompt(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    del words, target, kind
    known = commands([line.text for line in ctx.view.lines])
    if not known or not known[-1].prompt:
        return None
    return ctx.answer(ctx.phrases.ended(known[-1].prompt), [ctx.view.lines[known[-1].at].evidence])


def folder(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    del words, target, kind
    return shell.told(ctx, Ask("folder"))


def printed(ctx: Context, words: TerminalWords, target: str, kind: str) -> Answer | None:
    """What a command printed, which a question names by its program, its file or both."""
    del words, kind
    target = target.removesuffix("command").strip()
    for wanted in (target, target + "3"):  # "python" is "python3" as well
        if (told := shell.told(ctx, Ask("command_output", wanted))) is not None:
            return told
    return None
