"""Is what a sentence says of colours and places true: by the pixels, and by where boxes lie."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.types import Box, Thing
from models.guard.colours import shares
from models.guard.interface import Anchor, attached, nouns
from models.guard.known import Hit, Known
from models.guard.sentence import Finding, Sentence, Span, inside, overlaps

OF_A_GROUND = 0.35
"""Share of the picture from which a colour may be that of its background, ..."""
NO_GROUND = 0.08
"""... and below which it can't be."""
OF_A_BOX = 0.10
OF_TEXT = (0.003, 0.35)
"""Share of a picture that the colour of its text has, at least and at most: more is a ground."""
NOT_IN_BOX = 0.004
NOT_IN_PICTURE = 0.0002
"""Less of a colour than this is in no part that anybody would speak of."""

_CONTAINER = re.compile(
    r"^(?:[\s-]*(?:side|corner|part|half|edge|hand|hand side|area|section|third))?\s*(?:of|der|des)\s+"
    r"(?:the|this|its|an?)?\s*((?:[^\W\d_]+\s?){1,3})",
    re.I,
)
_BEFORE = re.compile(
    r"(?:^|\b)(?:on|at|in|to|along|near|from|towards?|across|down|over)\s+(?:the|its)\s+(?:very\s+|far\s+)?$", re.I
)
_AFTER = re.compile(r"^[\s-]*(?:side|corner|half|edge|hand|of\b|part|third)", re.I)


_SIDES = {"left": "left", "right": "right", "top": "above", "bottom": "below"}
_AT = re.compile(r"(?:位于|处于|在)")
_OF_B = re.compile(r"[\u4e00-\u9fff]{0,6}?的?")


def spots(sentence: Sentence, known: Known, named: Sequence[Anchor]) -> tuple[Anchor, ...]:
    """Everything that has a place: what is named, and controls and objects that are not ("the menu bar")."""
    found = {anchor.span: anchor for anchor in named}
    for noun in nouns(sentence):
        if bearers := attached(sentence, noun, named):
            for anchor in bearers:
                hits = tuple(hit for hit in anchor.hits if hit.thing is not None and hit.thing.role in noun.roles)
                found[anchor.span] = replace(anchor, hits=hits or anchor.hits)
            continue
        things = _sure(known, noun.kind) if noun.kind else known.of_roles(noun.roles)
        if 0 < len(things) <= 4 or (things and noun.roles == ("menubar",)):
            found[noun.span] = Anchor(noun.span, tuple(Hit(thing.box, thing, True) for thing in things))
    return tuple(sorted(found.values(), key=lambda anchor: anchor.span))


def _sure(known: Known, kind: str) -> tuple[Thing, ...]:
    """The objects of a kind, where it is known that these are all."""
    tally = known.objects.get(kind)
    return tally.things if tally is not None and tally.sure and tally.exact else ()


# -- colours ----------------------------------------------------------------------------------------------------------


def colours(sentence: Sentence, known: Known, anchored: Sequence[Anchor]) -> Iterator[Finding]:
    words = sentence.words
    pattern = words.pattern(frozenset(words.colours))
    for match in pattern.finditer(sentence.open):
        after = sentence.open[match.end() :]
        word = match[0].casefold()
        name = words.colours[word]
        next_colour = pattern.match(sentence.open, match.end() + 1)
        if name in ("dark", "light") and (next_colour is not None or not _of_ground(sentence, match.span())):
            if next_colour is None:
                yield Finding("colour", None, "of what it is said is not known", (match.span(),))
            else:
                yield Finding("colour", True, "a shade of the colour after it", (match.span(),))
            continue
        if known.pixels is None:
            yield Finding("colour", _by_facts(known, name), "by the main colour of the picture", (match.span(),))
        elif ground := _of_ground(sentence, match.span()):
            yield Finding("colour", _ground(known, name), "by the share of the picture", (match.span(), ground))
        else:
            yield Finding(
                "colour",
                _of_thing(sentence, known, name, match.span(), after, anchored),
                "by the pixels",
                (match.span(),),
            )


def _by_facts(known: Known, name: str) -> bool | None:
    facts = " ".join(value for key, value in known.scene.facts if key == "colour").casefold()
    return True if facts and name in facts.replace("gray", "grey").replace("_", " ").split() else None


