"""A terminal's text taken apart: prompts, the commands behind them, and what each of them printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("user@host", re.compile(r"\s*(?:\(?[\w.-]+\)?\s)?\[?[\w.-]+@[\w.-]+[: ]?\S*\s?[$#%>❯]\s?")),
    ("powershell", re.compile(r"\s*PS\s\S+>\s?")),
    ("cmd", re.compile(r"\s*[A-Z]:\\[^<>|\"]*>\s?")),
    ("python", re.compile(r"\s*>>>\s?")),
    ("named", re.compile(r"\s*(?:\(?[\w.-]+\)?\s)?(?:bash|sh|zsh|dash|ksh|root|mysql|sqlite|psql|ftp|sftp|gdb|irb)"
                         r"(?:-[\d.]+)?(?:\([\w.]+\):\d+:\d+)?\s?[$#>]\s?")),
    ("arrow", re.compile(r"\s*[❯➜λ]\s+(?:~?[\w./-]*\s*[❯➜]?\s)?")),
    ("sign", re.compile(r"\s*[$%]\s(?!\d)|\s*[$%]$")),
    ("root sign", re.compile(r"\s*#\s(?=[a-z./])|\s*#$")),
)  # fmt: skip
"""From the surest to the least sure: a "#" may as well begin a comment in what a command printed."""
CONTINUED = re.compile(r"\s*(?:>|\.\.\.)\s")
"""The second prompt, of a command that goes on on the next line."""


@dataclass(frozen=True, slots=True)
class Command:
    prompt: str
    text: str
    """What was typed; empty at a prompt that waits."""
    at: int
    """Index of the line with the prompt."""
    output: range
    """Indices of the lines it printed."""
    ended: bool
    """A prompt follows: what it printed is all there is of it."""


def commands(lines: Sequence[str]) -> list[Command]:
    """The commands of a terminal from the first prompt in view to the last. Prompts of one terminal are of one style,
    the surest that occurs; [] where none does."""
    style = _style(lines)
    if style is None:
        return []
    found: list[tuple[int, str, str]] = []
    for at, line in enumerate(lines):
        if prompt := style.match(line):
            found.append((at, prompt[0].strip(), line[prompt.end() :].strip()))
    commands = []
    for number, (at, prompt_text, typed) in enumerate(found):
        end = found[number + 1][0] if number + 1 < len(found) else len(lines)
        start = at + 1
        while typed and start < end and CONTINUED.match(lines[start]):
            typed = f"{typed.rstrip(chr(92)).rstrip()} {CONTINUED.sub('', lines[start], count=1).strip()}"
            start += 1
        commands.append(Command(prompt_text, typed, at, range(start, end), number + 1 < len(found)))
    return commands


def last_command(lines: Sequence[str]) -> Command | None:
    """The last one that was typed."""
    return next((one for one in reversed(commands(lines)) if one.text), None)


def _style(lines: Sequence[str]) -> re.Pattern[str] | None:
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(name for name, pattern in STYLES if pattern.match(line))
    return next((pattern for name, pattern in STYLES if counts[name]), None)
