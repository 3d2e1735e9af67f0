"""Is what a sentence joins joined: "the File menu contains OK", "the label Tax reads 12.50", "OK is in the toolbar".

That both are there is not enough: the one must lie in the other, or both must stand in one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.types import Box
from models.guard.interface import PRESSABLE, Anchor, attached, nouns
from models.guard.known import Hit, Known, folded
from models.guard.sentence import Finding, Sentence, Span, inside, overlaps


def joined(
    sentence: Sentence, known: Known, named: Sequence[Anchor], anchored: Sequence[Anchor], apart: Sequence[Span]
) -> Iterator[Finding]:
    """Two things of a clause with a word such as "contains", "in" or "says" between them. `apart`: the words of places
    and relations, which are looked at by themselves."""
    parts = sorted({part.span: part for part in (*anchored, *_bare(sentence, known, named, anchored))}.items())
    for (before, one), (after, other) in pairwise(parts):
        gap = (before[1], after[0])
        match = sentence.words.pattern(sentence.words.joins).search(sentence.open, *gap)
        if match is None or not inside(before, sentence.clause_of(after[0])):
            continue
        what_it_is = match[0].casefold() in ("is", "ist", "是") and not other.text
        if what_it_is or any(overlaps(gap, span) for span in apart) or _names(sentence, one, other, named):
            continue
        holds = _within(one, other) or (
            not (_pressed(one) and _pressed(other)) and _in_one_row(sentence, known, before, after)
        )
        yield Finding("relation", True if holds else None, "by whether one lies in the other", (match.span(),))


def _bare(sentence: Sentence, known: Known, named: Sequence[Anchor], anchored: Sequence[Anchor]) -> Iterator[Anchor]:
    """Things that are meant with all of their kind: "rows"."""
    taken = [anchor.span for anchor in anchored]
    for noun in nouns(sentence):
        if noun.roles and not attached(sentence, noun, named) and not any(overlaps(noun.span, span) for span in taken):
            yield Anchor(noun.span, tuple(Hit(thing.box, thing, True) for thing in known.of_roles(noun.roles)))


def _names(sentence: Sentence, one: Anchor, other: Anchor, named: Sequence[Anchor]) -> bool:
    """Whether the second is the name of the first: a button labelled "OK"."""
    return not one.text and any(
        other in attached(sentence, noun, named) for noun in nouns(sentence) if noun.span == one.span
    )


def _within(one: Anchor, other: Anchor) -> bool:
    return any(_holds(a, b) or _holds(b, a) for a in one.boxes for b in other.boxes)


def _holds(outer: Box, inner: Box) -> bool:
    return outer.area >= inner.area and 10 * outer.overlap(inner) >= 9 * inner.area


def _pressed(anchor: Anchor) -> bool:
    """Two buttons side by side say nothing of each other."""
    return bool(anchor.things) and all(thing.role in PRESSABLE for thing in anchor.things)


def _in_one_row(sentence: Sentence, known: Known, before: Span, after: Span) -> bool:
    texts = [folded(sentence.text[start:end].strip("\"“”„‘’'「」『』 ")) for start, end in (before, after)]
    return any(all(text in row.text for text in texts) for row in known.rows)