def _of_ground(sentence: Sentence, span: Span) -> Span | None:
    """Where it is said of a background or a theme: that word's place."""
    for ground in sentence.words.pattern(sentence.words.grounds).finditer(sentence.open):
        between = sentence.open[span[1] : ground.start()]
        near = re.fullmatch(r"的?|[\s,-]+(?:(?!(?:on|in|with|and|over|auf|mit|und)\b)[^\W\d_]+[\s,-]+){0,2}", between)
        if ground.start() >= span[1] and near:
            return ground.span()
        gap = sentence.open[ground.end() : span[0]]
        is_it = r"\s+(?:is|are|ist|appears)\s+(?:mostly |mainly |solid |plain )?|是?"
        if ground.end() <= span[0] and re.fullmatch(is_it, gap):
            return ground.span()
    return None


def _ground(known: Known, name: str) -> bool | None:
    share = _share(known, None, name)
    if share is None:
        return None
    return True if share >= OF_A_GROUND else False if share < NO_GROUND else None


def _of_thing(
    sentence: Sentence, known: Known, name: str, span: Span, after: str, anchored: Sequence[Anchor]
) -> bool | None:
    """The colour of the nearest thing in its clause that has a box; else whether there is such a colour at all."""
    clause = sentence.clause_of(span[0])
    near = [anchor for anchor in anchored if inside(anchor.span, clause) and anchor.boxes]
    everywhere = _share(known, None, name)
    if everywhere is not None and everywhere < NOT_IN_PICTURE:
        return False
    of_text = re.match(r"\s+(?:text|letters|font|writing|schrift|文字)", after, re.I) is not None
    if not near:
        of_text = (
            of_text or re.search(r"\b(?:text|schrift)\s+(?:is|ist)\s+$", sentence.open[: span[0]], re.I) is not None
        )
        return True if of_text and everywhere is not None and OF_TEXT[0] <= everywhere <= OF_TEXT[1] else None
    anchor = min(near, key=lambda one: min(abs(one.span[0] - span[1]), abs(span[0] - one.span[1])))
    there = [share for hit in anchor.hits if hit.box and (share := _share(known, _wider(hit.box), name)) is not None]
    if not there:
        return None
    if max(there) >= (0.02 if of_text else OF_A_BOX):
        loose = any(hit.thing is not None and hit.thing.source == "object" for hit in anchor.hits)
        return True if len(near) == 1 and not loose else None  # around an object much of what is behind it shows
    return False if max(there) < NOT_IN_BOX else None


def _share(known: Known, box: Box | None, name: str) -> float | None:
    return None if known.pixels is None else shares(known.pixels, box, name)


