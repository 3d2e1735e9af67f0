"""Elements found in pixels, on looks that the network has never seen: right, missed and invented, by role and state.

    python benchmarks/elements.py [--split test|tune] [--modules NODE_MODULES] [--work DIR] [--pages 60]
    python benchmarks/elements.py --split tune --thresholds     # precision and recall by threshold
    python benchmarks/elements.py --screens DIR                 # false alarms on screens with facts
    python benchmarks/elements.py --cost                        # CPU time on a full screen

The test split is whole toolkits and style sheets: GTK 3 (Adwaita light and dark, and the themes Arc, Greybird and Numix
where installed), Tk (four ttk themes), and the CSS of Pico, Water (light and dark) and 98.css, where `--modules` names a
folder with those npm packages (`models/training/elements/packages.txt`). The network learned from other CSS, random
looks and Qt's Fusion; its thresholds come from Spectre, Semantic UI and Qt's Windows style.
"""

# ruff: noqa: E402, E501 - the folders of the repository come first; tables read better unwrapped

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent / "elements_pages")]

import numpy as np
import stage

from assistant.cancel import Token
from assistant.types import Box
from models.evidence.elements.choose import BELIEVED, TICKED, Seen, choose
from models.evidence.elements.finder import Finder
from models.training.elements.chromium import Element, Example
from models.training.elements.dataset import from_folder, likeness

GTK = ("Adwaita", "Adwaita:dark", "HighContrast", "Arc", "Greybird", "Numix")
TK = ("clam", "alt", "default", "classic")
PLACE = 0.5
"""Intersection over union from which an element counts as found; of GTK's check marks, whose place in their label's box
is not told, 0.3."""
STATES = ("checked", "unchecked", "mixed", "disabled", "focused", "invalid", "selected")
TELLING = {
    "checked": TICKED, "unchecked": TICKED, "mixed": ("checkbox",), "invalid": ("textbox", "combobox"),
    "selected": ("tab", "listitem"),
}  # fmt: skip


