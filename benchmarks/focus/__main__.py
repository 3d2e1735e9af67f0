"""Focus, tabs and controls found in the pixels of live programs, against what their accessibility trees tell.

    python -m benchmarks.focus.record --split build     # takes the pictures, some minutes; then --split measure
    python -m benchmarks.focus [--split build|measure|fresh] [--pictures build/focus] [--each] [--tabs]

The rules were built on the programs of "build"; "measure" are others (`programs.py`). Controls are counted once a page
of a program, the focus in every picture. Right is a focus on the place that the tree names. A program whose tree names
no focus there counts neither way. `--each` names what is missed and wrong. `--tabs` reads the pages, too, some seconds
each, and compares the tabs by their names.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent / "elements_pages"), str(HERE.parents[1] / "packaging")]

import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402

from assistant.cancel import Token  # noqa: E402
from assistant.host import LocalWorker  # noqa: E402
from assistant.types import Box, Capture, Scene, Thing  # noqa: E402
from benchmarks.elements import Tally, count, report  # noqa: E402
from benchmarks.screens.facts import read_thing  # noqa: E402
from models.evidence.elements.choose import Seen  # noqa: E402
from models.evidence.elements.finder import Finder  # noqa: E402
from models.evidence.looks.gatherer import LooksGatherer  # noqa: E402
from models.evidence.ocr import OcrGatherer, Reader  # noqa: E402
from models.evidence.parting import PartedText  # noqa: E402
from models.training.elements.chromium import Element, Example  # noqa: E402

KNOWN = ("button", "textbox", "combobox", "spinbutton", "checkbox", "radio", "switch", "slider", "progressbar", "tab")
HOLDERS = ("tablist", "table", "tree", "list", "document", "window", "dialog", "group", "toolbar", "menubar")
"""Of these the tree names the focus as a whole, where it is on something in them."""
INSIDE = 0.8


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    program: str
    pixels: np.ndarray
    things: tuple[Thing, ...]


def pictures(folder: Path) -> Iterator[Picture]:
    for path in sorted(folder.glob("*/tree.json")):
        name = path.parent.name
        things = tuple(read_thing(one) for one in json.loads(path.read_text("utf-8")))
        with Image.open(path.parent / "screen.png") as image:
            yield Picture(name, name.rsplit("-", 1)[0], np.asarray(image.convert("RGB")), things)


def focus_of(things: Sequence[Thing]) -> Thing | None:
    """The innermost thing with the focus. Qt's chosen tab says that it has the focus as long as its list is shown."""
    held = [thing for thing in things if "focused" in thing.states and thing.box is not None]
    tabbed = any(thing.role == "tablist" for thing in held)
    held = [thing for thing in held if thing.role != "tab" or tabbed or len(held) == 1]
    return held[-1] if held else None


def on_it(seen: Seen, thing: Thing) -> bool:
    """Whether both are of one place: the same box, or a mark and the box of the mark with its label."""
    assert thing.box is not None
    common = seen.box.overlap(thing.box)
    return common >= 0.5 * (seen.box.area + thing.box.area - common) or common >= INSIDE * min(
        seen.box.area, thing.box.area
    )


def elements(picture: Picture) -> tuple[Element, ...]:
    whole = Box(0, 0, picture.pixels.shape[1], picture.pixels.shape[0])
    return tuple(
        Element("textbox" if thing.role == "password" else thing.role, tuple(thing.box.as_list()), thing.states, None)
        for thing in picture.things
        if thing.role in KNOWN
        and thing.box is not None
        and "offscreen" not in thing.states
        and min(thing.box.w, thing.box.h) > 4
        and whole.contains(thing.box)
    )


def tabs_in(picture: Picture, reader: PartedText) -> dict[str, bool]:
    """The names of the tabs that the looks tell, and which are selected."""
    capture = Capture(picture.pixels, "file")
    blocks = tuple(
        block
        for finding in reader.gather(capture, Scene(capture.width, capture.height, "file"), Token())
        for block in finding.blocks
    )
    scene = Scene(capture.width, capture.height, "file", blocks=blocks)
    return {
        thing.name.casefold(): "selected" in thing.states
        for finding in LooksGatherer().gather(capture, scene, Token())
        for thing in finding.things
        if thing.role == "tab"
    }


def count_tabs(tally: Tally, picture: Picture, reader: PartedText, *, each: bool) -> None:
    there = {
        thing.name.casefold(): "selected" in thing.states
        for thing in picture.things
        if thing.role == "tab" and thing.box is not None and "offscreen" not in thing.states
    }
    told = tabs_in(picture, reader)
    for name, chosen in there.items():
        tally.there["tab"] += 1
        tally.there[" chosen"] += chosen
        tally.right["tab"] += name in told
        tally.right[" chosen"] += chosen and told.get(name, False)
    tally.told["tab"] += len(told)
    tally.told[" chosen"] += sum(told.values())
    if each and told and told != there:
        print(f"{picture.name}: tabs {there}, told {told}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=Path, default=Path("build/focus"))
    parser.add_argument("--split", choices=("build", "measure", "fresh"), default="measure")
    parser.add_argument("--each", action="store_true", help="name what is missed and wrong")
    parser.add_argument("--tabs", action="store_true", help="read the pages, and compare the tabs")
    asked = parser.parse_args()
    finder, tallies = Finder(), dict[str, Tally]()
    reader, rows = PartedText(OcrGatherer(LocalWorker(Reader()))), Tally()
    focus, programs, before = Counter[str](), set[str](), frozenset[object]()
    for picture in pictures(asked.pictures / asked.split):
        seen = finder.find(picture.pixels, token=Token())
        programs.add(picture.program)
        known = elements(picture)
        page = frozenset((one.role, one.box, one.states - {"focused"}) for one in known)
        if page != before and known:
            count(tallies.setdefault(picture.program, Tally()), Example(picture.program, picture.pixels, known),
                  [one for one in seen if one.role in KNOWN])  # fmt: skip
            if asked.tabs:
                count_tabs(rows, picture, reader, each=asked.each)
        before = page
        thing = focus_of(picture.things)
        told = [one for one in seen if "focused" in one.states]
        if thing is None or (thing.role in HOLDERS and not told):
            continue
        right = [one for one in told if on_it(one, thing)]
        focus.update(there=1, told=len(told), right=len(right))
        if asked.each and len(right) != 1:
            told_now = ", ".join(f"{one.role} {one.box.as_list()}" for one in told) or "nothing"
            print(f"{picture.name}: {thing.role} {thing.name!r} {thing.box.as_list()}, told {told_now}")
    if not programs:
        print(f"no pictures in {asked.pictures / asked.split}: python -m benchmarks.focus.record --split {asked.split}",
              file=sys.stderr)  # fmt: skip
        return 3
    report(tallies)
    if asked.tabs:
        print("\ntabs by their names")
        for kind in ("tab", " chosen"):
            print(rows.line(kind))
    there, told, right = focus["there"], focus["told"], focus["right"]
    print(f"\nfocus, {len(programs)} programs: there {there}, told {told}, right {right}: precision "
          f"{right / max(1, told):.1%}, recall {right / max(1, there):.1%}")  # fmt: skip
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
