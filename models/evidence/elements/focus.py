"""Which element has the keyboard focus: the one with the text cursor, or the one in the ring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.types import Box
from models.evidence.elements.choose import A_GUESS, TICKED, Guessed, Seen
from models.evidence.elements.net import ROLES
from models.evidence.looks.colours import colour_at, distance

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.evidence.elements.rings import Ring

FIELDS = ("textbox", "combobox", "spinbutton")
SAME = 0.6
"""Of a ring's box and an element's, what both share of what both cover: it is drawn on or around the element."""
INSIDE = 0.9
"""Share of an element's area in a ring from which it may be what the ring is around, with its label."""
NEXT = 10
"""Pixels between a mark and the ring around its label."""
LIKELY = 0.6
"""Probability of a role from which what is in a ring is called so, as a guess."""
CLOSE = 2.4
"""Times the height of the words in it that a ring close around them is high."""
NEVER = ("progressbar", "scrollbar", "badge")
LIKE_PX = 6
"""Pixels by which the heights of two fields differ at most, one with its ring."""
INWARDS, SAME_GROUND = 6, 8
"""Pixels inside of a ring where the ground is looked at; of 255, by which two grounds differ."""
UNKNOWN = "control"
"""What is in a ring, where its kind is not seen."""


def with_focus(pixels: Pixels, guessed: Guessed, elements: Sequence[Seen]) -> list[Seen]:
    """The elements of a picture, (h, w, 3) uint8 RGB, the one with the focus "focused": where just one field shows the
    text cursor that one, else what the one ring of the picture is around, which may be an element of its own."""
    from models.evidence.elements.caret import has_caret
    from models.evidence.elements.rings import ring_in

    fields = [one for one in elements if one.role in ("textbox", "combobox") and has_caret(pixels, one.box)]
    if len(fields) == 1:
        return _given_to(fields[0], elements)
    ring = ring_in(pixels, guessed.boxes)
    if ring is None or (ring.kind == "dotted" and not _is_within(pixels, ring.box, elements)):
        return list(elements)
    fields_too = _may_be_a_field(pixels, ring, elements)
    elements = [one for one in elements if not _comes_of_it(ring.box, one, fields_too=fields_too)]
    holder = _held(ring.box, elements)
    most = A_GUESS if ring.kind == "solid" else 1.0  # so may be drawn what is chosen, as a plan or a way of delivery
    if holder is not None:
        return _given_to(holder, elements, most)
    found = [*_given_to(None, elements), _unknown(ring.box, guessed, ("button", *(FIELDS if fields_too else ())), most)]
    return sorted(found, key=lambda one: (one.box.y, one.box.x))


def _given_to(holder: Seen | None, elements: Sequence[Seen], most: float = 1.0) -> list[Seen]:
    """`most`: how sure it is at most."""
    without = [replace(one, states=one.states - {"focused"}) for one in elements]
    if holder is None:
        return without
    return [
        replace(one, states=one.states | {"focused"}, confidence=min(one.confidence, most))
        if one.box == holder.box and one.role == holder.role
        else one
        for one in without
    ]


def _held(ring: Box, elements: Sequence[Seen]) -> Seen | None:
    """The element that a ring is around: of its size, or a mark in a ring around it and its label (GTK), or left of one
    around its label alone (Windows, Tk)."""
    sized = [one for one in elements if ring.iou(one.box) >= SAME]
    if sized:
        return max(sized, key=lambda one: ring.iou(one.box))
    marks = [one for one in elements if one.role in TICKED and _is_left_of(one.box, ring)]
    if len(marks) == 1:
        return marks[0]
    inside = [one for one in elements if ring.overlap(one.box) >= INSIDE * one.box.area]
    if len(inside) != 1 or (inside[0].role not in TICKED and ring.iou(inside[0].box) < SAME / 2):
        return None
    return inside[0]


def _is_within(pixels: Pixels, ring: Box, elements: Sequence[Seen]) -> bool:
    """Whether dots run within the edge of a control, or close around words, as toolkits draw them: with room inside and
    nothing around them they are the edge of a coupon, a drop zone, a term in a glossary."""
    from models.evidence.elements.inked import words_in
    from models.evidence.elements.rings import has_an_edge_around

    if has_an_edge_around(pixels, ring) or any(
        one.role in TICKED and (_is_left_of(one.box, ring) or ring.contains(one.box, 1)) for one in elements
    ):
        return True
    words = words_in(pixels, ring)
    return words is not None and ring.h <= CLOSE * (words.bottom - words.top)


def _is_left_of(mark: Box, ring: Box) -> bool:
    return 0 <= ring.x - mark.right <= NEXT and abs(mark.centre[1] - ring.centre[1]) <= ring.h / 4


def _may_be_a_field(pixels: Pixels, ring: Ring, elements: Sequence[Seen]) -> bool:
    """Whether what is in a ring may be a field, which the ring itself makes anything look like: if its ground is not
    the one around it, or there are others. No toolkit draws dots around fields."""
    if ring.kind == "dotted":
        return False
    like = [one for one in elements if one.role in FIELDS and abs(one.box.h - ring.box.h) <= LIKE_PX]
    if any(not one.box.overlap(ring.box) for one in like):
        return True
    row, within, beyond = int(ring.box.centre[1]), ring.box.x + INWARDS, ring.box.x - 2
    if beyond < 0 or within >= ring.box.right:
        return False
    return distance(colour_at(pixels, row, within), colour_at(pixels, row, beyond)) > SAME_GROUND


def _comes_of_it(ring: Box, one: Seen, *, fields_too: bool) -> bool:
    """Whether an element only looks like one for the ring around it: what has the focus is no progress bar."""
    if ring.iou(one.box) < SAME:
        return False
    return one.role in NEVER or (one.role in FIELDS and not fields_too)


def _unknown(ring: Box, guessed: Guessed, kinds: Sequence[str], most: float) -> Seen:
    """What is in a ring, of the likeliest kind if there is one."""
    best, role = LIKELY, UNKNOWN
    for at in range(len(guessed.boxes)):
        x, y, w, h = (int(side) for side in guessed.boxes[at])
        if ring.iou(Box(x, y, w, h)) < SAME:
            continue
        for kind in kinds:
            chance = float(guessed.roles[at, ROLES.index(kind)])
            if chance >= best:
                best, role = chance, kind
    sure = most if role == UNKNOWN else round(min(best, A_GUESS), 4)
    return Seen(role, ring, frozenset(("focused",)), sure)
