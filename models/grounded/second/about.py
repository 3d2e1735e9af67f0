""" "What does it say about the laundry": the sentence that speaks of it, and tells more than its name."""

from __future__ import annotations

from assistant.types import Answer
from models.grounded.reply import Context
from models.grounded.second.words import SecondWords
from models.grounded.shapes import tells
from models.grounded.view import Piece
from models.grounded.words import content_words, covered, stem, words

LONGEST = 240
"""Characters of a text that is quoted."""
LEAST_MORE = 2
"""Words that it must have beside what was asked about."""


def about(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """Every word that was asked about must be there: a like one tells of something else."""
    p = ctx.phrases
    keys = [key for key in content_words(parts["x"], p) if key not in p.weak]
    if not keys or ctx.view.is_code or ctx.view.is_shell:
        return None
    told: list[tuple[int, Piece]] = []
    for piece in ctx.view.texts:
        text = piece.text
        if len(text) > LONGEST or text.endswith(("?", "？")) or not tells(text):
            continue
        known = [said.signs.get(key, "\0") in text for key in keys]
        if not all(hit or sign for hit, sign in zip(covered(keys, text, p), known, strict=True)):
            continue
        stems = {stem(key) for key in keys}
        more = [word for word in words(text) if stem(word) not in stems and word not in p.stopwords]
        if len(more) >= LEAST_MORE:
            told.append((len(more), piece))
    if not told:
        return None
    best = max(told, key=lambda one: one[0])[1]
    return ctx.answer(p("says", text=p.ended(ctx.hedged(best))), [best.evidence])
