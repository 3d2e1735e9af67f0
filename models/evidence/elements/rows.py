"""Names of controls at the far end of wide rows, as lists of settings have them: the words at the row's beginning."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import Box, Thing
from models.evidence.elements.regular import MARGIN_PX, Row, is_list

ENDS = frozenset(("switch", "checkbox", "slider", "combobox", "spinbutton"))
"""What a row may end with."""
ON_LINE = 0.3
"""Share of the words' height that a control beside them shares with them."""
SAME_PX = 2
"""How much less of a control's height a name may share than what it means, below it."""


def far_names(
    unnamed: Sequence[Thing], seen: Sequence[Thing], labels: Sequence[Thing], own: frozenset[int]
) -> dict[int, str]:
    """Id of the control -> name, of those that no words are near to. `own`: labels that are another control's words.

    Only where regular rows prove it (`regular.is_list`): a list of other things may stand left of the controls.
    """
    free = [label for label in labels if label.box is not None and label.id not in own]
    found: list[tuple[int, Row]] = []
    for thing in unnamed:
        if thing.role in ENDS and thing.box is not None and (first := row_label(thing.box, seen, free)) is not None:
            assert first.box is not None  # noqa: S101 - for the type checker
            found.append((thing.id, Row(thing.box, first, first.box)))
    found.sort(key=lambda one: one[1].words.x)
    names: dict[int, str] = {}
    while found:
        margin = found[0][1].words.x
        together = [one for one in found if one[1].words.x - margin <= MARGIN_PX]
        found = found[len(together) :]
        if is_list([row for _, row in together], seen, free):
            names |= {number: row.label.name.rstrip(" :：*") for number, row in together}
    return names


def row_label(box: Box, seen: Sequence[Thing], labels: Sequence[Thing]) -> Thing | None:
    """The words left of a control on its row, the upper ones where a name and what it means stand one below the other;
    None where another control stands between."""
    left = [label for label in labels if label.box is not None and _on_row(label.box, box)]
    left = [label for label in left if not _of_another(label, box, seen)]
    nearest = max(left, key=lambda one: one.box.right if one.box else 0, default=None)
    if nearest is None or nearest.box is None:
        return None
    start = nearest.box.x
    stacked = [one for one in left if one.box is not None and abs(one.box.x - start) <= MARGIN_PX]
    most = max(_shared(one.box, box) for one in stacked if one.box is not None)
    beside = [one for one in stacked if one.box is not None and _shared(one.box, box) >= most - SAME_PX]
    first = min(beside, key=lambda one: one.box.y if one.box else 0)
    assert first.box is not None  # noqa: S101 - for the type checker
    words = first.box
    for other in seen:
        at = other.box
        if at is not None and at != box and words.right <= at.centre[0] <= box.x and at.y <= box.centre[1] <= at.bottom:
            return None
    return first


def _on_row(words: Box, box: Box) -> bool:
    return words.right <= box.x + 2 and _shared(words, box) >= ON_LINE * min(words.h, box.h)


def _shared(words: Box, box: Box) -> int:
    """Pixels of height that both have."""
    return min(words.bottom, box.bottom) - max(words.y, box.y)


def _of_another(label: Thing, box: Box, seen: Sequence[Thing]) -> bool:
    """Whether the words are the row of a control above or below this one: their middles are nearer."""
    words = label.box
    assert words is not None  # noqa: S101 - for the type checker
    middle = words.centre[1]
    return any(
        one.box is not None and one.box != box and words.right <= one.box.x + 2
        and words.y <= one.box.centre[1] <= words.bottom
        and abs(one.box.centre[1] - middle) < abs(box.centre[1] - middle)
        for one in seen
        if one.role in ENDS
    )  # fmt: skip
