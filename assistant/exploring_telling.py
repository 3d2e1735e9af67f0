"""What is said of a place: its name, kind, state and where it stands; a guess as a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.exploring_words import joined, kind, ninth, say, states

if TYPE_CHECKING:
    from assistant.exploring import Place, Places
    from assistant.exploring_moves import Step, Walk
    from assistant.types import Box

LONGEST = 300
"""Characters of one place that are said at a step; R reads all of it."""
GROUPS = frozenset({"list", "tree", "menu", "menubar", "toolbar", "tablist", "group"})


def told(walk: Walk, step: Step, language: str) -> str:
    """One step in words."""
    if step.edge:
        wanted = kind(step.kind, language) or kind(step.kind, language, many=True)
        return say(step.edge, language, kind=wanted)
    if step.unit != "thing":
        return say("blank", language) if step.text.isspace() else step.text
    groups = [joined([_name(one, language), kind(one.kind, language)], language) for one in step.entered if _told(one)]
    return joined([*groups, of_place(walk, step.place, language)], language)


def of_place(walk: Walk, place: Place, language: str) -> str:
    places = walk.places
    parts = [_name(place, language), kind(place.kind, language)]
    if place.value and place.name and place.value != place.name:
        parts.append(_short(place.value))
    parts += [word for state, word in states(language).items() if state in place.states]
    if place.kind in ("heading", "treeitem") and place.level is not None:
        parts.append(say("level", language, level=place.level))
    if place.row is not None and place.column is not None:
        parts += [header for header in walk.headers(place) if header and header != place.text]
        parts.append(say("cell", language, row=place.row + 1, column=place.column + 1))
    elif place.kind == "table":
        cells = places.cells(place)
        rows = 1 + max((cell.row or 0 for cell in cells), default=-1)
        columns = 1 + max((cell.column or 0 for cell in cells), default=-1)
        parts.append(say("table", language, rows=rows, columns=columns))
    else:
        parts.append(_position(places, place, language))
        if place.kind in GROUPS and place.children:
            parts.append(say("holds", language, count=len(place.children)))
    if place.doubtful:
        parts.append(say("doubtful", language, words=" ".join(place.doubtful)))
    whole = joined(parts, language)
    return say("guess", language, said=whole) if place.guessed else whole


def whereabouts(walk: Walk, language: str) -> str:
    """Name, one of nine places, the groups around it, and its pixels."""
    place, places = walk.place, walk.places
    around = [joined([_name(one, language), kind(one.kind, language)], language) for one in places.around(place)]
    groups = joined([*(say("in", language, group=one) for one in around), _size(place.box, language)], language)
    spot = ninth(_third(place.box.centre[0], places[0].box.w), _third(place.box.centre[1], places[0].box.h), language)
    return say("where", language, what=of_place(walk, place, language), place=spot, groups=groups)


def side_of(box: Box, width: int) -> float:
    """Where it is heard: -1 (left) .. 1 (right)."""
    return max(-1.0, min(1.0, 2 * box.centre[0] / max(1, width) - 1))


def height_of(box: Box, height: int) -> float:
    """Its pitch: 1 at the top of the picture, 0 at the bottom."""
    return max(0.0, min(1.0, 1 - box.centre[1] / max(1, height)))


def _name(place: Place, language: str) -> str:
    text = place.name or place.value
    return _short(text) if text else ("" if place.children else say("unnamed", language))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def _told(place: Place) -> bool:
    return place.kind not in ("row", "cell")


def _position(places: Places, place: Place, language: str) -> str:
    """Among those of its kind in its group, where there are several."""
    if place.parent is None or place.kind in ("line", "paragraph", "text", "label"):
        return ""
    alike = [number for number in places[place.parent].children if places[number].kind == place.kind]
    if len(alike) < 2:
        return ""
    return say("position", language, n=alike.index(place.number) + 1, count=len(alike))


def _size(box: Box, language: str) -> str:
    return say("size", language, x=box.x, y=box.y, w=box.w, h=box.h)


def _third(at: float, whole: int) -> int:
    return min(2, max(0, int(3 * at / max(1, whole))))