def _wider(box: Box) -> Box:
    """With what lies close around a line of text: the face of the button that bears it."""
    pad = max(2, box.h // 4)
    return Box(box.x - pad, box.y - pad, box.w + 2 * pad, box.h + 2 * pad)


# -- places -----------------------------------------------------------------------------------------------------------


def places(sentence: Sentence, known: Known, anchored: Sequence[Anchor]) -> Iterator[Finding]:
    words = sentence.words
    related = list(_related(sentence))
    for match in words.pattern(frozenset(words.places)).finditer(sentence.open):
        if any(overlaps(match.span(), span) for span, _ in related):
            continue
        before, after = sentence.open[: match.start()], sentence.open[match.end() :]
        if words.language == "en" and not _BEFORE.search(before) and not _AFTER.match(after):
            continue
        container = _CONTAINER.match(after) if words.spaced else None
        if container is not None and not any(word in words.wholes for word in container[1].casefold().split()):
            yield Finding("place", None, "a place in something else", (match.span(),))
            continue
        span = (match.start(), match.end() + (container.end() if container else 0))
        if two := _beside(sentence, match.span(), anchored):
            holds = _related_by(two[0], two[1], _SIDES[words.places[match[0]]])
            yield Finding("relation", holds, "by where both lie", (two[2], match.span()))
            continue
        about = _placed(sentence, match.span(), anchored)
        if not about:
            yield Finding("place", None, "of what it is said is not known", (span,))
        for anchor in about:
            yield Finding("place", _lies(known, anchor, words.places[match[0].casefold()]), "by its box", (span,))


def _placed(sentence: Sentence, span: Span, anchored: Sequence[Anchor]) -> list[Anchor]:
    """What the place is said of: what stands nearest in its clause, else in the next one."""
    clause = sentence.clause_of(span[0])
    here = [anchor for anchor in anchored if inside(anchor.span, clause)]
    if not here:
        later = [anchor for anchor in anchored if anchor.span[0] >= span[1]]
        earlier = [anchor for anchor in anchored if anchor.span[1] <= span[0]]
        starts = not sentence.open[: span[0]].strip() or len(sentence.open[: span[0]].split()) <= 3
        here = later[:1] if starts and later else earlier[-1:]
    return [min(here, key=lambda one: min(abs(one.span[0] - span[1]), abs(span[0] - one.span[1])))] if here else []


def _beside(sentence: Sentence, span: Span, anchored: Sequence[Anchor]) -> tuple[Anchor, Anchor, Span] | None:
    """Chinese says "A is at B's left" by the words of a place: A, B, and where "at" stands. None where B holds A."""
    if sentence.words.spaced or sentence.words.places[sentence.open[span[0] : span[1]]] not in _SIDES:
        return None
    earlier = [anchor for anchor in anchored if anchor.span[1] <= span[0]][-2:]
    if len(earlier) < 2 or not _OF_B.fullmatch(sentence.open[earlier[1].span[1] : span[0]]):
        return None
    at = _AT.search(sentence.open, earlier[0].span[1], earlier[1].span[0])
    if at is None or any(one.overlap(other) for one in earlier[0].boxes for other in earlier[1].boxes):
        return None
    return earlier[0], earlier[1], at.span()


def _related_by(one: Anchor, other: Anchor, relation: str) -> bool | None:
    answers = {_lie(a, b, relation) for a in one.boxes for b in other.boxes}
    return answers.pop() if len(answers) == 1 else None


def _lies(known: Known, anchor: Anchor, place: str) -> bool | None:
    answers = [_all(_one(known, box, part) for part in place.split()) for box in anchor.boxes]
    if any(answer is True for answer in answers):
        return True
    return False if answers and all(answer is False for answer in answers) else None


def _all(answers: Iterator[bool | None]) -> bool | None:
    given = list(answers)
    return False if False in given else None if None in given else True


def _one(known: Known, box: Box, place: str) -> bool | None:
    x, y = (box.x + box.w / 2) / max(1, known.scene.width), (box.y + box.h / 2) / max(1, known.scene.height)
    if place == "middle":
        off = max(abs(x - 0.5), abs(y - 0.5))
        return True if off < 0.2 else False if abs(x - 0.5) > 0.38 or abs(y - 0.5) > 0.4 else None
    at = {"left": x, "right": 1 - x, "top": y, "bottom": 1 - y}[place]
    return True if at < 0.42 else False if at > 0.6 else None


# -- relations --------------------------------------------------------------------------------------------------------


def _related(sentence: Sentence) -> Iterator[tuple[Span, str]]:
    words = sentence.words
    for match in words.pattern(frozenset(words.relations)).finditer(sentence.open):
        if words.relations[match[0].casefold()]:
            yield match.span(), words.relations[match[0].casefold()]


def relations(sentence: Sentence, known: Known, anchored: Sequence[Anchor]) -> Iterator[Finding]:
    """Which of two lies where: "the Cancel button is to the left of OK"."""
    for span, relation in _related(sentence):
        before = [anchor for anchor in anchored if anchor.span[1] <= span[0]]
        after = [anchor for anchor in anchored if anchor.span[0] >= span[1]]
        if not before or not after:
            yield Finding("relation", None, "of what it is said is not known", (span,))
            continue
        yield Finding("relation", _related_by(before[-1], after[0], relation), "by where both lie", (span,))


def _lie(one: Box, other: Box, relation: str) -> bool | None:
    """`one` is left of, right of, above, below or beside `other`."""
    (x, y), (x2, y2) = one.centre, other.centre
    if relation == "beside":
        gap = max(one.x, other.x) - min(one.right, other.right)
        level = abs(y - y2) < max(one.h, other.h)
        return (
            True
            if level and gap < 6 * max(one.h, other.h)
            else False
            if abs(y - y2) > 6 * max(one.h, other.h)
            else None
        )
    ahead, clear = {
        "left": (x2 - x, one.right <= other.x + 4), "right": (x - x2, other.right <= one.x + 4),
        "above": (y2 - y, one.bottom <= other.y + 4), "below": (y - y2, other.bottom <= one.y + 4),
    }[relation]  # fmt: skip
    return True if clear and ahead > 0 else False if ahead <= 0 else None
