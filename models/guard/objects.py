"""Is what a sentence says of objects true: which there are, and how many, as far as a detector is sure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.guard.interface import Noun, counted, nouns
from models.guard.known import Known, stem
from models.guard.sentence import WORD, Finding, Sentence, Span
from models.objects.tally import PICTURES, Tally


def objects(sentence: Sentence, known: Known) -> Iterator[Finding]:
    """By what a detector saw. What it did not see may be there: that stays a guess, but on a desktop that shows no
    picture. That something is not in a picture nobody can tell: who hears of no cars may cross a street."""
    for noun in nouns(sentence):
        if noun.kind:
            yield from _object(sentence, known, noun)
    nobody = re.search(sentence.words.nobody, sentence.open, re.I)
    if nobody is not None and _undeniable(known, "person"):
        yield Finding("object", False, "that something is not there can't be seen", (nobody.span(),))


def _object(sentence: Sentence, known: Known, noun: Noun) -> Iterator[Finding]:
    tally = known.objects.get(noun.kind)
    count = counted(sentence, noun)
    spans = (*((count[1],) if count else ()), noun.span)
    written = stem(noun.word) in known.stems
    denied = re.search(rf"(?:{sentence.words.denies})$", sentence.open[: noun.span[0]], re.I)
    if denied and not written and _undeniable(known, noun.kind):
        yield Finding("object", False, "that something is not there can't be seen", spans)
    elif tally is None:
        if not written:
            yield Finding("object", False if _shows_none(known) else None, "no such thing was detected", spans)
    elif not tally.sure:
        yield Finding("object", None, "it was detected, but not surely", spans)
    elif noun.word in sentence.words.narrower:
        yield Finding("object", None, "something was detected that it may be", spans)
    elif count is None:
        yield Finding("object", True, "it was detected", spans)
    else:
        yield _many(sentence, tally, count, spans)


def _many(sentence: Sentence, tally: Tally, count: tuple[int, Span], spans: tuple[Span, ...]) -> Finding:
    """Where the sentence tells of nothing but what there is, the evidence's own count is told in place of another one:
    of four people two may sit, or stand on the left."""
    claimed, span = count
    if claimed == 0:
        return Finding("count", False, "it was detected", spans)
    if not tally.exact:
        return Finding("count", None, "there may be more than were counted", spans)
    if claimed == tally.count:
        return Finding("count", True, "counted by the detector", spans)
    if claimed > tally.count:
        return Finding("count", None, "fewer were counted, but some may have been missed", spans)
    if claimed == 1:  # "one" may be an article
        return Finding("count", False if sentence.words.spaced else None, "more than one were counted", spans)
    if not _merely_lists(sentence, tally.kind, spans):
        return Finding("count", None, "more were counted", spans)
    number = sentence.number(tally.count, sentence.open[span[0] : span[1]])
    return Finding("count", True, "the detector's own count", spans, number)


def _merely_lists(sentence: Sentence, kind: str, spans: tuple[Span, ...]) -> bool:
    """ "There are two people and a dog.": nothing is said of them, each kind is named once, its number stands right
    before it."""
    named = nouns(sentence)
    if sum(noun.kind == kind for noun in named) != 1 or len(sentence.open[spans[0][1] : spans[1][0]].strip()) > 1:
        return False
    left = list(sentence.open)
    for start, end in (*spans, *(noun.span for noun in named if noun.kind)):
        left[start:end] = " " * (end - start)
    rest = re.sub(sentence.words.of_picture, " ", "".join(left), flags=re.I)
    if not sentence.words.spaced:
        return set(re.findall(r"\w", rest)) <= sentence.words.listing
    found = {word.casefold() for word in WORD.findall(rest)}
    return found <= sentence.words.listing | frozenset(sentence.words.numbers)


def _undeniable(known: Known, kind: str) -> bool:
    tally = known.objects.get(kind)
    return known.scene.source in PICTURES or (tally is not None and tally.sure)


def _shows_none(known: Known) -> bool:
    """A desktop whose tree tells all of it, without an image."""
    scene = known.scene
    return (
        scene.source not in PICTURES
        and known.has_tree
        and scene.complete
        and not any(
            min(thing.box.w, thing.box.h) >= 64 for thing in known.of_roles(("image", "video")) if thing.box is not None
        )
    )