class Tally:
    """What was found, missed and invented, by kind."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.there: Counter[str] = Counter()
        self.told: Counter[str] = Counter()
        self.off: dict[str, list[float]] = defaultdict(list)

    def line(self, name: str) -> str:
        right, there, told = self.right[name], self.there[name], self.told[name]
        precision = f"{right / told:7.1%}" if told else "      -"
        recall = f"{right / there:7.1%}" if there else "      -"
        return f"{name:14}{there:7}{told:7}{right:7}  {precision}  {recall}"


def count(tally: Tally, example: Example, seen: Sequence[Seen]) -> None:
    """Match what was seen to what is there, each once, and count."""
    free = list(example.elements)
    roles = defaultdict(list)
    for element in example.elements:
        tally.there[element.role] += 1
        for state in element.states:
            if state in STATES:
                tally.there[f" {state}"] += 1
    for one in sorted(seen, key=lambda one: -one.confidence):
        tally.told[one.role] += 1
        element = _match(one, free)
        for state in one.states & set(STATES):
            tally.told[f" {state}"] += 1
            if element is not None and state in element.states:
                tally.right[f" {state}"] += 1
        if element is None:
            continue
        free.remove(element)
        tally.right[one.role] += 1
        roles[one.role].append(element)
        if one.role in ("slider", "progressbar") and element.value is not None:
            tally.there[f" {one.role} value"] += 1
            value = one.value
            if value is not None:
                tally.told[f" {one.role} value"] += 1
                off = abs(value - element.value)
                tally.off[one.role].append(off)
                tally.right[f" {one.role} value"] += off <= 0.05


def _match(one: Seen, elements: Sequence[Element]) -> Element | None:
    box = np.array([[one.box.x, one.box.y, one.box.w, one.box.h]], np.float64)
    need = 0.3 if one.role in TICKED else PLACE
    able = [(float(likeness(box, element)[0]), element) for element in elements if element.role == one.role]
    able = [pair for pair in able if pair[0] >= need or (one.role in TICKED and _begins(one.box, pair[1]))]
    return max(able, key=lambda pair: pair[0])[1] if able else None


def _begins(box: Box, element: Element) -> bool:
    """Whether a check mark stands at the front of its control, as accessibility trees box both with their label."""
    x, y, w, h = element.box
    return (
        x - 3 <= box.x and box.right <= x + w + 3 and y - 3 <= box.y and box.bottom <= y + h + 3 and box.x < x + 1.5 * h
    )


def examples(split: str, modules: Path | None, work: Path, pages: int) -> Iterator[Example]:
    """Of one split, drawn into `work` once."""
    from models.training.elements.chromium import rendered
    from models.training.elements.pages import pages as drawn
    from models.training.elements.train import QT_STYLES
    from models.training.elements.train import examples as with_qt

    if split == "tune":
        assert modules is not None, "--split tune needs --modules"
        yield from with_qt("tune", pages, modules, work, 3)
        return
    assert all(style != "test" for style, _ in QT_STYLES)
    if modules is not None:
        yield from rendered(drawn("test", pages, modules, 5))
    else:
        print("without --modules no style sheets: Pico, Water and 98.css are left out", file=sys.stderr)
    from virtual_desktop import VirtualDesktop

    with VirtualDesktop((1600, 1200), sound=False, tray=False) as desktop:
        for theme in GTK if stage.has("gi") else ():
            if (
                theme not in ("Adwaita", "Adwaita:dark", "HighContrast")
                and not Path("/usr/share/themes", theme).exists()
            ):
                continue
            folder = work / f"gtk-{theme.replace(':', '-')}"
            if not folder.exists():
                stage.gtk(desktop, folder, theme, max(2, pages // 6), 11)
            yield from from_folder(folder, f"gtk {theme}")
        for theme in TK if stage.has("tkinter") else ():
            folder = work / f"tk-{theme}"
            if not folder.exists():
                stage.tk(desktop, folder, theme, max(2, pages // 6), 11)
            yield from from_folder(folder, f"tk {theme}")


def report(tallies: dict[str, Tally]) -> None:
    whole = Tally()
    for tally in tallies.values():
        for name in ("right", "there", "told"):
            getattr(whole, name).update(getattr(tally, name))
        for role, off in tally.off.items():
            whole.off[role] += off
    print(f"{'':14}{'there':>7}{'told':>7}{'right':>7}  precis.   recall")
    for name in sorted({*whole.there, *whole.told}):
        print(whole.line(name))
    for role, off in whole.off.items():
        print(
            f"{role} value: median off by {np.median(off):.3f}, 95 % within {np.quantile(off, 0.95):.3f}, of {len(off)}"
        )
    print("\nby look (all roles)")
    for style, tally in tallies.items():
        roles = [name for name in {*tally.there, *tally.told} if not name.startswith(" ")]
        right, there, told = (
            sum(getattr(tally, which)[role] for role in roles) for which in ("right", "there", "told")
        )
        states = [f" {state}" for state in STATES]
        ok, said = (sum(getattr(tally, which)[state] for state in states) for which in ("right", "told"))
        print(f"{style:18} precision {right / max(1, told):6.1%} ({told})  recall {right / max(1, there):6.1%} ({there})"
              f"  states right {ok / max(1, said):6.1%} ({said})")  # fmt: skip


def thresholds(found: Iterator[Example]) -> None:
    """Precision and recall of each role by threshold, before the choice of one element a place."""
    finder = Finder()
    kept = [(example, finder.guess(example.pixels, Token())) for example in found]
    for least in (0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99):
        tally = Tally()
        for example, guessed in kept:
            count(tally, example, choose(guessed, dict.fromkeys(BELIEVED, least)))
        print(f"\nfrom {least}")
        for role in BELIEVED:
            print(tally.line(role))


def screens(folder: Path) -> None:
    """Over screens with facts: what is told where the truth knows its controls, and where it says that none are."""
    from PIL import Image

    finder = Finder()
    tallies: dict[str, Tally] = {}
    bare = Counter[str]()
    for facts in sorted(folder.glob("*/facts.json")):
        told = json.loads(facts.read_text("utf-8"))
        with Image.open(facts.parent / "screen.png") as image:
            pixels = np.asarray(image.convert("RGB"))
        began = time.process_time()
        seen = finder.find(pixels, token=Token())
        spent = time.process_time() - began
        elements = tuple(
            Element(one["role"], tuple(one["box"]), frozenset(one["states"]), None) for one in told.get("elements", [])
        )
        print(f"{told['name']:40} {spent:5.2f} s CPU  {len(elements):3} known  told: "
              + (", ".join(f"{n} {role}" for role, n in Counter(one.role for one in seen).most_common()) or "nothing"))  # fmt: skip
        if elements:
            count(tallies.setdefault(told["program"], Tally()), Example(told["program"], pixels, elements), seen)
        elif told["kind"] in ("terminal", "code", "photo", "article", "document", "chart"):
            bare.update(f"{told['kind']}: {one.role}" for one in seen)
    if tallies:
        report(tallies)
    print("on screens without controls:", dict(bare) or "nothing")


def cost(repeats: int = 5) -> None:
    """CPU time of a 1920 x 1080 screen full of controls, drawn by Chromium without a style sheet."""
    from models.training.elements.chromium import Chromium
    from models.training.elements.pages import pages

    finder = Finder()
    with Chromium() as browser:
        html, *_ = next(pages("train", 2, None, 1))
        example = browser.render(html, (1920, 1080), 1.0, "plain")
    finder.find(example.pixels, token=Token())
    times = []
    for _ in range(repeats):
        began = time.process_time()
        seen = finder.find(example.pixels, token=Token())
        times.append(time.process_time() - began)
    print(f"1920 x 1080: {1000 * min(times):.0f} ms of CPU time, {len(example.elements)} controls, {len(seen)} told")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("test", "tune"), default="test")
    parser.add_argument("--modules", type=Path)
    parser.add_argument("--work", type=Path, default=Path("build/elements"))
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--thresholds", action="store_true")
    parser.add_argument("--screens", type=Path)
    parser.add_argument("--cost", action="store_true")
    asked = parser.parse_args()
    if asked.cost:
        cost()
    elif asked.screens:
        screens(asked.screens)
    elif asked.thresholds:
        thresholds(examples("tune", asked.modules, asked.work, asked.pages))
    else:
        finder = Finder()
        tallies: dict[str, Tally] = {}
        for example in examples(asked.split, asked.modules, asked.work, asked.pages):
            seen = finder.find(example.pixels, token=Token())
            count(tallies.setdefault(example.style, Tally()), example, seen)
        report(tallies)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
