"""Findings become scenes: text of the tree and of OCR without repeats, in reading order, without secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.types import Box, Finding, Scene, TextBlock, Thing
from models.evidence.chart_order import charts_of
from models.evidence.drawn import icons, told_texts
from models.evidence.elements.labels import with_names
from models.evidence.layout import settled
from models.evidence.nested import nested_order, read_whole
from models.evidence.paragraphs import paragraphs
from models.evidence.secrets import SecretRedactor
from models.evidence.visible import visible

if TYPE_CHECKING:
    from assistant.types import Capture

ALIKE = 80.0
"""rapidfuzz partial ratio, 0..100, from which what OCR read is what the tree says."""
SLACK_PX = 6
"""How far a line's box may stand out of the box that the tree gives for its text."""
ICON_SIGNS, MOST_SIGNS = 2, 8
"""Letters that OCR takes one icon for, and those beside it."""
SURE_NUMBER = 0.9
"""Confidence of a number (how much is new) or of several letters ("PM") that may stand on an icon; of what icons are
taken for it is at most 0.8."""
MOSTLY = 0.7
"""Share of a reading that lies on icons."""
SEEN_TWICE = ("heading", "listitem")
CONTAINERS = {"dialog", "alert", "window", "document"}


class SceneMerger:
    """`ports.Merger`. Holds nothing between calls.

    Of a gatherer that sends things several times the later ones replace those with the same id and source; a tree
    finding replaces the whole tree. `Scene.blocks` holds lines (and the tree's own paragraphs, headings and cells);
    `layout.paragraphs` joins them.
    """

    def __init__(self, redactor: SecretRedactor | None = None) -> None:
        self._redactor = redactor or SecretRedactor()

    def start(self, capture: Capture) -> Scene:
        window = capture.window
        if window is not None:
            window = replace(window, title=visible(window.title), app=visible(window.app))
        return Scene(capture.width, capture.height, capture.source, window=window, name=visible(capture.name))

    def add(self, scene: Scene, finding: Finding) -> Scene:
        if finding.trouble and finding.gatherer == "ocr" and not scene.unread:
            scene = replace(scene, unread=True)
        things, blocks = scene.things, scene.blocks
        if finding.things:
            things = self._add_things(scene.things, finding)
        cleaned = [_with_text(block, self._redactor.clean(block.text)) for block in finding.blocks]
        cleaned_out: list[Box] = []
        if finding.gatherer == "tree" and finding.things:
            blocks = _once(cleaned if finding.drawn else cleaned or told_texts(things), _read(blocks), things)
        elif finding.things and (small := icons(finding.things)):
            marks = _Index(small)
            blocks = tuple(block for block in blocks if block.source == "tree" or not _is_of_icons(block, marks))
        if cleaned and not (finding.gatherer == "tree" and finding.things):
            # Also where another reading of the line, or the tree, knows of no secret there.
            cleaned_out = [new.box for new, old in zip(cleaned, finding.blocks, strict=True) if new.text != old.text]
            blocks = _added(blocks, cleaned, things)
        troubles = scene.troubles
        if finding.trouble and finding.trouble not in troubles:
            troubles = (*troubles, finding.trouble)
        panels = finding.panels or scene.panels
        if things is scene.things and blocks is scene.blocks and panels is scene.panels:
            return scene if troubles == scene.troubles else replace(scene, troubles=troubles)
        things = with_names(things, blocks)
        richer = replace(scene, things=things, blocks=blocks, panels=panels, troubles=troubles)
        kept, secret = self._without_secrets(richer)
        if secret or cleaned_out:
            richer = replace(richer, hidden=(*scene.hidden, *cleaned_out, *secret))
        ordered = _in_order(kept, things, panels)
        # OCR reads from top to bottom, so the last line that came marks how far down the page is known.
        known_down_to = finding.blocks[-1].box.y if finding.gatherer == "ocr" and finding.blocks and not things else 0
        return replace(richer, blocks=ordered, settled=settled(ordered, scene.width, known_down_to))

    def passages(self, blocks: Sequence[TextBlock]) -> list[TextBlock]:
        return paragraphs(blocks)

    def _add_things(self, before: tuple[Thing, ...], finding: Finding) -> tuple[Thing, ...]:
        clean = self._redactor.clean
        new = tuple(
            replace(thing, name=clean(thing.name), value=clean(thing.value), description=clean(thing.description))
            if len(thing.name) + len(thing.value) + len(thing.description) > 7
            else thing
            for thing in finding.things
        )
        if finding.gatherer == "tree":
            return (*new, *(thing for thing in before if thing.source != "tree"))
        later = {(thing.source, thing.id): thing for thing in new}
        kept = tuple(later.pop((thing.source, thing.id), thing) for thing in before)
        return _seen_once((*kept, *later.values()))

    def _without_secrets(self, scene: Scene) -> tuple[list[TextBlock], list[Box]]:
        """The blocks that may be kept, and where the others were."""
        secret = [thing.box for thing in scene.things if thing.role == "password" and thing.box is not None]
        hidden = self._redactor.suspicious(scene)
        kept: list[TextBlock] = []
        dropped: list[Box] = []
        for block in scene.blocks:
            box = block.box
            beside_a_label = (box.x, box.y, box.w, box.h) in hidden
            if block.source == "ocr" and (beside_a_label or any(2 * box.overlap(field) > box.area for field in secret)):
                dropped.append(box)
            else:
                kept.append(block)
        return kept, dropped


