"""Signs that mean just one thing wherever they stand: the code of an error, the keys of a shortcut."""

from __future__ import annotations

import re

from assistant.types import Answer
from models.grounded.reply import Context
from models.grounded.second.words import SecondWords
from models.grounded.shapes import NEGATED
from models.grounded.shortcuts import COMBINED
from models.grounded.words import content_words, covered

CODE = re.compile(
    r"\b(?=[A-Z0-9_]*(?:ERR|FAIL|DENIED|REFUSED|INVALID|TIMED?_?OUT|NOT_FOUND|UNKNOWN|FORBIDDEN|STOP))[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b"
    r"|\b0x[0-9A-Fa-f]{4,8}\b"
)
"""Of an error, as browsers, systems and libraries write it: "ERR_NAME_NOT_RESOLVED", "0x80070005"."""
NO_LONGER = re.compile(r"(?i)\bno longer\b|\bused to\b|\b(?:instead of|anymore)\b|nicht mehr|不再")
LINE = 200
"""Characters of a line that is quoted."""


def code(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """The line with it; None where several are seen. A program's text only speaks of them."""
    del said, parts
    if ctx.view.is_code or ctx.view.is_shell:
        return None
    found = {match[0]: piece for piece in ctx.view.lines if (match := CODE.search(piece.text))}
    if len(found) != 1:
        return None
    piece = next(iter(found.values()))
    return ctx.answer(ctx.phrases.ended(ctx.hedged(piece)), [piece.evidence])


def keys(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """The one line of text that names keys and has every word of what they are asked for: "Ctrl+Shift+L opens the log".
    None that says what they don't do, or warns of them."""
    del said
    p = ctx.phrases
    wanted = content_words(parts["x"], p)
    found = []
    for piece in ctx.view.lines:
        text = piece.text
        combined = COMBINED.search(text)
        if combined is None or len(text) > LINE or len(text.split()) <= len(wanted) or "+" not in combined[0]:
            continue
        if wanted and all(covered(wanted, text, p)) and not NEGATED.search(text) and not NO_LONGER.search(text):
            found.append(piece)
    if len(found) != 1 or len(COMBINED.findall(found[0].text)) != 1:
        return None
    return ctx.answer(p("says", text=p.ended(ctx.hedged(found[0]))), [found[0].evidence])
