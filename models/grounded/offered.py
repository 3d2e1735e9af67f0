"""What is offered where nothing answers: the line that the trained reader holds likeliest to answer, quoted as "the
nearest".

It is never told as an answer: of three lines that the reader was sure of, one was wrong (docs/answers.md). Without a
reader, and in other languages than English, the line nearest in meaning or words stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.types import Answer, Evidence
from models.grounded.claims import normal
from models.grounded.lookup import LONGEST, headings_over
from models.grounded.pairs import pairs
from models.grounded.questions import parse
from models.grounded.reply import Context
from models.grounded.shapes import fits
from models.grounded.view import Piece
from models.grounded.wanted import wanted
from models.grounded.words import words

READ = 24
"""Lines that are read, after a choice by their words and meaning."""
LEAST = 0.02
"""Probability below which none is worth more than the nearest in meaning."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be offered: a piece of text, or a value with its label."""

    around: str
    """The heading over it."""
    text: str
    value: str
    """What must be of the kind that is asked for."""
    evidence: tuple[Evidence, ...]


def offered(ctx: Context, found: Answer) -> Answer:
    """An answer that can't tell, with a better line to offer where there is one. Raises `HostDied`, `HostTimeout`,
    `Cancelled`."""
    if not found.untold or not ctx.retriever.can_read:
        return found
    want = wanted(parse(ctx.asked, ctx.phrases), ctx.asked, ctx.phrases)
    fitting = [one for one in candidates(ctx) if fits(want.kind, one.value, ctx.phrases)]
    chosen = ctx.retriever.likest(ctx.asked, want.keys, [f"{one.around} {one.text}" for one in fitting], READ)
    rated = ctx.retriever.read(ctx.asked, [(fitting[at].around, fitting[at].text) for at in chosen])
    best = max(zip(rated, chosen, strict=True), default=(0.0, 0), key=lambda one: one[0])
    if best[0] < LEAST:
        return found
    one = fitting[best[1]]
    text = ctx.hedged(Piece(one.text, one.evidence[0]))
    return ctx.cannot_tell(ctx.phrases("nearest", text=ctx.phrases.ended(text)), one.evidence)


def candidates(ctx: Context) -> Iterator[Candidate]:
    """The labelled values and the lines of the content, each text once."""
    known: set[str] = set()
    for pair in pairs(ctx.view):
        text = f"{', '.join(part for part in (pair.label, pair.column) if part)}: {pair.value}"
        if not pair.secret and pair.value and len(text) <= LONGEST and normal(text) not in known:
            known.add(normal(text))
            yield Candidate(_over(ctx, pair.evidence[0]), text, pair.value, pair.evidence)
    for piece in ctx.view.offers:
        text = " ".join(piece.text.split())
        if len(words(text)) > 1 and len(text) <= LONGEST and normal(text) not in known:
            known.add(normal(text))
            yield Candidate(_over(ctx, piece.evidence), text, text, (piece.evidence,))


def _over(ctx: Context, evidence: Evidence) -> str:
    over = [piece.text for piece in headings_over(ctx, evidence.box) if piece.text != evidence.text]
    return " ".join(over[0].split()) if over else ""