def _seen_once(things: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """Of a heading or chosen item that two have seen in the pixels only one, rather a heading whose level is known."""
    seen = [thing for thing in things if thing.role in SEEN_TWICE and thing.source == "pixels" and thing.box]
    kept: list[Thing] = []
    for thing in sorted(seen, key=lambda one: one.level is None):
        if not any(one.role == thing.role and _same_place(one.box, thing.box) for one in kept if one.box and thing.box):
            kept.append(thing)
    dropped = {id(thing) for thing in seen} - {id(thing) for thing in kept}
    return tuple(thing for thing in things if id(thing) not in dropped)


def _with_text(block: TextBlock, text: str) -> TextBlock:
    """A word that was taken out of the text goes from its doubtful words, too."""
    return replace(block, text=text, doubtful=tuple(word for word in block.doubtful if word in text))


class _Index:
    """Blocks by the squares of the picture that they touch, so that neighbours are found without looking at all."""

    SIDE = 64

    def __init__(self, blocks: Iterable[TextBlock] = ()) -> None:
        self._squares: dict[tuple[int, int], list[TextBlock]] = {}
        for block in blocks:
            self.put(block)

    def put(self, block: TextBlock) -> None:
        for square in self._touched(block.box):
            self._squares.setdefault(square, []).append(block)

    def near(self, box: Box) -> list[TextBlock]:
        """The blocks whose boxes, grown by `SLACK_PX`, touch the box, from left to right."""
        grown = Box(box.x - SLACK_PX, box.y - SLACK_PX, box.w + 2 * SLACK_PX, box.h + 2 * SLACK_PX)
        met: dict[int, TextBlock] = {}
        for square in self._touched(grown):
            for block in self._squares.get(square, ()):
                met[id(block)] = block
        return sorted((block for block in met.values() if grown.overlap(block.box)), key=lambda block: block.box.x)

    def _touched(self, box: Box) -> Iterator[tuple[int, int]]:
        for row in range(box.y // self.SIDE, box.bottom // self.SIDE + 1):
            for column in range(box.x // self.SIDE, box.right // self.SIDE + 1):
                yield row, column


def _read(blocks: Iterable[TextBlock]) -> list[TextBlock]:
    return [block for block in blocks if block.source == "ocr"]


def _same_place(one: Box, other: Box) -> bool:
    return 2 * one.overlap(other) > min(one.area, other.area)


def _added(
    before: tuple[TextBlock, ...], cleaned: Sequence[TextBlock], things: Sequence[Thing]
) -> tuple[TextBlock, ...]:
    """What is known of the text with what came; of two readings of a line the surer one."""
    written = [block for block in before if block.source == "tree"]
    news = _once(written, cleaned, things)
    within = {id(block) for block in written} - {id(block) for block in news}
    kept = [block for block in before if id(block) not in within]
    index = _Index(block for block in before if block.source == "ocr")
    places = {id(block): place for place, block in enumerate(kept)}
    for block in _read(news):
        # The index still has those that were replaced, which have no place any more.
        near = (old for old in index.near(block.box) if id(old) in places)
        twin = next((old for old in near if _same_place(old.box, block.box)), None)
        if twin is None:
            place = len(kept)
            kept.append(block)
        elif block.confidence > twin.confidence:
            place = places.pop(id(twin))
            kept[place] = block
        else:
            continue
        places[id(block)] = place
        index.put(block)
    return tuple(kept)


def _once(written: Sequence[TextBlock], read: Sequence[TextBlock], things: Sequence[Thing]) -> tuple[TextBlock, ...]:
    """What the tree says is written, and what OCR read that it does not say at that place.

    A word of the tree that stands in the middle of a line that only OCR knows is told by that line: a link in a text
    that the program tells piece by piece.
    """
    from rapidfuzz import fuzz

    index, small = _Index(written), _Index(icons(things))
    kept, within = [], set()
    for block in read:
        if _is_of_icons(block, small):
            continue
        near = index.near(block.box)
        if near:
            # One line of pixels may run over several things: the words of a menu bar.
            said = _plain(" ".join(other.text for other in near))
            seen = _plain(block.text)
            if not seen or (len(seen) <= len(said) + 2 and fuzz.partial_ratio(seen, said) >= ALIKE):
                continue
            within |= {id(other) for other in near if _stands_in(other, block)}
        kept.append(block)
    return (*(block for block in written if id(block) not in within), *kept)


def _is_of_icons(block: TextBlock, small: _Index) -> bool:
    """Whether what OCR read are signs that it takes icons for: a "Q" on a button that is called "Search". A button
    in whose name a word begins with them ("B" for "Bold", "3" for "Monday, 3 March") bears them."""
    signs = "".join(block.text.casefold().split())
    word = signs.isdigit() or (len(signs) >= 2 and any(sign.isalnum() for sign in signs))
    if len(signs) > MOST_SIGNS or (word and block.confidence >= SURE_NUMBER):
        return False
    near = [icon for icon in small.near(block.box) if icon.box.overlap(block.box)]
    inside = sum(icon.box.overlap(block.box) for icon in near)
    if len(signs) > ICON_SIGNS * len(near) or inside < MOSTLY * block.box.area:
        return False
    return not any(word.startswith(signs) for icon in near for word in _words(icon.text.casefold()))


def _words(name: str) -> list[str]:
    """Of "am/pm" also the "pm", and all of "c++"."""
    return [*name.split(), *re.split(r"\W+", name)]


def _stands_in(word: TextBlock, line: TextBlock) -> bool:
    """Whether a text of the tree is a part of a line that OCR read."""
    box = word.box
    short, long = _plain(word.text), _plain(line.text)
    middle = line.box.y <= box.centre[1] <= line.box.bottom
    along = line.box.x - SLACK_PX <= box.x and box.right <= line.box.right + SLACK_PX
    return middle and along and box.h <= 2 * line.box.h and bool(short) and short in long


def _plain(text: str) -> str:
    """Letters and digits alone: OCR is unsure of spaces and points."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _in_order(
    blocks: Sequence[TextBlock], things: Sequence[Thing], panels: Sequence[Box] = ()
) -> tuple[TextBlock, ...]:
    """Reading order within each dialog, menu and window; the one with the focus first."""
    whole, charts = read_whole(things), charts_of(things)
    places = _containers(things)
    if not places:
        return tuple(nested_order(blocks, panels, whole=whole, charts=charts))
    groups: list[list[TextBlock]] = [[] for _ in range(len(places) + 1)]
    for block in blocks:
        x, y = block.box.centre
        holders = [
            place for place, (box, _) in enumerate(places) if box.x <= x <= box.right and box.y <= y <= box.bottom
        ]
        # The smallest holder: a dialog lies on its window.
        place = min(holders, key=lambda number: places[number][0].area) if holders else len(places)
        groups[place].append(block)
    order = sorted(range(len(places)), key=lambda number: places[number][1])
    return tuple(
        block
        for number in [*order, len(places)]
        for block in nested_order(groups[number], panels, whole=whole, charts=charts)
    )


def _containers(things: Sequence[Thing]) -> list[tuple[Box, int]]:
    """(box, rank): open menus, dialogs and windows; a lower rank is read earlier.

    A message that a program shows in its window or page is no dialog: it is read where it stands.
    """
    found: list[tuple[Box, int]] = []
    menus: dict[int, Box] = {}
    for place, thing in enumerate(things):
        if thing.box is None or (thing.role == "alert" and thing.source == "pixels"):
            continue  # what the pixels tell of is a message on a page, and no window
        active = bool({"active", "modal"} & thing.states)
        if thing.role == "menuitem" and thing.parent is not None:
            menus[thing.parent] = menus[thing.parent].union(thing.box) if thing.parent in menus else thing.box
        elif thing.role == "dialog" or (thing.role in ("alert", "window") and (thing.parent is None or active)):
            found.append((thing.box, place + (0 if active else 10_000) + (0 if thing.role == "dialog" else 5_000)))
    return [*((box, -1) for box in menus.values()), *found]
